"""Lists that a ministry brings along: the file, what its columns mean, and what came of it."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary
from sqlmodel import Field, SQLModel

from tracker.db.columns import UtcDateTime, code, key
from tracker.db.tables.versioned import Versioned


class ImportState(StrEnum):
    """Whether a list was only looked at, taken in, or taken back."""

    PREVIEW = "preview"
    IMPORTED = "imported"
    UNDONE = "undone"


class ListImport(Versioned, table=True):
    """One file; `mapping` names the field of each column, by the column's number.

    `batch` is the action in the history that took it in, `counts` the rows of each fate.
    """

    id: uuid.UUID = key()
    file_name: str
    file_format: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sheet: str = ""
    mapping: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    choices: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    state: ImportState = Field(default=ImportState.PREVIEW, sa_type=code(ImportState))
    counts: dict[str, int] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    batch: uuid.UUID | None = None
    created_by_id: uuid.UUID | None = Field(default=None, foreign_key="user.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    imported_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ListMapping(SQLModel, table=True):
    """What the columns of a list with this header row meant the last time."""

    header: str = Field(primary_key=True)
    mapping: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    used_at: datetime = Field(sa_type=UtcDateTime)
