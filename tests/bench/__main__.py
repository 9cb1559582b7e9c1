"""Measures the list page against Datasette and the Django admin, in one run on one machine.

    python3 dev.py bench [--items 100000] [--rounds 5] [--seconds 4] [--workers 2]

docs/benchmarks.md says what is measured, and how.
"""

import argparse
import contextlib
import os
import platform
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.load import Measured, Target, fetch, measure
from tests.bench.rows import Question, check_page, copy_rows, make_rows, questions
from tests.bench.servers import SERVERS, Server, await_port, free_port, running

CLIENTS = 16
WARM_UP_SECONDS = 2.0


@dataclass(frozen=True)
class Round:
    """What one server did in one round."""

    alone: Measured
    together: Measured


def main(arguments: Sequence[str]) -> None:
    """Make the rows, start the servers, measure, and print tables."""
    options = read_options(arguments)
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        say(f"Making {options.items:,} items with {3 * options.items:,} deadlines …")
        database = folder / "nakoming.sqlite3"
        make_rows(database, options.items)
        servers = [
            stack.enter_context(running(kind(own_copy(database, kind), options.workers)))
            for kind in SERVERS
        ]
        describe_machine()
        for question in questions(database):
            pages = check_all(servers, question, database)
            results = measure_all(servers, question, options.rounds, options.seconds)
            check_all(servers, question, database)
            print_table(question, servers, results, pages)
        print_ceiling(folder, pages[0], options.seconds)


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="dev.py bench", description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0, help="of each measurement")
    parser.add_argument("--workers", type=int, default=2, help="processes of each server")
    return parser.parse_args(arguments)


def own_copy(database: Path, kind: type[Server]) -> Path:
    """The rows for one server; ours is a data folder of its own."""
    folder = database.parent / kind.__name__.lower()
    folder.mkdir()
    return copy_rows(database, folder / "nakoming.sqlite3")


def check_all(servers: Sequence[Server], question: Question, database: Path) -> list[bytes]:
    """The page of each server, with its rows looked up in the database."""
    pages = [fetch(server.target(question)) for server in servers]
    for page in pages:
        check_page(database, question, page)
    return pages


def measure_all(
    servers: Sequence[Server], question: Question, rounds: int, seconds: float
) -> dict[str, list[Round]]:
    """Measure each server in each round; every round begins with another one."""
    results: dict[str, list[Round]] = {server.name: [] for server in servers}
    for server in servers:
        measure(server.target(question), CLIENTS, WARM_UP_SECONDS)
    for number in range(rounds):
        say(f"{question.name}: round {number + 1} of {rounds}")
        first = number % len(servers)
        for server in [*servers[first:], *servers[:first]]:
            target = server.target(question)
            alone = measure(target, 1, seconds)
            results[server.name].append(Round(alone, measure(target, CLIENTS, seconds)))
    return results


def describe_machine() -> None:
    """Print what was measured on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    print(f"- Machine: {os.cpu_count()} cores, {memory:.0f} GB of memory, {platform.machine()}")
    print(f"- Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
    print(f"- Load of the machine before: {os.getloadavg()[0]:.1f}")


def print_table(
    question: Question,
    servers: Sequence[Server],
    results: dict[str, list[Round]],
    pages: Sequence[bytes],
) -> None:
    """Print one question's table, in Markdown: medians, and between brackets the extremes."""
    print(f"\n### {question.name.capitalize()}: {question.total:,} rows\n")
    print(f"| server | requests/s, {CLIENTS} clients | ratio | p95 ms | p50 ms, 1 client | page |")
    print("|---|---|---|---|---|---|")
    ours = median(one.together.rate for one in results[servers[0].name])
    for server, page in zip(servers, pages, strict=True):
        rounds = results[server.name]
        rates = [one.together.rate for one in rounds]
        slow = [one.together.percentile(0.95) for one in rounds]
        alone = [one.alone.percentile(0.5) for one in rounds]
        print(
            f"| {server.name} | {spread(rates)} | {ours / median(rates):.1f} "
            f"| {spread(slow)} | {spread(alone)} | {len(page) / 1000:.0f} kB |"
        )
    print()
    for server in servers:
        print(f"- {server.name}: {server.settings.format(workers=server.workers)}")


def spread(values: Sequence[float]) -> str:
    """The median, and the lowest and highest between brackets."""
    return f"{median(values):.1f} ({min(values):.1f}–{max(values):.1f})"


def print_ceiling(folder: Path, page: bytes, seconds: float) -> None:
    """Print how many pages a second the client can take from a server that does nothing."""
    with same_page(folder, page) as port:
        target = Target(port, "/", {}, lambda status, body: None if body == page else "other body")
        rate = measure(target, CLIENTS, seconds).rate
    print(f"\nThe client takes {rate:.0f} pages a second from a server that does nothing.")


@contextlib.contextmanager
def same_page(folder: Path, page: bytes) -> Iterator[int]:
    """The port of a server that sends this page and does nothing else."""
    kept, port = folder / "page", free_port()
    kept.write_bytes(page)
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.ceiling", str(port), str(kept)])
    try:
        await_port("The server of the ceiling", port, process)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=30)


def say(sentence: str) -> None:
    """Progress, apart from the tables."""
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
