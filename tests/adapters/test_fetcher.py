"""What the fetcher brings, and what it refuses, over a real socket."""

import ssl
import threading
import time
import tracemalloc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

import pytest

from tests.faulty_server import (
    Answer,
    Asked,
    FaultyServer,
    anonymous_tls,
    bomb,
    cut_off,
    endless,
    faulty_server,
    head,
    moved,
    page,
    silent,
    status,
    trickle,
    tunnel,
    zipped,
)
from tracker.adapters import fetcher as adapter
from tracker.adapters.fetcher import Fetcher, FetchFailed, FetchLimits

LOOPBACK = (ip_network("127.0.0.0/8"),)
LIMITS = FetchLimits(connect_seconds=10, read_seconds=10, total_seconds=20, body_bytes=1024**2)
HASTY = FetchLimits(connect_seconds=0.2, read_seconds=0.2, total_seconds=0.5)
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def server() -> Iterator[FaultyServer]:
    with faulty_server() as played:
        yield played


@pytest.fixture
def secure(monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultyServer]:
    """A server that speaks https without a certificate, which the fetcher takes for once."""
    trusted = anonymous_tls(ssl.PROTOCOL_TLS_CLIENT)
    monkeypatch.setattr(adapter, "_trusted", lambda: trusted)
    with faulty_server(anonymous_tls(ssl.PROTOCOL_TLS_SERVER)) as played:
        yield played


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher("Nakoming/test", LOOPBACK, LIMITS, lambda: NOW) as made:
        yield made


def refused(fetcher: Fetcher, url: str) -> FetchFailed:
    with pytest.raises(FetchFailed) as failed:
        fetcher.fetch(url)
    return failed.value


def test_a_page_comes_with_what_to_ask_next_time(fetcher: Fetcher, server: FaultyServer) -> None:
    headers = ('ETag: "one"', "Last-Modified: Mon, 23 Nov 2026 10:00:00 GMT")
    said = "Content-Type: application/atom+xml; charset=ISO-8859-1"
    url = server.url("/feed", status(200, said, *headers, body=b"<feed/>"))
    found = fetcher.fetch(f"{url}#part")
    assert (found.url, found.status, found.body) == (url, 200, b"<feed/>")
    assert (found.content_type, found.charset) == ("application/atom+xml", "iso-8859-1")
    assert (found.etag, found.last_modified) == ('"one"', "Mon, 23 Nov 2026 10:00:00 GMT")
    [asked] = server.asked
    assert (asked.headers["user-agent"], asked.headers["accept-encoding"]) == (
        "Nakoming/test",
        "gzip",
    )
    assert "if-none-match" not in asked.headers


def test_what_did_not_change_has_no_body(fetcher: Fetcher, server: FaultyServer) -> None:
    url = server.url("/feed", lambda asked: asked.send(head(304, 'ETag: "one"')))
    found = fetcher.fetch(url, etag='"one"', last_modified="Mon, 23 Nov 2026 10:00:00 GMT")
    assert (found.status, found.body, found.etag) == (304, b"", '"one"')
    assert server.asked[0].headers["if-none-match"] == '"one"'
    assert server.asked[0].headers["if-modified-since"] == "Mon, 23 Nov 2026 10:00:00 GMT"


def test_an_answer_without_a_content_type_says_so(fetcher: Fetcher, server: FaultyServer) -> None:
    found = fetcher.fetch(server.url("/", status(200, body=b"x")))
    assert (found.content_type, found.charset, found.etag) == ("", None, None)


def test_a_packed_page_is_unpacked(fetcher: Fetcher, server: FaultyServer) -> None:
    body = b"<feed>" + bytes(300_000)
    assert fetcher.fetch(server.url("/", zipped(body))).body == body
    assert fetcher.fetch(server.url("/", zipped(body, b"</feed>"))).body == body + b"</feed>"


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ('text/XML; charset="Windows-1252"', ("text/xml", "windows-1252")),
        ("application/pdf", ("application/pdf", None)),
        ("text/xml; charset=made-up", ("text/xml", "made-up")),
        ("text/xml; charset=idna", ("text/xml", None)),
        ("text/xml; charset*=undefined'x'%ff", ("text/xml", None)),
    ],
)
def test_the_content_type_is_taken_apart(
    fetcher: Fetcher, server: FaultyServer, printed: str, read: tuple[str, str | None]
) -> None:
    found = fetcher.fetch(server.url("/", page(b"x", printed)))
    assert (found.content_type, found.charset) == read


