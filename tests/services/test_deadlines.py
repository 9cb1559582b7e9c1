"""Deadlines added, moved, told, settled and reopened: what each asks, and what it leaves."""

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from tests.worked_case import CLOCK, actor
from tracker.adapters.messages import translator
from tracker.adapters.sittings import shipped_calendar
from tracker.db.session import Store
from tracker.db.tables import Deadline, Item, ItemPaper, Paper
from tracker.db.tables.items import PaperRole
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.planning import Certainty, DeadlineState, Strength
from tracker.domain.statuses import Status
from tracker.services import deadlines
from tracker.services.actors import act
from tracker.services.deadline_lists import read_deadline
from tracker.services.deadlines import NewDeadline, Plan, Stale
from tracker.services.missing import Missing

CALENDAR = shipped_calendar()
LETTER = date(2021, 1, 11)
SUMMER = Plan("uiterlijk voor het zomerreces van 2021", LETTER)
VAGUE = Plan("de komende maanden", LETTER)
SUPPLEMENT = "28 638, nr. 190"


def new(plan: Plan = SUMMER, **fields: Any) -> NewDeadline:
    return NewDeadline(
        id=uuid.uuid4(), what="De Kamer inlichten", plan=plan, strength=Strength.PROMISED, **fields
    )


def add(store: Store, number: str, given: NewDeadline) -> Deadline:
    who = actor(store)
    with store.writing() as session:
        return deadlines.add_deadline(session, who, CLOCK, CALENDAR, number, given)


def move(store: Store, deadline: Deadline, plan: Plan, **given: Any) -> Deadline:
    who = actor(store)
    with store.writing() as session:
        return deadlines.move_deadline(
            session, who, CLOCK, CALENDAR, deadline.id, deadline.version, plan, **given
        )


def settle(
    store: Store, deadline: Deadline, state: DeadlineState = DeadlineState.MET, **given: Any
) -> Deadline | None:
    who = actor(store)
    with store.writing() as session:
        return deadlines.settle_deadline(
            session, who, CLOCK, deadline.id, deadline.version, state, **given
        )


def reopen(store: Store, deadline: Deadline, reason: str) -> Deadline:
    who = actor(store)
    with store.writing() as session:
        return deadlines.reopen_deadline(session, who, CLOCK, deadline.id, deadline.version, reason)


def saved(store: Store, deadline_id: uuid.UUID) -> Deadline:
    with store.reading() as session:
        return session.get_one(Deadline, deadline_id)


def of_wording(store: Store, wording: str) -> Deadline:
    with store.reading() as session:
        return session.exec(
            select(Deadline)
            .where(Deadline.wording == wording)
            .where(Deadline.state == DeadlineState.OPEN)
        ).one()


def item(store: Store, number: str) -> Item:
    with store.reading() as session:
        return session.exec(select(Item).where(Item.number == number)).one()


def codes(refused: pytest.ExceptionInfo[Refusals]) -> list[tuple[str, str | None]]:
    return [(one.code, one.field) for one in refused.value.refusals]


def dates(deadline: Deadline) -> tuple[Any, ...]:
    return (
        deadline.due_on,
        deadline.on_time_until,
        deadline.certainty,
        deadline.house_due_on,
        deadline.house_on_time_until,
        deadline.late_after,
    )


def test_a_wording_gives_its_date_and_the_house_knows_it(case_store: Store) -> None:
    added = add(case_store, "M-2021-0001", new(source_paper="31 015, nr. 221"))
    due, on_time = date(2021, 7, 8), date(2021, 7, 9)
    assert dates(added) == (due, on_time, Certainty.FIRM, due, on_time, on_time)
    assert added.recesses == [["zomerreces", "2020-2021"]]
    found = item(case_store, "M-2021-0001")
    assert (found.next_deadline_id, found.next_due_on, found.late_after) == (added.id, due, on_time)


def test_adding_leaves_the_version_of_the_item_to_those_who_edit_it(case_store: Store) -> None:
    before = item(case_store, "M-2021-0001")
    add(case_store, "M-2021-0001", new())
    after = item(case_store, "M-2021-0001")
    assert (after.version, after.changed_at) == (before.version, CLOCK.now())


