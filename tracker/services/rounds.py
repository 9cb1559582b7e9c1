"""Rounds: one question to every owner where an item stands, and then a letter of the answers."""

import uuid
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from tracker.db.queries import rounds as queries
from tracker.db.tables import Item, Round, RoundQuestion, User
from tracker.db.tables.progress_letters import Addressee
from tracker.db.tables.rounds import AnswerState
from tracker.domain.errors import DomainError
from tracker.domain.selections import read_selection
from tracker.domain.sittings import SittingCalendar
from tracker.domain.statuses import CLOSED, Kind, Status
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.deadline_lists import vantage_from
from tracker.services.letter_selection import items_at
from tracker.services.missing import Missing
from tracker.services.progress_letters import StaleVersion, create_letter


@dataclass(frozen=True)
class RoundLine:
    """A round in the list, with its number of questions and of those in a state."""

    id: uuid.UUID
    title: str
    reference_date: date
    answer_by: date
    is_open: bool
    questions: int
    waiting: int
    checked: int


@dataclass(frozen=True)
class WaitingRound:
    """An open round with questions that wait for one person."""

    id: uuid.UUID
    title: str
    answer_by: date
    waiting: int
    sent_back: int
    reminded_at: datetime | None


@dataclass(frozen=True)
class Question:
    """The question about one item.

    `note` is the newest progress note up to the reference date, whoever wrote it. `owner` and
    `unit` are whom it is to; both are empty where nobody is asked.
    """

    item_id: uuid.UUID
    version: int
    number: str
    kind: Kind
    title: str
    status: Status
    state: AnswerState
    owner_id: uuid.UUID | None
    owner: str
    email: str
    unit_id: uuid.UUID | None
    unit: str
    note_id: uuid.UUID | None
    note: str
    noted_on: date | None
    remark: str
    answered_by_id: uuid.UUID | None
    answered_by: str
    answered_at: datetime | None
    checked_by: str
    reminded_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether it waits for its owner."""
        return self.state in queries.UNANSWERED

    @property
    def is_closed(self) -> bool:
        """Whether the item was closed, so that nothing more needs to be said."""
        return self.status in CLOSED

    @property
    def asks_nobody(self) -> bool:
        """Whether the item has neither an owner nor a unit."""
        return not self.owner and not self.unit

    def is_for(self, actor: Actor) -> bool:
        """Whether it is to this person, or to their unit where there is no owner."""
        if self.owner_id:
            return self.owner_id == actor.user_id
        return self.unit_id is not None and self.unit_id == actor.unit_id


@dataclass(frozen=True)
class Tally:
    """How far one owner or unit is; '' where nobody is asked."""

    name: str
    email: str
    asked: int
    waiting: int


@dataclass(frozen=True)
class OpenedRound:
    """A round with its questions, by owner."""

    row: Round
    author: str
    questions: tuple[Question, ...]

    @property
    def is_open(self) -> bool:
        """Whether answers still come in."""
        return self.row.closed_at is None

    @property
    def counts(self) -> Mapping[AnswerState, int]:
        """The number of questions in each state."""
        found = Counter(one.state for one in self.questions)
        return {state: found[state] for state in AnswerState}

    @property
    def unanswered(self) -> tuple[Question, ...]:
        """The questions about open items that wait for their owner."""
        return tuple(one for one in self.questions if one.waits and not one.is_closed)

    @property
    def unchecked(self) -> tuple[Question, ...]:
        """The answers that nobody checked."""
        return tuple(one for one in self.questions if one.state is AnswerState.READY)

    @property
    def tallies(self) -> tuple[Tally, ...]:
        """How far each owner, or unit without one, is."""
        by_name: dict[tuple[str, str], list[Question]] = {}
        for one in self.questions:
            by_name.setdefault((one.owner or one.unit, one.email), []).append(one)
        return tuple(
            Tally(name, email, len(found), sum(one.waits and not one.is_closed for one in found))
            for (name, email), found in by_name.items()
        )


def list_rounds(session: Session) -> tuple[RoundLine, ...]:
    """All rounds, the open ones first."""
    return tuple(
        RoundLine(
            one.id, one.title, one.reference_date, one.answer_by, one.closed_at is None,
            asked, waiting, checked,
        )
        for one, asked, waiting, checked in session.execute(queries.rounds_with_counts())
    )  # fmt: skip


def waiting_rounds(session: Session, actor: Actor) -> tuple[WaitingRound, ...]:
    """The rounds in which something waits for this person, the first to be answered first."""
    if actor.user_id is None:
        return ()
    found = session.execute(queries.waiting_for(actor.user_id, actor.unit_id))
    return tuple(WaitingRound(*row) for row in found)


def start_round(
    session: Session,
    actor: Actor,
    clock: Clock,
    sittings: SittingCalendar,
    *,
    round_id: uuid.UUID,
    title: str,
    query: str,
    reference_date: date,
    answer_by: date,
    question: str,
) -> uuid.UUID:
    """Ask about every item that the selection has open at the reference date; sent twice, it is
    asked once. Refuses a day to answer by that has passed, and a selection without items."""
    if session.get(Round, round_id):
        return round_id
    _check_day(clock, answer_by)
    act(session, actor, clock)
    vantage = vantage_from(actor, clock.today(), sittings)
    chosen = items_at(read_selection(query), vantage, reference_date, with_closed=False)
    items = session.scalars(chosen).all()
    if not items:
        raise DomainError("round.no_items", field="view")
    session.add(
        Round(
            id=round_id,
            title=title,
            query=query,
            reference_date=reference_date,
            answer_by=answer_by,
            question=question,
            created_by_id=actor.user_id,
            created_at=clock.now(),
        )
    )
    session.flush()
    for item_id in items:
        session.add(RoundQuestion(round_id=round_id, item_id=item_id))
    return round_id


def read_round(session: Session, actor: Actor, round_id: uuid.UUID) -> OpenedRound:
    """A round with its questions. Raises Missing."""
    row = session.get(Round, round_id)
    if row is None:
        raise Missing
    author = session.get(User, row.created_by_id) if row.created_by_id else None
    found = session.execute(queries.questions_of(round_id, row.reference_date, actor.user_id))
    return OpenedRound(row, author.name if author else "", tuple(map(_question, found)))


def remind(session: Session, actor: Actor, clock: Clock, round_id: uuid.UUID) -> int:
    """Remind everyone who has not answered; how many questions are reminded of.

    It stands on their start page until they answer.
    """
    opened = _open_to_change(session, actor, clock, round_id)
    for one in opened.unanswered:
        session.get_one(RoundQuestion, (round_id, one.item_id)).reminded_at = clock.now()
    return len(opened.unanswered)


def postpone(
    session: Session, actor: Actor, clock: Clock, round_id: uuid.UUID, version: int, day: date
) -> None:
    """Give everyone until another day. Raises StaleVersion."""
    opened = _open_to_change(session, actor, clock, round_id, version)
    _check_day(clock, day)
    opened.row.answer_by = day


def add_question(
    session: Session, actor: Actor, clock: Clock, round_id: uuid.UUID, number: str
) -> None:
    """Ask about one more item. Refuses a number that no item has."""
    _open_to_change(session, actor, clock, round_id)
    item = session.exec(select(Item).where(Item.number == number)).first()
    if item is None:
        raise DomainError("item.unknown_number", field="number", number=number)
    if session.get(RoundQuestion, (round_id, item.id)) is None:
        session.add(RoundQuestion(round_id=round_id, item_id=item.id))


def drop_question(
    session: Session, actor: Actor, clock: Clock, round_id: uuid.UUID, item_id: uuid.UUID
) -> None:
    """Ask about an item no longer; refuses one that was answered, whose answer would go."""
    _open_to_change(session, actor, clock, round_id)
    question = session.get(RoundQuestion, (round_id, item_id))
    if question is None:
        raise Missing
    if question.state is not AnswerState.ASKED:
        raise DomainError("round.answered_already")
    session.delete(question)


def close_round(session: Session, actor: Actor, clock: Clock, round_id: uuid.UUID) -> None:
    """Ask no longer; what was answered stays."""
    _open_to_change(session, actor, clock, round_id).row.closed_at = clock.now()


def reopen_round(session: Session, actor: Actor, clock: Clock, round_id: uuid.UUID) -> None:
    """Ask again."""
    act(session, actor, clock)
    opened = read_round(session, actor, round_id)
    if opened.row.letter_id:
        raise DomainError("round.has_letter")
    opened.row.closed_at = None


def make_letter(
    session: Session,
    actor: Actor,
    clock: Clock,
    sittings: SittingCalendar,
    *,
    round_id: uuid.UUID,
    letter_id: uuid.UUID,
    addressee: Addressee,
) -> uuid.UUID:
    """A progress letter of the round's items, and of those of its selection that were closed by
    the reference date; the round is closed. Made twice, it is the same letter."""
    opened = read_round(session, actor, round_id)
    if opened.row.letter_id:
        return opened.row.letter_id
    vantage = vantage_from(actor, clock.today(), sittings)
    row = opened.row
    asked = [one.item_id for one in sorted(opened.questions, key=lambda one: one.number)]
    chosen = items_at(read_selection(row.query), vantage, row.reference_date, with_closed=True)
    closed = session.scalars(
        select(Item.id)
        .where(col(Item.id).in_(chosen.with_only_columns(col(Item.id)).order_by(None)))
        .where(col(Item.status).in_(sorted(CLOSED)))
        .where(col(Item.id).not_in(asked))
        .order_by(Item.number)
    )
    create_letter(
        session,
        actor,
        clock,
        sittings,
        letter_id=letter_id,
        title=row.title,
        reference_date=row.reference_date,
        addressee=addressee,
        query=row.query,
        with_closed=True,
        items=[*asked, *closed],
    )
    row.letter_id, row.closed_at = letter_id, clock.now()
    return letter_id


def _open_to_change(
    session: Session,
    actor: Actor,
    clock: Clock,
    round_id: uuid.UUID,
    version: int | None = None,
) -> OpenedRound:
    act(session, actor, clock)
    opened = read_round(session, actor, round_id)
    if not opened.is_open:
        raise DomainError("round.closed")
    if version is not None and opened.row.version != version:
        raise StaleVersion
    return opened


def _check_day(clock: Clock, answer_by: date) -> None:
    if answer_by < clock.today():
        raise DomainError("round.day_passed", field="answer_by")


def _question(found: Any) -> Question:
    (
        row, number, kind, title, status, owner, unit, newest_id, note, noted_on,
        answered_by, checked_by,
    ) = found  # fmt: skip
    return Question(
        item_id=row.item_id,
        version=row.version,
        number=number,
        kind=kind,
        title=title,
        status=status,
        state=row.state,
        owner_id=owner.id if owner else None,
        owner=owner.name if owner else "",
        email=owner.email if owner else "",
        unit_id=unit.id if unit else None,
        unit=unit.code if unit else "",
        note_id=newest_id,
        note=note or "",
        noted_on=noted_on,
        remark=row.remark,
        answered_by_id=row.answered_by_id,
        answered_by=answered_by or "",
        answered_at=row.answered_at,
        checked_by=checked_by or "",
        reminded_at=row.reminded_at,
    )


def questions_for(opened: OpenedRound, actor: Actor) -> tuple[Question, ...]:
    """The questions of a round that are to this person or their unit; closed items last."""
    mine: Iterable[Question] = (one for one in opened.questions if one.is_for(actor))
    return tuple(sorted(mine, key=lambda one: (one.is_closed, not one.waits, one.number)))
