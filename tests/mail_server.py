"""A real SMTP server on a socket that takes mail as a test says, faults included."""

import asyncio
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

LONG = 3600


@dataclass(frozen=True)
class Received:
    """A message that came in whole, whatever the server answered to it."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes

    @property
    def message(self) -> EmailMessage:
        """As the standard library reads it."""
        return message_from_bytes(self.content, policy=policy.default)


@dataclass
class PlayedMail:
    """What a server does; answers are whole ones, as '450 4.2.1 Later', by recipient.

    What came in whole is in `received`; what was taken, so with a 250, is in `taken` too.
    `greeting` and `at_mail` are for whoever comes, and `drips` is a greeting without end. The
    sets hold recipients for whom the connection is lost, or no answer comes; `slow` has seconds.
    """

    port: int = 0
    greeting: str | None = None
    drips: bool = False
    at_mail: str | None = None
    at_rcpt: dict[str, str] = field(default_factory=dict)
    at_data: dict[str, str] = field(default_factory=dict)
    after_data: dict[str, str] = field(default_factory=dict)
    drops_at_rcpt: set[str] = field(default_factory=set)
    drops_in_data: set[str] = field(default_factory=set)
    drops_after_data: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    slow: dict[str, float] = field(default_factory=dict)
    drops_at_quit: bool = False
    silent_at_quit: bool = False
    connections: int = 0
    received: list[Received] = field(default_factory=list)
    taken: list[Received] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address as a setting, without TLS."""
        return f"smtp://127.0.0.1:{self.port}"


@contextmanager
def mail_server(
    *,
    starttls: ssl.SSLContext | None = None,
    tls: ssl.SSLContext | None = None,
    login: tuple[str, str] | None = None,
) -> Iterator[PlayedMail]:
    """A server of this test's own, on a free port of 127.0.0.1, until the block ends.

    `starttls` and `login` are demanded when given; `tls` is spoken from the start.
    """
    played = PlayedMail()
    controller = _Played(played, starttls, tls, login)
    controller.start()
    played.connections = 0
    try:
        yield played
    finally:
        asyncio.run_coroutine_threadsafe(controller.hang_up(), controller.loop).result(10)
        controller.stop()


class _Played(Controller):
    """Starts the sessions, and ends what is left of them."""

    def __init__(
        self,
        played: PlayedMail,
        starttls: ssl.SSLContext | None,
        tls: ssl.SSLContext | None,
        login: tuple[str, str] | None,
    ) -> None:
        super().__init__(_Handler(played), hostname="127.0.0.1", port=0, ssl_context=tls)
        self._played, self._starttls, self._login = played, starttls, login
        self._sessions: list[_PlayedSession] = []

    def factory(self) -> SMTP:
        session = _PlayedSession(self._played, self.handler, self._starttls, self._login)
        self._sessions.append(session)
        return session

    def _trigger_server(self) -> None:
        """Tell the port that it became, and knock once, for which the start waits."""
        assert isinstance(self.server, asyncio.Server)
        self._played.port = self.port = self.server.sockets[0].getsockname()[1]
        socket.create_connection(("127.0.0.1", self.port)).close()

    async def hang_up(self) -> None:
        """So that no connection outlives its loop."""
        for session in self._sessions:
            if isinstance(session.transport, asyncio.Transport):
                session.transport.abort()
        own = asyncio.current_task()
        if others := [task for task in asyncio.all_tasks() if task is not own]:
            await asyncio.wait(others, timeout=5)


class _PlayedSession(SMTP):
    """One connection."""

    def __init__(
        self,
        played: PlayedMail,
        handler: Any,
        starttls: ssl.SSLContext | None,
        login: tuple[str, str] | None,
    ) -> None:
        super().__init__(
            handler,
            hostname="mail.example.nl",
            tls_context=starttls,
            require_starttls=starttls is not None,
            auth_required=login is not None,
            authenticator=self._let_in,
        )
        # Given as an argument it warns; TLS from the start it takes for none.
        self._auth_require_tls = starttls is not None
        self._played, self._login, self._greeted = played, login, False
        played.connections += 1

    def _let_in(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        assert isinstance(data, LoginPassword)
        given = (data.login.decode(), data.password.decode())
        self._played.logins.append(given[0])
        return AuthResult(success=given == self._login, handled=False)

    async def push(self, status: Any) -> None:
        first, self._greeted = not self._greeted, True
        if first and self._played.drips:
            await self._drip()
        if first and self._played.greeting:
            await super().push(self._played.greeting)
            await self.lose(abruptly=False)
        await super().push(status.encode() if isinstance(status, str) else status)

    async def _drip(self) -> None:
        """A greeting that never ends, and never pauses for long."""
        while True:
            self._writer.write(b"220-x\r\n")
            await self._writer.drain()
            await asyncio.sleep(0.02)

    async def lose(self, *, abruptly: bool = True) -> None:
        """End the connection here; this never returns."""
        assert isinstance(self.transport, asyncio.Transport)
        if abruptly:
            self.transport.abort()
        else:
            self.transport.close()
        await asyncio.sleep(LONG)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        recipients = set(self.envelope.rcpt_tos) if self.envelope else set()
        if answer := _one_of(self._played.at_data, recipients):
            await self.push(answer)
            return
        if recipients & self._played.drops_in_data:
            await self.push("354 Go on")
            await self._reader.readuntil(b"\r\n")
            await self.lose()
        await super().smtp_DATA(arg)


class _Handler:
    """What aiosmtpd asks at each step; the names are its own."""

    def __init__(self, played: PlayedMail) -> None:
        self._played = played

    async def handle_MAIL(  # noqa: N802
        self,
        _server: _PlayedSession,
        _session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        if self._played.at_mail:
            return self._played.at_mail
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self,
        server: _PlayedSession,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if address in self._played.drops_at_rcpt:
            await server.lose()
        if answer := self._played.at_rcpt.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: _PlayedSession, _session: Session, envelope: Envelope
    ) -> str:
        recipients = set(envelope.rcpt_tos)
        content = envelope.content
        assert isinstance(content, bytes)
        received = Received(str(envelope.mail_from), tuple(envelope.rcpt_tos), content)
        self._played.received.append(received)
        if recipients & self._played.drops_after_data:
            await server.lose()
        if recipients & self._played.silent:
            await asyncio.sleep(LONG)
        await asyncio.sleep(max((self._played.slow.get(one, 0) for one in recipients), default=0))
        if answer := _one_of(self._played.after_data, recipients):
            return answer
        self._played.taken.append(received)
        return "250 OK"

    async def handle_QUIT(  # noqa: N802
        self, server: _PlayedSession, _session: Session, _envelope: Envelope
    ) -> str:
        if self._played.drops_at_quit:
            await server.lose()
        if self._played.silent_at_quit:
            await asyncio.sleep(LONG)
        return "221 Bye"


def _one_of(answers: dict[str, str], recipients: set[str]) -> str | None:
    return next((answers[one] for one in answers if one in recipients), None)
