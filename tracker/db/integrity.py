"""Whether a database is whole."""

from sqlalchemy import Engine, text


def damage(engine: Engine) -> list[str]:
    """What SQLite finds wrong with its file; PostgreSQL looks after its own files."""
    if engine.dialect.name != "sqlite":
        return []
    with engine.connect() as connection:
        faults = connection.execute(text("PRAGMA integrity_check")).scalars().all()
        orphans = connection.execute(text("PRAGMA foreign_key_check")).all()
    return [fault for fault in faults if fault != "ok"] + [
        f"row {row} of {table} refers to a row of {parent} that is not there"
        for table, row, parent, _ in orphans
    ]
