"""Progress letters: a selection at a reference date, adjusted by hand, and then kept."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session, col, func, select

from tracker.adapters.labels import label
from tracker.adapters.messages import Messages
from tracker.db.queries import progress_letters as queries
from tracker.db.tables import (
    Item,
    LetterTemplate,
    Paper,
    ProgressLetter,
    ProgressLetterRow,
    User,
)
from tracker.db.tables.progress_letters import Addressee, LetterState
from tracker.domain.annexes import (
    DEFAULT_GROUPING,
    Annex,
    AnnexSettings,
    Field,
    Grouping,
    Layout,
    PlaceBy,
)
from tracker.domain.errors import DomainError
from tracker.domain.letter_changes import RowChange, changes_between
from tracker.domain.selections import read_selection
from tracker.domain.sittings import SittingCalendar
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.deadline_lists import vantage_from
from tracker.services.letter_rows import LetterRow, Vantage, included_rows, letter_rows
from tracker.services.letter_selection import items_at
from tracker.services.missing import Missing


class StaleVersion(Exception):
    """Somebody else wrote the letter since it was read."""


@dataclass(frozen=True)
class LetterLine:
    """One letter in the list of letters; `paper` is the Kamerstuk that it became."""

    id: uuid.UUID
    title: str
    reference_date: date
    addressee: Addressee
    state: LetterState
    rows: int
    layout: Layout = Layout.BUDGET
    paper: str = ""


@dataclass(frozen=True)
class OtherLetter:
    """A letter that this one is compared with, replaces, or is replaced by."""

    id: uuid.UUID
    title: str
    reference_date: date


@dataclass(frozen=True)
class Letter:
    """A letter with all its rows, in order.

    `changes` are those since the previous letter, None where there is none. `paper` is what
    it became when it was sent.
    """

    row: ProgressLetter
    author: str
    frozen_by: str
    language: str
    addressed_to: str
    previous: OtherLetter | None
    replaces: OtherLetter | None
    replaced_by: OtherLetter | None
    paper: Paper | None
    template: LetterTemplate | None
    rows: tuple[LetterRow, ...]
    changes: tuple[RowChange, ...] | None

    @property
    def id(self) -> uuid.UUID:
        """Its key."""
        return self.row.id

    @property
    def version(self) -> int:
        """The version that the next change must be made from."""
        return self.row.version

    @property
    def title(self) -> str:
        """What it is called."""
        return self.row.title

    @property
    def reference_date(self) -> date:
        """The day as of which it speaks."""
        return self.row.reference_date

    @property
    def addressee(self) -> Addressee:
        """The Chamber that it goes to."""
        return self.row.addressee

    @property
    def layout(self) -> Layout:
        """How it is laid out."""
        return self.row.layout

    @property
    def state(self) -> LetterState:
        """Draft, frozen or sent."""
        return self.row.state

    @property
    def previous_on(self) -> date | None:
        """The reference date of the previous letter."""
        return self.previous.reference_date if self.previous else None

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
        """Stands for all that the letter says: another seal, another letter."""
        content = repr((self.version, self.template and self.template.id, annex_of(self)))
        return hashlib.sha256(content.encode(errors="replace")).hexdigest()


def list_letters(session: Session) -> tuple[LetterLine, ...]:
    """All letters, the newest reference date first."""
    return tuple(
        LetterLine(
            letter.id,
            letter.title,
            letter.reference_date,
            letter.addressee,
            letter.state,
            rows,
            letter.layout,
            paper or "",
        )
        for letter, rows, paper in session.execute(queries.letters_with_rows())
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
    layout: Layout = Layout.BUDGET,
    subject: str = "",
    items: Sequence[uuid.UUID] | None = None,
) -> uuid.UUID:
    """A draft with a row for each item of the selection, or for each of `items`; sent twice, it
    is made once. Its headings and columns are those of the newest letter in the same layout.
    """
    if session.get(ProgressLetter, letter_id):
        return letter_id
    act(session, actor, clock)
    like = _newest_in(session, layout)
    session.add(
        ProgressLetter(
            id=letter_id,
            title=title,
            addressee=addressee,
            reference_date=reference_date,
            query=query,
            layout=layout,
            subject=subject,
            grouping=like.grouping if like else DEFAULT_GROUPING[layout],
            place_by=like.place_by if like else PlaceBy.PAPER,
            with_changes=like.with_changes if like else False,
            settings=dict(like.settings) if like else {},
            template_id=like.template_id if like else None,
            created_by_id=actor.user_id,
            created_at=clock.now(),
            changed_at=clock.now(),
        )
    )
    session.flush()
    if items is None:
        vantage = vantage_from(actor, clock.today(), sittings)
        chosen = items_at(read_selection(query), vantage, reference_date, with_closed=with_closed)
        items = session.scalars(chosen).all()
    for position, item_id in enumerate(items):
        session.add(ProgressLetterRow(letter_id=letter_id, item_id=item_id, position=position))
    return letter_id


def _newest_in(session: Session, layout: Layout) -> ProgressLetter | None:
    statement = (
        select(ProgressLetter)
        .where(ProgressLetter.layout == layout)
        .order_by(col(ProgressLetter.created_at).desc(), col(ProgressLetter.id))
    )
    return session.exec(statement.limit(1)).first()


def read_letter(
    session: Session, actor: Actor, letter_id: uuid.UUID, base_url: str, messages: Messages
) -> Letter:
    """A letter with its rows as they stand at its reference date; Missing when absent."""
    row = session.get(ProgressLetter, letter_id)
    if row is None:
        raise Missing
    previous = _previous(session, row)
    rows = letter_rows(session, actor, Vantage(row, previous, base_url, messages))
    return Letter(
        row=row,
        author=_name(session, row.created_by_id),
        frozen_by=_name(session, row.frozen_by_id),
        language=messages.language,
        addressed_to=label(messages, "addressee", row.addressee),
        previous=_other(previous),
        replaces=_other(_get(session, ProgressLetter, row.replaces_id)),
        replaced_by=_other(_replacement(session, row)),
        paper=_get(session, Paper, row.paper_id),
        template=_get(session, LetterTemplate, row.template_id),
        rows=rows,
        changes=_changes(session, actor, previous, rows, base_url, messages),
    )


def _previous(session: Session, row: ProgressLetter) -> ProgressLetter | None:
    if row.previous_id:
        return session.get(ProgressLetter, row.previous_id)
    return session.scalars(queries.previous_letter(row)).first()


def _replacement(session: Session, row: ProgressLetter) -> ProgressLetter | None:
    statement = select(ProgressLetter).where(ProgressLetter.replaces_id == row.id)
    return session.exec(statement.order_by(col(ProgressLetter.created_at).desc())).first()


def _changes(
    session: Session,
    actor: Actor,
    previous: ProgressLetter | None,
    rows: Sequence[LetterRow],
    base_url: str,
    messages: Messages,
) -> tuple[RowChange, ...] | None:
    if previous is None:
        return None
    earlier = _previous(session, previous)
    before = letter_rows(session, actor, Vantage(previous, earlier, base_url, messages))
    return changes_between(included_rows(before), included_rows(rows))


def annex_of(letter: Letter) -> Annex:
    """The letter as its files print it."""
    row = letter.row
    return Annex(
        title=row.title,
        reference_date=row.reference_date,
        addressee=letter.addressed_to,
        draft=letter.is_draft,
        language=letter.language,
        author=letter.frozen_by or letter.author,
        made_at=row.frozen_at or row.created_at,
        rows=included_rows(letter.rows),
        layout=row.layout,
        grouping=row.grouping,
        place_by=row.place_by,
        subject=row.subject,
        settings=read_settings(row.settings),
        first_chamber=row.addressee is Addressee.FIRST_CHAMBER,
        previous_on=letter.previous_on,
        changes=letter.changes if row.with_changes else None,
    )


def read_settings(kept: Mapping[str, Any]) -> AnnexSettings:
    """The columns and headings of a letter, as the database keeps them."""
    fields = tuple(Field(name) for name in kept.get("fields", ()))
    return AnnexSettings(fields, dict(kept.get("headings", {})))


@dataclass(frozen=True)
class RowAdjustment:
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
    changes: Sequence[RowAdjustment],
) -> None:
    """Write a draft as an officer adjusted it: its facts, and its rows in their order.

    StaleVersion when somebody wrote it since it was read; it must still be a draft.
    """
    row = draft_to_change(session, actor, clock, letter.id, letter.version)
    row.title, row.reference_date, row.addressee = title, reference_date, addressee
    shown = {one.item_id: one for one in letter.rows}
    for position, change in enumerate(sorted(changes, key=lambda one: one.position)):
        kept = session.get_one(ProgressLetterRow, (row.id, change.item_id))
        own = shown[change.item_id]
        kept.included = change.included
        kept.position = position
        kept.description = _unless_own(change.description, own.own_description)
        kept.status_text = _unless_own(change.status_text, own.own_status_text)


@dataclass(frozen=True)
class Look:
    """How a letter is laid out, as an officer chose it."""

    layout: Layout
    grouping: Grouping
    place_by: PlaceBy
    subject: str = ""
    with_changes: bool = False
    previous_id: uuid.UUID | None = None
    template_id: uuid.UUID | None = None
    fields: tuple[Field, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)


def lay_out(
    session: Session,
    actor: Actor,
    clock: Clock,
    letter_id: uuid.UUID,
    version: int,
    look: Look,
) -> None:
    """Give a draft another look.

    Refuses a template layout without a template, and a letter that is its own previous one.
    """
    row = draft_to_change(session, actor, clock, letter_id, version)
    if look.layout is Layout.TEMPLATE and look.template_id is None:
        raise DomainError("letter.needs_template", field="template")
    if look.previous_id == letter_id:
        raise DomainError("choice.unknown", field="previous")
    row.layout, row.grouping, row.place_by = look.layout, look.grouping, look.place_by
    row.subject, row.with_changes = look.subject, look.with_changes
    row.previous_id, row.template_id = look.previous_id, look.template_id
    row.settings = {
        "fields": [one.value for one in look.fields],
        "headings": {name: text for name, text in look.headings.items() if text},
    }


def add_items(
    session: Session,
    actor: Actor,
    clock: Clock,
    letter_id: uuid.UUID,
    version: int,
    numbers: Sequence[str],
) -> tuple[str, ...]:
    """Add items to a draft by their numbers, after the other rows; those that were new in it.

    Refuses a number that no item has.
    """
    row = draft_to_change(session, actor, clock, letter_id, version)
    found = {
        item.number: item.id
        for item in session.exec(select(Item).where(col(Item.number).in_(numbers)))
    }
    if unknown := [number for number in numbers if number not in found]:
        raise DomainError("item.unknown_number", field="numbers", number=unknown[0])
    return _add(session, row, found)


def refresh_selection(
    session: Session,
    actor: Actor,
    clock: Clock,
    sittings: SittingCalendar,
    letter_id: uuid.UUID,
    version: int,
) -> tuple[str, ...]:
    """Add to a draft the items that its selection has since; none is taken out."""
    row = draft_to_change(session, actor, clock, letter_id, version)
    vantage = vantage_from(actor, clock.today(), sittings)
    chosen = items_at(
        read_selection(row.query), vantage, row.reference_date, with_closed=True
    ).subquery()
    statement = select(Item.number, Item.id).where(col(Item.id).in_(select(chosen.c.id)))
    return _add(session, row, dict(session.exec(statement.order_by(col(Item.number))).all()))


def _add(session: Session, row: ProgressLetter, items: Mapping[str, uuid.UUID]) -> tuple[str, ...]:
    present = set(
        session.exec(select(ProgressLetterRow.item_id).where(ProgressLetterRow.letter_id == row.id))
    )
    last = session.exec(
        select(func.max(ProgressLetterRow.position)).where(ProgressLetterRow.letter_id == row.id)
    ).one()
    new = [number for number, item_id in items.items() if item_id not in present]
    for position, number in enumerate(new, start=(last or 0) + 1):
        session.add(ProgressLetterRow(letter_id=row.id, item_id=items[number], position=position))
    return tuple(new)


def correct_letter(
    session: Session, actor: Actor, clock: Clock, letter: Letter, letter_id: uuid.UUID
) -> uuid.UUID:
    """A new draft that says what a printed letter says and will replace it; made once."""
    if letter.is_draft:
        raise DomainError("letter.still_draft")
    if session.get(ProgressLetter, letter_id):
        return letter_id
    act(session, actor, clock)
    was = letter.row
    session.add(
        ProgressLetter(
            id=letter_id,
            title=was.title,
            addressee=was.addressee,
            reference_date=was.reference_date,
            query=was.query,
            layout=was.layout,
            grouping=was.grouping,
            place_by=was.place_by,
            subject=was.subject,
            with_changes=was.with_changes,
            settings=dict(was.settings),
            template_id=was.template_id,
            previous_id=letter.previous.id if letter.previous else None,
            replaces_id=was.id,
            created_by_id=actor.user_id,
            created_at=clock.now(),
            changed_at=clock.now(),
        )
    )
    session.flush()
    for one in letter.rows:
        printed = one.annex
        session.add(
            ProgressLetterRow(
                letter_id=letter_id,
                item_id=one.item_id,
                position=one.position,
                included=one.included,
                description=printed.description,
                status_text=_unless_own(printed.status_text, one.own_status_text),
            )
        )
    return letter_id


def draft_to_change(
    session: Session, actor: Actor, clock: Clock, letter_id: uuid.UUID, version: int
) -> ProgressLetter:
    """The row of a draft, in an action that has begun. Raises Missing and StaleVersion, and
    refuses a letter that is no draft any more."""
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


def _unless_own(text: str, own: str) -> str | None:
    return None if not text or text == own else text


def _other(row: ProgressLetter | None) -> OtherLetter | None:
    return OtherLetter(row.id, row.title, row.reference_date) if row else None


def _get(session: Session, table: type[Any], key: uuid.UUID | None) -> Any:
    return session.get(table, key) if key else None


def _name(session: Session, user_id: uuid.UUID | None) -> str:
    if user_id is None:
        return ""
    return session.exec(select(User.name).where(User.id == user_id)).one()
