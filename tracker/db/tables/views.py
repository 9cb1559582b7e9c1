"""Saved filters, and the private calendar addresses that show them."""

import uuid
from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field

from tracker.db.columns import UtcDateTime, key
from tracker.db.tables.versioned import Versioned


class View(Versioned, table=True):
    """A named filter; `query` is the query string of the list page, in a fixed order.

    One that was removed is offered nowhere, and stays for what points to it.
    """

    id: uuid.UUID = key()
    name: str
    owner_id: uuid.UUID | None = Field(default=None, foreign_key="user.id", index=True)
    shared: bool = False
    query: str = Field(default="", sa_column=Column(Text, nullable=False))
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Subscription(Versioned, table=True):
    """A private calendar address; only the hash of its token is kept.

    It shows the view, or, without one, the selection in `query`; and of that what the options
    say (domain/calendar_options.py), `alarm_days` being None without alarms.
    `content_changed_at` is when its file first had the present contents.
    """

    id: uuid.UUID = key()
    name: str
    user_id: uuid.UUID = Field(foreign_key="user.id", index=True)
    view_id: uuid.UUID | None = Field(default=None, foreign_key="view.id")
    query: str = Field(default="", sa_column=Column(Text, nullable=False))
    deadlines: bool = True
    provisional: bool = True
    steps: bool = True
    reviews: bool = False
    recesses: bool = False
    closed: bool = False
    alarm_days: int | None = None
    token_hash: str = Field(unique=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_client: str | None = None
    content_hash: str | None = None
    content_changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
