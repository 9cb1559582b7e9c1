"""The recess calendar: corrected by administrators, with deadlines that wait for an officer."""

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.worked_case import ADMINISTRATOR, CLOCK, actor
from tracker.adapters.messages import translator
from tracker.adapters.sittings import shipped_calendar
from tracker.db.session import Store
from tracker.db.tables import Deadline, RecessRow
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.planning import Strength
from tracker.domain.sittings import RecessKind, SittingCalendar
from tracker.services.deadlines import NewDeadline, Plan, add_deadline
from tracker.services.exchange import recess_key
from tracker.services.recalculations import (
    accept_dates,
    count_waiting,
    keep_old_dates,
    list_waiting,
)
from tracker.services.recesses import (
    RecessInput,
    StaleRecess,
    add_recess,
    add_shipped,
    correct_recess,
    list_recesses,
    put_back_recess,
    withdraw_recess,
)
from tracker.services.sittings import Sittings, hold_calendar, read_calendar

DUTCH = translator("nl")
ITEM = "M-2021-0002"
SUMMER = recess_key(RecessKind.SUMMER, "2021-2022")
WEEK_LATER = RecessInput(date(2022, 7, 15), date(2022, 9, 5), "official", ("Kamerbrief",))
AUTUMN = RecessInput(date(2022, 10, 21), date(2022, 10, 31), "official", ("Kamerbrief",))


def correct(store: Store, given: RecessInput, version: int = 1) -> int:
    who = actor(store, ADMINISTRATOR)
    with store.writing() as session:
        return correct_recess(session, who, CLOCK, SUMMER, version, given)


def added(store: Store, wording: str, own_date: date | None = None) -> uuid.UUID:
    plan = Plan(wording, date(2021, 9, 20), own_date=own_date, review_on=date(2021, 8, 2))
    new = NewDeadline(uuid.uuid4(), "Brief", plan, Strength.PROMISED, reason="Afgesproken")
    with store.writing() as session:
        add_deadline(session, actor(store), CLOCK, hold_calendar(session), ITEM, new)
    return new.id


def waiting(store: Store) -> list[tuple[uuid.UUID, date | None, date | None]]:
    with store.reading() as session:
        page = list_waiting(session, actor(store), read_calendar(session), DUTCH)
        assert count_waiting(session, actor(store)) == page.total == len(page.rows)
    return [(one.id, one.old.due_on, one.new.due_on) for one in page.rows]


def decide(store: Store, use: Any, **given: Any) -> None:
    with store.writing() as session:
        calendar = hold_calendar(session)
        [one] = list_waiting(session, actor(store), calendar, DUTCH).rows
        use(
            session, actor(store), CLOCK, calendar, DUTCH, one.id, one.version, one.new.code,
            **given,
        )  # fmt: skip


def test_what_is_shipped_is_in_the_database_once(store: Store) -> None:
    with store.writing() as session:
        assert add_shipped(session, CLOCK, shipped_calendar()) == 0
        assert read_calendar(session) == shipped_calendar()


def test_a_deadline_waits_for_an_officer_and_then_moves(case_store: Store) -> None:
    deadline = added(case_store, "voor het zomerreces van 2022")
    own = added(case_store, "voor het zomerreces van 2022", date(2022, 3, 1))

    assert correct(case_store, WEEK_LATER) == 1
    assert waiting(case_store) == [(deadline, date(2022, 7, 7), date(2022, 7, 14))]
    with case_store.reading() as session:
        assert session.get_one(Deadline, deadline).due_on == date(2022, 7, 7)

    decide(case_store, accept_dates)
    assert waiting(case_store) == []
    with case_store.reading() as session:
        moved, kept = session.get_one(Deadline, deadline), session.get_one(Deadline, own)
    assert (moved.due_on, moved.on_time_until) == (date(2022, 7, 14), date(2022, 7, 15))
    assert moved.house_due_on == date(2022, 7, 7)  # the House was not told
    assert kept.due_on == date(2022, 3, 1)


def test_a_date_that_is_kept_is_not_proposed_again(case_store: Store) -> None:
    deadline = added(case_store, "voor het zomerreces van 2022")
    correct(case_store, WEEK_LATER)
    with pytest.raises(Refusals):
        decide(case_store, keep_old_dates, reason="")
    decide(case_store, keep_old_dates, reason="De Kamer rekent op 7 juli")
    assert waiting(case_store) == []

    assert correct(case_store, replace(WEEK_LATER, address="https://example.nl"), 2) == 0
    later = replace(WEEK_LATER, start=date(2022, 7, 22))
    assert correct(case_store, later, 3) == 1
    assert waiting(case_store) == [(deadline, date(2022, 7, 7), date(2022, 7, 21))]


