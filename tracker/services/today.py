"""Vandaag: what is late, what comes, what must be looked at again, and what changed."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session, select

from tracker.db.queries import items as item_queries
from tracker.db.queries import today as queries
from tracker.db.queries.items import Vantage
from tracker.db.tables import Unit
from tracker.domain.planning import Certainty, DeadlineState, Strength, days_late
from tracker.domain.selections import Due, Selection, write_selection
from tracker.domain.sittings import (
    MissingRecess,
    Recess,
    SittingCalendar,
    last_sitting_before,
)
from tracker.domain.statuses import Kind, Status
from tracker.domain.texts import initials
from tracker.services.actors import Actor
from tracker.services.clock import AMSTERDAM, Clock
from tracker.services.recalculations import count_waiting
from tracker.services.tellings import most_telling

LISTED = 10
READ_CHANGES = 80
TOLD_CHANGES = 6


class Scope(StrEnum):
    """Whose items the start page is about."""

    MINE = "mine"
    UNIT = "unit"
    ALL = "all"


@dataclass(frozen=True)
class Figures:
    """How many deadlines there are, each the exact length of the list behind it.

    `before_recess` is None where the calendar does not know the next recess.
    """

    late: int
    late_since: date | None
    four_weeks: int
    before_recess: int | None
    review: int
    review_now: int


@dataclass(frozen=True)
class AgendaRow:
    """A deadline in the lists. `falls_in` are 'recess', 'saturday' or 'sunday': planning
    must aim earlier then. `untold` says that the House still knows an earlier date."""

    id: uuid.UUID
    what: str
    wording: str
    own_date: bool
    strength: Strength
    certainty: Certainty
    due_on: date | None
    on_time_until: date | None
    review_on: date | None
    days_late: int
    days_left: int
    untold: bool
    falls_in: tuple[str, ...]
    executor: str | None
    number: str
    kind: Kind
    state: DeadlineState = DeadlineState.OPEN


@dataclass(frozen=True)
class Group:
    """A list of the page: 'late', 'before_recess', 'four_weeks', 'after_recess', 'later' or
    'review'. `total` counts all of it, `due` is the window of the page that shows the rest."""

    name: str
    due: Due
    rows: tuple[AgendaRow, ...]
    total: int


@dataclass(frozen=True)
class KindCount:
    """The open items of a kind, and how many have each status."""

    kind: Kind
    total: int
    statuses: tuple[tuple[Status, int], ...]


@dataclass(frozen=True)
class Month:
    """The deadlines of a month, by how they stand: late, firm, provisional and met."""

    first: date
    late: int = 0
    firm: int = 0
    provisional: int = 0
    met: int = 0


@dataclass(frozen=True)
class Happening:
    """What one person did at one item: `code` is the most telling part of it, `detail` the
    new status where that is what changed."""

    code: str
    detail: str
    who: str | None
    at: datetime
    number: str

    @property
    def initials(self) -> str:
        """The initials beside the sentence; those of the product where nobody acted."""
        return initials(self.who or "Nakoming")


@dataclass(frozen=True)
class Today:
    """The start page. `asked` is the scope that was asked for; None where none was.

    `unknown` is what the recess calendar lacks of the coming year; `recalculated` counts
    everyone's deadlines for which a changed recess gives another date."""

    scope: Scope
    asked: Scope | None
    unit: str | None
    query: str
    figures: Figures
    groups: tuple[Group, ...]
    kinds: tuple[KindCount, ...]
    months: tuple[Month, ...]
    recesses: tuple[Recess, ...]
    happenings: tuple[Happening, ...]
    current_recess: Recess | None
    next_recess: Recess | MissingRecess | None
    unknown: tuple[MissingRecess | Recess, ...]
    recalculated: int
    vantage: Vantage


def read_today(
    session: Session,
    actor: Actor,
    clock: Clock,
    calendar: SittingCalendar,
    asked: Scope | None = None,
) -> Today:
    """The start page for a person: their own items if they have open ones, else everyone's."""
    today = clock.today()
    next_recess = calendar.next_of_any_kind(today)
    known = next_recess if isinstance(next_recess, Recess) else None
    vantage = Vantage(today, last_sitting_before(known) if known else None, actor.user_id)
    unit = _unit(session, actor)
    scope = _scope(session, vantage, asked, unit)
    selection = {
        Scope.MINE: Selection(owner="me"),
        Scope.UNIT: Selection(unit=unit or ""),
        Scope.ALL: Selection(),
    }[scope]
    figures = _figures(session, selection, vantage)
    first, last = date(today.year, 1, 1), date(today.year, 12, 31)
    return Today(
        scope=scope,
        asked=asked,
        unit=unit,
        query=write_selection(selection),
        figures=figures,
        groups=tuple(_groups(session, selection, vantage, figures, calendar)),
        kinds=_kinds(session, selection, vantage),
        months=_months(session, selection, vantage, first, last),
        recesses=calendar.between(first, last),
        happenings=_happenings(session, selection, vantage),
        current_recess=calendar.recess_on(today),
        next_recess=next_recess,
        unknown=calendar.unknown_ahead(today),
        recalculated=count_waiting(session, actor),
        vantage=vantage,
    )


