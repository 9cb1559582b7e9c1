"""`nakoming sync`."""

import json
import os
import pty
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlmodel import func, select

from tests import house_sync, worked_case
from tests.house_contents import Entity, key
from tests.house_feed import PAGE, Answer, HouseFeed
from tracker.cli import commands
from tracker.db.session import Store, make_engine
from tracker.db.tables import HouseRecord, SourceState


@pytest.fixture
def feed() -> Iterator[HouseFeed]:
    """A House with three cases and a party."""
    with HouseFeed([*cases(3), Entity("Fractie", key("Fractie", 1), worked_case.DEMO_START)]) as it:
        yield it


@pytest.fixture
def store(sqlite_url: str) -> Iterator[Store]:
    """The configured database, with the House's sources unpaused."""
    engine = make_engine(sqlite_url)
    house_sync.prepare(Store(engine), followed=False)
    yield Store(engine)
    engine.dispose()


@pytest.fixture
def configured(
    store: Store, sqlite_url: str, feed: HouseFeed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    """That database for commands in this process, whose signals stay as they were."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    for name, value in house_sync.environment(sqlite_url, feed, tmp_path).items():
        monkeypatch.setenv(name, value)
    yield store
    for number, handler in before.items():
        signal.signal(number, handler)


def cases(count: int) -> list[Entity]:
    return [
        Entity("Zaak", key("Zaak", number), worked_case.DEMO_START, (("nummer", f"2021Z{number}"),))
        for number in range(count)
    ]


def run(*arguments: str) -> Result:
    return CliRunner().invoke(commands, ["sync", *arguments])


def count(store: Store) -> int:
    with store.reading() as session:
        return session.exec(select(func.count()).select_from(HouseRecord)).one()


def test_all_sources_are_read_each_with_its_counts(configured: Store) -> None:
    result = run("--json")

    assert result.exit_code == 0, result.output
    answers = {one["source"]: one for one in map(json.loads, result.stdout.splitlines())}
    assert answers["zaak"] == {
        "source": "zaak", "ended": "caught_up", "pages": 2, "entries": 3, "new": 3, "changed": 0,
        "same": 0, "deleted": 0, "set_aside": 0, "failure": None, "facts": {}, "next_at": None,
    }  # fmt: skip
    assert (answers["fractie"]["new"], answers["rijksoverheid"]["ended"]) == (1, "paused")
    assert count(configured) == 4


def test_a_dry_run_of_one_source_says_what_would_change(configured: Store) -> None:
    result = run("zaak", "--dry-run")

    assert (result.exit_code, result.stdout) == (0, "zaak: has all; 3 new\n")
    assert count(configured) == 0


def test_a_source_that_fails_is_named_and_the_others_are_read(
    configured: Store, feed: HouseFeed
) -> None:
    feed.instead = lambda path, _headers: Answer(500) if "=Zaak&" in f"{path}&" else None

    result = run()

    assert result.exit_code == 1
    assert "zaak: failed (fetch.server: status 500); nothing new\n" in result.stdout
    assert "fractie: has all; 1 new\n" in result.stdout


def test_an_unknown_source_is_refused_in_one_line(configured: Store) -> None:
    result = run("niets")

    assert (result.exit_code, result.stdout) == (1, "")
    assert re.fullmatch(r"Error: .*niets.*\n", result.stderr)


def test_on_a_terminal_it_shows_how_far_it_is_and_a_signal_ends_it_after_a_page(
    store: Store, sqlite_url: str, feed: HouseFeed, tmp_path: Path
) -> None:
    feed.add(*cases(20 * PAGE))
    feed.pause = 0.05
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        house_sync.command("zaak", "--json"),
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=house_sync.environment(sqlite_url, feed, tmp_path),
    ) as process:
        os.close(theirs)
        until = time.monotonic() + 30
        while sum(feed.asked.values()) < 3:
            assert time.monotonic() < until
            time.sleep(0.005)
        process.send_signal(signal.SIGTERM)
        answer = json.loads(process.communicate()[0])

    shown = os.read(ours, 10_000).decode()
    os.close(ours)
    pages = answer["pages"]
    assert process.returncode == 0
    assert (answer["ended"], answer["entries"]) == ("stopped", pages * PAGE)
    assert 2 <= pages < 20
    assert count(store) == pages * PAGE - 3
    with store.reading() as session:
        [state] = session.exec(select(SourceState).where(SourceState.entries > 0))
    assert state.checkpoint == f"{feed.origin}{feed.pages('Zaak')[pages]}"
    assert state.lease_holder is None
    lines = re.findall(r"\r\x1b\[Kzaak: ([\d,]+) entries, [\d,]+ a second", shown)
    assert lines == [f"{number * PAGE:,}" for number in range(1, pages + 1)]
    assert shown.endswith("\r\x1b[K")