def test_a_withdrawn_recess_takes_the_date_away_and_gives_it_back(case_store: Store) -> None:
    deadline = added(case_store, "voor het zomerreces van 2022")
    who = actor(case_store, ADMINISTRATOR)
    with case_store.writing() as session:
        assert withdraw_recess(session, who, CLOCK, SUMMER, 1, "Onjuiste bron") == 1
    assert waiting(case_store) == [(deadline, date(2022, 7, 7), None)]
    with case_store.writing() as session:
        assert add_shipped(session, CLOCK, shipped_calendar()) == 0  # it stays withdrawn
    with case_store.writing() as session:
        assert put_back_recess(session, who, CLOCK, SUMMER, 2) == 0
    assert waiting(case_store) == []


def test_an_added_recess_gives_a_date_to_what_had_none(case_store: Store) -> None:
    deadline = added(case_store, "voor het herfstreces van 2022")
    who = actor(case_store, ADMINISTRATOR)
    for moved in (1, 0):  # a form that is sent twice makes one recess
        with case_store.writing() as session:
            assert add_recess(session, who, CLOCK, RecessKind.AUTUMN, AUTUMN) == moved
    assert waiting(case_store) == [(deadline, None, date(2022, 10, 20))]
    decide(case_store, accept_dates)
    with case_store.reading() as session:
        saved = session.get_one(Deadline, deadline)
    assert saved.recesses == [["herfstreces", "2022-2023"]]
    assert saved.review_on is None


@pytest.mark.parametrize(
    ("kind", "changes", "refused"),
    [
        (RecessKind.AUTUMN, {"end": date(2022, 10, 20)}, [("recess.end_before_start", "end")]),
        (RecessKind.AUTUMN, {"end": None}, [("recess.needs_end", "end")]),
        (RecessKind.AUTUMN, {"end": date(2023, 10, 31)}, [("recess.too_long", "end")]),
        (RecessKind.AUTUMN, {"sources": ()}, [("recess.needs_source", "sources")]),
        (RecessKind.AUTUMN, {"address": "javascript:x"}, [("recess.odd_address", "address")]),
        (RecessKind.MAY, {}, [("recess.wrong_year", "start"), ("recess.twice", "kind")]),
        (
            RecessKind.ELECTION,
            {"start": date(2022, 9, 2), "end": date(2022, 9, 12)},
            [("recess.overlaps", "start")],
        ),
    ],
)
def test_what_cannot_be_is_refused(
    case_store: Store, kind: RecessKind, changes: dict[str, Any], refused: list[tuple[str, str]]
) -> None:
    who = actor(case_store, ADMINISTRATOR)
    with pytest.raises(Refusals) as raised, case_store.writing() as session:
        add_recess(session, who, CLOCK, kind, replace(AUTUMN, **changes))
    found = [(one.code, one.field) for one in raised.value.refusals]
    assert set(refused) <= set(found)


def test_a_correction_of_an_older_version_is_refused(case_store: Store) -> None:
    correct(case_store, WEEK_LATER)
    with pytest.raises(StaleRecess):
        correct(case_store, WEEK_LATER)


def test_a_new_release_never_overwrites_what_an_administrator_wrote(case_store: Store) -> None:
    correct(case_store, WEEK_LATER)
    newer = [replace(one, sources=("nieuw",)) for one in shipped_calendar().recesses]
    with case_store.writing() as session:
        assert add_shipped(session, CLOCK, SittingCalendar(newer)) == len(newer) - 1
        own = [one for one in list_recesses(session) if not one.as_shipped]
    assert [(one.id, one.recess.start) for one in own] == [(SUMMER, date(2022, 7, 15))]


def test_a_second_process_sees_a_correction_at_its_next_request(case_store: Store) -> None:
    sittings = Sittings()

    def summer(session: Session) -> Any:
        return sittings.read(session).recess(RecessKind.SUMMER, 2022)

    with case_store.reading() as session:
        assert summer(session).start == date(2022, 7, 8)
    correct(case_store, WEEK_LATER)
    with case_store.reading() as session:
        assert summer(session).start == date(2022, 7, 15)
        assert session.exec(select(RecessRow)).all()


def test_dates_that_were_seen_must_still_be_those_of_the_calendar(case_store: Store) -> None:
    added(case_store, "voor het zomerreces van 2022")
    correct(case_store, WEEK_LATER)
    with case_store.reading() as session:
        [one] = list_waiting(session, actor(case_store), read_calendar(session), DUTCH).rows
    correct(case_store, replace(WEEK_LATER, start=date(2022, 7, 22)), 2)
    with pytest.raises(DomainError, match=r"recalculation\.changed"), case_store.writing() as w:
        accept_dates(
            w, actor(case_store), CLOCK, hold_calendar(w), DUTCH, one.id, one.version,
            one.new.code,
        )  # fmt: skip
