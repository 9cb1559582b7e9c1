"""Letters that come in: read once, kept with their proposals, and shown beside these."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, func, or_, select

from tracker.adapters.documents import read_document
from tracker.db.queries.visible import visible
from tracker.db.tables import HouseProposal, Item, Letter, Paper, Proposal, User
from tracker.db.tables.letters import ProposalKind, ProposalState
from tracker.db.tables.papers import PaperKind
from tracker.domain.errors import DomainError
from tracker.domain.letter_marks import Mark, MarkedBlock, marked_blocks
from tracker.domain.letter_texts import Block, BlockKind, Emphasis, LetterText
from tracker.domain.letters import LetterReading, read_letter
from tracker.domain.references import Reference, parse_identifier, short_form
from tracker.domain.sittings import SittingCalendar
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.missing import Missing
from tracker.services.papers import ensure_paper
from tracker.services.readings import Draft, Key, drafts

MENTIONED = 200
"""So many cited papers of a letter are kept."""


@dataclass(frozen=True)
class Document:
    """A text with what was read in it."""

    text: LetterText
    reading: LetterReading


@dataclass(frozen=True)
class Opened:
    """A letter that can be judged; `again` when it had been read before."""

    letter_id: uuid.UUID
    again: bool


@dataclass(frozen=True)
class LetterLine:
    """A letter in a list, with how far it has been judged."""

    id: uuid.UUID
    name: str
    label: str | None
    title: str | None
    dated_on: date
    read_at: datetime
    read_by: str | None
    proposals: int
    open: int


@dataclass(frozen=True)
class LetterHead:
    """What stands above a letter."""

    letter: Letter
    paper: Paper | None
    read_by: str | None


@dataclass(frozen=True)
class Place:
    """Where an item, or one of its deadlines, measures or notes, was read."""

    letter_id: uuid.UUID
    position: int
    kind: ProposalKind
    quote: str
    made: bool
    label: str | None
    name: str
    dated_on: date


# Reading


def understand(text: LetterText, dated_on: date | None, calendar: SittingCalendar) -> Document:
    """What is in a letter; `dated_on` counts where the text gives no date of its own."""
    if dated_on:
        text = replace(text, printed=replace(text.printed, dated_on=dated_on))
    return Document(text, read_letter(text, calendar))


def read_file(
    content: bytes, name: str, dated_on: date | None, calendar: SittingCalendar
) -> Document:
    """A file's text and what is in it; for a process of its own, as it may take long."""
    return understand(read_document(content, name), dated_on, calendar)


def open_letter(
    session: Session,
    actor: Actor,
    clock: Clock,
    *,
    submission: uuid.UUID,
    name: str,
    document: Document,
    paper: Reference | None = None,
    dated_on: date | None = None,
) -> Opened:
    """Keep a letter with its proposals; one that was read before is opened again.

    `paper` and `dated_on` are what an officer says of it, and go before what it says itself.
    Refuses an empty text, and a letter of which nobody knows the date.
    """
    text, reading = document.text, document.reading
    if not text.text.strip():
        raise DomainError("letter.no_words", field="text")
    if "\0" in text.text:
        raise DomainError("text.nul", field="text")
    reference = paper or _own_paper(reading)
    digest = hashlib.sha256(text.text.encode()).hexdigest()
    known = _known(session, submission, digest, reference)
    if known:
        return Opened(known, again=True)
    day = dated_on or reading.paper.dated_on or text.printed.dated_on
    if day is None:
        raise DomainError("letter.no_date", field="dated_on")
    act(session, actor, clock)
    letter = Letter(
        id=submission,
        name=name,
        text=text.text,
        shape=_shape(text),
        digest=digest,
        paper_id=_paper(session, reference, reading, day).id if reference else None,
        dated_on=day,
        facts=_facts(reading),
        read_at=clock.now(),
        read_by_id=actor.user_id,
    )
    session.add(letter)
    session.flush()
    _add_proposals(session, letter.id, drafts(reading))
    return Opened(letter.id, again=False)


def known_letter(session: Session, actor: Actor, paper: Reference) -> uuid.UUID:
    """The letter of a paper, if its text was read here; refused with what to do otherwise."""
    found = _known(session, None, None, paper)
    if found is None:
        raise DomainError("letter.no_text", field="paper", paper=short_form(paper))
    return found


def _own_paper(reading: LetterReading) -> Reference | None:
    if reading.paper.identifier is None:
        return None
    try:
        return parse_identifier(reading.paper.identifier)
    except DomainError:
        return None


def _known(
    session: Session,
    submission: uuid.UUID | None,
    digest: str | None,
    reference: Reference | None,
) -> uuid.UUID | None:
    same = [col(Letter.id) == submission, col(Letter.digest) == digest]
    if reference:
        papers = select(Paper.id).where(Paper.identifier == reference.identifier)
        same.append(col(Letter.paper_id).in_(papers))
    return session.exec(select(Letter.id).where(or_(*same)).order_by(col(Letter.read_at))).first()


def _paper(session: Session, reference: Reference, reading: LetterReading, day: date) -> Paper:
    found = reading.paper
    kind = PaperKind.MOTION if reading.dictum else PaperKind.LETTER
    return ensure_paper(
        session, reference, kind=kind, dated_on=day, author=found.author, signed_by=found.signed_by
    )


def _facts(reading: LetterReading) -> dict[str, Any]:
    report = reading.source_report
    return {
        "author": reading.paper.author,
        "on_behalf_of": list(reading.paper.on_behalf_of),
        "signed_by": reading.paper.signed_by,
        "programme": reading.programme.quote if reading.programme else None,
        "report": report.title if report else None,
        "mentions": list(dict.fromkeys(one.identifier for one in reading.references))[:MENTIONED],
    }


