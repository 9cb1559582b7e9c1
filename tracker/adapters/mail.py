"""One mail over SMTP, and what is known of it afterwards.

SMTP cannot promise that a mail comes once: when the connection is lost between the last byte of
a message and the answer to it, the server may have it or not (RFC 1047). That is told apart from
what surely was not taken, so that the caller can leave it to a person.
"""

import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, parseaddr
from enum import StrEnum
from typing import Any
from urllib.parse import unquote, urlsplit

from tracker.adapters.networks import Unresolved
from tracker.adapters.smtp_session import SmtpSession

# RFC 5321, 4.5.3.1 and 4.1.2, without quoted local parts and literal addresses.
_ADDRESS = re.compile(
    r"(?=.{3,254}\Z)[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.(?!\Z)|\Z))+"
)
# RFC 5322, 2.1.1.
_LONGEST_LINE = 998
_NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_SURROGATES = re.compile("[\ud800-\udfff]")
_ASKS_FOR_LOGIN_OR_TLS = (530, 534, 535, 538)
_LONGEST_ANSWER = 500


class Security(StrEnum):
    """How the connection is kept from listeners."""

    PLAIN = "plain"
    STARTTLS = "starttls"
    TLS = "tls"


_SCHEMES = {
    "smtp": (Security.PLAIN, 25),
    "smtp+starttls": (Security.STARTTLS, 587),
    "smtps": (Security.TLS, 465),
}


