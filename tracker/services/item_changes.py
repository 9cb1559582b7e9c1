"""Items made and edited: their own fields, their status, their links and papers."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from sqlmodel import Session, select

from tracker.db.recording import plain_value
from tracker.db.tables import (
    Dossier,
    Executor,
    Item,
    ItemLink,
    ItemMinister,
    ItemPaper,
    Minister,
    Paper,
    Programme,
    Unit,
    User,
)
from tracker.db.tables.items import LinkRole, MinisterRole, PaperRole
from tracker.domain import references
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.references import Reference
from tracker.domain.statuses import Appreciation, Kind, Outcome, Response, check_outcome
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.conflicts import (
    Changes,
    Combined,
    Seen,
    Trail,
    changes_since,
    combine,
    keep_unchosen,
    newest_change,
    undone,
)
from tracker.services.items import find_item, find_item_id, refresh_words
from tracker.services.marks import mark_citing
from tracker.services.numbers import next_number
from tracker.services.papers import ensure_dossier, ensure_paper

COMMON = (
    "title", "text", "note", "reference_date", "source_paper", "dossier", "programme_id",
    "minister_id", "on_behalf_of", "co_responsible", "unit_id", "owner_id", "register_number",
)  # fmt: skip
OF_KIND: dict[Kind, tuple[str, ...]] = {
    Kind.MOTION: ("outcome", "submitters", "cum_suis", "appreciation", "voted_on"),
    Kind.COMMITMENT: ("promised_by_id", "promised_to", "promised_in"),
    Kind.RECOMMENDATION: (
        "report_title", "report_body", "report_page", "report_number", "response",
    ),
}  # fmt: skip
_POINTERS = {"source_paper": "source_paper_id", "dossier": "dossier_id"}
_TABLES: dict[str, type[Any]] = {
    "programme_id": Programme,
    "minister_id": Minister,
    "promised_by_id": Minister,
    "unit_id": Unit,
    "owner_id": User,
    "executor_id": Executor,
}
_MINISTERS = {
    "on_behalf_of": MinisterRole.ON_BEHALF_OF,
    "co_responsible": MinisterRole.CO_RESPONSIBLE,
}


@dataclass(frozen=True)
class ItemInput:
    """What an officer fills in about an item; the fields of another kind stay empty.

    Without a dossier, the item gets that of its source paper.
    """

    title: str
    reference_date: date
    text: str = ""
    note: str = ""
    source_paper: Reference | None = None
    dossier: references.Dossier | None = None
    programme_id: uuid.UUID | None = None
    minister_id: uuid.UUID | None = None
    on_behalf_of: frozenset[uuid.UUID] = frozenset()
    co_responsible: frozenset[uuid.UUID] = frozenset()
    unit_id: uuid.UUID | None = None
    owner_id: uuid.UUID | None = None
    register_number: str | None = None

    outcome: Outcome | None = None
    submitters: tuple[str, ...] = ()
    cum_suis: bool = False
    appreciation: Appreciation | None = None
    voted_on: date | None = None

    promised_by_id: uuid.UUID | None = None
    promised_to: str | None = None
    promised_in: str | None = None

    report_title: str | None = None
    report_body: str | None = None
    report_page: int | None = None
    report_number: int | None = None
    response: Response | None = None


@dataclass(frozen=True)
class Saved:
    """What saving did: whether anything changed, and what was kept of somebody else's."""

    changed: bool
    kept: tuple[str, ...] = ()
    by: str = ""


def fields_of(kind: Kind) -> tuple[str, ...]:
    """The names of the fields that an item of a kind has, as forms name them."""
    return COMMON + OF_KIND[kind]


def create_item(
    session: Session,
    actor: Actor,
    clock: Clock,
    *,
    submission: uuid.UUID,
    kind: Kind,
    given: ItemInput,
    reason: str = "",
) -> str:
    """The number of the new item; a form sent twice makes one item."""
    known = session.get(Item, submission)
    if known:
        return known.number
    act(session, actor, clock, reason)
    now = clock.now()
    item = Item(
        id=submission,
        number=next_number(session, kind, clock.today().year),
        kind=kind,
        created_at=now,
        changed_at=now,
        **_columns(session, kind, given),
    )
    session.add(item)
    session.flush()
    _place_source(session, item, None)
    if item.register_number:
        mark_citing(session, [item.register_number])
    for field, role in _MINISTERS.items():
        _place_ministers(session, item.id, role, getattr(given, field))
    refresh_words(session, item)
    return item.number


def read_item(session: Session, actor: Actor, number: str) -> tuple[Item, Seen]:
    """An item, and what a form that is made from it has seen."""
    item_id = find_item_id(session, actor, number)
    sequence = newest_change(session, trail_of(item_id))
    item = session.get_one(Item, item_id)
    return item, Seen(item.version, sequence)


