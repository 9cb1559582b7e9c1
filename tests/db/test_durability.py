"""A writer killed in the middle of its work loses nothing that it acknowledged."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import text
from sqlmodel import col, select

from tracker.db.schema import upgrade
from tracker.db.session import Store, make_engine
from tracker.db.tables import Unit

WRITER = """
import sys
from datetime import UTC, datetime
from tracker.db.recording import Action, begin_action
from tracker.db.session import Store, make_engine
from tracker.db.tables import Unit
from tracker.db.tables.history import Way

store = Store(make_engine(sys.argv[1]))
for number in range(100_000):
    with store.writing() as session:
        begin_action(session, Action(None, Way.COMMAND, datetime.now(UTC)))
        session.add(Unit(code=f"{number:06}", name="x" * 2_000))
    print(f"{number:06}", flush=True)
"""


def test_what_was_acknowledged_survives_kill_9(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'killed.sqlite3'}"
    upgrade(url)
    for round_number in range(3):
        acknowledged = write_until_killed(url, seconds=0.6 + 0.2 * round_number)
        assert acknowledged
        store = Store(make_engine(url))
        with store.reading() as session:
            kept = set(session.exec(select(Unit.code)).all())
            assert session.connection().execute(text("PRAGMA integrity_check")).scalar() == "ok"
        assert set(acknowledged) <= kept
        assert len(kept - set(acknowledged)) <= 1
        clear(store)
        store.engine.dispose()


def write_until_killed(url: str, seconds: float) -> list[str]:
    command = [sys.executable, "-c", WRITER, url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        first = writer.stdout.readline()
        time.sleep(seconds)
        os.kill(writer.pid, signal.SIGKILL)
        rest = writer.stdout.read().split("\n")
    return [first.strip(), *rest[:-1]]


def clear(store: Store) -> None:
    with store.engine.begin() as connection:
        connection.execute(Unit.__table__.delete().where(col(Unit.code) >= ""))  # type: ignore[attr-defined]
