"""Alembic's entry: runs the migrations on the configured database."""

import os

from alembic import context

from tracker.db.session import make_engine
from tracker.db.tables import metadata

url = context.config.get_main_option("sqlalchemy.url") or os.environ.get("NAKOMING_DATABASE_URL")
if not url:
    raise SystemExit("Set NAKOMING_DATABASE_URL to the database's address.")

with make_engine(url).connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        render_as_batch=connection.dialect.name == "sqlite",
    )
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
