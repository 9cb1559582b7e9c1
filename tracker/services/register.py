"""Afstemming: what we say of each commitment beside what the House's register says of it."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, and_, col, func, or_, select

from tracker.db.queries.visible import visible
from tracker.db.tables import HouseProposal, HouseRecord, Item, ItemPaper, Paper
from tracker.db.tables.house import HouseProposalKind
from tracker.db.tables.items import PaperRole
from tracker.db.tables.letters import ProposalState
from tracker.domain.house_motions import RegisterStatus, register_status_of
from tracker.domain.register_differences import RegisterDifference, compare
from tracker.domain.statuses import Status
from tracker.services.actors import Actor
from tracker.services.house_records import fulfilment_papers, printed_day

_OF_REGISTER = (HouseRecord.category == "Toezegging", col(HouseRecord.deleted).is_(False))
_IN_REGISTER = (col(Item.register_number).is_not(None), Item.register_number != "")


@dataclass(frozen=True)
class RegisterEntry:
    """A commitment in the House's register: what it prints, and what that means to us.

    `status` is None for a word that is not known here. `papers` are identifiers of the
    fulfilment papers, or their numbers in the register where no more is known of them.
    """

    number: str
    printed_status: str
    status: RegisterStatus | None
    fulfilled_on: date | None
    papers: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class RegisterLine:
    """An item and the register's entry under its number; None where the register has none."""

    item_id: uuid.UUID
    number: str
    title: str
    status: Status
    closed_on: date | None
    told_by: tuple[str, ...]
    register_number: str
    entry: RegisterEntry | None
    difference: RegisterDifference | None


@dataclass(frozen=True)
class Register:
    """What we and the House say: what differs, what the register lacks, what agrees.

    `waiting` are the register's commitments that are followed by rule and wait to be
    judged, as (number, title). `size` is how many the register has in all.
    """

    differing: tuple[RegisterLine, ...]
    unknown: tuple[RegisterLine, ...]
    agreeing: tuple[RegisterLine, ...]
    waiting: tuple[tuple[str, str], ...]
    size: int


def read_register(session: Session, actor: Actor) -> Register:
    """All items with a number in the register, beside what the register says of them."""
    rows = _items(session, actor)
    told = _told_by(session)
    entries = _entries(session, select(Item.register_number).where(*_IN_REGISTER))
    lines = [_line(row, told.get(row.id, ()), entries.get(row.register_number)) for row in rows]
    return Register(
        differing=tuple(line for line in lines if line.difference),
        unknown=tuple(line for line in lines if not line.entry),
        agreeing=tuple(line for line in lines if line.entry and not line.difference),
        waiting=_waiting(session),
        size=session.exec(_counted()).one(),
    )


def read_entry(session: Session, register_number: str) -> RegisterEntry | None:
    """What the register says under a number; None where it has no such number."""
    return _entries(session, [register_number]).get(register_number)


def _items(session: Session, actor: Actor) -> list[Any]:
    statement = (
        select(
            Item.id, Item.number, Item.title, Item.status, Item.closed_on, Item.register_number,
            Item.closing_paper_id,
        )  # type: ignore[call-overload]
        .where(*_IN_REGISTER)
        .order_by(col(Item.number))
    )  # fmt: skip
    return list(session.exec(visible(statement, actor.user_id)))


def _told_by(session: Session) -> dict[uuid.UUID, tuple[str, ...]]:
    """The papers that told the House, by item: the closing one first."""
    statement = (
        select(Item.id, Paper.identifier)
        .join(
            ItemPaper,
            and_(col(ItemPaper.item_id) == Item.id, col(ItemPaper.role) == PaperRole.TOLD),
            isouter=True,
        )
        .join(Paper, or_(Paper.id == Item.closing_paper_id, Paper.id == ItemPaper.paper_id))
        .where(*_IN_REGISTER)
        .order_by((col(Paper.id) == Item.closing_paper_id).desc(), col(Paper.identifier))
    )
    found: dict[uuid.UUID, tuple[str, ...]] = {}
    for item_id, identifier in session.exec(statement):
        if identifier not in found.get(item_id, ()):
            found[item_id] = (*found.get(item_id, ()), identifier)
    return found


def _entries(session: Session, numbers: Any) -> dict[str, RegisterEntry]:
    """The register's entries under these numbers; of two with one number the last to change."""
    statement = (
        select(HouseRecord.number, HouseRecord.fields)
        .where(*_OF_REGISTER, col(HouseRecord.number).in_(numbers))
        .order_by(col(HouseRecord.updated_at))
    )
    fields = {number: one for number, one in session.exec(statement) if number}
    printed = {one for record in fields.values() for one in record.get("kamerbriefNakoming", ())}
    papers = fulfilment_papers(session, printed)
    return {number: _entry(number, one, papers) for number, one in fields.items()}


def _entry(number: str, fields: Mapping[str, Any], papers: Mapping[str, str]) -> RegisterEntry:
    printed = _first(fields, "status")
    fulfilled = _first(fields, "datumNakoming")
    return RegisterEntry(
        number=number,
        printed_status=printed,
        status=register_status_of(printed),
        fulfilled_on=printed_day(fulfilled),
        papers=tuple(papers.get(one, one) for one in fields.get("kamerbriefNakoming", ()) if one),
        text=_first(fields, "tekst"),
    )


def _first(fields: Mapping[str, Any], name: str) -> str:
    values = fields.get(name) or [""]
    return str(values[0])


def _line(row: Any, told_by: tuple[str, ...], entry: RegisterEntry | None) -> RegisterLine:
    return RegisterLine(
        item_id=row.id,
        number=row.number,
        title=row.title,
        status=row.status,
        closed_on=row.closed_on,
        told_by=told_by,
        register_number=row.register_number,
        entry=entry,
        difference=_difference(row, told_by, entry),
    )


def _difference(
    row: Any, told_by: tuple[str, ...], entry: RegisterEntry | None
) -> RegisterDifference | None:
    if entry is None:
        return None
    return compare(
        row.status, row.closed_on, told_by, entry.status, entry.fulfilled_on, entry.papers
    )


def _waiting(session: Session) -> tuple[tuple[str, str], ...]:
    statement = (
        select(HouseProposal.source_key, HouseProposal.title)
        .where(
            HouseProposal.kind == HouseProposalKind.COMMITMENT,
            HouseProposal.state == ProposalState.OPEN,
        )
        .order_by(col(HouseProposal.source_key))
    )
    return tuple((number, title) for number, title in session.exec(statement))


def _counted() -> Any:
    return select(func.count()).select_from(HouseRecord).where(*_OF_REGISTER)
