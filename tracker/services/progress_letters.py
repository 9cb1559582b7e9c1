"""Progress letters: a selection at a reference date, adjusted by hand, and its annex."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Select, or_
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session, col, select

from tracker.adapters.annexes import render
from tracker.adapters.child import in_child
from tracker.adapters.labels import label
from tracker.adapters.messages import Messages
from tracker.db.queries.items import Vantage, ids_of
from tracker.db.queries.progress_letters import letters_with_rows, previous_date, rows_of
from tracker.db.tables import Item, Paper, ProgressLetter, ProgressLetterRow, User
from tracker.db.tables.progress_letters import Addressee, LetterState
from tracker.domain.annexes import Annex, AnnexRow, RowFlag, annex_kind, arrange
from tracker.domain.errors import DomainError
from tracker.domain.selections import Openness, Selection, read_selection
from tracker.domain.sittings import SittingCalendar
from tracker.domain.statuses import CLOSED, OPEN, Kind
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.deadline_lists import vantage_from
from tracker.services.missing import Missing

RENDER_WITHIN = 120.0
"""Seconds that making a file may take."""


class StaleVersion(Exception):
    """Somebody else wrote the letter since it was read."""


@dataclass(frozen=True)
class LetterLine:
    """One letter in the list of letters."""

    id: uuid.UUID
    title: str
    reference_date: date
    addressee: Addressee
    state: LetterState
    rows: int


@dataclass(frozen=True)
class LetterRow:
    """One item in a letter: what the annex prints, and what the item itself says.

    `own_description` and `own_status_text` are the item's; `differs` tells that the
    letter's status text is another one.
    """

    item_id: uuid.UUID
    version: int
    position: int
    included: bool
    annex: AnnexRow
    own_description: str
    own_status_text: str
    noted_on: date | None

    @property
    def differs(self) -> bool:
        """Whether the letter says something else than the newest progress note."""
        return self.annex.status_text != self.own_status_text


@dataclass(frozen=True)
class Letter:
    """A letter with all its rows, in order."""

    id: uuid.UUID
    version: int
    title: str
    reference_date: date
    addressee: Addressee
    query: str
    state: LetterState
    author: str
    frozen_by: str
    previous_on: date | None
    row: ProgressLetter
    rows: tuple[LetterRow, ...]

    @property
    def is_draft(self) -> bool:
        """Whether the letter can still change."""
        return self.state is LetterState.DRAFT

    @property
    def included(self) -> tuple[LetterRow, ...]:
        """The rows that the annex prints."""
        return tuple(row for row in self.rows if row.included)

    @property
    def seal(self) -> str:
        """Stands for all that the annex says: another seal, another annex."""
        facts = (self.version, self.title, self.reference_date, self.addressee)
        content = repr((facts, [row.annex for row in self.included]))
        return hashlib.sha256(content.encode(errors="replace")).hexdigest()


def list_letters(session: Session) -> tuple[LetterLine, ...]:
    """All letters, the newest reference date first."""
    return tuple(
        LetterLine(
            letter.id, letter.title, letter.reference_date, letter.addressee, letter.state, rows
        )
        for letter, rows in session.execute(letters_with_rows())
    )


def letters_called(session: Session, name: str) -> tuple[LetterLine, ...]:
    """The letters with exactly this title, or the one with this id."""
    return tuple(one for one in list_letters(session) if name in (one.title, str(one.id)))


def create_letter(
    session: Session,
    actor: Actor,
    clock: Clock,
    sittings: SittingCalendar,
    *,
    letter_id: uuid.UUID,
    title: str,
    reference_date: date,
    addressee: Addressee,
    query: str,
    with_closed: bool,
) -> uuid.UUID:
    """A draft with a row for each item of the selection; sent twice, it is made once.

    What was closed after the reference date was open at it; `with_closed` takes in the items
    of the selection that were closed by then as well. Items whose own text is from after the
    reference date are left out.
    """
    if session.get(ProgressLetter, letter_id):
        return letter_id
    act(session, actor, clock)
    session.add(
        ProgressLetter(
            id=letter_id,
            title=title,
            addressee=addressee,
            reference_date=reference_date,
            query=query,
            created_by_id=actor.user_id,
            created_at=clock.now(),
            changed_at=clock.now(),
        )
    )
    session.flush()
    vantage = vantage_from(actor, clock.today(), sittings)
    items = _items_of(read_selection(query), vantage, reference_date, with_closed=with_closed)
    for position, item_id in enumerate(session.scalars(items)):
        session.add(ProgressLetterRow(letter_id=letter_id, item_id=item_id, position=position))
    return letter_id


def _items_of(
    selection: Selection, vantage: Vantage, reference_date: date, *, with_closed: bool
) -> Select[uuid.UUID]:
    wanted = [col(Item.reference_date) <= reference_date]
    if selection.openness is Openness.OPEN and not selection.statuses:
        selection = replace(selection, openness=Openness.ALL)
        if not with_closed:
            closed_later = col(Item.closed_on) > reference_date
            wanted.append(or_(col(Item.status).in_(sorted(OPEN)), closed_later))
    return ids_of(selection, vantage).where(*wanted)


def read_letter(
    session: Session, actor: Actor, letter_id: uuid.UUID, base_url: str, messages: Messages
) -> Letter:
    """A letter with its rows as they stand at its reference date; Missing when absent."""
    letter = session.get(ProgressLetter, letter_id)
    if letter is None:
        raise Missing
    previous = session.scalar(previous_date(letter))
    rows = tuple(
        _letter_row(letter, previous, base_url, messages, *found)
        for found in session.execute(rows_of(letter.id, letter.reference_date, actor.user_id))
    )
    return Letter(
        id=letter.id,
        version=letter.version,
        title=letter.title,
        reference_date=letter.reference_date,
        addressee=letter.addressee,
        query=letter.query,
        state=letter.state,
        author=_name(session, letter.created_by_id),
        frozen_by=_name(session, letter.frozen_by_id),
        previous_on=previous,
        row=letter,
        rows=rows,
    )


@dataclass(frozen=True)
class RowChange:
    """What an officer wrote for one row; an empty text means: the item's own."""

    item_id: uuid.UUID
    included: bool
    position: int
    description: str
    status_text: str