def item_form(session: Session, item: Item) -> dict[str, str]:
    """An item's fields as a form shows them."""
    return _texts(session, item.kind, _values(session, item))


def edit_item(
    session: Session,
    actor: Actor,
    clock: Clock,
    number: str,
    *,
    given: ItemInput,
    seen: Seen,
    reason: str = "",
    unchosen: Mapping[str, str] | None = None,
) -> Saved:
    """Change an item's own fields; raises Conflict when another changed the same ones.

    Fields that only the other changed since `seen` stay theirs. `unchosen` are texts that
    the officer wrote and gave up for another's; the story keeps them.
    """
    act(session, actor, clock, reason)
    item, now = read_item(session, actor, number)
    wanted = _columns(session, item.kind, given)
    combined, differing = _combine(session, item, given, wanted, seen, now)
    if "outcome" in differing and given.outcome:
        check_outcome(item.outcome, given.outcome, reason)
    if unchosen:
        keep_unchosen(session, str(item.id), item.id, dict(unchosen))
    if differing:
        _apply(session, item, given, wanted, differing)
        item.changed_at = clock.now()
        session.flush()
        refresh_words(session, item)
    return Saved(bool(differing), combined.merge.theirs, combined.by)


def _combine(
    session: Session,
    item: Item,
    given: ItemInput,
    wanted: dict[str, Any],
    seen: Seen,
    now: Seen,
) -> tuple[Combined, set[str]]:
    stored = _values(session, item)
    mine = {name: plain_value(value) for name, value in wanted.items()}
    mine |= {name: sorted(map(str, getattr(given, name))) for name in _MINISTERS}
    stale = item.version != seen.version
    changes = changes_since(session, trail_of(item.id), seen.sequence) if stale else []
    theirs = _texts(session, item.kind, stored)
    combined = combine(
        _texts(session, item.kind, mine),
        theirs,
        _texts(session, item.kind, _before(stored, changes)),
        changes,
        now,
    )
    return combined, combined.changed(theirs)


def _apply(
    session: Session, item: Item, given: ItemInput, wanted: dict[str, Any], differing: set[str]
) -> None:
    source = item.source_paper_id
    for name in differing - _MINISTERS.keys():
        column = _POINTERS.get(name, name)
        setattr(item, column, wanted[column])
    if "source_paper" in differing:
        _place_source(session, item, source)
    for name in differing & _MINISTERS.keys():
        _place_ministers(session, item.id, _MINISTERS[name], getattr(given, name))


def _columns(session: Session, kind: Kind, given: ItemInput) -> dict[str, Any]:
    """The columns of an item of a kind with what was filled in."""
    names = set(fields_of(kind)) - _MINISTERS.keys() - _POINTERS.keys()
    columns = {f.name: getattr(given, f.name) for f in fields(given) if f.name in names}
    if "submitters" in columns:
        columns["submitters"] = list(given.submitters)
    check_pointers(session, columns)
    paper = ensure_paper(session, given.source_paper) if given.source_paper else None
    columns["source_paper_id"] = paper.id if paper else None
    if given.dossier:
        columns["dossier_id"] = ensure_dossier(session, given.dossier.printed).id
    else:
        columns["dossier_id"] = paper.dossier_id if paper else None
    return columns


def check_pointers(session: Session, columns: Mapping[str, Any]) -> None:
    """Refuse a choice from a list that is not, or no longer, in it."""
    missing = [
        DomainError("choice.unknown", field=name)
        for name, table in _TABLES.items()
        if columns.get(name) and session.get(table, columns[name]) is None
    ]
    if missing:
        raise Refusals(missing)


def _values(session: Session, item: Item) -> dict[str, Any]:
    """An item's columns and posts, plain as the history keeps them."""
    names = [_POINTERS.get(name, name) for name in fields_of(item.kind) if name not in _MINISTERS]
    values: dict[str, Any] = {name: plain_value(getattr(item, name)) for name in names}
    rows = session.exec(select(ItemMinister).where(ItemMinister.item_id == item.id)).all()
    for name, role in _MINISTERS.items():
        values[name] = sorted(str(row.minister_id) for row in rows if row.role is role)
    return values


def _before(values: dict[str, Any], changes: Changes) -> dict[str, Any]:
    before = undone(values, changes, "item")
    for change, _ in changes:
        if change.noun == "itemminister":
            _, minister_id, role = change.record.split("/")
            name = next(name for name, one in _MINISTERS.items() if one == role)
            added = change.fields["role"][0] is None
            others = [one for one in before[name] if one != minister_id]
            before[name] = others if added else sorted([*others, minister_id])
    return before


