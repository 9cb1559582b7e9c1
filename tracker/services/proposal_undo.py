"""Undoing a decision about a proposal, read from the history of what it did."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, SQLModel, and_, col, select

from tracker.db.tables import (
    Change,
    Deadline,
    Item,
    ItemLink,
    ItemMinister,
    ItemPaper,
    Measure,
    ProgressNote,
    Proposal,
)
from tracker.db.tables.letters import ProposalState
from tracker.domain.errors import DomainError
from tracker.services.actors import act
from tracker.services.deadlines import refresh_item
from tracker.services.missing import Missing
from tracker.services.offers import ITEM_KINDS
from tracker.services.proposals import Desk

_MADE: dict[str, type[SQLModel]] = {
    str(table.__tablename__): table
    for table in (Item, ItemLink, ItemMinister, ItemPaper, Deadline, Measure, ProgressNote)
}
_EDITABLE = {"item", "deadline", "measure", "progressnote"}


def undo(desk: Desk, position: int, version: int, reason: str = "") -> Proposal:
    """Open a judged proposal again, and take back what accepting it made.

    What it made goes only while nobody has changed it since; the history keeps all of it,
    and the number of an item is not given again. Refuses otherwise, and while other proposals
    still stand on it.
    """
    proposal = desk.offers.at(position)
    if proposal is None:
        raise Missing
    if proposal.state is ProposalState.OPEN:
        return proposal
    if proposal.version != version:
        raise DomainError("proposal.changed")
    act(desk.session, desk.actor, desk.clock, reason)
    if proposal.state is ProposalState.ACCEPTED:
        _take_back(desk, proposal)
    proposal.state, proposal.made, proposal.batch = ProposalState.OPEN, False, None
    proposal.decided_at = proposal.decided_by_id = None
    desk.session.flush()
    desk.offers.look_again()
    return proposal


def _take_back(desk: Desk, proposal: Proposal) -> None:
    session = desk.session
    changes = session.exec(
        select(Change)
        .where(Change.batch == uuid.UUID(proposal.batch or ""))
        .order_by(col(Change.sequence).desc())
    ).all()
    made = [change for change in changes if change.noun in _MADE and _was_made(change)]
    item_id = proposal.accepted_item_id
    if proposal.made:
        _refuse_dependents(desk, proposal)
        for change in made:
            _refuse_if_changed(desk, change, proposal.batch or "")
        _remove_family_links(desk, proposal)
    proposal.accepted_item_id = proposal.accepted_deadline_id = None
    proposal.accepted_measure_id = proposal.accepted_note_id = None
    session.flush()
    for change in made:
        _remove(session, change)
    item = session.get(Item, item_id) if item_id else None
    if item:
        item.changed_at = desk.clock.now()
        refresh_item(session, item)


def _was_made(change: Change) -> bool:
    """Whether the change made its row: none of its fields had a value before."""
    pairs: Sequence[Any] = list(change.fields.values())
    keys = {"id", "item_id", "from_id"} & change.fields.keys()
    return bool(keys) and all(old is None for old, _ in pairs)


def _refuse_dependents(desk: Desk, proposal: Proposal) -> None:
    """Whatever else of this letter was accepted into the item goes first."""
    if proposal.kind not in ITEM_KINDS:
        return
    others = desk.session.exec(
        select(Proposal.letter_id, Proposal.position)
        .where(Proposal.accepted_item_id == proposal.accepted_item_id)
        .where(Proposal.id != proposal.id)
        .order_by(col(Proposal.position))
    ).all()
    here = [str(position) for letter_id, position in others if letter_id == proposal.letter_id]
    if here:
        raise DomainError("proposal.has_dependents", numbers=", ".join(here))
    if others:
        raise DomainError("proposal.changed_since")


def _refuse_if_changed(desk: Desk, change: Change, batch: str) -> None:
    """Whether a made row, or what hangs on an item, was touched since; what went again is not."""
    if change.noun not in _EDITABLE:
        return
    mine = {one.batch for one in desk.offers.proposals if one.batch} | {batch}
    same_row = and_(col(Change.noun) == change.noun, col(Change.record) == change.record)
    hangs_on = col(Change.item_id) == uuid.UUID(change.record)
    since = (
        select(Change)
        .where(col(Change.sequence) > change.sequence)
        .where(hangs_on if change.noun == "item" else same_row)
        .order_by(col(Change.sequence))
    )
    touched = {(later.noun, later.record): later for later in desk.session.exec(since)}
    for (noun, _record), later in touched.items():
        linked = noun in {"itemlink", "itempaper"} and str(later.batch) in mine
        if str(later.batch) != batch and not linked and not _was_removed(later):
            raise DomainError("proposal.changed_since")


def _was_removed(change: Change) -> bool:
    keys = {"id", "item_id", "from_id"} & change.fields.keys()
    return bool(keys) and all(new is None for _, new in change.fields.values())


def _remove_family_links(desk: Desk, proposal: Proposal) -> None:
    """Links that other proposals of the letter laid to an item that goes."""
    if proposal.kind not in ITEM_KINDS:
        return
    item_id = proposal.accepted_item_id
    links = select(ItemLink).where((ItemLink.from_id == item_id) | (ItemLink.to_id == item_id))
    mine = {one.batch for one in desk.offers.proposals if one.batch}
    for link in desk.session.exec(links).all():
        if _batch_of(desk.session, link) not in mine:
            raise DomainError("proposal.changed_since")
        desk.session.delete(link)
    desk.session.flush()


def _batch_of(session: Session, link: ItemLink) -> str | None:
    record = f"{link.from_id}/{link.to_id}/{link.role}"
    newest = select(Change.batch).where(Change.noun == "itemlink", Change.record == record)
    found = session.exec(newest.order_by(col(Change.sequence).desc())).first()
    return str(found) if found else None


def _remove(session: Session, change: Change) -> None:
    table = _MADE[change.noun]
    parts: list[Any] = change.record.split("/")
    keys = [uuid.UUID(part) if len(part) == 36 else part for part in parts]
    row = session.get(table, tuple(keys))
    if row is not None:
        session.delete(row)
        session.flush()
