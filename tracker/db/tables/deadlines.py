"""What is due, when, and how surely the wording says so."""

import uuid
from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, Column, Index, Text, text
from sqlmodel import Field

from tracker.db.columns import UtcDateTime, code, key
from tracker.db.tables.versioned import Versioned
from tracker.domain.planning import Certainty, DeadlineState, Strength


class Deadline(Versioned, table=True):
    """One thing that is due at an item.

    `own_date_reason` says why an officer chose the date; the wording stays. `house_due_on`
    and `house_on_time_until` are the last dates that the House knows: after a move that it
    was not told, they differ from our own. `recesses` are the recesses that the date rests
    on, as [kind, session year]. A recurring deadline has one row an occurrence, joined by
    `series_id`; `occurrence` counts from 0 at `first_due_on`. `debate_id` is the Activiteit
    in the House's register that an officer chose for the date, which then was on `debate_on`.
    `lead_line_id` is the line along which is counted back from it.
    """

    __table_args__ = (
        CheckConstraint(
            "certainty <> 'unresolved' OR state <> 'open' OR review_on IS NOT NULL",
            name="unresolved_is_reviewed",
        ),
        CheckConstraint("certainty = 'unresolved' OR due_on IS NOT NULL", name="resolved_has_date"),
        Index("ix_deadline_item_state", "item_id", "state", "due_on"),
        Index("ix_deadline_state_due", "state", "due_on", "late_after", "certainty", "item_id"),
        Index("ix_deadline_state_certainty", "state", "certainty", "item_id"),
        Index("ix_deadline_state_late", "state", "late_after"),
        Index(
            "ix_deadline_recess_changed",
            "recess_changed_at",
            sqlite_where=text("recess_changed_at IS NOT NULL"),
            postgresql_where=text("recess_changed_at IS NOT NULL"),
        ),
    )

    id: uuid.UUID = key()
    item_id: uuid.UUID = Field(foreign_key="item.id")
    what: str = Field(sa_column=Column(Text, nullable=False))
    minister_id: uuid.UUID | None = Field(default=None, foreign_key="minister.id")
    executor_id: uuid.UUID | None = Field(default=None, foreign_key="executor.id")
    source_paper_id: uuid.UUID | None = Field(default=None, foreign_key="paper.id")

    wording: str = Field(sa_column=Column(Text, nullable=False))
    reference_date: date
    due_on: date | None = None
    on_time_until: date | None = None
    not_before: date | None = None
    certainty: Certainty = Field(sa_type=code(Certainty))
    rule: str
    recesses: list[list[str]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    own_date_reason: str | None = None
    recess_changed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    kept_despite: str | None = None
    debate_id: uuid.UUID | None = Field(default=None, index=True)
    debate_on: date | None = None
    strength: Strength = Field(sa_type=code(Strength))
    review_on: date | None = None

    house_due_on: date | None = None
    house_on_time_until: date | None = None
    told_by_id: uuid.UUID | None = Field(default=None, foreign_key="paper.id")
    late_after: date | None = None

    recurs: str | None = None
    series_id: uuid.UUID | None = Field(default=None, index=True)
    occurrence: int = 0
    first_due_on: date | None = None

    state: DeadlineState = Field(default=DeadlineState.OPEN, sa_type=code(DeadlineState))
    settled_on: date | None = None
    settled_reason: str | None = None
    settled_paper_id: uuid.UUID | None = Field(default=None, foreign_key="paper.id")
    lead_line_id: uuid.UUID | None = Field(default=None, foreign_key="leadline.id")
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)
