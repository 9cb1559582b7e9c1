"""A page of the House's feed becomes records, ties, publications and things to judge.

All of it happens in the caller's transaction, in which the checkpoint moves as well. What is
written follows from the entries alone, so that a page read again changes nothing.
"""

import re
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, inspect, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from tracker.adapters.syncfeed import BrokenEntry, Entry, FeedPage, local_day
from tracker.db.tables import HouseRecord, HouseTie, Publication, SetAside, Source
from tracker.services.marks import mark_records
from tracker.services.publications import documents_affected, read_dossier_fields, refresh

_RECORDS: Table = inspect(HouseRecord).local_table  # type: ignore[assignment]
_TIES: Table = inspect(HouseTie).local_table  # type: ignore[assignment]
_SET_ASIDE: Table = inspect(SetAside).local_table  # type: ignore[assignment]
_AT_ONCE = 1000
_LOCK = 6_011_995
_NUMBER_LENGTH = 100
_NUMBERS = ("nummer", "documentNummer")
_DAYS = {
    "Document": ("datum", "datumRegistratie"),
    "Zaak": ("gestartOp",),
    "Toezegging": ("aanmaakdatum",),
    "Activiteit": ("datum", "aanvangstijd"),
}
_PEOPLE = {"Persoon", "Fractie", "Commissie"}
_NAMED_IN_ACTOR = ("persoon", "fractie", "commissie")
_NAMED_IN_COMMITMENT = ("toegezegdAan", "toegezegdAanPersoon", "toegezegdAanFractie")
_FULFILLED_BY = "kamerbriefNakoming"
_BY_NUMBER = uuid.UUID("0d2f9c52-6f0b-5c3e-8a55-3f7a1f6f4b10")
_CONTENT = ("category", "number", "day", "deleted", "fields")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

Tie = tuple[uuid.UUID, str, uuid.UUID]
Row = dict[str, Any]


@dataclass(frozen=True)
class KeptPage:
    """How many entries were new, differed from what was there, did not, took away what was
    there, and could not be read."""

    new: int = 0
    changed: int = 0
    same: int = 0
    deleted: int = 0
    set_aside: int = 0

    @property
    def entries(self) -> int:
        """All of them."""
        return self.new + self.changed + self.same + self.deleted + self.set_aside

    def __add__(self, other: "KeptPage") -> "KeptPage":
        return KeptPage(
            self.new + other.new,
            self.changed + other.changed,
            self.same + other.same,
            self.deleted + other.deleted,
            self.set_aside + other.set_aside,
        )


def keep_page(session: Session, source: Source, page: FeedPage, now: datetime) -> KeptPage:
    """Keep the entries of a page, the last of each key in feed order; broken ones are set aside.

    `now` is real time. Two pages are never kept at once, because what one tells may belong to
    what the other does.
    """
    entries = [one for one in page.entries if isinstance(one, Entry)]
    kept = keep_entries(session, entries)
    broken = _set_aside(session, source.id, page.entries, now)
    return kept + KeptPage(set_aside=broken)


def keep_entries(session: Session, entries: Sequence[Entry]) -> KeptPage:
    """Keep entries in feed order: the last of a key counts, and replaces what was there."""
    one_at_a_time(session)
    newest = {entry.id: entry for entry in entries}
    rows = {key: _row(entry) for key, entry in newest.items()}
    known = _known(session, rows)
    ties = {key: _ties(entry) for key, entry in newest.items()}
    known_ties = _known_ties(session, known)
    differing = {
        key
        for key, row in rows.items()
        if key not in known
        or _content(row) != _content(known[key])
        or ties[key] != known_ties.get(key, set())
    }
    moved = {key for key in rows if key in differing or rows[key] != known[key]}
    of = _by_category(rows[key] for key in differing if not _tells_nothing(rows[key], known))
    before = _concerned(session, of)
    _put(session, _RECORDS, [rows[key] for key in moved], ["id"])
    _replace_ties(session, differing, ties, known_ties)
    concerned = before.and_also(_concerned(session, of))
    refreshed = refresh(session, concerned.documents)
    _mark(session, concerned, known, _documents_of(session, refreshed))
    return _counted(rows, known, differing, repeated=len(entries) - len(newest))


