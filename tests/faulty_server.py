"""A server on a real socket that answers what a test says, faults included."""

import gzip
import socket
import socketserver
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Answer = Callable[["Asked"], None]


@dataclass
class Asked:
    """One request, and the socket that its answer is written to."""

    path: str
    headers: dict[str, str]
    wire: socket.socket

    def send(self, data: bytes) -> None:
        """Write as it is; one who has gone away hears nothing."""
        with suppress(OSError):
            self.wire.sendall(data)


@dataclass
class FaultyServer:
    """`answers` by path; every request is kept in `asked`."""

    origin: str = ""
    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def url(self, path: str, answer: Answer) -> str:
        """The address at which this answer is given from now on."""
        self.answers[path] = answer
        return f"{self.origin}{path}"


@contextmanager
def faulty_server() -> Iterator[FaultyServer]:
    """A server of this test's own."""
    played = FaultyServer()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            request = b""
            while b"\r\n\r\n" not in request:
                piece = self.request.recv(65536)
                if not piece:
                    return
                request += piece
            first, *lines = request.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in lines)
            asked = Asked(first.split(" ")[1], headers, self.request)
            played.asked.append(asked)
            played.answers.get(asked.path, status(404))(asked)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        played.port = server.server_address[1]
        played.origin = f"http://127.0.0.1:{played.port}"
        yield played
        server.shutdown()


def head(code: int, *headers: str) -> bytes:
    """The beginning of an answer, after which the connection closes."""
    lines = [f"HTTP/1.1 {code} Said", "Connection: close", *headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1")


def status(code: int, *headers: str, body: bytes = b"") -> Answer:
    """A whole answer."""
    length = f"Content-Length: {len(body)}"
    return lambda asked: asked.send(head(code, length, *headers) + body)


def page(body: bytes, content_type: str = "application/atom+xml; charset=utf-8") -> Answer:
    """A page that came well."""
    return status(200, f"Content-Type: {content_type}", body=body)


def moved(target: str, code: int = 302) -> Answer:
    """A redirect."""
    return status(code, f"Location: {target}")


def zipped(body: bytes, *, cut: int | None = None) -> Answer:
    """A gzip body, of which the last bytes may be missing while the length says nothing of it."""
    packed = gzip.compress(body)[:cut]
    return status(200, "Content-Encoding: gzip", body=packed)


def bomb(megabytes: int) -> Answer:
    """A small body that unpacks to so many megabytes of zeros."""
    packed = gzip.compress(bytes(megabytes * 1024**2))
    return status(200, "Content-Encoding: gzip", body=packed)


def endless(megabytes: int) -> Answer:
    """A body of so many megabytes, made as it is sent."""

    def answer(asked: Asked) -> None:
        asked.send(head(200, f"Content-Length: {megabytes * 1024**2}"))
        piece = bytes(1024**2)
        with suppress(OSError):
            for _ in range(megabytes):
                asked.wire.sendall(piece)

    return answer


def cut_off(body: bytes) -> Answer:
    """Half of what was promised, and then the connection closes."""
    return lambda asked: asked.send(
        head(200, f"Content-Length: {len(body)}") + body[: len(body) // 2]
    )


def silent(seconds: float, body: bytes = b"half") -> Answer:
    """The beginning of a body, and then nothing."""

    def answer(asked: Asked) -> None:
        asked.send(head(200, "Content-Length: 1000") + body)
        time.sleep(seconds)

    return answer


def trickle(seconds: float, every: float = 0.05) -> Answer:
    """A byte now and then."""

    def answer(asked: Asked) -> None:
        asked.send(head(200, "Content-Length: 1000000"))
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            asked.send(b"x")
            time.sleep(every)

    return answer
