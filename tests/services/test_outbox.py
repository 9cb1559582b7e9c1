"""Each digest is sent once, or shown as failed with its reason: over a real socket, with faults."""

import time
from collections.abc import Iterator
from threading import Thread

import pytest
from sqlmodel import col, select

from tests.mail_server import PlayedMail, mail_server
from tests.reminding import NOWHERE, At, begin_process, mail_settings, outbox
from tests.worked_case import ADMINISTRATOR, JORIS, NOOR, actor
from tracker.adapters.mail import MailFailed
from tracker.db.session import Store
from tracker.db.tables import Item, Reminder, ReminderMail
from tracker.db.tables.reminders import MailState
from tracker.services import outbox as outbox_module
from tracker.services.actors import act
from tracker.services.failed_mails import dismiss, failed_mails, own_failed, send_again
from tracker.services.missing import Missing
from tracker.services.outbox import Outbox, send_trial
from tracker.services.reminders import collect
from tracker.services.reminding import remind_once

MILA = "mila.hoekstra@voorbeeld.nl"
IN_TIME = 30


@pytest.fixture
def clock() -> At:
    """A clock at 1 July 2021, 09:00."""
    return At()


@pytest.fixture
def server() -> Iterator[PlayedMail]:
    """A mail server that takes all, until a test says otherwise."""
    with mail_server() as played:
        yield played


def mails(store: Store) -> list[ReminderMail]:
    with store.reading() as session:
        return list(session.exec(select(ReminderMail).order_by(col(ReminderMail.made_at))))


def only(store: Store) -> ReminderMail:
    (mail,) = mails(store)
    return mail


def wait_until(met: object, what: str) -> None:
    """Wait until a callable is true."""
    assert callable(met)
    end = time.monotonic() + IN_TIME
    while not met():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def spread(store: Store, clock: At) -> None:
    """Give items of Noor's to two others, so that several people have something to be told."""
    with store.writing() as session:
        act(session, actor(store, ADMINISTRATOR), clock)
        for number, email in (("A-2021-0001", JORIS), ("A-2021-0003", MILA)):
            item = session.exec(select(Item).where(Item.number == number)).one()
            item.owner_id = actor(store, email).user_id


def test_a_server_that_fails_for_a_day_gets_one_mail_afterwards(
    case_store: Store, clock: At, server: PlayedMail
) -> None:
    box = outbox(case_store, server.url, clock)
    server.at_mail = "451 4.3.2 System not accepting messages"
    for _ in range(24 * 4):
        remind_once(box)
        clock.pass_by(minutes=15)
    assert only(case_store).state is MailState.WAITING
    assert only(case_store).failure_code == "mail.deferred"
    assert server.connections > 3

    server.at_mail = None
    clock.pass_by(hours=8)
    remind_once(box)
    remind_once(box)

    assert only(case_store).state is MailState.SENT
    assert len(server.received) == len(server.taken) == 1
    assert "vrijdag 2 juli 2021" in server.taken[0].message.get_body(("plain",)).get_content()  # type: ignore[union-attr]


def test_a_server_that_never_answers_ends_in_a_failure_that_is_shown(
    case_store: Store, clock: At
) -> None:
    box = outbox(case_store, NOWHERE, clock)
    for _ in range(24 * 6):
        remind_once(box)
        clock.pass_by(hours=1)

    failed = [mail for mail in mails(case_store) if mail.state is MailState.FAILED]
    assert failed
    assert {mail.failure_code for mail in failed} == {"mail.unreachable"}
    with case_store.reading() as session:
        told = session.exec(select(Reminder.mail_id)).all()
        shown = failed_mails(session)
    assert set(told) == {line.id for line in shown}
    assert sum(line.reminders for line in shown) == len(told)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ("at_rcpt", "mail.refused"),
        ("at_data", "mail.refused"),
        ("after_data", "mail.refused"),
    ],
)
def test_a_refused_address_is_shown_and_not_tried_again(
    case_store: Store, clock: At, server: PlayedMail, fault: str, code: str
) -> None:
    getattr(server, fault)[NOOR] = "550 5.1.1 No such user"
    box = outbox(case_store, server.url, clock)
    remind_once(box)
    clock.pass_by(hours=6)
    connections = server.connections
    remind_once(box)

    mail = only(case_store)
    assert (mail.state, mail.failure_code) == (MailState.FAILED, code)
    assert mail.failure_facts["text"].endswith("No such user")
    assert server.connections == connections
    assert not server.taken


def test_a_refused_address_does_not_keep_the_others(
    case_store: Store, clock: At, server: PlayedMail
) -> None:
    server.at_rcpt[NOOR] = "550 5.1.1 No such user"
    spread(case_store, clock)
    remind_once(outbox(case_store, server.url, clock))

    assert JORIS in {received.recipients[0] for received in server.taken}
    assert {mail.state for mail in mails(case_store)} == {MailState.SENT, MailState.FAILED}


@pytest.mark.parametrize("fault", ["drops_after_data", "drops_in_data"])
def test_without_an_answer_nobody_knows_and_a_person_decides(
    case_store: Store, clock: At, server: PlayedMail, fault: str
) -> None:
    getattr(server, fault).add(NOOR)
    box = outbox(case_store, server.url, clock)
    remind_once(box)
    remind_once(box)
    assert (only(case_store).state, only(case_store).failure_code) == (
        MailState.FAILED,
        "mail.unanswered",
    )

    getattr(server, fault).clear()
    noor = actor(case_store)
    with case_store.reading() as session:
        (line,) = own_failed(session, noor)
    with case_store.writing() as session:
        send_again(session, noor, clock, line.id)
    remind_once(box)
    assert only(case_store).state is MailState.SENT
    ids = {received.message["Message-ID"] for received in server.received}
    assert ids == {f"<{line.id}@example.nl>"}