def test_a_form_that_is_sent_twice_makes_one_deadline(case_store: Store) -> None:
    given = new()
    assert add(case_store, "M-2021-0001", given).id == add(case_store, "M-2021-0001", given).id
    with case_store.reading() as session:
        found = session.exec(select(Deadline).where(Deadline.what == given.what)).all()
    assert len(found) == 1


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(new(VAGUE), [("deadline.needs_review", "review_on")], id="no day to review"),
        pytest.param(
            new(replace(VAGUE, review_on=date(2021, 6, 30))),
            [("deadline.review_in_past", "review_on")],
            id="a day that is past",
        ),
        pytest.param(
            new(replace(VAGUE, wording="31 februari 2021")),
            [("deadline.needs_review", "review_on")],
            id="a day that does not exist",
        ),
        pytest.param(
            new(replace(SUMMER, own_date=date(2021, 9, 1))),
            [("deadline.needs_reason", "reason")],
            id="a date of one's own without a reason",
        ),
        pytest.param(
            new(VAGUE, replaces=uuid.UUID(int=1)),
            [
                ("deadline.needs_review", "review_on"),
                ("deadline.needs_reason", "reason"),
                ("deadline.not_replaceable", "replaces"),
            ],
            id="all at once",
        ),
    ],
)
def test_what_a_new_deadline_lacks_is_said(
    case_store: Store, given: NewDeadline, expected: list[tuple[str, str]]
) -> None:
    with pytest.raises(Refusals) as refused:
        add(case_store, "M-2021-0001", given)
    assert codes(refused) == expected


def test_a_paper_that_cannot_be_read_is_refused_at_its_field(case_store: Store) -> None:
    with pytest.raises(DomainError) as refused:
        add(case_store, "M-2021-0001", new(source_paper="zomaar wat"))
    assert (refused.value.code, refused.value.field) == ("reference.unknown_form", "source_paper")
    with case_store.reading() as session:
        assert session.exec(select(Deadline).where(Deadline.what == new().what)).all() == []


def test_a_date_of_ones_own_keeps_the_wording_and_is_firm(case_store: Store) -> None:
    own = date(2021, 9, 1)
    plan = replace(VAGUE, own_date=own, review_on=date(2021, 7, 20))
    added = add(case_store, "M-2021-0001", new(plan, reason="Afgesproken met VWS"))
    assert dates(added) == (own, own, Certainty.FIRM, None, None, own)
    assert (added.wording, added.own_date_reason) == (VAGUE.wording, "Afgesproken met VWS")
    assert added.review_on is None


def test_an_own_date_after_the_promised_one_stays_late_from_the_promised_one(
    case_store: Store,
) -> None:
    plan = replace(SUMMER, own_date=date(2021, 9, 1))
    added = add(case_store, "M-2021-0001", new(plan, reason="Wacht op advies"))
    assert (added.house_due_on, added.late_after) == (date(2021, 7, 8), date(2021, 7, 9))


def test_a_replaced_deadline_is_withdrawn_and_what_the_house_knew_goes_on(
    case_store: Store,
) -> None:
    old = of_wording(case_store, "in de eerste helft van 2021")
    plan = Plan("eind 2021", LETTER)
    added = add(
        case_store, "A-2021-0003", new(plan, reason="Twee gesprekken volgen", replaces=old.id)
    )
    june = date(2021, 6, 30)
    assert dates(added) == (
        date(2021, 12, 31), date(2021, 12, 31), Certainty.FIRM, june, june, june,
    )  # fmt: skip
    replaced = saved(case_store, old.id)
    assert (replaced.state, replaced.settled_reason, replaced.wording) == (
        DeadlineState.WITHDRAWN,
        "Twee gesprekken volgen",
        "in de eerste helft van 2021",
    )
    assert item(case_store, "A-2021-0003").late_after == june


def test_a_replacement_that_the_house_was_told_starts_anew(case_store: Store) -> None:
    old = of_wording(case_store, "in de eerste helft van 2021")
    given = new(Plan("eind 2021", LETTER), reason="Later", replaces=old.id, told_by=SUPPLEMENT)
    added = add(case_store, "A-2021-0003", given)
    december = date(2021, 12, 31)
    assert dates(added) == (december, december, Certainty.FIRM, december, december, december)
    with case_store.reading() as session:
        paper = session.exec(select(Paper).where(Paper.identifier == "kst-28638-190")).one()
        told = session.get(ItemPaper, (added.item_id, paper.id, PaperRole.TOLD))
    assert (added.told_by_id, told is not None) == (paper.id, True)


