"""Fetches an address of the web, within limits and only from networks that may be reached.

Redirects are followed here, so that each step is looked at. A proxy of the environment is used
as it is set: the proxy itself may be in a private network. Behind one, a name is looked at as
this machine resolves it, and left to the proxy when it cannot; what the proxy makes of a name
is the proxy's to guard.
"""

import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message
from functools import cache
from types import TracebackType
from typing import Any

import httpcore
import httpx

from tracker.adapters.backoff import read_retry_after
from tracker.adapters.connections import Deadline, TimedBackend
from tracker.adapters.networks import (
    Network,
    PrivateAddress,
    Resolve,
    Unresolved,
    may_reach,
    resolve,
    resolve_within,
)
from tracker.adapters.proxies import proxy_for

_PORTS = {"http": 80, "https": 443}
_MOVED = (301, 302, 303, 307, 308)
_BUSY = (429, 503)
_PASSING = (408, 425, 429)
_PROXY_LOGIN = 407
_GZIP = zlib.MAX_WBITS | 16
_PIECE = 64 * 1024
# Encodings of Python that are no text of the web, and fail in ways of their own.
_NO_CHARSETS = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"}


@dataclass(frozen=True)
class FetchLimits:
    """In seconds, bytes after unpacking, and redirects."""

    connect_seconds: float = 10
    read_seconds: float = 30
    total_seconds: float = 300
    body_bytes: int = 32 * 1024 * 1024
    redirects: int = 5


@dataclass(frozen=True)
class Fetched:
    """An answer: `url` is where it came from in the end, `status` 200, or 304 without a body.

    `content_type` has no parameters, and is '' where the answer does not say, as `charset` is
    None.
    """

    url: str
    status: int
    body: bytes
    content_type: str
    charset: str | None
    etag: str | None
    last_modified: str | None


class FetchFailed(Exception):
    """Nothing was fetched. `lasting` says that asking again will not help by itself.

    `code` is 'fetch.address', '.private' (host), '.unreachable' (host), '.tls' (host), '.proxy'
    (proxy), '.timeout', '.cut_off', '.encoding', '.too_large' (limit in bytes), '.redirects'
    (limit), '.downgraded' (host), or by the status (status) '.busy', '.server', '.refused'.
    """

    def __init__(
        self,
        code: str,
        facts: dict[str, Any] | None = None,
        retry_after: timedelta | None = None,
        *,
        lasting: bool = False,
    ) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts or {}
        self.retry_after, self.lasting = retry_after, lasting


