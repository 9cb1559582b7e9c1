"""Measures how fast pages of the House's feed become rows, and in how much memory.

    python -m tests.bench.sync [--entries 10000] [--rounds 3] [--database sqlite] [--judged]

Pages in the recorded shape are written to files first. A process of its own then parses them
all, and reads them into a fresh database with the real Syncer, each page with its checkpoint in
one transaction; only the network is left out. With --judged what judging takes is counted too,
under the worked case and three rules to follow.
"""

import argparse
import json
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg

from tasks.postgres import UNSAFE_BUT_FAST, temporary_postgres
from tests import house_sync, worked_case
from tests.house_contents import contents
from tests.house_feed import BETWEEN_TOKENS, PAGE, pages_of
from tracker.adapters.fetcher import Fetched, Fetcher
from tracker.adapters.sittings import shipped_calendar
from tracker.adapters.syncfeed import read_page
from tracker.db.schema import upgrade
from tracker.db.session import Store, make_engine
from tracker.services.house_proposals_found import judge_all
from tracker.services.recesses import add_shipped
from tracker.services.sources import CATEGORIES
from tracker.services.sync import Syncer, SyncSettings

STATUS = Path("/proc/self/status")
BASE = "http://house.invalid"
NO_MORE = (
    b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Gegevensmagazijn SyncFeed</title></feed>'
)


class FileFetcher(Fetcher):
    """Gives pages from a folder, where each is named after the place it is asked for by."""

    def __init__(self, folder: Path) -> None:
        super().__init__("Nakoming/bench")
        self._folder = folder

    def fetch(self, url: str, **_: Any) -> Fetched:
        """The page at an address; an empty one where there is no more."""
        asked = {name: found[0] for name, found in parse_qs(urlsplit(url).query).items()}
        path = self._folder / asked["category"] / f"{int(asked.get('skiptoken', 0)):012}.xml"
        body = path.read_bytes() if path.exists() else NO_MORE
        return Fetched(url, 200, body, "application/atom+xml", "utf-8", None, None)


def main(arguments: Sequence[str]) -> None:
    """Write the pages, measure in processes of their own, and print a table."""
    parser = argparse.ArgumentParser(prog="tests.bench.sync", description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), action="append")
    parser.add_argument("--judged", action="store_true")
    parser.add_argument("--child", nargs=2, metavar=("DATABASE", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.child:
        measure(options.child[0], Path(options.child[1]), options.judged)
        return
    describe_machine()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_pages(options.entries, folder / "pages")
        for database in options.database or ("sqlite", "postgresql"):
            rounds = [in_a_process(database, folder, options.judged) for _ in range(options.rounds)]
            print_figures(database, rounds)


def write_pages(entries: int, folder: Path) -> None:
    """So many entries as files of pages, a folder for each category."""
    ordered = sorted(contents(entries), key=lambda one: list(CATEGORIES).index(one.category))
    for category, entities in groupby(ordered, key=lambda one: one.category):
        (folder / category).mkdir(parents=True)
        for number, body in enumerate(pages_of(entities, BASE)):
            token = number * PAGE * BETWEEN_TOKENS
            (folder / category / f"{token:012}.xml").write_bytes(body)


def in_a_process(database: str, folder: Path, judged: bool) -> dict[str, float]:
    """What one fresh process measures on a fresh database."""
    with fresh(database, folder) as url:
        command = [sys.executable, "-m", "tests.bench.sync", "--child", url, str(folder / "pages")]
        command += ["--judged"] if judged else []
        done = subprocess.run(command, capture_output=True, text=True, check=True)
    print(f"{database}: {done.stdout.strip()}", file=sys.stderr, flush=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


@contextmanager
def fresh(database: str, folder: Path) -> Iterator[str]:
    """The address of a new database with the sources; PostgreSQL with all its safety."""
    if database == "sqlite":
        kept = folder / "sqlite"
        kept.mkdir()
        url = f"sqlite:///{kept / 'nakoming.sqlite3'}"
        fill(url)
        yield url
        shutil.rmtree(kept)
        return
    with temporary_postgres() as url:
        plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
        with psycopg.connect(plain, autocommit=True) as connection:
            for setting in UNSAFE_BUT_FAST:
                connection.execute(f"ALTER SYSTEM RESET {setting}")
            connection.execute("SELECT pg_reload_conf()")
        fill(url)
        yield url


def fill(url: str) -> None:
    """The present schema, the recesses, the worked case and the sources."""
    upgrade(url)
    engine = make_engine(url)
    with Store(engine).writing() as session:
        add_shipped(session, worked_case.CLOCK, shipped_calendar())
    house_sync.prepare(Store(engine))
    engine.dispose()


def measure(url: str, folder: Path, judged: bool) -> None:
    """Print what parsing alone takes, what reading it all takes, and the most memory so far."""
    files = sorted(folder.rglob("*.xml"))
    began, entries = time.perf_counter(), 0
    for file in files:
        entries += len(read_page(file.read_bytes()).entries)
    parsed = time.perf_counter() - began
    store = Store(make_engine(url))
    judge = judge_all if judged else None
    reader = Syncer(
        store, worked_case.CLOCK, SyncSettings(BASE), lambda: FileFetcher(folder), judge
    )
    before, used = peak_memory(), time.process_time()
    began = time.perf_counter()
    runs = reader.run_once([category.lower() for category in CATEGORIES])
    taken = time.perf_counter() - began
    assert sum(run.kept.entries for run in runs) == entries, runs
    found = {
        "entries": entries,
        "parsed_a_second": entries / parsed,
        "kept_a_second": entries / taken,
        "processor_seconds": time.process_time() - used,
        "memory_before": before,
        "memory": peak_memory(),
    }
    print(json.dumps({name: round(value, 1) for name, value in found.items()}))


def peak_memory() -> float:
    """The most memory that this program has held, in MB; what began it has no part in it."""
    [line] = [one for one in STATUS.read_text().splitlines() if one.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


def describe_machine() -> None:
    """Print what was measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    print(f"{os.cpu_count()} cores, {memory:.0f} GB, {platform.machine()}, ", end="")
    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, ", end="")
    print(f"load before {os.getloadavg()[0]:.1f}")


def print_figures(database: str, rounds: Sequence[dict[str, float]]) -> None:
    """One line of medians, the extremes in brackets."""
    shown = []
    for name in ("parsed_a_second", "kept_a_second", "memory_before", "memory"):
        values = [one[name] for one in rounds]
        spread = f"{median(values):,.0f} ({min(values):,.0f}–{max(values):,.0f})"
        shown.append(f"{name} {spread}")
    print(f"{database}, {rounds[0]['entries']:,.0f} entries: {'; '.join(shown)}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
