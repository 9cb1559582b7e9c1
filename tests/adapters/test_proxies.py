"""The proxy that the environment names for an address."""

import pytest

from tracker.adapters.proxies import proxy_for

NAMED = {"http": "http://proxy:1", "https": "proxy:2", "all": "http://proxy:3"}


@pytest.fixture(autouse=True)
def no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{name}_proxy", raising=False)
        monkeypatch.delenv(f"{name}_proxy".upper(), raising=False)


@pytest.mark.parametrize(
    ("named", "proxies"),
    [
        ((), (None, None)),
        (("http",), ("http://proxy:1", None)),
        (("https",), (None, "http://proxy:2")),
        (("all",), ("http://proxy:3", "http://proxy:3")),
        (("http", "all"), ("http://proxy:1", "http://proxy:3")),
    ],
)
@pytest.mark.parametrize("upper", [False, True])
def test_each_scheme_has_its_proxy(
    monkeypatch: pytest.MonkeyPatch,
    named: tuple[str, ...],
    proxies: tuple[str | None, str | None],
    upper: bool,
) -> None:
    for name in named:
        variable = f"{name}_proxy"
        monkeypatch.setenv(variable.upper() if upper else variable, NAMED[name])
    found = (proxy_for("http", "kamer.nl", 80), proxy_for("https", "kamer.nl", 443))
    assert found == proxies


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "127.8.8.8", "::1"])
def test_this_machine_needs_none(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    monkeypatch.setenv("all_proxy", NAMED["all"])
    assert proxy_for("http", host, 80) is None


@pytest.mark.parametrize(
    ("excepted", "host", "straight"),
    [
        ("*", "kamer.nl", True),
        ("kamer.nl", "kamer.nl", True),
        ("kamer.nl", "KAMER.nl", True),
        ("Kamer.NL", "data.kamer.nl", True),
        (".kamer.nl", "data.kamer.nl", True),
        ("*.kamer.nl", "data.kamer.nl", True),
        ("kamer.nl", "dekamer.nl", False),
        ("data.kamer.nl", "kamer.nl", False),
        ("x, kamer.nl ,,y", "kamer.nl", True),
        ("kamer.nl:8443", "kamer.nl", True),
        ("kamer.nl:80", "kamer.nl", False),
        ("10.1.2.3", "10.1.2.3", True),
        ("10.1.0.0/16", "10.1.2.3", True),
        ("10.1.0.0/16", "10.2.0.1", False),
        ("10.1.2.3:8443", "10.1.2.3", True),
        ("10.1.2.3:80", "10.1.2.3", False),
        ("fd00::/8", "fd00::7", True),
        ("fd00::7", "fd00::7", True),
        ("[fd00::7]:8443", "fd00::7", True),
        ("[fd00::7]:80", "fd00::7", False),
        ("0.1", "10.1.0.1", False),
    ],
)
def test_what_is_excepted_goes_straight(
    monkeypatch: pytest.MonkeyPatch, excepted: str, host: str, straight: bool
) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy:2")
    monkeypatch.setenv("no_proxy", excepted)
    assert (proxy_for("https", host, 8443) is None) is straight
