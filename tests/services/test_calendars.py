"""Calendars: private addresses, and files that an independent reader understands."""

import uuid
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import vobject
from sqlmodel import col, select

from tests import worked_case
from tests.worked_case import CLOCK, DEMO_START, JORIS, NOOR
from tracker.adapters.identity import hash_token
from tracker.adapters.sittings import shipped_calendar
from tracker.db.session import Store
from tracker.db.tables import Change, Deadline, Item, Subscription, View
from tracker.domain.calendar_options import CalendarOptions
from tracker.domain.planning import DeadlineState
from tracker.services import accounts
from tracker.services.actors import SYSTEM, Actor, act
from tracker.services.calendar_files import CalendarFiles
from tracker.services.calendars import calendar_of_view, views_called
from tracker.services.clock import Clock
from tracker.services.deadlines import Plan, move_deadline, settle_deadline
from tracker.services.missing import Missing
from tracker.services.occurrences import next_times
from tracker.services.sittings import Sittings
from tracker.services.subscriptions import (
    Wanted,
    list_subscriptions,
    renew,
    revoke,
    subscribe,
)

SITE = "https://nakoming.example.nl"
KEY = uuid.UUID("6f9a1b1c-0000-4000-8000-00000000000b")
UNKNOWN = uuid.UUID("6f9a1b1c-0000-4000-8000-00000000000c")
USUAL = CalendarOptions()


@pytest.fixture
def noor(case_store: Store) -> Actor:
    return worked_case.actor(case_store)


@pytest.fixture
def token(case_store: Store, noor: Actor) -> str:
    """The token of a calendar of everything, of Noor Aksoy."""
    return made(case_store, noor)


def made(
    store: Store,
    actor: Actor,
    query: str = "",
    key: uuid.UUID = KEY,
    options: CalendarOptions = USUAL,
) -> str:
    wanted = Wanted("Mijn <termijnen>; 😀", None, query, options)
    with store.writing() as session:
        address = subscribe(session, actor, CLOCK, key, wanted)
    assert address
    return address.token


def content(store: Store, token: str, clock: Clock = CLOCK, client: str = "Outlook") -> bytes:
    """What a process that reads this calendar for the first time gives."""
    return CalendarFiles(store, clock, Sittings(), SITE).read(token, client).content


def events(store: Store, token: str) -> dict[str, vobject.base.Component]:
    """The events as an independent reader finds them, by UID."""
    calendar = vobject.readOne(content(store, token).decode())
    return {event.uid.value: event for event in calendar.contents.get("vevent", [])}


def dated(store: Store) -> list[Deadline]:
    with store.reading() as session:
        return list(
            session.exec(
                select(Deadline)
                .where(Deadline.state == DeadlineState.OPEN)
                .where(col(Deadline.due_on).is_not(None))
            )
        )


# Files


def test_an_independent_reader_finds_every_open_deadline_as_a_day(
    case_store: Store, token: str
) -> None:
    found = events(case_store, token)
    expected = {f"deadline-{one.id}@nakoming": one for one in dated(case_store)}
    times_to_come = {
        f"deadline-{key}@nakoming"
        for one in expected.values()
        if one.recurs
        for key, _ in next_times(one, date(2022, 7, 1))
    }
    assert times_to_come
    assert found.keys() == expected.keys() | times_to_come
    assert len(found) > 5
    for uid, deadline in expected.items():
        event = found[uid]
        assert deadline.due_on is not None
        assert type(event.dtstart.value) is date
        assert event.dtstart.value == deadline.due_on
        assert event.dtend.value == deadline.due_on + timedelta(days=1)
        assert event.summary.value.endswith(deadline.what)
        assert deadline.wording in event.description.value


def test_an_event_leads_to_its_item(case_store: Store, token: str) -> None:
    with case_store.reading() as session:
        numbers = {
            f"deadline-{key}@nakoming": number
            for key, number in session.exec(
                select(Deadline.id, Item.number).join(Item, col(Item.id) == Deadline.item_id)
            )
        }
    found = events(case_store, token)
    for uid in found.keys() & numbers.keys():
        event = found[uid]
        assert event.url.value == f"{SITE}/items/{numbers[uid]}"
        assert numbers[uid] in event.description.value


def test_the_calendar_bears_the_subscriptions_name(case_store: Store, token: str) -> None:
    calendar = vobject.readOne(content(case_store, token).decode())
    assert calendar.x_wr_calname.value == "Mijn <termijnen>; 😀"
    assert b"UID:" not in content(case_store, token).split(b"BEGIN:VEVENT")[0]