class Fetcher:
    """Fetches for one purpose, with one name; may be used by several threads at once.

    `private_networks` may be reached besides the public internet; `resolver` gives the
    addresses of a name.
    """

    def __init__(
        self,
        user_agent: str,
        private_networks: tuple[Network, ...] = (),
        limits: FetchLimits = FetchLimits(),
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        resolver: Resolve = resolve,
    ) -> None:
        self._agent, self._limits, self._clock = user_agent, limits, clock
        self._networks, self._resolver = private_networks, resolver
        self._deadline = Deadline()
        self._pools: dict[str | None, httpcore.ConnectionPool] = {}
        self._making = threading.Lock()

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that are kept."""
        with self._making:
            for pool in self._pools.values():
                pool.close()
            self._pools.clear()

    def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = "",
    ) -> Fetched:
        """Fetch an address. With what is known of it, 304 says that it is the same still.

        Raises FetchFailed.
        """
        headers = {
            "User-Agent": self._agent,
            "Accept": accept or "*/*",
            "Accept-Encoding": "gzip",
            "If-None-Match": etag,
            "If-Modified-Since": last_modified,
        }
        sent = {name: value for name, value in headers.items() if value}
        self._deadline.until = time.monotonic() + self._limits.total_seconds
        answer = self._follow(_read_address(url), sent)
        if answer.status == 304 and not (etag or last_modified):
            raise FetchFailed("fetch.server", {"status": 304})
        return answer

    def _follow(self, address: httpx.URL, headers: dict[str, str]) -> Fetched:
        seen = [address]
        while True:
            answer = self._ask(address, headers)
            if isinstance(answer, Fetched):
                return answer
            if address.scheme == "https" and answer.scheme == "http":
                raise FetchFailed("fetch.downgraded", {"host": answer.host}, lasting=True)
            if answer in seen or len(seen) > self._limits.redirects:
                raise FetchFailed("fetch.redirects", {"limit": self._limits.redirects})
            address = answer
            seen.append(address)

    def _ask(self, address: httpx.URL, headers: dict[str, str]) -> Fetched | httpx.URL:
        """One answer, or where it says to go on."""
        proxy = proxy_for(address.scheme, address.host, _port(address))
        try:
            if proxy:
                self._check_behind_proxy(address)
            with self._pool(proxy).stream(
                "GET",
                _core_url(address),
                headers=[(b"Host", _host_header(address)), *map(_header, headers.items())],
                extensions={"timeout": self._timeouts()},
            ) as response:
                return self._read(address, response, proxy)
        except PrivateAddress as error:
            raise FetchFailed("fetch.private", {"host": error.host}, lasting=True) from error
        except (httpcore.TimeoutException, TimeoutError) as error:
            raise FetchFailed("fetch.timeout") from error
        except (httpcore.ConnectError, httpcore.ProxyError, Unresolved, OSError) as error:
            raise _no_connection(error, address, proxy) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise FetchFailed("fetch.cut_off") from error

    def _timeouts(self) -> dict[str, float]:
        return {
            "connect": self._limits.connect_seconds,
            "read": self._limits.read_seconds,
            "write": self._limits.read_seconds,
            "pool": self._deadline.left(None),
        }

    def _pool(self, proxy: str | None) -> httpcore.ConnectionPool:
        """The connections straight to the sources, or through a proxy."""
        with self._making:
            if proxy not in self._pools:
                self._pools[proxy] = self._proxied(proxy) if proxy else self._direct()
            return self._pools[proxy]

    def _direct(self) -> httpcore.ConnectionPool:
        backend = TimedBackend(self._deadline, self._resolver, self._networks)
        return httpcore.ConnectionPool(ssl_context=_trusted(), network_backend=backend)

    def _proxied(self, proxy: str) -> httpcore.ConnectionPool:
        try:
            address = httpx.URL(proxy)
        except (httpx.InvalidURL, ValueError) as error:
            raise _proxy_failed(proxy) from error
        if address.scheme not in _PORTS or not address.host:
            raise _proxy_failed(proxy)
        login = (address.username.encode(), address.password.encode())
        return httpcore.HTTPProxy(
            proxy_url=_core_url(address),
            proxy_auth=login if address.userinfo else None,
            ssl_context=_trusted(),
            proxy_ssl_context=_trusted() if address.scheme == "https" else None,
            network_backend=TimedBackend(self._deadline, resolve, allowed=None),
        )

    def _check_behind_proxy(self, address: httpx.URL) -> None:
        """Raises PrivateAddress when this machine knows one that the proxy might take."""
        host = address.raw_host.decode("ascii")
        seconds = self._deadline.left(self._limits.connect_seconds)
        try:
            found = resolve_within(seconds, self._resolver, host, _port(address))
        except (Unresolved, TimeoutError):
            return
        if not all(may_reach(one, self._networks) for one in found):
            raise PrivateAddress(address.host)

    def _read(
        self, address: httpx.URL, response: httpcore.Response, proxy: str | None
    ) -> Fetched | httpx.URL:
        headers = _headers(response)
        if response.status in _MOVED and headers.get("location"):
            return _read_address(headers["location"], address)
        if response.status == _PROXY_LOGIN and proxy:
            raise _proxy_failed(proxy)
        if response.status not in (200, 304):
            raise self._refusal(response.status, headers)
        content_type, charset = _content_type(headers.get("content-type", ""))
        return Fetched(
            url=str(address),
            status=response.status,
            body=b"" if response.status == 304 else self._body(response, headers),
            content_type=content_type,
            charset=charset,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
        )

    def _refusal(self, status: int, headers: dict[str, str]) -> FetchFailed:
        wait = read_retry_after(headers.get("retry-after", ""), self._clock())
        facts = {"status": status}
        if status in _BUSY:
            return FetchFailed("fetch.busy", facts, wait)
        if 400 <= status < 500:
            return FetchFailed("fetch.refused", facts, wait, lasting=status not in _PASSING)
        return FetchFailed("fetch.server", facts, wait)

    def _body(self, response: httpcore.Response, headers: dict[str, str]) -> bytes:
        limit = self._limits.body_bytes
        if int(headers.get("content-length", "0")) > limit:
            raise FetchFailed("fetch.too_large", {"limit": limit})
        encoding = headers.get("content-encoding", "").strip().lower()
        if encoding not in ("", "identity", "gzip", "x-gzip"):
            raise FetchFailed("fetch.encoding")
        pieces = _limited(response.iter_stream(), limit)
        if "gzip" in encoding:
            pieces = _limited(_unpacked(pieces), limit)
        return b"".join(pieces)


# Addresses and headers


def _read_address(url: str, base: httpx.URL | None = None) -> httpx.URL:
    """An address that can be fetched, without its fragment."""
    try:
        address = base.join(url) if base else httpx.URL(url)
        address = address.copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchFailed("fetch.address", lasting=True) from error
    known = address.scheme in _PORTS and address.host and not address.userinfo
    if not known or not 0 < _port(address) < 65536:
        raise FetchFailed("fetch.address", lasting=True)
    return address


def _port(address: httpx.URL) -> int:
    return _PORTS[address.scheme] if address.port is None else address.port


def _core_url(address: httpx.URL) -> httpcore.URL:
    return httpcore.URL(
        scheme=address.raw_scheme,
        host=address.raw_host,
        port=address.port,
        target=address.raw_path,
    )


def _host_header(address: httpx.URL) -> bytes:
    return address.netloc.removesuffix(f":{_PORTS[address.scheme]}".encode())


def _header(sent: tuple[str, str]) -> tuple[bytes, bytes]:
    name, value = sent
    return name.encode(), value.encode("latin-1", "replace")


def _headers(response: httpcore.Response) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
    }


def _content_type(printed: str) -> tuple[str, str | None]:
    if not printed:
        return "", None
    message = Message()
    message["Content-Type"] = printed
    charset = message.get_content_charset()
    odd = charset is None or charset.replace("-", "_") in _NO_CHARSETS
    return message.get_content_type(), None if odd else charset


# Connections


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates of the system (SSL_CERT_FILE may name others) and those of Mozilla."""
    return httpcore.default_ssl_context()


