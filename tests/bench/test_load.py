"""A wrong answer, however fast, ends the measurement."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.bench.load import Measured, Target, WrongAnswer, fetch, measure, page_check

RIGHT = b"<p>2 items</p><tr class=x><tr class=x>"
PAGES = {
    "/right": (200, RIGHT),
    "/error": (500, RIGHT),
    "/empty": (200, b"<p>0 items</p>"),
    "/short": (200, b"<p>2 items</p><tr class=x>"),
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        status, body = PAGES[self.path]
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Stay quiet."""


@pytest.fixture
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def target(port: int, path: str) -> Target:
    return Target(port, path, {}, page_check(b"2 items", b"<tr class=x>", 2))


def test_right_answers_are_counted(port: int) -> None:
    measured = measure(target(port, "/right"), clients=3, seconds=0.2)
    assert len(measured.milliseconds) >= 3
    assert measured.rate == pytest.approx(len(measured.milliseconds) / 0.2, rel=0.5)
    assert fetch(target(port, "/right")) == RIGHT


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        ("/error", "/error: status 500"),
        ("/empty", "/empty: the count ‘2 items’ is not on the page"),
        ("/short", "/short: 1 rows on the page"),
    ],
)
def test_a_wrong_answer_ends_it(port: int, path: str, fault: str) -> None:
    with pytest.raises(WrongAnswer) as caught:
        measure(target(port, path), clients=2, seconds=5)
    assert str(caught.value) == fault
    with pytest.raises(WrongAnswer):
        fetch(target(port, path))


def test_percentiles_are_durations_that_were_measured() -> None:
    measured = Measured(1.0, tuple(float(number) for number in range(100, 0, -1)))
    assert [measured.percentile(share) for share in (0, 0.5, 0.95, 1)] == [1, 51, 96, 100]
