"""Calendar files: of a selection, of a saved view, of one deadline."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from tracker.adapters.ical import CalendarEvent, CalendarFeed, assemble_calendar
from tracker.adapters.labels import label
from tracker.adapters.messages import translator
from tracker.db.queries import calendars as queries
from tracker.db.tables import LeadLine, RecessCalendar, User, View
from tracker.domain.calendar_options import MONTHS_AHEAD, CalendarOptions
from tracker.domain.planning import add_months
from tracker.domain.selections import Selection, read_selection
from tracker.domain.sittings import SittingCalendar
from tracker.services.accounts import actor_of
from tracker.services.actors import SYSTEM, Actor
from tracker.services.calendar_events import (
    FollowedLine,
    Frame,
    frame_of,
    recess_event,
    render_events,
    rendered,
)
from tracker.services.clock import Clock
from tracker.services.deadline_lists import vantage_from
from tracker.services.lead_lines import as_line
from tracker.services.missing import Missing

ALL = "all"


@dataclass(frozen=True)
class Reader:
    """For whom a calendar is made, when, and with which recesses."""

    user_id: uuid.UUID | None
    language: str
    today: date
    sittings: SittingCalendar
    base_url: str


@dataclass(frozen=True)
class NamedView:
    """A saved view, or all that is due: what a calendar file can be made of."""

    id: uuid.UUID
    name: str
    query: str
    owner_id: uuid.UUID | None


def calendar_of(
    session: Session,
    reader: Reader,
    selection: Selection,
    options: CalendarOptions,
    *,
    name: str,
) -> bytes:
    """What the options let through of a selection, as an iCalendar file."""
    vantage = vantage_from(
        Actor(reader.user_id, language=reader.language), reader.today, reader.sittings
    )
    statements = queries.of_selection(selection, vantage, options)
    rows = [
        row
        for statement in statements
        for row in map(queries.CalendarRow._make, session.execute(statement))
    ]
    return _file(session, reader, rows, options, name)


def calendar_of_deadline(session: Session, reader: Reader, deadline_id: uuid.UUID) -> bytes:
    """One deadline with its steps, as a file; Missing when it is not there for this reader."""
    found = session.execute(queries.one(deadline_id, reader.user_id))
    rows = [queries.CalendarRow._make(row) for row in found]
    if not rows:
        raise Missing
    name = f"{rows[0].number} {rows[0].what}"
    return _file(session, reader, rows, CalendarOptions(), name)


def views_called(session: Session, name: str) -> tuple[NamedView, ...]:
    """Everyone's saved views with exactly this name, or the one with this id; 'all' is all."""
    if name == ALL:
        return (
            NamedView(
                uuid.uuid5(uuid.NAMESPACE_OID, ALL), label(translator("nl"), "view", ALL), "", None
            ),
        )
    views = session.exec(select(View).where(col(View.removed_at).is_(None)).order_by(col(View.id)))
    return tuple(
        NamedView(view.id, view.name, view.query, view.owner_id)
        for view in views
        if name in (view.name, str(view.id))
    )


def calendar_of_view(
    session: Session, clock: Clock, sittings: SittingCalendar, view: NamedView, base_url: str
) -> bytes:
    """The calendar of a view as its owner sees it."""
    owner = session.get(User, view.owner_id) if view.owner_id else None
    actor = actor_of(owner) if owner else SYSTEM
    return calendar_of(
        session,
        Reader(actor.user_id, actor.language, clock.today(), sittings, base_url),
        read_selection(view.query),
        CalendarOptions(),
        name=view.name,
    )


def _file(
    session: Session,
    reader: Reader,
    rows: Iterable[queries.CalendarRow],
    options: CalendarOptions,
    name: str,
) -> bytes:
    frame = frame_of(reader.language, reader.base_url, reader.sittings, options.alarm_days)
    lines = _lines(session) if options.steps else {}
    until = add_months(reader.today, MONTHS_AHEAD)
    parts = [
        rendered(
            row,
            lines.get(row.lead_line_id) if row.lead_line_id else None,
            until if row.recurs else None,
            frame,
        )
        for row in rows
    ]
    if options.recesses:
        parts += map(render_events, ([event] for event in _recesses(session, frame)))
    parts.sort()  # by UID, with which each begins: no database has to keep an order
    feed = CalendarFeed(
        name=name,
        description=frame.messages.text("Termijnen uit Nakoming: %(name)s", name=name),
        url=f"{reader.base_url}/deadlines",
        changed_at=max((part.changed_at for part in parts), default=None),
    )
    return assemble_calendar(feed, (part.lines for part in parts))


def _recesses(session: Session, frame: Frame) -> Iterator[CalendarEvent]:
    changed = {record: at for record, at in session.execute(queries.recess_changes())}
    for row in session.execute(queries.recesses()).scalars():
        yield recess_event(row, changed.get(str(row.id)), frame)


def _lines(session: Session) -> dict[uuid.UUID, FollowedLine]:
    """Every line by its key, withdrawn ones too: deadlines may follow them still."""
    recesses_changed = session.exec(select(RecessCalendar.version)).first() or 0
    return {
        row.id: FollowedLine(as_line(row), row.version + recesses_changed, row.changed_at)
        for row in session.exec(select(LeadLine))
    }
