"""Kills the real server again and again while officers write, and looks for what was lost.

    python3 dev.py soak [--minutes 5] [--officers 4]
    python3 dev.py soak sync [--entries 10000] [--kills 20] [--seed N]

Each officer posts progress notes over HTTP. A note counts as acknowledged when the server
answered 303. After each kill -9 the server starts again on the same SQLite file; every
acknowledged note must be there, and the file must be sound. `sync` does the like with the
reading of the sources: tests/soak/sync.py.
"""

import argparse
import os
import platform
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Sequence
from pathlib import Path

import httpx
from lxml import html

from tests.soak import sync
from tracker.cli.serving import DEMO_PASSWORD

ITEMS = ["M-2021-0001", "M-2021-0002", "T-2021-0001", "A-2021-0001"]
OFFICER = "noor.aksoy@voorbeeld.nl"
STARTED_WITHIN_SECONDS = 60.0
WRITES_FOR_SECONDS = 6.0


class Officer(threading.Thread):
    """Posts progress notes until the server is gone; keeps what was acknowledged."""

    def __init__(self, address: str, item: str) -> None:
        super().__init__()
        self.form = f"{address}/items/{item}/notes/new"
        self.browser = httpx.Client(timeout=20, headers={"Origin": address})
        self.door = f"{address}/sign-in"
        self.acknowledged: list[str] = []

    def run(self) -> None:
        """Sign in and write, note after note."""
        try:
            token = self._token(self.door)
            self.browser.post(
                self.door,
                data={"_csrf_token": token, "email": OFFICER, "password": DEMO_PASSWORD},
            )
            token = self._token(self.form)
            while True:
                self._write(token)
        except httpx.TransportError:
            return

    def _write(self, token: str) -> None:
        text = f"Stand {uuid.uuid4()}"
        answer = self.browser.post(
            self.form,
            data={
                "_csrf_token": token,
                "submission": str(uuid.uuid4()),
                "noted_on": "1-7-2021",
                "text": text,
            },
        )
        assert answer.status_code == 303, answer.status_code
        self.acknowledged.append(text)

    def _token(self, address: str) -> str:
        page = html.document_fromstring(self.browser.get(address).text)
        return str(page.xpath("//main//input[@name='_csrf_token']/@value")[0])


def main(arguments: Sequence[str]) -> int:
    """Kill, start again and compare until the time is up; 1 when anything was lost."""
    if arguments[:1] == ["sync"]:
        return sync.main(arguments[1:])
    parser = argparse.ArgumentParser(prog="dev.py soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--officers", type=int, default=4)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        return soak(Path(folder), options.minutes * 60, options.officers)


def soak(folder: Path, seconds: float, officers: int) -> int:
    """The whole run; prints its figures."""
    until = time.monotonic() + seconds
    acknowledged: set[str] = set()
    kills = 0
    while time.monotonic() < until:
        acknowledged |= write_until_killed(folder, officers)
        kills += 1
        kept, sound = look_into(folder / "demo.sqlite3")
        lost = acknowledged - kept
        if lost or not sound:
            print(f"LOST {len(lost)} notes after kill {kills}; the file is sound: {sound}")
            return 1
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {officers} officers.")
    print(f"{kills} kills, {len(acknowledged)} acknowledged notes, none lost, the file sound.")
    return 0


def write_until_killed(folder: Path, officers: int) -> set[str]:
    """Start the server, let the officers write for some seconds, and kill it with kill -9."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    command = [sys.executable, "-m", "tracker.cli", "demo", "--port", str(port)]
    server = subprocess.Popen(
        [*command, "--data", str(folder)], stdout=subprocess.DEVNULL, start_new_session=True
    )
    address = f"http://127.0.0.1:{port}"
    await_server(address)
    writers = [Officer(address, ITEMS[number % len(ITEMS)]) for number in range(officers)]
    for writer in writers:
        writer.start()
    time.sleep(WRITES_FOR_SECONDS)
    os.killpg(server.pid, signal.SIGKILL)
    server.wait()
    for writer in writers:
        writer.join()
    return {text for writer in writers for text in writer.acknowledged}


def await_server(address: str) -> None:
    """Wait until the server answers."""
    until = time.monotonic() + STARTED_WITHIN_SECONDS
    while True:
        try:
            httpx.get(f"{address}/sign-in")
            return
        except httpx.TransportError:
            assert time.monotonic() < until, "The server did not start."
            time.sleep(0.1)


def look_into(database: Path) -> tuple[set[str], bool]:
    """The texts of all notes, and whether the file is sound."""
    connection = sqlite3.connect(database)
    try:
        kept = {text for (text,) in connection.execute("SELECT text FROM progressnote")}
        [[verdict]] = connection.execute("PRAGMA integrity_check").fetchall()
        return kept, verdict == "ok"
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
