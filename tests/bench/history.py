"""Measures what reads the whole history: past states, a report, an export and its import.

    python -m tests.bench.history [--items 10000] [--changes 100000] [--rounds 3]

Example items are put in with a history of their own: each row is made by a change, and the rest
of the changes move dates and alter statuses over two years. Each round is a process of its own.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from sqlmodel import Session, SQLModel, insert, select

from tasks.postgres import temporary_postgres
from tests import worked_case
from tests.bench.sync import describe_machine, peak_memory
from tracker.adapters.sittings import shipped_calendar
from tracker.db.recording import UNRECORDED, plain_value, record_key
from tracker.db.schema import upgrade
from tracker.db.session import Store, make_engine
from tracker.db.tables import Change, Deadline, Item, ProgressNote
from tracker.db.tables.history import Way
from tracker.domain.status_reports import Place
from tracker.services.actors import SYSTEM
from tracker.services.examples import add_examples
from tracker.services.exports import export_lines
from tracker.services.imports import import_lines
from tracker.services.past_states import states_on
from tracker.services.recesses import add_shipped
from tracker.services.status_reports import Question, ask_report

TODAY, MIDWAY = date(2021, 7, 1), date(2020, 10, 1)
BEGAN = datetime(2019, 7, 1, tzinfo=UTC)
AT_A_TIME = 5_000


def main(arguments: Sequence[str]) -> None:
    """Fill a database of each kind, measure in processes of their own, and print lines."""
    parser = argparse.ArgumentParser(prog="tests.bench.history", description=__doc__)
    parser.add_argument("--items", type=int, default=10_000)
    parser.add_argument("--changes", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", nargs=2, metavar=("DATABASE", "TASK"), help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.child:
        url, task = options.child
        print(json.dumps(measure(url, task)))
        return
    describe_machine()
    for name in ("sqlite", "postgresql"):
        with database(name) as url:
            fill(url, options.items, options.changes)
            for task in TASKS:
                rounds = [in_a_process(url, task) for _ in range(options.rounds)]
                print_figures(name, task, rounds)
            with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
                with Store(make_engine(url)).snapshot() as session:
                    file.writelines(f"{line}\n" for line in export_lines(session))
                file.flush()
                print(f"the export is {Path(file.name).stat().st_size / 1e6:.0f} MB")
                with database(name) as empty:
                    upgrade(empty)
                    print_figures(name, "import", [in_a_process(empty, file.name)])


@contextmanager
def database(name: str) -> Iterator[str]:
    """The address of an empty database."""
    if name == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder) / 'nakoming.sqlite3'}"
    else:
        with temporary_postgres() as url:
            yield url


def fill(url: str, items: int, changes: int) -> None:
    """The worked case and so many example items with a history of so many changes."""
    upgrade(url)
    store = Store(make_engine(url))
    with store.writing() as session:
        add_shipped(session, worked_case.CLOCK, shipped_calendar())
    worked_case.load(store)
    with store.writing() as session:
        add_examples(session, worked_case.CLOCK, items)
    with store.writing() as session:
        add_history(session, changes)
    store.engine.dispose()


def add_history(session: Session, changes: int) -> None:
    """A change that made each row without one, and later ones up to so many."""
    chance = random.Random(2021)
    known = set(session.exec(select(Change.record)))
    made: list[dict[str, Any]] = []
    for table in (Item, Deadline, ProgressNote):
        for row in session.exec(select(table)):
            if record_key(row) not in known:
                made.append(_made(table, row))
    notes = [_note(item, chance) for item in session.exec(select(Item.id)).all()]
    session.execute(insert(ProgressNote), notes)
    made += [_made(ProgressNote, ProgressNote(**note)) for note in notes]
    rows = [*made, *(_altered(chance.choice(made), chance) for _ in range(changes - len(made)))]
    moments = sorted(
        BEGAN + timedelta(seconds=chance.randrange(730 * 86_400)) for _ in range(len(rows))
    )
    batches = [uuid.UUID(int=chance.getrandbits(128), version=4) for _ in range(len(rows) // 3 + 1)]
    for place, (change, moment) in enumerate(zip(rows, moments, strict=True)):
        change |= {"at": moment, "batch": batches[place // 3], "way": Way.PAGE, "reason": ""}
    for start in range(0, len(rows), AT_A_TIME):
        session.execute(insert(Change), rows[start : start + AT_A_TIME])


def _note(item_id: uuid.UUID, chance: random.Random) -> dict[str, Any]:
    return {
        "id": uuid.UUID(int=chance.getrandbits(128), version=4),
        "version": 1,
        "item_id": item_id,
        "noted_on": date(2021, 1, 1),
        "text": "Voorbeeldgegevens. De uitvoering verloopt volgens plan. " * 4,
        "written_at": BEGAN,
    }


def _made(table: type[SQLModel], row: Any) -> dict[str, Any]:
    values = {
        name: [None, plain_value(getattr(row, name))]
        for name in table.model_fields
        if name not in UNRECORDED and getattr(row, name) not in (None, "", [])
    }
    item_id = row.id if table is Item else row.item_id
    noun = str(table.__tablename__)
    return {"noun": noun, "record": str(row.id), "item_id": item_id, "fields": values}


def _altered(made: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    day = (TODAY + timedelta(days=chance.randrange(400))).isoformat()
    fields = {
        "item": {"title": ["Voorbeeld", f"Voorbeeld {day}"]},
        "deadline": {"due_on": [day, day], "on_time_until": [day, day]},
        "progressnote": {"text": ["Voorbeeldgegevens.", f"Voorbeeldgegevens, {day}."]},
    }
    return {**made, "fields": fields[made["noun"]]}


def _report(session: Session) -> int:
    question = Question(Place.UNIT, "", TODAY)
    return ask_report(session, SYSTEM, worked_case.CLOCK, question).report.total


TASKS: dict[str, Callable[[Session], int]] = {
    "past state, today": lambda session: len(states_on(session, None, TODAY).of(Deadline)),
    "past state, nine months back": lambda session: len(
        states_on(session, None, MIDWAY).of(Deadline)
    ),
    "status report": _report,
    "export": lambda session: sum(1 for _ in export_lines(session)),
}


def measure(url: str, task: str) -> dict[str, float]:
    """What one task, or the import of a file, takes: seconds, memory (MB), and rows or lines."""
    store = Store(make_engine(url))
    with store.reading() as session:
        session.exec(select(Item.id).limit(1)).all()
    before, began = peak_memory(), time.perf_counter()
    if task in TASKS:
        with store.snapshot() as session:
            count = TASKS[task](session)
    else:
        with open(task, encoding="utf-8") as lines, store.writing() as session:
            count = import_lines(session, lines, worked_case.CLOCK).rows
    taken = time.perf_counter() - began
    return {"seconds": taken, "before": before, "memory": peak_memory(), "count": count}


def in_a_process(url: str, task: str) -> dict[str, float]:
    """One round, so that no round's memory counts for another."""
    command = [sys.executable, "-m", "tests.bench.history", "--child", url, task]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def print_figures(name: str, task: str, rounds: Sequence[dict[str, float]]) -> None:
    """One line of medians, the extremes in brackets."""
    seconds = [one["seconds"] for one in rounds]
    memory = max(one["memory"] for one in rounds)
    print(
        f"{name}, {task}: {median(seconds):.2f} s ({min(seconds):.2f}–{max(seconds):.2f}), "
        f"{rounds[0]['before']:.0f} → {memory:.0f} MB, {rounds[0]['count']:,} rows",
        flush=True,
    )


if __name__ == "__main__":
    main(sys.argv[1:])
