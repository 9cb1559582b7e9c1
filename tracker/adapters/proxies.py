"""The proxy that the environment names for an address."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.request import getproxies


def proxy_for(scheme: str, host: str, port: int) -> str | None:
    """The address of the proxy for a host, of HTTP_PROXY, HTTPS_PROXY or ALL_PROXY.

    None where there is none, where NO_PROXY excepts the host, and for this machine itself,
    which a proxy would take for its own. NO_PROXY holds names (with all below them), addresses
    and networks, each with or without a port, or '*'.
    """
    named = getproxies()
    proxy = named.get(scheme) or named.get("all")
    if not proxy or _is_this_machine(host):
        return None
    excepted = (one.strip() for one in named.get("no", "").split(","))
    if any(_covers(one.lower(), host.lower(), port) for one in excepted if one):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"


def _is_this_machine(host: str) -> bool:
    address = _as_address(host)
    return host.lower() == "localhost" if address is None else address.is_loopback


def _covers(excepted: str, host: str, port: int) -> bool:
    name, _, wanted = excepted.rpartition(":")
    if name and wanted.isdecimal() and (":" not in name or name.endswith("]")):
        return int(wanted) == port and _covers(name, host, port)
    if excepted == "*":
        return True
    if (address := _as_address(host)) is not None:
        return _holds(excepted.strip("[]"), address)
    name = excepted.removeprefix("*").removeprefix(".")
    return host == name or host.endswith(f".{name}")


def _holds(excepted: str, address: IPv4Address | IPv6Address) -> bool:
    try:
        return address in ip_network(excepted, strict=False)
    except ValueError:
        return False


def _as_address(host: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None
