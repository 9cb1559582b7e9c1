"""Deadlines counted and listed: the same numbers on the start page and on Termijnen."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event

from tests.worked_case import CLOCK, actor
from tracker.adapters.messages import translator
from tracker.adapters.sittings import shipped_calendar
from tracker.db.session import Store
from tracker.domain.planning import Certainty, DeadlineState, Period
from tracker.domain.selections import Due, Openness, Selection
from tracker.domain.sittings import SittingCalendar
from tracker.domain.statuses import Kind
from tracker.domain.terms import Flag
from tracker.services.deadline_lists import (
    DeadlinePage,
    count_deadlines,
    deadline_page,
    deadlines_of,
    form_facts,
    preview,
    vantage_from,
)
from tracker.services.items import find_item

CALENDAR = shipped_calendar()
TODAY = date(2021, 7, 1)
YEAR = Period(date(2021, 4, 1), date(2022, 3, 31), carries_rest=True)
NL = translator("nl")


def count(store: Store, selection: Selection, calendar: SittingCalendar = CALENDAR) -> int:
    who = actor(store)
    with store.reading() as session:
        return count_deadlines(session, who, selection, TODAY, calendar)


def page(
    store: Store, selection: Selection, period: Period = YEAR, number: int = 1
) -> DeadlinePage:
    vantage = vantage_from(actor(store), TODAY, CALENDAR)
    with store.reading() as session:
        return deadline_page(session, vantage, CALENDAR, NL, selection, period, number)


def watched(store: Store) -> list[str]:
    """The queries that are sent from here on."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(("SELECT", "WITH")):
            statements.append(statement)

    event.listen(store.engine, "before_cursor_execute", note)
    return statements


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), 8),
        (Selection(due=Due.LATE), 1),
        (Selection(due=Due.FOUR_WEEKS), 3),
        (Selection(due=Due.BEFORE_RECESS), 2),
        (Selection(due=Due.REVIEW), 2),
        (Selection(due=Due.NONE), 0),
        (Selection(kinds=(Kind.COMMITMENT,)), 2),
        (Selection(owner="me"), 7),
        (Selection(openness=Openness.ALL), 9),
        (Selection(openness=Openness.CLOSED), 0),
        (Selection(due=Due.LATE, openness=Openness.CLOSED), 0),
        (Selection(programme="bestaat niet"), 0),
    ],
)
def test_a_selection_of_items_counts_their_deadlines(
    case_store: Store, selection: Selection, expected: int
) -> None:
    assert count(case_store, selection) == expected
    assert page(case_store, selection).total == expected


def test_without_a_known_recess_nothing_is_said_to_be_due_before_it(case_store: Store) -> None:
    assert count(case_store, Selection(due=Due.BEFORE_RECESS), SittingCalendar([])) == 0


def test_a_year_shows_what_is_late_due_and_without_a_date(case_store: Store) -> None:
    found = page(case_store, Selection())
    assert [
        (row.number, row.due_on, row.certainty, row.days_late, row.days_left, row.flags)
        for row in found.rows
    ] == [
        ("A-2021-0003", date(2021, 6, 30), Certainty.FIRM, 1, -1, ()),
        ("T-2021-0001", date(2021, 7, 8), Certainty.FIRM, 0, 7, ()),
        ("T-2021-0001", date(2021, 7, 8), Certainty.FIRM, 0, 7, ()),
        ("A-2021-0001", date(2021, 7, 11), Certainty.PROVISIONAL, 0, 10, IN_RECESS_ON_SUNDAY),
        ("A-2021-0001", date(2021, 12, 31), Certainty.FIRM, 0, 183, (Flag.IN_RECESS,)),
        ("A-2021-0002", date(2021, 12, 31), Certainty.FIRM, 0, 183, (Flag.IN_RECESS,)),
        ("M-2021-0002", None, Certainty.UNRESOLVED, 0, 0, ()),
        ("A-2021-0001", None, Certainty.UNRESOLVED, 0, 0, ()),
    ]
    assert found.by_month == {(2021, 6): 1, (2021, 7): 3, (2021, 12): 2, None: 2}
    assert (found.total, found.later, found.page, found.pages) == (8, 0, 1, 1)
    assert [(mark.due_on, mark.state) for mark in found.marks][:2] == [
        (date(2021, 4, 11), DeadlineState.MET),
        (date(2021, 6, 30), DeadlineState.OPEN),
    ]
    assert (len(found.marks), found.marks_left_out) == (7, False)