def test_a_lost_connection_before_the_message_is_tried_again(
    case_store: Store, clock: At, server: PlayedMail
) -> None:
    server.drops_at_rcpt.add(NOOR)
    box = outbox(case_store, server.url, clock)
    remind_once(box)
    assert only(case_store).state is MailState.WAITING
    server.drops_at_rcpt.clear()
    clock.pass_by(minutes=10)
    remind_once(box)

    assert only(case_store).state is MailState.SENT
    assert len(server.received) == 1


def test_a_crash_between_the_ledger_and_the_mail_leaves_it_to_the_next_round(
    case_store: Store, clock: At, server: PlayedMail
) -> None:
    assert collect(case_store, clock) == 1
    assert collect(case_store, clock) == 0
    remind_once(outbox(case_store, server.url, clock))

    assert len(server.received) == 1


def test_a_crash_while_collecting_leaves_nothing(
    case_store: Store, clock: At, server: PlayedMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_arguments: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("tracker.services.reminders._waiting_mail", crash)
        with pytest.raises(KeyboardInterrupt):
            collect(case_store, clock)
    assert mails(case_store) == []
    remind_once(outbox(case_store, server.url, clock))
    assert len(server.taken) == 1


def test_a_process_killed_before_the_message_leaves_it_to_the_next(
    case_store: Store, database_url: str, clock: At, server: PlayedMail
) -> None:
    server.silent.add(NOOR)
    process = begin_process(database_url, server.url, clock)
    wait_until(lambda: mails(case_store) and mails(case_store)[0].lease_holder, "no lease")
    wait_until(lambda: server.connections, "no connection")
    assert only(case_store).state in (MailState.WAITING, MailState.SENDING)
    process.kill()
    process.wait()
    state = only(case_store).state
    server.silent.clear()
    remind_once(outbox(case_store, server.url, clock))

    expected = MailState.SENT if state is MailState.WAITING else MailState.FAILED
    assert only(case_store).state is expected


def test_a_process_killed_while_it_sends_leaves_a_failure(
    case_store: Store, database_url: str, clock: At, server: PlayedMail
) -> None:
    server.slow[NOOR] = IN_TIME
    process = begin_process(database_url, server.url, clock)
    wait_until(lambda: server.received, "nothing came")
    process.kill()
    process.wait()
    assert only(case_store).state is MailState.SENDING
    server.slow.clear()
    remind_once(outbox(case_store, server.url, clock))
    remind_once(outbox(case_store, server.url, clock))

    mail = only(case_store)
    assert (mail.state, mail.failure_code) == (MailState.FAILED, "mail.interrupted")
    assert len(server.received) == 1


def test_two_processes_send_each_mail_once(
    case_store: Store, database_url: str, clock: At, server: PlayedMail
) -> None:
    spread(case_store, clock)
    processes = [begin_process(database_url, server.url, clock) for _ in range(3)]

    assert [process.wait(IN_TIME) for process in processes] == [0, 0, 0]
    recipients = [received.recipients[0] for received in server.taken]
    assert len(recipients) == len(set(recipients)) == len(mails(case_store)) > 1


def test_two_at_once_while_the_server_is_slow(
    case_store: Store, clock: At, server: PlayedMail
) -> None:
    server.slow[NOOR] = 1
    threads = [
        Thread(target=remind_once, args=(outbox(case_store, server.url, clock),)) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(server.received) == 1
    assert only(case_store).state is MailState.SENT


def test_when_the_end_cannot_be_written_down_nothing_is_sent_twice(
    case_store: Store, clock: At, server: PlayedMail, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database refuses what comes after the sending: a mock, for no real one does so here."""
    end = Outbox._end

    def refuse(box: Outbox, *arguments: object, **named: object) -> object:
        if MailState.SENT in arguments:
            raise OSError("disk full")
        return end(box, *arguments, **named)  # type: ignore[arg-type]

    box = outbox(case_store, server.url, clock)
    with monkeypatch.context() as patched:
        patched.setattr(Outbox, "_end", refuse)
        remind_once(box)
    remind_once(box)

    assert len(server.received) == 1
    assert only(case_store).failure_code == outbox_module.INTERRUPTED


def test_only_whose_it_is_and_administrators_judge_a_failure(
    case_store: Store, clock: At, server: PlayedMail
) -> None:
    server.at_rcpt[NOOR] = "550 5.1.1 No such user"
    remind_once(outbox(case_store, server.url, clock))
    mail_id = only(case_store).id

    with case_store.writing() as session, pytest.raises(Missing):
        dismiss(session, actor(case_store, JORIS), mail_id)
    with case_store.reading() as session:
        assert own_failed(session, actor(case_store, JORIS)) == ()
    with case_store.writing() as session:
        dismiss(session, actor(case_store, ADMINISTRATOR), mail_id)
    with case_store.reading() as session:
        assert failed_mails(session) == ()
    with case_store.writing() as session, pytest.raises(Missing):
        send_again(session, actor(case_store), clock, mail_id)


def test_a_trial_mail_goes_at_once_or_says_why_not(case_store: Store, server: PlayedMail) -> None:
    settings = mail_settings(server.url)
    send_trial(settings, actor(case_store, ADMINISTRATOR))
    assert server.taken[0].message["Subject"] == "Nakoming: proefbericht"

    server.at_mail = "451 Later"
    with pytest.raises(MailFailed, match=r"mail\.deferred"):
        send_trial(settings, actor(case_store, ADMINISTRATOR))
