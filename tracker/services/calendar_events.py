"""What deadlines and recesses look like in a calendar.

A deadline gives its own day, the steps that lead up to it, and the next times of one that
recurs; one without a date gives the day to look at it again. What was rendered is kept as
long as all that it was made from is the same.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from tracker.adapters.ical import CalendarEvent, render_event
from tracker.adapters.labels import label
from tracker.adapters.messages import Messages, translator
from tracker.db.queries.calendars import CalendarRow
from tracker.db.tables import RecessRow
from tracker.domain.lead_times import LeadLine, count_back
from tracker.domain.planning import Certainty, DeadlineState
from tracker.domain.sittings import SittingCalendar
from tracker.domain.statuses import Kind
from tracker.services.deadline_lists import reasons
from tracker.services.occurrences import next_times
from tracker.services.sittings import as_recess

KEPT = 50_000
COUNTED_FROM = datetime(2020, 1, 1, tzinfo=UTC)
COLORS = {Kind.MOTION: "royalblue", Kind.COMMITMENT: "seagreen", Kind.RECOMMENDATION: "darkorchid"}
REVIEW_COLOR, STEP_COLOR, RECESS_COLOR = "goldenrod", "slategray", "silver"


@dataclass(frozen=True, eq=False)
class Frame:
    """What all events of one reader share. Made once for the same facts (`frame_of`)."""

    messages: Messages
    base_url: str
    calendar: SittingCalendar
    alarm_days: int | None


@dataclass(frozen=True)
class FollowedLine:
    """The line that a deadline follows; `version` grows whenever its days may differ."""

    line: LeadLine
    version: int
    changed_at: datetime


class Rendered(NamedTuple):
    """Lines of a calendar file, and when the newest event in them changed."""

    lines: bytes
    changed_at: datetime


@lru_cache(maxsize=64)
def frame_of(
    language: str, base_url: str, calendar: SittingCalendar, alarm_days: int | None
) -> Frame:
    """The frame for these facts."""
    return Frame(translator(language), base_url, calendar, alarm_days)


@lru_cache(maxsize=KEPT)
def rendered(
    row: CalendarRow, followed: FollowedLine | None, until: date | None, frame: Frame
) -> Rendered:
    """The events of a deadline, as lines of a calendar file.

    `followed` is the line whose steps are shown; `until` is the last day on which the next
    times of a recurring deadline are shown.
    """
    return render_events(list(events_of(row, followed, until, frame)))


def render_events(events: Sequence[CalendarEvent]) -> Rendered:
    """Events, at least one, as lines of a calendar file."""
    return Rendered(
        b"".join(map(render_event, events)), max(event.last_modified for event in events)
    )


def events_of(
    row: CalendarRow, followed: FollowedLine | None, until: date | None, frame: Frame
) -> Iterator[CalendarEvent]:
    """The events of a deadline, its own first."""
    if row.due_on is None:
        yield _review(row, frame)
        return
    own = _deadline(row, frame)
    yield own
    if row.state is not DeadlineState.OPEN:
        return
    if followed:
        yield from _steps(row, own, row.due_on, followed, frame)
    if until and row.recurs:
        for key, day in next_times(row, until):
            yield replace(own, uid=deadline_uid(key), day=day, tentative=True)


def recess_event(row: RecessRow, changed_at: datetime | None, frame: Frame) -> CalendarEvent:
    """A recess, as the days that it lasts; one without a known end as its first day."""
    messages, recess = frame.messages, as_recess(row)
    changed = changed_at or COUNTED_FROM
    sure = recess.end_is_sure and row.end is not None
    return CalendarEvent(
        uid=f"recess-{row.id}@nakoming",
        day=row.start,
        last_day=row.end,
        summary=label(messages, "recess", row.kind),
        description="" if sure else messages.text("Het einde van dit reces staat niet vast."),
        url=f"{frame.base_url}/sittings",
        categories=(messages.text("Reces"),),
        tentative=not sure,
        sequence=_sequence(changed, row.version),
        stamp=changed,
        last_modified=changed,
        color=RECESS_COLOR,
    )


def deadline_uid(key: Any) -> str:
    """The UID of a deadline, which is its own for ever."""
    return f"deadline-{key}@nakoming"


def _deadline(row: CalendarRow, frame: Frame) -> CalendarEvent:
    messages, day = frame.messages, row.due_on or row.review_on
    assert day is not None  # of these two a deadline has one
    changed = max(row.changed_at, row.item_changed_at)
    guessed = row.certainty is Certainty.PROVISIONAL
    kind = label(messages, "kind", row.kind)
    return CalendarEvent(
        uid=deadline_uid(row.id),
        day=day,
        summary=_settled_summary(row, f"{_name(row, kind)}: {row.what}", messages),
        description="\n".join(_description(row, frame)),
        url=_address(row, frame),
        categories=(kind, label(messages, "certainty", row.certainty)) if guessed else (kind,),
        tentative=guessed,
        sequence=_sequence(changed, row.version, row.item_version),
        stamp=changed,
        last_modified=changed,
        cancelled=row.state is DeadlineState.WITHDRAWN,
        color=COLORS[row.kind],
        alarm_days=frame.alarm_days if row.state is DeadlineState.OPEN else None,
    )


def _review(row: CalendarRow, frame: Frame) -> CalendarEvent:
    own = _deadline(row, frame)
    return replace(
        own,
        uid=f"review-{row.id}@nakoming",
        summary=frame.messages.text("Opnieuw bekijken: %(what)s", what=own.summary),
        categories=(*own.categories, label(frame.messages, "certainty", row.certainty)),
        color=REVIEW_COLOR,
    )


def _steps(
    row: CalendarRow, own: CalendarEvent, due_on: date, followed: FollowedLine, frame: Frame
) -> Iterator[CalendarEvent]:
    """The steps of a line, but for the last one that is the deadline itself."""
    messages = frame.messages
    changed = max(own.last_modified, followed.changed_at)
    for dated in count_back(followed.line, due_on, frame.calendar):
        if dated.on == due_on and not dated.step.working_days:
            continue
        before = messages.plural(
            "%(num)s werkdag voor %(day)s (%(line)s)",
            "%(num)s werkdagen voor %(day)s (%(line)s)",
            dated.step.working_days,
            day=messages.long_date(due_on),
            line=followed.line.name,
        )
        unsure = messages.text("Niet zeker: de recesagenda is voor deze weken niet volledig.")
        lines = [before, *([] if dated.is_sure else [unsure]), own.description]
        yield replace(
            own,
            uid=f"step-{row.id}-{dated.step.key}@nakoming",
            day=dated.on,
            summary=f"{dated.step.name} – {own.summary}",
            description="\n".join(lines),
            categories=(messages.text("Stap"), *own.categories),
            tentative=own.tentative or not dated.is_sure,
            sequence=_sequence(changed, row.version, row.item_version, followed.version),
            stamp=changed,
            last_modified=changed,
            color=STEP_COLOR,
            parent=own.uid,
        )


def _name(row: CalendarRow, kind: str) -> str:
    submitters = json.loads(row.submitters or "[]") if row.kind is Kind.MOTION else []
    if submitters:
        return f"{kind} {'/'.join(submitters)}{' c.s.' if row.cum_suis else ''}"
    return f"{kind} {row.number}"


def _settled_summary(row: CalendarRow, summary: str, messages: Messages) -> str:
    if row.state is DeadlineState.OPEN:
        return summary
    return f"{label(messages, 'deadline_state', row.state)}: {summary}"


def _address(row: CalendarRow, frame: Frame) -> str:
    return f"{frame.base_url}/items/{row.number}"


def _description(row: CalendarRow, frame: Frame) -> Iterator[str]:
    messages = frame.messages
    yield f"{row.number} {row.title}"
    yield messages.text("Bewoording: ‘%(wording)s’", wording=row.wording)
    yield label(messages, "certainty", row.certainty)
    if row.on_time_until and row.on_time_until != row.due_on:
        day = messages.long_date(row.on_time_until)
        yield messages.text("Op tijd tot en met %(day)s", day=day)
    yield from _reasoning(row, frame)
    status = label(messages, "status", row.status)
    yield messages.text("Status: %(status)s", status=status)
    if row.minister:
        yield messages.text("Bewindspersoon: %(name)s", name=row.minister)
    if row.owner:
        yield messages.text("Behandelaar: %(name)s", name=row.owner)
    if row.source_place:
        yield messages.text("Vindplaats: %(place)s", place=row.source_place)
    yield _address(row, frame)


def _reasoning(row: CalendarRow, frame: Frame) -> Iterator[str]:
    messages = frame.messages
    if row.own_date_reason is not None:
        yield messages.text(
            "Eigen datum van de behandelaar: %(reason)s", reason=row.own_date_reason
        )
    elif row.occurrence and row.first_due_on:
        first = messages.long_date(row.first_due_on)
        yield messages.text(
            "Keer %(number)s van een reeks, geteld vanaf %(first)s.",
            number=row.occurrence + 1,
            first=first,
        )
    else:
        yield from reasons(row, frame.calendar, messages)


def _sequence(changed: datetime, *versions: int) -> int:
    """Seconds since 2020 of the last change, and the versions: neither ever gets smaller.

    The versions tell two changes within one second apart. The seconds go on where a row of a
    series, whose version begins at 1, takes the place of what was foreseen for it.
    """
    return max(0, int((changed - COUNTED_FROM).total_seconds())) + sum(versions)
