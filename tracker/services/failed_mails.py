"""Mails that did not go as they should: shown to people, who send them again or put them away."""

import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, and_, col, func, or_, select

from tracker.db.tables import Reminder, ReminderMail, User
from tracker.db.tables.reminders import MailState
from tracker.services.actors import Actor
from tracker.services.clock import Clock
from tracker.services.missing import Missing
from tracker.services.outbox import INTERRUPTED, UNANSWERED


@dataclass(frozen=True)
class MailLine:
    """A mail that did not go as it should."""

    id: uuid.UUID
    user_id: uuid.UUID
    name: str
    email: str
    made_on: date
    state: MailState
    attempts: int
    next_at: datetime
    ended_at: datetime | None
    failure_code: str
    failure_facts: dict[str, Any]
    reminders: int

    @property
    def may_have_come(self) -> bool:
        """Whether nobody knows if it came."""
        return self.failure_code in (UNANSWERED, INTERRUPTED)


def failed_mails(session: Session) -> tuple[MailLine, ...]:
    """Everyone's mails that failed, and those that wait after a failure; the newest first."""
    failed, waits = (
        col(ReminderMail.state) == state for state in (MailState.FAILED, MailState.WAITING)
    )
    put_off = and_(waits, col(ReminderMail.failure_code).is_not(None))
    return _lines(session, or_(failed, put_off))


def count_waiting(session: Session) -> int:
    """How many mails wait to be sent, or are being sent."""
    unsent = col(ReminderMail.state).in_([MailState.WAITING, MailState.SENDING])
    return session.exec(select(func.count()).select_from(ReminderMail).where(unsent)).one()


def own_failed(session: Session, actor: Actor) -> tuple[MailLine, ...]:
    """The mails to a person that failed."""
    own = col(ReminderMail.user_id) == actor.user_id
    return _lines(session, own & (col(ReminderMail.state) == MailState.FAILED))


def send_again(session: Session, actor: Actor, clock: Clock, mail_id: uuid.UUID) -> None:
    """Put a mail that failed in the outbox again, with what holds by then. Raises Missing."""
    mail = _failed(session, actor, mail_id)
    mail.state, mail.made_on, mail.next_at = MailState.WAITING, clock.today(), clock.now()
    mail.failure_code, mail.failure_facts, mail.attempts, mail.ended_at = None, {}, 0, None


def dismiss(session: Session, actor: Actor, mail_id: uuid.UUID) -> None:
    """Show a mail that failed no longer. Raises Missing."""
    _failed(session, actor, mail_id).state = MailState.DROPPED


def _failed(session: Session, actor: Actor, mail_id: uuid.UUID) -> ReminderMail:
    mail = session.get(ReminderMail, mail_id, with_for_update=True)
    if mail is None or mail.state is not MailState.FAILED:
        raise Missing
    if mail.user_id != actor.user_id and not actor.is_administrator:
        raise Missing
    return mail


def _lines(session: Session, where: Any) -> tuple[MailLine, ...]:
    reminders = (
        select(func.count())
        .select_from(Reminder)
        .where(col(Reminder.mail_id) == col(ReminderMail.id))
        .scalar_subquery()
    )
    rows = session.execute(
        select(ReminderMail, User, reminders)
        .join(User, col(User.id) == col(ReminderMail.user_id))
        .where(where)
        .order_by(col(ReminderMail.made_at).desc(), col(ReminderMail.id))
    )
    return tuple(
        MailLine(
            mail.id, user.id, user.name, user.email, mail.made_on, mail.state, mail.attempts,
            mail.next_at, mail.ended_at, mail.failure_code or "", mail.failure_facts, count,
        )
        for mail, user, count in rows
    )  # fmt: skip
