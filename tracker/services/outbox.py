"""Sends the mails that wait, each by one process, and says of each what became of it.

A mail is marked as being sent just before the server gets it. What ends the process after that
leaves it so, and nobody knows whether it came: it is shown as failed, for a person to judge.
Before that it surely was not sent, and is tried again. Leases are in real time.
"""

import logging
import random
import threading
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from sqlmodel import Session, col, select

from tracker.adapters.backoff import wait_after
from tracker.adapters.mail import Kind, Mail, MailFailed, MailServer, send
from tracker.adapters.mail_texts import MailText, digest_text, trial_text
from tracker.db.session import Store
from tracker.db.tables import Reminder, ReminderChoices, ReminderMail, User
from tracker.db.tables.reminders import MailState
from tracker.domain.reminder_lines import ReminderGroup
from tracker.domain.reminders import gives_up
from tracker.domain.sittings import is_working_day
from tracker.services.actors import Actor
from tracker.services.clock import Clock
from tracker.services.leases import is_gone, new_holder
from tracker.services.reminder_choices import choices_of, token_of
from tracker.services.reminder_lines import read_groups

LEASED_FOR = timedelta(minutes=10)
"""Longer than sending one mail can take (adapters/mail.py, MailLimits)."""
READ_AGAIN = 3
"""How often a mail is written anew when what it tells changes while it is being sent."""
FOR_ALL = {"mail.unreachable", "mail.tls", "mail.login", "mail.sender"}
"""Failures that every other mail would meet as well."""

UNANSWERED, INTERRUPTED = "mail.unanswered", "mail.interrupted"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class MailSettings:
    """By which server mails go, from whom, and what stands in their links."""

    server: MailServer
    sender: str
    base_url: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class MailRun:
    """What became of a mail in one round: sent, dropped, failed, or waiting still; None where
    another process has it."""

    mail_id: uuid.UUID
    email: str
    state: MailState | None
    lines: int = 0
    failure_code: str | None = None
    failure_facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Written:
    """A digest as it stands: whose it is, and what holds of what it was made for."""

    user: User
    made_at: datetime
    groups: tuple[ReminderGroup, ...]

    @property
    def told(self) -> frozenset[uuid.UUID]:
        return frozenset(
            key for group in self.groups for line in group.lines for key in line.reminders
        )


class _Changed(Exception):
    """What the mail tells changed while the server was asked to take it."""


class _LeaseLost(Exception):
    """The mail is another's to send, or is no more."""


