"""Reads the sources on from where they were, page by page, by one process at a time each.

A row says who reads a source now. A page is kept in one transaction with the checkpoint after
it and only while that lease is ours, so that whatever ends the process leaves whole pages
behind. Times are real time.
"""

import logging
import random
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin, urlsplit

from sqlalchemy import CursorResult, or_, update
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, select

from tracker.adapters.backoff import wait_after
from tracker.adapters.feeds import read_feed
from tracker.adapters.fetcher import Fetched, Fetcher, FetchFailed
from tracker.adapters.syncfeed import Entry, PageUnreadable, read_page
from tracker.db.session import Store
from tracker.db.tables import Source, SourceState
from tracker.db.tables.sources import SourceKind
from tracker.domain.errors import DomainError
from tracker.services.clock import AMSTERDAM, Clock
from tracker.services.document_texts import ReadText, keep_text, next_due, read_text
from tracker.services.feed_pages import keep_feed
from tracker.services.leases import is_gone, new_holder
from tracker.services.sync_pages import KeptPage, keep_page

ASKED_AGAIN_AFTER = timedelta(minutes=10)
LEASED_FOR = timedelta(minutes=6)
LOOKED_EVERY = timedelta(seconds=15)
RENEWED_AFTER = timedelta(minutes=1)
TURN = timedelta(minutes=5)
JUDGED_EVERY = timedelta(minutes=1)
UNREADABLE_IN_A_ROW = 5
HOUSE_FEED = "https://gegevensmagazijn.tweedekamer.nl/SyncFeed/2.0"
STUCK = "sync.stuck"
ELSEWHERE = "sync.elsewhere"
BROKEN = "sync.broken"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class SyncSettings:
    """Where the House's feed is, and how long after it has all a source is asked again."""

    syncfeed_url: str
    asked_again_after: timedelta = ASKED_AGAIN_AFTER


@dataclass(frozen=True)
class SourceRun:
    """How one source went: `ended` is 'caught_up', 'stopped', 'failed', 'paused', or 'leased'
    when another process reads it or has just done so."""

    code: str
    name: str
    ended: str
    pages: int = 0
    kept: KeptPage = field(default_factory=KeptPage)
    failure_code: str | None = None
    failure_facts: dict[str, Any] = field(default_factory=dict)
    next_at: datetime | None = None


@dataclass(frozen=True)
class _Page:
    """What one page gave, and where to go on."""

    kept: KeptPage
    checkpoint: str | None
    caught_up: bool
    newest_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None


class _Failed(Exception):
    """A source cannot be read on now."""

    def __init__(
        self, code: str, facts: dict[str, Any] | None = None, wait: timedelta | None = None
    ) -> None:
        super().__init__(code)
        self.code, self.facts, self.retry_after = code, facts or {}, wait


class _LeaseLost(Exception):
    """Another process reads the source now: what we have is not kept."""


class _NotKept(Exception):
    """Ends the transaction of a dry run."""


OnPage = Callable[[SourceRun], None]
AfterRound = Callable[[threading.Event], object]


