"""Our own outgoing letters: a selection of items at a reference date, and what was printed."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary, Text
from sqlmodel import Field, SQLModel

from tracker.db.columns import UtcDateTime, code, key
from tracker.db.tables.versioned import Versioned
from tracker.domain.annex_rows import AnnexKind
from tracker.domain.annexes import Decision, Grouping, Layout, PlaceBy


class LetterState(StrEnum):
    """Whether the rows of a letter still follow the items, and whether the House has it."""

    DRAFT = "draft"
    FROZEN = "frozen"
    SENT = "sent"


class Addressee(StrEnum):
    """To whom a letter goes."""

    SECOND_CHAMBER = "second_chamber"
    FIRST_CHAMBER = "first_chamber"


class LetterTemplate(Versioned, table=True):
    """A ministry's own document with named fields; `file_format` is odt or docx."""

    id: uuid.UUID = key()
    name: str
    file_format: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    uploaded_by_id: uuid.UUID | None = Field(default=None, foreign_key="user.id")
    uploaded_at: datetime = Field(sa_type=UtcDateTime)
    removed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ProgressLetter(Versioned, table=True):
    """A letter; `query` is the filter that its rows were chosen with.

    `subject` is the debate that a folder is for. `settings` holds the headings and columns
    that differ from those of the layout. `previous_id` is the letter that it is compared with,
    `replaces_id` the frozen one that it corrects.
    """

    id: uuid.UUID = key()
    title: str
    addressee: Addressee = Field(sa_type=code(Addressee))
    reference_date: date
    query: str = Field(default="", sa_column=Column(Text, nullable=False))
    layout: Layout = Field(default=Layout.BUDGET, sa_type=code(Layout))
    grouping: Grouping = Field(default=Grouping.KIND, sa_type=code(Grouping))
    place_by: PlaceBy = Field(default=PlaceBy.PAPER, sa_type=code(PlaceBy))
    subject: str = ""
    with_changes: bool = False
    settings: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    template_id: uuid.UUID | None = Field(default=None, foreign_key="lettertemplate.id")
    previous_id: uuid.UUID | None = Field(default=None, foreign_key="progressletter.id")
    replaces_id: uuid.UUID | None = Field(default=None, foreign_key="progressletter.id")
    state: LetterState = Field(default=LetterState.DRAFT, sa_type=code(LetterState))
    created_by_id: uuid.UUID | None = Field(default=None, foreign_key="user.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
    frozen_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    frozen_by_id: uuid.UUID | None = Field(default=None, foreign_key="user.id")
    sent_on: date | None = None
    paper_id: uuid.UUID | None = Field(default=None, foreign_key="paper.id")


class ProgressLetterRow(Versioned, table=True):
    """An item in a letter.

    The texts are what an officer wrote instead of the item's own (None: the item's own).
    `kept` is the whole row as it was at freezing; letters that were frozen before version
    0.4.0 have none, and keep what they print in the texts and in the `section_` columns.
    The decision is what the committee of the Eerste Kamer said of it afterwards.
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
    kept: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    decision: Decision | None = Field(default=None, sa_type=code(Decision))
    decided_on: date | None = None
    decision_due_on: date | None = None


class ProgressLetterFile(SQLModel, table=True):
    """The bytes of a frozen letter in one format; `sha256` is their digest in hexadecimals."""

    letter_id: uuid.UUID = Field(foreign_key="progressletter.id", primary_key=True)
    file_format: str = Field(primary_key=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sha256: str
    made_at: datetime = Field(sa_type=UtcDateTime)
