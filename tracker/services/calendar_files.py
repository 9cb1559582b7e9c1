"""The file under a calendar address: what its owner may see now, made again when needed.

A file is kept until the history grows or the day ends. What changes the history number is
every change of what a calendar shows; on PostgreSQL a change that was numbered before
another but kept after it might be missed, so no file is kept for more than a minute.
"""

import gzip
import hashlib
import threading
import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from tracker.adapters.identity import hash_token
from tracker.db.queries.calendars import ADDRESS
from tracker.db.session import Store
from tracker.domain.selections import read_selection
from tracker.services.calendars import Reader, calendar_of
from tracker.services.clock import Clock
from tracker.services.missing import Missing
from tracker.services.sittings import Sittings
from tracker.services.subscriptions import note_reading, options_of

KEPT_FOR = timedelta(minutes=1)
KEPT_FILES = 64
NOTED_EVERY = timedelta(minutes=1)
CLIENT_LIMIT = 200


@dataclass(frozen=True)
class CalendarFile:
    """A calendar as bytes; `changed_at` is when it first was what it is, in UTC."""

    content: bytes
    changed_at: datetime

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of the content, in hexadecimals."""
        return hashlib.sha256(self.content).hexdigest()

    @cached_property
    def tag(self) -> str:
        """The strong entity tag of the content (RFC 9110, 8.8.3)."""
        return f'"{self.digest[:32]}"'

    @cached_property
    def compressed(self) -> "CalendarFile":
        """The same for who asked for gzip: other bytes, so another tag."""
        return CalendarFile(gzip.compress(self.content, mtime=0), self.changed_at)


@dataclass(frozen=True)
class _Kept:
    file: CalendarFile
    made_from: tuple[Any, ...]
    made_at: datetime


class CalendarFiles:
    """The files that one process gives."""

    def __init__(self, store: Store, clock: Clock, sittings: Sittings, base_url: str) -> None:
        self._store, self._clock, self._sittings = store, clock, sittings
        self._base_url = base_url
        self._kept: dict[uuid.UUID, _Kept] = {}
        self._lock = threading.Lock()

    def read(self, token: str, client: str) -> CalendarFile:
        """The file under a token, for a program that calls itself `client`.

        Raises Missing for a token that is not, or no longer, somebody's.
        """
        with self._store.reading() as session:
            row = session.execute(ADDRESS, {"token_hash": hash_token(token)}).first()
            if row is None:
                raise Missing
            file = self._file(session, row)
        self._note(row, client[:CLIENT_LIMIT], file)
        return file

    def _file(self, session: Any, row: Any) -> CalendarFile:
        now, today = self._clock.real_now(), self._clock.today()
        made_from = (row.last_change, row.query, row.language, options_of(row), row.name, today)
        kept = self._kept.get(row.id)
        if kept and kept.made_from == made_from and now - kept.made_at < KEPT_FOR:
            return kept.file
        sittings = self._sittings.read(session)
        content = calendar_of(
            session,
            Reader(row.user_id, row.language, today, sittings, self._base_url),
            read_selection(row.query),
            options_of(row),
            name=row.name,
        )
        file = CalendarFile(content, now.astimezone(UTC).replace(microsecond=0))
        if row.content_hash == file.digest and row.content_changed_at:
            file = replace(file, changed_at=row.content_changed_at)
        self._keep(row.id, _Kept(file, made_from, now))
        return file

    def _keep(self, key: uuid.UUID, kept: _Kept) -> None:
        with self._lock:
            self._kept.pop(key, None)
            while len(self._kept) >= KEPT_FILES:
                self._kept.pop(next(iter(self._kept)))
            self._kept[key] = kept

    def _note(self, row: Any, client: str, file: CalendarFile) -> None:
        """Keep when and by what program it was read, once a minute, and since when it is so."""
        now = self._clock.now()
        values: dict[str, Any] = {}
        lately = row.last_read_at and abs(now - row.last_read_at) < NOTED_EVERY
        if not lately or row.last_client != client:
            values |= {"last_read_at": now, "last_client": client}
        if row.content_hash != file.digest:
            values |= {"content_hash": file.digest, "content_changed_at": file.changed_at}
        if values:
            with self._store.writing() as session:
                note_reading(session, row.id, values)