class Syncer:
    """Reads the sources of one database.

    `judge` turns what was marked into proposals, in transactions of its own: once a minute
    while pages come, for what they tell of one thing comes in many of them, and at the end.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        settings: SyncSettings,
        fetcher_factory: Callable[[], Fetcher],
        judge: Callable[[Store, Clock], object] | None = None,
    ) -> None:
        self.store = store
        self.clock = clock
        self.settings = settings
        self._make_fetcher = fetcher_factory
        self._judge = judge

    def run_once(
        self,
        codes: Collection[str] | None = None,
        *,
        dry_run: bool = False,
        only_due: bool = False,
        on_page: OnPage | None = None,
        stop: threading.Event | None = None,
    ) -> tuple[SourceRun, ...]:
        """Read each source, or those named, until it has no more or `stop` is set.

        `only_due` passes over those whose time has not come, and lets one that has much to
        tell give way to the others after a while. A dry run keeps nothing. Raises DomainError
        'source.unknown' for a code that no source has.
        """
        began, stop = self.clock.real_now(), stop or threading.Event()
        with self.store.reading() as session:
            sources = _chosen(session, codes, began if only_due else None)
        runs = []
        with self._make_fetcher() as fetcher:
            turn = TURN if only_due else timedelta.max
            shared = _Round(fetcher, on_page, stop, began, turn, judged_at=began)
            for source in sources:
                if stop.is_set():
                    break
                reading = _Reading(self, source, shared)
                runs.append(reading.dry_run() if dry_run else reading.run())
        if not dry_run and not stop.is_set():
            self.judge_marked()
        return tuple(runs)

    def keep_running(self, stop: threading.Event, after: AfterRound) -> None:
        """Ask each source when its time has come, until `stop` is set.

        Each round ends with `after`.
        """
        while not stop.is_set():
            try:
                self.run_once(only_due=True, stop=stop)
                after(stop)
            except Exception:
                _log.exception("a round of the sources failed")
            stop.wait(LOOKED_EVERY.total_seconds())

    def judge_marked(self) -> None:
        """Turn what was marked into proposals; what fails is marked still."""
        if self._judge is None:
            return
        try:
            self._judge(self.store, self.clock)
        except Exception:
            _log.exception("judging what the sources told failed")


@dataclass
class _Round:
    """What the readings of one round share: `turn` is how long one of them goes on."""

    fetcher: Fetcher
    on_page: OnPage | None
    stop: threading.Event
    began: datetime
    turn: timedelta
    judged_at: datetime


class _Reading:
    """One source, read on from its checkpoint."""

    def __init__(self, syncer: Syncer, source: Source, shared: _Round) -> None:
        self.syncer, self.source, self.shared = syncer, source, shared
        self.store, self.clock = syncer.store, syncer.clock
        self.holder = new_holder()
        self.so_far = SourceRun(source.code, source.name, "stopped")
        self.leased_at = self.clock.real_now()
        self.unwanted = source.paused
        self.unreadable: list[ReadText] = []

    def run(self) -> SourceRun:
        """Read it under its lease."""
        if self.unwanted:
            return self._ended("paused")
        if not self._lease():
            return self._ended("leased")
        try:
            return self._ended(self._read_pages(self._read_and_keep))
        except _LeaseLost:
            return self._ended("leased")
        except Exception as error:
            return self._fail(_as_failure(error, self.source.code))
        finally:
            self._give_back()

    def dry_run(self) -> SourceRun:
        """Read it and keep nothing, under no lease; of files there is nothing to tell before."""
        if self.unwanted:
            return self._ended("paused")
        if self.source.kind is SourceKind.TEXTS:
            return self._ended("caught_up")
        try:
            return self._ended(self._read_pages(self._read_only))
        except Exception as error:
            failed = _as_failure(error, self.source.code)
            return replace(
                self.so_far, ended="failed", failure_code=failed.code, failure_facts=failed.facts
            )

    def _read_pages(self, read: Callable[[str], _Page]) -> str:
        """Page after page from the checkpoint; gives how it ended."""
        address, began = self._start(), self.clock.real_now()
        seen = {address}
        while not self.shared.stop.is_set():
            page = read(address)
            self._tell(page)
            if page.caught_up:
                return "caught_up"
            if self.unwanted:
                return "paused"
            if page.checkpoint is None or page.checkpoint in seen:
                raise _Failed(STUCK, {"address": address})
            address = page.checkpoint
            seen.add(address)
            if self.clock.real_now() - began >= self.shared.turn:
                break
        return "stopped"

    def _start(self) -> str:
        """The checkpoint; the beginning when there is none, or when the base was changed."""
        if self.source.kind is SourceKind.FEED:
            return str(self.source.address)
        base = self.syncer.settings.syncfeed_url
        with self.store.reading() as session:
            state = session.get(SourceState, self.source.id)
        if self.source.kind is SourceKind.TEXTS:
            return f"{base}/Resources"
        if state and state.checkpoint and _host(state.checkpoint) == _host(base):
            return state.checkpoint
        return f"{base}/Feed?category={self.source.category}"

    def _tell(self, page: _Page) -> None:
        self.so_far = replace(
            self.so_far, pages=self.so_far.pages + 1, kept=self.so_far.kept + page.kept
        )
        if self.shared.on_page:
            self.shared.on_page(self.so_far)

    # One page

    def _read_and_keep(self, address: str) -> _Page:
        self._renew()
        keep = self._fetch(address)
        try:
            page = self._keep_and_move(keep)
        except OperationalError:
            _log.warning("a page of %s is kept at the second try", self.source.code, exc_info=True)
            page = self._keep_and_move(keep)
        self._judge()
        return page

    def _keep_and_move(self, keep: Callable[[Session], _Page]) -> _Page:
        """All in one transaction; another writer's may come in its way."""
        with self.store.writing() as session:
            page = keep(session)
            self._move(session, page)
        return page

    def _judge(self) -> None:
        now = self.clock.real_now()
        if now - self.shared.judged_at >= JUDGED_EVERY and not self.shared.stop.is_set():
            self.syncer.judge_marked()
            self.shared.judged_at = self.clock.real_now()

    def _read_only(self, address: str) -> _Page:
        keep = self._fetch(address)
        found: list[_Page] = []
        try:
            with self.store.writing() as session:
                found.append(keep(session))
                raise _NotKept
        except _NotKept:
            return found[0]

    def _fetch(self, address: str) -> Callable[[Session], _Page]:
        """Fetch and read a page outside any transaction; gives what keeps it inside one."""
        if self.source.kind is SourceKind.SYNCFEED:
            return self._house_page(address, self.shared.fetcher.fetch(address))
        if self.source.kind is SourceKind.TEXTS:
            return self._text_page()
        with self.store.reading() as session:
            state = session.get(SourceState, self.source.id)
        return self._feed_page(
            self.shared.fetcher.fetch(
                address,
                etag=state.etag if state else None,
                last_modified=state.last_modified if state else None,
            )
        )

    def _house_page(self, asked: str, fetched: Fetched) -> Callable[[Session], _Page]:
        read = read_page(fetched.body, fetched.charset)
        checkpoint = self._mirrored(urljoin(asked, read.checkpoint)) if read.checkpoint else None
        if checkpoint and _host(checkpoint) != _host(self.syncer.settings.syncfeed_url):
            raise _Failed(ELSEWHERE, {"address": checkpoint})
        times = [
            one.updated_at for one in read.entries if isinstance(one, Entry) and one.updated_at
        ]
        no_more = read.next is None and (read.resume is not None or checkpoint is None)
        if not read.entries:
            no_more = read.next is None or checkpoint == asked
        return lambda session: _Page(
            keep_page(session, self.source, read, self.clock.real_now()),
            checkpoint,
            caught_up=no_more,
            newest_at=max(times, default=None),
        )

    def _mirrored(self, address: str) -> str:
        """A link of the House's own pages, at the mirror that the settings name for it."""
        if not address.startswith(f"{HOUSE_FEED}/"):
            return address
        return self.syncer.settings.syncfeed_url + address.removeprefix(HOUSE_FEED)

    def _feed_page(self, fetched: Fetched) -> Callable[[Session], _Page]:
        known: dict[str, Any] = {"etag": fetched.etag, "last_modified": fetched.last_modified}
        if fetched.status == 304:
            return lambda _session: _Page(KeptPage(), None, True, **known)
        charset = f"; charset={fetched.charset}" if fetched.charset else ""
        read = read_feed(fetched.body, fetched.content_type + charset, fetched.url)
        times = [at for one in read.entries if (at := one.updated_at or one.published_at)]
        return lambda session: _Page(
            keep_feed(session, self.source, read, self.clock.real_now()),
            None,
            caught_up=True,
            newest_at=max(times, default=None),
            **known,
        )

    def _text_page(self) -> Callable[[Session], _Page]:
        """One document's file is a page; when several in a row cannot be had, the source fails."""
        if len(self.unreadable) == UNREADABLE_IN_A_ROW:
            last = self.unreadable[-1]
            raise _Failed(last.failure_code, last.facts)
        base, now = self.syncer.settings.syncfeed_url, self.clock.real_now()
        with self.store.reading() as session:
            due = next_due(session, now, now.astimezone(AMSTERDAM).date())
        if due is None:
            return lambda _session: _Page(KeptPage(), None, True)
        read = read_text(self.shared.fetcher, base, due)
        self.unreadable = [*self.unreadable, read] if read.is_missing else []
        return lambda session: _Page(
            keep_text(session, read, self.clock.real_now(), random.random()),
            f"{base}/Resources/{due.record_id}",
            caught_up=False,
        )

    # The source's state

    def _lease(self) -> bool:
        """Whether the source is ours to read: nobody does, or did since this round began."""
        now = self.clock.real_now()
        with self.store.writing() as session:
            state = session.get(SourceState, self.source.id, with_for_update=True)
            if state is None:
                state = SourceState(source_id=self.source.id)
                session.add(state)
            held = state.lease_holder is not None and (state.lease_until or now) > now
            if held and not is_gone(str(state.lease_holder)):
                return False
            answers = (state.answered_at if state.caught_up else None, state.failed_at)
            if any(at and at > self.shared.began for at in answers):
                return False
            state.lease_holder, state.lease_until = self.holder, now + LEASED_FOR
            state.asked_at = self.leased_at = now
        return True

    def _renew(self) -> None:
        """Judging what the page before told may have taken long."""
        now = self.clock.real_now()
        if now - self.leased_at > RENEWED_AFTER:
            with self.store.writing() as session:
                self._update(session, {"lease_until": now + LEASED_FOR})
            self.leased_at = now

    def _move(self, session: Session, page: _Page) -> None:
        """Move the checkpoint, in the transaction that keeps its page."""
        now = self.clock.real_now()
        state = session.get(SourceState, self.source.id)
        assert state is not None
        times = [at for at in (state.newest_at, page.newest_at) if at]
        values: dict[str, Any] = {
            "checkpoint": page.checkpoint or state.checkpoint,
            "etag": page.etag or (state.etag if page.kept.entries == 0 else None),
            "last_modified": page.last_modified
            or (state.last_modified if page.kept.entries == 0 else None),
            "answered_at": now,
            "newest_at": max(times, default=None),
            "caught_up": page.caught_up,
            "entries": state.entries + page.kept.entries,
            "failures": 0,
            "failed_at": None,
            "failure_code": None,
            "failure_facts": {},
            "next_at": now + self.syncer.settings.asked_again_after if page.caught_up else now,
            "lease_until": now + LEASED_FOR,
        }
        self._update(session, values)
        self.leased_at, self.unwanted = now, self._is_unwanted(session)

    def _is_unwanted(self, session: Session) -> bool:
        """Whether an administrator paused or withdrew the source meanwhile."""
        unwanted = or_(col(Source.paused), col(Source.withdrawn))
        return bool(session.exec(select(unwanted).where(Source.id == self.source.id)).one())

    def _update(self, session: Session, values: dict[str, Any]) -> None:
        done: CursorResult[Any] = session.execute(  # type: ignore[assignment]
            update(SourceState)
            .where(
                col(SourceState.source_id) == self.source.id,
                col(SourceState.lease_holder) == self.holder,
            )
            .values(values)
            .execution_options(synchronize_session=False)
        )
        if done.rowcount != 1:
            raise _LeaseLost

    def _fail(self, failed: _Failed) -> SourceRun:
        now = self.clock.real_now()
        try:
            with self.store.writing() as session:
                state = session.get(SourceState, self.source.id)
                failures = state.failures + 1 if state else 1
                wait = wait_after(failures, failed.retry_after, random.random())
                values = {
                    "failures": failures,
                    "failed_at": now,
                    "failure_code": failed.code,
                    "failure_facts": failed.facts,
                    "next_at": now + wait,
                }
                self._update(session, values)
        except _LeaseLost:
            return self._ended("leased")
        return replace(
            self.so_far,
            ended="failed",
            failure_code=failed.code,
            failure_facts=failed.facts,
            next_at=now + wait,
        )

    def _give_back(self) -> None:
        with self.store.writing() as session:
            session.execute(
                update(SourceState)
                .where(
                    col(SourceState.source_id) == self.source.id,
                    col(SourceState.lease_holder) == self.holder,
                )
                .values(lease_holder=None, lease_until=None)
            )

    def _ended(self, how: str) -> SourceRun:
        return replace(self.so_far, ended=how)


def _chosen(
    session: Session, codes: Collection[str] | None, due_at: datetime | None
) -> list[Source]:
    statement = (
        select(Source)
        .join(SourceState, col(SourceState.source_id) == col(Source.id), isouter=True)
        .where(col(Source.withdrawn).is_(False))
        .order_by(col(Source.position), col(Source.code))
    )
    if due_at is not None:
        due = or_(col(SourceState.next_at).is_(None), col(SourceState.next_at) <= due_at)
        statement = statement.where(due, col(Source.paused).is_(False))
    sources = list(session.exec(statement))
    if codes is None:
        return sources
    if unknown := set(codes) - {source.code for source in sources}:
        raise DomainError("source.unknown", name=sorted(unknown)[0])
    return [source for source in sources if source.code in codes]


def _as_failure(error: Exception, code: str) -> _Failed:
    if isinstance(error, _Failed):
        return error
    if isinstance(error, FetchFailed):
        return _Failed(error.code, dict(error.facts), error.retry_after)
    if isinstance(error, PageUnreadable):
        return _Failed(error.code, dict(error.facts))
    _log.error("the source %s cannot be kept", code, exc_info=error)
    return _Failed(BROKEN, {"error": type(error).__name__})


def _host(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc
