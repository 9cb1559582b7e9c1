"""Kills `nakoming sync` again and again, runs several at once, and compares every row.

    python3 dev.py soak sync [--entries 10000] [--kills 20] [--seed N]

On SQLite and on PostgreSQL. A server on a real socket plays the House. One sync is left alone;
others are killed with kill -9 at random moments and started again until they end. What is in
the database then must be the same row for row, recorded times left out. So must it be after
two and four processes at once, and no page may have been asked for twice.
"""

import argparse
import json
import os
import platform
import random
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from sqlalchemy import make_url, text

from tasks.postgres import temporary_postgres
from tests import house_sync, worked_case
from tests.house_contents import contents
from tests.house_feed import HouseFeed
from tests.house_sync import differences, rows
from tests.sync_process import SyncProcesses
from tracker.adapters.sittings import shipped_calendar
from tracker.db.schema import upgrade
from tracker.db.session import Store, make_engine
from tracker.services.recesses import add_shipped
from tracker.services.sources import CATEGORIES

STARTED_WITHIN_SECONDS = 60.0
LIVES = 24  # How many processes a killed sync takes, more or less.

NewDatabase = Callable[[str], str]


@dataclass(frozen=True)
class Alone:
    """What a sync that nothing disturbed leaves, and how long it takes from its first request."""

    rows: dict[str, list[str]]
    seconds: float


class Different(Exception):
    """A database is not what it should be; the message says how."""


def main(arguments: Sequence[str]) -> int:
    """Run it all; 1 when a row differs."""
    parser = argparse.ArgumentParser(prog="dev.py soak sync", description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=None)
    options = parser.parse_args(arguments)
    seed = random.randrange(1_000_000) if options.seed is None else options.seed
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, seed {seed}.", flush=True)
    try:
        with tempfile.TemporaryDirectory() as name, HouseFeed(contents(options.entries)) as house:
            soak_all(Path(name), house, options.kills, random.Random(seed))
    except Different as found:
        print(f"DIFFERENT: {found}")
        return 1
    return 0


def soak_all(folder: Path, house: HouseFeed, kills: int, chance: random.Random) -> None:
    """Both databases, one after the other."""

    def on_sqlite(name: str) -> str:
        return f"sqlite:///{folder / name}.sqlite3"

    soak("SQLite", on_sqlite, house, kills, chance)
    with temporary_postgres() as server:

        def on_postgres(name: str) -> str:
            plain = server.replace("postgresql+psycopg://", "postgresql://", 1)
            with psycopg.connect(plain, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")
            return make_url(server).set(database=name).render_as_string(hide_password=False)

        soak("PostgreSQL", on_postgres, house, kills, chance)


def soak(
    kind: str, new_database: NewDatabase, house: HouseFeed, kills: int, chance: random.Random
) -> None:
    """One kind of database; prints its figures."""
    alone = left_alone(new_database("alone"), house)
    counts = {name: len(found) for name, found in alone.rows.items() if found}
    print(f"{kind}: alone {alone.seconds:.1f} s, {counts}", flush=True)
    done, syncs = 0, 0
    while done < kills:
        done += killed(new_database(f"killed{syncs}"), house, kills - done, chance, alone)
        syncs += 1
    print(f"{kind}: {done} kills in {syncs} syncs, every row the same.", flush=True)
    with SyncProcesses() as processes:
        for number in (2, 4):
            seconds = at_once(new_database(f"at_once{number}"), house, number, processes, alone)
            print(
                f"{kind}: {number} processes at once, {seconds:.1f} s, no page asked for twice, "
                "every row the same.",
                flush=True,
            )


def left_alone(url: str, house: HouseFeed) -> Alone:
    """Sync once, with the real command."""
    with prepared(url) as store:
        before = requests(house)
        process = start(url, house)
        await_request(house, before, process)
        began = time.monotonic()
        if process.wait() != 0:
            raise Different("a sync that nothing disturbed failed")
        return Alone(rows(store), time.monotonic() - began)


def killed(url: str, house: HouseFeed, kills: int, chance: random.Random, alone: Alone) -> int:
    """Sync, killed up to so many times, until it is done; how many times it was."""
    done = 0
    with prepared(url) as store:
        while True:
            before = requests(house)
            process = start(url, house)
            if done == kills or not kill_soon(process, house, before, chance, alone):
                break
            done += 1
        if process.wait() != 0:
            raise Different(f"the sync after kill {done} failed")
        compare(store, alone, f"after {done} kills")
    return done


def kill_soon(
    process: "subprocess.Popen[bytes]",
    house: HouseFeed,
    before: int,
    chance: random.Random,
    alone: Alone,
) -> bool:
    """Kill it at a random moment after its first request; whether it had not ended by then."""
    await_request(house, before, process)
    time.sleep(chance.random() * alone.seconds * 2 / LIVES)
    if process.poll() is not None:
        return False
    process.send_signal(signal.SIGKILL)
    process.wait()
    return True


def at_once(
    url: str, house: HouseFeed, number: int, processes: SyncProcesses, alone: Alone
) -> float:
    """Sync with several processes that begin together; how long they take."""
    with prepared(url) as store:
        house.asked.clear()
        began = time.monotonic()
        running = [processes.begin(url, house.base) for _ in range(number)]
        ends = [processes.wait(one) for one in running]
        seconds = time.monotonic() - began
        full = [page for category in CATEGORIES for page in house.pages(category)[:-1]]
        twice = [page for page in full if house.asked[page] != 1]
        if any(ends) or twice:
            raise Different(f"{number} at once: exit codes {ends}, not asked once: {twice[:5]}")
        compare(store, alone, f"after {number} at once")
    return seconds


def compare(store: Store, alone: Alone, when: str) -> None:
    """Whether every row is the same, and SQLite's file sound."""
    if found := differences(alone.rows, rows(store)):
        raise Different(f"{when}: {json.dumps(found, indent=1)[:4000]}")
    if store.engine.dialect.name == "sqlite":
        with store.reading() as session:
            verdict = session.connection().execute(text("PRAGMA integrity_check")).scalar()
        if verdict != "ok":
            raise Different(f"{when}: the file is not sound: {verdict}")


@contextmanager
def prepared(url: str) -> Iterator[Store]:
    """A new database with the worked case, what it follows, and the sources."""
    upgrade(url)
    engine = make_engine(url)
    with Store(engine).writing() as session:
        add_shipped(session, worked_case.CLOCK, shipped_calendar())
    house_sync.prepare(Store(engine))
    yield Store(engine)
    engine.dispose()


def start(url: str, house: HouseFeed) -> "subprocess.Popen[bytes]":
    """Start the real command."""
    folder = tempfile.gettempdir()
    environment = house_sync.environment(url, house, Path(folder) / "nakoming-soak")
    return subprocess.Popen(house_sync.command(), env=environment, stdout=subprocess.DEVNULL)


def requests(house: HouseFeed) -> int:
    """How many requests there were."""
    return sum(house.asked.values())


def await_request(house: HouseFeed, before: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait for the first request after these."""
    until = time.monotonic() + STARTED_WITHIN_SECONDS
    while requests(house) == before and process.poll() is None:
        if time.monotonic() > until:
            raise Different("a sync did not begin")
        time.sleep(0.002)
