"""The rows that are measured, and the questions that are asked about them."""

import re
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tracker.adapters.sittings import shipped_calendar
from tracker.adapters.templates import folder
from tracker.cli import DEMO_START
from tracker.db.schema import refresh_statistics, upgrade
from tracker.db.session import Store, make_engine
from tracker.services.accounts import set_password
from tracker.services.clock import Clock
from tracker.services.examples import add_examples
from tracker.services.imports import import_lines
from tracker.services.recesses import add_shipped

EMAIL = "noor.aksoy@voorbeeld.nl"
PASSWORD = "measured-and-thrown-away"
PAGE_SIZE = 50
STATUSES = ("assessing", "ongoing", "received")
NUMBER = re.compile(rb"\b[MTA]-\d{4}-\d{4,}\b")


@dataclass(frozen=True)
class Question:
    """A filter that a quarter of the rows match, sorted by date, the last date first.

    `total` is the exact number of rows, and `dates` are those of the first page.
    """

    name: str
    condition: str
    ours: str
    datasette: str
    django: str
    total: int
    dates: tuple[str, ...]


def make_rows(database: Path, items: int) -> None:
    """The worked case, and so many example items with three deadlines each."""
    url = f"sqlite:///{database}"
    upgrade(url)
    clock = Clock(DEMO_START - datetime.now(UTC))
    store = Store(make_engine(url))
    worked_case = folder("fixtures") / "worked_case.jsonl"
    with worked_case.open(encoding="utf-8") as lines, store.writing() as session:
        add_shipped(session, clock, shipped_calendar())
        import_lines(session, lines, clock)
    with store.writing() as session:
        set_password(session, EMAIL, PASSWORD)
        add_examples(session, clock, items)
    refresh_statistics(store.engine)
    store.engine.dispose()
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def copy_rows(database: Path, to: Path) -> Path:
    """The same rows under the same indices, for a server that has the file to itself."""
    shutil.copyfile(database, to)
    return to


def questions(database: Path) -> list[Question]:
    """What is asked: all items of one owner, and those with one of three statuses."""
    with sqlite3.connect(database) as connection:
        [owner] = connection.execute("SELECT id FROM user WHERE email = ?", [EMAIL]).fetchone()
        statuses = ",".join(f"'{status}'" for status in STATUSES)
        return [
            _question(
                connection,
                "one owner",
                f"owner_id = '{owner}'",
                ours=f"open=all&owner={EMAIL.replace('@', '%40')}",
                datasette=f"owner_id={owner}",
                django=f"owner__id__exact={owner}",
            ),
            _question(
                connection,
                "three statuses",
                f"status IN ({statuses})",
                ours="&".join(f"status={status}" for status in STATUSES),
                datasette=f"status__in={','.join(STATUSES)}",
                django=f"status__in={','.join(STATUSES)}",
            ),
        ]


def _question(
    connection: sqlite3.Connection,
    name: str,
    condition: str,
    *,
    ours: str,
    datasette: str,
    django: str,
) -> Question:
    [total] = connection.execute(f"SELECT count(*) FROM item WHERE {condition}").fetchone()
    first = connection.execute(
        f"SELECT next_due_on FROM item WHERE {condition} ORDER BY next_due_on DESC LIMIT ?",
        [PAGE_SIZE],
    )
    dates = tuple(date for (date,) in first)
    return Question(name, condition, ours, datasette, django, total, dates)


def check_page(database: Path, question: Question, page: bytes) -> None:
    """Whether a page shows the first 50 rows in order, by the numbers of its items.

    Rows of one date may come in any order among each other: the three servers break such
    ties in their own ways.
    """
    numbers = list(dict.fromkeys(match.decode() for match in NUMBER.findall(page)))
    with sqlite3.connect(database) as connection:
        found = [
            connection.execute(
                f"SELECT next_due_on FROM item WHERE number = ? AND {question.condition}", [number]
            ).fetchone()
            for number in numbers
        ]
    dates = tuple(row[0] if row else "another item" for row in found)
    if dates != question.dates:
        raise ValueError(f"{question.name}: the page shows other rows: {dates[:3]} …")
