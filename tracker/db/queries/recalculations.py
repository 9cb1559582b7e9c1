"""Deadlines whose dates may rest on a recess, and those that wait for an officer."""

import uuid
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, func, or_, select
from sqlmodel import col

from tracker.db.queries.visible import visible
from tracker.db.tables import Deadline, Item, User
from tracker.domain.planning import DeadlineState
from tracker.domain.statuses import OPEN
from tracker.domain.terms import Reason

Rows = Select[*tuple[Any, ...]]
UNKNOWN_RECESS = (Reason.RECESS_NOT_IN_CALENDAR, Reason.RECESS_GAP, Reason.RECESS_END_UNKNOWN)
NO_RECESSES = "[]"


def candidates() -> Rows:
    """Every deadline, open or not, whose date or lack of one may follow from a recess."""
    return (
        select(
            col(Deadline.id),
            col(Deadline.wording),
            col(Deadline.reference_date),
            col(Deadline.due_on),
            col(Deadline.on_time_until),
            col(Deadline.not_before),
            col(Deadline.certainty),
            col(Deadline.kept_despite),
            col(Deadline.recess_changed_at),
            col(Deadline.state),
        )
        .where(col(Deadline.own_date_reason).is_(None), col(Deadline.occurrence) == 0)
        .where(
            or_(
                cast(col(Deadline.recesses), Text) != NO_RECESSES,
                col(Deadline.rule).in_(UNKNOWN_RECESS),
                col(Deadline.recess_changed_at).is_not(None),
            )
        )
    )


def count_waiting(reader_id: uuid.UUID | None) -> Rows:
    """The exact number of open deadlines at open items that wait."""
    return _waiting(select(func.count(col(Deadline.id))), reader_id)


def waiting(reader_id: uuid.UUID | None, offset: int, limit: int) -> Rows:
    """Those deadlines with their items' numbers and owners, by date."""
    owner: ColumnElement[str] = col(User.name).label("owner")
    return (
        _waiting(select(Deadline, col(Item.number), col(Item.kind), owner), reader_id)
        .outerjoin(User, col(User.id) == col(Item.owner_id))
        .order_by(col(Deadline.due_on).asc().nulls_last(), col(Deadline.id))
        .offset(offset)
        .limit(limit)
    )


def one_waiting(reader_id: uuid.UUID | None, deadline_id: uuid.UUID) -> Rows:
    """One of those deadlines; no row when it does not wait."""
    return waiting(reader_id, 0, 1).where(col(Deadline.id) == deadline_id)


def _waiting(statement: Rows, reader_id: uuid.UUID | None) -> Rows:
    joined = statement.select_from(Deadline).join(Item, col(Item.id) == col(Deadline.item_id))
    return visible(joined, reader_id).where(
        col(Deadline.recess_changed_at).is_not(None),
        col(Deadline.state) == DeadlineState.OPEN,
        col(Item.status).in_(sorted(OPEN)),
    )
