"""Questions of a round, with the item that each is about and what answers it."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from tracker.db.queries.visible import visible
from tracker.db.tables import Item, ProgressNote, Round, RoundQuestion, Unit, User
from tracker.db.tables.rounds import AnswerState
from tracker.domain.statuses import CLOSED

UNANSWERED = (AnswerState.ASKED, AnswerState.SENT_BACK)
"""The states in which a question waits for its owner."""


def asked_owner() -> Any:
    """To whom a question is: the item's owner, and once it is answered, who it then was."""
    unanswered = col(RoundQuestion.state).in_(UNANSWERED)
    return case((unanswered, col(Item.owner_id)), else_=col(RoundQuestion.owner_id))


def asked_unit() -> Any:
    """The unit that a question is to, in the same way."""
    unanswered = col(RoundQuestion.state).in_(UNANSWERED)
    return case((unanswered, col(Item.unit_id)), else_=col(RoundQuestion.unit_id))


def questions_of(round_id: uuid.UUID, reference_date: date, reader_id: uuid.UUID | None) -> Any:
    """Each question of a round with its item, whom it is to, and the item's newest note up to
    the reference date."""
    newest = (
        select(
            col(ProgressNote.id).label("note_id"),
            col(ProgressNote.item_id).label("item_id"),
            col(ProgressNote.text).label("note"),
            col(ProgressNote.noted_on).label("noted_on"),
            func.row_number()
            .over(
                partition_by=col(ProgressNote.item_id),
                order_by=(
                    col(ProgressNote.noted_on).desc(),
                    col(ProgressNote.written_at).desc(),
                    col(ProgressNote.id),
                ),
            )
            .label("rank"),
        )
        .where(col(ProgressNote.noted_on) <= reference_date)
        .where(
            col(ProgressNote.item_id).in_(
                select(col(RoundQuestion.item_id)).where(col(RoundQuestion.round_id) == round_id)
            )
        )
        .subquery()
    )
    owner, answered_by, checked_by = aliased(User), aliased(User), aliased(User)
    columns: tuple[Any, ...] = (
        RoundQuestion,
        col(Item.number),
        col(Item.kind),
        col(Item.title),
        col(Item.status),
        owner,
        Unit,
        newest.c.note_id.label("newest_id"),
        newest.c.note,
        newest.c.noted_on,
        col(answered_by.name).label("answered_by"),
        col(checked_by.name).label("checked_by"),
    )
    return (
        visible(select(*columns), reader_id)
        .join(Item, col(Item.id) == col(RoundQuestion.item_id))
        .outerjoin(owner, col(owner.id) == asked_owner())
        .outerjoin(Unit, col(Unit.id) == asked_unit())
        .outerjoin(answered_by, col(answered_by.id) == col(RoundQuestion.answered_by_id))
        .outerjoin(checked_by, col(checked_by.id) == col(RoundQuestion.checked_by_id))
        .outerjoin(newest, and_(newest.c.item_id == col(Item.id), newest.c.rank == 1))
        .where(col(RoundQuestion.round_id) == round_id)
        .order_by(col(owner.name).nulls_last(), col(Unit.code).nulls_last(), col(Item.number))
    )


def rounds_with_counts() -> Any:
    """Every round with how many questions it has and how many still wait, the open first."""
    counts = (
        select(
            col(RoundQuestion.round_id),
            func.count().label("asked"),
            func.sum(case((col(RoundQuestion.state).in_(UNANSWERED), 1), else_=0)).label("waiting"),
            func.sum(case((col(RoundQuestion.state) == AnswerState.CHECKED, 1), else_=0)).label(
                "checked"
            ),
        )
        .group_by(col(RoundQuestion.round_id))
        .subquery()
    )
    return (
        select(
            Round,
            func.coalesce(counts.c.asked, 0),
            func.coalesce(counts.c.waiting, 0),
            func.coalesce(counts.c.checked, 0),
        )
        .outerjoin(counts, counts.c.round_id == col(Round.id))
        .order_by(col(Round.closed_at).is_not(None), col(Round.answer_by).desc(), col(Round.title))
    )


def waiting_for(user_id: uuid.UUID, unit_id: uuid.UUID | None) -> Any:
    """The open rounds with questions that wait for a person, or for the unit of a person where
    an item has no owner."""
    mine = col(Item.owner_id) == user_id
    if unit_id:
        mine = or_(mine, and_(col(Item.owner_id).is_(None), col(Item.unit_id) == unit_id))
    sent_back = case((col(RoundQuestion.state) == AnswerState.SENT_BACK, 1), else_=0)
    return (
        visible(
            select(
                col(Round.id),
                col(Round.title),
                col(Round.answer_by),
                func.count().label("waiting"),
                func.sum(sent_back).label("sent_back"),
                func.max(col(RoundQuestion.reminded_at)).label("reminded_at"),
            ),
            user_id,
        )
        .join(RoundQuestion, col(RoundQuestion.round_id) == col(Round.id))
        .join(Item, col(Item.id) == col(RoundQuestion.item_id))
        .where(col(Round.closed_at).is_(None))
        .where(col(RoundQuestion.state).in_(UNANSWERED))
        .where(col(Item.status).not_in(sorted(CLOSED)))
        .where(mine)
        .group_by(col(Round.id), col(Round.title), col(Round.answer_by))
        .order_by(col(Round.answer_by), col(Round.title))
    )
