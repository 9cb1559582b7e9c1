"""Undoing a decision about what the sources propose, read from the history of what it did."""

import uuid
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session, SQLModel, col, or_, select

from tracker.db.tables import (
    Change,
    Deadline,
    HouseProposal,
    Item,
    ItemMinister,
    ItemPaper,
    Proposal,
)
from tracker.db.tables.letters import ProposalState
from tracker.domain.errors import DomainError
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.deadlines import refresh_item
from tracker.services.house_proposals import HouseDecision, take

_OF_ITEM: dict[str, type[SQLModel]] = {
    str(table.__tablename__): table for table in (Item, ItemMinister, ItemPaper, Deadline)
}


def undo(
    session: Session, actor: Actor, clock: Clock, proposal_id: uuid.UUID, decision: HouseDecision
) -> HouseProposal:
    """Open a judged proposal again, and take back what accepting it did.

    Refuses ('proposal.changed_since') when anybody built upon it or changed it since. The
    history keeps what was made, and the number of an item is not given again.
    """
    proposal = take(session, proposal_id)
    if proposal.state is ProposalState.OPEN:
        return proposal
    if proposal.version != decision.version:
        raise DomainError("proposal.changed")
    act(session, actor, clock, decision.reason)
    if proposal.state is ProposalState.ACCEPTED:
        _take_back(session, clock, proposal)
    proposal.state, proposal.made, proposal.batch = ProposalState.OPEN, False, None
    proposal.decided_at = proposal.decided_by_id = None
    proposal.payload = {name: one for name, one in proposal.payload.items() if name != "batches"}
    session.flush()
    return proposal


def _take_back(session: Session, clock: Clock, proposal: HouseProposal) -> None:
    batches = [uuid.UUID(batch) for batch in proposal.payload.get("batches", ())]
    item_id = proposal.accepted_item_id
    changes = session.exec(
        select(Change)
        .where(col(Change.batch).in_(batches), col(Change.noun).in_(_OF_ITEM))
        .order_by(col(Change.sequence).desc())
    ).all()
    for change in changes:
        _refuse_if_changed(session, change, batches)
    if item_id == proposal.id:
        _refuse_dependents(session, proposal)
    proposal.accepted_item_id = None
    session.flush()
    for change in changes:
        _reverse(session, change)
    item = session.get(Item, item_id) if item_id else None
    if item:
        item.changed_at = clock.now()
        refresh_item(session, item)


def _refuse_if_changed(session: Session, change: Change, batches: list[uuid.UUID]) -> None:
    """Whether a row, or what hangs on an item that was made, was touched since."""
    hangs_on = Change.item_id == uuid.UUID(change.record) if _makes_item(change) else None
    same = (Change.noun == change.noun) & (Change.record == change.record)
    later = session.exec(
        select(Change)
        .where(col(Change.sequence) > change.sequence, col(Change.batch).not_in(batches))
        .where(same if hangs_on is None else hangs_on)
        .order_by(col(Change.sequence))
    )
    last = {(one.noun, one.record): one for one in later if one.noun != "houseproposal"}
    if any(_touches(one, change) for one in last.values()):
        raise DomainError("proposal.changed_since")


def _makes_item(change: Change) -> bool:
    return change.noun == "item" and _made(change)


def _touches(later: Change, change: Change) -> bool:
    """What went again does not count, nor a field that accepting left alone."""
    if _made(change):
        return not all(new is None for _, new in later.fields.values())
    return bool(later.fields.keys() & change.fields.keys())


def _made(change: Change) -> bool:
    keys = {"id", "item_id"} & change.fields.keys()
    return bool(keys) and all(old is None for old, _ in change.fields.values())


def _refuse_dependents(session: Session, proposal: HouseProposal) -> None:
    """Other proposals that stand on the item; open ones about it go with it."""
    item_id = proposal.accepted_item_id
    of_letter = select(Proposal.id).where(Proposal.accepted_item_id == item_id)
    others = session.exec(
        select(HouseProposal).where(
            HouseProposal.id != proposal.id,
            or_(
                col(HouseProposal.item_id) == item_id,
                col(HouseProposal.accepted_item_id) == item_id,
            ),
        )
    ).all()
    judged = [one for one in others if one.state is not ProposalState.OPEN]
    if judged or session.exec(of_letter).first():
        raise DomainError("proposal.changed_since")
    for one in others:
        session.delete(one)
    session.flush()


def _reverse(session: Session, change: Change) -> None:
    table = _OF_ITEM[change.noun]
    parts: list[Any] = change.record.split("/")
    key = tuple(uuid.UUID(part) if len(part) == 36 else part for part in parts)
    row = session.get(table, key)
    if row is None:
        return
    if _made(change):
        session.delete(row)
    else:
        for name, (old, _) in change.fields.items():
            annotation: Any = table.model_fields[name].annotation
            kind = TypeAdapter(annotation)
            setattr(row, name, kind.validate_python(old))
    session.flush()
