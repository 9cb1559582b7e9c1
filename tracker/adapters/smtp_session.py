"""A session with an SMTP server that ends in time, whatever the server does."""

import re
import smtplib
import socket
import ssl
import time
from contextlib import suppress
from functools import cache
from threading import Timer

from tracker.adapters.networks import resolve, resolve_within


class SmtpSession(smtplib.SMTP):
    """A session of smtplib with an end: its time-outs start anew with each byte.

    `wait_seconds` is the longest wait for a byte, `answer_seconds` that while a message goes and
    for the answer to it, `total_seconds` the end of it all: then the connection is lost.
    """

    def __init__(self, wait_seconds: float, answer_seconds: float, total_seconds: float) -> None:
        super().__init__(local_hostname=_own_name(), timeout=wait_seconds)
        self._answer_seconds = answer_seconds
        self._until = time.monotonic() + total_seconds
        self._line: socket.socket | None = None
        self._end: Timer | None = None

    def open(self, host: str, port: int, tls: ssl.SSLContext | None) -> None:
        """Connect, over TLS from the start when its context is given, and be greeted.

        Raises OSError (of which smtplib's errors are) or Unresolved.
        """
        plain = self._reach(host, port)
        # A copy, since TLS takes the socket itself over.
        self._line = plain.dup()
        self._end = Timer(self._until - time.monotonic(), self._cut)
        self._end.daemon = True
        self._end.start()
        self._host = host
        self.sock = tls.wrap_socket(plain, server_hostname=host) if tls else plain
        self.file = None
        code, text = self.getreply()
        if code != 220:
            raise smtplib.SMTPConnectError(code, text)

    def getreply(self) -> tuple[int, bytes]:
        try:
            return super().getreply()
        except smtplib.SMTPResponseException as error:
            # A line without end is no answer, whatever number smtplib gives it.
            raise smtplib.SMTPServerDisconnected("No answer of SMTP") from error

    def hand_over(self, message: bytes) -> tuple[int, bytes]:
        """A whole message, in lines that end with CR LF, and the answer to it."""
        assert self.sock is not None
        self.sock.settimeout(self._answer_seconds)
        # A line that begins with a dot gets another: RFC 5321, 4.5.2.
        self.send(re.sub(rb"(?m)^\.", b"..", message) + b".\r\n")
        answer = self.getreply()
        self.sock.settimeout(self.timeout)
        return answer

    def close(self) -> None:
        if self._end:
            self._end.cancel()
        super().close()
        if self._line:
            self._line.close()

    def _reach(self, host: str, port: int) -> socket.socket:
        """A connection to the first address that answers."""
        *others, last = resolve_within(self._left(), resolve, host, port)
        for address in others:
            with suppress(OSError):
                return socket.create_connection((address, port), self._left())
        return socket.create_connection((last, port), self._left())

    def _left(self) -> float:
        return max(0.001, min(self.timeout, self._until - time.monotonic()))

    def _cut(self) -> None:
        if self._line:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)


@cache
def _own_name() -> str:
    """Looked up once, since that may take long; an address where there is no domain."""
    name = socket.getfqdn()
    if "." in name:
        return name
    with suppress(OSError):
        return f"[{socket.gethostbyname(socket.gethostname())}]"
    return "[127.0.0.1]"
