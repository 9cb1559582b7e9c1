"""The JSON-lines format of import and export: its types, and how rows refer to each other.

docs/exchange.md describes the format.
"""

import uuid
from functools import cache

from sqlmodel import SQLModel

from tracker.db.recording import TRACKED
from tracker.db.tables import (
    Change,
    Citation,
    Deadline,
    DocumentText,
    Dossier,
    Executor,
    HouseRecord,
    HouseTie,
    Item,
    LookUp,
    Minister,
    NumberSeries,
    Paper,
    Programme,
    Publication,
    RecessCalendar,
    RecessRow,
    RecordToJudge,
    Reminder,
    ReminderChoices,
    ReminderMail,
    SearchSubject,
    SetAside,
    SetupLink,
    SignIn,
    Source,
    SourceState,
    Unit,
    User,
)

ACTION = "action"
REMOVED = "removed"
"""The mark of a line that takes its row away."""
NAMESPACE = uuid.UUID("5f0e4c1e-6a0b-4a3f-9d0c-1b7c0c3a2d11")
TABLES: dict[str, type[SQLModel]] = {str(table.__tablename__): table for table in TRACKED}
PLAIN: dict[str, type[SQLModel]] = {
    str(table.__tablename__): table
    for table in (
        NumberSeries, SourceState, SetAside, HouseRecord, HouseTie, Publication,
        Citation, DocumentText, LookUp, RecordToJudge, ReminderChoices, ReminderMail, Reminder,
    )
}  # fmt: skip
"""The tables that stand outside the history, each after those that it refers to."""
LEFT_OUT: tuple[type[SQLModel], ...] = (Change, SearchSubject, RecessCalendar, SignIn, SetupLink)
"""The history is in all other lines; the search index, and how often this database's recesses
changed, follow from what comes in; who is signed in is secret."""
NATURAL_KEYS: dict[type[SQLModel], str] = {
    Unit: "code",
    Minister: "code",
    Executor: "code",
    Programme: "name",
    Dossier: "number",
    Paper: "identifier",
    User: "email",
    Item: "number",
    Source: "code",
}
SECRET = frozenset({"password_hash", "token_hash"})


def row_key(table: type[SQLModel], name: str) -> uuid.UUID:
    """The key that stands for a text: the UUID itself, or one made from any other text."""
    try:
        return uuid.UUID(name)
    except ValueError:
        return uuid.uuid5(NAMESPACE, f"{table.__tablename__}/{name}")


def recess_key(kind: str, session_year: str) -> uuid.UUID:
    """The key of the recess of a kind in a session year: there is one."""
    return row_key(RecessRow, f"{kind} {session_year}")


def key_columns(table: type[SQLModel]) -> list[str]:
    """The columns of a table's primary key, in order."""
    return [column.name for column in table.__table__.primary_key]  # type: ignore[attr-defined]


@cache
def referred_table(table: type[SQLModel], column: str) -> type[SQLModel] | None:
    """The table whose rows a column refers to, or None for a plain value."""
    if column == "series_id":
        return Deadline
    for foreign in table.__table__.columns[column].foreign_keys:  # type: ignore[attr-defined]
        return TABLES.get(foreign.column.table.name)
    return None
