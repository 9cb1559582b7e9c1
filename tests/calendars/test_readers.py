"""Programs of others read our calendars over HTTP, and all read the same in them."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.calendars.programs import Khal, Reading
from tracker.adapters.ical import CalendarEvent, CalendarFeed, render_calendar

POLL_SECONDS = 0.02
CHANGED = datetime(2021, 6, 2, 8, 30, tzinfo=UTC)
HARD = 'Coördinatie; € 5, "zo": \\x of C:\\map, 🙂👩‍👧 ٪ ' + "ë€🙂" * 40

LETTER = CalendarEvent(
    uid="deadline-7@nakoming",
    day=date(2021, 7, 8),
    summary="Te laat: Resultaten van EMM en APM naar de Kamer; vóór het reces",
    description="Toezegging T-2021-0001\n\nBewoording: ‘voor het zomerreces’, € 5; 🙂\\einde",
    url="https://nakoming.example/items/T-2021-0001",
    categories=("Toezegging", "Migratie, asiel"),
    tentative=False,
    sequence=2,
    stamp=CHANGED,
    last_modified=CHANGED,
    color="crimson",
    alarm_days=3,
)
STEP = replace(
    LETTER,
    uid="step-7-minister@nakoming",
    day=date(2021, 6, 30),
    summary="Naar de bewindspersoon",
    parent=LETTER.uid,
)
MAYBE = replace(
    LETTER, uid="deadline-8@nakoming", day=date(2020, 2, 29), summary="Brief", tentative=True
)
STRANGE = replace(
    LETTER,
    uid="deadline-9@nakoming",
    day=date(2021, 12, 31),
    summary=HARD,
    description=f"{HARD}\n{HARD}",
)
GONE = replace(LETTER, uid="deadline-10@nakoming", summary="Ingetrokken: Brief", cancelled=True)
SUMMER_TIME = replace(LETTER, uid="deadline-11@nakoming", day=date(2021, 3, 28))
WINTER_TIME = replace(LETTER, uid="deadline-12@nakoming", day=date(2021, 10, 31), description="")
RECESS = replace(
    LETTER,
    uid="recess-1@nakoming",
    day=date(2021, 7, 9),
    last_day=date(2021, 8, 30),
    summary="Zomerreces",
)
EVENTS = (LETTER, STEP, MAYBE, STRANGE, GONE, SUMMER_TIME, WINTER_TIME, RECESS)
FEED = CalendarFeed(
    name="Mijn termijnen; ë, € 🙂",
    description="Termijnen uit Nakoming",
    url="https://nakoming.example/deadlines",
    events=EVENTS,
)


class Site:
    """A calendar on a port, which a test may change."""

    def __init__(self) -> None:
        self.calendar = b""
        self.address = ""

    def publish(self, *events: CalendarEvent) -> None:
        """From now on the calendar has these events."""
        self.calendar = render_calendar(replace(FEED, events=events))


@contextmanager
def listening() -> Iterator[Site]:
    """A server on this machine that gives a site's calendar."""
    site = Site()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/calendar; charset=utf-8")
            self.send_header("Content-Length", str(len(site.calendar)))
            self.end_headers()
            self.wfile.write(site.calendar)

        def log_message(self, format: str, *arguments: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        site.address = f"http://127.0.0.1:{server.server_port}/termijnen.ics"
        thread = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,))
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    with listening() as one:
        yield one


def meant(event: CalendarEvent) -> Reading:
    """What a reader should understand."""
    plain = "TENTATIVE" if event.tentative else "CONFIRMED"
    return Reading(
        event.uid,
        event.day,
        (event.last_day or event.day) + timedelta(days=1),
        event.summary.strip(),
        event.description,
        "CANCELLED" if event.cancelled else plain,
    )


def without_uid(readings: list[Reading]) -> list[Reading]:
    return sorted(replace(one, uid="") for one in readings)


def test_each_reader_reads_what_was_meant(
    site: Site, reader: Callable[[str], list[Reading]]
) -> None:
    site.publish(*EVENTS)
    assert reader(site.address) == sorted(map(meant, EVENTS))


def test_a_calendar_without_events_is_one_too(
    site: Site, reader: Callable[[str], list[Reading]]
) -> None:
    site.publish()
    assert reader(site.address) == []


def test_a_backslash_before_an_n_is_no_new_line_but_for_node_ical(
    site: Site, reader: Callable[[str], list[Reading]], request: pytest.FixtureRequest
) -> None:
    event = replace(LETTER, description="C:\\notitie")
    site.publish(event)
    [read] = reader(site.address)
    astray = request.node.callspec.params["reader"] == "node-ical"
    assert read.description == ("C:\\\notitie" if astray else event.description)


def test_a_subscription_follows_what_moves_what_is_withdrawn_and_what_goes(
    site: Site, khal_programs: Path, tmp_path: Path
) -> None:
    site.publish(LETTER, STRANGE, RECESS)
    khal = Khal(khal_programs, tmp_path, site.address)
    khal.fetch()
    assert khal.read(date(2021, 1, 1), 400) == without_uid(
        [meant(LETTER), meant(STRANGE), meant(RECESS)]
    )

    moved = replace(LETTER, day=date(2021, 9, 16), sequence=3, tentative=True)
    withdrawn = replace(STRANGE, summary=f"Ingetrokken: {HARD}", cancelled=True, sequence=3)
    site.publish(moved, withdrawn)
    khal.fetch()
    assert khal.read(date(2021, 1, 1), 400) == without_uid([meant(moved), meant(withdrawn)])

    site.publish(moved)
    khal.fetch()
    assert khal.read(date(2021, 1, 1), 400) == without_uid([meant(moved)])
