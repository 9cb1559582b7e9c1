"""A ministry's own list: looked at, taken in as a whole, and taken back as a whole."""

import hashlib
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from tracker.adapters.child import ChildFailed, in_child
from tracker.adapters.messages import Messages
from tracker.adapters.sheets import FORMATS, read_list
from tracker.db.indexing import index_later, index_now
from tracker.db.tables import ListImport, ListMapping, User
from tracker.db.tables.list_imports import ImportState
from tracker.domain.errors import DomainError
from tracker.domain.list_columns import (
    ListColumn,
    header_text,
    kind_of_heading,
    recognise_all,
)
from tracker.domain.sittings import SittingCalendar
from tracker.domain.statuses import Kind
from tracker.services.actors import Actor, act, act_as_one
from tracker.services.clock import Clock
from tracker.services.list_reading import Fate, ListRow
from tracker.services.list_rows import read_rows
from tracker.services.list_taking import take_row
from tracker.services.list_undo import take_back
from tracker.services.missing import Missing

LARGEST = 25 * 1024 * 1024
"""Bytes that a list may have."""
READ_WITHIN = 60.0
"""Seconds that reading a file may take."""


class Changed(Exception):
    """The list or the items say something else than the officer saw."""


@dataclass(frozen=True)
class ImportLine:
    """An earlier import in the list of imports."""

    id: uuid.UUID
    file_name: str
    state: ImportState
    counts: Mapping[str, int]
    created_at: datetime
    by: str


@dataclass(frozen=True)
class Preview:
    """A list with its header, the meaning of its columns, and the fate of every row.

    `kind` is what rows are that do not say it. `unread` are the headings without a meaning.
    """

    row: ListImport
    headings: tuple[str, ...]
    columns: Mapping[int, ListColumn]
    kind: Kind | None
    rows: tuple[ListRow, ...]

    @property
    def counts(self) -> dict[Fate, int]:
        """The number of rows of each fate."""
        found = Counter(row.fate for row in self.rows)
        return {fate: found[fate] for fate in Fate}

    @property
    def unread(self) -> tuple[str, ...]:
        """The headings whose columns are not read."""
        return tuple(
            text for at, text in enumerate(self.headings) if text and at not in self.columns
        )

    @property
    def can_be_taken(self) -> bool:
        """Whether it can be taken in: without errors, and with something to do."""
        counts = self.counts
        return not counts[Fate.ERROR] and bool(counts[Fate.NEW] + counts[Fate.CHANGED])

    @property
    def seal(self) -> str:
        """Stands for all that taking it in would do."""
        facts = repr((self.row.version, [(row.line, row.fate, row.changes) for row in self.rows]))
        return hashlib.sha256(facts.encode(errors="replace")).hexdigest()


def list_imports(session: Session) -> tuple[ImportLine, ...]:
    """All lists that were brought, the newest first."""
    statement = (
        select(ListImport, User.name)
        .outerjoin(User, col(User.id) == ListImport.created_by_id)
        .options(defer(ListImport.content))  # type: ignore[arg-type]
        .order_by(col(ListImport.created_at).desc(), col(ListImport.id))
    )
    return tuple(
        ImportLine(one.id, one.file_name, one.state, one.counts, one.created_at, by or "")
        for one, by in session.exec(statement)
    )