class Outbox:
    """The mails of one database that wait, and the server that takes them."""

    def __init__(self, store: Store, clock: Clock, settings: MailSettings) -> None:
        self.store, self.clock, self.settings = store, clock, settings
        self.holder = new_holder()

    def send_waiting(self, stop: threading.Event | None = None) -> tuple[MailRun, ...]:
        """Send each mail whose time has come, on working days only.

        Where the server cannot be spoken to at all, the others stay for a later round.
        """
        self._end_interrupted()
        runs: list[MailRun] = []
        while is_working_day(self.clock.today()) and not (stop and stop.is_set()):
            mail_id = self._claim()
            if mail_id is None:
                break
            run = self._send_claimed(mail_id)
            runs.append(run)
            if run.failure_code in FOR_ALL:
                break
        return tuple(runs)

    def _send_claimed(self, mail_id: uuid.UUID) -> MailRun:
        with self.store.reading() as session:
            email = session.exec(
                select(User.email)
                .join(ReminderMail, col(ReminderMail.user_id) == col(User.id))
                .where(ReminderMail.id == mail_id)
            ).one()
        try:
            for _ in range(READ_AGAIN):
                try:
                    return self._send_once(mail_id)
                except _Changed:
                    continue
            return self._end(mail_id, email, MailState.WAITING, wait=timedelta(minutes=1))
        except _LeaseLost:
            return MailRun(mail_id, email, None)
        except MailFailed as failed:
            return self._fail(mail_id, email, failed)
        except Exception as error:
            _log.exception("a digest cannot be sent")
            return self._break_off(mail_id, email, error)

    def _send_once(self, mail_id: uuid.UUID) -> MailRun:
        with self.store.reading() as session:
            written = self._read(session, mail_id)
        if not written.groups:
            return self._end(mail_id, written.user.email, MailState.DROPPED)
        mail = self._mail(mail_id, written)
        send(self.settings.server, mail, before_data=lambda: self._begin(mail_id, written))
        return self._end(mail_id, written.user.email, MailState.SENT, lines=len(written.told))

    def _read(self, session: Session, mail_id: uuid.UUID) -> _Written:
        """What a mail tells now; nothing when its reader wants none or is here no more."""
        mail = session.get(ReminderMail, mail_id, populate_existing=True)
        if mail is None:
            raise _LeaseLost
        today = self.clock.today()
        user = session.get_one(User, mail.user_id, populate_existing=True)
        choices = choices_of(session.get(ReminderChoices, user.id, populate_existing=True))
        if not user.active or not choices.wants_mail_on(today):
            return _Written(user, mail.made_at, ())
        rows = session.exec(
            select(Reminder).where(Reminder.mail_id == mail_id).order_by(col(Reminder.id))
        ).all()
        return _Written(user, mail.made_at, read_groups(session, user, choices, today, rows))

    def _mail(self, mail_id: uuid.UUID, written: _Written) -> Mail:
        user, settings = written.user, self.settings
        off_url = f"{settings.base_url}/reminders/off/{token_of(user.id, settings.secret)}"
        text = digest_text(
            written.groups,
            user.language,
            name=user.name,
            today=self.clock.today(),
            base_url=settings.base_url,
            off_url=off_url,
        )
        headers = (
            ("List-Unsubscribe", f"<{off_url}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        )
        return _as_mail(text, user.email, user.language, mail_id, settings, headers)

    # What the outbox says of a mail

    def _claim(self) -> uuid.UUID | None:
        """The mail that waits longest, ours for a while."""
        now = self.clock.real_now()
        with self.store.writing() as session:
            waiting = session.exec(
                select(ReminderMail)
                .where(ReminderMail.state == MailState.WAITING)
                .where(col(ReminderMail.next_at) <= self.clock.now())
                .order_by(col(ReminderMail.next_at), col(ReminderMail.id))
                .with_for_update(skip_locked=True)
            )
            for mail in waiting:
                if not _is_held(mail, now):
                    mail.lease_holder, mail.lease_until = self.holder, now + LEASED_FOR
                    return mail.id
        return None

    def _begin(self, mail_id: uuid.UUID, written: _Written) -> None:
        """Note that from here the mail may have been sent, if what it tells holds still."""
        with self.store.writing() as session:
            mail = self._ours(session, mail_id)
            if self._read(session, mail_id) != written:
                raise _Changed
            mail.state = MailState.SENDING
            for row in session.exec(select(Reminder).where(Reminder.mail_id == mail_id)):
                row.left_out = row.id not in written.told

    def _end(
        self,
        mail_id: uuid.UUID,
        email: str,
        state: MailState,
        *,
        lines: int = 0,
        failed: MailFailed | None = None,
        wait: timedelta = timedelta(),
    ) -> MailRun:
        """Give the mail back with what became of it."""
        now = self.clock.now()
        with self.store.writing() as session:
            mail = self._ours(session, mail_id)
            mail.state, mail.lease_holder, mail.lease_until = state, None, None
            mail.attempts += 1
            mail.failure_code = failed.code if failed else None
            mail.failure_facts = dict(failed.facts) if failed else {}
            if state is MailState.WAITING:
                mail.next_at = now + wait
            else:
                mail.ended_at = now
            if state is MailState.DROPPED:
                for row in session.exec(select(Reminder).where(Reminder.mail_id == mail_id)):
                    row.left_out = True
            return MailRun(mail_id, email, state, lines, mail.failure_code, mail.failure_facts)

    def _fail(self, mail_id: uuid.UUID, email: str, failed: MailFailed) -> MailRun:
        """Try again later what surely was not sent, for some working days."""
        try:
            with self.store.writing() as session:
                mail = self._ours(session, mail_id)
            if failed.kind is Kind.TEMPORARY and not gives_up(mail.made_on, self.clock.today()):
                wait = wait_after(mail.attempts + 1, None, random.random())
                return self._end(mail_id, email, MailState.WAITING, failed=failed, wait=wait)
            return self._end(mail_id, email, MailState.FAILED, failed=failed)
        except _LeaseLost:
            return MailRun(mail_id, email, None)

    def _break_off(self, mail_id: uuid.UUID, email: str, error: Exception) -> MailRun:
        """After a fault of ours: what was being sent may have come, the rest is tried again."""
        with self.store.reading() as session:
            mail = session.get(ReminderMail, mail_id)
        if mail is not None and mail.state is MailState.SENDING:
            return self._fail(mail_id, email, MailFailed(Kind.UNCERTAIN, INTERRUPTED, {}))
        facts = {"error": type(error).__name__}
        return self._fail(mail_id, email, MailFailed(Kind.TEMPORARY, "mail.broken", facts))

    def _ours(self, session: Session, mail_id: uuid.UUID) -> ReminderMail:
        mail = session.get(ReminderMail, mail_id, with_for_update=True, populate_existing=True)
        if mail is None or mail.lease_holder != self.holder:
            raise _LeaseLost
        return mail

    def _end_interrupted(self) -> None:
        """Show as failed what a process was sending when it ended."""
        now = self.clock.real_now()
        with self.store.reading() as session:
            held = session.exec(_SENDING).all()
        if all(_is_held(mail, now) for mail in held):
            return
        with self.store.writing() as session:
            for mail in session.exec(_SENDING.with_for_update()):
                if not _is_held(mail, now):
                    mail.state, mail.failure_code = MailState.FAILED, INTERRUPTED
                    mail.lease_holder, mail.lease_until = None, None
                    mail.attempts += 1
                    mail.ended_at = self.clock.now()


_SENDING = select(ReminderMail).where(ReminderMail.state == MailState.SENDING)


def send_trial(settings: MailSettings, actor: Actor) -> None:
    """Send a mail to the person who asks, at once. Raises MailFailed."""
    text = trial_text(actor.language, name=actor.name, base_url=settings.base_url)
    mail = _as_mail(text, actor.email, actor.language, uuid.uuid4(), settings)
    send(settings.server, mail, before_data=lambda: None)


def _is_held(mail: ReminderMail, now: datetime) -> bool:
    """Whether a process that lives has the mail in hand."""
    if mail.lease_holder is None or mail.lease_until is None:
        return False
    return mail.lease_until > now and not is_gone(mail.lease_holder)


def _as_mail(
    text: MailText,
    recipient: str,
    language: str,
    key: uuid.UUID,
    settings: MailSettings,
    headers: Sequence[tuple[str, str]] = (),
) -> Mail:
    """A mail whose Message-ID stays the same when it is sent again, so that a server that has
    it already may know it."""
    host = parseaddr(settings.sender)[1].rpartition("@")[2] or "nakoming.invalid"
    return Mail(
        sender=settings.sender,
        recipient=recipient,
        subject=text.subject,
        plain=text.plain,
        html=text.html,
        message_id=f"<{key}@{host}>",
        sent_at=Clock.real_now(),
        language=language,
        headers=tuple(headers),
    )