@pytest.mark.parametrize(
    ("answer", "code", "facts", "lasting"),
    [
        (status(500), "fetch.server", {"status": 500}, False),
        (status(503), "fetch.busy", {"status": 503}, False),
        (status(429), "fetch.busy", {"status": 429}, False),
        (status(404), "fetch.refused", {"status": 404}, True),
        (status(408), "fetch.refused", {"status": 408}, False),
        (status(204), "fetch.server", {"status": 204}, False),
        (status(304), "fetch.server", {"status": 304}, False),
        (cut_off(b"x" * 1000), "fetch.cut_off", {}, False),
        (zipped(b"x" * 100_000, cut=-20), "fetch.cut_off", {}, False),
        (status(200, "Content-Encoding: gzip", body=b"plain"), "fetch.encoding", {}, False),
        (status(200, "Content-Encoding: br", body=b"x"), "fetch.encoding", {}, False),
        (lambda asked: asked.send(b"HTTP/1.1 200"), "fetch.cut_off", {}, False),
        (lambda asked: asked.send(b"SSH-2.0-x\r\n\r\n"), "fetch.cut_off", {}, False),
        (moved("ftp://example.org/"), "fetch.address", {}, True),
        (moved("http://example.org:many/"), "fetch.address", {}, True),
    ],
)
def test_what_goes_wrong_has_a_name(
    fetcher: Fetcher,
    server: FaultyServer,
    answer: Answer,
    code: str,
    facts: dict[str, int],
    lasting: bool,
) -> None:
    failed = refused(fetcher, server.url("/", answer))
    assert (failed.code, failed.facts, failed.lasting) == (code, facts, lasting)


@pytest.mark.parametrize(
    "answer",
    [
        silent(1),
        silent(1, start=b""),
        trickle(1),
        trickle(1, start=b"HTTP/1.1 200 OK\r\nX: "),
    ],
)
def test_what_takes_too_long_is_left(server: FaultyServer, answer: Answer) -> None:
    url = server.url("/", answer)
    with Fetcher("Nakoming/test", LOOPBACK, HASTY) as fetcher:
        failed = refused(fetcher, url)
    assert (failed.code, failed.facts, failed.lasting) == ("fetch.timeout", {}, False)


def test_time_outs_are_of_the_whole_and_not_of_each_step(server: FaultyServer) -> None:
    """Each redirect takes less than may be waited for; together they take more than the whole."""

    def slowly(asked: Asked) -> None:
        time.sleep(0.12)
        moved(f"{asked.path}x")(asked)

    for step in range(1, 6):
        server.url("/" + "x" * step, slowly)
    with Fetcher("Nakoming/test", LOOPBACK, HASTY) as fetcher:
        assert refused(fetcher, f"{server.origin}/x").code == "fetch.timeout"


def test_a_name_that_nobody_resolves_in_time_is_left() -> None:
    """The resolver is played: the system's own knows no time-out."""
    done = threading.Event()

    def resolver(_host: str, _port: int) -> list[str]:
        done.wait(10)
        return ["127.0.0.1"]

    with Fetcher("Nakoming/test", LOOPBACK, HASTY, resolver=resolver) as fetcher:
        assert refused(fetcher, "http://slow.example/").code == "fetch.timeout"
    done.set()


@pytest.mark.parametrize("answer", [endless(300), bomb(300), zipped(*[b""] * 60_000)])
def test_a_body_without_end_is_never_held(
    fetcher: Fetcher, server: FaultyServer, answer: Answer
) -> None:
    url = server.url("/", answer)
    tracemalloc.start()
    try:
        failed = refused(fetcher, url)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (failed.code, failed.facts) == ("fetch.too_large", {"limit": 1024**2})
    assert peak < 8 * 1024**2


@pytest.mark.parametrize(
    ("printed", "wait"),
    [
        ("120", timedelta(minutes=2)),
        ("Tue, 24 Nov 2026 12:05:00 GMT", timedelta(minutes=5)),
        ("Tue, 24 Nov 2026 11:00:00 GMT", timedelta()),
        ("soon", None),
        ("-5", None),
        ("9" * 400, timedelta(days=1)),
        ("Tuesday, 24-Nov-26 12:05:00 GMT", timedelta(minutes=5)),
        ("Tue Nov 24 12:00:30 2026", timedelta(seconds=30)),
    ],
)
def test_when_to_come_back(
    fetcher: Fetcher, server: FaultyServer, printed: str, wait: timedelta | None
) -> None:
    failed = refused(fetcher, server.url("/", status(429, f"Retry-After: {printed}")))
    assert failed.retry_after == wait


# Redirects


