"""The append-only table of changes, from which stories, past states and audits are read."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Integer, Text
from sqlmodel import Field, SQLModel

from tracker.db.columns import UtcDateTime, code


class Way(StrEnum):
    """Through which door a change came."""

    PAGE = "page"
    API = "api"
    IMPORT = "import"
    SYNC = "sync"
    COMMAND = "command"


class Change(SQLModel, table=True):
    """One row that was made, changed or taken away by one action of one actor.

    `noun` is the table's name and `record` the row's key; `item_id` is the item whose
    story it belongs to. `fields` holds each changed field as [old, new].
    """

    sequence: int | None = Field(
        default=None,
        sa_column=Column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    )
    batch: uuid.UUID = Field(index=True)
    actor_id: uuid.UUID | None = Field(default=None, foreign_key="user.id")
    way: Way = Field(sa_type=code(Way))
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    reason: str = Field(default="", sa_column=Column(Text, nullable=False))
    noun: str
    record: str = Field(index=True)
    item_id: uuid.UUID | None = Field(default=None, index=True)
    fields: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
