"""A calendar of deadlines as iCalendar (RFC 5545, with the properties of RFC 7986).

The file has no METHOD: a published calendar with one would need an ORGANIZER in every
event (RFC 5546, 3.2.1), and a deadline invites nobody.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from icalendar import Calendar, Event, vCategory, vDate, vDatetime, vDuration, vText, vUri

_PRODUCT = "-//Nakoming//Agendakoppeling//NL"
_END = b"END:VCALENDAR\r\n"
_REFRESH_EVERY = timedelta(hours=6)

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SPACES = re.compile("[\n\t ]+")


@dataclass(frozen=True)
class CalendarEvent:
    """A day in a calendar; `stamp` and `last_modified` (aware) come from the row, never from now.

    `uid` never changes; `sequence` goes up at each change that readers must notice.
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


@dataclass(frozen=True)
class CalendarFeed:
    """A calendar with its events; `uid` never changes, `url` is its page for people."""

    name: str
    description: str
    url: str
    uid: str
    events: tuple[CalendarEvent, ...]


def render_calendar(feed: CalendarFeed) -> bytes:
    """The calendar as a file; equal feeds give equal bytes."""
    return assemble_calendar(feed, map(render_event, feed.events))


@lru_cache(maxsize=20_000)
def render_event(event: CalendarEvent) -> bytes:
    """One event as lines of a calendar file, kept as long as the event is the same."""
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
    if event.day < date.max:
        component.add("dtend", vDate(event.day + timedelta(days=1)), parameters={"VALUE": "DATE"})
    component.add("summary", _one_line(event.summary))
    if event.description:
        component.add("description", _text(event.description))
    component.add("url", vUri(event.url))
    if event.categories:
        component.add("categories", vCategory([_one_line(name) for name in event.categories]))
    component.add("status", vText("TENTATIVE" if event.tentative else "CONFIRMED"))
    component.add("transp", vText("TRANSPARENT"))
    return component


def _calendar(feed: CalendarFeed) -> Calendar:
    calendar = Calendar()
    calendar.add("version", vText("2.0"))
    calendar.add("prodid", vText(_PRODUCT))
    calendar.add("calscale", vText("GREGORIAN"))
    calendar.add("uid", _one_line(feed.uid))
    for name in ("name", "x-wr-calname"):
        calendar.add(name, _one_line(feed.name))
    for name in ("description", "x-wr-caldesc"):
        calendar.add(name, _text(feed.description))
    calendar.add("url", vUri(feed.url))
    if feed.events:
        newest = max(event.last_modified for event in feed.events)
        calendar.add("last-modified", vDatetime(newest.astimezone(UTC)))
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