def test_redirects_are_followed_up_to_five(fetcher: Fetcher, server: FaultyServer) -> None:
    for step in range(6):
        server.url(f"/{step}", moved(f"/{step + 1}", 301 if step % 2 else 307))
    server.url("/6", page(b"there"))
    found = fetcher.fetch(f"{server.origin}/1")
    assert (found.url, found.body) == (f"{server.origin}/6", b"there")
    failed = refused(fetcher, f"{server.origin}/0")
    assert (failed.code, failed.facts) == ("fetch.redirects", {"limit": 5})


def test_a_circle_ends(fetcher: Fetcher, server: FaultyServer) -> None:
    server.url("/a", moved("/b"))
    assert refused(fetcher, server.url("/b", moved("/a"))).code == "fetch.redirects"
    assert [asked.path for asked in server.asked] == ["/b", "/a"]


def test_a_redirect_into_a_private_network_is_refused(server: FaultyServer) -> None:
    """The first address is allowed here as a public one would be; the second is not."""
    allowed = (ip_network("127.0.0.1/32"),)
    server.url("/secret", page(b"secret"))
    with Fetcher("Nakoming/test", allowed, LIMITS) as fetcher:
        failed = refused(fetcher, server.url("/", moved(f"http://127.0.0.2:{server.port}/secret")))
    assert (failed.code, failed.facts, failed.lasting) == (
        "fetch.private",
        {"host": "127.0.0.2"},
        True,
    )
    assert [asked.path for asked in server.asked] == ["/"]


def test_a_redirect_out_of_https_is_refused(
    fetcher: Fetcher, secure: FaultyServer, server: FaultyServer
) -> None:
    assert fetcher.fetch(secure.url("/", page(b"safe"))).body == b"safe"
    failed = refused(fetcher, secure.url("/", moved(f"{server.origin}/")))
    assert (failed.code, failed.facts) == ("fetch.downgraded", {"host": "127.0.0.1"})
    assert server.asked == []


def test_without_tls_there_is_no_https(fetcher: Fetcher, server: FaultyServer) -> None:
    failed = refused(fetcher, server.origin.replace("http:", "https:"))
    assert (failed.code, failed.facts) == ("fetch.tls", {"host": "127.0.0.1"})


# Networks


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433", "0x7f.1"]
)
def test_the_own_machine_is_not_reached(server: FaultyServer, host: str) -> None:
    server.url("/", page(b"secret"))
    with Fetcher("Nakoming/test", (), LIMITS) as fetcher:
        failed = refused(fetcher, f"http://{host}:{server.port}/")
    assert failed.code in ("fetch.private", "fetch.address")
    assert server.asked == []


