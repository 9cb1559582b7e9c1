"""Selections of items as SQL: which items, how many, and one page of them in order.

The conditions are shared by everything that shows a selection: lists, deadlines, calendars
and progress letters. A name that nothing bears (a programme, a dossier) matches nothing.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    false,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlmodel import col

from tracker.db.queries.visible import visible
from tracker.db.tables import Deadline, Dossier, Item, Minister, Paper, Programme, Unit, User
from tracker.domain.planning import Certainty, DeadlineState
from tracker.domain.selections import Due, Openness, Order, Selection
from tracker.domain.statuses import CLOSED, OPEN, Kind, Status
from tracker.domain.texts import fold

PAGE_SIZE = 50
# Building a statement and its key takes longer than most of them run.
KEPT_STATEMENTS = 256
FOUR_WEEKS = timedelta(weeks=4)


@dataclass(frozen=True)
class Vantage:
    """From where a selection is read: 'late' and 'mine' differ by day and by reader.

    `last_sitting` is the last day on which the House may sit before its next recess; None
    where the calendar does not know that recess.
    """

    today: date
    last_sitting: date | None
    reader_id: uuid.UUID | None

    @property
    def four_weeks_on(self) -> date:
        """The last of the next four weeks."""
        return self.today + FOUR_WEEKS


@lru_cache(KEPT_STATEMENTS)
def page_of(selection: Selection, vantage: Vantage, number: int) -> Select[Any]:
    """Page `number` (from 1) of a selection, with what a list shows of each item.

    The page is cut on the number, which the indices hold, before anything is joined.
    """
    page = (
        visible(select(col(Item.number)), vantage.reader_id)
        .where(*conditions(selection, vantage))
        .order_by(*_order(selection))
        .limit(PAGE_SIZE)
        .offset((number - 1) * PAGE_SIZE)
        .cte("page")
    )
    promised_by = (
        select(col(Minister.name))
        .where(col(Minister.id) == col(Item.promised_by_id))
        .correlate(Item)
    )
    open_deadlines = (
        select(func.count())
        .where(col(Deadline.item_id) == col(Item.id))
        .where(col(Deadline.state) == DeadlineState.OPEN)
        .correlate(Item)
    )
    return (
        select(
            col(Item.number),
            col(Item.kind),
            col(Item.title),
            col(Item.status),
            col(Item.submitters),
            col(Item.cum_suis),
            col(Item.report_body),
            col(Item.report_page),
            promised_by.scalar_subquery().label("promised_by"),
            col(Item.late_after),
            col(Deadline.certainty),
            col(Deadline.due_on),
            col(Deadline.on_time_until),
            col(Deadline.review_on),
            open_deadlines.scalar_subquery().label("open_deadlines"),
            col(User.name).label("owner"),
            col(Paper.source_place),
        )
        .select_from(page)
        .join(Item, col(Item.number) == page.c.number)
        .outerjoin(Deadline, col(Deadline.id) == col(Item.next_deadline_id))
        .outerjoin(User, col(User.id) == col(Item.owner_id))
        .outerjoin(Paper, col(Paper.id) == col(Item.source_paper_id))
        .order_by(*_order(selection))
    )


def ids_of(selection: Selection, vantage: Vantage) -> Select[uuid.UUID]:
    """The keys of all items of a selection, in its order."""
    return (
        visible(select(col(Item.id)), vantage.reader_id)
        .where(*conditions(selection, vantage))
        .order_by(*_order(selection))
    )


@lru_cache(KEPT_STATEMENTS)
def count_of(selection: Selection, vantage: Vantage) -> Select[int]:
    """The exact number of items of a selection."""
    counted = select(func.count()).select_from(Item)
    return visible(counted, vantage.reader_id).where(*conditions(selection, vantage))


def counts_up_to(limit: int, selections: Sequence[Selection], vantage: Vantage) -> Select[Any]:
    """One row with the number of items of each selection, counted no further than a limit."""
    return _counts_up_to(limit, tuple(selections), vantage)


@lru_cache(KEPT_STATEMENTS)
def _counts_up_to(limit: int, selections: tuple[Selection, ...], vantage: Vantage) -> Select[Any]:
    return select(
        *(
            select(func.count())
            .select_from(_found(selection, vantage).limit(limit).subquery())
            .scalar_subquery()
            for selection in selections
        )
    )


def _found(selection: Selection, vantage: Vantage) -> Select[Any]:
    """One row an item, in the order in which the database finds them soonest.

    The deadlines to look at again are walked one by one, so that a limit ends the walk; the
    other windows are short.
    """
    if selection.due is not Due.REVIEW:
        items: Select[Any] = visible(
            select(literal_column("1")).select_from(Item), vantage.reader_id
        )
        return items.where(*conditions(selection, vantage))
    item = visible(select(col(Item.id)), vantage.reader_id)
    return (
        select(col(Deadline.item_id))
        .distinct()
        .where(*deadline_conditions(selection.due, vantage))
        .where(
            item.where(col(Item.id) == col(Deadline.item_id))
            .where(*item_conditions(selection, vantage))
            .correlate(Deadline)
            .exists()
        )
    )


def counts_by_kind_and_status(selection: Selection, vantage: Vantage) -> Select[Kind, Status, int]:
    """Kind, status and number of items, for each pair that a selection has."""
    return (
        visible(select(col(Item.kind), col(Item.status), func.count()), vantage.reader_id)
        .where(*conditions(selection, vantage))
        .group_by(col(Item.kind), col(Item.status))
    )


def conditions(selection: Selection, vantage: Vantage) -> list[ColumnElement[bool]]:
    """What holds of an item of the selection, its window of deadlines included."""
    window = [_has_deadline(selection.due, vantage)] if selection.due else []
    return [*item_conditions(selection, vantage), *window]


def item_conditions(selection: Selection, vantage: Vantage) -> list[ColumnElement[bool]]:
    """What holds of an item of the selection, whatever its deadlines.

    Chosen statuses say more than open or closed, and replace it.
    """
    return [
        *_standing(selection),
        *([col(Item.kind).in_(selection.kinds)] if selection.kinds else []),
        *([col(Item.outcome) == selection.outcome] if selection.outcome else []),
        *_places(selection),
        *_owner(selection.owner, vantage.reader_id),
        *(col(Item.words).contains(word, autoescape=True) for word in fold(selection.text).split()),
    ]


def deadline_conditions(due: Due, vantage: Vantage) -> list[ColumnElement[bool]]:
    """What holds of an open deadline in a window; that its item is open is not among it.

    The windows do not overlap with `late`, and leave no hole after it: what was due
    yesterday and is still on time today is in the coming weeks.
    """
    is_open = col(Deadline.state) == DeadlineState.OPEN
    late = col(Deadline.late_after) < vantage.today
    dated = col(Deadline.certainty) != Certainty.UNRESOLVED
    on_time = and_(
        dated, or_(col(Deadline.late_after).is_(None), col(Deadline.late_after) >= vantage.today)
    )
    if due is Due.LATE:
        return [is_open, late]
    if due is Due.FOUR_WEEKS:
        return [is_open, on_time, col(Deadline.due_on) <= vantage.four_weeks_on]
    if due is Due.BEFORE_RECESS:
        if vantage.last_sitting is None:
            return [false()]
        return [is_open, on_time, col(Deadline.due_on) <= vantage.last_sitting]
    if due is Due.REVIEW:
        return [is_open, col(Deadline.certainty) == Certainty.UNRESOLVED]
    return [false()]


def _has_deadline(due: Due, vantage: Vantage) -> ColumnElement[bool]:
    if due is Due.LATE:
        return col(Item.late_after) < vantage.today
    if due is Due.NONE:
        return col(Item.next_deadline_id).is_(None)
    return col(Item.id).in_(select(col(Deadline.item_id)).where(*deadline_conditions(due, vantage)))


def _standing(selection: Selection) -> list[ColumnElement[bool]]:
    if selection.statuses:
        return [col(Item.status).in_(selection.statuses)]
    if selection.openness is Openness.ALL:
        return []
    statuses = OPEN if selection.openness is Openness.OPEN else CLOSED
    return [col(Item.status).in_(sorted(statuses))]


def _places(selection: Selection) -> list[ColumnElement[bool]]:
    named: list[tuple[str, Any, Any, Any]] = [
        (selection.dossier, Item.dossier_id, Dossier.id, Dossier.number),
        (selection.programme, Item.programme_id, Programme.id, Programme.name),
        (selection.minister, Item.minister_id, Minister.id, Minister.code),
        (selection.unit, Item.unit_id, Unit.id, Unit.code),
    ]
    return [
        col(column) == select(col(key)).where(col(name) == value).scalar_subquery()
        for value, column, key, name in named
        if value
    ]


def _owner(owner: str, reader_id: uuid.UUID | None) -> list[ColumnElement[bool]]:
    if not owner:
        return []
    if owner == "none":
        return [col(Item.owner_id).is_(None)]
    if owner == "me":
        return [col(Item.owner_id) == reader_id if reader_id else false()]
    return [
        col(Item.owner_id) == select(col(User.id)).where(col(User.email) == owner).scalar_subquery()
    ]


_STATUS_RANK = case({status: rank for rank, status in enumerate(Status)}, value=col(Item.status))


def _order(selection: Selection) -> list[ColumnElement[Any]]:
    columns: dict[Order, Any] = {
        Order.DUE: col(Item.next_due_on),
        Order.NUMBER: _ByBytes(col(Item.number)),
        Order.TITLE: _ByBytes(col(Item.title)),
        Order.STATUS: _STATUS_RANK,
        Order.CHANGED: col(Item.changed_at),
    }
    first = columns[selection.order]
    ordered = first.desc() if selection.descending else first.asc()
    if selection.order is Order.DUE:
        ordered = ordered.nulls_last()
    number = _ByBytes(col(Item.number))
    return [ordered, number.desc() if selection.descending else number.asc()]


class _ByBytes(FunctionElement[str]):
    """A text ordered by its bytes, alike on both databases (SQLite always does)."""

    inherit_cache = True


@compiles(_ByBytes)
def _plain(element: _ByBytes, compiler: SQLCompiler, **options: Any) -> str:
    return compiler.process(element.clauses, **options)


@compiles(_ByBytes, "postgresql")
def _collated(element: _ByBytes, compiler: SQLCompiler, **options: Any) -> str:
    return f'{compiler.process(element.clauses, **options)} COLLATE "C"'
