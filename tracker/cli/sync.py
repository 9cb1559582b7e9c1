"""`nakoming sync`: read the sources once."""

import signal
import sys
import threading
import time
from dataclasses import asdict
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.output import failure_words, json_option, print_answers
from tracker.cli.store import open_store
from tracker.config import read_settings

if TYPE_CHECKING:
    from tracker.services.sync import SourceRun

SAYS = {
    "caught_up": "has all",
    "stopped": "stopped before the end",
    "failed": "failed",
    "paused": "is paused",
    "leased": "is read by another process",
}


@click.command()
@click.argument("source", required=False)
@click.option("--dry-run", is_flag=True, help="Say what would change, and keep nothing.")
@json_option
def sync(source: str | None, dry_run: bool, as_json: bool) -> None:
    """Read every source on from where it was, or one, such as 'toezegging'.

    It ends when the sources have no more. SIGTERM ends it after the page at hand. A source
    that fails does not keep the others; the exit code is then 1.
    """
    from tracker.app import make_syncer

    settings = read_settings()
    syncer = make_syncer(settings, open_store(settings))
    progress = _Progress() if sys.stderr.isatty() else None
    runs = syncer.run_once(
        [source] if source else None,
        dry_run=dry_run,
        on_page=progress.show if progress else None,
        stop=_stop_at_signals(),
    )
    if progress:
        progress.end()
    print_answers(map(_answer, runs), as_json, _line)
    if any(run.ended == "failed" for run in runs):
        raise click.exceptions.Exit(1)


class _Progress:
    """Count and rate, on one line of a terminal."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._before = 0
        self._code = ""
        self._count = 0

    def show(self, run: "SourceRun") -> None:
        """Show how far a source is."""
        if run.code != self._code:
            self._before, self._code = self._before + self._count, run.code
        self._count = run.kept.entries
        rate = (self._before + self._count) / max(time.monotonic() - self._began, 0.001)
        words = f"{run.code}: {self._count:,} entries, {rate:,.0f} a second"
        click.echo(f"\r\x1b[K{words}", err=True, nl=False)

    def end(self) -> None:
        """Leave the line as it was."""
        click.echo("\r\x1b[K", err=True, nl=False)


def _stop_at_signals() -> threading.Event:
    """Set by the first SIGTERM or Ctrl+C; a second one ends the process at once."""
    stop = threading.Event()

    def end(number: int, _frame: FrameType | None) -> None:
        stop.set()
        signal.signal(number, signal.SIG_DFL)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    return stop


def _answer(run: "SourceRun") -> dict[str, Any]:
    return {
        "source": run.code,
        "ended": run.ended,
        "pages": run.pages,
        "entries": run.kept.entries,
        **asdict(run.kept),
        "failure": run.failure_code,
        "facts": run.failure_facts,
        "next_at": run.next_at.isoformat() if run.next_at else None,
    }


def _line(answer: dict[str, Any]) -> str:
    counts = ", ".join(
        f"{answer[name]} {words}"
        for name, words in (
            ("new", "new"),
            ("changed", "changed"),
            ("same", "the same"),
            ("deleted", "deleted"),
            ("set_aside", "set aside"),
        )
        if answer[name]
    )
    ended = SAYS[answer["ended"]]
    if answer["failure"]:
        ended += f" {failure_words(answer['failure'], answer['facts'])}"
    return f"{answer['source']}: {ended}; {counts or 'nothing new'}"
