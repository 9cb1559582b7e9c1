"""What the start page counts and lists: deadlines by window and by day, and recent changes."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlmodel import col

from tracker.db.queries import deadlines
from tracker.db.queries.items import Vantage, deadline_conditions, item_conditions
from tracker.db.queries.visible import visible
from tracker.db.tables import Change, Deadline, Executor, Item, User
from tracker.domain.planning import DeadlineState
from tracker.domain.selections import Due, Openness, Selection
from tracker.domain.statuses import OPEN

Rows = Select[*tuple[Any, ...]]
COUNTED = (Due.LATE, Due.FOUR_WEEKS, Due.BEFORE_RECESS, Due.REVIEW)


def figures(selection: Selection, vantage: Vantage) -> Rows:
    """One row: the number of deadlines in each of COUNTED, the day since which the first is
    late, and how many must be looked at again by today."""
    late = _of_open_items(select(func.min(col(Deadline.late_after))), selection, vantage)
    review = _of_open_items(select(func.count()), selection, vantage)
    return select(
        *(
            deadlines.count(replace(selection, due=due), vantage).scalar_subquery()
            for due in COUNTED
        ),
        late.where(*deadline_conditions(Due.LATE, vantage)).scalar_subquery(),
        review.where(*deadline_conditions(Due.REVIEW, vantage))
        .where(col(Deadline.review_on) <= vantage.today)
        .scalar_subquery(),
    )


def agenda(
    due: Due, selection: Selection, vantage: Vantage, *, after: date | None, limit: int
) -> Rows:
    """The first deadlines of a window, those due after a day only, with their items."""
    columns = select(
        col(Deadline.id),
        col(Deadline.what),
        col(Deadline.wording),
        col(Deadline.own_date_reason),
        col(Deadline.strength),
        col(Deadline.certainty),
        col(Deadline.due_on),
        col(Deadline.on_time_until),
        col(Deadline.house_due_on),
        col(Deadline.late_after),
        col(Deadline.review_on),
        col(Executor.code).label("executor"),
        col(Item.number),
        col(Item.kind),
    )
    rows = _of_open_items(columns, selection, vantage)
    later = [col(Deadline.due_on) > after] if after else []
    return (
        rows.outerjoin(Executor, col(Executor.id) == col(Deadline.executor_id))
        .where(*deadline_conditions(due, vantage), *later)
        .order_by(
            col(Deadline.due_on).asc().nulls_last(),
            col(Deadline.review_on).asc().nulls_last(),
            col(Deadline.id),
        )
        .limit(limit)
    )


def days(selection: Selection, vantage: Vantage, first: date, last: date) -> Rows:
    """Due day, state, certainty, last day on time and number of the deadlines of a period:
    those that are met, and those that are open at an open item."""
    whole = replace(selection, openness=Openness.ALL, statuses=())
    columns = [
        col(Deadline.due_on),
        col(Deadline.state),
        col(Deadline.certainty),
        col(Deadline.late_after),
    ]
    return (
        _of_items(select(*columns, func.count()), whole, vantage)
        .where(col(Deadline.state).in_([DeadlineState.OPEN, DeadlineState.MET]))
        .where(col(Deadline.due_on).between(first, last))
        .where(or_(col(Deadline.state) == DeadlineState.MET, _item_is_open()))
        .group_by(*columns)
    )


def changes_since(selection: Selection, vantage: Vantage, since: datetime, limit: int) -> Rows:
    """The newest changes at items of a selection, open or closed, with who made them."""
    whole = replace(selection, openness=Openness.ALL, statuses=())
    columns = select(
        col(Change.batch),
        col(Change.at),
        col(Change.noun),
        col(Change.fields),
        col(User.name),
        col(Item.number),
    )
    return (
        visible(columns.select_from(Change), vantage.reader_id)
        .join(Item, col(Item.id) == col(Change.item_id))
        .outerjoin(User, col(User.id) == col(Change.actor_id))
        .where(*item_conditions(whole, vantage))
        .where(col(Change.at) >= since)
        .order_by(col(Change.sequence).desc())
        .limit(limit)
    )


def _of_open_items(statement: Rows, selection: Selection, vantage: Vantage) -> Rows:
    return _of_items(statement, selection, vantage).where(_item_is_open())


def _of_items(statement: Rows, selection: Selection, vantage: Vantage) -> Rows:
    joined = statement.select_from(Deadline).join(Item, col(Item.id) == col(Deadline.item_id))
    return visible(joined, vantage.reader_id).where(*item_conditions(selection, vantage))


def _item_is_open() -> ColumnElement[bool]:
    return col(Item.status).in_(sorted(OPEN))
