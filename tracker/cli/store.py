"""The configured database, opened for a command."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.config import Settings

if TYPE_CHECKING:
    from tracker.db.session import Store


def open_store(settings: Settings) -> "Store":
    """The database; one that is not there or behind is named, with what to do."""
    from tracker.db.schema import is_current
    from tracker.db.session import Store, make_engine

    if absent := absent_file(settings):
        raise click.ClickException(f"There is no database {absent}. Run: nakoming db upgrade")
    engine = make_engine(settings.database_url)
    if not is_current(engine):
        raise click.ClickException("The database is behind. Run: nakoming db upgrade")
    return Store(engine)


def prepare_database(settings: Settings) -> None:
    """Bring the database to the present schema, and its recesses and sources to what is shipped."""
    from tracker.adapters.sittings import shipped_calendar
    from tracker.db.indexing import index_if_empty
    from tracker.db.schema import is_current, upgrade
    from tracker.db.session import Store, make_engine
    from tracker.services.clock import Clock
    from tracker.services.recesses import add_shipped
    from tracker.services.sources import add_built_in

    engine = make_engine(settings.database_url)
    try:
        if not is_current(engine):
            upgrade(settings.database_url)
        with Store(engine).writing() as session:
            add_shipped(session, Clock(settings.clock_offset), shipped_calendar())
            index_if_empty(session.connection())
            add_built_in(session, Clock(settings.clock_offset))
    finally:
        engine.dispose()


def absent_file(settings: Settings) -> Path | None:
    """The SQLite file that is not there: opening it would make an empty one."""
    path = settings.sqlite_file
    return path if path and not path.exists() else None
