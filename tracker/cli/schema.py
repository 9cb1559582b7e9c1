"""`nakoming db`: the database's schema."""

import click

from tracker.cli.output import json_option, print_answers
from tracker.cli.store import open_store, prepare_database
from tracker.config import read_settings

PRESENT = "The database has the present schema."


@click.group()
def db() -> None:
    """The database's schema."""


@db.command("upgrade")
@json_option
def db_upgrade(as_json: bool) -> None:
    """Bring the database to the present schema and recesses; a new one is made."""
    prepare_database(read_settings())
    _say_present(as_json)


@db.command("check")
@json_option
def db_check(as_json: bool) -> None:
    """Tell whether the database has the present schema."""
    open_store(read_settings())
    _say_present(as_json)


def _say_present(as_json: bool) -> None:
    from tracker.db.schema import newest_revision

    print_answers([{"schema": newest_revision()}], as_json, lambda _: PRESENT)
