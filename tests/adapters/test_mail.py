"""One mail to a real SMTP server, and what is known of it when something fails."""

import re
import socket
import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.faulty_server import anonymous_tls
from tests.mail_server import PlayedMail, mail_server
from tracker.adapters import mail as adapter
from tracker.adapters.mail import (
    Kind,
    Mail,
    MailFailed,
    MailLimits,
    MailServer,
    Security,
    as_bytes,
    read_mail_url,
    send,
)

WRITER = "nakoming@example.nl"
READER = "sanne@example.nl"
LIST_UNSUBSCRIBE = f"<https://nakoming.example.nl/unsubscribe/{'k' * 60}>"
HASTY = MailLimits(wait_seconds=0.3, answer_seconds=0.3, total_seconds=10)
PATIENT = MailLimits(wait_seconds=10, answer_seconds=10, total_seconds=20)


def letter(**changes: Any) -> Mail:
    """A mail with a few parts of its own."""
    given: dict[str, Any] = {
        "sender": f"Nakoming <{WRITER}>",
        "recipient": READER,
        "subject": "3 termijnen van deze week",
        "plain": "Motie Kuik\nhttps://nakoming.example.nl/items/1\n",
        "html": "<p>Motie Kuik</p>\n",
        "message_id": "<1@nakoming.example.nl>",
        "sent_at": datetime(2026, 11, 24, 9, 5, tzinfo=timezone(timedelta(hours=1))),
        "language": "nl",
        "headers": (
            ("List-Unsubscribe", LIST_UNSUBSCRIBE),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ),
    }
    return Mail(**(given | changes))


def to(played: PlayedMail, security: Security = Security.PLAIN, *login: str) -> MailServer:
    return MailServer("127.0.0.1", played.port, security, *login)


def failure(server: MailServer, mail: Mail, limits: MailLimits = PATIENT) -> MailFailed:
    """How it fails, with `started` when the caller had been told that it may be sent."""
    started: list[bool] = []
    with pytest.raises(MailFailed) as caught:
        send(server, mail, before_data=lambda: started.append(True), limits=limits)
    caught.value.facts["started"] = bool(started)
    return caught.value


def told(failed: MailFailed, played: PlayedMail) -> tuple[Any, ...]:
    """The kind, the code, whether the caller was told before, and the answer."""
    facts = dict(failed.facts)
    assert (facts.pop("host"), facts.pop("port")) == ("127.0.0.1", played.port)
    return failed.kind, failed.code, facts.pop("started"), facts


def texts(message: EmailMessage) -> list[str]:
    """What stands in the parts, with the line ends of Python."""
    return [part.get_content().replace("\r\n", "\n") for part in message.iter_parts()]


@pytest.fixture
def server() -> Iterator[PlayedMail]:
    with mail_server() as played:
        yield played


@pytest.fixture
def anonymous(monkeypatch: pytest.MonkeyPatch) -> ssl.SSLContext:
    """A server's end without a certificate, which is trusted for once."""
    trusted = anonymous_tls(ssl.PROTOCOL_TLS_CLIENT)
    monkeypatch.setattr(adapter, "_trusted", lambda: trusted)
    return anonymous_tls(ssl.PROTOCOL_TLS_SERVER)


def test_a_mail_comes_in_whole(server: PlayedMail) -> None:
    taken_before: list[int] = []
    send(to(server), letter(), before_data=lambda: taken_before.append(len(server.received)))
    [received] = server.taken
    message = received.message
    headers = dict(message.items())
    assert re.fullmatch(r'multipart/alternative; boundary="[^"]+"', headers.pop("Content-Type"))
    assert (received.sender, received.recipients) == (WRITER, (READER,))
    assert headers == {
        "MIME-Version": "1.0",
        "From": f"Nakoming <{WRITER}>",
        "To": READER,
        "Subject": "3 termijnen van deze week",
        "Date": "Tue, 24 Nov 2026 09:05:00 +0100",
        "Message-ID": "<1@nakoming.example.nl>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": "nl",
        "List-Unsubscribe": LIST_UNSUBSCRIBE,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    kinds = [part["Content-Type"] for part in message.iter_parts()]
    assert kinds == ['text/plain; charset="utf-8"', 'text/html; charset="utf-8"']
    assert texts(message) == [letter().plain, letter().html]
    assert taken_before == [0]


def test_the_server_gets_the_bytes_as_they_are(server: PlayedMail) -> None:
    mail = letter(plain=".\n..\n.dot\nFrom here\n", html=".\r\n.\r\n")
    send(to(server), mail, before_data=lambda: None)
    [received] = server.taken
    assert received.content.endswith(b"--\r\n")
    assert re.findall(rb"(?<!\r)\n|\r(?!\n)", received.content) == []
    assert texts(received.message) == [mail.plain, ".\n.\n"]


def test_what_the_caller_raises_is_raised_and_nothing_is_sent(server: PlayedMail) -> None:
    def fail() -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="the disk is full"):
        send(to(server), letter(), before_data=fail)
    send(to(server), letter(), before_data=lambda: None)
    assert len(server.received) == 1


