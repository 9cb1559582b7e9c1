"""Deadlines of a selection of items as SQL: one page of them, how many a month, a timeline.

Columns, not objects: a list may stand over hundreds of thousands of deadlines.
"""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from tracker.db.queries.items import Vantage, deadline_conditions, item_conditions
from tracker.db.queries.visible import visible
from tracker.db.tables import (
    Change,
    Deadline,
    Executor,
    Item,
    ItemPaper,
    LeadLine,
    Minister,
    Paper,
    User,
)
from tracker.db.tables.items import PaperRole
from tracker.domain.planning import DeadlineState, Period
from tracker.domain.selections import Due, Openness, Selection
from tracker.domain.statuses import CLOSED, OPEN

Rows = Select[*tuple[Any, ...]]
PAGE_SIZE = 100
TIMELINE_SIZE = 60


def count(selection: Selection, vantage: Vantage) -> Rows:
    """The exact number of deadlines of a selection."""
    return _of_items(select(func.count(col(Deadline.id))), selection, vantage).where(
        *_standing(selection, vantage)
    )


def count_by_day(selection: Selection, vantage: Vantage, period: Period | None) -> Rows:
    """Day and number of the deadlines that have a date."""
    return (
        _of_items(select(col(Deadline.due_on), func.count()), selection, vantage)
        .where(*_standing(selection, vantage), *_dated(period))
        .group_by(col(Deadline.due_on))
    )


def count_undated(selection: Selection, vantage: Vantage) -> Rows:
    """The number of deadlines without a date."""
    return count(selection, vantage).where(col(Deadline.due_on).is_(None))


def count_after(selection: Selection, vantage: Vantage, last: date, limit: int) -> Rows:
    """The number of deadlines that are due after a day, counted no further than a limit."""
    found = (
        _of_items(select(col(Deadline.id)), selection, vantage)
        .where(*_standing(selection, vantage), col(Deadline.due_on) > last)
        .limit(limit)
    )
    return select(func.count()).select_from(found.subquery())


def dated(
    selection: Selection, vantage: Vantage, period: Period | None, offset: int, limit: int
) -> Rows:
    """Deadlines with a date, by date; in the order of the index, so that a limit ends the walk."""
    by_date = [col(Deadline.due_on), col(Deadline.id)]
    found = (
        _of_items(select(col(Deadline.id)), selection, vantage)
        .where(*_standing(selection, vantage), *_dated(period))
        .order_by(*by_date)
    )
    return _listed(found.offset(offset).limit(limit)).order_by(*by_date)


def undated(selection: Selection, vantage: Vantage, offset: int, limit: int) -> Rows:
    """Deadlines without a date, by the day to review them."""
    by_review = [col(Deadline.review_on).asc().nulls_last(), col(Deadline.id)]
    found = (
        _of_items(select(col(Deadline.id)), selection, vantage)
        .where(*_standing(selection, vantage), col(Deadline.due_on).is_(None))
        .order_by(*by_review)
    )
    return _listed(found.offset(offset).limit(limit)).order_by(*by_review)


def _listed(found: Rows) -> Rows:
    """What a list shows of each deadline that was found by its key."""
    page = found.cte("page")
    return (
        select(
            col(Deadline.id),
            col(Deadline.what),
            col(Deadline.wording),
            col(Deadline.due_on),
            col(Deadline.on_time_until),
            col(Deadline.late_after),
            col(Deadline.certainty),
            col(Deadline.strength),
            col(Deadline.review_on),
            col(Deadline.recurs),
            col(Deadline.state),
            col(Item.number),
            col(Item.kind),
            col(User.name).label("owner"),
        )
        .select_from(page)
        .join(Deadline, col(Deadline.id) == page.c.id)
        .join(Item, col(Item.id) == col(Deadline.item_id))
        .outerjoin(User, col(User.id) == col(Item.owner_id))
    )


def timeline_of(
    selection: Selection, vantage: Vantage, period: Period, state: DeadlineState
) -> Rows:
    """The first deadlines in a state that are due in a period, to draw on a line.

    One more than are drawn, to know whether some are left out.
    """
    shown = (
        col(Deadline.id),
        col(Deadline.what),
        col(Deadline.due_on),
        col(Deadline.late_after),
        col(Deadline.certainty),
        col(Deadline.state),
        col(Item.number),
    )
    return (
        _of_items(select(*shown), selection, vantage)
        .where(
            *(_due(selection.due, vantage) if selection.due else []),
            col(Deadline.state) == state,
            col(Deadline.due_on).between(period.first, period.last),
        )
        .order_by(col(Deadline.due_on), col(Deadline.id))
        .limit(TIMELINE_SIZE + 1)
    )


