"""The entries of an RSS or Atom feed become publications, or better words of those there are."""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from tracker.adapters.feeds import Feed, FeedEntry
from tracker.db.tables import Publication, SetAside, Source
from tracker.domain.errors import DomainError
from tracker.domain.references import PaperReference, Reference, address, parse_identifier
from tracker.services.clock import AMSTERDAM
from tracker.services.marks import mark_records
from tracker.services.publications import keep_told, publication_id
from tracker.services.sync_pages import KeptPage

_SET_ASIDE: Table = inspect(SetAside).local_table  # type: ignore[assignment]
_IN_ADDRESS = re.compile(r"\b(?:kst-|h-tk-|h-ek-|ah-tk-|ah-ek-)[\w-]+", re.IGNORECASE)


@dataclass(frozen=True)
class _Told:
    """An entry of a feed with the paper that it is about, when its key or address names it."""

    entry: FeedEntry
    reference: Reference | None
    identifier: str


def keep_feed(session: Session, source: Source, feed: Feed, now: datetime) -> KeptPage:
    """Keep the entries of a feed in the caller's transaction; `now` is real time.

    An entry that came before under its guid or link takes the place of what it said then.
    What the House's register tells of a paper goes before it.
    """
    told = {one.identifier: one for one in (_told(source, entry) for entry in feed.entries)}
    keys = [publication_id(identifier) for identifier in told]
    known = set(session.exec(select(Publication.id).where(col(Publication.id).in_(keys))))
    written = keep_told(session, [_publication(source, one) for one in told.values()])
    mark_records(session, "Publication", written)
    new = len(written - known)
    _set_aside(session, source, feed, now)
    return KeptPage(
        new=new,
        changed=len(written) - new,
        same=len(feed.entries) - len(written),
        set_aside=len(feed.broken),
    )


def _told(source: Source, entry: FeedEntry) -> _Told:
    for text in (entry.key, entry.link or ""):
        for found in _IN_ADDRESS.findall(text):
            try:
                reference = parse_identifier(found.lower())
            except DomainError:
                continue
            return _Told(entry, reference, reference.identifier)
    return _Told(entry, None, f"feed-{uuid.uuid5(source.id, entry.key)}")


def _publication(source: Source, told: _Told) -> Publication:
    entry, reference = told.entry, told.reference
    came = entry.published_at or entry.updated_at
    return Publication(
        id=publication_id(told.identifier),
        identifier=told.identifier,
        title=entry.title,
        text=entry.text,
        dated_on=came.astimezone(AMSTERDAM).date() if came else None,
        dossier=reference.dossier.printed if isinstance(reference, PaperReference) else None,
        address=address(reference) if reference else entry.link,
        source=source.code,
    )


def _set_aside(session: Session, source: Source, feed: Feed, now: datetime) -> None:
    """Entries that could not be read; one that waits already waits on as it was."""
    rows = [
        {
            "id": uuid.uuid5(source.id, broken.raw),
            "source_id": source.id,
            "entry_key": getattr(broken, "key", None),
            "raw": broken.raw,
            "code": broken.code,
            "facts": dict(broken.facts),
            "set_aside_at": now,
            "settled_at": None,
        }
        for broken in feed.broken
    ]
    if rows:
        on_postgres = session.get_bind().dialect.name == "postgresql"
        statement: Any = (postgresql.insert if on_postgres else sqlite.insert)(_SET_ASIDE)
        session.connection().execute(statement.on_conflict_do_nothing(index_elements=["id"]), rows)