def test_a_calendar_is_the_same_until_something_changes(case_store: Store, token: str) -> None:
    first = content(case_store, token)
    later = Clock(CLOCK.now() + timedelta(hours=3) - CLOCK.real_now())
    assert content(case_store, token, later, "Agenda") == first
    assert content(case_store, token, later) == first


def test_a_moved_deadline_keeps_its_uid_and_goes_up_in_sequence(
    case_store: Store, noor: Actor, token: str
) -> None:
    [deadline] = [one for one in dated(case_store) if one.wording == "eind 2021"]
    uid = f"deadline-{deadline.id}@nakoming"
    before = events(case_store, token)[uid]
    plan = Plan(deadline.wording, deadline.reference_date, own_date=date(2022, 1, 31))
    with case_store.writing() as session:
        move_deadline(
            session, noor, CLOCK, shipped_calendar(), deadline.id, deadline.version, plan,
            reason="Later",
        )  # fmt: skip
    after = events(case_store, token)[uid]
    assert (after.dtstart.value, after.dtend.value) == (date(2022, 1, 31), date(2022, 2, 1))
    assert int(after.sequence.value) > int(before.sequence.value)
    assert after.last_modified.value == DEMO_START


def test_another_title_of_the_item_goes_up_in_sequence(
    case_store: Store, noor: Actor, token: str
) -> None:
    before = events(case_store, token)
    with case_store.writing() as session:
        act(session, noor, CLOCK)
        for item in session.exec(select(Item)):
            item.title += " (nieuw)"
    for uid, event in events(case_store, token).items():
        assert int(event.sequence.value) == int(before[uid].sequence.value) + 1


def test_what_is_met_leaves_the_calendar(case_store: Store, noor: Actor, token: str) -> None:
    deadline = next(one for one in dated(case_store) if one.recurs is None)
    before = events(case_store, token)
    with case_store.writing() as session:
        settle_deadline(
            session, noor, CLOCK, deadline.id, deadline.version, DeadlineState.MET,
            paper_text="31 015, nr. 230",
        )  # fmt: skip
    gone = before.keys() - events(case_store, token).keys()
    assert gone == {f"deadline-{deadline.id}@nakoming"}


def test_mine_is_what_the_owner_of_the_address_works_on(case_store: Store, noor: Actor) -> None:
    joris = worked_case.actor(case_store, JORIS)
    rows = {f"deadline-{one.id}@nakoming" for one in dated(case_store)}
    found = [
        events(case_store, made(case_store, actor, "owner=me", key)).keys() & rows
        for actor, key in ((noor, KEY), (joris, UNKNOWN))
    ]
    with case_store.reading() as session:
        expected = [
            {
                f"deadline-{key}@nakoming"
                for key in session.exec(
                    select(Deadline.id)
                    .join(Item, col(Item.id) == Deadline.item_id)
                    .where(Item.owner_id == actor.user_id)
                    .where(Deadline.state == DeadlineState.OPEN)
                    .where(col(Deadline.due_on).is_not(None))
                )
            }
            for actor in (noor, joris)
        ]
    assert found == expected
    assert expected[0].isdisjoint(expected[1])


def test_a_subscription_to_a_view_follows_the_view(case_store: Store, noor: Actor) -> None:
    with case_store.writing() as session:
        act(session, noor, CLOCK)
        view = View(name="Adviezen", owner_id=noor.user_id, query="kind=recommendation")
        session.add(view)
        session.flush()
        address = subscribe(session, noor, CLOCK, KEY, Wanted("Adviezen", view.id, view.query))
    assert address
    before = events(case_store, address.token).keys()
    with case_store.writing() as session:
        act(session, noor, CLOCK)
        session.get_one(View, view.id).query = "kind=commitment"
    after = events(case_store, address.token).keys()
    assert before
    assert after
    assert before.isdisjoint(after)


# Addresses


def test_a_token_is_kept_as_a_hash_alone(case_store: Store, noor: Actor, token: str) -> None:
    with case_store.reading() as session:
        kept = session.exec(select(Subscription)).one()
        told = [str(change.fields) for change in session.exec(select(Change))]
        listed = list_subscriptions(session, noor)
    assert kept.token_hash == hash_token(token) != token
    assert len(token) > 30
    assert not any(token in text for text in [*told, str(kept.model_dump()), str(listed)])