IN_RECESS_ON_SUNDAY = (Flag.IN_RECESS, Flag.ON_WEEKEND)


def test_the_month_of_today_keeps_what_is_late_from_before_it(case_store: Store) -> None:
    july = Period(date(2021, 7, 1), date(2021, 7, 31), carries_rest=True)
    found = page(case_store, Selection(), july)
    assert found.by_month == {(2021, 6): 1, (2021, 7): 3, None: 2}
    assert found.later == 2
    august = Period(date(2021, 8, 1), date(2021, 8, 31), carries_rest=False)
    assert page(case_store, Selection(), august).rows == ()


def test_a_page_past_the_end_is_the_last(case_store: Store) -> None:
    assert page(case_store, Selection(), number=99).page == 1


@pytest.mark.parametrize("selection", [Selection(kinds=(Kind.COMMITMENT,)), Selection()])
def test_a_page_takes_seven_queries_however_many_rows(
    case_store: Store, selection: Selection
) -> None:
    vantage = vantage_from(actor(case_store), TODAY, CALENDAR)
    with case_store.reading() as session:
        statements = watched(case_store)
        deadline_page(session, vantage, CALENDAR, NL, selection, YEAR)
    assert len(statements) == 7


@pytest.mark.parametrize(("number", "expected"), [("T-2021-0001", 2), ("A-2021-0001", 4)])
def test_the_deadlines_of_an_item_take_two_queries(
    case_store: Store, number: str, expected: int
) -> None:
    who = actor(case_store)
    with case_store.reading() as session:
        item = find_item(session, who, number)
        statements = watched(case_store)
        cards = deadlines_of(session, item.id, TODAY, CALENDAR, NL)
    assert (len(cards), len(statements)) == (expected, 2)


def test_a_deadline_says_why(case_store: Store) -> None:
    who = actor(case_store)
    with case_store.reading() as session:
        item = find_item(session, who, "T-2021-0001")
        [first, _] = deadlines_of(session, item.id, TODAY, CALENDAR, NL)
    assert first.why[0] == (
        "Het zomerreces van 2021 loopt van vrijdag 9 juli tot en met maandag 6 september."
    )
    assert (first.told, first.rests_on_recess, first.executor) == (True, True, "EMM")
    assert first.source is not None
    assert first.source.identifier == "kst-31015-221"


def test_a_later_occurrence_does_not_repeat_the_reasoning_of_the_first(
    case_store: Store,
) -> None:
    who = actor(case_store)
    with case_store.reading() as session:
        item = find_item(session, who, "A-2021-0001")
        cards = deadlines_of(session, item.id, TODAY, CALENDAR, NL)
    [now] = [card for card in cards if card.occurrence]
    assert (now.why, now.rhythm, now.first_due_on) == ((), "elke 3 maanden", date(2021, 4, 11))


def test_a_wording_is_shown_before_it_is_saved() -> None:
    reading = preview("een keer per drie maanden", date(2021, 1, 11), None, TODAY, CALENDAR, NL)
    assert (reading.due_on, reading.certainty, reading.rhythm, reading.days_left) == (
        date(2021, 4, 11),
        Certainty.PROVISIONAL,
        "elke 3 maanden",
        -81,
    )
    assert reading.flags == (Flag.ON_WEEKEND,)


def test_a_date_of_ones_own_is_shown_with_its_own_flags() -> None:
    own = date(2021, 7, 11)
    reading = preview("de komende maanden", date(2021, 1, 11), own, TODAY, CALENDAR, NL)
    assert (reading.due_on, reading.on_time_until, reading.certainty, reading.flags) == (
        own,
        own,
        Certainty.FIRM,
        IN_RECESS_ON_SUNDAY,
    )
    assert reading.is_own_date
    assert reading.why


def test_a_new_deadline_starts_from_its_item(case_store: Store) -> None:
    with case_store.reading() as session:
        facts = form_facts(session, actor(case_store), "M-2021-0002")
    assert (facts.reference_date, facts.counted_from, facts.source) == (
        date(2021, 1, 11),
        "31 015, nr. 221",
        "31 015, nr. 221",
    )
    assert [wording for _, _, wording in facts.open_deadlines] == ["de komende maanden"]
    assert CLOCK.today() == TODAY
