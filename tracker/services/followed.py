"""What of a letter's proposals is followed already, so that nothing is followed twice."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from tracker.db.queries.visible import visible
from tracker.db.tables import Deadline, Item, Letter, Measure, Paper, ProgressNote, Proposal
from tracker.db.tables.letters import ProposalKind
from tracker.domain.statuses import Kind
from tracker.domain.texts import fold

TELLING = 12
"""From this length on, a text that is within another says the same."""


@dataclass(frozen=True)
class Followed:
    """An item that is followed, with the row of it that a proposal would make again."""

    item_id: uuid.UUID
    number: str
    title: str
    row_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Alike:
    """Items that a proposal may be: `same` surely, `perhaps` by its place and day alone."""

    same: Followed | None = None
    perhaps: tuple[Followed, ...] = ()


@dataclass
class Following:
    """What is followed of the things that one letter speaks of, read in a query each."""

    by_paper: dict[str, Followed] = field(default_factory=dict)
    recommendations: dict[int, list[tuple[str | None, bool, Followed]]] = field(
        default_factory=dict
    )
    commitments: list[tuple[Item, str | None, Followed]] = field(default_factory=list)

    def motion(self, identifier: str) -> Followed | None:
        """The motion whose paper this is."""
        return self.by_paper.get(identifier)

    def recommendation(self, payload: dict[str, Any]) -> Followed | None:
        """The recommendation with this number of the same report, or out of the same letter."""
        number = whole(payload.get("number"))
        title = fold(payload.get("report_title") or "")
        found = self.recommendations.get(number, []) if number is not None else []
        for report, same_letter, followed in found:
            if (title and fold(report or "") == title) or (same_letter and not title):
                return followed
        return None

    def commitment(self, payload: dict[str, Any], quote: str) -> Alike:
        """The commitment with this register number or wording; else those of the same day."""
        wordings = {fold(payload.get(name) or "") for name in ("text", "title")} | {fold(quote)}
        perhaps = []
        for item, identifier, followed in self.commitments:
            register = payload.get("register_number")
            if register and item.register_number == register:
                return Alike(followed)
            if {fold(item.text), fold(item.title)} & (wordings - {""}):
                return Alike(followed)
            made_in, made_on = payload.get("made_in"), payload.get("made_on")
            same_day = not made_on or item.reference_date.isoformat() == made_on
            if made_in and identifier == made_in and same_day:
                perhaps.append(followed)
        return Alike(perhaps=tuple(perhaps))


def following(
    session: Session, reader_id: uuid.UUID | None, letter: Letter, proposals: Sequence[Proposal]
) -> Following:
    """What is followed of the items that these proposals name."""
    found = Following()
    found.by_paper = _motions(session, reader_id, _values(proposals, ProposalKind.MOTION, "papers"))
    numbers = {whole(n) for n in _values(proposals, ProposalKind.RECOMMENDATION, "number")}
    titles = _values(proposals, ProposalKind.RECOMMENDATION, "report_title")
    found.recommendations = _recommendations(session, reader_id, letter, numbers - {None}, titles)
    if any(one.kind is ProposalKind.COMMITMENT for one in proposals):
        found.commitments = _commitments(
            session,
            reader_id,
            letter,
            _values(proposals, ProposalKind.COMMITMENT, "made_in"),
            _values(proposals, ProposalKind.COMMITMENT, "register_number"),
        )
    return found


@dataclass(frozen=True)
class Rows:
    """The deadlines, measures and notes of some items, to find a proposal's own among them."""

    deadlines: dict[uuid.UUID, list[tuple[uuid.UUID, str, date]]]
    measures: dict[uuid.UUID, list[tuple[uuid.UUID, str]]]
    notes: dict[uuid.UUID, list[tuple[uuid.UUID, str]]]

    def deadline(self, item_id: uuid.UUID, wording: str, counted_from: date) -> uuid.UUID | None:
        """The deadline of an item with this wording, counted from the same day."""
        for key, other, day in self.deadlines.get(item_id, []):
            if day == counted_from and fold(other) == fold(wording):
                return key
        return None

    def measure(self, item_id: uuid.UUID, text: str) -> uuid.UUID | None:
        """The measure of an item that says the same."""
        return _alike(self.measures.get(item_id, []), text)

    def note(self, item_id: uuid.UUID, text: str) -> uuid.UUID | None:
        """The progress note of an item that says the same."""
        return _alike(self.notes.get(item_id, []), text)


