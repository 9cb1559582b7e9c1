"""Dossiers and the papers in them."""

import uuid
from datetime import date
from enum import StrEnum

from sqlmodel import Field

from tracker.db.columns import code, key
from tracker.db.tables.versioned import Versioned


class PaperKind(StrEnum):
    """What sort of paper it is."""

    LETTER = "letter"
    MOTION = "motion"
    PROCEEDINGS = "proceedings"
    REPORT = "report"
    OTHER = "other"


class Dossier(Versioned, table=True):
    """A dossier; `number` is written as the House does: '35 570 VI'."""

    id: uuid.UUID = key()
    number: str = Field(unique=True)
    title: str | None = None


class Paper(Versioned, table=True):
    """One paper: `identifier` as 'kst-31015-221', `label` as '31 015, nr. 221'.

    `printed_as` keeps a citation that the source printed wrongly.
    """

    id: uuid.UUID = key()
    identifier: str = Field(unique=True)
    label: str
    source_place: str
    address: str
    kind: PaperKind = Field(default=PaperKind.OTHER, sa_type=code(PaperKind))
    title: str | None = None
    dated_on: date | None = None
    author: str | None = None
    signed_by: str | None = None
    session_year: str | None = None
    printed_as: str | None = None
    dossier_id: uuid.UUID | None = Field(default=None, foreign_key="dossier.id", index=True)
