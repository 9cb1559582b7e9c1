"""`nakoming import` and `nakoming export`: everything, in the JSON-lines format."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.lists import LISTS, load_list
from tracker.cli.output import json_option, print_answers, write_whole
from tracker.cli.store import open_store
from tracker.config import Settings, read_settings

if TYPE_CHECKING:
    from tracker.services.imports import Imported


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def import_file(file: Path, as_json: bool) -> None:
    """Load a file in the JSON-lines format, or a list in a spreadsheet (xlsx, ods, csv).

    All of it, or nothing.
    """
    if file.suffix.lower() in LISTS:
        counts = load_list(read_settings(), file)
        print_answers([{"file": str(file), **counts}], as_json, _listed)
        return
    done = load(read_settings(), file)
    answer = {"file": str(file), "rows": done.rows, "known": done.known}
    print_answers([answer], as_json, _imported)


def load(settings: Settings, file: Path) -> "Imported":
    """Import a file into the configured database."""
    from tracker.services.clock import Clock
    from tracker.services.imports import ExchangeError, import_lines

    store = open_store(settings)
    try:
        with file.open(encoding="utf-8-sig") as lines, store.writing() as session:
            return import_lines(session, lines, Clock(settings.clock_offset))
    except ExchangeError as error:
        raise click.ClickException(f"{file}: {error}. Nothing was imported.") from error
    except UnicodeDecodeError as error:
        raise click.ClickException(f"{file} is not UTF-8 text. Nothing was imported.") from error


def _listed(answer: dict[str, Any]) -> str:
    return f"{answer['new']} new, {answer['changed']} changed, {answer['same']} the same."


def _imported(answer: dict[str, Any]) -> str:
    new = f"{answer['rows'] - answer['known']} rows imported"
    return f"{new}, {answer['known']} were here already." if answer["known"] else f"{new}."


@click.command("export")
@click.option(
    "-o",
    "--output",
    "output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; without it, the lines are printed.",
)
@json_option
def export_file(output: Path | None, as_json: bool) -> None:
    """Write everything, with its history, in the JSON-lines format."""
    lines = _lines(read_settings())
    if output is None:
        for line in lines:
            click.echo(line)
        return
    size = write_whole(output, (f"{line}\n".encode() for line in lines))
    answer = {"file": str(output), "bytes": size}
    print_answers([answer], as_json, lambda one: f"{one['file']} written.")


def _lines(settings: Settings) -> Iterator[str]:
    from tracker.services.exports import export_lines

    with open_store(settings).snapshot() as session:
        yield from export_lines(session)
