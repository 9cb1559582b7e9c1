"""The status of an item: what a change asks for, and what it does to open deadlines."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from tracker.db.recording import plain_value
from tracker.db.tables import Deadline, Item, Paper
from tracker.db.tables.items import PaperRole
from tracker.domain import references
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.planning import DeadlineState
from tracker.domain.references import Reference
from tracker.domain.statuses import (
    CLOSED,
    GROUNDED,
    Status,
    StatusChange,
    decide,
    is_open,
)
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.conflicts import Seen, changes_since, combine, keep_unchosen, undone
from tracker.services.deadlines import refresh_item, settle, take_item
from tracker.services.item_changes import add_paper_role, read_item, trail_of
from tracker.services.papers import ensure_paper

_COLUMNS = ("status", "closing_paper_id", "closing_reason", "transferred_to")


@dataclass(frozen=True)
class Answer:
    """What becomes of an open deadline when its item closes; `paper` as it was typed."""

    state: DeadlineState | None = None
    reason: str = ""
    paper: str = ""
    settled_on: date | None = None


@dataclass(frozen=True)
class StatusInput:
    """The status that an officer chose, with its ground and an answer for each deadline."""

    target: Status
    reason: str = ""
    paper: Reference | None = None
    ministry: str = ""
    answers: Mapping[uuid.UUID, Answer] = field(default_factory=dict)


def open_deadlines(session: Session, item_id: uuid.UUID) -> list[Deadline]:
    """The open deadlines of an item, the first that is due before the others."""
    return list(
        session.exec(
            select(Deadline)
            .where(Deadline.item_id == item_id)
            .where(Deadline.state == DeadlineState.OPEN)
            .order_by(col(Deadline.due_on).nulls_last(), col(Deadline.id))
        )
    )


def status_form(session: Session, item: Item) -> dict[str, str]:
    """An item's status and its ground as a form shows them."""
    return _texts(session, _values(item))


def change_status(
    session: Session,
    actor: Actor,
    clock: Clock,
    number: str,
    *,
    given: StatusInput,
    seen: Seen,
    unchosen: Mapping[str, str] | None = None,
) -> Status:
    """The status that the item has now: 'met' may have become 'proposed met'.

    Raises Refusals for all that the change lacks, an answer for each open deadline
    included, and Conflict when another changed the status since `seen`.
    """
    act(session, actor, clock, given.reason)
    take_item(session, actor, number)
    item, now = read_item(session, actor, number)
    if unchosen:
        keep_unchosen(session, str(item.id), item.id, dict(unchosen))
        if given.target is item.status not in GROUNDED:
            return item.status
    asked = _combined(session, item, given, seen, now)
    if asked is None:
        return item.status
    given = asked
    status, lacking = decide(item.kind, item.status, _asked(given))
    closes = is_open(item.status) and status in CLOSED
    deadlines = open_deadlines(session, item.id) if closes else []
    lacking += _unanswered(deadlines, given)
    if lacking:
        raise Refusals(lacking)
    _place(session, clock, item, status, given)
    session.flush()
    _settle(session, clock, deadlines, given)
    refresh_item(session, item)
    return status


def _asked(given: StatusInput) -> StatusChange:
    return StatusChange(given.target, given.reason, given.paper is not None, given.ministry)


def _combined(
    session: Session, item: Item, given: StatusInput, seen: Seen, now: Seen
) -> StatusInput | None:
    """The change with what another saved in between; None when the item says it already."""
    if item.version == seen.version:
        return given
    changes = changes_since(session, trail_of(item.id), seen.sequence)
    base = undone(_values(item), changes, "item")
    base["status"] = base["status"] or Status.RECEIVED.value
    status, _ = decide(item.kind, Status(base["status"]), _asked(given))
    theirs = _texts(session, _values(item))
    combined = combine(_ground(status, given), theirs, _texts(session, base), changes, now)
    if combined.changed(theirs):
        return _with_theirs(session, item, given, combined.merge.theirs)
    if given.reason and combined.by and given.reason != theirs["reason"]:
        keep_unchosen(session, str(item.id), item.id, {"reason": given.reason})
    return None


