"""Adopted motions of which nothing yet says whether, how and when they will be carried out."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, func, select

from tracker.db.queries.visible import visible
from tracker.db.tables import Deadline, Item, Measure, ProgressNote
from tracker.domain.planning import DeadlineState
from tracker.domain.statuses import OPEN, Kind, Outcome
from tracker.services.actors import Actor

SHOWN = 5


@dataclass(frozen=True)
class Unanswered:
    """A motion without a term, a measure or a progress note, and how long it waits."""

    number: str
    title: str
    voted_on: date
    days: int


@dataclass(frozen=True)
class UnansweredMotions:
    """The motions that wait longest, and how many there are in all."""

    total: int
    longest: tuple[Unanswered, ...]


def motions_unanswered(
    session: Session, actor: Actor, today: date, within: timedelta
) -> UnansweredMotions:
    """The adopted motions that nothing was said of for longer than `within` after the vote.

    A motion without a day of voting counts from its reference date. A withdrawn term says
    nothing. That there is no date is asked apart, for an index leads to those.
    """
    voted_on = func.coalesce(Item.voted_on, Item.reference_date)
    kept = col(Deadline.state) != DeadlineState.WITHDRAWN
    statement = (
        select(Item.number, Item.title, voted_on, func.count().over())
        .where(
            Item.kind == Kind.MOTION,
            Item.outcome == Outcome.ADOPTED,
            col(Item.status).in_(sorted(OPEN)),
            col(Item.next_due_on).is_(None),
            col(Item.next_deadline_id).is_(None),
            voted_on < today - within,
            ~select(Deadline.id).where(Deadline.item_id == Item.id, kept).exists(),
            ~select(Measure.id).where(Measure.item_id == Item.id).exists(),
            ~select(ProgressNote.id).where(ProgressNote.item_id == Item.id).exists(),
        )
        .order_by(voted_on, col(Item.number))
        .limit(SHOWN)
    )
    rows = session.exec(visible(statement, actor.user_id)).all()
    return UnansweredMotions(
        total=rows[0][3] if rows else 0,
        longest=tuple(
            Unanswered(number, title, day, (today - day).days) for number, title, day, _ in rows
        ),
    )
