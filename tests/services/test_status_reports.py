"""Status reports over the worked case, and over examples beside what the lists count."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, func, select

from tests.services.test_rules_hold import MovingClock
from tests.worked_case import CLOCK, actor
from tracker.adapters.sittings import shipped_calendar
from tracker.db.queries import items as queries
from tracker.db.session import Store
from tracker.db.tables import Deadline
from tracker.domain.errors import DomainError
from tracker.domain.planning import DeadlineState
from tracker.domain.selections import Due, Openness, Selection
from tracker.domain.status_reports import Amount, DelayBand, Lateness, Moved, Place, StatusReport
from tracker.domain.statuses import Kind, Status
from tracker.services.deadline_lists import vantage_from
from tracker.services.deadlines import Plan, move_deadline, settle_deadline, tell_house
from tracker.services.examples import add_examples
from tracker.services.status_reports import Answer, PlaceName, Question, ask_report, places

JUNE = date(2021, 6, 1)
TODAY = date(2021, 7, 1)
DRC = PlaceName("DRC", "Directie Rechtshandhaving en Criminaliteitsbestrijding")
DMB = PlaceName("DMB", "Directie Migratiebeleid")


def ask(store: Store, by: Place = Place.UNIT, of: str = "", on: date = TODAY) -> Answer:
    with store.snapshot() as session:
        return ask_report(session, actor(store), CLOCK, Question(by, of, on))


def test_the_worked_case_as_it_was_known_on_the_first_of_june(case_store: Store) -> None:
    answer = ask(case_store, on=JUNE)
    report = answer.report
    months = [(one.first, one.came_in, one.closed) for one in report.months]
    assert report == StatusReport(
        on=JUNE,
        counts={
            (Kind.MOTION, Status.IN_PROGRESS): 3,
            (Kind.COMMITMENT, Status.IN_PROGRESS): 1,
            (Kind.RECOMMENDATION, Status.IN_PROGRESS): 3,
        },
        due={4: Amount(), 13: Amount(4, 3), 26: Amount(4, 3)},
        undated=Amount(2, 2),
        late=Lateness(Amount(), None, None),
        months=report.months,
        delay=report.delay,
        moved=Moved(0, 0),
    )
    assert (months[0][0], months[-1][0]) == (date(2020, 7, 1), JUNE)
    assert [month for month in months if month[1:] != (0, 0)] == [
        (date(2020, 10, 1), 3, 0),
        (date(2021, 1, 1), 2, 0),
    ]
    assert report.delay.bands[DelayBand.ON_TIME] == report.delay.met == 1
    assert [(row.place, row.report.open) for row in answer.places] == [(DMB, 2), (DRC, 5)]
    assert (answer.without_history, answer.is_today, answer.place) == (0, False, None)


def test_a_day_later_what_was_done_since_is_counted(case_store: Store) -> None:
    before, after = ask(case_store, on=date(2021, 6, 29)), ask(case_store, on=date(2021, 6, 30))
    assert before.report.with_status(Status.PROPOSED_MET) == 0
    assert after.report.with_status(Status.PROPOSED_MET) == 1


def test_one_place_has_its_own_items_and_no_rows(case_store: Store) -> None:
    answer = ask(case_store, of="DMB")
    assert (answer.place, answer.report.total, answer.places) == (DMB, 2, ())
    programme = "Samen tegen mensenhandel"
    found = ask(case_store, Place.PROGRAMME, programme)
    assert (found.place, found.report.total) == (PlaceName(programme, programme), 7)


def test_the_sum_of_the_places_is_the_whole(case_store: Store) -> None:
    with case_store.writing() as session:
        add_examples(session, CLOCK, 60)
    for by in Place:
        answer = ask(case_store, by)
        assert sum(row.report.total for row in answer.places) == answer.report.total == 67
        assert answer.without_history == 60


def test_what_is_counted_today_is_what_the_lists_have(case_store: Store) -> None:
    with case_store.writing() as session:
        add_examples(session, CLOCK, 200)
    with case_store.reading() as session:
        vantage = vantage_from(actor(case_store), TODAY, shipped_calendar())
        for of in ("", "DRC", "DMB"):
            report = ask(case_store, of=of).report

            def count(due: Due | None = None, unit: str = of, **chosen: object) -> int:
                selection = Selection(due=due, unit=unit, **chosen)  # type: ignore[arg-type]
                return session.scalar(queries.count_of(selection, vantage)) or 0

            assert report.late.amount.items == count(Due.LATE)
            assert report.due[4].items == count(Due.FOUR_WEEKS)
            assert report.undated.items == count(Due.REVIEW)
            assert report.open == count()
            assert report.closed == count(openness=Openness.CLOSED)
            for kind in Kind:
                assert report.of_kind(kind, open_=True) == count(kinds=(kind,))
            for status in Status:
                assert report.with_status(status) == count(
                    openness=Openness.ALL, statuses=(status,)
                )


def test_it_takes_as_many_queries_for_three_items_as_for_one(case_store: Store) -> None:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    counts = []
    for examples in (1, 2):
        with case_store.writing() as session:
            add_examples(session, CLOCK, examples)
        asked.clear()
        event.listen(case_store.engine, "before_cursor_execute", note)
        ask(case_store)
        event.remove(case_store.engine, "before_cursor_execute", note)
        counts.append(len([one for one in asked if "SELECT" in one]))
    # With who asks: one for the names, two for the first day, one for the history, two for
    # the keys, two for what has no history, and one for what may be seen.
    assert counts == [10, 10]


def deadline_of(session: Session) -> Deadline:
    return session.exec(select(Deadline).where(Deadline.due_on == date(2021, 6, 30))).one()


def test_a_moved_deadline_is_late_and_untold_until_the_house_is_told(case_store: Store) -> None:
    who, calendar = actor(case_store), shipped_calendar()
    with case_store.writing() as session:
        one = deadline_of(session)
        key, version = one.id, one.version
        plan = Plan(one.wording, one.reference_date, own_date=date(2021, 9, 1))
        move_deadline(session, who, CLOCK, calendar, key, version, plan, reason="Later")
    report = ask(case_store).report
    assert report.moved == Moved(told=0, untold=1)
    assert report.late == Lateness(Amount(1, 1), 1, 1)
    with case_store.writing() as session:
        version = session.get_one(Deadline, key).version
        tell_house(session, who, CLOCK, key, version, "31 015, nr. 230")
    report = ask(case_store).report
    assert (report.moved, report.late.amount) == (Moved(told=1, untold=0), Amount())
    later = MovingClock(timedelta(), [20])
    with case_store.writing() as session:
        version = session.get_one(Deadline, key).version
        settle_deadline(session, who, later, key, version, DeadlineState.MET)
    with case_store.snapshot() as session:
        question = Question(Place.UNIT, "", later.today())
        delay = ask_report(session, who, later, question).report.delay
    # 21 days after 30 June, as it was first promised.
    assert (delay.bands[DelayBand.FOUR_WEEKS], delay.longest_days) == (1, 21)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (Question(Place.UNIT, "", date(2021, 7, 2)), "report.future"),
        (Question(Place.UNIT, "", date(2021, 1, 12)), "report.too_early"),
        (Question(Place.UNIT, "Onzin", TODAY), "report.unknown_place"),
    ],
)
def test_what_cannot_be_told_is_refused(case_store: Store, question: Question, code: str) -> None:
    with case_store.snapshot() as session, pytest.raises(DomainError) as refused:
        ask_report(session, actor(case_store), CLOCK, question)
    assert refused.value.code == code


def test_a_place_of_another_sort_is_left_out(case_store: Store) -> None:
    answer = ask(case_store, Place.MINISTER, "DRC")
    assert (answer.question.of, answer.place) == ("", None)


def test_the_places_that_can_be_chosen(case_store: Store) -> None:
    with case_store.reading() as session:
        found = places(session)
        assert found[Place.UNIT] == (DMB, DRC)
        deadlines = session.exec(select(func.count()).select_from(Deadline)).one()
    assert [len(found[place]) > 0 for place in Place] == [True] * 3
    assert deadlines
