"""The deadlines that a calendar shows."""

from typing import Any

from sqlalchemy import select
from sqlmodel import col

from tracker.db.queries.items import Vantage, deadline_conditions, item_conditions
from tracker.db.queries.visible import visible
from tracker.db.tables import Deadline, Item, User
from tracker.domain.planning import DeadlineState
from tracker.domain.selections import Selection


def dated_deadlines(selection: Selection, vantage: Vantage) -> Any:
    """Each open deadline with a date of a selection's items, with item and owner's name."""
    window = deadline_conditions(selection.due, vantage) if selection.due else []
    return (
        visible(select(Deadline, Item, col(User.name)), vantage.reader_id)
        .join(Item, col(Item.id) == col(Deadline.item_id))
        .outerjoin(User, col(User.id) == col(Item.owner_id))
        .where(col(Deadline.state) == DeadlineState.OPEN)
        .where(col(Deadline.due_on).is_not(None))
        .where(*item_conditions(selection, vantage), *window)
        .order_by(col(Deadline.due_on), col(Deadline.id))
    )
