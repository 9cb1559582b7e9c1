"""Letters that were read, and what was read in them for an officer to judge."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, Text
from sqlmodel import Field

from tracker.db.columns import UtcDateTime, code, key
from tracker.db.tables.versioned import Versioned
from tracker.domain.letters import Confidence


class ProposalKind(StrEnum):
    """What a proposal becomes when it is accepted."""

    RECOMMENDATION = "recommendation"
    MOTION = "motion"
    COMMITMENT = "commitment"
    DEADLINE = "deadline"
    MEASURE = "measure"
    NOTE = "note"


class ProposalState(StrEnum):
    """What an officer decided about a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Letter(Versioned, table=True):
    """An incoming letter; `digest` is the SHA-256 of its text, so that it is read once.

    `name` is the file's, empty for a pasted text. `shape` holds what the text is made
    of: blocks as [start, end, kind, mark, hangs_at], emphasis as [start, end]. `facts` are
    what it says of itself: author, on_behalf_of, signed_by, programme, report and the like.
    """

    id: uuid.UUID = key()
    name: str = ""
    text: str = Field(sa_column=Column(Text, nullable=False))
    shape: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    digest: str = Field(unique=True)
    paper_id: uuid.UUID | None = Field(default=None, foreign_key="paper.id", unique=True)
    dated_on: date
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    read_at: datetime = Field(sa_type=UtcDateTime, index=True)
    read_by_id: uuid.UUID | None = Field(default=None, foreign_key="user.id")


class Proposal(Versioned, table=True):
    """Something found in a letter; real only when an officer accepts it.

    `start`, `end` and `quote` are its place, `position` its number in the letter's order,
    `parent_id` the proposal that it carries out or belongs to. `payload` holds its plain
    values by kind (services/readings.py). Once accepted, `accepted_item_id` is the item that
    it became or belongs to, and `made` says whether it was new; `batch` is the action of the
    history that did so, from which undoing takes it back.
    """

    __table_args__ = (
        Index("ix_proposal_letter_position", "letter_id", "position", unique=True),
        Index("ix_proposal_state_letter", "state", "letter_id"),
    )

    id: uuid.UUID = key()
    letter_id: uuid.UUID = Field(foreign_key="letter.id")
    position: int
    kind: ProposalKind = Field(sa_type=code(ProposalKind))
    parent_id: uuid.UUID | None = Field(default=None, foreign_key="proposal.id", index=True)
    start: int
    end: int
    quote: str = Field(sa_column=Column(Text, nullable=False))
    rule: str
    confidence: Confidence = Field(sa_type=code(Confidence))
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))

    state: ProposalState = Field(default=ProposalState.OPEN, sa_type=code(ProposalState))
    made: bool = False
    accepted_item_id: uuid.UUID | None = Field(default=None, foreign_key="item.id", index=True)
    accepted_deadline_id: uuid.UUID | None = Field(default=None, foreign_key="deadline.id")
    accepted_measure_id: uuid.UUID | None = Field(
        default=None, foreign_key="measure.id", ondelete="SET NULL"
    )
    accepted_note_id: uuid.UUID | None = Field(default=None, foreign_key="progressnote.id")
    batch: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by_id: uuid.UUID | None = Field(default=None, foreign_key="user.id")