def test_a_name_that_changes_its_address_gains_nothing(server: FaultyServer) -> None:
    """The resolver is played: what may be reached when it is looked at, and another after that.

    It is asked once for a connection, which goes to the address that was looked at: nothing
    listens at the other, so that the page would not come from there.
    """
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    asked: list[str] = []

    def resolver(host: str, _port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    allowed = (ip_network("127.0.0.1/32"),)
    with Fetcher("Nakoming/test", allowed, LIMITS, resolver=resolver) as fetcher:
        server.url("/", page(b"public"))
        url = f"http://changing.example:{server.port}/"
        assert fetcher.fetch(url).body == b"public"
        assert asked == ["changing.example"]
        assert refused(fetcher, url).code == "fetch.private"
    assert (asked, len(server.asked)) == (["changing.example"] * 2, 1)


def test_of_several_addresses_only_those_are_tried_that_may_be_reached(
    server: FaultyServer,
) -> None:
    """The resolver is played; the own machine stands for a public one beside two private ones."""
    found = ["10.0.0.1", "127.0.0.1", "::1"]
    allowed = (ip_network("127.0.0.1/32"),)
    server.url("/", page(b"there"))
    with Fetcher("Nakoming/test", allowed, LIMITS, resolver=lambda *_: found) as fetcher:
        assert fetcher.fetch(f"http://mixed.example:{server.port}/").body == b"there"


def test_an_address_of_ipv6_is_named_in_brackets(server: FaultyServer) -> None:
    server.url("/", page(b"there"))
    with Fetcher("Nakoming/test", LOOPBACK, LIMITS) as fetcher:
        fetcher.fetch(f"http://[::ffff:127.0.0.1]:{server.port}/")
    assert server.asked[0].headers["host"] == f"[::ffff:127.0.0.1]:{server.port}"


def test_a_name_without_an_address_cannot_be_reached(fetcher: Fetcher) -> None:
    failed = refused(fetcher, "http://nergens.invalid/")
    assert (failed.code, failed.facts) == ("fetch.unreachable", {"host": "nergens.invalid"})


def test_a_closed_port_cannot_be_reached(fetcher: Fetcher, server: FaultyServer) -> None:
    with faulty_server() as gone:
        url = gone.url("/", page(b""))
    assert refused(fetcher, url).code == "fetch.unreachable"


@pytest.mark.parametrize(
    "url", ["", "feed", "ftp://example.org/", "file:///etc/passwd", "http://", "http://u:p@a.nl/"]
)
def test_what_is_no_address_of_the_web_is_not_fetched(fetcher: Fetcher, url: str) -> None:
    assert refused(fetcher, url).code == "fetch.address"


# A proxy


def test_the_proxy_of_the_environment_is_used(
    server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proxy's own address is private; the name that it is asked for is not known here."""
    monkeypatch.setenv("http_proxy", f"http://naam:geheim@127.0.0.1:{server.port}")
    server.answers["http://kamer.invalid/feed"] = page(b"through")
    with Fetcher("Nakoming/test", (), LIMITS) as fetcher:
        assert fetcher.fetch("http://kamer.invalid/feed").body == b"through"
    headers = server.asked[0].headers
    assert (headers["host"], headers["proxy-authorization"]) == (
        "kamer.invalid",
        "Basic bmFhbTpnZWhlaW0=",
    )


def test_https_goes_through_a_tunnel(
    server: FaultyServer, secure: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", server.origin)
    server.answers["kamer.invalid:443"] = tunnel(secure.port)
    secure.url("/feed", page(b"through"))
    with Fetcher("Nakoming/test", (), LIMITS) as fetcher:
        assert fetcher.fetch("https://kamer.invalid/feed").body == b"through"
    assert [asked.path for asked in server.asked] == ["kamer.invalid:443"]
    assert [asked.headers["host"] for asked in secure.asked] == ["kamer.invalid"]


@pytest.mark.parametrize(
    "found", [["10.0.0.7"], ["52.57.0.1", "10.0.0.7"], ["::ffff:169.254.169.254"]]
)
def test_a_proxy_is_not_asked_for_a_private_address(
    server: FaultyServer, monkeypatch: pytest.MonkeyPatch, found: list[str]
) -> None:
    """The resolver is played. Any private address is one too many: the proxy may take it."""
    monkeypatch.setenv("http_proxy", server.origin)
    with Fetcher("Nakoming/test", (), LIMITS, resolver=lambda *_: found) as fetcher:
        failed = refused(fetcher, "http://intern.example/")
        assert (failed.code, failed.facts) == ("fetch.private", {"host": "intern.example"})
    assert server.asked == []


@pytest.mark.parametrize(
    ("proxy", "named"),
    [
        ("http://naam:geheim@127.0.0.1:{gone}", "127.0.0.1:{gone}"),
        ("socks5://127.0.0.1:{gone}", "socks5://127.0.0.1:{gone}"),
        ("http://:many", "http://:many"),
        ("http://{port}", "http://{port}"),
    ],
)
def test_a_proxy_that_does_not_do_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch, server: FaultyServer, proxy: str, named: str
) -> None:
    with faulty_server() as closed:
        ports = {"gone": closed.port, "port": f"127.0.0.1:{server.port}"}
    monkeypatch.setenv("http_proxy", proxy.format_map(ports))
    server.answers["http://kamer.invalid/"] = status(407)
    with Fetcher("Nakoming/test", (), LIMITS) as fetcher:
        failed = refused(fetcher, "http://kamer.invalid/")
    assert (failed.code, failed.facts) == ("fetch.proxy", {"proxy": named.format_map(ports)})


def test_a_proxy_that_refuses_a_tunnel_is_named(
    server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", server.origin)
    server.answers["kamer.invalid:443"] = status(403)
    with Fetcher("Nakoming/test", (), LIMITS) as fetcher:
        failed = refused(fetcher, "https://kamer.invalid/")
    assert (failed.code, failed.facts) == ("fetch.proxy", {"proxy": server.origin})


def test_what_needs_no_proxy_goes_straight(
    server: FaultyServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("no_proxy", "example.nl")
    server.url("/", page(b"straight"))
    with Fetcher("Nakoming/test", LOOPBACK, LIMITS, resolver=lambda *_: ["127.0.0.1"]) as fetcher:
        for host in ("intern.example.nl", "127.0.0.1"):
            assert fetcher.fetch(f"http://{host}:{server.port}/").body == b"straight"


# Threads


def test_several_threads_share_one_fetcher(fetcher: Fetcher, server: FaultyServer) -> None:
    def echo(asked: Asked) -> None:
        page(asked.path.encode())(asked)

    urls = [server.url(f"/{number}", echo) for number in range(30)]
    with ThreadPoolExecutor(6) as pool:
        bodies = list(pool.map(lambda url: fetcher.fetch(url).body, urls))
    assert bodies == [f"/{number}".encode() for number in range(30)]
