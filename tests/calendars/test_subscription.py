"""Programs of others read a subscription of the real application, and follow its changes."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from tests.calendars.programs import Khal, Reading, with_vobject
from tests.live_server import SERVED, serving
from tests.worked_case import CLOCK, actor
from tracker.adapters.sittings import shipped_calendar
from tracker.db.session import Store, make_engine
from tracker.db.tables import Deadline
from tracker.domain.calendar_options import CalendarOptions
from tracker.domain.planning import DeadlineState
from tracker.services.deadlines import Plan, move_deadline, settle_deadline
from tracker.services.subscriptions import Wanted, subscribe

EVERYTHING = CalendarOptions(reviews=True, recesses=True, closed=True, alarm_days=3)


@dataclass(frozen=True)
class Subscribed:
    """A calendar of the running application, and its database."""

    address: str
    store: Store


@pytest.fixture
def subscribed(case_sqlite: Path, tmp_path: Path) -> Iterator[Subscribed]:
    """Noor Aksoy's calendar of all that is due, with everything that a calendar can show."""
    with serving(case_sqlite, tmp_path) as site:
        engine = make_engine(f"sqlite:///{tmp_path / SERVED}")
        store = Store(engine)
        who = actor(store)
        wanted = Wanted("Alle termijnen; ë, € 🙂", None, "", EVERYTHING)
        with store.writing() as session:
            made = subscribe(session, who, CLOCK, uuid.uuid4(), wanted)
        assert made
        yield Subscribed(f"{site}/calendars/{made.token}.ics", store)
        engine.dispose()


def uid(deadline: Deadline) -> str:
    return f"deadline-{deadline.id}@nakoming"


def dated(store: Store) -> list[Deadline]:
    """The open deadlines with a date, the earliest first."""
    with store.reading() as session:
        rows = session.exec(select(Deadline).where(Deadline.state == DeadlineState.OPEN))
        dated = [row for row in rows if row.due_on]
    return sorted(dated, key=lambda row: (str(row.due_on), row.id))


def test_each_reader_reads_the_dates_that_the_application_has(
    subscribed: Subscribed, reader: Callable[[str], list[Reading]]
) -> None:
    readings = reader(subscribed.address)
    days = {one.uid: (one.start, one.end) for one in readings}
    expected = {
        uid(row): (row.due_on, row.due_on + timedelta(days=1))
        for row in dated(subscribed.store)
        if row.due_on
    }
    assert len(expected) > 1
    assert {key: days.get(key) for key in expected} == expected
    assert readings == with_vobject(subscribed.address)


def test_a_subscription_follows_a_move_and_a_withdrawal(
    subscribed: Subscribed, khal_programs: Path, tmp_path: Path
) -> None:
    home = tmp_path / "khal"
    home.mkdir()
    khal = Khal(khal_programs, home, subscribed.address)
    khal.fetch()
    before = with_vobject(subscribed.address)
    assert khal.read(*span(before)) == without_uid(before)

    moved, withdrawn, *_ = dated(subscribed.store)
    who = actor(subscribed.store)
    with subscribed.store.writing() as session:
        plan = Plan(moved.wording, moved.reference_date, own_date=date(2021, 11, 18))
        move_deadline(
            session, who, CLOCK, shipped_calendar(), moved.id, moved.version, plan,
            reason="Er is meer tijd nodig; ë € 🙂",
        )  # fmt: skip
    with subscribed.store.writing() as session:
        row = session.get_one(Deadline, withdrawn.id)
        settle_deadline(
            session, who, CLOCK, row.id, row.version, DeadlineState.WITHDRAWN,
            reason="De Kamer ziet ervan af",
        )  # fmt: skip
    khal.fetch()
    after = with_vobject(subscribed.address)
    assert khal.read(*span(after)) == without_uid(after)
    by_uid = {one.uid: one for one in after}
    assert by_uid[uid(moved)].start == date(2021, 11, 18)
    assert by_uid[uid(withdrawn)].status == "CANCELLED"
    assert by_uid[uid(withdrawn)].summary.startswith("Ingetrokken: ")


def without_uid(readings: list[Reading]) -> list[Reading]:
    """The readings as khal gives them: vdirsyncer puts UIDs of its own in their place."""
    return sorted({replace(one, uid="") for one in readings})


def span(readings: list[Reading]) -> tuple[date, int]:
    """The first day of all readings, and how many days they take."""
    first = min(one.start for one in readings)
    return first, (max(one.end for one in readings) - first).days
