"""What is written into the ledger and the outbox, and what a mail says when it is sent."""

import uuid
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from sqlmodel import Session, col, select

from tests.mail_server import PlayedMail, mail_server
from tests.reminding import BASE, SECRET, At, outbox
from tests.worked_case import ADMINISTRATOR, JORIS, NOOR, actor
from tracker.db.session import Store
from tracker.db.tables import Deadline, Item, Reminder, ReminderChoices, ReminderMail, User
from tracker.db.tables.reminders import MailState
from tracker.domain.errors import DomainError
from tracker.domain.reminders import Choices, ReminderKind, Rhythm
from tracker.domain.statuses import Status
from tracker.services import accounts
from tracker.services.actors import act
from tracker.services.missing import Missing
from tracker.services.reminder_choices import (
    keep_choices,
    read_choices,
    switch_off,
    token_of,
    user_of_token,
)
from tracker.services.reminders import collect, preview
from tracker.services.reminding import remind_once

LATE, DUE, WAITING, CHANGED = "TE LAAT", "TERMIJNEN DIE ERAAN KOMEN", "WACHT OP U", "GEWIJZIGD"


@pytest.fixture
def clock() -> At:
    """A clock at 1 July 2021, 09:00."""
    return At()


@pytest.fixture
def server() -> Iterator[PlayedMail]:
    """A mail server that takes all."""
    with mail_server() as played:
        yield played


def texts(server: PlayedMail) -> list[str]:
    """The plain texts of what came in, in order."""
    found = []
    for received in server.taken:
        body = received.message.get_body(("plain",))
        assert body
        found.append(str(body.get_content()))
    return found


def mails(store: Store) -> list[ReminderMail]:
    with store.reading() as session:
        return list(session.exec(select(ReminderMail).order_by(col(ReminderMail.made_at))))


def choose(store: Store, clock: At, email: str = NOOR, **choices: Any) -> None:
    with store.writing() as session:
        keep_choices(session, actor(store, email), clock, Choices(**choices))


def change(store: Store, clock: At, do: Callable[[Session], None], email: str = NOOR) -> None:
    """Something that a person does."""
    with store.writing() as session:
        act(session, actor(store, email), clock)
        do(session)


def item(session: Session, number: str) -> Item:
    return session.exec(select(Item).where(Item.number == number)).one()


def close(number: str) -> Callable[[Session], None]:
    def do(session: Session) -> None:
        item(session, number).status = Status.MET

    return do


def test_a_digest_tells_each_kind_with_its_links(
    case_store: Store, clock: At, server: PlayedMail
) -> None:
    done = remind_once(outbox(case_store, server.url, clock))

    assert [(run.email, run.state) for run in done.runs] == [(NOOR, MailState.SENT)]
    mail = server.taken[0].message
    assert mail["To"] == NOOR
    assert mail["Subject"] == "Nakoming: 1 te laat, 3 binnenkort, 1 wacht op u, 1 gewijzigd"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Content-Language"] == "nl"
    text = texts(server)[0]
    places = [text.index(title) for title in (LATE, DUE, WAITING, CHANGED)]
    assert places == sorted(places)
    assert "Motie Kuik/Van der Graaf: Plan van aanpak voor kwetsbare jongeren" in text
    assert "donderdag 8 juli 2021, nog 5 werkdagen" in text
    assert "zondag 11 juli 2021 (voorlopig), nog 6 werkdagen" in text
    assert "1 dag te laat: woensdag 30 juni 2021" in text
    assert f"{BASE}/items/M-2021-0002" in text
    html = mail.get_body(("html",))
    assert html
    assert html.get_content().count("<li") == 6
    assert html.get_content().count(f'href="{BASE}/items/') == 6


def test_run_twice_one_mail(case_store: Store, clock: At, server: PlayedMail) -> None:
    for _ in range(2):
        remind_once(outbox(case_store, server.url, clock))
    clock.put("2021-07-01 17:00")
    remind_once(outbox(case_store, server.url, clock))

    assert len(server.received) == 1


def test_nothing_before_seven_nor_on_days_off(
    case_store: Store, clock: At, server: PlayedMail
) -> None:
    for moment in ("2021-07-01 06:59", "2021-07-03 12:00", "2021-07-04 12:00"):
        clock.put(moment)
        assert remind_once(outbox(case_store, server.url, clock)).made == 0
    clock.put("2021-07-05 07:00")
    assert remind_once(outbox(case_store, server.url, clock)).made == 1


def days_told(store: Store, clock: At, first: str, days: int) -> dict[str, list[date]]:
    """The days on which Noor is told of each key, but for its last part."""
    clock.put(first)
    for _ in range(days):
        collect(store, clock)
        clock.pass_by(days=1)
    told: dict[str, list[date]] = {}
    with store.reading() as session:
        statement = select(Reminder).join(User, col(User.id) == col(Reminder.user_id))
        for row in session.exec(
            statement.where(User.email == NOOR).order_by(col(Reminder.told_on))
        ):
            told.setdefault(f"{row.about}:{row.subject}", []).append(row.told_on)
    return told