def _no_connection(error: Exception, address: httpx.URL, proxy: str | None) -> FetchFailed:
    if isinstance(_beginning(error), ssl.SSLError):
        return FetchFailed("fetch.tls", {"host": address.host})
    if proxy:
        return _proxy_failed(proxy)
    return FetchFailed("fetch.unreachable", {"host": address.host})


def _beginning(error: BaseException) -> BaseException:
    """What went wrong first; httpcore raises its own errors from nothing."""
    while error.__context__ is not None:
        error = error.__context__
    return error


def _proxy_failed(proxy: str) -> FetchFailed:
    """Without the name and password that its address may hold."""
    return FetchFailed("fetch.proxy", {"proxy": proxy.rpartition("@")[2]})


# Bodies


def _limited(pieces: Iterable[bytes], limit: int) -> Iterator[bytes]:
    total = 0
    for piece in pieces:
        total += len(piece)
        if total > limit:
            raise FetchFailed("fetch.too_large", {"limit": limit})
        yield piece


def _unpacked(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """A gzip body, in pieces of at most _PIECE bytes however well it was packed.

    It may have several parts, each packed by itself (RFC 1952, section 2.2).
    """
    unpacker = zlib.decompressobj(_GZIP)
    try:
        for piece in pieces:
            rest = piece
            while rest:
                if unpacker.eof:
                    unpacker = zlib.decompressobj(_GZIP)
                yield unpacker.decompress(rest, _PIECE)
                rest = unpacker.unconsumed_tail or unpacker.unused_data
        yield unpacker.flush()
    except zlib.error as error:
        raise FetchFailed("fetch.encoding") from error
    if not unpacker.eof:
        raise FetchFailed("fetch.cut_off")
