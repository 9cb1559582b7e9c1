"""Alembic's entry: runs the migrations on the configured database."""

import os
from typing import Any, Literal

from alembic import context
from sqlmodel import AutoString

from tracker.db.columns import UtcDateTime
from tracker.db.session import make_engine
from tracker.db.tables import metadata
from tracker.db.tables.search import WORDS_TABLE

url = context.config.get_main_option("sqlalchemy.url") or os.environ.get("NAKOMING_DATABASE_URL")
if not url:
    raise SystemExit("Set NAKOMING_DATABASE_URL to the database's address.")


def render_item(kind: str, value: Any, _context: Any) -> str | Literal[False]:
    """Write our own column types as plain ones, so that a migration never changes with them."""
    if kind == "type" and isinstance(value, AutoString):
        return "sa.String()"
    if kind == "type" and isinstance(value, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def include_object(_object: Any, name: str | None, kind: str, *_compared: Any) -> bool:
    """Pass over the words to search in: each database has them in its own kind of table."""
    return not (kind == "table" and name and name.startswith(WORDS_TABLE))


engine = make_engine(url)
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        include_object=include_object,
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()