def test_over_two_months_late_comes_weekly_and_due_at_its_days(
    case_store: Store, clock: At
) -> None:
    told = days_told(case_store, clock, "2021-06-01 09:00", 61)

    for key, days in told.items():
        if key.startswith("late"):
            assert min((later - one).days for one, later in pairwise(days)) >= 7, key
    with case_store.reading() as session:
        apm = session.exec(select(Deadline.id).where(Deadline.due_on == date(2021, 7, 8))).first()
    assert told[f"due:{apm}"] == [date(2021, 6, 10), date(2021, 6, 24), date(2021, 7, 5)]
    assert told[f"late:{apm}"] == [date(2021, 7, 12), date(2021, 7, 19), date(2021, 7, 26)]


def test_a_week_by_week_digest_comes_on_mondays(case_store: Store, clock: At) -> None:
    choose(case_store, clock, rhythm=Rhythm.WEEKLY)
    told = days_told(case_store, clock, "2021-06-21 09:00", 28)

    days = {day for several in told.values() for day in several}
    assert days == {date(2021, 6, 21), date(2021, 7, 5), date(2021, 7, 12)}


def test_of_an_item_without_an_owner_the_unit_and_then_the_administrators_hear(
    case_store: Store, clock: At, server: PlayedMail
) -> None:
    def leave(session: Session) -> None:
        for one in session.exec(select(Item)):
            one.owner_id = one.unit_id = None

    change(case_store, clock, leave)
    remind_once(outbox(case_store, server.url, clock))

    hear = {
        received.recipients[0]
        for received, text in zip(server.taken, texts(server), strict=True)
        if "Sessie over migratie van Nigeria" in text
    }
    assert hear == {ADMINISTRATOR}


def test_the_items_of_who_left_fall_to_the_unit(
    case_store: Store, clock: At, server: PlayedMail
) -> None:
    with case_store.writing() as session:
        accounts.deactivate(session, actor(case_store, ADMINISTRATOR), clock, NOOR)
    remind_once(outbox(case_store, server.url, clock))

    recipients = {received.recipients[0] for received in server.taken}
    assert recipients
    assert NOOR not in recipients


def test_nothing_is_sent_for_an_item_that_was_closed_since(
    case_store: Store, clock: At, server: PlayedMail
) -> None:
    collect(case_store, clock)
    change(case_store, clock, close("T-2021-0001"), JORIS)
    remind_once(outbox(case_store, server.url, clock))

    assert len(texts(server)) == 1
    assert "T-2021-0001" not in texts(server)[0]
    assert "A-2021-0001" in texts(server)[0]
    with case_store.reading() as session:
        left_out = session.exec(select(Reminder).where(Reminder.left_out)).all()
    assert len(left_out) == 3


def test_a_digest_of_which_nothing_holds_is_dropped(
    case_store: Store, clock: At, server: PlayedMail
) -> None:
    def close_all(session: Session) -> None:
        for one in session.exec(select(Item)):
            one.status = Status.MET

    collect(case_store, clock)
    change(case_store, clock, close_all)
    remind_once(outbox(case_store, server.url, clock))

    assert [mail.state for mail in mails(case_store)] == [MailState.DROPPED]
    assert not server.received


def test_a_deadline_that_moved_is_told_with_its_new_day_only(
    case_store: Store, clock: At, server: PlayedMail
) -> None:
    def move(session: Session) -> None:
        for one in session.exec(select(Deadline).where(Deadline.due_on == date(2021, 7, 8))):
            one.due_on = one.on_time_until = one.late_after = date(2021, 7, 14)

    collect(case_store, clock)
    change(case_store, clock, move)
    remind_once(outbox(case_store, server.url, clock))
    assert "8 juli" not in texts(server)[0]
    assert "14 juli" not in texts(server)[0]

    clock.put("2021-07-02 09:00")
    remind_once(outbox(case_store, server.url, clock))
    assert "woensdag 14 juli 2021, nog 8 werkdagen" in texts(server)[1]


def test_another_who_closes_gives_and_takes_is_told_in_words(
    case_store: Store, clock: At, server: PlayedMail
) -> None:
    remind_once(outbox(case_store, server.url, clock))
    joris = actor(case_store, JORIS).user_id

    def hand_over(session: Session) -> None:
        item(session, "A-2021-0001").owner_id = joris

    clock.put("2021-07-01 15:00")
    change(case_store, clock, close("A-2021-0003"), JORIS)
    change(case_store, clock, hand_over, ADMINISTRATOR)
    clock.put("2021-07-02 09:00")
    remind_once(outbox(case_store, server.url, clock))

    by_reader = {
        received.recipients[0]: text
        for received, text in zip(server.taken[1:], texts(server)[1:], strict=True)
    }
    assert "Joris Vermaat zette de status op ‘Afgedaan’" in by_reader[NOOR]
    assert "Ilse Roelofs haalde dit item bij u weg" in by_reader[NOOR]
    assert "Ilse Roelofs gaf u dit item" in by_reader[JORIS]