def _with_theirs(
    session: Session, item: Item, given: StatusInput, names: tuple[str, ...]
) -> StatusInput:
    kept: dict[str, Any] = {}
    if "paper" in names and item.closing_paper_id:
        paper = session.get_one(Paper, item.closing_paper_id)
        kept["paper"] = references.parse_identifier(paper.identifier)
    if "reason" in names:
        kept["reason"] = item.closing_reason or ""
    if "ministry" in names:
        kept["ministry"] = item.transferred_to or ""
    return replace(given, **kept)


def _ground(status: Status, given: StatusInput) -> dict[str, str]:
    if status not in GROUNDED:
        return {"status": status.value, "paper": "", "reason": "", "ministry": ""}
    return {
        "status": status.value,
        "paper": references.short_form(given.paper) if given.paper else "",
        "reason": given.reason,
        "ministry": given.ministry if status is Status.TRANSFERRED else "",
    }


def _values(item: Item) -> dict[str, Any]:
    return {name: plain_value(getattr(item, name)) for name in _COLUMNS}


def _texts(session: Session, values: Mapping[str, Any]) -> dict[str, str]:
    key = values["closing_paper_id"]
    return {
        "status": values["status"],
        "paper": session.get_one(Paper, uuid.UUID(key)).label if key else "",
        "reason": values["closing_reason"] or "",
        "ministry": values["transferred_to"] or "",
    }


def _unanswered(deadlines: list[Deadline], given: StatusInput) -> list[DomainError]:
    lacking = []
    for deadline in deadlines:
        answer = given.answers.get(deadline.id, Answer())
        if answer.state not in (DeadlineState.MET, DeadlineState.WITHDRAWN):
            lacking.append(DomainError("item.open_deadlines", field=answer_field(deadline.id)))
        elif answer.state is DeadlineState.WITHDRAWN and not answer.reason:
            name = answer_field(deadline.id, "reason")
            lacking.append(DomainError("deadline.needs_reason", field=name))
    return lacking


def answer_field(deadline_id: uuid.UUID, part: str = "state") -> str:
    """The name of a form's field about an open deadline: its state, reason, paper or on."""
    return f"deadline-{deadline_id}-{part}"


def _place(session: Session, clock: Clock, item: Item, status: Status, given: StatusInput) -> None:
    grounded = status in GROUNDED
    paper = ensure_paper(session, given.paper) if grounded and given.paper else None
    if status in CLOSED and is_open(item.status):
        item.closed_on = clock.today()
    elif status not in CLOSED:
        item.closed_on = None
    item.status = status
    item.closing_paper_id = paper.id if paper else None
    item.closing_reason = (given.reason or None) if grounded else None
    item.transferred_to = given.ministry if status is Status.TRANSFERRED else None
    item.changed_at = clock.now()
    if paper:
        add_paper_role(session, item.id, paper.id, PaperRole.TOLD)


def _settle(session: Session, clock: Clock, deadlines: list[Deadline], given: StatusInput) -> None:
    """Settle each open deadline as answered; on a closed item, what recurs does not return."""
    refused = []
    for deadline in deadlines:
        answer = given.answers[deadline.id]
        try:
            settle(
                session,
                clock,
                deadline,
                answer.state or DeadlineState.OPEN,
                reason=answer.reason,
                paper_text=answer.paper,
                settled_on=answer.settled_on,
            )
        except DomainError as error:
            refused.append(_about_answer(error, deadline.id))
        except Refusals as errors:
            refused += [_about_answer(error, deadline.id) for error in errors.refusals]
    if refused:
        raise Refusals(refused)


def _about_answer(error: DomainError, deadline_id: uuid.UUID) -> DomainError:
    parts = {"settled_paper": "paper", "settled_on": "on", "reason": "reason"}
    name = answer_field(deadline_id, parts.get(error.field or "", "state"))
    return DomainError(error.code, field=name, **error.facts)