def settle(session: Session, read: Mapping[uuid.UUID, Entry], now: datetime) -> None:
    """What was set aside under these keys was read after all."""
    if read:
        session.execute(update(SetAside).where(col(SetAside.id).in_(read)).values(settled_at=now))


def one_at_a_time(session: Session) -> None:
    """Pages wait for each other until they end; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


# Records and ties


def _row(entry: Entry) -> Row:
    fields = {} if entry.deleted else {name: list(found) for name, found in entry.fields.items()}
    if entry.enclosure and not entry.deleted:
        fields["enclosure"] = [entry.enclosure]
        fields["contentType"] = [entry.content_type] if entry.content_type else []
        fields["contentLength"] = [str(entry.content_length)] if entry.content_length else []
    return {
        "id": entry.id,
        "category": entry.category,
        "number": _number(fields),
        "day": _day(entry.category, fields),
        "deleted": entry.deleted,
        "updated_at": entry.updated_at,
        "changed_at": entry.changed_at,
        "fields": {name: fields[name] for name in sorted(fields) if fields[name]},
    }


def _number(fields: Mapping[str, Sequence[str]]) -> str | None:
    """A number that is as long as a sentence is none, and no index would hold it."""
    found = (fields[name][0] for name in _NUMBERS if fields.get(name))
    return next((number for number in found if len(number) <= _NUMBER_LENGTH), None)


def _day(category: str, fields: Mapping[str, Sequence[str]]) -> Any:
    for name in _DAYS.get(category, ()):
        for printed in fields.get(name, ()):
            if day := local_day(printed):
                return day
    return None


def _ties(entry: Entry) -> set[Tie]:
    if entry.deleted:
        return set()
    ties = {(entry.id, field, to) for field, found in entry.refs.items() for to in found}
    numbers = entry.fields.get(_FULFILLED_BY, ())
    return ties | {(entry.id, _FULFILLED_BY, _number_key(number)) for number in numbers}


def _number_key(number: str) -> uuid.UUID:
    """What stands for a document's or a case's number in a tie: the one meant may come later."""
    return uuid.uuid5(_BY_NUMBER, number)


def _known(session: Session, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, Row]:
    found: dict[uuid.UUID, Row] = {}
    for part in _parts(keys):
        rows = session.connection().execute(_RECORDS.select().where(_RECORDS.c.id.in_(part)))
        found |= {row.id: dict(row._mapping) for row in rows}
    return found


def _known_ties(session: Session, keys: Collection[uuid.UUID]) -> dict[uuid.UUID, set[Tie]]:
    found: dict[uuid.UUID, set[Tie]] = {}
    for part in _parts(keys):
        rows = session.connection().execute(_TIES.select().where(_TIES.c.from_id.in_(part)))
        for row in rows:
            found.setdefault(row.from_id, set()).add((row.from_id, row.field, row.to_id))
    return found


def _replace_ties(
    session: Session,
    keys: Iterable[uuid.UUID],
    ties: Mapping[uuid.UUID, set[Tie]],
    known: Mapping[uuid.UUID, set[Tie]],
) -> None:
    gone, added = [], []
    for key in keys:
        had = known.get(key, set())
        if had - ties[key]:
            gone.append(key)
            had = set()
        added += sorted(ties[key] - had)
    for part in _parts(gone):
        session.connection().execute(delete(_TIES).where(_TIES.c.from_id.in_(part)))
    names = ("from_id", "field", "to_id")
    _put(session, _TIES, [dict(zip(names, tie, strict=True)) for tie in added], list(names))


def _content(row: Row) -> list[Any]:
    return [row[name] for name in _CONTENT]


def _counted(
    rows: Mapping[uuid.UUID, Row],
    known: Mapping[uuid.UUID, Row],
    differing: Collection[uuid.UUID],
    repeated: int,
) -> KeptPage:
    deleted = sum(1 for key in differing if rows[key]["deleted"])
    new = sum(1 for key in differing if key not in known and not rows[key]["deleted"])
    return KeptPage(
        new=new,
        changed=len(differing) - new - deleted,
        same=len(rows) - len(differing) + repeated,
        deleted=deleted,
    )


# What to judge again


@dataclass(frozen=True)
class _Concerned:
    """Cases, Documents and commitments that rest on what changed."""

    cases: set[uuid.UUID]
    documents: set[uuid.UUID]
    commitments: set[uuid.UUID]

    def and_also(self, other: "_Concerned") -> "_Concerned":
        """Those of both."""
        return _Concerned(
            self.cases | other.cases,
            self.documents | other.documents,
            self.commitments | other.commitments,
        )


def _by_category(rows: Iterable[Row]) -> dict[str, set[uuid.UUID]]:
    found: dict[str, set[uuid.UUID]] = defaultdict(set)
    for row in rows:
        found[row["category"]].add(row["id"])
    return found


def _tells_nothing(row: Row, known: Mapping[uuid.UUID, Row]) -> bool:
    """Whether it is a dossier that has the number it had: each new paper sends it again."""
    if row["category"] != "Kamerstukdossier" or row["id"] not in known:
        return False
    before = read_dossier_fields(known[row["id"]]["fields"])
    return before == read_dossier_fields(row["fields"])


def _concerned(session: Session, of: Mapping[str, set[uuid.UUID]]) -> _Concerned:
    """As the ties stand now: asked before they are replaced, and after.

    Whatever came first: what rests on an entity that comes after it is found here.
    """
    dossiers, people = of["Kamerstukdossier"], set().union(*(of[name] for name in _PEOPLE))
    activities = of["Activiteit"] | _tied_from(session, of["Commissie"], "voortouwcommissie")
    points = of["Agendapunt"] | _tied_from(session, of["Activiteit"], "activiteit")
    decisions = of["Besluit"] | _tied_from(session, points, "agendapunt")
    decisions |= _tied_to(session, of["Stemming"], "besluit")
    documents = of["Document"] | documents_affected(session, dossiers | of["DocumentActor"])
    cases = of["Zaak"] | _tied_to(session, of["ZaakActor"] | decisions | documents, "zaak")
    cases |= _tied_from(session, dossiers, "kamerstukdossier") | _cases_naming(session, people)
    commitments = of["Toezegging"] | _tied_from(session, activities, "activiteit")
    for field in _NAMED_IN_COMMITMENT:
        commitments |= _tied_from(session, people, field)
    numbers = map(_number_key, _numbers(session, cases | documents))
    return _Concerned(
        cases, documents, commitments | _tied_from(session, set(numbers), _FULFILLED_BY)
    )


def _tied_to(session: Session, keys: Collection[uuid.UUID], field: str) -> set[uuid.UUID]:
    found: set[uuid.UUID] = set()
    for part in _parts(keys):
        where = col(HouseTie.from_id).in_(part), HouseTie.field == field
        found |= set(session.exec(select(HouseTie.to_id).where(*where)))
    return found


def _tied_from(session: Session, keys: Collection[uuid.UUID], field: str) -> set[uuid.UUID]:
    found: set[uuid.UUID] = set()
    for part in _parts(keys):
        where = col(HouseTie.to_id).in_(part), HouseTie.field == field
        found |= set(session.exec(select(HouseTie.from_id).where(*where)))
    return found


def _cases_naming(session: Session, people: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """The cases of which one of these members, parties and committees is an actor."""
    to_case, found = aliased(HouseTie), set[uuid.UUID]()
    for part in _parts(people):
        named = (
            select(to_case.to_id)
            .join(HouseTie, col(HouseTie.from_id) == col(to_case.from_id))
            .where(
                col(HouseTie.to_id).in_(part),
                col(HouseTie.field).in_(_NAMED_IN_ACTOR),
                col(to_case.field) == "zaak",
            )
        )
        found |= set(session.exec(named))
    return found


def _numbers(session: Session, keys: Collection[uuid.UUID]) -> set[str]:
    found: set[str] = set()
    for part in _parts(keys):
        numbers = select(HouseRecord.number).where(col(HouseRecord.id).in_(part))
        found |= {number for number in session.exec(numbers) if number}
    return found


def _documents_of(session: Session, publications: Collection[uuid.UUID]) -> set[uuid.UUID]:
    found: set[uuid.UUID] = set()
    for part in _parts(publications):
        documents = select(Publication.record_id).where(col(Publication.id).in_(part))
        found |= {key for key in session.exec(documents) if key}
    return found


def _mark(
    session: Session,
    concerned: _Concerned,
    known: Mapping[uuid.UUID, Row],
    refreshed: set[uuid.UUID],
) -> None:
    """Mark what is judged of what is concerned; of cases that are the motions."""
    kept = _known(session, concerned.cases | concerned.documents | concerned.commitments)
    category = {key: row["category"] for key, row in kept.items()}
    cases = {key for key in kept.keys() & concerned.cases if _is_motion(kept[key])}
    cases |= {key for key in known.keys() & concerned.cases if _is_motion(known[key])}
    documents = {key for key in concerned.documents if category.get(key) == "Document"}
    commitments = {key for key in concerned.commitments if category[key] == "Toezegging"}
    mark_records(session, "Zaak", cases)
    mark_records(session, "Document", documents | refreshed)
    mark_records(session, "Toezegging", commitments)


def _is_motion(row: Row) -> bool:
    kinds = row["fields"].get("soort", ())
    return row["category"] == "Zaak" and any("motie" in kind.lower() for kind in kinds)


# What could not be read


def _set_aside(
    session: Session, source_id: uuid.UUID, entries: Sequence[Entry | BrokenEntry], now: datetime
) -> int:
    """Set broken entries aside, and settle those of which a newer entry came.

    Of one key only the newest waits.
    """
    rows: dict[uuid.UUID, Row] = {}
    waiting: dict[str, uuid.UUID] = {}
    came: set[str] = set()
    for entry in entries:
        key = entry_key(entry)
        if key:
            came.add(key)
            if older := waiting.pop(key, None):
                rows[older]["settled_at"] = now
        if isinstance(entry, BrokenEntry):
            row = _broken_row(source_id, entry, key, now)
            rows[row["id"]] = row
            if key:
                waiting[key] = row["id"]
    for part in _parts(came):
        session.execute(
            update(SetAside)
            .where(
                col(SetAside.source_id) == source_id,
                col(SetAside.settled_at).is_(None),
                col(SetAside.entry_key).in_(part),
            )
            .values(settled_at=now)
        )
    _put(session, _SET_ASIDE, list(rows.values()), ["id"])
    return sum(isinstance(entry, BrokenEntry) for entry in entries)


def _broken_row(source_id: uuid.UUID, entry: BrokenEntry, key: str | None, now: datetime) -> Row:
    return {
        "id": uuid.uuid5(source_id, entry.raw),
        "source_id": source_id,
        "entry_key": key,
        "raw": entry.raw,
        "code": entry.code,
        "facts": dict(entry.facts),
        "set_aside_at": now,
        "settled_at": None,
    }


def entry_key(entry: Entry | BrokenEntry) -> str | None:
    """The House's key of an entry as text; that of a broken one may be in an address."""
    if isinstance(entry, Entry):
        return str(entry.id)
    found = _UUID.search(entry.key or "")
    return found[0].lower() if found else entry.key


# Writing


def _put(session: Session, table: Table, rows: Sequence[Row], key: list[str]) -> None:
    """Insert rows by their key; those that are there are replaced."""
    if not rows:
        return
    on_postgres = session.get_bind().dialect.name == "postgresql"
    statement: Any = (postgresql.insert if on_postgres else sqlite.insert)(table)
    others = {name: statement.excluded[name] for name in table.columns.keys() if name not in key}  # noqa: SIM118
    if others:
        statement = statement.on_conflict_do_update(index_elements=key, set_=others)
    else:
        statement = statement.on_conflict_do_nothing(index_elements=key)
    session.connection().execute(statement, rows)


def _parts(values: Iterable[Any]) -> Iterable[list[Any]]:
    listed = list(values)
    for start in range(0, len(listed), _AT_ONCE):
        yield listed[start : start + _AT_ONCE]
