"""What is followed: motions, commitments and recommendations, with all that hangs on them."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Column, Index, Text
from sqlmodel import Field, SQLModel

from tracker.db.columns import UtcDateTime, code, key
from tracker.db.tables.versioned import Versioned
from tracker.domain.statuses import Appreciation, Kind, Outcome, Response, Status


class MinisterRole(StrEnum):
    """How another post stands to an item."""

    ON_BEHALF_OF = "on_behalf_of"
    CO_RESPONSIBLE = "co_responsible"


class PaperRole(StrEnum):
    """What a paper is to an item."""

    SOURCE = "source"
    REPLY = "reply"
    REPORTS_ON = "reports_on"
    MENTIONS = "mentions"
    TOLD = "told"


class LinkRole(StrEnum):
    """What an item is to another."""

    GIVES_EFFECT_TO = "gives_effect_to"
    RELATED = "related"


class Item(Versioned, table=True):
    """A motion, a commitment or a recommendation.

    `text` is what was asked or promised; `note` says what is uncertain about it.
    `next_deadline_id`, `next_due_on` and `late_after` repeat the first open deadline,
    so that a list of 100,000 items can be sorted on it; services/deadlines.py keeps them.
    Indices end with the number and the status, so that pages and counts read nothing else.
    `words` is the folded text that a search looks in.
    """

    __table_args__ = (
        CheckConstraint("outcome IS NULL OR kind = 'motion'", name="outcome_of_a_motion"),
        CheckConstraint("response IS NULL OR kind = 'recommendation'", name="response_to_advice"),
        CheckConstraint("kind <> 'motion' OR outcome IS NOT NULL", name="motion_has_outcome"),
        CheckConstraint(
            "kind <> 'recommendation' OR response IS NOT NULL", name="advice_has_response"
        ),
        Index("ix_item_due", "next_due_on", "number", "status"),
        Index("ix_item_kind_due", "kind", "next_due_on", "number", "status"),
        Index("ix_item_status_due", "status", "next_due_on", "number"),
        Index("ix_item_owner_due", "owner_id", "next_due_on", "number", "status"),
        Index("ix_item_unit_due", "unit_id", "next_due_on", "number", "status"),
        Index("ix_item_minister_due", "minister_id", "next_due_on", "number", "status"),
        Index("ix_item_dossier_due", "dossier_id", "next_due_on", "number", "status"),
        Index("ix_item_programme_due", "programme_id", "next_due_on", "number", "status"),
        Index("ix_item_next_deadline", "next_deadline_id", "next_due_on", "number", "status"),
        Index("ix_item_kind_status", "kind", "status", "number", "outcome"),
        Index("ix_item_status_number", "status", "number"),
        Index("ix_item_status_late", "status", "late_after", "number"),
        Index("ix_item_owner_status", "owner_id", "status", "number"),
        Index("ix_item_unit_status", "unit_id", "status", "number"),
        Index("ix_item_minister_status", "minister_id", "status", "number"),
        Index("ix_item_dossier_status", "dossier_id", "status", "number"),
        Index("ix_item_programme_status", "programme_id", "status", "number"),
        Index("ix_item_id_status", "id", "status"),
        Index("ix_item_title", "title", "number", "status"),
        Index("ix_item_changed", "changed_at", "number", "status"),
        Index("ix_item_report", "report_title", "report_number"),
        Index("ix_item_register", "register_number"),
    )

    id: uuid.UUID = key()
    number: str = Field(unique=True)
    kind: Kind = Field(sa_type=code(Kind))
    title: str = Field(sa_column=Column(Text, nullable=False))
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    note: str = Field(default="", sa_column=Column(Text, nullable=False))
    status: Status = Field(default=Status.RECEIVED, sa_type=code(Status))
    register_number: str | None = None
    register_status: str | None = None

    outcome: Outcome | None = Field(default=None, sa_type=code(Outcome))
    submitters: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    cum_suis: bool = False
    appreciation: Appreciation | None = Field(default=None, sa_type=code(Appreciation))
    voted_on: date | None = None

    promised_by_id: uuid.UUID | None = Field(default=None, foreign_key="minister.id")
    promised_to: str | None = None
    promised_in: str | None = None

    report_title: str | None = None
    report_body: str | None = None
    report_page: int | None = None
    report_number: int | None = None
    response: Response | None = Field(default=None, sa_type=code(Response))

    reference_date: date
    source_paper_id: uuid.UUID | None = Field(default=None, foreign_key="paper.id", index=True)
    dossier_id: uuid.UUID | None = Field(default=None, foreign_key="dossier.id")
    programme_id: uuid.UUID | None = Field(default=None, foreign_key="programme.id")
    minister_id: uuid.UUID | None = Field(default=None, foreign_key="minister.id")
    unit_id: uuid.UUID | None = Field(default=None, foreign_key="unit.id")
    owner_id: uuid.UUID | None = Field(default=None, foreign_key="user.id")

    closed_on: date | None = None
    closing_paper_id: uuid.UUID | None = Field(default=None, foreign_key="paper.id")
    closing_reason: str | None = None
    transferred_to: str | None = None

    next_deadline_id: uuid.UUID | None = None
    next_due_on: date | None = None
    late_after: date | None = Field(default=None, index=True)
    words: str = Field(default="", sa_column=Column(Text, nullable=False))
    created_at: datetime = Field(sa_type=UtcDateTime)
    changed_at: datetime = Field(sa_type=UtcDateTime)


class ItemMinister(SQLModel, table=True):
    """Another post that an item concerns."""

    item_id: uuid.UUID = Field(foreign_key="item.id", primary_key=True)
    minister_id: uuid.UUID = Field(foreign_key="minister.id", primary_key=True)
    role: MinisterRole = Field(sa_type=code(MinisterRole), primary_key=True)


class ItemPaper(SQLModel, table=True):
    """A paper at an item, with its role there."""

    item_id: uuid.UUID = Field(foreign_key="item.id", primary_key=True)
    paper_id: uuid.UUID = Field(foreign_key="paper.id", primary_key=True, index=True)
    role: PaperRole = Field(sa_type=code(PaperRole), primary_key=True)


class ItemLink(SQLModel, table=True):
    """`from_id` gives effect to, or is related to, `to_id`."""

    from_id: uuid.UUID = Field(foreign_key="item.id", primary_key=True)
    to_id: uuid.UUID = Field(foreign_key="item.id", primary_key=True, index=True)
    role: LinkRole = Field(sa_type=code(LinkRole), primary_key=True)


class Measure(Versioned, table=True):
    """Something done for an item, without a term of its own."""

    id: uuid.UUID = key()
    item_id: uuid.UUID = Field(foreign_key="item.id", index=True)
    position: int = 0
    text: str = Field(sa_column=Column(Text, nullable=False))
    executor_id: uuid.UUID | None = Field(default=None, foreign_key="executor.id")
    partners: str | None = None


class ProgressNote(Versioned, table=True):
    """A dated text; the newest up to a reference date is what an annex prints."""

    __table_args__ = (Index("ix_progressnote_item_day", "item_id", "noted_on"),)

    id: uuid.UUID = key()
    item_id: uuid.UUID = Field(foreign_key="item.id")
    noted_on: date
    text: str = Field(sa_column=Column(Text, nullable=False))
    author_id: uuid.UUID | None = Field(default=None, foreign_key="user.id")
    written_at: datetime = Field(sa_type=UtcDateTime)


class NumberSeries(SQLModel, table=True):
    """The last number given out in a series: 'M-2021' → 7."""

    series: str = Field(primary_key=True)
    last: int
