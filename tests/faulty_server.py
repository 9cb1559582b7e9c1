"""A server on a real socket that answers what a test says, faults included."""

import gzip
import socket
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

TLS_BEGINS = b"\x16"

Answer = Callable[["Asked"], None]


@dataclass
class Asked:
    """One request, with its headers by lower-case name, and the socket that the answer goes to."""

    path: str
    headers: dict[str, str]
    wire: socket.socket

    def send(self, data: bytes) -> None:
        """Write as it is; one who has gone away hears nothing."""
        with suppress(OSError):
            self.wire.sendall(data)


@dataclass
class FaultyServer:
    """`answers` by path; every request is kept in `asked`, in order.

    A request to a proxy has the whole address as its path, and one for a tunnel 'host:port'.
    What has no answer is 404.
    """

    origin: str = ""
    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def url(self, path: str, answer: Answer) -> str:
        """The address at which this answer is given from now on."""
        self.answers[path] = answer
        return f"{self.origin}{path}"


@contextmanager
def faulty_server(tls: ssl.SSLContext | None = None) -> Iterator[FaultyServer]:
    """A server of this test's own, on a free port of 127.0.0.1; with `tls` it speaks https."""
    played = FaultyServer()

    class Handler(socketserver.BaseRequestHandler):
        def setup(self) -> None:
            if tls:
                self.request = tls.wrap_socket(self.request, server_side=True)

        def finish(self) -> None:
            self.request.close()

        def handle(self) -> None:
            request = b""
            while b"\r\n\r\n" not in request:
                piece = self.request.recv(65536)
                request += piece
                if not piece or request.startswith(TLS_BEGINS):
                    self.request.sendall(head(400))
                    return
            first, *lines = request.split(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
            fields = (line.partition(": ") for line in lines)
            headers = {name.lower(): value for name, _, value in fields}
            asked = Asked(first.split(" ")[1], headers, self.request)
            played.asked.append(asked)
            played.answers.get(asked.path, status(404))(asked)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        played.port = server.server_address[1]
        played.origin = f"{'https' if tls else 'http'}://127.0.0.1:{played.port}"
        yield played
        server.shutdown()


def anonymous_tls(protocol: int) -> ssl.SSLContext:
    """One end of a TLS connection that needs no certificate, as no real one would."""
    context = ssl.SSLContext(protocol)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AECDH:@SECLEVEL=0")
    return context


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


def zipped(*parts: bytes, cut: int | None = None) -> Answer:
    """A gzip body of parts packed by themselves; `cut` ends it there, which no length tells."""
    packed = b"".join(map(gzip.compress, parts))[:cut]
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


def silent(seconds: float, *, start: bytes | None = None) -> Answer:
    """The beginning of a body, or whatever is the start, and then nothing."""

    def answer(asked: Asked) -> None:
        asked.send(head(200, "Content-Length: 1000") + b"half" if start is None else start)
        time.sleep(seconds)

    return answer


def trickle(seconds: float, every: float = 0.05, *, start: bytes | None = None) -> Answer:
    """A byte now and then: of a body, or of headers when that is how it starts."""

    def answer(asked: Asked) -> None:
        asked.send(head(200, "Content-Length: 1000000") if start is None else start)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            asked.send(b"x")
            time.sleep(every)

    return answer


def tunnel(port: int) -> Answer:
    """What a proxy does with a tunnel: everything goes to a port of 127.0.0.1, and back."""

    def answer(asked: Asked) -> None:
        with socket.create_connection(("127.0.0.1", port)) as beyond:
            asked.send(b"HTTP/1.1 200 Connected\r\n\r\n")
            back = threading.Thread(target=_pass_on, args=(beyond, asked.wire))
            back.start()
            _pass_on(asked.wire, beyond)
            back.join()

    return answer


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