def test_moving_without_telling_the_house_stays_late_from_what_it_knows(
    case_store: Store,
) -> None:
    old = of_wording(case_store, "in de eerste helft van 2021")
    moved = move(case_store, old, Plan("eind 2021", LETTER), reason="Twee gesprekken volgen")
    june, december = date(2021, 6, 30), date(2021, 12, 31)
    assert dates(moved) == (december, december, Certainty.FIRM, june, june, june)

    card = card_of(case_store, moved.id)
    assert (card.told, card.house_due_on, card.days_late) == (False, june, 1)
    [earlier] = card.earlier
    assert (earlier.wording, earlier.due_on, earlier.reason, earlier.by) == (
        "in de eerste helft van 2021",
        june,
        "Twee gesprekken volgen",
        "Noor Aksoy",
    )


def test_telling_the_house_later_ends_the_lateness(case_store: Store) -> None:
    old = of_wording(case_store, "in de eerste helft van 2021")
    moved = move(case_store, old, Plan("eind 2021", LETTER), reason="Later")
    who = actor(case_store)
    with case_store.writing() as session:
        told = deadlines.tell_house(session, who, CLOCK, moved.id, moved.version, SUPPLEMENT)
    december = date(2021, 12, 31)
    assert dates(told) == (december, december, Certainty.FIRM, december, december, december)
    card = card_of(case_store, moved.id)
    assert (card.told, card.told_by and card.told_by.label, card.days_late) == (
        True,
        SUPPLEMENT,
        0,
    )
    assert item(case_store, "A-2021-0003").late_after == december


def test_moving_asks_a_reason_and_a_difference(case_store: Store) -> None:
    old = of_wording(case_store, "in de eerste helft van 2021")
    with pytest.raises(Refusals) as refused:
        move(case_store, old, Plan(old.wording, old.reference_date), reason="")
    assert codes(refused) == [
        ("deadline.needs_reason", "reason"),
        ("deadline.not_moved", "wording"),
    ]


def test_moving_to_a_wording_without_a_date_needs_a_day_to_review(case_store: Store) -> None:
    old = of_wording(case_store, "eind 2021")
    with pytest.raises(Refusals) as refused:
        move(case_store, old, VAGUE, reason="Onzeker")
    assert codes(refused) == [("deadline.needs_review", "review_on")]

    review = replace(VAGUE, review_on=date(2021, 8, 2))
    moved = move(case_store, old, review, reason="Onzeker")
    december = date(2021, 12, 31)
    assert dates(moved) == (None, None, Certainty.UNRESOLVED, december, december, december)


def test_a_form_of_an_older_version_saves_nothing(case_store: Store) -> None:
    old = of_wording(case_store, "eind 2021")
    move(case_store, old, Plan("eind 2022", LETTER), reason="Eerst")
    with pytest.raises(Stale):
        move(case_store, old, Plan("eind 2023", LETTER), reason="Daarna")
    assert saved(case_store, old.id).wording == "eind 2022"


def test_meeting_a_recurring_deadline_opens_the_next_counted_from_the_first(
    case_store: Store,
) -> None:
    session_now = of_wording(case_store, "één keer per drie maanden")
    following = settle(case_store, session_now, settled_on=date(2021, 7, 1))
    assert following is not None
    october = date(2021, 10, 11)
    assert dates(following) == (
        october, october, Certainty.PROVISIONAL, october, october, october,
    )  # fmt: skip
    assert (following.occurrence, following.series_id, following.first_due_on) == (
        2,
        session_now.series_id,
        date(2021, 4, 11),
    )


def test_an_occurrence_with_another_wording_begins_a_series_of_its_own(case_store: Store) -> None:
    second = of_wording(case_store, "één keer per drie maanden")
    move(case_store, second, Plan("elk kwartaal", LETTER), reason="Per kwartaal")
    moved = saved(case_store, second.id)
    assert (moved.occurrence, moved.series_id, moved.recurs) == (0, None, "P3M")
    following = settle(case_store, moved)
    assert following is not None
    assert (following.occurrence, following.series_id) == (1, moved.id)


