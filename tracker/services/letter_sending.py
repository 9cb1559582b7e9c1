"""What comes after a progress letter is frozen: it is sent, and the House answers."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from tracker.db.tables import Deadline, Item, ItemPaper, ProgressLetter, ProgressLetterRow
from tracker.db.tables.items import PaperRole
from tracker.db.tables.papers import PaperKind
from tracker.db.tables.progress_letters import Addressee, LetterState
from tracker.domain.annexes import Decision
from tracker.domain.errors import DomainError
from tracker.domain.planning import DeadlineState
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.deadlines import tell_house
from tracker.services.missing import Missing
from tracker.services.papers import paper_for
from tracker.services.progress_letters import Letter, StaleVersion


@dataclass(frozen=True)
class Untold:
    """An open deadline in a letter with another date than the last that the House knows."""

    id: uuid.UUID
    version: int
    number: str
    what: str
    house_due_on: date | None
    due_on: date | None


def untold_deadlines(session: Session, letter_id: uuid.UUID) -> tuple[Untold, ...]:
    """The deadlines that this letter may tell the House of, in the order of its rows."""
    statement = (
        select(Deadline, Item.number)
        .join(Item, col(Item.id) == Deadline.item_id)
        .join(ProgressLetterRow, col(ProgressLetterRow.item_id) == Deadline.item_id)
        .where(ProgressLetterRow.letter_id == letter_id)
        .where(col(ProgressLetterRow.included))
        .where(Deadline.state == DeadlineState.OPEN)
        .where(col(Deadline.due_on).is_distinct_from(col(Deadline.house_due_on)))
        .order_by(col(ProgressLetterRow.position), col(Deadline.due_on), col(Deadline.id))
    )
    return tuple(
        Untold(one.id, one.version, number, one.what, one.house_due_on, one.due_on)
        for one, number in session.exec(statement)
    )


def send_letter(
    session: Session,
    actor: Actor,
    clock: Clock,
    letter: Letter,
    *,
    sent_on: date,
    paper: str,
    told: Sequence[uuid.UUID] = (),
) -> None:
    """Note as which Kamerstuk a frozen letter was sent, and put it at each of its items.

    `told` are the deadlines of whose new date the House was told by it. Refuses a draft, a
    letter that was sent already, and a day to come.
    """
    row = _to_change(session, actor, clock, letter)
    if letter.state is not LetterState.FROZEN:
        raise DomainError("letter.not_frozen")
    if sent_on > clock.today():
        raise DomainError("date.in_future", field="sent_on")
    found = paper_for(session, paper, title=letter.title, dated_on=sent_on, kind=PaperKind.LETTER)
    row.state, row.sent_on, row.paper_id = LetterState.SENT, sent_on, found.id
    for one in letter.included:
        key = (one.item_id, found.id, PaperRole.REPORTS_ON)
        if session.get(ItemPaper, key) is None:
            session.add(
                ItemPaper(item_id=one.item_id, paper_id=found.id, role=PaperRole.REPORTS_ON)
            )
    for untold in untold_deadlines(session, letter.id):
        if untold.id in told:
            tell_house(session, actor, clock, untold.id, untold.version, paper)


def note_decision(
    session: Session,
    actor: Actor,
    clock: Clock,
    letter: Letter,
    item_id: uuid.UUID,
    *,
    decision: Decision,
    decided_on: date,
    due_on: date | None,
) -> None:
    """What the committee of the Eerste Kamer said of an item after the letter was sent.

    What stays open needs a new date, or none; the item itself is closed or moved by hand.
    """
    _to_change(session, actor, clock, letter)
    kept = session.get(ProgressLetterRow, (letter.id, item_id))
    if kept is None or not kept.included:
        raise Missing
    if letter.state is not LetterState.SENT or letter.addressee is not Addressee.FIRST_CHAMBER:
        raise DomainError("letter.not_before_committee")
    if decided_on > clock.today():
        raise DomainError("date.in_future", field="decided_on")
    if decision is Decision.SETTLED and due_on:
        raise DomainError("decision.settled_with_date", field="decision_due_on")
    kept.decision, kept.decided_on, kept.decision_due_on = decision, decided_on, due_on


def _to_change(session: Session, actor: Actor, clock: Clock, letter: Letter) -> ProgressLetter:
    act(session, actor, clock)
    row = session.get(ProgressLetter, letter.id)
    if row is None:
        raise Missing
    if row.version != letter.version:
        raise StaleVersion
    return row