def test_what_the_caller_does_for_too_long_leaves_nothing_sent(server: PlayedMail) -> None:
    limits = MailLimits(wait_seconds=5, answer_seconds=5, total_seconds=0.5)
    with pytest.raises(MailFailed) as caught:
        send(to(server), letter(), before_data=lambda: time.sleep(0.8), limits=limits)
    assert (caught.value.kind, caught.value.code) == (Kind.TEMPORARY, "mail.lost")
    assert server.received == []


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("450 4.2.1 Later", (Kind.TEMPORARY, "mail.deferred", "4.2.1 Later")),
        ("421 4.3.2 Closing", (Kind.TEMPORARY, "mail.deferred", "4.3.2 Closing")),
        ("550 5.1.1 Niemand", (Kind.REFUSED, "mail.refused", "5.1.1 Niemand")),
        ("554 5.7.1 Geweigerd: ë", (Kind.REFUSED, "mail.refused", "5.7.1 Geweigerd: ë")),
        ("530 5.7.0 Log in first", (Kind.TEMPORARY, "mail.login", "5.7.0 Log in first")),
    ],
)
@pytest.mark.parametrize("step", ["at_mail", "at_rcpt", "at_data", "after_data"])
def test_an_answer_is_known(
    server: PlayedMail, step: str, answer: str, expected: tuple[Kind, str, str]
) -> None:
    kind, code, text = expected
    setattr(server, step, answer if step == "at_mail" else {READER: answer})
    failed = failure(to(server), letter())
    started = step in ("at_data", "after_data")
    assert told(failed, server) == (kind, code, started, {"reply": int(answer[:3]), "text": text})
    assert len(server.received) == (step == "after_data")
    assert server.taken == []


def test_an_answer_that_is_too_long_is_cut(server: PlayedMail) -> None:
    server.at_rcpt = {READER: "550-" + "a" * 400 + "\r\n550 " + "b" * 400}
    assert failure(to(server), letter()).facts["text"] == "a" * 400 + " " + "b" * 99


@pytest.mark.parametrize("fault", ["drops_in_data", "drops_after_data", "silent"])
def test_a_message_without_an_answer_is_uncertain(server: PlayedMail, fault: str) -> None:
    setattr(server, fault, {READER})
    failed = failure(to(server), letter(plain="regel\n" * 1000), HASTY)
    assert told(failed, server) == (Kind.UNCERTAIN, "mail.unanswered", True, {})
    assert len(server.received) == (fault != "drops_in_data")


@pytest.mark.parametrize("answer", ["250", "abc", "354 more", "x" * 9000])
def test_only_an_answer_of_smtp_is_one(server: PlayedMail, answer: str) -> None:
    server.after_data = {READER: answer}
    if answer == "250":
        send(to(server), letter(), before_data=lambda: None, limits=PATIENT)
        return
    failed = failure(to(server), letter())
    assert (failed.kind, failed.code) == (Kind.UNCERTAIN, "mail.unanswered")


@pytest.mark.parametrize("step", ["at_rcpt", "at_data"])
@pytest.mark.parametrize("answer", ["abc", "199 what", "x" * 9000])
def test_before_the_message_no_answer_can_be_tried_again(
    server: PlayedMail, step: str, answer: str
) -> None:
    setattr(server, step, {READER: answer})
    failed = failure(to(server), letter())
    assert (failed.kind, failed.code) == (Kind.TEMPORARY, "mail.lost")
    assert server.received == []


def test_a_connection_lost_before_the_message_can_be_tried_again(server: PlayedMail) -> None:
    server.drops_at_rcpt = {READER}
    failed = failure(to(server), letter())
    assert told(failed, server) == (Kind.TEMPORARY, "mail.lost", False, {})


def test_a_slow_answer_is_awaited(server: PlayedMail) -> None:
    server.slow = {READER: 0.6}
    limits = MailLimits(wait_seconds=0.3, answer_seconds=10, total_seconds=20)
    send(to(server), letter(), before_data=lambda: None, limits=limits)
    assert len(server.taken) == 1


@pytest.mark.parametrize("fault", ["drops_at_quit", "silent_at_quit"])
def test_a_mail_that_was_taken_is_sent_whatever_comes_after(server: PlayedMail, fault: str) -> None:
    setattr(server, fault, True)
    begun = time.monotonic()
    limits = MailLimits(wait_seconds=0.5, answer_seconds=10, total_seconds=20)
    send(to(server), letter(), before_data=lambda: None, limits=limits)
    assert len(server.taken) == 1
    assert time.monotonic() - begun < 5


def test_nobody_listens() -> None:
    with mail_server() as gone:
        pass
    failed = failure(to(gone), letter())
    assert told(failed, gone) == (Kind.TEMPORARY, "mail.unreachable", False, {})


@pytest.mark.parametrize("host", ["nergens.invalid", f"{'a' * 70}.nl", "a..nl"])
def test_a_name_without_an_address(host: str) -> None:
    failed = failure(MailServer(host, 25, Security.PLAIN), letter())
    assert (failed.kind, failed.code) == (Kind.TEMPORARY, "mail.unreachable")


@pytest.mark.parametrize("greeting", ["421 4.3.2 Too busy", "554 5.3.2 No mail here"])
def test_a_server_that_does_not_open_says_nothing_of_the_mail(
    server: PlayedMail, greeting: str
) -> None:
    server.greeting = greeting
    failed = failure(to(server), letter())
    facts = {"reply": int(greeting[:3]), "text": greeting[4:]}
    assert told(failed, server) == (Kind.TEMPORARY, "mail.unreachable", False, facts)


def test_a_server_that_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as quiet:
        played = PlayedMail(port=quiet.getsockname()[1])
        failed = failure(to(played), letter(), HASTY)
        assert told(failed, played) == (Kind.TEMPORARY, "mail.unreachable", False, {})
        failed = failure(to(played, Security.TLS), letter(), HASTY)
        assert failed.kind is Kind.TEMPORARY


def test_a_greeting_without_end_ends(server: PlayedMail) -> None:
    server.drips = True
    begun = time.monotonic()
    limits = MailLimits(wait_seconds=5, answer_seconds=5, total_seconds=0.5)
    failed = failure(to(server), letter(), limits)
    assert told(failed, server) == (Kind.TEMPORARY, "mail.unreachable", False, {})
    assert time.monotonic() - begun < 4


def test_the_end_of_time_after_a_message_is_uncertain(server: PlayedMail) -> None:
    server.silent = {READER}
    limits = MailLimits(wait_seconds=5, answer_seconds=60, total_seconds=1)
    failed = failure(to(server), letter(), limits)
    assert told(failed, server) == (Kind.UNCERTAIN, "mail.unanswered", True, {})


def test_starttls_and_a_login(anonymous: ssl.SSLContext) -> None:
    with mail_server(starttls=anonymous, login=("nakoming", "p@ss:w/rd")) as server:
        given = to(server, Security.STARTTLS, "nakoming", "p@ss:w/rd")
        send(given, letter(), before_data=lambda: None, limits=PATIENT)
        assert server.logins == ["nakoming"]
        assert len(server.taken) == 1


def test_tls_from_the_start_and_a_login(anonymous: ssl.SSLContext) -> None:
    with mail_server(tls=anonymous, login=("nakoming", "geheim")) as server:
        given = to(server, Security.TLS, "nakoming", "geheim")
        send(given, letter(), before_data=lambda: None, limits=PATIENT)
        assert server.logins == ["nakoming"]
        assert len(server.taken) == 1


def test_tls_uncertain_too(anonymous: ssl.SSLContext) -> None:
    with mail_server(starttls=anonymous) as server:
        server.drops_after_data = {READER}
        failed = failure(to(server, Security.STARTTLS), letter())
        assert told(failed, server) == (Kind.UNCERTAIN, "mail.unanswered", True, {})


def test_a_wrong_password_is_a_setting_and_not_said(anonymous: ssl.SSLContext) -> None:
    with mail_server(starttls=anonymous, login=("nakoming", "geheim")) as server:
        failed = failure(to(server, Security.STARTTLS, "nakoming", "onjuist"), letter())
        kind, code, started, facts = told(failed, server)
    assert (kind, code, started, facts["reply"]) == (Kind.TEMPORARY, "mail.login", False, 535)
    assert "onjuist" not in f"{failed!r} {failed} {facts}"


def test_a_login_that_is_not_offered(server: PlayedMail) -> None:
    failed = failure(to(server, Security.PLAIN, "nakoming", "geheim"), letter())
    assert (failed.kind, failed.code) == (Kind.TEMPORARY, "mail.login")


def test_a_login_that_is_demanded() -> None:
    with mail_server(login=("nakoming", "geheim")) as server:
        failed = failure(to(server), letter())
        assert (failed.kind, failed.code) == (Kind.TEMPORARY, "mail.login")
        assert failed.facts["reply"] == 530


def test_starttls_that_is_demanded(anonymous: ssl.SSLContext) -> None:
    with mail_server(starttls=anonymous) as server:
        failed = failure(to(server), letter())
        assert (failed.kind, failed.code) == (Kind.TEMPORARY, "mail.login")


def test_no_mail_goes_without_the_tls_that_was_asked_for(server: PlayedMail) -> None:
    failed = failure(to(server, Security.STARTTLS), letter())
    assert told(failed, server) == (Kind.TEMPORARY, "mail.tls", False, {})
    failed = failure(to(server, Security.TLS), letter())
    assert told(failed, server) == (Kind.TEMPORARY, "mail.tls", False, {})
    assert server.received == []


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
def test_a_server_without_a_certificate_is_not_trusted(security: Security) -> None:
    own = anonymous_tls(ssl.PROTOCOL_TLS_SERVER)
    late = security is Security.STARTTLS
    with mail_server(starttls=own if late else None, tls=None if late else own) as server:
        failed = failure(to(server, security), letter())
        assert told(failed, server) == (Kind.TEMPORARY, "mail.tls", False, {})


WRONG_ADDRESSES = [
    "", "sanne", "@example.nl", "sanne@", "sanne@example..nl", "sanne@-a.nl", "sanne @example.nl",
    "daniël@example.nl", "sanne@coöperatie.nl", "sanne@example.nl\r\nRCPT TO:<x@example.nl>",
    "<sanne@example.nl>", "a@b.nl, c@d.nl", f"{'a' * 65}@example.nl", "sanne@example.nl\n",
    f"sanne@{'a' * 64}.nl", "sanne@" + "a." * 130 + "nl",
]  # fmt: skip


@pytest.mark.parametrize("address", WRONG_ADDRESSES)
def test_an_address_that_cannot_be_written_is_refused(server: PlayedMail, address: str) -> None:
    failed = failure(to(server), letter(recipient=address))
    assert (failed.kind, failed.code) == (Kind.REFUSED, "mail.recipient")
    assert failed.facts == {"address": address, "started": False}
    assert server.connections == 0


@pytest.mark.parametrize("address", ["", "nakoming", "Nakoming <ik@coöperatie.nl>"])
def test_a_sender_that_cannot_be_written_is_a_setting(server: PlayedMail, address: str) -> None:
    failed = failure(to(server), letter(sender=address))
    assert (failed.kind, failed.code) == (Kind.TEMPORARY, "mail.sender")
    assert failed.facts == {"address": address, "started": False}


@pytest.mark.parametrize("name", ["Financiën", 'A "b" \\ c', "Nakoming (FIN)", "€, ë; @"])
def test_the_name_of_a_sender(name: str) -> None:
    quoted = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    written = as_bytes(letter(sender=f"{quoted} <{WRITER}>"))
    [sender] = message_from_bytes(written, policy=policy.default)["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (name, WRITER)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=300) | st.text(
    "ëé€…–’😀👩‍👧 \t\r\n.=?_abc\x00\x85\u2028", max_size=300
)
LONG_TEXTS = ["ë€😀 " * 2500, "a" * 10_000, "😀" * 10_000, "woord " * 1667, "=?utf-8?q?x?="]


def in_one_line(text: str) -> str:
    return re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).strip()


def in_lines(text: str) -> str:
    """A text with the line ends of Python, the last line included."""
    ended = re.sub(r"\r\n?", "\n", text)
    return ended if ended.endswith("\n") else ended + "\n"


@settings(deadline=None)
@given(TEXTS)
@example(LONG_TEXTS[0])
@example(LONG_TEXTS[1])
@example(LONG_TEXTS[2])
@example(LONG_TEXTS[3])
@example(LONG_TEXTS[4])
@example("a\r\nBcc: x@example.nl\r\n\r\nweg")
def test_a_subject_comes_back_in_one_line(subject: str) -> None:
    written = as_bytes(letter(subject=subject))
    message = message_from_bytes(written, policy=policy.default)
    assert message["Subject"] == in_one_line(subject)
    assert sorted(message.keys()) == sorted(
        message_from_bytes(as_bytes(letter()), policy=policy.default).keys()
    )
    assert max(map(len, written.split(b"\r\n"))) <= 998


@settings(deadline=None)
@given(TEXTS, TEXTS)
@example(*LONG_TEXTS[:2])
@example(*LONG_TEXTS[2:4])
@example("", ".")
def test_a_text_comes_back(plain: str, html: str) -> None:
    written = as_bytes(letter(plain=plain, html=html))
    message = message_from_bytes(written, policy=policy.default)
    assert texts(message) == [in_lines(plain), in_lines(html)]
    assert written.isascii()
    assert max(map(len, written.partition(b"\r\n\r\n")[2].split(b"\r\n"))) <= 78


@settings(deadline=None)
@given(TEXTS)
@example("x\r\nBcc: weg@example.nl")
@example("x\n\n<script>")
@example("x\rBcc: weg@example.nl")
def test_no_header_lets_another_in(value: str) -> None:
    plain = message_from_bytes(as_bytes(letter()), policy=policy.compat32)
    mail = letter(
        headers=(("List-Unsubscribe", value), ("List-Unsubscribe-Post", value)),
        message_id=f"<1@example.nl>{value}",
        language=f"nl{value}",
        sender=f"{value} <{WRITER}>" if re.fullmatch(r"[\w\s]*", value) else WRITER,
    )
    message = message_from_bytes(as_bytes(mail), policy=policy.compat32)
    assert message.keys() == plain.keys()
    assert len(message.get_payload()) == len(plain.get_payload())


def test_half_a_character_is_shown_as_lost() -> None:
    written = as_bytes(letter(subject="a\ud83d", plain="b\ud83d\n", html="c\ude00\n"))
    message = message_from_bytes(written, policy=policy.default)
    assert (message["Subject"], texts(message)) == ("a\ufffd", ["b\ufffd\n", "c\ufffd\n"])


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("smtp://mail.example.nl", ("mail.example.nl", 25, Security.PLAIN, "", "")),
        ("smtp://10.0.0.5:2525/", ("10.0.0.5", 2525, Security.PLAIN, "", "")),
        ("smtp+starttls://mail.nl", ("mail.nl", 587, Security.STARTTLS, "", "")),
        (" SMTPS://[::1] ", ("::1", 465, Security.TLS, "", "")),
        (
            "smtp+starttls://na%40koming:p%3Aa%2F%25s@mail.nl:26",
            ("mail.nl", 26, Security.STARTTLS, "na@koming", "p:a/%s"),
        ),
        ("smtps://ik:geheim@mail.nl", ("mail.nl", 465, Security.TLS, "ik", "geheim")),
    ],
)
def test_the_address_of_a_server(value: str, expected: tuple[Any, ...]) -> None:
    assert read_mail_url(value) == MailServer(*expected)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("", "begins with smtp://"),
        ("mail.example.nl:25", "begins with smtp://"),
        ("https://ik:geheim@mail.nl", "begins with smtp://"),
        ("smtps:ik:geheim@mail.nl", "begins with smtp://"),
        ("smtps://ik:geheim@mail.nl:post", "host or the port"),
        ("smtps://ik:geheim@mail.nl:70000", "host or the port"),
        ("smtps://ik:geheim@[mail.nl", "host or the port"),
        ("smtps://ik:geheim@", "one host"),
        ("smtps://ik:geheim@mail.nl:0", "one host"),
        ("smtps://ik:geheim@mail.nl/pad", "one host"),
        ("smtps://ik:geheim@mail.nl?x=geheim", "one host"),
        ("smtps://ik:geheim#x@mail.nl", "host or the port"),
        ("smtps://ik@mail.nl", "both a user and a password"),
        ("smtps://:geheim@mail.nl", "both a user and a password"),
        ("smtps://ik:geheim%C3%AB@mail.nl", "ASCII"),
        ("smtp://ik:geheim@mail.nl", "only sent over"),
    ],
)
def test_an_address_that_is_none_is_refused_without_its_password(value: str, said: str) -> None:
    with pytest.raises(ValueError, match=said) as caught:
        read_mail_url(value)
    assert "geheim" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_a_server_is_printed_without_its_password() -> None:
    assert "geheim" not in repr(read_mail_url("smtps://ik:geheim@mail.nl"))


def test_the_moment_is_written_with_its_zone() -> None:
    written = as_bytes(letter(sent_at=datetime(2026, 7, 1, 8, tzinfo=UTC)))
    assert b"\r\nDate: Wed, 01 Jul 2026 08:00:00 +0000\r\n" in written
