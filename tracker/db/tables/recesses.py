"""The recesses of the House as an installation knows them, and the state of that calendar."""

import uuid
from datetime import date

from sqlalchemy import JSON, Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from tracker.db.columns import code, key
from tracker.db.tables.versioned import Versioned
from tracker.domain.sittings import RecessKind

CALENDAR = 1


class RecessRow(Versioned, table=True):
    """One recess of a session year (2020-2021), both days inclusive.

    The days, `status` and `sources` mean what they mean in domain/sittings.py; `address` is
    where the source can be read. `as_shipped` says that nobody changed it since it came with
    the product. A withdrawn one has a `withdrawn_reason` and stays.
    """

    __tablename__ = "recess"
    __table_args__ = (UniqueConstraint("kind", "session_year"),)

    id: uuid.UUID = key()
    kind: RecessKind = Field(sa_type=code(RecessKind))
    session_year: str
    start: date
    end: date | None = None
    last_sitting_before: date | None = None
    first_sitting_after: date | None = None
    status: str
    sources: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    address: str | None = Field(default=None, sa_column=Column(Text))
    as_shipped: bool = False
    withdrawn_reason: str | None = Field(default=None, sa_column=Column(Text))


class RecessCalendar(SQLModel, table=True):
    """One row: how often the calendar as a whole has changed.

    Who reads the calendar to write dates holds this row until the end of the transaction,
    so that no date is counted with a calendar that changes meanwhile.
    """

    id: int = Field(default=CALENDAR, primary_key=True)
    version: int = 0
