"""Deadlines as people read them: counted, on a page by month, on a timeline, at an item."""

from datetime import date

from sqlmodel import Session

from tracker.db.queries import deadlines as queries
from tracker.db.queries.items import Vantage
from tracker.domain.selections import Selection
from tracker.domain.sittings import Recess, SittingCalendar, last_sitting_before
from tracker.services.actors import Actor


def vantage_from(actor: Actor, today: date, calendar: SittingCalendar) -> Vantage:
    """From where this person reads on this day."""
    recess = calendar.next_of_any_kind(today)
    last_sitting = last_sitting_before(recess) if isinstance(recess, Recess) else None
    return Vantage(today, last_sitting, actor.user_id)


def count_deadlines(
    session: Session, actor: Actor, selection: Selection, today: date, calendar: SittingCalendar
) -> int:
    """How many deadlines the Termijnen page shows for a selection, exactly.

    `selection.due` narrows the deadlines themselves; the rest narrows their items.
    """
    vantage = vantage_from(actor, today, calendar)
    counted: int = session.execute(queries.count(selection, vantage)).scalar_one()
    return counted