def test_withdrawing_ends_a_series_and_asks_a_reason(case_store: Store) -> None:
    session_now = of_wording(case_store, "één keer per drie maanden")
    with pytest.raises(Refusals) as refused:
        settle(case_store, session_now, DeadlineState.WITHDRAWN, settled_on=date(2021, 7, 2))
    assert codes(refused) == [
        ("deadline.needs_reason", "reason"),
        ("deadline.settled_in_future", "settled_on"),
    ]
    ended = settle(case_store, session_now, DeadlineState.WITHDRAWN, reason="Gestopt")
    assert ended is None
    with case_store.reading() as session:
        later = select(Deadline).where(Deadline.series_id == session_now.series_id)
        states = session.exec(later.where(Deadline.occurrence > 0)).all()
    assert [one.state for one in states] == [DeadlineState.WITHDRAWN]


def test_reopening_takes_back_the_occurrence_that_meeting_opened(case_store: Store) -> None:
    session_now = of_wording(case_store, "één keer per drie maanden")
    following = settle(case_store, session_now)
    assert following is not None
    met = saved(case_store, session_now.id)
    with pytest.raises(Refusals) as refused:
        reopen(case_store, met, "")
    assert codes(refused) == [("deadline.needs_reason", "reason")]

    opened = reopen(case_store, met, "Vergissing")
    assert (opened.state, opened.settled_on) == (DeadlineState.OPEN, None)
    assert saved(case_store, following.id).state is DeadlineState.WITHDRAWN

    again = settle(case_store, saved(case_store, session_now.id))
    assert again is not None
    assert (again.id, again.state) == (following.id, DeadlineState.OPEN)


def test_what_is_settled_is_not_settled_moved_or_told_again(case_store: Store) -> None:
    old = of_wording(case_store, "eind 2021")
    settle(case_store, old)
    met = saved(case_store, old.id)
    with pytest.raises(Refusals) as refused:
        settle(case_store, met)
    assert codes(refused) == [("deadline.not_open", None)]
    with pytest.raises(Refusals) as refused:
        move(case_store, met, SUMMER, reason="Toch")
    assert codes(refused) == [("deadline.not_open", None)]


def test_a_closed_item_takes_no_new_deadline(case_store: Store) -> None:
    close(case_store, "M-2021-0001")
    with pytest.raises(Refusals) as refused:
        add(case_store, "M-2021-0001", new())
    assert codes(refused) == [("deadline.item_closed", None)]


def test_a_closed_item_opens_no_next_occurrence(case_store: Store) -> None:
    session_now = of_wording(case_store, "één keer per drie maanden")
    close(case_store, "A-2021-0001")
    assert settle(case_store, session_now) is None


def test_reviewing_later_needs_a_day_that_is_not_past(case_store: Store) -> None:
    vague = of_wording(case_store, "de komende maanden")
    who = actor(case_store)
    with pytest.raises(Refusals), case_store.writing() as session:
        deadlines.review_later(session, who, CLOCK, vague.id, vague.version, date(2021, 6, 30))
    with case_store.writing() as session:
        later = deadlines.review_later(
            session, who, CLOCK, vague.id, vague.version, date(2021, 8, 2)
        )
    assert later.review_on == date(2021, 8, 2)


def test_what_is_not_there_is_missing(case_store: Store) -> None:
    with pytest.raises(Missing):
        add(case_store, "M-1999-0001", new())
    with pytest.raises(Missing):
        settle(case_store, Deadline.model_construct(id=uuid.uuid4(), version=1))


def close(store: Store, number: str) -> None:
    who = actor(store)
    with store.writing() as session:
        act(session, who, CLOCK)
        found = session.exec(select(Item).where(Item.number == number)).one()
        found.status = Status.LAPSED


def card_of(store: Store, deadline_id: uuid.UUID) -> Any:
    who = actor(store)
    with store.reading() as session:
        return read_deadline(session, who, deadline_id, CLOCK.today(), CALENDAR, translator("nl"))


@pytest.mark.parametrize("name", ["minister_id", "executor_id"])
def test_a_choice_that_is_in_no_list_is_refused(case_store: Store, name: str) -> None:
    unknown: dict[str, Any] = {name: uuid.uuid4()}
    with pytest.raises(Refusals) as refused:
        add(case_store, "M-2021-0001", new(**unknown))

    assert codes(refused) == [("choice.unknown", name)]
