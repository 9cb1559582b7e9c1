"""The catalogue of papers: what the House's register and other sources tell of each.

A Document of the register makes one publication, under its Kamerstuk identifier where it has
one and under its document number elsewhere. Where two Documents claim one identifier, the one
that changed last has it and the other keeps its document number, whatever came first.
"""

import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import Row, Table, delete, insert, inspect, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from tracker.db.indexing import index_papers
from tracker.db.tables import Citation, DocumentText, HouseRecord, HouseTie, Publication
from tracker.domain.errors import DomainError
from tracker.domain.references import Dossier, PaperReference, address, parse_identifier
from tracker.domain.references_found import find_references
from tracker.domain.references_registers import (
    answers_numbered,
    parse_register_number,
    register_address,
)
from tracker.domain.references_years import read_year

SOURCE_REGISTER = "tweedekamer"
HOUSES = {"1": "ek", "2": "tk"}

_NAMESPACE = uuid.UUID("6a1c4a57-30a0-5d4e-9a55-0b8f3f2f7f21")
_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_PUBLICATIONS: Table = inspect(Publication).local_table  # type: ignore[assignment]
_CITATIONS: Table = inspect(Citation).local_table  # type: ignore[assignment]
_AT_ONCE = 1000
_LOCK = 6_011_994
_SIGNED = {"eerste ondertekenaar": 0, "afzender": 1, "mede ondertekenaar": 2}

# What a source tells of a paper: the columns of a publication but for key and identifier.
Told = dict[str, Any]
Fields = Mapping[str, Sequence[str]]
Known = Row[Any]
One = TypeVar("One")


@dataclass(frozen=True)
class _Claim:
    """A Document, the identifiers that it may have, the best first, and what it tells."""

    document: uuid.UUID
    updated_at: datetime
    identifiers: tuple[str, ...]
    told: Told


def publication_id(identifier: str) -> uuid.UUID:
    """The key of the publication under an identifier ('kst-31015-221')."""
    return uuid.uuid5(_NAMESPACE, identifier)


def read_publication(session: Session, identifier: str) -> Publication | None:
    """What is known of a paper, if any source has told of it."""
    statement = select(Publication).where(Publication.id == publication_id(identifier))
    return session.exec(statement.execution_options(populate_existing=True)).first()


