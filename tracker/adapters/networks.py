"""Which addresses may be reached: those of the public internet, and networks that are allowed.

A name is resolved here, and the connection goes to the very address that was looked at, so
that a name that changes its address in between gains nothing.
"""

import ipaddress
import socket
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import httpcore

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_OTHERS = (
    ipaddress.IPv4Network("192.88.99.0/24"),  # relays of 6to4, RFC 7526
    ipaddress.IPv6Network("64:ff9b:1::/48"),  # translation within a network, RFC 8215
    ipaddress.IPv6Network("fec0::/10"),  # site-local, RFC 3879
)


class PrivateAddress(Exception):
    """A name that leads only to addresses that may not be reached."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.host = host


class Unresolved(Exception):
    """A name that has no address."""


def resolve(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a name, in the system's order. Raises Unresolved."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unresolved(host) from error
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


def may_reach(printed: str, allowed: Iterable[Network]) -> bool:
    """Whether an address is public, or in a network that is allowed.

    An IPv4 address within an IPv6 one (mapped, 6to4, Teredo, NAT64) counts as itself.
    """
    address = ipaddress.ip_address(printed.partition("%")[0])
    inner = _within(address)
    if any(one in network for network in allowed for one in (address, inner) if one):
        return True
    return _is_public(inner or address)


def reachable(
    host: str, port: int, allowed: Iterable[Network], resolver: Resolve = resolve
) -> tuple[str, ...]:
    """The addresses of a name that may be reached. Raises PrivateAddress or Unresolved."""
    networks = tuple(allowed)
    found = tuple(one for one in resolver(host, port) if may_reach(one, networks))
    if not found:
        raise PrivateAddress(host)
    return found


class GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to addresses that may be reached, and to no others."""

    def __init__(self, allowed: Iterable[Network], resolver: Resolve = resolve) -> None:
        self._allowed, self._resolver = tuple(allowed), resolver
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """The first address that answers, of those that may be reached."""
        *others, last = reachable(host, port, self._allowed, self._resolver)
        for address in others:
            try:
                return self._sockets.connect_tcp(
                    address, port, timeout, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return self._sockets.connect_tcp(last, port, timeout, local_address, socket_options)


def _within(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address stands for, if it stands for one."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    teredo = address.teredo[1] if address.teredo else None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or teredo


def _is_public(address: Address) -> bool:
    return (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not any(address in network for network in _OTHERS)
    )
