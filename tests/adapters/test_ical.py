import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import vobject
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker.adapters.ical import (
    CalendarEvent,
    CalendarFeed,
    assemble_calendar,
    render_calendar,
    render_event,
)

EVENT = CalendarEvent(
    uid="deadline-7@nakoming.example",
    day=date(2021, 7, 8),
    summary="Resultaten van EMM en APM naar de Kamer; vóór het reces",
    description="Toezegging T-2021-0001\nUiterlijk voor het zomerreces van 2021.",
    url="https://nakoming.example/items/T-2021-0001",
    categories=("Toezegging", "Migratie, asiel"),
    tentative=True,
    sequence=2,
    stamp=datetime(2021, 6, 2, 10, 30, tzinfo=timezone(timedelta(hours=2))),
    last_modified=datetime(2021, 6, 2, 8, 30, tzinfo=UTC),
    color="seagreen",
)
STEP = replace(
    EVENT,
    uid="step-7-a1@nakoming.example",
    day=date(2021, 6, 17),
    summary="Afstemming",
    description="",
    categories=(),
    tentative=False,
    parent=EVENT.uid,
    alarm_days=1,
)
RECESS = replace(
    EVENT,
    uid="recess-1@nakoming.example",
    day=date(2021, 7, 9),
    last_day=date(2021, 8, 30),
    summary="Zomerreces",
    description="",
    categories=(),
    cancelled=True,
    alarm_days=3,
)
FEED = CalendarFeed(
    name="Samen tegen mensenhandel",
    description="Termijnen uit Nakoming",
    url="https://nakoming.example/deadlines?view=3",
    events=(EVENT, STEP, RECESS),
)

GOLDEN = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Nakoming//Agendakoppeling//NL
CALSCALE:GREGORIAN
NAME:Samen tegen mensenhandel
X-WR-CALNAME:Samen tegen mensenhandel
DESCRIPTION:Termijnen uit Nakoming
X-WR-CALDESC:Termijnen uit Nakoming
URL:https://nakoming.example/deadlines?view=3
LAST-MODIFIED:20210602T083000Z
REFRESH-INTERVAL;VALUE=DURATION:PT1H
X-PUBLISHED-TTL:PT1H
BEGIN:VEVENT
UID:deadline-7@nakoming.example
DTSTAMP:20210602T083000Z
LAST-MODIFIED:20210602T083000Z
SEQUENCE:2
DTSTART;VALUE=DATE:20210708
DTEND;VALUE=DATE:20210709
SUMMARY:Resultaten van EMM en APM naar de Kamer\\; vóór het reces
DESCRIPTION:Toezegging T-2021-0001\\nUiterlijk voor het zomerreces van 2021
 .
URL:https://nakoming.example/items/T-2021-0001
CATEGORIES:Toezegging,Migratie\\, asiel
STATUS:TENTATIVE
TRANSP:TRANSPARENT
COLOR:seagreen
END:VEVENT
BEGIN:VEVENT
UID:step-7-a1@nakoming.example
DTSTAMP:20210602T083000Z
LAST-MODIFIED:20210602T083000Z
SEQUENCE:2
DTSTART;VALUE=DATE:20210617
DTEND;VALUE=DATE:20210618
SUMMARY:Afstemming
URL:https://nakoming.example/items/T-2021-0001
STATUS:CONFIRMED
TRANSP:TRANSPARENT
COLOR:seagreen
RELATED-TO;RELTYPE=PARENT:deadline-7@nakoming.example
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT15H
DESCRIPTION:Afstemming
END:VALARM
END:VEVENT
BEGIN:VEVENT
UID:recess-1@nakoming.example
DTSTAMP:20210602T083000Z
LAST-MODIFIED:20210602T083000Z
SEQUENCE:2
DTSTART;VALUE=DATE:20210709
DTEND;VALUE=DATE:20210831
SUMMARY:Zomerreces
URL:https://nakoming.example/items/T-2021-0001
STATUS:CANCELLED
TRANSP:TRANSPARENT
COLOR:seagreen
END:VEVENT
END:VCALENDAR
"""


def read(calendar: bytes) -> Any:
    return vobject.readOne(calendar.decode())


def test_the_calendar_is_byte_for_byte_this_one() -> None:
    assert render_calendar(FEED).decode() == GOLDEN.replace("\n", "\r\n")


def test_a_firm_date_is_confirmed_and_an_empty_description_left_out() -> None:
    lines = render_event(replace(EVENT, tentative=False, description="", categories=()))

    assert b"STATUS:CONFIRMED\r\n" in lines
    assert b"DESCRIPTION" not in lines
    assert b"CATEGORIES" not in lines


def test_a_calendar_without_events_says_nothing_about_when_it_changed() -> None:
    calendar = render_calendar(replace(FEED, events=()))

    assert b"LAST-MODIFIED" not in calendar
    assert b"BEGIN:VEVENT" not in calendar
    assert read(calendar).contents["x-wr-calname"][0].value == FEED.name


def test_events_rendered_before_give_the_same_calendar() -> None:
    other = replace(EVENT, uid="deadline-8@nakoming.example", day=date(2021, 12, 31))
    feed = replace(FEED, events=(EVENT, other))

    kept = [render_event(event) for event in feed.events]

    assert assemble_calendar(feed, kept) == render_calendar(feed)


def test_an_event_on_the_last_day_there_is_has_no_end() -> None:
    lines = render_event(replace(EVENT, day=date.max))

    assert b"DTSTART;VALUE=DATE:99991231\r\n" in lines
    assert b"DTEND" not in lines


def test_control_characters_become_a_sign_and_every_line_end_a_newline() -> None:
    text = "een\x07twee\r\ndrie\rvier\u2028vijf\x85zes"

    event = read(render_calendar(replace(FEED, events=(replace(EVENT, description=text),)))).vevent

    assert event.description.value == "een\ufffdtwee\ndrie\nvier\nvijf\nzes"


def test_a_summary_is_one_line() -> None:
    event = replace(EVENT, summary="  Brief\r\nover\tregie  ")

    assert b"SUMMARY:Brief over regie\r\n" in render_event(event)


texts = st.text(
    st.sampled_from('ab ,;:\\"\r\n\té€🙂👩\u200d👧مرحبا') | st.characters(), max_size=200
)


@settings(deadline=None)
@given(text=texts, day=st.dates(max_value=date(9999, 12, 30)))
@example(text="€🙂;\r\n," * 2000, day=date(2020, 2, 29))
@example(text="\\n\\;", day=date(2021, 12, 31))
@example(text="\\", day=date(2000, 2, 28))
@example(text="half een teken: \ud800", day=date(2000, 1, 1))
def test_any_text_and_day_come_through(text: str, day: date) -> None:
    feed = replace(
        FEED,
        name=text,
        description=text,
        events=(replace(EVENT, summary=text, description=text, day=day),),
    )

    calendar = render_calendar(feed)

    assert calendar == render_calendar(feed)
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", calendar) is None
    lines = calendar.removesuffix(b"\r\n").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()
    event = read(calendar).vevent
    assert event.dtstart.value == day
    assert event.dtend.value == day + timedelta(days=1)
    printable = re.sub("\r\n|[\r\x0b\x0c\x85\u2028\u2029]", "\n", text)
    printable = re.sub("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", printable)
    assert (event.contents["description"][0].value if text else "") == printable
    assert event.summary.value == re.sub("[\n\t ]+", " ", printable).strip(" ")
