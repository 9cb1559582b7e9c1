"""Lines along which is counted back from a deadline."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field

from tracker.db.columns import UtcDateTime, key
from tracker.db.tables.versioned import Versioned


class LeadLine(Versioned, table=True):
    """What must be done how many working days before a deadline.

    `steps` are [key, name, working days], from far to near; the key stays when a step gets
    another name. A withdrawn line is offered no more, and still counts where it is followed.
    """

    id: uuid.UUID = key()
    name: str
    skips_recesses: bool = False
    steps: list[list[Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    withdrawn: bool = False
    changed_at: datetime = Field(sa_type=UtcDateTime)
