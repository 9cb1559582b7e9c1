"""Reminders: what a person wants, what was told, and the mails that tell it."""

import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Column, Index, Text
from sqlmodel import Field, SQLModel

from tracker.db.columns import UtcDateTime, code, key
from tracker.domain.reminders import USUAL_DAYS, About, Rhythm


class MailState(StrEnum):
    """What became of a mail; one in `sending` was being handed over to the server."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class ReminderChoices(SQLModel, table=True):
    """What a person wants to be reminded of, and until where it was looked.

    `days` are numbers of working days; `off_kinds` the kinds that are not wanted.
    Of changes by others only those after `changes_from` are told. For a person's digest was
    looked last for the day `collected_on`.
    """

    __tablename__ = "reminderchoices"

    user_id: uuid.UUID = Field(primary_key=True, foreign_key="user.id")
    rhythm: Rhythm = Field(default=Rhythm.DAILY, sa_type=code(Rhythm))
    off_kinds: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    days: list[int] = Field(
        default_factory=lambda: list(USUAL_DAYS), sa_column=Column(JSON, nullable=False)
    )
    paused_until: date | None = None
    changes_from: datetime = Field(sa_type=UtcDateTime)
    collected_on: date | None = None


class ReminderMail(SQLModel, table=True):
    """A digest to one person, in the outbox or out of it.

    `made_on` is the day of its first reminder. Its text is made when it is sent, from what
    then still holds. `next_at` is when it may be tried; who tries it holds a lease in real
    time. `failure_facts` fill the sentence of `failure_code`.
    """

    __tablename__ = "remindermail"
    __table_args__ = (Index("ix_remindermail_state_next", "state", "next_at"),)

    id: uuid.UUID = key()
    user_id: uuid.UUID = Field(foreign_key="user.id", index=True)
    made_on: date
    made_at: datetime = Field(sa_type=UtcDateTime)
    state: MailState = Field(default=MailState.WAITING, sa_type=code(MailState))
    attempts: int = 0
    next_at: datetime = Field(sa_type=UtcDateTime)
    lease_holder: str | None = None
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    failure_code: str | None = None
    failure_facts: dict[str, Any] = Field(
        default_factory=dict, sa_column=Column(JSON, nullable=False)
    )


class Reminder(SQLModel, table=True):
    """The ledger: that a person is told something, once, in a mail.

    `key` says what, so that it never comes twice. `subject` is the key of the deadline, round,
    letter or item that it is `about`, empty for the proposals of the sources, and `facts` is
    what must still hold when it is sent. What no longer held then was `left_out`.
    """

    __table_args__ = (Index("ix_reminder_user_key", "user_id", "key", unique=True),)

    id: uuid.UUID = key()
    user_id: uuid.UUID = Field(foreign_key="user.id")
    key: str = Field(sa_column=Column(Text, nullable=False))
    about: About = Field(sa_type=code(About))
    subject: str = Field(default="", index=True)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    told_on: date
    mail_id: uuid.UUID = Field(foreign_key="remindermail.id", index=True)
    left_out: bool = False
