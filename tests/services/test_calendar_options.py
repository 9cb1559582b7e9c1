"""What of a selection a calendar shows: steps, reviews, recesses, what was settled, what recurs."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import vobject
from sqlmodel import col, select

from tests import worked_case
from tests.worked_case import CLOCK, JORIS
from tracker.adapters.sittings import shipped_calendar
from tracker.db.session import Store
from tracker.db.tables import Deadline, LeadLine, View
from tracker.domain.calendar_options import CalendarOptions
from tracker.domain.planning import Certainty, DeadlineState
from tracker.services.actors import Actor, act
from tracker.services.calendar_files import CalendarFile, CalendarFiles
from tracker.services.clock import Clock, clock_from
from tracker.services.deadlines import Plan, move_deadline, settle_deadline
from tracker.services.missing import Missing
from tracker.services.sittings import Sittings
from tracker.services.subscriptions import Wanted, list_subscriptions, subscribe

SITE = "https://nakoming.example.nl"
Events = dict[str, vobject.base.Component]


@pytest.fixture
def noor(case_store: Store) -> Actor:
    return worked_case.actor(case_store)


def on(day: date) -> Clock:
    """A clock at nine in the morning of a day."""
    return clock_from(datetime(day.year, day.month, day.day, 7, tzinfo=UTC))


def subscribed(store: Store, actor: Actor, options: CalendarOptions, **wanted: Any) -> str:
    asked = replace(Wanted("Agenda", None, "", options), **wanted)
    with store.writing() as session:
        address = subscribe(session, actor, CLOCK, uuid.uuid4(), asked)
    assert address
    return address.token


def file(store: Store, token: str, clock: Clock = CLOCK) -> CalendarFile:
    return CalendarFiles(store, clock, Sittings(), SITE).read(token, "Outlook")


def events(store: Store, token: str, clock: Clock = CLOCK) -> Events:
    calendar = vobject.readOne(file(store, token, clock).content.decode())
    return {event.uid.value: event for event in calendar.contents.get("vevent", [])}


def shown(store: Store, actor: Actor, **options: Any) -> Events:
    """The events of a calendar of everything with these options."""
    return events(store, subscribed(store, actor, replace(CalendarOptions(), **options)))


def deadlines(store: Store, *conditions: Any) -> list[Deadline]:
    with store.reading() as session:
        return list(session.exec(select(Deadline).where(*conditions).order_by(col(Deadline.id))))


OPEN = Deadline.state == DeadlineState.OPEN


def test_a_guessed_date_is_tentative_and_can_be_left_out(case_store: Store, noor: Actor) -> None:
    guessed = deadlines(case_store, OPEN, Deadline.certainty == Certainty.PROVISIONAL)
    uids = {f"deadline-{one.id}@nakoming" for one in guessed}
    assert uids
    with_them, without = shown(case_store, noor), shown(case_store, noor, provisional=False)
    assert {with_them[uid].status.value for uid in uids} == {"TENTATIVE"}
    assert not uids & without.keys()
    assert without


def test_a_wording_without_a_date_comes_on_the_day_to_look_again(
    case_store: Store, noor: Actor
) -> None:
    unresolved = deadlines(case_store, OPEN, Deadline.certainty == Certainty.UNRESOLVED)
    assert unresolved
    found = shown(case_store, noor, reviews=True, deadlines=False)
    assert found.keys() == {f"review-{one.id}@nakoming" for one in unresolved}
    for one in unresolved:
        event = found[f"review-{one.id}@nakoming"]
        assert event.dtstart.value == one.review_on
        assert event.summary.value.startswith("Opnieuw bekijken: ")
        assert one.wording in event.description.value


def test_recesses_are_periods(case_store: Store, noor: Actor) -> None:
    found = shown(case_store, noor, recesses=True, deadlines=False)
    [summer] = [
        one
        for one in found.values()
        if one.summary.value == "Zomerreces" and one.dtstart.value.year == 2021
    ]
    [known] = [
        one for one in shipped_calendar().recesses
        if one.kind == "zomerreces" and one.start.year == 2021
    ]  # fmt: skip
    assert known.end is not None
    assert summer.dtstart.value == known.start
    assert summer.dtend.value == known.end + timedelta(days=1)
    assert summer.dtstamp.value.year >= 2021
    assert len(found) == len(shipped_calendar().recesses)


def test_alarms_sound_at_nine_and_only_when_asked(case_store: Store, noor: Actor) -> None:
    assert not any(hasattr(one, "valarm") for one in shown(case_store, noor).values())
    for days, trigger in ((0, timedelta(hours=9)), (1, timedelta(hours=-15))):
        found = shown(case_store, noor, alarm_days=days)
        assert {one.valarm.trigger.value for one in found.values()} == {trigger}


def test_what_is_withdrawn_is_cancelled_for_six_weeks(case_store: Store, noor: Actor) -> None:
    token = subscribed(case_store, noor, CalendarOptions())
    [deadline, *_] = deadlines(case_store, OPEN, Deadline.certainty == Certainty.FIRM)
    uid = f"deadline-{deadline.id}@nakoming"
    before = events(case_store, token)[uid]
    later = on(CLOCK.today() + timedelta(days=1))
    with case_store.writing() as session:
        settle_deadline(
            session, noor, later, deadline.id, deadline.version, DeadlineState.WITHDRAWN,
            reason="Vervangen",
        )  # fmt: skip
    after = events(case_store, token, later)[uid]
    assert after.status.value == "CANCELLED"
    assert after.summary.value == f"Ingetrokken: {before.summary.value}"
    assert after.dtstart.value == before.dtstart.value
    assert int(after.sequence.value) > int(before.sequence.value)
    last = later.today() + timedelta(weeks=6) - timedelta(days=1)
    assert uid in events(case_store, token, on(last))
    assert uid not in events(case_store, token, on(last + timedelta(days=1)))


def test_what_is_met_is_shown_when_asked(case_store: Store, noor: Actor) -> None:
    [deadline, *_] = deadlines(
        case_store, OPEN, Deadline.certainty == Certainty.FIRM, col(Deadline.recurs).is_(None)
    )
    with case_store.writing() as session:
        settle_deadline(
            session, noor, CLOCK, deadline.id, deadline.version, DeadlineState.MET,
            paper_text="31 015, nr. 230",
        )  # fmt: skip
    uid = f"deadline-{deadline.id}@nakoming"
    assert uid not in shown(case_store, noor)
    event = shown(case_store, noor, closed=True, alarm_days=1)[uid]
    assert event.summary.value.startswith("Nagekomen: ")
    assert event.status.value == "CONFIRMED"
    assert not hasattr(event, "valarm")


def test_the_next_times_are_tentative_and_keep_their_uid_when_their_row_comes(
    case_store: Store, noor: Actor
) -> None:
    token = subscribed(case_store, noor, CalendarOptions())
    [recurring, *_] = deadlines(case_store, OPEN, col(Deadline.recurs).is_not(None))
    first = f"deadline-{recurring.id}@nakoming"
    before = events(case_store, token)
    ahead = {
        uid: one for uid, one in before.items()
        if one.summary.value == before[first].summary.value and uid != first
    }  # fmt: skip
    assert ahead
    assert {one.status.value for one in ahead.values()} == {"TENTATIVE"}
    assert all(one.dtstart.value <= date(2022, 7, 1) for one in ahead.values())
    later = on(CLOCK.today() + timedelta(days=1))
    with case_store.writing() as session:
        following = settle_deadline(
            session, noor, later, recurring.id, recurring.version, DeadlineState.MET,
            paper_text="31 015, nr. 230",
        )  # fmt: skip
        assert following
        uid, due_on = f"deadline-{following.id}@nakoming", following.due_on
    after = events(case_store, token, later)
    assert first not in after
    foreseen = min(ahead.values(), key=lambda one: one.dtstart.value)
    assert (foreseen.uid.value, foreseen.dtstart.value) == (uid, due_on)
    assert int(after[uid].sequence.value) >= int(foreseen.sequence.value)
    assert b"RRULE" not in file(case_store, token).content


def test_steps_lead_up_to_the_deadline_that_follows_a_line(case_store: Store, noor: Actor) -> None:
    [deadline, *_] = deadlines(
        case_store, OPEN, Deadline.certainty == Certainty.FIRM, col(Deadline.recurs).is_(None)
    )
    with case_store.writing() as session:
        act(session, noor, CLOCK)
        line = LeadLine(
            name="Brief",
            steps=[["a1", "Concept", 20], ["b2", "Minister", 5], ["c3", "Naar de Kamer", 0]],
            changed_at=CLOCK.now(),
        )
        session.add(line)
        session.flush()
        session.get_one(Deadline, deadline.id).lead_line_id = line.id
    parent = f"deadline-{deadline.id}@nakoming"
    found = shown(case_store, noor)
    steps = {
        uid: one for uid, one in found.items()
        if hasattr(one, "related_to") and one.related_to.value == parent
    }  # fmt: skip
    assert {f"step-{deadline.id}-a1@nakoming", f"step-{deadline.id}-b2@nakoming"} <= steps.keys()
    concept = steps[f"step-{deadline.id}-a1@nakoming"]
    assert concept.summary.value == f"Concept – {found[parent].summary.value}"
    assert concept.dtstart.value < steps[f"step-{deadline.id}-b2@nakoming"].dtstart.value
    assert "20 werkdagen voor" in concept.description.value
    assert not any(uid.startswith("step-") for uid in shown(case_store, noor, steps=False))


def test_a_step_moves_with_its_deadline_under_the_same_uid(case_store: Store, noor: Actor) -> None:
    [deadline, *_] = deadlines(
        case_store, OPEN, Deadline.certainty == Certainty.FIRM, col(Deadline.recurs).is_(None)
    )
    with case_store.writing() as session:
        act(session, noor, CLOCK)
        line = LeadLine(name="Brief", steps=[["a1", "Concept", 20]], changed_at=CLOCK.now())
        session.add(line)
        session.flush()
        row = session.get_one(Deadline, deadline.id)
        row.lead_line_id = line.id
        session.flush()
        version = row.version
    token, uid = subscribed(case_store, noor, CalendarOptions()), f"step-{deadline.id}-a1@nakoming"
    before = events(case_store, token)[uid]
    later = on(CLOCK.today() + timedelta(days=1))
    plan = Plan(deadline.wording, deadline.reference_date, own_date=date(2022, 3, 31))
    with case_store.writing() as session:
        move_deadline(
            session, noor, later, shipped_calendar(), deadline.id, version, plan, reason="Later"
        )
    after = events(case_store, token, later)[uid]
    assert after.dtstart.value == date(2022, 3, 3)
    assert int(after.sequence.value) > int(before.sequence.value)


def test_a_view_that_is_shared_no_longer_gives_nothing_to_another(
    case_store: Store, noor: Actor
) -> None:
    joris = worked_case.actor(case_store, JORIS)
    with case_store.writing() as session:
        act(session, joris, CLOCK)
        view = View(name="Van Joris", owner_id=joris.user_id, query="", shared=True)
        session.add(view)
    token = subscribed(case_store, noor, CalendarOptions(), view_id=view.id)
    assert events(case_store, token)
    with case_store.writing() as session:
        act(session, joris, CLOCK)
        session.get_one(View, view.id).shared = False
    with pytest.raises(Missing):
        file(case_store, token)
    with case_store.reading() as session:
        [line] = list_subscriptions(session, noor)
    assert line.view_is_gone


def test_one_process_shows_a_change_at_once_and_says_since_when(
    case_store: Store, noor: Actor
) -> None:
    files = CalendarFiles(case_store, CLOCK, Sittings(), SITE)
    token = subscribed(case_store, noor, CalendarOptions())
    first = files.read(token, "Outlook")
    assert files.read(token, "Outlook") is first
    [deadline, *_] = deadlines(case_store, OPEN, Deadline.certainty == Certainty.FIRM)
    with case_store.writing() as session:
        act(session, noor, CLOCK)
        session.get_one(Deadline, deadline.id).what = "Iets anders"
    second = files.read(token, "Outlook")
    assert (b"Iets anders" in second.content, second.tag != first.tag) == (True, True)
    elsewhere = file(case_store, token)
    assert (elsewhere.tag, elsewhere.changed_at) == (second.tag, second.changed_at)
