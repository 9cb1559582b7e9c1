"""The present schema, and the statistics of its indices."""

from sqlalchemy import Engine, text

from tracker.db.schema import is_current, refresh_statistics
from tracker.db.session import Store


def test_a_migrated_database_is_current(engine: Engine) -> None:
    assert is_current(engine)


def test_statistics_are_of_every_filled_table(case_store: Store) -> None:
    refresh_statistics(case_store.engine)
    refresh_statistics(case_store.engine)

    if case_store.engine.dialect.name == "sqlite":
        with case_store.engine.connect() as connection:
            tables = connection.execute(text("SELECT DISTINCT tbl FROM sqlite_stat1")).scalars()
            assert {"item", "deadline", "change"} <= set(tables)
