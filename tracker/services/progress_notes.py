"""Progress notes: the dated texts that say where an item stands."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from tracker.db.queries.progress_letters import PRINTED
from tracker.db.recording import plain_value
from tracker.db.tables import Item, ProgressLetter, ProgressLetterRow, ProgressNote, User
from tracker.domain.errors import DomainError
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.conflicts import (
    Seen,
    Trail,
    changes_since,
    combine,
    keep_unchosen,
    newest_change,
    undone,
)
from tracker.services.item_changes import form_text
from tracker.services.items import find_item, find_item_id
from tracker.services.missing import Missing


@dataclass(frozen=True)
class InLetter:
    """A frozen letter that printed a note, word for word or put otherwise by hand."""

    letter_id: uuid.UUID
    reference_date: date
    in_these_words: bool


@dataclass(frozen=True)
class NoteLine:
    """A progress note with its author, and the letters that it was printed in."""

    id: uuid.UUID
    noted_on: date
    text: str
    author: str | None
    letters: tuple[InLetter, ...]


def progress_notes(session: Session, item_id: uuid.UUID) -> tuple[NoteLine, ...]:
    """An item's notes, the newest first."""
    rows = session.exec(
        select(ProgressNote, User.name)
        .join(User, col(User.id) == ProgressNote.author_id, isouter=True)
        .where(ProgressNote.item_id == item_id)
        .order_by(
            col(ProgressNote.noted_on).desc(),
            col(ProgressNote.written_at).desc(),
            col(ProgressNote.id),
        )
    ).all()
    printed = _printed(session, item_id, [note for note, _ in rows])
    return tuple(
        NoteLine(note.id, note.noted_on, note.text, author, tuple(printed.get(note.id, ())))
        for note, author in rows
    )


def _printed(
    session: Session, item_id: uuid.UUID, notes: list[ProgressNote]
) -> dict[uuid.UUID, list[InLetter]]:
    """Each frozen letter at the note that was the newest up to its reference date."""
    letters = session.exec(
        select(ProgressLetter, ProgressLetterRow.status_text)
        .join(ProgressLetterRow)
        .where(ProgressLetterRow.item_id == item_id)
        .where(col(ProgressLetterRow.included))
        .where(col(ProgressLetter.state).in_(PRINTED))
        .order_by(col(ProgressLetter.reference_date))
    ).all()
    printed: dict[uuid.UUID, list[InLetter]] = {}
    for letter, text in letters:
        note = next((note for note in notes if _in_time_for(letter, note)), None)
        if note:
            place = InLetter(letter.id, letter.reference_date, text == note.text)
            printed.setdefault(note.id, []).append(place)
    return printed


def _in_time_for(letter: ProgressLetter, note: ProgressNote) -> bool:
    written = letter.frozen_at is None or note.written_at <= letter.frozen_at
    return written and note.noted_on <= letter.reference_date


def add_note(
    session: Session,
    actor: Actor,
    clock: Clock,
    number: str,
    *,
    submission: uuid.UUID,
    noted_on: date,
    text: str,
    reason: str = "",
) -> None:
    """Write a progress note; a form sent twice makes one."""
    act(session, actor, clock, reason)
    item = find_item(session, actor, number)
    if session.get(ProgressNote, submission):
        return
    _check_day(clock, noted_on)
    session.add(
        ProgressNote(
            id=submission,
            item_id=item.id,
            noted_on=noted_on,
            text=text,
            author_id=actor.user_id,
            written_at=clock.now(),
        )
    )
    item.changed_at = clock.now()


def read_note(
    session: Session, actor: Actor, number: str, note_id: uuid.UUID
) -> tuple[ProgressNote, Seen]:
    """A note of an item, and what a form that is made from it has seen."""
    item_id = find_item_id(session, actor, number)
    sequence = newest_change(session, _trail(item_id, note_id))
    note = session.get(ProgressNote, note_id)
    if note is None or note.item_id != item_id:
        raise Missing
    return note, Seen(note.version, sequence)


def note_form(note: ProgressNote) -> dict[str, str]:
    """A note as a form shows it."""
    return _texts(_values(note))


def edit_note(
    session: Session,
    actor: Actor,
    clock: Clock,
    number: str,
    note_id: uuid.UUID,
    *,
    noted_on: date,
    text: str,
    seen: Seen,
    reason: str = "",
    unchosen: Mapping[str, str] | None = None,
) -> None:
    """Change a note; its old text stays in the story. Raises Conflict as items do."""
    act(session, actor, clock, reason)
    note, now = read_note(session, actor, number, note_id)
    stored = _values(note)
    stale = note.version != seen.version
    trail = _trail(note.item_id, note_id)
    changes = changes_since(session, trail, seen.sequence) if stale else []
    mine = _texts({"noted_on": noted_on.isoformat(), "text": text})
    base = _texts(undone(stored, changes, "progressnote"))
    differing = combine(mine, _texts(stored), base, changes, now).changed(_texts(stored))
    if unchosen:
        keep_unchosen(session, str(note.id), note.item_id, dict(unchosen))
    if "noted_on" in differing:
        _check_day(clock, noted_on)
        note.noted_on = noted_on
    if "text" in differing:
        note.text = text
    if differing:
        session.get_one(Item, note.item_id).changed_at = clock.now()


def _check_day(clock: Clock, noted_on: date) -> None:
    if noted_on > clock.today():
        raise DomainError("note.in_future", field="noted_on", today=clock.today())


def _values(note: ProgressNote) -> dict[str, str]:
    return {"noted_on": plain_value(note.noted_on), "text": note.text}


def _texts(values: Mapping[str, str]) -> dict[str, str]:
    return {name: form_text(name, value) for name, value in values.items()}


def _trail(item_id: uuid.UUID, note_id: uuid.UUID) -> Trail:
    return Trail(item_id, ("progressnote",), str(note_id))