def adjust_letter(
    session: Session,
    actor: Actor,
    clock: Clock,
    letter: Letter,
    *,
    title: str,
    reference_date: date,
    addressee: Addressee,
    changes: Sequence[RowChange],
) -> None:
    """Write a draft as an officer adjusted it: its facts, and its rows in their order.

    StaleVersion when somebody wrote it since it was read; it must still be a draft.
    """
    row = _draft_to_change(session, actor, clock, letter.id, letter.version)
    row.title, row.reference_date, row.addressee = title, reference_date, addressee
    shown = {one.item_id: one for one in letter.rows}
    for position, change in enumerate(sorted(changes, key=lambda one: one.position)):
        kept = session.get_one(ProgressLetterRow, (row.id, change.item_id))
        own = shown[change.item_id]
        kept.included = change.included
        kept.position = position
        kept.description = _unless_own(change.description, own.own_description)
        kept.status_text = _unless_own(change.status_text, own.own_status_text)


def freeze_letter(session: Session, actor: Actor, clock: Clock, letter: Letter, seal: str) -> None:
    """Keep the rows as they stand; from here the letter no longer follows its items.

    `letter` was read in this session, and `seal` is of what the officer saw: StaleVersion
    when they differ.
    """
    if not letter.included:
        raise DomainError("letter.empty")
    if letter.reference_date > clock.today():
        raise DomainError("letter.too_early", reference_date=letter.reference_date)
    if letter.is_draft and letter.seal != seal:
        raise StaleVersion
    row = _draft_to_change(session, actor, clock, letter.id, letter.version)
    for shown in letter.rows:
        kept = session.get_one(ProgressLetterRow, (row.id, shown.item_id))
        kept.description = shown.annex.description
        kept.source_place = shown.annex.source_place
        kept.source_url = shown.annex.source_url or ""
        kept.status_text = shown.annex.status_text
        kept.section_kind = shown.annex.kind
        kept.section_closed = shown.annex.closed
        kept.section_body = shown.annex.body
    row.state = LetterState.FROZEN
    row.frozen_at = clock.now()
    row.frozen_by_id = actor.user_id


