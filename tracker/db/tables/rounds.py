"""Rounds: the question to each owner or unit where an item stands, before a letter is made."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Column, Text
from sqlmodel import Field

from tracker.db.columns import UtcDateTime, code, key
from tracker.db.tables.versioned import Versioned


class AnswerState(StrEnum):
    """How far the answer to a question is."""

    ASKED = "asked"
    READY = "ready"
    SENT_BACK = "sent_back"
    CHECKED = "checked"


class Round(Versioned, table=True):
    """A round over the items of a selection; `answer_by` is the internal deadline.

    It is closed when its letter is made, or by hand.
    """

    id: uuid.UUID = key()
    title: str
    query: str = Field(default="", sa_column=Column(Text, nullable=False))
    reference_date: date
    answer_by: date
    question: str = Field(default="", sa_column=Column(Text, nullable=False))
    created_by_id: uuid.UUID | None = Field(default=None, foreign_key="user.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    letter_id: uuid.UUID | None = Field(default=None, foreign_key="progressletter.id")


class RoundQuestion(Versioned, table=True):
    """The question about one item: to its owner, or to its unit when it has none.

    `note_id` is the progress note that answers it; `remark` is why it was sent back.
    """

    round_id: uuid.UUID = Field(foreign_key="round.id", primary_key=True)
    item_id: uuid.UUID = Field(foreign_key="item.id", primary_key=True, index=True)
    owner_id: uuid.UUID | None = Field(default=None, foreign_key="user.id", index=True)
    unit_id: uuid.UUID | None = Field(default=None, foreign_key="unit.id")
    state: AnswerState = Field(default=AnswerState.ASKED, sa_type=code(AnswerState))
    note_id: uuid.UUID | None = Field(default=None, foreign_key="progressnote.id")
    remark: str = Field(default="", sa_column=Column(Text, nullable=False))
    answered_by_id: uuid.UUID | None = Field(default=None, foreign_key="user.id")
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    checked_by_id: uuid.UUID | None = Field(default=None, foreign_key="user.id")
    checked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
