"""Which addresses are public."""

from ipaddress import ip_network

import pytest

from tracker.adapters.networks import may_reach


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1",
        "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1", "192.168.1.1",
        "198.18.0.1", "198.51.100.7",
        "224.0.0.1", "240.0.0.1", "255.255.255.255",
        "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1",
        "2001:db8::1", "3fff::1", "5f00::1", "100::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
        "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)  # fmt: skip
def test_these_are_not(address: str) -> None:
    assert not may_reach(address, ())


@pytest.mark.parametrize(
    "address",
    ["52.57.0.1", "185.102.10.10", "2a02:2308::1", "64:ff9b::3439:1", "::ffff:52.57.0.1"],
)
def test_these_are(address: str) -> None:
    assert may_reach(address, ())


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("10.1.2.3", True), ("::ffff:10.1.2.3", True), ("10.2.0.1", False),
        ("fd00::1", True), ("fd00:1::1", False),
    ],
)  # fmt: skip
def test_a_network_of_the_settings_is_allowed(address: str, allowed: bool) -> None:
    networks = (ip_network("10.1.0.0/16"), ip_network("fd00::/64"))
    assert may_reach(address, networks) is allowed