def read_file(file_name: str, content: bytes) -> tuple[tuple[str, ...], ...]:
    """The rows of an uploaded list, read in a process of its own.

    Refuses another kind of file, a large one, and one without a row under its header.
    """
    file_format = format_of(file_name)
    if len(content) > LARGEST:
        raise DomainError("list.too_large", field="file", limit=LARGEST // 1024**2)
    try:
        rows = in_child(read_list, content, file_format, timeout=READ_WITHIN)
    except ChildFailed as error:
        raise DomainError("document.broken", field="file") from error
    if len(rows) < 2:
        raise DomainError("list.empty", field="file")
    return rows


def format_of(file_name: str) -> str:
    """The format that a file's name says. Refuses another."""
    file_format = file_name.rpartition(".")[2].lower()
    if file_format not in FORMATS:
        raise DomainError("list.other_kind_of_file", field="file")
    return file_format


def bring(
    session: Session,
    actor: Actor,
    clock: Clock,
    *,
    import_id: uuid.UUID,
    file_name: str,
    content: bytes,
    rows: Sequence[Sequence[str]],
) -> uuid.UUID:
    """Keep a list to look at; its columns mean what they meant the last time, or what their
    headings say. Sent twice, it is kept once."""
    if session.get(ListImport, import_id):
        return import_id
    act(session, actor, clock)
    headings = rows[0]
    known = session.get(ListMapping, _header_key(headings))
    columns = recognise_all(headings)
    mapping = known.mapping if known else {str(at): one.value for at, one in columns.items()}
    kind = kind_of_heading(dict(enumerate(headings)), columns)
    session.add(
        ListImport(
            id=import_id,
            file_name=file_name[-200:],
            file_format=format_of(file_name),
            content=content,
            mapping=dict(mapping),
            choices={"kind": kind.value} if kind else {},
            created_by_id=actor.user_id,
            created_at=clock.now(),
        )
    )
    return import_id


def map_columns(
    session: Session,
    actor: Actor,
    clock: Clock,
    import_id: uuid.UUID,
    headings: Sequence[str],
    columns: Mapping[int, ListColumn],
    kind: Kind | None,
) -> None:
    """Say what the columns mean, and remember it for lists with the same header.

    Refuses two columns of one meaning, and a list that was taken in.
    """
    row = _to_look_at(session, import_id)
    twice = [one for one, times in Counter(columns.values()).items() if times > 1]
    if twice:
        at = next(at for at, one in columns.items() if one is twice[0])
        raise DomainError("list.column_twice", field=f"column.{at}")
    act(session, actor, clock)
    row.mapping = {str(at): one.value for at, one in columns.items()}
    row.choices = {"kind": kind.value} if kind else {}
    key = _header_key(headings)
    known = session.get(ListMapping, key)
    if known is None:
        session.add(ListMapping(header=key, mapping=dict(row.mapping), used_at=clock.now()))
    else:
        known.mapping, known.used_at = dict(row.mapping), clock.now()


def content_of(session: Session, import_id: uuid.UUID) -> tuple[str, bytes]:
    """The name and the bytes of a list. Raises Missing."""
    row = session.get(ListImport, import_id)
    if row is None:
        raise Missing
    return row.file_name, row.content


def preview(
    session: Session,
    actor: Actor,
    clock: Clock,
    calendar: SittingCalendar,
    messages: Messages,
    import_id: uuid.UUID,
    rows: Sequence[Sequence[str]],
) -> Preview:
    """What would become of each row of a list. Raises Missing."""
    row = session.get(ListImport, import_id)
    if row is None:
        raise Missing
    columns = {int(at): ListColumn(name) for at, name in row.mapping.items()}
    columns = {at: one for at, one in sorted(columns.items()) if at < len(rows[0])}
    kind = Kind(row.choices["kind"]) if row.choices.get("kind") else None
    read: tuple[ListRow, ...] = ()
    if columns and row.state is ImportState.PREVIEW:
        read = read_rows(session, actor, clock.today(), calendar, messages, rows, columns, kind)
    return Preview(row, tuple(rows[0]), columns, kind, read)


def take_in(
    session: Session,
    actor: Actor,
    clock: Clock,
    calendar: SittingCalendar,
    messages: Messages,
    import_id: uuid.UUID,
    rows: Sequence[Sequence[str]],
    seal: str,
) -> dict[Fate, int]:
    """Take a list in, all of it in one action; the number of rows of each fate.

    Refuses a list with errors or with nothing to do. Changed when it is not what `seal` saw.
    """
    seen = preview(session, actor, clock, calendar, messages, import_id, rows)
    row = _to_look_at(session, import_id)
    if not seen.can_be_taken:
        raise DomainError("list.not_ready")
    if seen.seal != seal:
        raise Changed
    reason = messages.text("Lijst %(name)s", name=row.file_name)
    index_later(session)
    with act_as_one(session, actor, clock, reason) as action:
        for one in seen.rows:
            if one.fate in (Fate.NEW, Fate.CHANGED):
                take_row(session, actor, clock, calendar, row.id, one, reason)
        row.state, row.batch, row.imported_at = ImportState.IMPORTED, action.batch, clock.now()
        row.counts = {fate.value: number for fate, number in seen.counts.items()}
    index_now(session)
    return seen.counts


def undo_import(session: Session, actor: Actor, clock: Clock, import_id: uuid.UUID) -> None:
    """Take back all that a list made and changed.

    Refuses, with their numbers, while somebody changed some of its items since.
    """
    row = session.get(ListImport, import_id)
    if row is None:
        raise Missing
    if row.state is not ImportState.IMPORTED or row.batch is None:
        raise DomainError("list.not_taken_in")
    take_back(session, actor, clock, row.batch)
    row.state, row.undone_at = ImportState.UNDONE, clock.now()


def _to_look_at(session: Session, import_id: uuid.UUID) -> ListImport:
    row = session.get(ListImport, import_id)
    if row is None:
        raise Missing
    if row.state is not ImportState.PREVIEW:
        raise DomainError("list.taken_in")
    return row


def _header_key(headings: Sequence[str]) -> str:
    return hashlib.sha256(header_text(headings).encode(errors="replace")).hexdigest()