def _unit(session: Session, actor: Actor) -> str | None:
    if actor.unit_id is None:
        return None
    return session.exec(select(Unit.code).where(Unit.id == actor.unit_id)).first()


def _scope(session: Session, vantage: Vantage, asked: Scope | None, unit: str | None) -> Scope:
    if asked is Scope.UNIT and unit is None:
        return Scope.ALL
    if asked:
        return asked
    own = item_queries.count_of(Selection(owner="me"), vantage)
    return Scope.MINE if session.execute(own).scalar_one() else Scope.ALL


def _figures(session: Session, selection: Selection, vantage: Vantage) -> Figures:
    row = session.execute(queries.figures(selection, vantage)).one()
    late, four_weeks, before_recess, review, late_since, review_now = row
    return Figures(
        late=late,
        late_since=late_since,
        four_weeks=four_weeks,
        before_recess=before_recess if vantage.last_sitting else None,
        review=review,
        review_now=review_now,
    )


def _groups(
    session: Session,
    selection: Selection,
    vantage: Vantage,
    figures: Figures,
    calendar: SittingCalendar,
) -> Iterator[Group]:
    """The lists of the page, each deadline in one of them."""

    def group(name: str, due: Due, total: int, after: date | None = None) -> Group:
        found = session.execute(queries.agenda(due, selection, vantage, after=after, limit=LISTED))
        return Group(name, due, tuple(_row(one, vantage, calendar) for one in found), total)

    yield group("late", Due.LATE, figures.late)
    four_weeks, before = figures.four_weeks, figures.before_recess
    if before is None or vantage.last_sitting is None:
        yield group("four_weeks", Due.FOUR_WEEKS, four_weeks)
    elif vantage.last_sitting <= vantage.four_weeks_on:
        yield group("before_recess", Due.BEFORE_RECESS, before)
        rest = four_weeks - before
        yield group("after_recess", Due.FOUR_WEEKS, rest, after=vantage.last_sitting)
    else:
        yield group("four_weeks", Due.FOUR_WEEKS, four_weeks)
        rest = before - four_weeks
        yield group("later", Due.BEFORE_RECESS, rest, after=vantage.four_weeks_on)
    yield group("review", Due.REVIEW, figures.review)


def _row(row: Row[Any], vantage: Vantage, calendar: SittingCalendar) -> AgendaRow:
    due_on: date | None = row.due_on
    return AgendaRow(
        id=row.id,
        what=row.what,
        wording=row.wording,
        own_date=bool(row.own_date_reason),
        strength=row.strength,
        certainty=row.certainty,
        due_on=due_on,
        on_time_until=row.on_time_until,
        review_on=row.review_on,
        days_late=days_late(row.late_after, vantage.today),
        days_left=(due_on - vantage.today).days if due_on else 0,
        untold=bool(due_on and row.house_due_on and row.house_due_on != due_on),
        falls_in=tuple(_falls_in(due_on, calendar)) if due_on else (),
        executor=row.executor,
        number=row.number,
        kind=row.kind,
    )


def _falls_in(day: date, calendar: SittingCalendar) -> Iterator[str]:
    if calendar.recess_on(day):
        yield "recess"
    weekday = day.weekday()
    if weekday >= 5:
        yield "saturday" if weekday == 5 else "sunday"


def _kinds(session: Session, selection: Selection, vantage: Vantage) -> tuple[KindCount, ...]:
    counted = session.execute(item_queries.counts_by_kind_and_status(selection, vantage))
    numbers = {(kind, status): number for kind, status, number in counted}
    by_kind = []
    for kind in Kind:
        statuses = [(one, numbers[kind, one]) for one in Status if (kind, one) in numbers]
        by_kind.append(KindCount(kind, sum(number for _, number in statuses), tuple(statuses)))
    return tuple(by_kind)


def _months(
    session: Session, selection: Selection, vantage: Vantage, first: date, last: date
) -> tuple[Month, ...]:
    months = [Month(first.replace(month=number)) for number in range(1, 13)]
    for day, state, certainty, late_after, number in session.execute(
        queries.days(selection, vantage, first, last)
    ):
        stands = _standing(state, certainty, days_late(late_after, vantage.today))
        month = months[day.month - 1]
        counted: dict[str, Any] = {stands: getattr(month, stands) + number}
        months[day.month - 1] = replace(month, **counted)
    return tuple(months)


def _standing(state: DeadlineState, certainty: Certainty, late: int) -> str:
    if state is DeadlineState.MET:
        return "met"
    if late:
        return "late"
    return "provisional" if certainty is Certainty.PROVISIONAL else "firm"


def _happenings(session: Session, selection: Selection, vantage: Vantage) -> tuple[Happening, ...]:
    yesterday = vantage.today - timedelta(days=1)
    since = datetime.combine(yesterday, time(), tzinfo=AMSTERDAM)
    rows = session.execute(queries.changes_since(selection, vantage, since, READ_CHANGES)).all()
    told = []
    for _, group in groupby(rows, key=lambda row: (row.batch, row.number)):
        changes = list(group)
        code, detail = most_telling((row.noun, row.fields) for row in changes)
        told.append(Happening(code, detail, changes[0].name, changes[0].at, changes[0].number))
    return tuple(told[:TOLD_CHANGES])
