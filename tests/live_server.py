"""The real application behind a real port, and what every test in a browser does with it."""

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from tests.worked_case import CLOCK, NOOR, PASSWORD
from tracker.app import make_app
from tracker.config import Settings

STARTED_WITHIN_SECONDS = 10
# A test that fails may take this long to say so; a busy machine must not make it fail.
PATIENCE_MILLISECONDS = 15_000
SECRET = "a secret of the tests"
SERVED = "served.sqlite3"
# What Chromium says about an answer of 4xx, which a test may ask for.
EXPECTED_COMPLAINT = "Failed to load resource: the server responded with a status of 4"


@contextmanager
def serving(database: Path, folder: Path) -> Iterator[str]:
    """Serve a copy of a database on a free port, on 1 July 2021, 09:00; gives the address."""
    copy = folder / SERVED
    shutil.copyfile(database, copy)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        settings = Settings(
            data_dir=folder,
            database_url=f"sqlite:///{copy}",
            base_url=address,
            secret=SECRET,
            demo=True,
        )
        app = make_app(settings, CLOCK)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            _await(server)
            yield address
        finally:
            server.should_exit = True
            thread.join()


def _await(server: uvicorn.Server) -> None:
    deadline = time.monotonic() + STARTED_WITHIN_SECONDS
    while not server.started:
        assert time.monotonic() < deadline, "The server did not start."
        time.sleep(0.01)


class Complaints(list[str]):
    """What the console of a browser said that it should not, broken policies included."""

    def watch(self, context: BrowserContext) -> None:
        """Listen to every page of a context."""
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.append(str(error.error)))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and EXPECTED_COMPLAINT not in message.text:
            self.append(f"{message.page.url if message.page else ''}: {message.text}")


def open_context(
    browser: Browser,
    site: str,
    complaints: Complaints,
    *,
    width: int = 1280,
    height: int = 900,
    java_script: bool = True,
) -> BrowserContext:
    """A browser of its own, with nobody signed in; addresses are those of the site."""
    context = browser.new_context(
        base_url=site,
        locale="nl-NL",
        viewport={"width": width, "height": height},
        java_script_enabled=java_script,
        accept_downloads=True,
    )
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    complaints.watch(context)
    return context


def sign_in(context: BrowserContext, email: str = NOOR) -> Page:
    """A page of someone of the worked case, on the start page."""
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden").click()
    page.wait_for_url("/")
    return page
