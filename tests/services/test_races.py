"""Two officers in the same second: one waits for the other, and sees what was saved."""

import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from tests.worked_case import CLOCK, actor
from tracker.adapters.sittings import shipped_calendar
from tracker.db.session import Store
from tracker.db.tables import Deadline, Item
from tracker.domain.errors import Refusals
from tracker.domain.planning import DeadlineState, Strength
from tracker.domain.references_read import read_reference
from tracker.domain.statuses import Kind, Status
from tracker.services.conflicts import save
from tracker.services.deadlines import NewDeadline, Plan, Stale, add_deadline, settle_deadline
from tracker.services.item_changes import ItemInput, create_item, read_item
from tracker.services.item_statuses import StatusInput, change_status
from tracker.services.views import list_views, save_view

CALENDAR = shipped_calendar()
ITEM = "M-2021-0003"
LONG_ENOUGH_TO_WAIT = 0.3
MET = StatusInput(Status.MET, reason="Gedaan", paper=read_reference("31 015, nr. 230"))


def new_deadline() -> NewDeadline:
    plan = Plan("voor het zomerreces van 2021", date(2021, 1, 11))
    return NewDeadline(uuid.uuid4(), "De Kamer inlichten", plan, Strength.PROMISED)


def meanwhile(
    store: Store, first: Callable[[Session], Any], second: Callable[[Session], Any]
) -> Future[Any]:
    """What becomes of a second action that begins while the first has not ended."""
    with ThreadPoolExecutor(1) as pool:
        with store.writing() as session:
            first(session)
            session.flush()
            outcome = pool.submit(save, store, second)
            time.sleep(LONG_ENOUGH_TO_WAIT)
        return outcome


def at_once(use: Callable[[], Any], times: int = 6) -> list[Any]:
    """The outcomes of an action that several people take at the same moment."""
    with ThreadPoolExecutor(times) as pool:
        outcomes = [pool.submit(use) for _ in range(times)]
    return [one.exception() or one.result() for one in outcomes]


def test_closing_asks_about_a_deadline_that_is_added_meanwhile(case_store: Store) -> None:
    who = actor(case_store)
    with case_store.reading() as session:
        _, seen = read_item(session, who, ITEM)

    closing = meanwhile(
        case_store,
        lambda session: add_deadline(session, who, CLOCK, CALENDAR, ITEM, new_deadline()),
        lambda session: change_status(session, who, CLOCK, ITEM, given=MET, seen=seen),
    )

    refused = closing.exception()
    assert isinstance(refused, Refusals)
    assert {one.code for one in refused.refusals} == {"item.open_deadlines"}


def test_no_deadline_is_added_to_an_item_that_closes_meanwhile(case_store: Store) -> None:
    who = actor(case_store)
    with case_store.reading() as session:
        _, seen = read_item(session, who, ITEM)

    adding = meanwhile(
        case_store,
        lambda session: change_status(session, who, CLOCK, ITEM, given=MET, seen=seen),
        lambda session: add_deadline(session, who, CLOCK, CALENDAR, ITEM, new_deadline()),
    )

    refused = adding.exception()
    assert isinstance(refused, Refusals)
    assert {one.code for one in refused.refusals} == {"deadline.item_closed"}


def test_a_deadline_is_settled_once(case_store: Store) -> None:
    who = actor(case_store)
    with case_store.writing() as session:
        plan = Plan("elk kwartaal", date(2021, 1, 11))
        given = NewDeadline(uuid.uuid4(), "Melden", plan, Strength.PROMISED)
        deadline = add_deadline(session, who, CLOCK, CALENDAR, ITEM, given)

    def settle() -> Deadline | None:
        return save(
            case_store,
            lambda session: settle_deadline(
                session, who, CLOCK, deadline.id, deadline.version, DeadlineState.MET
            ),
        )

    outcomes = at_once(settle)

    assert sum(isinstance(one, Stale) for one in outcomes) == len(outcomes) - 1
    with case_store.reading() as session:
        series = session.exec(select(Deadline).where(Deadline.what == "Melden")).all()
    assert sorted((one.occurrence, one.state.value) for one in series) == [(0, "met"), (1, "open")]


def test_deadlines_of_one_item_are_settled_side_by_side(case_store: Store) -> None:
    who = actor(case_store)
    with case_store.writing() as session:
        added = [
            add_deadline(session, who, CLOCK, CALENDAR, ITEM, new_deadline()) for _ in range(6)
        ]

    def settle() -> Deadline | None:
        one = added.pop()
        return save(
            case_store,
            lambda session: settle_deadline(
                session, who, CLOCK, one.id, one.version, DeadlineState.MET
            ),
        )

    assert at_once(settle) == [None] * 6
    with case_store.reading() as session:
        item = session.exec(select(Item).where(Item.number == ITEM)).one()
    assert (item.next_deadline_id, item.late_after) == (None, None)


def test_a_form_that_is_sent_twice_at_once_makes_one_row(case_store: Store) -> None:
    who, key = actor(case_store), uuid.uuid4()
    given = ItemInput("Een nieuwe toezegging", date(2021, 7, 1))

    def create_one() -> str:
        return save(
            case_store,
            lambda session: create_item(
                session, who, CLOCK, submission=key, kind=Kind.COMMITMENT, given=given
            ),
        )

    def save_one() -> None:
        save(
            case_store,
            lambda session: save_view(
                session, who, CLOCK, view_id=key, name="Twee keer", query="", shared=False
            ),
        )

    numbers, views = at_once(create_one), at_once(save_one)

    assert len(set(numbers)) == 1
    assert views == [None] * 6
    with case_store.reading() as session:
        assert [one.name for one in list_views(session, who)].count("Twee keer") == 1


@pytest.mark.parametrize("number", [ITEM, "T-2021-0001"])
def test_numbers_are_given_once(case_store: Store, number: str) -> None:
    who = actor(case_store)
    kind = Kind.MOTION if number == ITEM else Kind.COMMITMENT
    given = ItemInput("Een nieuw item", date(2021, 7, 1))

    def create_one() -> str:
        return save(
            case_store,
            lambda session: create_item(
                session, who, CLOCK, submission=uuid.uuid4(), kind=kind, given=given
            ),
        )

    assert len(set(at_once(create_one))) == 6
