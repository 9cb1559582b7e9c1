"""Posts and who holds them, units, executors and programmes."""

import uuid
from datetime import date

from sqlmodel import Field, SQLModel

from tracker.db.columns import key


class Unit(SQLModel, table=True):
    """A directorate within the ministry."""

    id: uuid.UUID = key()
    code: str = Field(unique=True)
    name: str


class Minister(SQLModel, table=True):
    """A post, which outlives the cabinets that fill it; `code` is short: 'Stas JenV'."""

    id: uuid.UUID = key()
    code: str = Field(unique=True)
    name: str
    ministry: str


class Tenure(SQLModel, table=True):
    """A person who holds a post from a day to a day."""

    id: uuid.UUID = key()
    minister_id: uuid.UUID = Field(foreign_key="minister.id", index=True)
    person: str
    from_on: date
    to_on: date | None = None


class Executor(SQLModel, table=True):
    """An organisation that does the work and does not answer to the House."""

    id: uuid.UUID = key()
    code: str = Field(unique=True)
    name: str


class Programme(SQLModel, table=True):
    """A programme that items belong to."""

    id: uuid.UUID = key()
    name: str = Field(unique=True)