def rows_of(session: Session, items: Iterable[uuid.UUID]) -> Rows:
    """The rows of these items, in a query a table."""
    keys = sorted(set(items))
    found = Rows({}, {}, {})
    if not keys:
        return found
    deadlines = session.exec(
        select(  # type: ignore[call-overload]
            Deadline.item_id, Deadline.id, Deadline.wording, Deadline.reference_date
        )
        .where(col(Deadline.item_id).in_(keys))
        .order_by(col(Deadline.occurrence).desc(), col(Deadline.id))
    )
    for item_id, key, wording, day in deadlines:
        found.deadlines.setdefault(item_id, []).append((key, wording, day))
    measures = select(Measure.item_id, Measure.id, Measure.text).where(
        col(Measure.item_id).in_(keys)
    )
    for item_id, key, text in session.exec(
        measures.order_by(col(Measure.position), col(Measure.id))
    ):
        found.measures.setdefault(item_id, []).append((key, text))
    notes = select(ProgressNote.item_id, ProgressNote.id, ProgressNote.text).where(
        col(ProgressNote.item_id).in_(keys)
    )
    for item_id, key, text in session.exec(notes.order_by(col(ProgressNote.id))):
        found.notes.setdefault(item_id, []).append((key, text))
    return found


def whole(number: str | int | None) -> int | None:
    """A number as printed, if it is a plain one: '2a' is none."""
    text = str(number or "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else None


def _alike(rows: list[tuple[uuid.UUID, str]], text: str) -> uuid.UUID | None:
    wanted = fold(text).rstrip(".")
    for key, other in rows:
        folded = fold(other).rstrip(".")
        short, long = sorted((wanted, folded), key=len)
        if wanted == folded or (len(short) >= TELLING and short in long):
            return key
    return None


def _values(proposals: Sequence[Proposal], kind: ProposalKind, name: str) -> set[Any]:
    found: set[Any] = set()
    for proposal in proposals:
        if proposal.kind is kind:
            value = proposal.payload.get(name)
            found |= set(value) if isinstance(value, list) else {value}
    return found - {None, ""}


def _motions(
    session: Session, reader_id: uuid.UUID | None, identifiers: set[str]
) -> dict[str, Followed]:
    if not identifiers:
        return {}
    statement = (
        select(Paper.identifier, Item.id, Item.number, Item.title)
        .join(Item, col(Item.source_paper_id) == col(Paper.id))
        .where(col(Paper.identifier).in_(sorted(identifiers)))
        .where(Item.kind == Kind.MOTION)
        .order_by(col(Item.number).desc())
    )
    rows = session.exec(visible(statement, reader_id)).all()
    return {identifier: Followed(key, number, title) for identifier, key, number, title in rows}


def _recommendations(
    session: Session,
    reader_id: uuid.UUID | None,
    letter: Letter,
    numbers: set[int | None],
    titles: set[str],
) -> dict[int, list[tuple[str | None, bool, Followed]]]:
    if not numbers:
        return {}
    sources: list[ColumnElement[bool]] = [col(Item.report_title).in_(sorted(titles))]
    if letter.paper_id:
        sources.append(col(Item.source_paper_id) == letter.paper_id)
    statement = (
        select(
            Item.report_number, Item.report_title, Item.source_paper_id, Item.id, Item.number,
            Item.title,
        )  # type: ignore[call-overload]
        .where(or_(*sources))
        .where(Item.kind == Kind.RECOMMENDATION)
        .where(col(Item.report_number).in_(sorted(n for n in numbers if n is not None)))
        .order_by(Item.number)
    )  # fmt: skip
    found: dict[int, list[tuple[str | None, bool, Followed]]] = {}
    for number, title, source, *item in session.exec(visible(statement, reader_id)):
        same = letter.paper_id is not None and source == letter.paper_id
        found.setdefault(number, []).append((title, same, Followed(*item)))
    return found


def _commitments(
    session: Session,
    reader_id: uuid.UUID | None,
    letter: Letter,
    places: set[str],
    registers: set[str],
) -> list[tuple[Item, str | None, Followed]]:
    sources: list[ColumnElement[bool]] = [col(Paper.identifier).in_(sorted(places))]
    if letter.paper_id:
        sources.append(col(Item.source_paper_id) == letter.paper_id)
    if registers:
        sources.append(col(Item.register_number).in_(sorted(registers)))
    statement = (
        select(Item, Paper.identifier)
        .join(Paper, col(Paper.id) == col(Item.source_paper_id), isouter=True)
        .where(or_(*sources))
        .where(Item.kind == Kind.COMMITMENT)
        .order_by(Item.number)
    )
    return [
        (item, identifier, Followed(item.id, item.number, item.title))
        for item, identifier in session.exec(visible(statement, reader_id))
    ]
