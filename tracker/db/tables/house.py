"""What the States General publish: entities as they came, papers known, and what to judge.

Records, ties, publications and citations are derived from the sources, are written in bulk
and stand outside the history: a source can be read again. What an officer or administrator
decides about them is tracked.
"""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, Text
from sqlmodel import Field, SQLModel

from tracker.db.columns import UtcDateTime, code, key
from tracker.db.tables.letters import ProposalState
from tracker.db.tables.versioned import Versioned
from tracker.domain.follow_rules import FollowKind
from tracker.domain.letters import Confidence


class HouseRecord(SQLModel, table=True):
    """One entity of the House's register in its latest state, with the House's own key.

    `category` is 'Zaak', 'Toezegging', …; `number` its number there (TZ202603-130,
    2025Z22235, 2025D02657), `day` the day that it is about. `fields` are all fields as they
    came, each a list of texts; a deleted record has none. `changed_at` is as it came.
    """

    __tablename__ = "houserecord"
    __table_args__ = (
        Index("ix_houserecord_category_number", "category", "number"),
        Index("ix_houserecord_category_day", "category", "day"),
    )

    id: uuid.UUID = Field(primary_key=True)
    category: str
    number: str | None = None
    day: date | None = None
    deleted: bool = False
    updated_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    changed_at: str = ""
    fields: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class HouseTie(SQLModel, table=True):
    """`from_id` refers to `to_id` in `field` ('zaak', 'fractie'); the other need not be there."""

    __tablename__ = "housetie"
    __table_args__ = (Index("ix_housetie_to", "to_id", "field"),)

    from_id: uuid.UUID = Field(primary_key=True)
    field: str = Field(primary_key=True)
    to_id: uuid.UUID = Field(primary_key=True)


class RecordToJudge(SQLModel, table=True):
    """A Zaak, Toezegging, Document or Publication to look at again, because it, what it rests
    on, or what we follow changed.
    """

    __tablename__ = "recordtojudge"

    record_id: uuid.UUID = Field(primary_key=True)
    category: str


class Publication(SQLModel, table=True):
    """A paper that some source knows, followed or not; `id` derives from `identifier`.

    `identifier` is 'kst-31015-221', or the House's document number where it has none.
    `dossier` is the number as printed, `kind` what the source calls it ('Brief regering'),
    `text` the words that came with it beside the title. `record_id` is its Document.
    """

    __table_args__ = (
        Index("ix_publication_dossier_dated", "dossier", "dated_on"),
        Index("ix_publication_dated", "dated_on", "identifier"),
        Index("ix_publication_number", "number"),
    )

    id: uuid.UUID = Field(primary_key=True)
    identifier: str = Field(unique=True)
    number: str | None = None
    title: str = Field(default="", sa_column=Column(Text, nullable=False))
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    kind: str | None = None
    dated_on: date | None = None
    author: str | None = None
    session_year: str | None = None
    house: str | None = None
    dossier: str | None = None
    address: str | None = Field(default=None, sa_column=Column(Text))
    house_address: str | None = Field(default=None, sa_column=Column(Text))
    record_id: uuid.UUID | None = Field(default=None, index=True)
    source: str = ""


class Citation(SQLModel, table=True):
    """A publication's words name a paper, a case or a commitment by its identifier."""

    __table_args__ = (Index("ix_citation_cited", "cited"),)

    publication_id: uuid.UUID = Field(
        foreign_key="publication.id", primary_key=True, ondelete="CASCADE"
    )
    cited: str = Field(primary_key=True)


class DocumentText(SQLModel, table=True):
    """The words of a Document's file, or that it could not be read yet.

    `record_id` is the Document; `length` that of the file when it was asked for, as the
    register prints it: another one means another file. Times are real time.
    """

    __tablename__ = "documenttext"

    record_id: uuid.UUID = Field(primary_key=True)
    length: str = ""
    text: str = Field(default="", sa_column=Column(Text, nullable=False))
    read_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failures: int = 0
    failure_code: str | None = None
    next_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class LookUp(SQLModel, table=True):
    """A reference that was looked up at the sources; `leased_until` while somebody asks.

    `answered_at` without `found` means that no source knows it, and is asked again later.
    """

    __tablename__ = "lookup"

    identifier: str = Field(primary_key=True)
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    found: bool = False
    failure_code: str | None = None


class HouseProposalKind(StrEnum):
    """What accepting a proposal from the sources does."""

    MOTION = "motion"
    COMMITMENT = "commitment"
    LINK = "link"
    SETTLE = "settle"


class HouseProposal(Versioned, table=True):
    """Something that a source tells and that concerns what is followed; an officer judges it.

    `id` derives from kind, source key and item, so that the same one never comes twice.
    `source_key` is the House's number or the paper's identifier; `item_id` the item that it
    is about, for a link or a settling. `quote` is what shows it, `payload` its plain values
    (services/house_proposals.py). After accepting, `accepted_item_id` is the item and `batch`
    the action of the history that made it.
    """

    __tablename__ = "houseproposal"
    __table_args__ = (Index("ix_houseproposal_state_kind", "state", "kind", "found_at"),)

    id: uuid.UUID = Field(primary_key=True)
    kind: HouseProposalKind = Field(sa_type=code(HouseProposalKind))
    source_key: str = Field(index=True)
    item_id: uuid.UUID | None = Field(default=None, foreign_key="item.id", index=True)
    title: str = Field(sa_column=Column(Text, nullable=False))
    quote: str = Field(default="", sa_column=Column(Text, nullable=False))
    rule: str
    confidence: Confidence = Field(sa_type=code(Confidence))
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    found_at: datetime = Field(sa_type=UtcDateTime)

    state: ProposalState = Field(default=ProposalState.OPEN, sa_type=code(ProposalState))
    accepted_item_id: uuid.UUID | None = Field(default=None, foreign_key="item.id", index=True)
    made: bool = False
    batch: str | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decided_by_id: uuid.UUID | None = Field(default=None, foreign_key="user.id")


class FollowRule(Versioned, table=True):
    """What to follow: only that becomes a proposal, and of motions only those voted on `since`."""

    __tablename__ = "followrule"

    id: uuid.UUID = key()
    kind: FollowKind = Field(sa_type=code(FollowKind))
    value: str
    since: date | None = None
    withdrawn: bool = False
