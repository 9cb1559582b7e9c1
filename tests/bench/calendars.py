"""Measures a calendar of 5,000 events: rendered first, rendered after one change, and asked again.

    python -m tests.bench.calendars [--items 2600] [--rounds 7] [--seconds 4]

Each rendering begins at the database and ends with the bytes of the file. Beside the first
stands icalendar alone: the same events, already there as objects, made into components and
then into bytes, with nothing around it. Each figure is the median of the rounds, which take
turns; the garbage collector is set as `nakoming serve` sets it. Then 16 clients ask for a file
that they have, of the real application behind uvicorn, beside a threaded route of the same
application that reads one row.
"""

import argparse
import gc
import socket
import tempfile
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import Any

import uvicorn
from icalendar import Calendar
from litestar import Litestar, Request, get
from sqlmodel import col, select

from tests import worked_case
from tests.bench.load import Check, Target, measure
from tests.bench.sync import describe_machine
from tests.worked_case import CLOCK
from tracker.adapters import ical
from tracker.adapters.ical import CalendarEvent
from tracker.adapters.sittings import shipped_calendar
from tracker.app import make_app
from tracker.config import Settings
from tracker.db.queries import calendars as queries
from tracker.db.schema import upgrade
from tracker.db.session import Store, make_engine
from tracker.db.tables import Deadline, User
from tracker.domain.calendar_options import CalendarOptions
from tracker.domain.planning import Certainty, DeadlineState, add_months
from tracker.domain.selections import Selection
from tracker.services.actors import SYSTEM, act
from tracker.services.calendar_events import events_of, frame_of, rendered
from tracker.services.calendars import Reader, calendar_of
from tracker.services.deadline_lists import vantage_from
from tracker.services.examples import add_examples
from tracker.services.recesses import add_shipped
from tracker.services.subscriptions import Wanted, subscribe

SITE = "https://nakoming.example.nl"
CLIENTS = 16
CALENDAR = shipped_calendar()


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the rows, measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=2_600)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=4.0)
    options = parser.parse_args(arguments)
    describe_machine()
    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{Path(name) / 'bench.sqlite3'}"
        store = made(url, options.items)
        measure_rendering(store, options.rounds)
        measure_asking(store, Path(name), url, options.seconds)


def made(url: str, items: int) -> Store:
    """A database with the worked case and so many examples."""
    upgrade(url)
    store = Store(make_engine(url))
    with store.writing() as session:
        add_shipped(session, CLOCK, shipped_calendar())
    worked_case.load(store)
    with store.writing() as session:
        add_examples(session, CLOCK, items)
    return store


def measure_rendering(store: Store, rounds: int) -> None:
    """Print the first rendering, icalendar's own, and the rendering after one change."""
    first, alone, changed = [], [], []
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 50)
    events = list(all_events(store))
    for number in range(rounds):
        rendered.cache_clear()
        first.append(timed(lambda: ours(store)))
        alone.append(timed(lambda: by_icalendar(events)))
        change_one(store, number)
        changed.append(timed(lambda: ours(store)))
    print(f"{len(events):,} events, {len(ours(store)):,} bytes; median of {rounds}")
    print(f"  first rendering            {median(first) * 1000:8.0f} ms")
    print(f"  icalendar alone            {median(alone) * 1000:8.0f} ms")
    print(f"  after one change           {median(changed) * 1000:8.0f} ms")
    print(f"  first / icalendar alone    {median(first) / median(alone):8.2f}  (aim: at most 1.3)")
    print(
        f"  icalendar / after a change {median(alone) / median(changed):8.1f}  (aim: at least 20)"
    )


def reader() -> Reader:
    """Somebody who sees everything, on the day of the demonstration."""
    return Reader(None, "nl", CLOCK.today(), CALENDAR, SITE)


