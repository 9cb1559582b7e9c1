"""Our own outgoing letters: a selection of items at a reference date."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column, Text
from sqlmodel import Field

from tracker.db.columns import UtcDateTime, code, key
from tracker.db.tables.versioned import Versioned
from tracker.domain.annexes import AnnexKind


class LetterState(StrEnum):
    """Whether the rows of a letter still follow the items."""

    DRAFT = "draft"
    FROZEN = "frozen"


class Addressee(StrEnum):
    """To whom a letter goes."""

    SECOND_CHAMBER = "second_chamber"
    FIRST_CHAMBER = "first_chamber"


class ProgressLetter(Versioned, table=True):
    """A letter; `query` is the filter that its rows were chosen with."""

    id: uuid.UUID = key()
    title: str
    addressee: Addressee = Field(sa_type=code(Addressee))
    reference_date: date
    query: str = Field(default="", sa_column=Column(Text, nullable=False))
    state: LetterState = Field(default=LetterState.DRAFT, sa_type=code(LetterState))
    created_by_id: uuid.UUID | None = Field(default=None, foreign_key="user.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    frozen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    frozen_by_id: uuid.UUID | None = Field(default=None, foreign_key="user.id")


class ProgressLetterRow(Versioned, table=True):
    """An item in a letter.

    While the letter is a draft, the texts are what an officer wrote instead of the item's
    own (None: the item's own); once frozen, they are what the letter says. The address of the
    source and the section are kept at freezing.
    """

    letter_id: uuid.UUID = Field(foreign_key="progressletter.id", primary_key=True)
    item_id: uuid.UUID = Field(foreign_key="item.id", primary_key=True, index=True)
    position: int = 0
    included: bool = True
    description: str | None = Field(default=None, sa_column=Column(Text))
    source_place: str | None = None
    source_url: str | None = None
    status_text: str | None = Field(default=None, sa_column=Column(Text))
    section_kind: AnnexKind | None = Field(default=None, sa_type=code(AnnexKind))
    section_closed: bool | None = None
    section_body: str | None = None