@dataclass(frozen=True)
class MailServer:
    """The server that takes mails in; without a login `user` and `password` are ''."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class MailLimits:
    """In seconds: one wait, the wait for the answer to a whole message, and all together.

    A server looks at a message before it answers. Who gives up early does not know what became
    of it, so RFC 5321, 4.5.3.2.6, asks for patience there.
    """

    wait_seconds: float = 20
    answer_seconds: float = 120
    total_seconds: float = 240


@dataclass(frozen=True)
class Mail:
    """One mail to one address. `sender` may have a name: 'Nakoming <nakoming@example.nl>'.

    `message_id` has its angle brackets, `sent_at` its time zone, and `headers` come besides
    those of every mail.
    """

    sender: str
    recipient: str
    subject: str
    plain: str
    html: str
    message_id: str
    sent_at: datetime
    language: str
    headers: tuple[tuple[str, str], ...] = ()


class Kind(StrEnum):
    """What may be done after a failure: try again, never again, or ask a person."""

    TEMPORARY = "temporary"
    REFUSED = "refused"
    UNCERTAIN = "uncertain"


class MailFailed(Exception):
    """The mail was not sent, or (`Kind.UNCERTAIN`) nobody knows.

    `code` is 'mail.recipient' or 'mail.sender' (address), 'mail.unreachable', '.tls', '.login',
    '.lost' or '.unanswered', or by what the server said 'mail.deferred' or '.refused'. All but
    the first two have host and port, and with an answer of the server `reply` (int) and `text`.
    A server that asks for a login or for TLS that it was not offered is 'mail.login'.
    """

    def __init__(self, kind: Kind, code: str, facts: dict[str, Any]) -> None:
        super().__init__(code)
        self.kind, self.code, self.facts = kind, code, facts


def read_mail_url(value: str) -> MailServer:
    """Read 'smtp://host', 'smtp+starttls://user:password@host:587' or 'smtps://…'.

    User and password are percent-encoded. Raises ValueError, which never has the password.
    """
    scheme = value.strip().partition("://")[0].lower()
    if scheme not in _SCHEMES or "://" not in value:
        raise ValueError("A mail server begins with smtp://, smtp+starttls:// or smtps://.")
    security, usual_port = _SCHEMES[scheme]
    try:
        parts = urlsplit(value.strip())
        host, port = parts.hostname, parts.port
    except ValueError:
        # Its message may have what stands before the host.
        raise ValueError("The host or the port of the mail server cannot be read.") from None
    if not host or port == 0 or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ValueError("A mail server is one host, with a port if need be, and nothing after it.")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    if bool(user) != bool(password):
        raise ValueError("A mail server has both a user and a password, or neither.")
    if not (user + password).isascii():
        raise ValueError("The user and the password of a mail server are ASCII.")
    if user and security is Security.PLAIN:
        raise ValueError("A password is only sent over smtp+starttls:// or smtps://.")
    return MailServer(host, port or usual_port, security, user, password)


def is_address(text: str) -> bool:
    """Whether mail can be sent to or from an address: ASCII, with a domain."""
    return _ADDRESS.fullmatch(text) is not None


class _Lines(EmailPolicy):
    """Headers as they were given, on one line each or in encoded words.

    That of the standard library encodes the long address of a List-Unsubscribe, which no mail
    program then reads, and loses spaces. Nothing that is given can end a line.
    """

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        return name, value

    def fold(self, name: str, value: Any) -> str:
        text = _SURROGATES.sub("\ufffd", _NOT_IN_A_LINE.sub(" ", str(value))).strip()
        line = f"{name}: {text}"
        would_be_decoded = name == "Subject" and "=?" in text
        if not text.isascii() or len(line) > _LONGEST_LINE or would_be_decoded:
            encoded = Header(text, "utf-8", header_name=name)
            line = f"{name}: " + encoded.encode(linesep="\r\n")
        return line + "\r\n"

    def fold_binary(self, name: str, value: Any) -> bytes:
        return self.fold(name, value).encode("ascii")


_POLICY = _Lines(linesep="\r\n", cte_type="7bit")


def as_bytes(mail: Mail) -> bytes:
    """The message as it goes over the line: ASCII, in lines that end with CR LF.

    Raises MailFailed for an address that cannot be written so.
    """
    name, sender = _sender(mail)
    message = EmailMessage(_POLICY)
    # Quoted-printable, of which no server on the way changes the spaces, dots or line ends.
    plain, html = (_SURROGATES.sub("\ufffd", text) for text in (mail.plain, mail.html))
    message.set_content(plain, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message["From"] = f"{_phrase(name)} <{sender}>" if name else sender
    message["To"] = _recipient(mail)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.sent_at)
    message["Message-ID"] = mail.message_id
    # RFC 3834: no machine answers this.
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = mail.language
    for header, value in mail.headers:
        message[header] = value
    return message.as_bytes()


def _phrase(name: str) -> str:
    """A name before an address, quoted or in encoded words (RFC 5322, 3.2.5)."""
    if not name.isascii():
        return Header(name, "utf-8", header_name="From").encode(linesep="")
    return '"' + re.sub(r'(["\\])', r"\\\1", name) + '"'


def _sender(mail: Mail) -> tuple[str, str]:
    """The name, '' without one, and the address. Raises MailFailed: a setting is wrong."""
    name, address = parseaddr(_NOT_IN_A_LINE.sub(" ", mail.sender))
    if not is_address(address):
        raise MailFailed(Kind.TEMPORARY, "mail.sender", {"address": mail.sender})
    return name, address


def _recipient(mail: Mail) -> str:
    if not is_address(mail.recipient):
        raise MailFailed(Kind.REFUSED, "mail.recipient", {"address": mail.recipient})
    return mail.recipient


def send(
    server: MailServer,
    mail: Mail,
    *,
    before_data: Callable[[], None],
    limits: MailLimits = MailLimits(),
) -> None:
    """Hand one mail to the server; it has it when this returns.

    `before_data` is called when the server takes the address, just before the message: the
    caller writes down that from here it may have been sent. When it raises, nothing is sent.
    Raises MailFailed.
    """
    message = as_bytes(mail)
    with closing(_open(server, limits)) as session:
        with _failing(server, "mail.lost"):
            _check(session.mail(_sender(mail)[1]), 250)
            _check(session.rcpt(mail.recipient), 250, 251)
        before_data()
        with _failing(server, "mail.lost"):
            _check(session.docmd("DATA"), 354)
        _hand_over(session, message, server)
        with suppress(OSError):
            session.quit()


def _open(server: MailServer, limits: MailLimits) -> SmtpSession:
    """A session in which mail may be sent. Whatever fails here says nothing of the mail."""
    trusted = None if server.security is Security.PLAIN else _trusted()
    session = SmtpSession(limits.wait_seconds, limits.answer_seconds, limits.total_seconds)
    try:
        with _failing(server, "mail.unreachable"):
            session.open(
                server.host, server.port, trusted if server.security is Security.TLS else None
            )
            session.ehlo_or_helo_if_needed()
        if server.security is Security.STARTTLS:
            with _failing(server, "mail.tls"):
                session.starttls(context=trusted)
                session.ehlo_or_helo_if_needed()
        if server.user:
            with _failing(server, "mail.login"):
                session.login(server.user, server.password)
    except BaseException:
        session.close()
        raise
    return session


def _trusted() -> ssl.SSLContext:
    """The certificates of the system; SSL_CERT_FILE may name others."""
    return ssl.create_default_context()


def _hand_over(session: SmtpSession, message: bytes, server: MailServer) -> None:
    """The message and the answer to it. From the first byte, only an answer is certain."""
    try:
        code, text = session.hand_over(message)
    except OSError as error:
        raise MailFailed(Kind.UNCERTAIN, "mail.unanswered", _place(server)) from error
    if not 200 <= code < 300:
        unclear = (Kind.UNCERTAIN, "mail.unanswered")
        raise _answered(code, text, server, unclear)


def _check(answer: tuple[int, bytes], *good: int) -> None:
    if answer[0] not in good:
        raise smtplib.SMTPResponseException(*answer)


@contextmanager
def _failing(server: MailServer, code: str) -> Iterator[None]:
    """What goes wrong before the message does; `code` is that of a failure without an answer."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        answer = error.smtp_code, error.smtp_error
        if code != "mail.lost":
            facts = _place(server) | _said(*answer)
            raise MailFailed(Kind.TEMPORARY, code, facts) from error
        raise _answered(*answer, server, (Kind.TEMPORARY, "mail.lost")) from error
    except (OSError, Unresolved) as error:
        raise MailFailed(Kind.TEMPORARY, _lost_by(error, code), _place(server)) from error


def _lost_by(error: Exception, code: str) -> str:
    if isinstance(error, ssl.SSLError):
        return "mail.tls"
    if isinstance(error, smtplib.SMTPServerDisconnected) and code != "mail.unreachable":
        return "mail.lost"
    return code


def _answered(
    code: int, text: bytes | str, server: MailServer, unclear: tuple[Kind, str]
) -> MailFailed:
    """What an answer says of the mail; `unclear` is for one that is none."""
    said = _place(server) | _said(code, text)
    if code in _ASKS_FOR_LOGIN_OR_TLS:
        return MailFailed(Kind.TEMPORARY, "mail.login", said)
    if 400 <= code < 500:
        return MailFailed(Kind.TEMPORARY, "mail.deferred", said)
    if 500 <= code < 600:
        return MailFailed(Kind.REFUSED, "mail.refused", said)
    return MailFailed(*unclear, said)


def _place(server: MailServer) -> dict[str, Any]:
    return {"host": server.host, "port": server.port}


def _said(code: int, text: bytes | str) -> dict[str, Any]:
    printed = text if isinstance(text, str) else text.decode("utf-8", "replace")
    return {"reply": code, "text": _NOT_IN_A_LINE.sub(" ", printed)[:_LONGEST_ANSWER]}