def annex_of(letter: Letter, messages: Messages) -> Annex:
    """The annex as the files print it."""
    return Annex(
        title=letter.title,
        reference_date=letter.reference_date,
        addressee=label(messages, "addressee", letter.addressee),
        draft=letter.is_draft,
        language=messages.language,
        author=letter.frozen_by or letter.author,
        made_at=letter.row.frozen_at or letter.row.created_at,
        sections=arrange(row.annex for row in letter.included),
    )


def render_annex(annex: Annex, file_format: str) -> bytes:
    """The annex as a file (odt, pdf), made in a process of its own."""
    return in_child(render, annex, file_format, annex.language, timeout=RENDER_WITHIN)


def _draft_to_change(
    session: Session, actor: Actor, clock: Clock, letter_id: uuid.UUID, version: int
) -> ProgressLetter:
    act(session, actor, clock)
    row = session.get(ProgressLetter, letter_id)
    if row is None:
        raise Missing
    if row.state is not LetterState.DRAFT:
        raise DomainError("letter.not_draft")
    if row.version != version:
        raise StaleVersion
    row.changed_at = clock.now()
    flag_modified(row, "changed_at")
    return row


def _letter_row(
    letter: ProgressLetter,
    previous: date | None,
    base_url: str,
    messages: Messages,
    row: ProgressLetterRow,
    item: Item,
    paper: Paper | None,
    note: str | None,
    noted_on: date | None,
) -> LetterRow:
    own_description, own_text = _description(item, messages), note or ""
    text = _kept(row.status_text, own_text)
    flag, since = _flag(letter, previous, text, noted_on, own_text)
    return LetterRow(
        item_id=item.id,
        version=row.version,
        position=row.position,
        included=row.included,
        own_description=own_description,
        own_status_text=own_text,
        noted_on=noted_on,
        annex=AnnexRow(
            kind=row.section_kind or annex_kind(item.kind, item.outcome),
            closed=_closed_at(item, letter) if row.section_closed is None else row.section_closed,
            number=item.number,
            description=row.description or own_description,
            source_place=_kept(row.source_place, paper.source_place if paper else ""),
            source_url=_kept(row.source_url, paper.address if paper else "") or None,
            status_text=text,
            href=f"{base_url}/items/{item.number}",
            body=_kept(row.section_body, item.report_body or ""),
            flag=flag,
            flagged_since=since,
        ),
    )


def _flag(
    letter: ProgressLetter, previous: date | None, text: str, noted_on: date | None, own: str
) -> tuple[RowFlag | None, date | None]:
    if letter.state is LetterState.FROZEN or text != own:
        return None, None
    if noted_on is None:
        return RowFlag.NO_NOTE, None
    if previous and noted_on <= previous:
        return RowFlag.NO_NEW_NOTE, previous
    return None, None


def _kept(kept: str | None, own: str) -> str:
    """What a row keeps, the empty text too; without it, the item's own."""
    return own if kept is None else kept


def _closed_at(item: Item, letter: ProgressLetter) -> bool:
    closed_later = item.closed_on is not None and item.closed_on > letter.reference_date
    return item.status in CLOSED and not closed_later


def _description(item: Item, messages: Messages) -> str:
    if item.kind is Kind.MOTION and item.submitters:
        return messages.text(
            "%(motion)s: %(title)s", motion=motion_name(item, messages), title=item.title
        )
    if item.kind is Kind.RECOMMENDATION and item.report_number:
        return messages.text(
            "Aanbeveling %(number)s. %(title)s", number=item.report_number, title=item.title
        )
    return item.title


def motion_name(item: Item, messages: Messages) -> str:
    """How the House calls a motion: 'Motie van de leden Kuik en Van der Graaf'."""
    if item.cum_suis or len(item.submitters) == 1:
        name = messages.text("Motie van het lid %(name)s", name=item.submitters[0])
        return f"{name} c.s." if item.cum_suis else name
    names = item.submitters
    listed = messages.text("%(first)s en %(last)s", first=", ".join(names[:-1]), last=names[-1])
    return messages.text("Motie van de leden %(names)s", names=listed)


def _unless_own(text: str, own: str) -> str | None:
    return None if not text or text == own else text


def _name(session: Session, user_id: uuid.UUID | None) -> str:
    if user_id is None:
        return ""
    return session.exec(select(User.name).where(User.id == user_id)).one()
