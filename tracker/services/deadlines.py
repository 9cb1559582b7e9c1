"""What is due: kept in step with the item that it belongs to."""

from sqlmodel import Session, col, select

from tracker.db.tables import Deadline, Item
from tracker.domain.planning import DeadlineState
from tracker.domain.statuses import is_open


def refresh_item(session: Session, item: Item) -> None:
    """Repeat the first open deadline at its item, where lists sort and count on it.

    The first is the earliest that has a date; one without a date only when none has.
    """
    session.flush()
    deadlines = session.exec(
        select(Deadline)
        .where(Deadline.item_id == item.id)
        .where(Deadline.state == DeadlineState.OPEN)
        .order_by(col(Deadline.due_on).nulls_last(), col(Deadline.review_on), col(Deadline.id))
    ).all()
    first = deadlines[0] if deadlines and is_open(item.status) else None
    item.next_deadline_id = first.id if first else None
    item.next_due_on = first.due_on if first else None
    item.late_after = (
        min((d.late_after for d in deadlines if d.late_after), default=None) if first else None
    )