def _texts(session: Session, kind: Kind, values: Mapping[str, Any]) -> dict[str, str]:
    """Plain values as a form shows them, by the form's names."""
    labels: dict[str, Callable[[Any], str]] = {
        "source_paper": lambda key: session.get_one(Paper, uuid.UUID(key)).label,
        "dossier": lambda key: session.get_one(Dossier, uuid.UUID(key)).number,
    }
    texts = {}
    for name in fields_of(kind):
        value = values[_POINTERS.get(name, name)]
        texts[name] = labels[name](value) if value and name in labels else form_text(name, value)
    return texts


def form_text(name: str, value: Any) -> str:
    """A plain value as a form's field shows it: 31-12-2021 for a date."""
    if value is None or value is False:
        return ""
    if name in ("reference_date", "voted_on", "noted_on"):
        return f"{date.fromisoformat(value):%d-%m-%Y}"
    if name in _MINISTERS:
        return " ".join(value)
    if isinstance(value, list):
        return ", ".join(value)
    return "1" if value is True else str(value)


def trail_of(item_id: uuid.UUID) -> Trail:
    """The changes of an item's own fields and posts."""
    return Trail(item_id, ("item", "itemminister"))


def _place_source(session: Session, item: Item, before: uuid.UUID | None) -> None:
    if before:
        old = session.get(ItemPaper, (item.id, before, PaperRole.SOURCE))
        if old:
            session.delete(old)
    if item.source_paper_id:
        add_paper_role(session, item.id, item.source_paper_id, PaperRole.SOURCE)
        mark_citing(session, [session.get_one(Paper, item.source_paper_id).identifier])


def add_paper_role(
    session: Session, item_id: uuid.UUID, paper_id: uuid.UUID, role: PaperRole
) -> None:
    """Give a paper a role at an item, unless it has that already."""
    if session.get(ItemPaper, (item_id, paper_id, role)) is None:
        session.add(ItemPaper(item_id=item_id, paper_id=paper_id, role=role))
        session.flush()


def _place_ministers(
    session: Session, item_id: uuid.UUID, role: MinisterRole, wanted: frozenset[uuid.UUID]
) -> None:
    of_role = (ItemMinister.item_id == item_id, ItemMinister.role == role)
    present = {row.minister_id: row for row in session.exec(select(ItemMinister).where(*of_role))}
    for minister_id in sorted(present.keys() - wanted):
        session.delete(present[minister_id])
    for minister_id in sorted(wanted - present.keys()):
        if session.get(Minister, minister_id) is None:
            raise DomainError("choice.unknown", field=role.value)
        session.add(ItemMinister(item_id=item_id, minister_id=minister_id, role=role))


def add_link(
    session: Session,
    actor: Actor,
    clock: Clock,
    number: str,
    *,
    other: str,
    role: LinkRole,
    back: bool = False,
) -> None:
    """Link an item to another; `back` lays the link from the other one."""
    act(session, actor, clock)
    item = find_item(session, actor, number)
    there = session.exec(select(Item).where(Item.number == other.upper())).first()
    if there is None:
        raise DomainError("item.unknown", field="other", number=other)
    if there.id == item.id:
        raise DomainError("item.to_itself", field="other")
    ends = (there.id, item.id) if back else (item.id, there.id)
    if session.get(ItemLink, (*ends, role)) is None:
        session.add(ItemLink(from_id=ends[0], to_id=ends[1], role=role))
        item.changed_at = there.changed_at = clock.now()


def remove_link(
    session: Session,
    actor: Actor,
    clock: Clock,
    number: str,
    *,
    other_id: uuid.UUID,
    role: LinkRole,
    back: bool = False,
) -> None:
    """Take a link away; the story keeps it. A link that is gone already is no fault."""
    act(session, actor, clock)
    item = find_item(session, actor, number)
    ends = (other_id, item.id) if back else (item.id, other_id)
    link = session.get(ItemLink, (*ends, role))
    if link:
        session.delete(link)
        item.changed_at = clock.now()


def add_paper(
    session: Session,
    actor: Actor,
    clock: Clock,
    number: str,
    *,
    paper: Reference,
    role: PaperRole,
    title: str | None = None,
    dated_on: date | None = None,
) -> None:
    """Add a paper to an item; its title and date count when the paper is new."""
    act(session, actor, clock)
    item = find_item(session, actor, number)
    row = ensure_paper(session, paper, title=title, dated_on=dated_on)
    add_paper_role(session, item.id, row.id, role)
    item.changed_at = clock.now()


def remove_paper(
    session: Session,
    actor: Actor,
    clock: Clock,
    number: str,
    *,
    paper_id: uuid.UUID,
    role: PaperRole,
) -> None:
    """Take a paper's role at an item away; the paper itself and the story stay."""
    act(session, actor, clock)
    item = find_item(session, actor, number)
    row = session.get(ItemPaper, (item.id, paper_id, role))
    if row:
        session.delete(row)
        item.changed_at = clock.now()
