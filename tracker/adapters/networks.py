"""Which addresses may be reached: those of the public internet, and networks that are allowed."""

import ipaddress
import socket
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from threading import Thread

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Resolve = Callable[[str, int], Sequence[str]]

# What is not of the public internet, from IANA's registries of special addresses. Written out,
# since those of Python differ from one release to the next.
_SPECIAL_4 = tuple(
    ipaddress.IPv4Network(one)
    for one in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
_GLOBAL_6 = ipaddress.IPv6Network("2000::/3")
_SPECIAL_6 = tuple(
    ipaddress.IPv6Network(one) for one in ("2001::/23", "2001:db8::/32", "3fff::/20")
)
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class PrivateAddress(Exception):
    """A name that leads to addresses that may not be reached."""

    def __init__(self, host: str) -> None:
        super().__init__(host)
        self.host = host


class Unresolved(Exception):
    """A name that has no address."""


def resolve(host: str, port: int) -> tuple[str, ...]:
    """The addresses of a name, in the system's order. Raises Unresolved."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, ValueError, OverflowError) as error:
        raise Unresolved(host) from error
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


def resolve_within(seconds: float, resolver: Resolve, host: str, port: int) -> tuple[str, ...]:
    """What a resolver finds, which has no time-out itself. Raises TimeoutError or Unresolved."""
    answer: Future[Sequence[str]] = Future()

    def look_up() -> None:
        try:
            answer.set_result(resolver(host, port))
        except BaseException as error:
            answer.set_exception(error)

    Thread(target=look_up, name="resolve", daemon=True).start()
    found = tuple(answer.result(seconds))
    if not found:
        raise Unresolved(host)
    return found


def may_reach(printed: str, allowed: Iterable[Network]) -> bool:
    """Whether an address is public, or in a network that is allowed.

    An IPv6 address that leads to an IPv4 one (mapped, 6to4, NAT64 by its well-known prefix)
    counts as that one; those of Teredo and of other translators are never public.
    """
    address = ipaddress.ip_address(printed.partition("%")[0])
    inner = _within(address)
    if any(one in network for network in allowed for one in (address, inner) if one):
        return True
    return _is_public(inner or address)


def _within(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 address leads to, if it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _is_public(address: Address) -> bool:
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in network for network in _SPECIAL_4)
    return address in _GLOBAL_6 and not any(address in network for network in _SPECIAL_6)
