"""Adopted motions of which nothing was said after the vote."""

from datetime import date, timedelta

from tests.worked_case import CLOCK, actor
from tracker.db.session import Store
from tracker.db.tables import Item, ProgressNote
from tracker.domain.statuses import Kind, Outcome, Status
from tracker.services.actors import SYSTEM, act
from tracker.services.motions_unanswered import (
    Unanswered,
    UnansweredMotions,
    motions_unanswered,
)

TODAY = CLOCK.today()
VOTED = TODAY - timedelta(days=29)


def motion(
    store: Store,
    number: str,
    *,
    voted_on: date | None = VOTED,
    outcome: Outcome = Outcome.ADOPTED,
    status: Status = Status.RECEIVED,
) -> Item:
    with store.writing() as session:
        act(session, SYSTEM, CLOCK)
        item = Item(
            number=number, kind=Kind.MOTION, title="Over tolken", outcome=outcome, status=status,
            voted_on=voted_on, reference_date=VOTED, created_at=CLOCK.now(),
            changed_at=CLOCK.now(),
        )  # fmt: skip
        session.add(item)
    return item


def read(store: Store) -> UnansweredMotions:
    reader = actor(store)
    with store.reading() as session:
        return motions_unanswered(session, reader, TODAY, timedelta(days=28))


def test_a_motion_waits_from_the_day_after_its_time(case_store: Store) -> None:
    before = read(case_store)
    motion(case_store, "M-2021-0101", voted_on=TODAY - timedelta(days=28))
    motion(case_store, "M-2021-0102", outcome=Outcome.REJECTED)
    motion(case_store, "M-2021-0103", status=Status.MET)
    assert read(case_store) == before == UnansweredMotions(0, ())

    motion(case_store, "M-2021-0104")
    motion(case_store, "M-2021-0105", voted_on=None)
    assert read(case_store) == UnansweredMotions(
        2,
        (
            Unanswered("M-2021-0104", "Over tolken", VOTED, 29),
            Unanswered("M-2021-0105", "Over tolken", VOTED, 29),
        ),
    )


def test_a_progress_note_is_an_answer(case_store: Store) -> None:
    item = motion(case_store, "M-2021-0104")
    with case_store.writing() as session:
        act(session, SYSTEM, CLOCK)
        session.add(
            ProgressNote(item_id=item.id, noted_on=TODAY, text="Volgt", written_at=CLOCK.now())
        )
    assert read(case_store).total == 0


def test_the_longest_waiting_are_named(case_store: Store) -> None:
    for n in range(7):
        motion(case_store, f"M-2021-02{n:02}", voted_on=VOTED - timedelta(days=n))
    found = read(case_store)
    assert (found.total, [one.days for one in found.longest]) == (7, [35, 34, 33, 32, 31])