def test_a_form_sent_twice_makes_one_address(case_store: Store, noor: Actor, token: str) -> None:
    with case_store.writing() as session:
        again = subscribe(session, noor, CLOCK, KEY, Wanted("Nog een", None, ""))
    assert again is None
    with case_store.reading() as session:
        assert [one.name for one in list_subscriptions(session, noor)] == ["Mijn <termijnen>; 😀"]


def test_a_renewed_address_takes_over(case_store: Store, noor: Actor, token: str) -> None:
    with case_store.writing() as session:
        address = renew(session, noor, CLOCK, KEY, 1)
    assert address
    assert len(events(case_store, address.token)) > 5
    with pytest.raises(Missing):
        content(case_store, token)


def test_a_renewal_sent_twice_keeps_the_first_address(
    case_store: Store, noor: Actor, token: str
) -> None:
    with case_store.writing() as session:
        address = renew(session, noor, CLOCK, KEY, 1)
    assert address
    with case_store.writing() as session:
        assert renew(session, noor, CLOCK, KEY, 1) is None
    assert content(case_store, address.token)


def test_a_revoked_address_is_gone_for_good(case_store: Store, noor: Actor, token: str) -> None:
    for _ in range(2):
        with case_store.writing() as session:
            revoke(session, noor, CLOCK, KEY)
    with pytest.raises(Missing):
        content(case_store, token)
    with pytest.raises(Missing), case_store.writing() as session:
        renew(session, noor, CLOCK, KEY, 2)
    with case_store.reading() as session:
        [line] = list_subscriptions(session, noor)
    assert line.revoked_at == DEMO_START


def test_who_may_no_longer_sign_in_has_no_calendar(case_store: Store, token: str) -> None:
    with case_store.writing() as session:
        accounts.deactivate(session, SYSTEM, CLOCK, NOOR)
    with pytest.raises(Missing):
        content(case_store, token)


@pytest.mark.parametrize("odd", ["", "x", "\0", "é", "x" * 10_000])
def test_an_unknown_token_has_no_calendar(case_store: Store, token: str, odd: str) -> None:
    for unknown in (odd, token[:-1], token + odd + "x", token.swapcase()):
        with pytest.raises(Missing):
            content(case_store, unknown)


def test_the_last_reading_is_noted_without_a_change(
    case_store: Store, noor: Actor, token: str
) -> None:
    content(case_store, token, client="Outlook " + "x" * 1000)
    with case_store.reading() as session:
        [line] = list_subscriptions(session, noor)
        assert session.exec(select(Change.fields).order_by(col(Change.sequence).desc())).first()
        changes = session.exec(select(Change).where(Change.noun == "subscription")).all()
    assert (line.last_read_at, len(line.last_client or ""), line.version) == (DEMO_START, 200, 1)
    assert len(changes) == 1


def test_addresses_of_others_are_not_there(case_store: Store, token: str) -> None:
    joris = worked_case.actor(case_store, JORIS)
    with case_store.reading() as session:
        assert list_subscriptions(session, joris) == ()
    for key in (KEY, UNKNOWN):
        with pytest.raises(Missing), case_store.writing() as session:
            revoke(session, joris, CLOCK, key)
        with pytest.raises(Missing), case_store.writing() as session:
            renew(session, joris, CLOCK, key, 1)
    assert content(case_store, token)


# Files of views


def test_the_file_of_a_view_is_as_its_owner_sees_it(case_store: Store, noor: Actor) -> None:
    with case_store.writing() as session:
        act(session, noor, CLOCK)
        session.add(View(name="Van mij", owner_id=noor.user_id, query="owner=me"))
        session.exec(select(Item).where(Item.number == "A-2021-0002")).one().owner_id = None
    mine = events(case_store, made(case_store, noor, "owner=me")).keys()
    with case_store.reading() as session:
        [view] = views_called(session, "Van mij")
        file = calendar_of_view(session, CLOCK, shipped_calendar(), view, SITE)
        ownerless = calendar_of_view(
            session, CLOCK, shipped_calendar(), replace(view, owner_id=None), SITE
        )
    found = {event.uid.value for event in vobject.readOne(file.decode()).vevent_list}
    assert found == mine
    assert b"BEGIN:VEVENT" not in ownerless


def test_a_removed_view_is_not_found_by_name(case_store: Store, noor: Actor) -> None:
    with case_store.writing() as session:
        act(session, noor, CLOCK)
        session.add(View(name="Weg", removed_at=datetime(2021, 6, 1, tzinfo=UTC)))
        session.add(View(name="Er"))
    with case_store.reading() as session:
        assert [len(views_called(session, name)) for name in ("Weg", "Er")] == [0, 1]
