"""A client that keeps its connections, asks as fast as it is answered, and trusts no answer."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection

Check = Callable[[int, bytes], str | None]


@dataclass(frozen=True)
class Target:
    """Where to ask. `check` gets status and body, and says what is wrong with them, or None."""

    port: int
    path: str
    headers: dict[str, str]
    check: Check


@dataclass(frozen=True)
class Measured:
    """One round: answers a second, and how long each answer took, in milliseconds."""

    rate: float
    milliseconds: tuple[float, ...]

    def percentile(self, share: float) -> float:
        """The duration within which this share (0 to 1) of the answers came."""
        ordered = sorted(self.milliseconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


class WrongAnswer(Exception):
    """An answer that does not count: the run is worth nothing."""


def page_check(total: bytes, row_mark: bytes, size: int) -> Check:
    """A check that an answer is the page: its status, the exact count, and each row."""

    def check(status: int, body: bytes) -> str | None:
        if status != HTTPStatus.OK:
            return f"status {status}"
        if total not in body:
            return f"the count ‘{total.decode()}’ is not on the page"
        rows = body.count(row_mark)
        return None if rows == size else f"{rows} rows on the page"

    return check


def measure(target: Target, clients: int, seconds: float) -> Measured:
    """Ask with so many clients at once; raises WrongAnswer for the first wrong one."""
    took: list[list[float]] = [[] for _ in range(clients)]
    faults: list[str] = []
    started = threading.Barrier(clients + 1)

    def ask(own: list[float]) -> None:
        connection = HTTPConnection("127.0.0.1", target.port, timeout=60)
        started.wait()
        ends = time.perf_counter() + seconds
        try:
            while time.perf_counter() < ends and not faults:
                own.append(_ask_once(connection, target))
        except (WrongAnswer, OSError) as error:
            faults.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[own]) for own in took]
    for thread in threads:
        thread.start()
    started.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    lasted = time.perf_counter() - begun
    if faults:
        raise WrongAnswer(faults[0])
    together = tuple(duration for own in took for duration in own)
    return Measured(len(together) / lasted, together)


def fetch(target: Target) -> bytes:
    """One answer, checked."""
    connection = HTTPConnection("127.0.0.1", target.port, timeout=60)
    try:
        status, body = _exchange(connection, target)
    finally:
        connection.close()
    _insist(target, status, body)
    return body


def _ask_once(connection: HTTPConnection, target: Target) -> float:
    begun = time.perf_counter()
    status, body = _exchange(connection, target)
    took = (time.perf_counter() - begun) * 1000
    _insist(target, status, body)
    return took


def _exchange(connection: HTTPConnection, target: Target) -> tuple[int, bytes]:
    connection.request("GET", target.path, headers=target.headers)
    response = connection.getresponse()
    return response.status, response.read()


def _insist(target: Target, status: int, body: bytes) -> None:
    if fault := target.check(status, body):
        raise WrongAnswer(f"{target.path}: {fault}")
