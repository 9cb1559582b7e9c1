"""The three servers, each with its own copy of the rows and as many processes as the others."""

import os
import re
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

import httpx

from tests.bench.load import Target, page_check
from tests.bench.rows import EMAIL, PAGE_SIZE, PASSWORD, Question

STARTS_WITHIN = 60


class Server(ABC):
    """A server with the rows in `database`; `row_mark` stands once in each row of its page."""

    name: str
    settings: str
    row_mark: bytes

    def __init__(self, database: Path, workers: int) -> None:
        self.database = database
        self.workers = workers
        self.port = free_port()
        self.headers: dict[str, str] = {}

    @abstractmethod
    def command(self) -> list[str]:
        """What starts it."""

    def environment(self) -> dict[str, str]:
        """What its process finds in its environment besides ours."""
        return {}

    def preparations(self) -> list[list[str]]:
        """What runs before it starts."""
        return []

    def sign_in(self) -> httpx.Cookies:
        """The cookies of a signed-in person; none where it knows nobody."""
        return httpx.Cookies()

    @abstractmethod
    def path(self, question: Question) -> str:
        """The address of the first page."""

    @abstractmethod
    def total_words(self, total: int) -> bytes:
        """How its page says the number of rows."""

    def target(self, question: Question) -> Target:
        """The question as this server is asked it."""
        check = page_check(self.total_words(question.total), self.row_mark, PAGE_SIZE)
        return Target(self.port, self.path(question), self.headers, check)


class Nakoming(Server):
    """This product, started as `nakoming serve --workers` does, at the clock of the demo."""

    name = "Nakoming"
    settings = "serve --workers {workers}; signed in"
    row_mark = b'<td class="utrecht-table__cell nk-num'

    def command(self) -> list[str]:
        return [
            sys.executable, "-m", "tests.bench.product",
            str(self.database.parent), str(self.port), str(self.workers),
        ]  # fmt: skip

    def sign_in(self) -> httpx.Cookies:
        address = f"http://127.0.0.1:{self.port}"
        with httpx.Client(base_url=address) as browser:
            token = re.findall(r'name="_csrf_token" value="([^"]+)"', browser.get("/sign-in").text)
            form = {"_csrf_token": token[0], "email": EMAIL, "password": PASSWORD, "next": "/"}
            answer = browser.post("/sign-in", data=form, headers={"Origin": address})
            return signed_in(self.name, answer, httpx.codes.SEE_OTHER, browser.cookies)

    def path(self, question: Question) -> str:
        return f"/items?{question.ours}&sort=-due"

    def total_words(self, total: int) -> bytes:
        return b">%d items<" % total


class Datasette(Server):
    """Datasette's page of the table, with labels of owner and paper, and without facets."""

    name = f"Datasette {version('datasette')}"
    settings = "uvicorn, {workers} processes; facets off, no HTTP cache; nobody signs in"
    row_mark = b'<td class="col-id type-pk">'

    def command(self) -> list[str]:
        return [
            sys.executable, "-m", "uvicorn", "--factory", "tests.bench.tables:make_app",
            "--workers", str(self.workers), "--port", str(self.port), "--log-level", "warning",
        ]  # fmt: skip

    def environment(self) -> dict[str, str]:
        return {"BENCH_DATABASE": str(self.database)}

    def path(self, question: Question) -> str:
        columns = [
            "number", "kind", "title", "status", "next_due_on", "owner_id", "source_paper_id",
        ]  # fmt: skip
        shown = "".join(f"&_col={column}" for column in columns)
        table = f"/{self.database.stem}/item"
        return f"{table}?{question.datasette}{shown}&_sort_desc=next_due_on&_size={PAGE_SIZE}"

    def total_words(self, total: int) -> bytes:
        return f"{total:,} rows".encode()


class DjangoAdmin(Server):
    """The changelist of Django's admin, under gunicorn with threads that keep connections."""

    name = f"Django admin {version('django')}"
    settings = f"gunicorn {version('gunicorn')}, {{workers}} processes of 8 threads; signed in"
    row_mark = b'<td class="field-kind">'

    def command(self) -> list[str]:
        return [
            sys.executable, "-m", "gunicorn", "django.core.wsgi:get_wsgi_application()",
            "--workers", str(self.workers), "--threads", "8", "--keep-alive", "60",
            "--bind", f"127.0.0.1:{self.port}", "--log-level", "error",
        ]  # fmt: skip

    def environment(self) -> dict[str, str]:
        return {
            "BENCH_DATABASE": str(self.database),
            "DJANGO_SETTINGS_MODULE": "tests.bench.changelist.settings",
            "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
        }

    def preparations(self) -> list[list[str]]:
        django = [sys.executable, "-m", "django"]
        return [
            [*django, "migrate", "--verbosity", "0"],
            [*django, "createsuperuser", "--no-input", "--username", "bench", "--email", EMAIL],
        ]

    def sign_in(self) -> httpx.Cookies:
        address = f"http://127.0.0.1:{self.port}"
        with httpx.Client(base_url=address) as browser:
            page = browser.get("/admin/login/").text
            token = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
            form = {"csrfmiddlewaretoken": token[0], "username": "bench", "password": PASSWORD}
            answer = browser.post("/admin/login/", data=form, headers={"Referer": address})
            return signed_in(self.name, answer, httpx.codes.FOUND, browser.cookies)

    def path(self, question: Question) -> str:
        return f"/admin/changelist/item/?{question.django}&o=-5"

    def total_words(self, total: int) -> bytes:
        return b"%d items" % total


SERVERS: tuple[type[Server], ...] = (Nakoming, Datasette, DjangoAdmin)


@contextmanager
def running(server: Server) -> Iterator[Server]:
    """The server, started and signed in; stopped at the end."""
    environment = {**os.environ, **server.environment()}
    for command in server.preparations():
        subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)
    process = subprocess.Popen(server.command(), env=environment, stdout=subprocess.DEVNULL)
    try:
        await_port(server.name, server.port, process)
        if cookies := server.sign_in():
            kept = "; ".join(f"{name}={value}" for name, value in cookies.items())
            server.headers = {"Cookie": kept}
        yield server
    finally:
        process.terminate()
        process.wait(timeout=30)


def await_port(name: str, port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when the server takes connections; raise when it does not."""
    ends = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < ends and process.poll() is None:
        try:
            httpx.get(f"http://127.0.0.1:{port}/", timeout=STARTS_WITHIN)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError(f"{name} does not start")


def signed_in(
    name: str, answer: httpx.Response, wanted: int, cookies: httpx.Cookies
) -> httpx.Cookies:
    """The cookies after signing in, which leads to another page when it succeeds."""
    if answer.status_code != wanted:
        raise RuntimeError(f"{name}: signing in gave {answer.status_code}")
    return cookies


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
