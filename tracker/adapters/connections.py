"""Connections that go only where they may, and that end in time.

A name is resolved here, and the connection goes to the very address that was looked at, so
that a name that changes its address in between gains nothing. The time-outs of httpcore start
anew with each byte; here the end of the whole request cuts them short.
"""

import math
import threading
import time
from collections.abc import Iterable
from ssl import SSLContext
from typing import Any

import httpcore

from tracker.adapters.networks import Network, PrivateAddress, Resolve, may_reach, resolve_within


class Deadline(threading.local):
    """When the request of this thread must have ended: `until` is of time.monotonic()."""

    until = math.inf

    def left(self, seconds: float | None) -> float:
        """How long something may take that by itself may take `seconds`.

        Raises httpcore.ReadTimeout when the time is up.
        """
        left = self.until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left if seconds is None else min(seconds, left)


class TimedBackend(httpcore.NetworkBackend):
    """Opens connections to addresses in `allowed` or public; None allows all, for a proxy."""

    def __init__(
        self, deadline: Deadline, resolver: Resolve, allowed: Iterable[Network] | None
    ) -> None:
        self._deadline, self._resolver = deadline, resolver
        self._allowed = None if allowed is None else tuple(allowed)
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """The first address that answers, of those that may be reached.

        Raises PrivateAddress when there is none of these, and Unresolved.
        """
        *others, last = self._addresses(host, port, timeout)
        for address in others:
            try:
                return self._connect(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._connect(last, port, timeout, local_address, socket_options)

    def _addresses(self, host: str, port: int, timeout: float | None) -> tuple[str, ...]:
        try:
            found = resolve_within(self._deadline.left(timeout), self._resolver, host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout from error
        if self._allowed is None:
            return found
        reachable = tuple(one for one in found if may_reach(one, self._allowed))
        if not reachable:
            raise PrivateAddress(host)
        return reachable

    def _connect(
        self, address: str, port: int, timeout: float | None, *rest: Any
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout)
        return _TimedStream(self._sockets.connect_tcp(address, port, left, *rest), self._deadline)


class _TimedStream(httpcore.NetworkStream):
    """A connection of which each wait ends with the request."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._deadline.left(timeout)
        return _TimedStream(
            self._stream.start_tls(ssl_context, server_hostname, left), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
