"""A calendar of deadlines as iCalendar (RFC 5545, with the properties of RFC 7986).

The file has no METHOD: a published calendar with one would need an ORGANIZER in every
event (RFC 5546, 3.2.1), and a deadline invites nobody.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import (
    Alarm,
    Calendar,
    Event,
    vCategory,
    vDate,
    vDatetime,
    vDuration,
    vText,
    vUri,
)

_PRODUCT = "-//Nakoming//Agendakoppeling//NL"
_END = b"END:VCALENDAR\r\n"
_REFRESH_EVERY = timedelta(hours=1)
_ALARM_AT = timedelta(hours=9)

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES = re.compile("[\n\t ]+")


@dataclass(frozen=True)
class CalendarEvent:
    """A day in a calendar; `stamp` and `last_modified` (aware) come from the row, never from now.

    `uid` never changes; `sequence` goes up at each change that readers must notice. With a
    `last_day` it is a period, that day included. `color` is a name of CSS 3 (RFC 7986, 5.9).
    `parent` is the UID of the event that it leads up to. `alarm_days` before it, at nine in
    the morning, an alarm sounds.
    """

    uid: str
    day: date
    summary: str
    description: str
    url: str
    categories: tuple[str, ...]
    tentative: bool
    sequence: int
    stamp: datetime
    last_modified: datetime
    last_day: date | None = None
    cancelled: bool = False
    color: str = ""
    parent: str = ""
    alarm_days: int | None = None


@dataclass(frozen=True)
class CalendarFeed:
    """A calendar with its events; `url` is its page for people.

    `changed_at` is when the newest of its events changed; None is worked out from `events`.
    """

    name: str
    description: str
    url: str
    events: tuple[CalendarEvent, ...] = ()
    changed_at: datetime | None = None

    @property
    def newest(self) -> datetime | None:
        """When it last changed; None without events."""
        return self.changed_at or max((one.last_modified for one in self.events), default=None)


def render_calendar(feed: CalendarFeed) -> bytes:
    """The calendar as a file; equal feeds give equal bytes."""
    return assemble_calendar(feed, map(render_event, feed.events))


def render_event(event: CalendarEvent) -> bytes:
    """One event as lines of a calendar file."""
    lines: bytes = _event(event).to_ical(sorted=False)
    return lines


def assemble_calendar(feed: CalendarFeed, rendered_events: Iterable[bytes]) -> bytes:
    """The calendar around events that were rendered before."""
    lines: bytes = _calendar(feed).to_ical(sorted=False)
    head = lines.removesuffix(_END)
    return b"".join([head, *rendered_events, _END])


def _event(event: CalendarEvent) -> Event:
    component = Event()
    component.add("uid", _one_line(event.uid))
    component.add("dtstamp", vDatetime(event.stamp.astimezone(UTC)))
    component.add("last-modified", vDatetime(event.last_modified.astimezone(UTC)))
    component.add("sequence", event.sequence)
    component.add("dtstart", vDate(event.day), parameters={"VALUE": "DATE"})
    last_day = event.last_day or event.day
    if last_day < date.max:
        component.add("dtend", vDate(last_day + timedelta(days=1)), parameters={"VALUE": "DATE"})
    component.add("summary", _one_line(event.summary))
    if event.description:
        component.add("description", _text(event.description))
    component.add("url", vUri(event.url))
    if event.categories:
        component.add("categories", vCategory([_one_line(name) for name in event.categories]))
    component.add("status", vText(_status(event)))
    component.add("transp", vText("TRANSPARENT"))
    if event.color:
        component.add("color", vText(event.color))
    if event.parent:
        related = _one_line(event.parent)
        component.add("related-to", related, parameters={"RELTYPE": "PARENT"})
    if event.alarm_days is not None and not event.cancelled:
        component.add_component(_alarm(event, event.alarm_days))
    return component


def _status(event: CalendarEvent) -> str:
    if event.cancelled:
        return "CANCELLED"
    return "TENTATIVE" if event.tentative else "CONFIRMED"


def _alarm(event: CalendarEvent, days: int) -> Alarm:
    alarm = Alarm()
    alarm.add("action", vText("DISPLAY"))
    alarm.add("trigger", vDuration(_ALARM_AT - timedelta(days=days)))
    alarm.add("description", _one_line(event.summary))
    return alarm


def _calendar(feed: CalendarFeed) -> Calendar:
    calendar = Calendar()
    calendar.add("version", vText("2.0"))
    calendar.add("prodid", vText(_PRODUCT))
    calendar.add("calscale", vText("GREGORIAN"))
    # No UID: vdirsyncer takes a calendar's for that of each event, and keeps one of them.
    for name in ("name", "x-wr-calname"):
        calendar.add(name, _one_line(feed.name))
    for name in ("description", "x-wr-caldesc"):
        calendar.add(name, _text(feed.description))
    calendar.add("url", vUri(feed.url))
    if feed.newest:
        calendar.add("last-modified", vDatetime(feed.newest.astimezone(UTC)))
    refresh = vDuration(_REFRESH_EVERY)
    calendar.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(_REFRESH_EVERY))
    return calendar


def _one_line(text: str) -> vText:
    return vText(_SPACES.sub(" ", _readable(text)).strip(" "))


def _text(text: str) -> vText:
    return vText(_readable(text))


def _readable(text: str) -> str:
    """The text with line ends as newlines, and other control characters as U+FFFD.

    iCalendar has no way to write control characters.
    """
    return _CONTROLS.sub("\ufffd", _LINE_ENDS.sub("\n", text))
