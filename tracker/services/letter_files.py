"""The files of a progress letter: made of a draft each time, of a printed letter only once."""

import hashlib
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.adapters.annexes import formats_of, render, render_all
from tracker.adapters.child import in_child
from tracker.adapters.printed import FileFormat
from tracker.db.session import Store
from tracker.db.tables import ProgressLetterFile, ProgressLetterRow
from tracker.db.tables.progress_letters import LetterState
from tracker.domain.errors import DomainError
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.conflicts import save
from tracker.services.letter_rows import kept_row
from tracker.services.progress_letters import Letter, StaleVersion, annex_of, draft_to_change

RENDER_WITHIN = 120.0
"""Seconds that making the files may take."""


@dataclass(frozen=True)
class KeptFile:
    """A file of a printed letter; `sha256` is of its bytes, in hexadecimals."""

    file_format: str
    size: int
    sha256: str
    made_at: datetime


def letter_formats(letter: Letter) -> tuple[FileFormat, ...]:
    """The formats that a letter can be had in; one in a template is in the template's own."""
    return formats_of(annex_of(letter), _template(letter))


def render_letter(letter: Letter, file_format: str) -> bytes:
    """The letter as a file, made in a process of its own."""
    return in_child(render, annex_of(letter), file_format, _template(letter), timeout=RENDER_WITHIN)


def freeze_letter(
    store: Store, actor: Actor, clock: Clock, read: Callable[[Session], Letter], seal: str
) -> None:
    """Keep a letter's rows and files as they stand; from here it no longer follows its items,
    and its files are these bytes.

    `seal` is of what the officer saw. StaleVersion when the letter says something else, also
    when that came in while the files were made.
    """
    with store.reading() as session:
        letter = read(session)
    _check(letter, clock)
    if letter.is_draft and letter.seal != seal:
        raise StaleVersion
    now = clock.now()
    final = annex_of(letter).final(actor.name, now)
    files = in_child(render_all, final, _template(letter), timeout=RENDER_WITHIN)
    with store.writing() as session:
        _keep_letter(session, actor, clock, read(session), seal, now)
        _keep_files(session, letter.id, now, files)


def _keep_letter(
    session: Session, actor: Actor, clock: Clock, letter: Letter, seal: str, now: datetime
) -> None:
    row = draft_to_change(session, actor, clock, letter.id, letter.version)
    if letter.seal != seal:
        raise StaleVersion
    for shown in letter.rows:
        kept = session.get_one(ProgressLetterRow, (row.id, shown.item_id))
        kept.kept = kept_row(shown.annex.final())
    row.previous_id = letter.previous.id if letter.previous else None
    row.state = LetterState.FROZEN
    row.frozen_at = now
    row.frozen_by_id = actor.user_id


def kept_files(session: Session, letter_id: uuid.UUID) -> tuple[KeptFile, ...]:
    """The files that are kept of a printed letter."""
    rows = session.exec(
        select(ProgressLetterFile)
        .where(ProgressLetterFile.letter_id == letter_id)
        .order_by(col(ProgressLetterFile.file_format))
    )
    return tuple(
        KeptFile(row.file_format, len(row.content), row.sha256, row.made_at) for row in rows
    )


def file_of(store: Store, actor: Actor, clock: Clock, letter: Letter, file_format: str) -> bytes:
    """A letter as a file: of a draft made now, of a printed letter the bytes that are kept.

    Of a letter that was printed before its files were kept, they are made once, and kept.
    """
    if letter.is_draft:
        return render_letter(letter, file_format)
    with store.reading() as session:
        kept = session.get(ProgressLetterFile, (letter.id, file_format))
    if kept:
        return kept.content
    files = in_child(render_all, annex_of(letter), _template(letter), timeout=RENDER_WITHIN)

    def keep(session: Session) -> bytes:
        if not kept_files(session, letter.id):
            act(session, actor, clock)
            _keep_files(session, letter.id, clock.now(), files)
        return session.get_one(ProgressLetterFile, (letter.id, file_format)).content

    return save(store, keep)


def _check(letter: Letter, clock: Clock) -> None:
    if not letter.included:
        raise DomainError("letter.empty")
    if letter.reference_date > clock.today():
        raise DomainError("letter.too_early", reference_date=letter.reference_date)


def _keep_files(
    session: Session, letter_id: uuid.UUID, now: datetime, files: Mapping[str, bytes]
) -> None:
    for file_format, content in sorted(files.items()):
        session.add(
            ProgressLetterFile(
                letter_id=letter_id,
                file_format=file_format,
                content=content,
                sha256=hashlib.sha256(content).hexdigest(),
                made_at=now,
            )
        )


def _template(letter: Letter) -> tuple[str, bytes] | None:
    template = letter.template
    return (template.file_format, template.content) if template else None
