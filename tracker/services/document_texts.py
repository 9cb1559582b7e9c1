"""The words of the House's documents themselves, read one after the other from its files.

Letters of the government and motions of the last months are read: the first may answer what is
followed, the second hold what the House asks. A document whose file cannot be read is tried
again, later each time, and then left; its page says so.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_
from sqlmodel import Session, col, select

from tracker.adapters.backoff import wait_after
from tracker.adapters.documents import read_document_safely
from tracker.adapters.fetcher import Fetcher, FetchFailed
from tracker.db.tables import DocumentText, HouseRecord
from tracker.domain.errors import DomainError
from tracker.services.marks import mark_records
from tracker.services.publications import cite_texts
from tracker.services.sync_pages import KeptPage

READ_BACK = timedelta(days=90)
TRIED = 5
LONGEST = 1_000_000
KINDS = ("Brief regering%", "Motie%")
_OF_ONE_FILE = ("fetch.refused", "fetch.server", "fetch.too_large")

_NAMES = {
    "application/pdf": "stuk.pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "stuk.docx",
    "application/vnd.oasis.opendocument.text": "stuk.odt",
    "text/html": "stuk.html",
    "text/plain": "stuk.txt",
}


@dataclass(frozen=True)
class DueText:
    """A Document whose file is to be read; `length` tells one state of the file from another."""

    record_id: uuid.UUID
    length: str
    failures: int


@dataclass(frozen=True)
class ReadText:
    """What became of a file: its words, or why there are none ('' where there are)."""

    due: DueText
    text: str = ""
    failure_code: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def is_missing(self) -> bool:
        """Whether the source did not give it, which it may do for all."""
        return self.failure_code in _OF_ONE_FILE


def next_due(session: Session, now: datetime, today: date) -> DueText | None:
    """The newest document whose file is to be read; `now` is real time, `today` the day there."""
    row = session.exec(_due(now, today).limit(1)).first()
    return _as_due(row) if row else None


def read_text(fetcher: Fetcher, base: str, due: DueText) -> ReadText:
    """The words of a document's file, from the feed at `base`.

    Raises FetchFailed where the source does not answer, so that nothing is known of the file.
    """
    try:
        fetched = fetcher.fetch(f"{base}/Resources/{due.record_id}")
        name = _NAMES.get(fetched.content_type, "stuk")
        return ReadText(due, read_document_safely(fetched.body, name).text[:LONGEST])
    except FetchFailed as failed:
        if failed.code not in _OF_ONE_FILE:
            raise
        return ReadText(due, "", failed.code, failed.facts)
    except DomainError as error:
        return ReadText(due, "", error.code, error.facts)


def keep_text(session: Session, read: ReadText, now: datetime, jitter: float) -> KeptPage:
    """Keep what was read, with what it cites, and let the document be judged again.

    What could not be read is tried again later; `jitter` is from 0 to 1, `now` real time.
    """
    row = DocumentText(record_id=read.due.record_id, length=read.due.length, text=read.text)
    if read.failure_code:
        row.failures, row.failure_code = read.due.failures + 1, read.failure_code
        row.next_at = now + wait_after(row.failures, None, jitter)
    else:
        row.read_at = now
    session.merge(row)
    session.flush()
    cite_texts(session, [read.due.record_id])
    mark_records(session, "Document", [read.due.record_id])
    return KeptPage(set_aside=1) if read.failure_code else KeptPage(new=1)


def _due(now: datetime, today: date) -> Any:
    kind = col(HouseRecord.fields)["soort"][0].as_string()
    statement: Any = select(
        HouseRecord.id, _length().label("length"), DocumentText.length, DocumentText.failures
    )
    return (
        statement.outerjoin(DocumentText, col(DocumentText.record_id) == HouseRecord.id)
        .where(
            HouseRecord.category == "Document",
            col(HouseRecord.day) >= today - READ_BACK,
            col(HouseRecord.deleted).is_(False),
            or_(*(kind.like(one) for one in KINDS)),
            col(HouseRecord.fields)["enclosure"][0].as_string().is_not(None),
            or_(col(DocumentText.record_id).is_(None), _changed(), _to_try(now)),
        )
        .order_by(col(HouseRecord.day).desc(), col(HouseRecord.id))
    )


def _length() -> Any:
    return func.coalesce(col(HouseRecord.fields)["contentLength"][0].as_string(), "")


def _changed() -> Any:
    return _length() != col(DocumentText.length)


def _to_try(now: datetime) -> Any:
    failed = col(DocumentText.read_at).is_(None)
    return and_(failed, col(DocumentText.failures) < TRIED, col(DocumentText.next_at) <= now)


def _as_due(row: Any) -> DueText:
    key, length, read_length, failures = row
    return DueText(key, length, failures if length == read_length else 0)
