"""`nakoming annex` and `nakoming calendar`: files of what the pages show."""

import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, TypeVar

import click

from tracker.cli.output import json_option, output_option, print_answers, write_whole
from tracker.cli.store import open_store
from tracker.config import read_settings


class Named(Protocol):
    """A row that has an id."""

    @property
    def id(self) -> uuid.UUID:
        """The row's key."""


T = TypeVar("T", bound=Named)


@click.command()
@click.argument("letter")
@click.option(
    "--format",
    "file_format",
    default="odt",
    show_default=True,
    help="odt, docx, pdf, xlsx, ods, csv, md or html.",
)
@output_option
@json_option
def annex(letter: str, file_format: str, output: Path, as_json: bool) -> None:
    """Write the annex of the progress letter with this title or id."""
    from tracker.adapters.messages import translator
    from tracker.services import letter_files
    from tracker.services import progress_letters as letters
    from tracker.services.actors import SYSTEM
    from tracker.services.clock import Clock

    settings, messages = read_settings(), translator("nl")
    store = open_store(settings)
    with store.snapshot() as session:
        found = letters.letters_called(session, letter)
        chosen = _only(found, "progress letter", letter, lambda one: f"{one.reference_date}")
        whole = letters.read_letter(session, SYSTEM, chosen.id, settings.base_url, messages)
    formats = letter_files.letter_formats(whole)
    if file_format not in formats:
        raise click.ClickException(
            f"There is no annex as {file_format}; choose from: {', '.join(formats)}."
        )
    clock = Clock(settings.clock_offset)
    content = letter_files.file_of(store, SYSTEM, clock, whole, file_format)
    size = write_whole(output, [content])
    _say_written(output, size, as_json)


@click.command()
@click.argument("view")
@output_option
@json_option
def calendar(view: str, output: Path, as_json: bool) -> None:
    """Write the deadlines of the saved view with this name, or of 'all', as a calendar."""
    from tracker.services import calendars
    from tracker.services.clock import Clock
    from tracker.services.sittings import read_calendar

    settings = read_settings()
    with open_store(settings).snapshot() as session:
        found = calendars.views_called(session, view)
        chosen = _only(found, "view", view, lambda one: one.query or "all")
        content = calendars.calendar_of_view(
            session,
            Clock(settings.clock_offset),
            read_calendar(session),
            chosen,
            base_url=settings.base_url,
        )
    _say_written(output, write_whole(output, [content]), as_json)


def _only(found: tuple[T, ...], noun: str, name: str, told: Callable[[T], str]) -> T:
    if not found:
        raise click.ClickException(f"There is no {noun} {name!r}.")
    if len(found) > 1:
        keys = ", ".join(f"{one.id} ({told(one)})" for one in found)
        raise click.ClickException(f"More than one {noun} is called {name!r}; give an id: {keys}.")
    return found[0]


def _say_written(output: Path, size: int, as_json: bool) -> None:
    answer = {"file": str(output), "bytes": size}
    print_answers([answer], as_json, lambda one: f"{one['file']} written.")