def ours(store: Store) -> bytes:
    """The calendar of everything, from the database on."""
    with store.reading() as session:
        return calendar_of(session, reader(), Selection(), CalendarOptions(), name="Alles")


def all_events(store: Store) -> Iterator[CalendarEvent]:
    """The events of that calendar, as objects."""
    frame = frame_of("nl", SITE, CALENDAR, None)
    until = add_months(CLOCK.today(), 12)
    vantage = vantage_from(SYSTEM, CLOCK.today(), CALENDAR)
    with store.reading() as session:
        for statement in queries.of_selection(Selection(), vantage, CalendarOptions()):
            for row in map(queries.CalendarRow._make, session.execute(statement)):
                yield from events_of(row, None, until if row.recurs else None, frame)


def by_icalendar(events: Sequence[CalendarEvent]) -> bytes:
    """The same events as icalendar writes a whole calendar."""
    calendar = Calendar()
    for event in events:
        calendar.add_component(ical._event(event))
    content: bytes = calendar.to_ical(sorted=False)
    return content


def change_one(store: Store, number: int) -> None:
    """Change one deadline that the calendar shows."""
    with store.writing() as session:
        act(session, SYSTEM, CLOCK)
        chosen = (
            select(Deadline)
            .where(Deadline.state == DeadlineState.OPEN)
            .where(Deadline.certainty == Certainty.FIRM)
            .order_by(col(Deadline.id))
        )
        session.exec(chosen.limit(1)).one().what = f"Ronde {number}"


def timed(work: Callable[[], object]) -> float:
    """Seconds that something takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def measure_asking(store: Store, folder: Path, url: str, seconds: float) -> None:
    """Print how many answers of 304, and of one row, come in a second."""
    with store.reading() as session:
        owner = session.exec(select(User).order_by(col(User.email))).first()
    assert owner is not None
    actor = worked_case.actor(store, owner.email)
    with store.writing() as session:
        address = subscribe(session, actor, CLOCK, uuid.uuid4(), Wanted("Alles", None, ""))
    assert address
    path = f"/calendars/{address.token}.ics"
    with served(folder, url) as port:
        tag = first_tag(port, path)
        known = Target(port, path, {"If-None-Match": tag}, status_check(HTTPStatus.NOT_MODIFIED))
        row = Target(port, "/one-row", {}, status_check(HTTPStatus.OK))
        rates: dict[str, list[float]] = {"304": [], "one row": []}
        for _ in range(3):
            for name, target in (("304", known), ("one row", row)):
                rates[name].append(measure(target, CLIENTS, seconds).rate)
    not_modified, one_row = median(rates["304"]), median(rates["one row"])
    print(f"{CLIENTS} clients, one process; median of 3 times {seconds:g} seconds")
    print(f"  304 answers                {not_modified:8.0f} a second")
    print(f"  a route that reads a row   {one_row:8.0f} a second")
    print(f"  304 / one row              {not_modified / one_row:8.2f}  (aim: at least 0.5)")


@contextmanager
def served(folder: Path, url: str) -> Iterator[int]:
    """The application with one route more; gives its port."""
    settings = Settings(
        data_dir=folder, database_url=url, base_url=SITE, secret="a secret of the bench", demo=True
    )
    app = make_app(settings, CLOCK)
    app.register(read_one_row)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield listener.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


@get("/one-row", sync_to_thread=True)
def read_one_row(request: Request[Any, Any, Any]) -> str:
    """The name of somebody."""
    app: Litestar = request.app
    with app.state.office.store.reading() as session:
        return str(session.exec(select(User.name).limit(1)).one())


def first_tag(port: int, path: str) -> str:
    """The entity tag of a file."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    response = connection.getresponse()
    response.read()
    connection.close()
    return str(response.headers["ETag"])


def status_check(wanted: HTTPStatus) -> Check:
    """A check that an answer has this status."""
    return lambda status, _body: None if status == wanted else f"status {status}"


if __name__ == "__main__":
    main()