def _shape(text: LetterText) -> dict[str, Any]:
    return {
        "blocks": [[b.start, b.end, b.kind.value, b.mark, b.hangs_at] for b in text.blocks],
        "emphasis": [[e.start, e.end] for e in text.emphasis],
    }


def _add_proposals(session: Session, letter_id: uuid.UUID, found: Sequence[Draft]) -> None:
    keys: dict[Key, uuid.UUID] = {draft.key: uuid.uuid4() for draft in found}
    rows = [
        (draft, _proposal(letter_id, position, draft, keys))
        for position, draft in enumerate(found, start=1)
    ]
    waiting = dict.fromkeys(keys.values())
    while rows:
        ready = [row for draft, row in rows if row.parent_id not in waiting]
        session.add_all(ready)
        session.flush()
        for row in ready:
            del waiting[row.id]
        rows = [(draft, row) for draft, row in rows if row.id in waiting]


def _proposal(
    letter_id: uuid.UUID, position: int, draft: Draft, keys: dict[Key, uuid.UUID]
) -> Proposal:
    return Proposal(
        id=keys[draft.key],
        letter_id=letter_id,
        position=position,
        kind=draft.key[0],
        parent_id=keys[draft.parent] if draft.parent else None,
        start=draft.find.start,
        end=draft.find.end,
        quote=draft.find.quote,
        rule=draft.find.rule,
        confidence=draft.find.confidence,
        payload=draft.payload,
    )


# Showing


def letter_head(session: Session, actor: Actor, letter_id: uuid.UUID) -> LetterHead:
    """A letter with its paper and its reader; Missing when it is not there."""
    found = session.exec(
        select(Letter, Paper, User.name)
        .join(Paper, col(Paper.id) == col(Letter.paper_id), isouter=True)
        .join(User, col(User.id) == col(Letter.read_by_id), isouter=True)
        .where(Letter.id == letter_id)
    ).first()
    if found is None:
        raise Missing
    return LetterHead(*found)


def text_of(letter: Letter) -> LetterText:
    """The text of a letter, with what it is made of."""
    shape = letter.shape
    return LetterText(
        text=letter.text,
        blocks=tuple(
            Block(start, end, BlockKind(kind), mark, hangs_at)
            for start, end, kind, mark, hangs_at in shape["blocks"]
        ),
        emphasis=tuple(Emphasis(start, end) for start, end in shape["emphasis"]),
    )


def marked_text(letter: Letter, proposals: Sequence[Proposal]) -> tuple[MarkedBlock, ...]:
    """The blocks of a letter with each proposal's words marked by its number."""
    return marked_blocks(text_of(letter), [Mark(p.position, *place_of(p)) for p in proposals])


def place_of(proposal: Proposal) -> tuple[int, int]:
    """The words that are marked: of a deadline only those that carry its term."""
    payload = proposal.payload
    if proposal.kind is ProposalKind.DEADLINE and "wording_start" in payload:
        return payload["wording_start"], payload["wording_end"]
    return proposal.start, proposal.end


def letters(
    session: Session, actor: Actor, *, waiting: bool = False, limit: int = 200
) -> tuple[LetterLine, ...]:
    """The letters that were read, the newest first; only those with open proposals if asked."""
    is_open = col(Proposal.state) == ProposalState.OPEN
    counts = (
        select(
            col(Proposal.letter_id).label("letter_id"),
            func.count().label("all"),
            func.count().filter(is_open).label("open"),
        )
        .group_by(col(Proposal.letter_id))
        .subquery()
    )
    statement = (
        select(
            Letter.id, Letter.name, Paper.label, Paper.title, Letter.dated_on, Letter.read_at,
            User.name, func.coalesce(counts.c.all, 0), func.coalesce(counts.c.open, 0),
        )  # type: ignore[call-overload]
        .join(Paper, col(Paper.id) == col(Letter.paper_id), isouter=True)
        .join(User, col(User.id) == col(Letter.read_by_id), isouter=True)
        .join(counts, counts.c.letter_id == col(Letter.id), isouter=True)
        .order_by(col(Letter.read_at).desc(), col(Letter.id))
    )  # fmt: skip
    if waiting:
        statement = statement.where(counts.c.open > 0)
    return tuple(LetterLine(*row) for row in session.exec(statement.limit(limit)).all())


def open_proposals(session: Session) -> int:
    """How many proposals wait to be judged, those of the sources as well."""
    of_letters, of_sources = (
        select(func.count())
        .select_from(table)
        .where(table.state == ProposalState.OPEN)
        .scalar_subquery()
        for table in (Proposal, HouseProposal)
    )
    return int(session.exec(select(of_letters + of_sources)).one())


def places_of_item(session: Session, actor: Actor, item_id: uuid.UUID) -> tuple[Place, ...]:
    """Where an item and what hangs on it was read, by letter and place."""
    statement = (
        select(
            Proposal.letter_id, Proposal.position, Proposal.kind, Proposal.quote, Proposal.made,
            Paper.label, Letter.name, Letter.dated_on,
        )  # type: ignore[call-overload]
        .join(Letter, col(Letter.id) == col(Proposal.letter_id))
        .join(Item, col(Item.id) == col(Proposal.accepted_item_id))
        .join(Paper, col(Paper.id) == col(Letter.paper_id), isouter=True)
        .where(Proposal.accepted_item_id == item_id)
        .where(Proposal.state == ProposalState.ACCEPTED)
        .order_by(Letter.dated_on, col(Proposal.letter_id), Proposal.position)
    )  # fmt: skip
    rows = session.exec(visible(statement, actor.user_id)).all()
    return tuple(Place(*row) for row in rows)