def test_what_one_does_oneself_is_not_told(
    case_store: Store, clock: At, server: PlayedMail
) -> None:
    remind_once(outbox(case_store, server.url, clock))
    change(case_store, clock, lambda s: setattr(item(s, "M-2021-0002"), "title", "Anders"))
    clock.put("2021-07-02 09:00")
    remind_once(outbox(case_store, server.url, clock))

    assert NOOR not in {received.recipients[0] for received in server.taken[1:]}


@pytest.mark.parametrize("kind", list(ReminderKind))
def test_a_kind_that_is_not_wanted_does_not_come(
    case_store: Store, clock: At, server: PlayedMail, kind: ReminderKind
) -> None:
    choose(case_store, clock, kinds=frozenset(ReminderKind) - {kind})
    remind_once(outbox(case_store, server.url, clock))

    titles = {
        ReminderKind.LATE: LATE, ReminderKind.DUE: DUE,
        ReminderKind.WAITING: WAITING, ReminderKind.CHANGED: CHANGED,
    }  # fmt: skip
    assert [one for one, title in titles.items() if title not in texts(server)[0]] == [kind]


def test_a_pause_keeps_what_waits_and_brings_it_afterwards(
    case_store: Store, clock: At, server: PlayedMail
) -> None:
    collect(case_store, clock)
    choose(case_store, clock, paused_until=date(2021, 7, 6))
    for moment in ("2021-07-01 10:00", "2021-07-02 10:00", "2021-07-05 10:00"):
        clock.put(moment)
        remind_once(outbox(case_store, server.url, clock))
    assert not server.received

    clock.put("2021-07-06 08:00")
    remind_once(outbox(case_store, server.url, clock))
    assert "nog 2 werkdagen" in texts(server)[0]
    assert "Joris Vermaat schreef een stand van zaken" in texts(server)[0]


def test_switched_off_by_the_link_of_the_mail(
    case_store: Store, clock: At, server: PlayedMail
) -> None:
    remind_once(outbox(case_store, server.url, clock))
    address = server.taken[0].message["List-Unsubscribe"]
    token = str(address).strip("<>").rpartition("/")[2]

    with case_store.writing() as session:
        user = user_of_token(session, token, SECRET)
        assert user.email == NOOR
        switch_off(session, clock, user.id)
    clock.put("2021-07-08 09:00")
    assert remind_once(outbox(case_store, server.url, clock)).made == 0
    with case_store.reading() as session:
        assert read_choices(session, actor(case_store)).rhythm is Rhythm.OFF


def test_switched_on_again_the_past_is_not_told(
    case_store: Store, clock: At, server: PlayedMail
) -> None:
    choose(case_store, clock, rhythm=Rhythm.OFF)
    clock.put("2021-07-05 06:00")
    choose(case_store, clock)
    clock.put("2021-07-05 09:00")
    remind_once(outbox(case_store, server.url, clock))

    assert CHANGED not in texts(server)[0]


@pytest.mark.parametrize("text", ["", ".", "x.y", f"{uuid.UUID(int=1).hex}.ab", "é.é"])
def test_a_wrong_token_is_nobodys(case_store: Store, text: str) -> None:
    with case_store.reading() as session, pytest.raises(Missing):
        user_of_token(session, text, SECRET)


def test_a_token_of_another_installation_is_nobodys(case_store: Store) -> None:
    user_id = actor(case_store).user_id
    assert user_id
    with case_store.reading() as session, pytest.raises(Missing):
        user_of_token(session, token_of(user_id, "ander geheim"), SECRET)


def test_a_pause_ends_after_today(case_store: Store, clock: At) -> None:
    with pytest.raises(DomainError, match=r"reminders\.pause_passed"):
        choose(case_store, clock, paused_until=date(2021, 7, 1))


def test_one_persons_fault_does_not_keep_the_others(
    case_store: Store, clock: At, server: PlayedMail, caplog: pytest.LogCaptureFixture
) -> None:
    def hand_over(session: Session) -> None:
        item(session, "A-2021-0001").owner_id = actor(case_store, JORIS).user_id

    change(case_store, clock, hand_over, ADMINISTRATOR)
    choose(case_store, clock)
    with case_store.writing() as session:
        for row in session.exec(select(ReminderChoices)):
            row.days = ["geen getal"]  # type: ignore[list-item]
    remind_once(outbox(case_store, server.url, clock))

    assert {received.recipients[0] for received in server.taken} == {JORIS}
    assert "the digest of one person cannot be made" in caplog.text


def test_a_preview_writes_nothing_and_is_what_then_comes(
    case_store: Store, clock: At, server: PlayedMail
) -> None:
    with case_store.reading() as session:
        seen = preview(session, actor(case_store), clock)
    with case_store.reading() as session:
        assert not session.exec(select(ReminderChoices)).all()
    remind_once(outbox(case_store, server.url, clock))

    assert [len(group.lines) for group in seen] == [1, 3, 1, 1]
    with case_store.reading() as session:
        assert preview(session, actor(case_store), clock) == ()