def documents_affected(session: Session, record_ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """The Documents that rest on these dossiers, or that these DocumentActors belong to.

    Ask it before ties are replaced as well: a deleted actor has none any more.
    """
    found: set[uuid.UUID] = set()
    for part in _parts(record_ids):
        in_dossier = col(HouseTie.to_id).in_(part), col(HouseTie.field) == "kamerstukdossier"
        of_actor = col(HouseTie.from_id).in_(part), col(HouseTie.field) == "document"
        found |= set(session.exec(select(HouseTie.from_id).where(*in_dossier)))
        found |= set(session.exec(select(HouseTie.to_id).where(*of_actor)))
    return found


def refresh(session: Session, documents: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Bring the publications and citations of these Documents up to date with the register.

    Those of deleted Documents go, unless another claims them. Gives the keys of the
    publications that were written or went. Keys that are no Document's are passed over.
    """
    _one_at_a_time(session)
    touched: set[uuid.UUID] = set()
    for part in _parts(documents):
        touched |= _refresh(session, set(part))
    return touched


def cite_texts(session: Session, documents: Collection[uuid.UUID]) -> None:
    """Cite anew what the publications of these Documents name: the words of their files came."""
    for part in _parts(documents):
        rows = session.execute(
            select(*_PUBLICATIONS.columns).where(col(Publication.record_id).in_(part))
        )
        _cite(session, [dict(row._mapping) for row in rows])


def texts_of(session: Session, documents: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """The words of the files of these Documents, as far as they were read."""
    found: dict[uuid.UUID, str] = {}
    for part in _parts(documents):
        statement = select(DocumentText.record_id, DocumentText.text)
        wanted = col(DocumentText.record_id).in_(part), col(DocumentText.read_at).is_not(None)
        found |= dict(session.exec(statement.where(*wanted)).all())
    return found


def keep_told(session: Session, publications: Iterable[Publication]) -> set[uuid.UUID]:
    """Keep what another source than the register tells of papers, in bulk.

    What the register tells goes before it. The publications given are not added to the
    session; of two under one identifier the last counts. Gives the keys that were written.
    """
    _one_at_a_time(session)
    told = {one.identifier: one.model_dump(exclude={"id", "identifier"}) for one in publications}
    known = _known(session, told)
    wanted = {
        identifier: fields
        for identifier, fields in told.items()
        if identifier not in known or known[identifier].record_id is None
    }
    return _write(session, wanted, known)


def _one_at_a_time(session: Session) -> None:
    """Two pages that concern one Document wait for each other; SQLite has one writer anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def _refresh(session: Session, documents: set[uuid.UUID]) -> set[uuid.UUID]:
    claims: dict[uuid.UUID, _Claim] = {}
    held: dict[str, Known] = {}
    seen: set[uuid.UUID] = set()
    while documents:
        seen |= documents
        claims |= {claim.document: claim for claim in _claims(session, documents)}
        held |= _rows(session, col(Publication.record_id), documents)
        known = _known(session, {one for claim in claims.values() for one in claim.identifiers})
        documents = _rivals(session, claims.values(), held, known) - seen
    wanted = _assigned(claims.values())
    gone = [row.id for identifier, row in held.items() if identifier not in wanted]
    for part in _parts(seen - claims.keys()):
        session.execute(delete(DocumentText).where(col(DocumentText.record_id).in_(part)))
    for part in _parts(gone):
        session.execute(delete(Publication).where(col(Publication.id).in_(part)))
    index_papers(session.connection(), held.keys() - wanted.keys())
    return _write(session, wanted, held | known) | set(gone)


def _rivals(
    session: Session,
    claims: Collection[_Claim],
    held: Mapping[str, Known],
    known: Mapping[str, Known],
) -> set[uuid.UUID]:
    """The Documents that may claim what these claim, or what these no longer hold."""
    rivals = {row.record_id for row in known.values() if row.record_id}
    numbers = {claim.told["number"] for claim in claims} | {row.number for row in held.values()}
    for part in _parts(numbers - {None}):
        of_number = select(HouseRecord.id).where(
            HouseRecord.category == "Document", col(HouseRecord.number).in_(part)
        )
        rivals |= set(session.exec(of_number))
    claimed = {claim.identifiers[0] for claim in claims}
    freed = {
        row.dossier for identifier, row in held.items() if identifier not in claimed and row.dossier
    }
    for part in _parts(freed):
        under_number = select(Publication.record_id).where(
            col(Publication.dossier).in_(part),
            col(Publication.number) == col(Publication.identifier),
        )
        rivals |= {key for key in session.exec(under_number) if key}
    return rivals


def _assigned(claims: Iterable[_Claim]) -> dict[str, Told]:
    """What is told under each identifier: first choices before second ones, newest first."""
    newest_first = sorted(claims, key=lambda one: (one.updated_at, one.document), reverse=True)
    assigned: dict[str, Told] = {}
    placed: set[uuid.UUID] = set()
    for choice in (0, 1):
        for claim in newest_first:
            if claim.document in placed or choice >= len(claim.identifiers):
                continue
            if claim.identifiers[choice] not in assigned:
                assigned[claim.identifiers[choice]] = _addressed(claim, choice)
                placed.add(claim.document)
    return assigned


def _addressed(claim: _Claim, choice: int) -> Told:
    return claim.told | {"address": _published_at(claim.identifiers[choice])}


def _published_at(identifier: str) -> str | None:
    try:
        return address(parse_identifier(identifier))
    except DomainError:
        return None


# Reading the register


def _claims(session: Session, documents: Collection[uuid.UUID]) -> Iterator[_Claim]:
    rows = session.exec(
        select(  # type: ignore[call-overload]
            HouseRecord.id,
            HouseRecord.number,
            HouseRecord.day,
            HouseRecord.updated_at,
            HouseRecord.fields,
        ).where(
            HouseRecord.category == "Document",
            col(HouseRecord.deleted).is_(False),
            col(HouseRecord.id).in_(documents),
        )
    ).all()
    dossiers = _dossiers(session, documents) if rows else {}
    authors = _authors(session, documents) if rows else {}
    for key, number, day, updated_at, fields in rows:
        dossier = dossiers.get(key)
        identifiers = tuple(dict.fromkeys(filter(None, (_identifier(fields, dossier), number))))
        if identifiers:
            told = _told(fields, number, day, dossier) | {
                "author": authors.get(key),
                "record_id": key,
            }
            yield _Claim(key, updated_at or _NEVER, identifiers, told)


def _identifier(fields: Fields, dossier: Dossier | None) -> str | None:
    """The official identifier that the register gives a Document.

    An annex is registered in the dossier of the letter that it came with, and has no number
    of its own there.
    """
    try:
        if appendix := _first(fields, "aanhangselnummer"):
            return answers_numbered(appendix).identifier
        number = _first(fields, "volgnummer")
        if dossier is None or number in ("", "0", "-1") or _first(fields, "soort") == "Bijlage":
            return None
        return PaperReference(dossier, number).identifier
    except DomainError:
        return None


def _told(fields: Fields, number: str | None, day: date | None, dossier: Dossier | None) -> Told:
    names = [_first(fields, name) for name in ("onderwerp", "titel", "citeertitel")]
    title, *others = list(dict.fromkeys(filter(None, names))) or [""]
    return {
        "number": number,
        "title": title,
        "text": "\n".join(others),
        "kind": _first(fields, "soort") or None,
        "dated_on": day,
        "session_year": _session_year(_first(fields, "vergaderjaar")),
        "house": HOUSES.get(_first(fields, "kamer")) or _house(_first(fields, "organisatie")),
        "dossier": dossier.printed if dossier else None,
        "house_address": _house_address(number) or _first(fields, "enclosure") or None,
        "source": SOURCE_REGISTER,
    }


def _first(fields: Fields, name: str) -> str:
    return next(iter(fields.get(name, ())), "").strip()


def _session_year(printed: str) -> str | None:
    """'2025/26' of '2025-2026'."""
    try:
        return read_year(printed)[0]
    except (DomainError, ValueError):
        return None


def _house(organisation: str) -> str | None:
    return {"tweede kamer": "tk", "eerste kamer": "ek"}.get(organisation.lower())


def _house_address(number: str | None) -> str | None:
    try:
        return register_address(parse_register_number(number)) if number else None
    except DomainError:
        return None


def _dossiers(session: Session, documents: Collection[uuid.UUID]) -> dict[uuid.UUID, Dossier]:
    rows = session.exec(
        select(HouseTie.from_id, HouseRecord.fields)
        .join(HouseRecord, col(HouseRecord.id) == col(HouseTie.to_id))
        .where(
            col(HouseTie.from_id).in_(documents),
            HouseTie.field == "kamerstukdossier",
            col(HouseRecord.deleted).is_(False),
        )
        .order_by(col(HouseTie.to_id).desc())
    )
    return {key: dossier for key, fields in rows if (dossier := read_dossier_fields(fields))}


def read_dossier_fields(fields: Fields) -> Dossier | None:
    """The dossier that the fields of a Kamerstukdossier name."""
    suffix = _first(fields, "toevoeging").strip("()").replace(" ", "").upper()
    try:
        return Dossier(_first(fields, "nummer"), suffix or None)
    except DomainError:
        return None


def _authors(session: Session, documents: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Who signed each Document: 'Minister van Financiën (E. Heinen)', 'Kröger (GroenLinks)'.

    The category is looked at here, for a database that is asked about it may begin with all
    records of it.
    """
    rows = session.exec(
        select(HouseTie.to_id, HouseRecord.category, HouseRecord.fields)
        .join(HouseRecord, col(HouseRecord.id) == col(HouseTie.from_id))
        .where(
            col(HouseTie.to_id).in_(documents),
            HouseTie.field == "document",
            col(HouseRecord.deleted).is_(False),
        )
    )
    signed: dict[uuid.UUID, set[tuple[int, str]]] = {}
    for document, category, fields in rows:
        rank = _SIGNED.get(_first(fields, "relatie").lower())
        if category == "DocumentActor" and rank is not None and (name := _name(fields)):
            signed.setdefault(document, set()).add((rank, name))
    return {
        key: ", ".join(dict.fromkeys(name for _rank, name in sorted(names)))
        for key, names in signed.items()
    }


def _name(fields: Fields) -> str:
    name, party = _first(fields, "actorNaam"), _first(fields, "actorFractie")
    post = _first(fields, "functie")
    if post and "kamerlid" not in post.lower():
        post = post[0].upper() + post[1:]
        return f"{post} ({name})" if name else post
    return f"{name} ({party})" if name and party else name or party


# Writing


def _known(session: Session, identifiers: Iterable[str]) -> dict[str, Known]:
    keys = [publication_id(identifier) for identifier in identifiers]
    return _rows(session, col(Publication.id), keys)


def _rows(session: Session, column: Any, values: Iterable[Any]) -> dict[str, Known]:
    """Publications as they stand in the database, by identifier."""
    found: dict[str, Known] = {}
    for part in _parts(values):
        rows = session.execute(select(*_PUBLICATIONS.columns).where(column.in_(part)))
        found |= {row.identifier: row for row in rows}
    return found


def _write(
    session: Session, wanted: Mapping[str, Told], known: Mapping[str, Known]
) -> set[uuid.UUID]:
    """Write what differs from what is known, and cite anew where the words differ."""
    changed: list[Told] = []
    reworded: list[Told] = []
    for identifier, told in wanted.items():
        row = known.get(identifier)
        if row and all(getattr(row, name) == value for name, value in told.items()):
            continue
        values = {"id": publication_id(identifier), "identifier": identifier} | told
        changed.append(values)
        if row is None or (row.title, row.text) != (told["title"], told["text"]):
            reworded.append(values)
    _put(session, changed)
    _cite(session, reworded)
    index_papers(session.connection(), [values["identifier"] for values in changed])
    return {values["id"] for values in changed}


def _cite(session: Session, publications: Sequence[Told]) -> None:
    for part in _parts([one["id"] for one in publications]):
        session.execute(delete(Citation).where(col(Citation.publication_id).in_(part)))
    texts = texts_of(session, [one["record_id"] for one in publications if one["record_id"]])
    citations = [
        {"publication_id": one["id"], "cited": cited}
        for one in publications
        for cited in _cited_in(one, texts.get(one["record_id"], ""))
    ]
    if citations:
        session.connection().execute(insert(_CITATIONS), citations)


def _cited_in(publication: Told, text: str) -> list[str]:
    """The identifiers that the words name, each once; none where the print may mean two."""
    words = f"{publication['title']}\n{publication['text']}\n{text}"
    own = {publication["identifier"], publication["number"]}
    return sorted({one.id for one in find_references(words) if not one.alternatives} - own)


def _put(session: Session, rows: Sequence[Told]) -> None:
    """Insert publications by their key, or replace what is there."""
    if not rows:
        return
    on_postgres = session.get_bind().dialect.name == "postgresql"
    statement: Any = (postgresql.insert if on_postgres else sqlite.insert)(_PUBLICATIONS)
    others = {name: statement.excluded[name] for name in Publication.model_fields if name != "id"}
    upsert = statement.on_conflict_do_update(index_elements=["id"], set_=others)
    session.connection().execute(upsert, rows)


def _parts(values: Iterable[One]) -> Iterator[list[One]]:
    listed = list(values)
    for start in range(0, len(listed), _AT_ONCE):
        yield listed[start : start + _AT_ONCE]
