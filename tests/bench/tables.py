"""Datasette over a copy of our SQLite file, for uvicorn to start in several processes.

Its own command starts one process only. Nothing is cached (a mutable file, no HTTP cache),
facets are off, and the time limit is too wide to cut a count short.
"""

import os
from pathlib import Path
from typing import Any

from datasette.app import Datasette

SETTINGS = {
    "allow_facet": False,
    "suggest_facets": False,
    "default_cache_ttl": 0,
    "sql_time_limit_ms": 60_000,
    "cache_size_kb": 65_536,
}


def make_app() -> Any:
    """The ASGI application for the file that BENCH_DATABASE names."""
    database = Path(os.environ["BENCH_DATABASE"])
    labels = {"paper": {"label_column": "source_place"}}
    metadata = {"databases": {database.stem: {"tables": labels}}}
    return Datasette([str(database)], settings=SETTINGS, metadata=metadata).app()