def of_item(item_id: uuid.UUID) -> Rows:
    """The deadlines of one item with the names around them: open first, then by date."""
    open_first = case((col(Deadline.state) == DeadlineState.OPEN, 0), else_=1)
    return _cards().where(col(Deadline.item_id) == item_id).order_by(open_first, *_order())


def one(deadline_id: uuid.UUID) -> Rows:
    """One deadline with the names around it."""
    return _cards().where(col(Deadline.id) == deadline_id)


def _cards() -> Rows:
    """A deadline, its item's number, minister, executor; its source, told_by and closing paper;
    the line that it follows."""
    told_by = aliased(Paper, name="told_by")
    settled_paper = aliased(Paper, name="settled_paper")
    return (
        select(
            Deadline,
            col(Item.number),
            col(Minister.name),
            col(Executor.code),
            Paper,
            told_by,
            settled_paper,
            LeadLine,
        )
        .join(Item, col(Item.id) == col(Deadline.item_id))
        .outerjoin(Minister, col(Minister.id) == col(Deadline.minister_id))
        .outerjoin(Executor, col(Executor.id) == col(Deadline.executor_id))
        .outerjoin(Paper, col(Paper.id) == col(Deadline.source_paper_id))
        .outerjoin(told_by, told_by.id == col(Deadline.told_by_id))  # type: ignore[arg-type]
        .outerjoin(settled_paper, settled_paper.id == col(Deadline.settled_paper_id))  # type: ignore[arg-type]
        .outerjoin(LeadLine, col(LeadLine.id) == col(Deadline.lead_line_id))
    )


def open_of_item(item_id: uuid.UUID) -> Rows:
    """Key, what and wording of the open deadlines of an item, by date."""
    return (
        select(col(Deadline.id), col(Deadline.what), col(Deadline.wording))
        .where(col(Deadline.item_id) == item_id)
        .where(col(Deadline.state) == DeadlineState.OPEN)
        .order_by(*_order())
    )


def paper_of_date(item_id: uuid.UUID, day: date) -> Select[Paper]:
    """The papers at an item that have a date, the item's own source before the others."""
    source_first = case((col(ItemPaper.role) == PaperRole.SOURCE, 0), else_=1)
    return (
        select(Paper)
        .join(ItemPaper, col(ItemPaper.paper_id) == col(Paper.id))
        .where(col(ItemPaper.item_id) == item_id)
        .where(col(Paper.dated_on) == day)
        .order_by(source_first, col(Paper.identifier))
    )


def changes_of(deadline_ids: Sequence[uuid.UUID]) -> Rows:
    """Every change of these deadlines, their making first: record, at, reason, fields, who."""
    return (
        select(
            col(Change.record),
            col(Change.at),
            col(Change.reason),
            col(Change.fields),
            col(User.name),
        )
        .outerjoin(User, col(User.id) == col(Change.actor_id))
        .where(col(Change.noun) == Deadline.__tablename__)
        .where(col(Change.record).in_([str(key) for key in deadline_ids]))
        .order_by(col(Change.sequence))
    )


def _of_items(statement: Rows, selection: Selection, vantage: Vantage) -> Rows:
    joined = statement.select_from(Deadline).join(Item, col(Item.id) == col(Deadline.item_id))
    return visible(joined, vantage.reader_id).where(*item_conditions(selection, vantage))


def _standing(selection: Selection, vantage: Vantage) -> list[ColumnElement[bool]]:
    if selection.due:
        return _due(selection.due, vantage)
    only_closed_items = bool(selection.statuses) and set(selection.statuses) <= CLOSED
    if selection.openness is not Openness.OPEN or only_closed_items:
        return []
    return [col(Deadline.state) == DeadlineState.OPEN]


def _due(due: Due, vantage: Vantage) -> list[ColumnElement[bool]]:
    return [*deadline_conditions(due, vantage), col(Item.status).in_(sorted(OPEN))]


def _dated(period: Period | None) -> list[ColumnElement[bool]]:
    """What holds of a date in a period; with what is left over from before, if it carries that."""
    if period is None:
        return [col(Deadline.due_on).is_not(None)]
    if not period.carries_rest:
        return [col(Deadline.due_on).between(period.first, period.last)]
    left_over = col(Deadline.state) == DeadlineState.OPEN
    return [
        col(Deadline.due_on) <= period.last,
        or_(col(Deadline.due_on) >= period.first, left_over),
    ]


def _order() -> list[ColumnElement[Any]]:
    return [
        col(Deadline.due_on).asc().nulls_last(),
        col(Deadline.review_on).asc().nulls_last(),
        col(Deadline.id).asc(),
    ]
