"""Where news of the States General comes from: built in, or added by an administrator."""

import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from tracker.adapters.syncfeed import Entry, read_entry
from tracker.db.recording import Action, begin_action
from tracker.db.tables import SetAside, Source, SourceState
from tracker.db.tables.history import Way
from tracker.db.tables.sources import SourceKind
from tracker.domain.errors import DomainError
from tracker.domain.texts import fold
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.exchange import NAMESPACE, row_key
from tracker.services.missing import Missing
from tracker.services.sync_pages import keep_entries, one_at_a_time, settle

# In the order in which one rests on the other, with the name that officers read.
CATEGORIES = {
    "Kamerstukdossier": "dossiers",
    "Persoon": "Kamerleden en bewindspersonen",
    "Fractie": "fracties",
    "Commissie": "commissies",
    "Zaak": "zaken, waaronder moties",
    "ZaakActor": "indieners",
    "Besluit": "besluiten",
    "Stemming": "stemmingen",
    "Activiteit": "debatten en vergaderingen",
    "Agendapunt": "agendapunten",
    "Document": "stukken",
    "DocumentActor": "ondertekenaars",
    "Toezegging": "register van toezeggingen",
}
_PAPERS_PUBLISHED = 'c.product-area=="officielepublicaties" and w.publicatienaam=="Kamerstuk"'
_NEWS_OF_GOVERNMENT = {
    "filters": [{"field": "content_type", "values": ["pro:newsDocument"], "type": "all"}],
    "resultSearchTerm": "",
}
# What rijksoverheid.nl answers to this question was not seen yet: an administrator resumes it.
FEEDS = (
    (
        "officielebekendmakingen",
        "Officiële bekendmakingen: Kamerstukken",
        "https://zoek.officielebekendmakingen.nl/rss?q=" + quote(_PAPERS_PUBLISHED, safe=""),
        False,
    ),
    (
        "rijksoverheid",
        "Rijksoverheid: nieuws",
        "https://www.rijksoverheid.nl/api/rss?query="
        + quote(json.dumps(_NEWS_OF_GOVERNMENT, separators=(",", ":")), safe=""),
        True,
    ),
)


@dataclass(frozen=True)
class SourceStanding:
    """A source and how it fares; times are real time.

    `leased` says that somebody is reading it now, `set_aside` how many entries wait to be
    read after all. `address` is None for a category of the House's own feed.
    """

    id: uuid.UUID
    version: int
    code: str
    name: str
    kind: SourceKind
    category: str | None
    address: str | None
    built_in: bool
    paused: bool
    asked_at: datetime | None
    answered_at: datetime | None
    newest_at: datetime | None
    caught_up: bool
    entries: int
    failures: int
    failed_at: datetime | None
    failure_code: str | None
    failure_facts: Mapping[str, Any]
    next_at: datetime | None
    leased: bool
    set_aside: int


def add_built_in(session: Session, clock: Clock) -> int:
    """Add the sources that the product knows and the database does not; returns how many.

    Those that are there stay as an administrator left them.
    """
    known = set(session.exec(select(Source.code)))
    wanted = [source for source in _built_in() if source.code not in known]
    batch = uuid.uuid5(NAMESPACE, f"sources/{[source.code for source in wanted]!r}")
    begin_action(session, Action(None, Way.COMMAND, clock.now(), batch=batch))
    session.add_all(wanted)
    session.flush()
    session.add_all(SourceState(source_id=source.id) for source in wanted)
    session.flush()
    return len(wanted)


def list_sources(session: Session, now: datetime) -> tuple[SourceStanding, ...]:
    """Every source that was not withdrawn, in order, at a moment in real time."""
    rows: Any = session.exec(
        select(Source, SourceState)
        .join(SourceState, col(SourceState.source_id) == col(Source.id), isouter=True)
        .where(col(Source.withdrawn).is_(False))
        .order_by(col(Source.position), col(Source.code))
    )
    waiting = dict(
        session.exec(
            select(SetAside.source_id, func.count())
            .where(col(SetAside.settled_at).is_(None))
            .group_by(col(SetAside.source_id))
        ).all()
    )
    return tuple(
        _standing(source, state or SourceState(source_id=source.id), waiting, now)
        for source, state in rows
    )


def add_feed(
    session: Session, actor: Actor, clock: Clock, submission: uuid.UUID, name: str, address: str
) -> uuid.UUID:
    """Add an RSS or Atom feed; sent twice, it is one. Refuses what is no web address."""
    if session.get(Source, submission):
        return submission
    if not _is_web_address(address):
        raise DomainError("source.odd_address", field="address", text=address)
    same = select(Source.name).where(Source.address == address, col(Source.withdrawn).is_(False))
    if taken := session.exec(same).first():
        raise DomainError("source.twice", field="address", name=taken)
    position = session.exec(select(func.max(Source.position))).one() or 0
    act(session, actor, clock)
    session.add(
        Source(
            id=submission,
            kind=SourceKind.FEED,
            code=_free_code(session, name, submission),
            name=name,
            address=address,
            position=position + 1,
        )
    )
    session.flush()
    session.add(SourceState(source_id=submission))
    return submission


