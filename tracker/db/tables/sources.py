"""Where news of the States General comes from, and how each source fares."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, Text
from sqlmodel import Field, SQLModel

from tracker.db.columns import UtcDateTime, code, key
from tracker.db.tables.versioned import Versioned


class SourceKind(StrEnum):
    """In what shape a source tells its news; `texts` are the files of the House's documents."""

    SYNCFEED = "syncfeed"
    FEED = "feed"
    TEXTS = "texts"


class Source(Versioned, table=True):
    """A source, as an administrator keeps it.

    `code` names it in commands: 'toezegging'. A SyncFeed source has a `category`
    ('Toezegging'), and its address comes from the settings; an RSS or Atom feed has its own
    `address`. A built-in one can be paused, not removed.
    """

    id: uuid.UUID = key()
    kind: SourceKind = Field(sa_type=code(SourceKind))
    code: str = Field(unique=True)
    name: str
    category: str | None = None
    address: str | None = Field(default=None, sa_column=Column(Text))
    built_in: bool = False
    paused: bool = False
    withdrawn: bool = False
    position: int = 0


class SourceState(SQLModel, table=True):
    """How far a source was read, who reads it now, and how that went.

    `checkpoint` is the address to go on from, as the source gave it; it moves in the
    transaction that keeps its page. `newest_at` is the time of the newest entry that was
    read, `caught_up` says whether the source had no more. `failures` counts those since the
    last answer; `next_at` is when it is asked again. Times are real time.
    """

    __tablename__ = "sourcestate"

    source_id: uuid.UUID = Field(foreign_key="source.id", primary_key=True)
    checkpoint: str | None = Field(default=None, sa_column=Column(Text))
    etag: str | None = None
    last_modified: str | None = None
    lease_holder: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    asked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    newest_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    caught_up: bool = False
    entries: int = 0
    failures: int = 0
    failed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failure_code: str | None = None
    failure_facts: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False)
    )
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SetAside(SQLModel, table=True):
    """An entry that could not be read: kept as it came, to be tried again.

    `id` derives from the source and the text. `settled_at` is when it was read after all, or
    when a newer entry with its key took its place.
    """

    __tablename__ = "setaside"
    __table_args__ = (Index("ix_setaside_source_settled", "source_id", "settled_at"),)

    id: uuid.UUID = Field(primary_key=True)
    source_id: uuid.UUID = Field(foreign_key="source.id")
    entry_key: str | None = None
    raw: str = Field(sa_column=Column(Text, nullable=False))
    code: str
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    set_aside_at: datetime = Field(sa_type=UtcDateTime)
    settled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
