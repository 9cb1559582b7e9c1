"""Lines to count back by: kept by administrators, followed by deadlines.

A withdrawn line is chosen no more; what follows it already keeps its steps.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, func, select

from tracker.db.queries.visible import visible
from tracker.db.tables import Deadline, Item, LeadLine
from tracker.domain import lead_times
from tracker.domain.errors import DomainError
from tracker.domain.lead_times import DatedStep, LeadStep, count_back, lacking_between
from tracker.domain.planning import DeadlineState
from tracker.domain.sittings import MissingRecess, RecessKind, SittingCalendar, first_day
from tracker.domain.texts import fold
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.missing import Missing


class StaleLine(Exception):
    """Somebody changed the line after the form was made; nothing was saved."""


@dataclass(frozen=True)
class LineEntry:
    """A line as administrators keep it; `followers` is how many open deadlines follow it."""

    id: uuid.UUID
    version: int
    line: lead_times.LeadLine
    is_withdrawn: bool
    followers: int = 0


@dataclass(frozen=True)
class StepDue:
    """A step of a deadline with its day. `is_past` says that the day is over."""

    name: str
    working_days: int
    on: date
    is_sure: bool
    is_past: bool


@dataclass(frozen=True)
class Steps:
    """The line that a deadline follows, and its steps; none while the deadline has no date.

    `lacking` are the recesses, by kind and year, of which the calendar lacks days that may
    change a step.
    """

    line: str
    is_withdrawn: bool
    steps: tuple[StepDue, ...]
    lacking: tuple[tuple[RecessKind, int], ...]

    @property
    def past(self) -> tuple[StepDue, ...]:
        """The steps whose day is over."""
        return tuple(step for step in self.steps if step.is_past)


def list_lines(session: Session, actor: Actor) -> tuple[LineEntry, ...]:
    """The lines that may be chosen, by name, with how many open deadlines follow each."""
    followers = {key: number for key, number in session.execute(_followers(actor))}
    rows = session.exec(select(LeadLine).where(col(LeadLine.withdrawn).is_(False))).all()
    rows = sorted(rows, key=lambda row: (fold(row.name), str(row.id)))
    return tuple(_entry(row, followers.get(row.id, 0)) for row in rows)


def read_line(session: Session, actor: Actor, line_id: uuid.UUID) -> LineEntry:
    """One line, withdrawn or not; Missing when there is none."""
    row = session.get(LeadLine, line_id)
    if row is None:
        raise Missing
    found = session.execute(_followers(actor).where(Deadline.lead_line_id == line_id)).first()
    return _entry(row, found[1] if found else 0)


def add_line(
    session: Session,
    actor: Actor,
    clock: Clock,
    submission: uuid.UUID,
    line: lead_times.LeadLine,
) -> None:
    """Add a line. Sent twice, it is one; a second of the same name is refused."""
    if session.get(LeadLine, submission):
        return
    _refuse_same_name(session, line.name)
    act(session, actor, clock)
    session.add(LeadLine(id=submission, changed_at=clock.now(), **_columns(line)))
    session.flush()


def change_line(
    session: Session,
    actor: Actor,
    clock: Clock,
    line_id: uuid.UUID,
    version: int,
    line: lead_times.LeadLine,
) -> None:
    """Change a line; the steps of all deadlines that follow it move along."""
    row = _take(session, line_id, version)
    columns = _columns(line)
    if row.withdrawn:
        raise DomainError("lead.is_withdrawn")
    if all(getattr(row, name) == value for name, value in columns.items()):
        return
    _refuse_same_name(session, line.name, besides=line_id)
    act(session, actor, clock)
    for name, value in columns.items():
        setattr(row, name, value)
    row.changed_at = clock.now()
    session.flush()


def withdraw_line(
    session: Session, actor: Actor, clock: Clock, line_id: uuid.UUID, version: int
) -> None:
    """Let a line be chosen no more; what follows it keeps its steps."""
    row = session.get(LeadLine, line_id)
    if row is not None and row.withdrawn:
        return
    row = _take(session, line_id, version)
    act(session, actor, clock)
    row.withdrawn = True
    row.changed_at = clock.now()
    session.flush()


def as_line(row: LeadLine) -> lead_times.LeadLine:
    """A line as the domain counts with it."""
    steps = tuple(LeadStep(str(key), str(name), int(days)) for key, name, days in row.steps)
    return lead_times.LeadLine(row.name, steps, row.skips_recesses)


def check_steps(steps: Sequence[Any]) -> None:
    """Refuses, with ValueError, steps from elsewhere with which nothing can be counted."""
    for step in steps:
        shape = [type(one) for one in step] if isinstance(step, list) else []
        if shape != [str, str, int] or not 0 <= step[2] <= lead_times.MOST_DAYS:
            days = f"working days from 0 to {lead_times.MOST_DAYS}"
            raise ValueError(f"a step is [key, name, {days}], not {step!r}")
    if len({key for key, _, _ in steps}) < len(steps):
        raise ValueError("two steps of a line have the same key")


def steps_of(
    row: LeadLine | None, due_on: date | None, today: date, calendar: SittingCalendar
) -> Steps | None:
    """The steps towards a day by the line that a deadline follows; None if it follows none."""
    if row is None:
        return None
    return _steps(as_line(row), due_on, today, calendar, is_withdrawn=row.withdrawn)


def steps_by(
    entry: LineEntry, due_on: date | None, today: date, calendar: SittingCalendar
) -> Steps:
    """The steps towards a day by a line, as a deadline that followed it would have them."""
    return _steps(entry.line, due_on, today, calendar, is_withdrawn=entry.is_withdrawn)


def _steps(
    line: lead_times.LeadLine,
    due_on: date | None,
    today: date,
    calendar: SittingCalendar,
    *,
    is_withdrawn: bool,
) -> Steps:
    dated = count_back(line, due_on, calendar) if due_on else ()
    return Steps(
        line=line.name,
        is_withdrawn=is_withdrawn,
        steps=tuple(
            StepDue(one.step.name, one.step.working_days, one.on, one.is_sure, one.on < today)
            for one in dated
        ),
        lacking=_lacking(line, dated, due_on, calendar),
    )


def _lacking(
    line: lead_times.LeadLine,
    dated: Sequence[DatedStep],
    due_on: date | None,
    calendar: SittingCalendar,
) -> tuple[tuple[RecessKind, int], ...]:
    if due_on is None or all(one.is_sure for one in dated):
        return ()
    lacking = lacking_between(line, min(one.on for one in dated), due_on, calendar)
    return tuple(
        (one.kind, one.year if isinstance(one, MissingRecess) else first_day(one).year)
        for one in lacking
    )


def _entry(row: LeadLine, followers: int) -> LineEntry:
    return LineEntry(row.id, row.version, as_line(row), row.withdrawn, followers)


def _columns(line: lead_times.LeadLine) -> dict[str, Any]:
    return {
        "name": line.name,
        "skips_recesses": line.skips_recesses,
        "steps": [[step.key, step.name, step.working_days] for step in line.steps],
    }


def _followers(actor: Actor) -> Any:
    statement = (
        select(Deadline.lead_line_id, func.count())
        .join(Item, col(Item.id) == Deadline.item_id)
        .where(col(Deadline.lead_line_id).is_not(None))
        .where(Deadline.state == DeadlineState.OPEN)
        .group_by(col(Deadline.lead_line_id))
    )
    return visible(statement, actor.user_id)


def _take(session: Session, line_id: uuid.UUID, version: int) -> LeadLine:
    row = session.get(LeadLine, line_id, with_for_update=True)
    if row is None:
        raise Missing
    if row.version != version:
        raise StaleLine
    return row


def _refuse_same_name(session: Session, name: str, besides: uuid.UUID | None = None) -> None:
    others = session.exec(select(LeadLine).where(col(LeadLine.withdrawn).is_(False)))
    if any(fold(row.name) == fold(name) and row.id != besides for row in others):
        raise DomainError("lead.twice", field="name", name=name)
