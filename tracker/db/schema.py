"""Brings a database to the present schema, and tells whether it is there.

Alembic is slow to import and seldom needed: a start with a current database skips it.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


def alembic_config(url: str) -> "Config":
    """Alembic's settings for a database address."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def upgrade(url: str) -> None:
    """Run the migrations that a database has not had yet."""
    from alembic import command

    command.upgrade(alembic_config(url), "head")


def newest_revision() -> str:
    """The newest migration's number, which its file name begins with."""
    return max(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def is_current(engine: Engine) -> bool:
    """Whether a database has had every migration."""
    if not inspect(engine).has_table("alembic_version"):
        return False
    with engine.connect() as connection:
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return revision == newest_revision()


def refresh_statistics(engine: Engine) -> None:
    """Let SQLite look at a sample of each index, so that it chooses the right one.

    Without, a page over 100,000 items can take seconds. PostgreSQL does so by itself.
    """
    if engine.dialect.name != "sqlite":
        return
    with engine.connect() as connection:
        connection.execute(text("PRAGMA analysis_limit = 1000"))
        connection.execute(text("ANALYZE"))
        connection.commit()