def pause(session: Session, actor: Actor, clock: Clock, source_id: uuid.UUID, version: int) -> None:
    """Ask a source no more until it is resumed."""
    source = _take(session, source_id, version)
    act(session, actor, clock)
    source.paused = True


def resume(
    session: Session, actor: Actor, clock: Clock, source_id: uuid.UUID, version: int
) -> None:
    """Ask a source again, at once."""
    source = _take(session, source_id, version)
    act(session, actor, clock)
    source.paused = False
    _due(session, clock, source_id)


def withdraw(
    session: Session, actor: Actor, clock: Clock, source_id: uuid.UUID, version: int
) -> None:
    """Take away a source that an administrator added; what was read from it stays."""
    source = _take(session, source_id, version)
    if source.built_in:
        raise DomainError("source.built_in", name=source.name)
    act(session, actor, clock)
    source.withdrawn = True


def fetch_now(session: Session, actor: Actor, clock: Clock, source_id: uuid.UUID) -> None:
    """Let the next round ask a source, however long it was to wait. Raises when it is paused."""
    source = _present(session, source_id)
    if source.paused:
        raise DomainError("source.paused", name=source.name)
    _due(session, clock, source_id)


def set_aside_of(session: Session, source_id: uuid.UUID) -> tuple[SetAside, ...]:
    """The entries of a source that could not be read, the newest first."""
    return tuple(
        session.exec(
            select(SetAside)
            .where(SetAside.source_id == source_id, col(SetAside.settled_at).is_(None))
            .order_by(col(SetAside.set_aside_at).desc(), col(SetAside.id))
        )
    )


def retry_set_aside(session: Session, clock: Clock, source_id: uuid.UUID) -> int:
    """Read again what was set aside; returns how many entries were read after all.

    An RSS or Atom feed repeats its entries, so that one is asked again as a whole.
    """
    source = _present(session, source_id)
    if source.kind is SourceKind.FEED:
        _due(session, clock, source_id, etag=None, last_modified=None)
        return 0
    one_at_a_time(session)
    found = {one.id: read_entry(one.raw) for one in set_aside_of(session, source_id)}
    read = {key: entry for key, entry in found.items() if isinstance(entry, Entry)}
    now = clock.real_now()
    keep_entries(session, list(read.values()))
    settle(session, read, now)
    return len(read)


def _built_in() -> list[Source]:
    categories = [
        Source(
            id=row_key(Source, category.lower()),
            kind=SourceKind.SYNCFEED,
            code=category.lower(),
            name=f"Tweede Kamer: {name}",
            category=category,
            built_in=True,
            position=position,
        )
        for position, (category, name) in enumerate(CATEGORIES.items(), start=1)
    ]
    texts = Source(
        id=row_key(Source, "teksten"),
        kind=SourceKind.TEXTS,
        code="teksten",
        name="Tweede Kamer: teksten van brieven en moties",
        built_in=True,
        position=len(CATEGORIES) + 1,
    )
    feeds = [
        Source(
            id=row_key(Source, code),
            kind=SourceKind.FEED,
            code=code,
            name=name,
            address=address,
            built_in=True,
            paused=paused,
            position=position,
        )
        for position, (code, name, address, paused) in enumerate(FEEDS, start=101)
    ]
    return [*categories, texts, *feeds]


def _standing(
    source: Source, state: SourceState, waiting: Mapping[uuid.UUID, int], now: datetime
) -> SourceStanding:
    return SourceStanding(
        id=source.id,
        version=source.version,
        code=source.code,
        name=source.name,
        kind=source.kind,
        category=source.category,
        address=source.address,
        built_in=source.built_in,
        paused=source.paused,
        asked_at=state.asked_at,
        answered_at=state.answered_at,
        newest_at=state.newest_at,
        caught_up=state.caught_up,
        entries=state.entries,
        failures=state.failures,
        failed_at=state.failed_at,
        failure_code=state.failure_code,
        failure_facts=state.failure_facts,
        next_at=state.next_at,
        leased=state.lease_until is not None and state.lease_until > now,
        set_aside=waiting.get(source.id, 0),
    )


def _present(session: Session, source_id: uuid.UUID) -> Source:
    source = session.get(Source, source_id, with_for_update=True)
    if source is None or source.withdrawn:
        raise Missing
    return source


def _take(session: Session, source_id: uuid.UUID, version: int) -> Source:
    source = _present(session, source_id)
    if source.version != version:
        raise DomainError("source.changed", name=source.name)
    return source


def _due(session: Session, clock: Clock, source_id: uuid.UUID, **values: Any) -> None:
    session.execute(
        update(SourceState)
        .where(col(SourceState.source_id) == source_id)
        .values(next_at=clock.real_now(), **values)
    )


def _free_code(session: Session, name: str, submission: uuid.UUID) -> str:
    code = re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:40] or "feed"
    taken = session.exec(select(Source.id).where(Source.code == code)).first()
    return f"{code}-{submission.hex[:8]}" if taken else code


def _is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in text
    except ValueError:
        return False
