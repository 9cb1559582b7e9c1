"""Deadlines for which a changed recess calendar gives another date.

Nothing moves by itself: each is marked, shown with its old and its proposed date, and an
officer takes the new date over or keeps the old one. Dates that an officer chose, and later
occurrences of a series, which count from the first one, do not rest on a recess.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Row, bindparam
from sqlmodel import Session, update

from tracker.adapters.explanations import explain
from tracker.adapters.labels import label
from tracker.adapters.messages import Messages
from tracker.db.queries import recalculations as queries
from tracker.db.tables import Deadline
from tracker.domain.errors import DomainError
from tracker.domain.planning import Certainty, DeadlineState
from tracker.domain.sittings import SittingCalendar
from tracker.domain.statuses import Kind
from tracker.domain.terms import Term, read_term
from tracker.services.actors import Actor
from tracker.services.clock import Clock
from tracker.services.deadlines import Plan, keep_dates, move_deadline
from tracker.services.missing import Missing

PAGE_SIZE = 50


@dataclass(frozen=True)
class TermDates:
    """What a wording gives: the dates of a deadline, and how surely."""

    due_on: date | None
    on_time_until: date | None
    not_before: date | None
    certainty: Certainty

    @property
    def code(self) -> str:
        """A text that stands for these dates, the due date first."""
        days = (self.due_on, self.on_time_until, self.not_before)
        return " ".join([*(day.isoformat() if day else "-" for day in days), self.certainty])


@dataclass(frozen=True)
class Recalculation:
    """A deadline with the dates that it has and those that the present calendar gives.

    `recesses` names the recesses of both, `why` is the reasoning of the new dates.
    """

    id: uuid.UUID
    version: int
    number: str
    kind: Kind
    owner: str | None
    what: str
    wording: str
    reference_date: date
    old: TermDates
    new: TermDates
    recesses: tuple[str, ...]
    why: tuple[str, ...]


@dataclass(frozen=True)
class RecalculationPage:
    """A page of them; `total` counts them all."""

    rows: tuple[Recalculation, ...]
    total: int
    page: int
    pages: int


def recalculate(session: Session, clock: Clock, calendar: SittingCalendar) -> int:
    """Mark each deadline for which the calendar gives another date than it has.

    One for which it does so no longer loses its mark, and so does one whose date an officer
    kept despite just these. Returns how many open ones were newly marked.
    """

    @cache
    def dates(wording: str, reference_date: date) -> TermDates:
        return _dates_of(read_term(wording, reference_date, calendar))

    marks: list[dict[str, Any]] = []
    new = 0
    for row in session.execute(queries.candidates()).all():
        proposed = dates(row.wording, row.reference_date)
        waits = proposed != _dates_of(row) and proposed.code != row.kept_despite
        if waits != (row.recess_changed_at is not None):
            marks.append({"key": row.id, "mark": clock.now() if waits else None})
            new += waits and row.state is DeadlineState.OPEN
    if marks:
        table = Deadline.__table__  # type: ignore[attr-defined]
        marking = update(table).where(table.c.id == bindparam("key"))
        session.connection().execute(marking.values(recess_changed_at=bindparam("mark")), marks)
    return new


def count_waiting(session: Session, actor: Actor) -> int:
    """How many open deadlines wait for an officer's decision."""
    counted: int = session.execute(queries.count_waiting(actor.user_id)).scalar_one()
    return counted


def list_waiting(
    session: Session,
    actor: Actor,
    calendar: SittingCalendar,
    messages: Messages,
    page: int = 1,
) -> RecalculationPage:
    """A page of the deadlines that wait, by the dates that they have; past the end, the last."""
    total = count_waiting(session, actor)
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    found = session.execute(queries.waiting(actor.user_id, (page - 1) * PAGE_SIZE, PAGE_SIZE))
    rows = tuple(_recalculation(row, calendar, messages) for row in found)
    return RecalculationPage(rows, total, page, pages)


def read_waiting(
    session: Session,
    actor: Actor,
    calendar: SittingCalendar,
    messages: Messages,
    deadline_id: uuid.UUID,
) -> Recalculation:
    """One deadline that waits; Missing when it does not, or not for this reader."""
    found = session.execute(queries.one_waiting(actor.user_id, deadline_id)).first()
    if found is None:
        raise Missing
    return _recalculation(found, calendar, messages)


def accept_dates(
    session: Session,
    actor: Actor,
    clock: Clock,
    calendar: SittingCalendar,
    messages: Messages,
    deadline_id: uuid.UUID,
    version: int,
    seen: str,
    *,
    note: str = "",
    told_by: str = "",
    review_on: date | None = None,
) -> Deadline:
    """Move a deadline to the dates that an officer saw (`seen`, their code).

    The history says which recess it was for, and the officer's own note. The House is not
    told, unless `told_by` names the paper.
    """
    waiting = _take(session, actor, calendar, messages, deadline_id, seen)
    sentence = messages.text(
        "De recesagenda is gewijzigd: %(recesses)s.", recesses=", ".join(waiting.recesses)
    )
    return move_deadline(
        session,
        actor,
        clock,
        calendar,
        deadline_id,
        version,
        Plan(waiting.wording, waiting.reference_date, review_on=review_on),
        reason=f"{sentence} {note}".strip(),
        told_by=told_by,
    )


def keep_old_dates(
    session: Session,
    actor: Actor,
    clock: Clock,
    calendar: SittingCalendar,
    messages: Messages,
    deadline_id: uuid.UUID,
    version: int,
    seen: str,
    reason: str,
) -> Deadline:
    """Keep the dates that a deadline has; those that were seen are not proposed again."""
    _take(session, actor, calendar, messages, deadline_id, seen)
    return keep_dates(session, actor, clock, deadline_id, version, despite=seen, reason=reason)


def _take(
    session: Session,
    actor: Actor,
    calendar: SittingCalendar,
    messages: Messages,
    deadline_id: uuid.UUID,
    seen: str,
) -> Recalculation:
    waiting = read_waiting(session, actor, calendar, messages, deadline_id)
    if waiting.new.code != seen:
        raise DomainError("recalculation.changed")
    return waiting


def _recalculation(row: Row[Any], calendar: SittingCalendar, messages: Messages) -> Recalculation:
    deadline, number, kind, owner = tuple(row)
    term = read_term(deadline.wording, deadline.reference_date, calendar)
    return Recalculation(
        id=deadline.id,
        version=deadline.version,
        number=number,
        kind=kind,
        owner=owner,
        what=deadline.what,
        wording=deadline.wording,
        reference_date=deadline.reference_date,
        old=_dates_of(deadline),
        new=_dates_of(term),
        recesses=tuple(dict.fromkeys(_names(deadline, term, messages))),
        why=tuple(explain(term, messages)),
    )


def _dates_of(one: Any) -> TermDates:
    """The dates of a deadline, of a row with its columns, or of a term."""
    return TermDates(one.due_on, one.on_time_until, one.not_before, Certainty(one.certainty))


def _names(deadline: Deadline, term: Term, messages: Messages) -> Iterator[str]:
    """'zomerreces 2020-2021': what the old dates rest on, and the new ones or their lack."""
    for kind, session_year in [*deadline.recesses, *term.recesses]:
        yield f"{label(messages, 'recess', kind).lower()} {session_year}"
    if term.certainty is Certainty.UNRESOLVED:
        for step in term.steps:
            if "kind" in step.facts and "year" in step.facts:
                kind, year = str(step.facts["kind"]), step.facts["year"]
                yield f"{label(messages, 'recess', kind).lower()} {year}"
