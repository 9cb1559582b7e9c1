"""Fetches an address of the web, within limits and only from networks that may be reached.

Redirects are followed here, so that each step is looked at. A proxy of the environment
(`HTTPS_PROXY`, `NO_PROXY`) is used as it is set: the proxy itself may be in a private network.
Behind one, a name that this machine cannot resolve is left to the proxy, which may know it.
"""

import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import Message
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx

from tracker.adapters.networks import (
    GuardedBackend,
    Network,
    PrivateAddress,
    Resolve,
    Unresolved,
    reachable,
    resolve,
)

_MOVED = (301, 302, 303, 307, 308)
_BUSY = (429, 503)
_PASSING = (408, 425, 429)
_EITHER_HEADER = zlib.MAX_WBITS | 32
_PIECE = 64 * 1024
_PORTS = {"http": 80, "https": 443}


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

    `content_type` is '' and `charset` None where the answer does not say.
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

    `code` is 'fetch.address', '.private' (host), '.unreachable' (host), '.timeout', '.cut_off',
    '.encoding', '.too_large' (limit in bytes), '.redirects' (limit), '.downgraded' (host), or by
    the status (status) '.busy', '.server', '.refused'.
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
        self._pools: dict[str, httpcore.ConnectionPool] = {}
        self._direct = httpcore.ConnectionPool(
            network_backend=GuardedBackend(private_networks, resolver)
        )

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
        for pool in (self._direct, *self._pools.values()):
            pool.close()

    def fetch(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        accept: str = "",
    ) -> Fetched:
        """Fetch an address. With what is known of it, 304 says that it is the same still.

        Raises FetchFailed, and nothing else, whatever comes.
        """
        headers = {
            "User-Agent": self._agent,
            "Accept": accept or "*/*",
            "Accept-Encoding": "gzip",
            "If-None-Match": etag,
            "If-Modified-Since": last_modified,
        }
        sent = {name: value for name, value in headers.items() if value}
        until = time.monotonic() + self._limits.total_seconds
        address = _read_address(url)
        for _ in range(self._limits.redirects + 1):
            answer = self._ask(address, sent, until)
            if isinstance(answer, Fetched):
                return answer
            if address.scheme == "https" and answer.scheme == "http":
                raise FetchFailed("fetch.downgraded", {"host": answer.host}, lasting=True)
            address = answer
        raise FetchFailed("fetch.redirects", {"limit": self._limits.redirects})

    def _ask(
        self, address: httpx.URL, headers: dict[str, str], until: float
    ) -> Fetched | httpx.URL:
        """One answer, or where it says to go on."""
        pool = self._pool_for(address)
        timeout = {
            "connect": self._limits.connect_seconds,
            "read": self._limits.read_seconds,
            "write": self._limits.read_seconds,
            "pool": self._limits.total_seconds,
        }
        try:
            with pool.stream(
                "GET",
                _core_url(address),
                headers=[(name.encode(), _header(value)) for name, value in headers.items()],
                extensions={"timeout": timeout},
            ) as response:
                return self._read(address, response, until)
        except PrivateAddress as error:
            raise FetchFailed("fetch.private", {"host": error.host}, lasting=True) from error
        except httpcore.TimeoutException as error:
            raise FetchFailed("fetch.timeout") from error
        except (httpcore.ConnectError, httpcore.ProxyError, Unresolved, OSError) as error:
            raise FetchFailed("fetch.unreachable", {"host": address.host}) from error
        except httpcore.UnsupportedProtocol as error:
            raise FetchFailed("fetch.address", lasting=True) from error
        except (httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise FetchFailed("fetch.cut_off") from error

    def _pool_for(self, address: httpx.URL) -> httpcore.ConnectionPool:
        """Straight, or through the proxy that the environment names for this address."""
        proxy = getproxies().get(address.scheme) or getproxies().get("all")
        if not proxy or proxy_bypass(_with_port(address)):
            return self._direct
        self._check_behind_proxy(address)
        if proxy not in self._pools:
            self._pools[proxy] = _proxy_pool(proxy)
        return self._pools[proxy]

    def _check_behind_proxy(self, address: httpx.URL) -> None:
        try:
            reachable(address.host, address.port or 0, self._networks, self._resolver)
        except Unresolved:
            return
        except PrivateAddress as error:
            raise FetchFailed("fetch.private", {"host": error.host}, lasting=True) from error

    def _read(
        self, address: httpx.URL, response: httpcore.Response, until: float
    ) -> Fetched | httpx.URL:
        headers = _headers(response)
        if response.status in _MOVED and headers.get("location"):
            return _read_address(headers["location"], address)
        if response.status not in (200, 304):
            raise self._refusal(response.status, headers)
        content_type, charset = _content_type(headers.get("content-type", ""))
        body = b"" if response.status == 304 else self._body(response, headers, until)
        return Fetched(
            url=str(address),
            status=response.status,
            body=body,
            content_type=content_type,
            charset=charset,
            etag=headers.get("etag"),
            last_modified=headers.get("last-modified"),
        )

    def _refusal(self, status: int, headers: dict[str, str]) -> FetchFailed:
        wait = _retry_after(headers.get("retry-after", ""), self._clock())
        facts = {"status": status}
        if status in _BUSY:
            return FetchFailed("fetch.busy", facts, wait)
        if status >= 500:
            return FetchFailed("fetch.server", facts, wait)
        return FetchFailed("fetch.refused", facts, wait, lasting=status not in _PASSING)

    def _body(self, response: httpcore.Response, headers: dict[str, str], until: float) -> bytes:
        limit = self._limits.body_bytes
        encoding = headers.get("content-encoding", "").strip().lower()
        if encoding not in ("", "identity", "gzip", "x-gzip"):
            raise FetchFailed("fetch.encoding")
        pieces = _pieces(response, until)
        body = bytearray()
        for piece in _unpacked(pieces) if "gzip" in encoding else pieces:
            body += piece
            if len(body) > limit:
                raise FetchFailed("fetch.too_large", {"limit": limit})
        return bytes(body)


def _read_address(url: str, base: httpx.URL | None = None) -> httpx.URL:
    """An address that can be fetched, without its fragment."""
    try:
        address = base.join(url) if base else httpx.URL(url)
        address = address.copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchFailed("fetch.address", lasting=True) from error
    if address.scheme not in _PORTS or not address.host or address.userinfo:
        raise FetchFailed("fetch.address", lasting=True)
    return address


def _core_url(address: httpx.URL) -> httpcore.URL:
    return httpcore.URL(
        scheme=address.raw_scheme,
        host=address.raw_host,
        port=address.port,
        target=address.raw_path,
    )


def _proxy_pool(proxy: str) -> httpcore.ConnectionPool:
    address = httpx.URL(proxy if "://" in proxy else f"http://{proxy}")
    login = (address.username.encode(), address.password.encode()) if address.userinfo else None
    return httpcore.HTTPProxy(proxy_url=_core_url(address), proxy_auth=login)


def _with_port(address: httpx.URL) -> str:
    return f"{address.host}:{address.port}" if address.port else address.host


def _header(value: str) -> bytes:
    return value.encode("latin-1", "replace")


def _headers(response: httpcore.Response) -> dict[str, str]:
    return {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
    }


def _content_type(printed: str) -> tuple[str, str | None]:
    if not printed:
        return "", None
    message = Message()
    message["Content-Type"] = printed
    return message.get_content_type(), message.get_content_charset()


def _retry_after(printed: str, now: datetime) -> timedelta | None:
    """Seconds, or a moment (RFC 9110, section 10.2.3); None for anything else."""
    printed = printed.strip()
    try:
        if printed.isascii() and printed.isdigit():
            return timedelta(seconds=int(printed))
        moment = parsedate_to_datetime(printed)
    except (ValueError, TypeError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(aware - now, timedelta())


def _pieces(response: httpcore.Response, until: float) -> Iterator[bytes]:
    for piece in response.iter_stream():
        if time.monotonic() > until:
            raise FetchFailed("fetch.timeout")
        yield piece


def _unpacked(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """A gzip body, in pieces of at most _PIECE bytes however well it was packed."""
    unpacker = zlib.decompressobj(_EITHER_HEADER)
    try:
        for piece in pieces:
            rest = piece
            while rest:
                yield unpacker.decompress(rest, _PIECE)
                rest = unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error as error:
        raise FetchFailed("fetch.encoding") from error
    if not unpacker.eof:
        raise FetchFailed("fetch.cut_off")
