"""Who may sign in, and who is signed in."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel

from tracker.db.columns import UtcDateTime, code, key
from tracker.db.tables.versioned import Versioned
from tracker.domain.texts import initials


class Role(StrEnum):
    """What a person may do."""

    OFFICER = "officer"
    ADMINISTRATOR = "administrator"


class User(Versioned, table=True):
    """A person; `email` is kept in lower case."""

    id: uuid.UUID = key()
    email: str = Field(unique=True)
    name: str
    password_hash: str | None = None
    role: Role = Field(default=Role.OFFICER, sa_type=code(Role))
    unit_id: uuid.UUID | None = Field(default=None, foreign_key="unit.id", index=True)
    language: str = "nl"
    active: bool = True

    @property
    def initials(self) -> str:
        """First letters of the first and the last name: Noor Aksoy is NA."""
        return initials(self.name)


class SignIn(SQLModel, table=True):
    """One signed-in browser: the hash of its cookie, and a message for its next page."""

    token_hash: str = Field(primary_key=True)
    user_id: uuid.UUID = Field(foreign_key="user.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    flash: dict[str, str] | None = Field(default=None, sa_column=Column(JSON))


class SetupLink(SQLModel, table=True):
    """The one-time link that lets the first administrator set up an empty database."""

    token_hash: str = Field(primary_key=True)
    created_at: datetime = Field(sa_type=UtcDateTime)
