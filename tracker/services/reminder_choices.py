"""What a person wants to be reminded of: read, kept, and switched off by a link of a mail."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from tracker.adapters.identity import is_signed, sign
from tracker.db.tables import Reminder, ReminderChoices, ReminderMail, User
from tracker.db.tables.reminders import MailState
from tracker.domain.errors import DomainError
from tracker.domain.reminders import Choices, ReminderKind, Rhythm, check_choices
from tracker.services.actors import Actor
from tracker.services.clock import Clock
from tracker.services.missing import Missing

_PURPOSE = "reminders-off"


def choices_of(row: ReminderChoices | None) -> Choices:
    """A row's choices; the usual ones of somebody who never chose."""
    if row is None:
        return Choices()
    kinds = frozenset(kind for kind in ReminderKind if kind.value not in row.off_kinds)
    return Choices(row.rhythm, kinds, tuple(row.days), row.paused_until)


def read_choices(session: Session, actor: Actor) -> Choices:
    """A person's own choices."""
    return choices_of(session.get(ReminderChoices, actor.user_id))


def keep_choices(session: Session, actor: Actor, clock: Clock, choices: Choices) -> None:
    """Keep a person's choices. Refuses a pause until today or earlier, and what brings nothing.

    What waits to be sent and is not wanted now is taken back, and comes when it is wanted again.
    """
    if actor.user_id is None:
        raise Missing
    check_choices(choices.rhythm, sorted(choices.kinds), choices.days)
    if choices.paused_until and choices.paused_until <= clock.today():
        raise DomainError("reminders.pause_passed", field="paused_until")
    _keep(session, clock, actor.user_id, choices)


def token_of(user_id: uuid.UUID, secret: str) -> str:
    """What stands in the links of a person's mails by which reminders end."""
    return f"{user_id.hex}.{sign(secret, _PURPOSE, user_id.hex)}"


def user_of_token(session: Session, token: str, secret: str) -> User:
    """Whose mails have this token; Missing for any other text, and for who is here no more."""
    key, _, signature = token.partition(".")
    if not is_signed(secret, _PURPOSE, key, signature):
        raise Missing
    user = session.get(User, uuid.UUID(hex=key))
    if user is None or not user.active:
        raise Missing
    return user


def switch_off(session: Session, clock: Clock, user_id: uuid.UUID) -> None:
    """Send a person no reminders from here on; what else they chose stays."""
    choices = choices_of(session.get(ReminderChoices, user_id))
    _keep(session, clock, user_id, replace(choices, rhythm=Rhythm.OFF, paused_until=None))


def row_of(session: Session, clock: Clock, user_id: uuid.UUID) -> ReminderChoices:
    """A person's row, which nobody else changes until the transaction ends; made when absent."""
    row = session.get(ReminderChoices, user_id, with_for_update=True)
    if row is None:
        row = ReminderChoices(user_id=user_id, changes_from=first_look(clock))
        session.add(row)
        session.flush()
    return row


def first_look(clock: Clock) -> datetime:
    """From when on changes by others are told to somebody who gets a first digest."""
    return clock.now() - timedelta(days=1)


def _keep(session: Session, clock: Clock, user_id: uuid.UUID, choices: Choices) -> None:
    row = row_of(session, clock, user_id)
    if row.rhythm is Rhythm.OFF and choices.rhythm is not Rhythm.OFF:
        row.changes_from = clock.now()
    row.rhythm, row.days = choices.rhythm, list(choices.days)
    row.off_kinds = sorted(set(ReminderKind) - choices.kinds)
    row.paused_until = choices.paused_until
    if choices.rhythm is Rhythm.OFF or choices.paused_until:
        _take_back(session, user_id)


def _take_back(session: Session, user_id: uuid.UUID) -> None:
    """Take the mails that wait out of the outbox, and what they tell out of the ledger."""
    waiting = session.exec(
        select(ReminderMail)
        .where(ReminderMail.user_id == user_id, ReminderMail.state == MailState.WAITING)
        .with_for_update()
    ).all()
    session.exec(delete(Reminder).where(col(Reminder.mail_id).in_([one.id for one in waiting])))
    for mail in waiting:
        session.delete(mail)
