"""The command `nakoming`."""

import sys
from typing import NoReturn

import click

from tracker.cli.accounts import user
from tracker.cli.doctor import doctor
from tracker.cli.documents import annex, calendar
from tracker.cli.exchange import export_file, import_file
from tracker.cli.failures import KnownFailures
from tracker.cli.letter import letter
from tracker.cli.references import references
from tracker.cli.remind import remind
from tracker.cli.schema import db
from tracker.cli.serving import DEMO_START, demo, run_server, serve
from tracker.cli.sync import sync
from tracker.cli.terms import term

__all__ = ["DEMO_START", "commands", "main", "run_server"]


@click.group(cls=KnownFailures)
@click.version_option(package_name="nakoming", prog_name="nakoming")
def commands() -> None:
    """Follow what parliament asked and ministers promised, until it is met."""


for command in (
    annex,
    calendar,
    db,
    demo,
    doctor,
    export_file,
    import_file,
    letter,
    references,
    remind,
    serve,
    sync,
    term,
    user,
):
    commands.add_command(command)


def main() -> None:
    """Run the command; a known failure is one clear line, and a non-zero exit code."""
    try:
        sys.exit(commands(standalone_mode=False))
    except click.UsageError as error:
        _fail(f"{error.format_message()} See: nakoming --help", code=2)
    except click.ClickException as error:
        _fail(error.format_message())
    except click.Abort:
        _fail("Stopped.")


def _fail(sentence: str, code: int = 1) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(code)
