"""Answers in a round: written by the owner, then checked or sent back by somebody else."""

import uuid
from datetime import date

from sqlmodel import Session

from tracker.db.tables import Item, Round, RoundQuestion
from tracker.db.tables.rounds import AnswerState
from tracker.domain.errors import DomainError
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.missing import Missing
from tracker.services.progress_letters import StaleVersion
from tracker.services.progress_notes import add_note
from tracker.services.rounds import Question, read_round


def answer(
    session: Session,
    actor: Actor,
    clock: Clock,
    round_id: uuid.UUID,
    item_id: uuid.UUID,
    version: int,
    *,
    submission: uuid.UUID,
    noted_on: date,
    text: str,
) -> None:
    """Write the progress note that answers a question; sent twice, it is written once.

    Refuses a note of after the reference date, which the letter would not print, and an answer
    that was checked already. Raises Missing and StaleVersion.
    """
    row = _round(session, round_id)
    asked = session.get(RoundQuestion, (round_id, item_id))
    if asked is None:
        raise Missing
    if asked.note_id == submission:
        return
    if noted_on > row.reference_date:
        raise DomainError("round.after", field="noted_on", reference_date=row.reference_date)
    question = _to_answer(session, round_id, item_id, version)
    number = session.get_one(Item, item_id).number
    add_note(session, actor, clock, number, submission=submission, noted_on=noted_on, text=text)
    session.flush()
    _ready(session, actor, clock, question, submission)


def keep_note(
    session: Session,
    actor: Actor,
    clock: Clock,
    round_id: uuid.UUID,
    item_id: uuid.UUID,
    version: int,
    note_id: uuid.UUID,
) -> None:
    """Say that the newest progress note still holds. StaleVersion when there is a newer one than
    the officer saw."""
    _round(session, round_id)
    question = _to_answer(session, round_id, item_id, version)
    if _shown(session, actor, round_id, item_id).note_id != note_id:
        raise StaleVersion
    act(session, actor, clock)
    _ready(session, actor, clock, question, note_id)


def check(
    session: Session,
    actor: Actor,
    clock: Clock,
    round_id: uuid.UUID,
    item_id: uuid.UUID,
    version: int,
) -> None:
    """Mark an answer as checked; nobody checks an answer of their own."""
    question = _to_judge(session, actor, round_id, item_id, version)
    if question.state is not AnswerState.READY:
        raise DomainError("round.not_ready")
    act(session, actor, clock)
    question.state = AnswerState.CHECKED
    question.checked_by_id, question.checked_at = actor.user_id, clock.now()


def send_back(
    session: Session,
    actor: Actor,
    clock: Clock,
    round_id: uuid.UUID,
    item_id: uuid.UUID,
    version: int,
    remark: str,
) -> None:
    """Ask for another answer, and say why; the progress note stays as it is."""
    question = _to_judge(session, actor, round_id, item_id, version)
    if question.state not in (AnswerState.READY, AnswerState.CHECKED):
        raise DomainError("round.not_ready")
    if not remark:
        raise DomainError("text.required", field=f"remark.{item_id}")
    act(session, actor, clock, remark)
    question.state, question.remark = AnswerState.SENT_BACK, remark
    question.checked_by_id, question.checked_at = actor.user_id, clock.now()


def _ready(
    session: Session, actor: Actor, clock: Clock, question: RoundQuestion, note_id: uuid.UUID
) -> None:
    item = session.get_one(Item, question.item_id)
    question.owner_id, question.unit_id = item.owner_id, item.unit_id
    question.state, question.note_id, question.remark = AnswerState.READY, note_id, ""
    question.answered_by_id, question.answered_at = actor.user_id, clock.now()
    question.checked_by_id = question.checked_at = None


def _round(session: Session, round_id: uuid.UUID) -> Round:
    row = session.get(Round, round_id)
    if row is None:
        raise Missing
    if row.closed_at:
        raise DomainError("round.closed")
    return row


def _take(session: Session, round_id: uuid.UUID, item_id: uuid.UUID, version: int) -> RoundQuestion:
    question = session.get(RoundQuestion, (round_id, item_id))
    if question is None:
        raise Missing
    if question.version != version:
        raise StaleVersion
    return question


def _to_answer(
    session: Session, round_id: uuid.UUID, item_id: uuid.UUID, version: int
) -> RoundQuestion:
    question = _take(session, round_id, item_id, version)
    if question.state is AnswerState.CHECKED:
        raise DomainError("round.checked_already")
    return question


def _to_judge(
    session: Session, actor: Actor, round_id: uuid.UUID, item_id: uuid.UUID, version: int
) -> RoundQuestion:
    _round(session, round_id)
    question = _take(session, round_id, item_id, version)
    if question.answered_by_id and question.answered_by_id == actor.user_id:
        raise DomainError("round.own_answer")
    return question


def _shown(session: Session, actor: Actor, round_id: uuid.UUID, item_id: uuid.UUID) -> Question:
    opened = read_round(session, actor, round_id)
    return next(one for one in opened.questions if one.item_id == item_id)
