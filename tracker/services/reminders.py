"""Finds what there is to remind people of, and writes it into the ledger and the outbox.

Both in one transaction a person, which also notes that this was their digest of the day: what
ends the process before it leaves nothing, and a second process finds it done.
"""

import logging
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from tracker.db.queries import reminders as queries
from tracker.db.session import Store
from tracker.db.tables import Change, Reminder, ReminderChoices, ReminderMail, User
from tracker.db.tables.reminders import MailState
from tracker.domain.reminder_lines import ReminderGroup
from tracker.domain.reminders import (
    TOLD_BACK,
    WORK_BEGINS,
    About,
    Choices,
    horizon,
    is_late_again,
    reached,
)
from tracker.domain.statuses import CLOSED
from tracker.services.accounts import actor_of
from tracker.services.actors import Actor
from tracker.services.clock import AMSTERDAM, Clock
from tracker.services.reminder_choices import choices_of, first_look, row_of
from tracker.services.reminder_lines import is_closing, read_groups
from tracker.services.rounds import waiting_rounds
from tracker.services.tellings import most_telling

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """Something to remind a person of; `key` is the same for what must not come twice."""

    about: About
    key: str
    subject: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def collect(store: Store, clock: Clock, stop: threading.Event | None = None) -> int:
    """Make the digests of today that were not made yet; gives how many.

    Before the hour at which work begins there are none.
    """
    local = clock.now().astimezone(AMSTERDAM)
    if local.hour < WORK_BEGINS:
        return 0
    with store.reading() as session:
        people = _without_digest(session, local.date())
    made = 0
    for user_id in people:
        if stop and stop.is_set():
            break
        try:
            made += _collect_for(store, clock, user_id)
        except Exception:
            _log.exception("the digest of one person cannot be made")
    return made


def preview(session: Session, actor: Actor, clock: Clock) -> tuple[ReminderGroup, ...]:
    """What a person's digest would hold at this moment; nothing is written down."""
    user = session.get_one(User, actor.user_id)
    row = session.get(ReminderChoices, user.id)
    choices, today = choices_of(row), clock.today()
    found = _new(session, user, choices, clock, row.changes_from if row else first_look(clock))
    rows = [_row(one, user, today, uuid.uuid4()) for one in found]
    return read_groups(session, user, choices, today, rows)


def _without_digest(session: Session, today: date) -> list[uuid.UUID]:
    """The active people who want a digest today and for whom nothing was looked up yet."""
    statement = (
        select(User.id, ReminderChoices)
        .join(ReminderChoices, col(ReminderChoices.user_id) == col(User.id), isouter=True)
        .where(col(User.active))
        .order_by(User.email)
    )
    return [
        user_id
        for user_id, row in session.exec(statement)
        if not _is_done(row, today) and choices_of(row).has_digest_on(today)
    ]


def _is_done(row: ReminderChoices | None, today: date) -> bool:
    return row is not None and row.collected_on is not None and row.collected_on >= today


def _collect_for(store: Store, clock: Clock, user_id: uuid.UUID) -> bool:
    """Make a person's digest of today, if there is anything to tell; whether there was."""
    today = clock.today()
    try:
        with store.writing() as session:
            row, user = row_of(session, clock, user_id), session.get_one(User, user_id)
            choices = choices_of(row)
            if _is_done(row, today) or not choices.has_digest_on(today) or not user.active:
                return False
            row.collected_on = today
            found = _new(session, user, choices, clock, row.changes_from)
            if not read_groups(
                session, user, choices, today,
                [_row(one, user, today, uuid.uuid4()) for one in found],
            ):  # fmt: skip
                return False
            mail = _waiting_mail(session, user, clock)
            session.add_all(_row(one, user, today, mail.id) for one in found)
        return True
    except IntegrityError:
        # Another process made this person's row at the same moment, and so their digest.
        return False


def _waiting_mail(session: Session, user: User, clock: Clock) -> ReminderMail:
    """The person's mail that waits still, for there is one digest; otherwise a new one."""
    waiting = (
        select(ReminderMail)
        .where(ReminderMail.user_id == user.id, ReminderMail.state == MailState.WAITING)
        .order_by(col(ReminderMail.made_at))
        .with_for_update()
    )
    mail = session.exec(waiting).first()
    if mail is None:
        now = clock.now()
        mail = ReminderMail(user_id=user.id, made_on=clock.today(), made_at=now, next_at=now)
        session.add(mail)
        session.flush()
    return mail


def _row(found: Found, user: User, today: date, mail_id: uuid.UUID) -> Reminder:
    return Reminder(
        user_id=user.id,
        key=found.key,
        about=found.about,
        subject=found.subject,
        facts=found.facts,
        told_on=today,
        mail_id=mail_id,
    )


def _new(
    session: Session, user: User, choices: Choices, clock: Clock, since: datetime
) -> list[Found]:
    """What there is to remind of and is not in the person's ledger, each once."""
    by_key = {one.key: one for one in _find(session, user, choices, clock, since)}
    known = set(session.scalars(queries.known_keys(user.id, list(by_key))))
    return [one for key, one in by_key.items() if key not in known]


def _find(
    session: Session, user: User, choices: Choices, clock: Clock, since: datetime
) -> Iterator[Found]:
    """All that there is to remind a person of, of the kinds that they want."""
    finders = (_due, _late, _to_review, _rounds, _letters, _proposals)
    for finder in finders:
        for one in finder(session, user, choices, clock):
            if one.about.kind in choices.kinds:
                yield one
    if About.CHANGED.kind in choices.kinds:
        yield from _changed(session, user, max(since, clock.now() - TOLD_BACK))


def _due(session: Session, user: User, choices: Choices, clock: Clock) -> Iterator[Found]:
    today = clock.today()
    rows = session.execute(queries.due_by(user, today, horizon(choices, today)))
    for deadline, _ in rows:
        number = reached(choices, today, deadline.due_on)
        if number is not None:
            key = f"due:{deadline.id}:{deadline.due_on}:{number}"
            facts = {"due_on": str(deadline.due_on)}
            yield Found(About.DUE, key, str(deadline.id), facts)


def _late(session: Session, user: User, choices: Choices, clock: Clock) -> Iterator[Found]:
    today = clock.today()
    last = {subject: day for subject, day, _ in session.execute(queries.told(user.id, About.LATE))}
    for deadline, _ in session.execute(queries.late_on(user, today)):
        if is_late_again(choices.rhythm, today, last.get(str(deadline.id))):
            yield Found(About.LATE, f"late:{deadline.id}:{today}", str(deadline.id))


def _to_review(session: Session, user: User, choices: Choices, clock: Clock) -> Iterator[Found]:
    for deadline, _ in session.execute(queries.to_review(user, clock.today())):
        key = f"review:{deadline.id}:{deadline.review_on}"
        facts = {"review_on": str(deadline.review_on)}
        yield Found(About.REVIEW, key, str(deadline.id), facts)


def _rounds(session: Session, user: User, choices: Choices, clock: Clock) -> Iterator[Found]:
    """Each round once, and once more whenever who asks reminds of it."""
    for one in waiting_rounds(session, actor_of(user)):
        again = f":{one.reminded_at.isoformat()}" if one.reminded_at else ""
        yield Found(About.ROUND, f"round:{one.id}{again}", str(one.id))


def _letters(session: Session, user: User, choices: Choices, clock: Clock) -> Iterator[Found]:
    """Letters that somebody began to judge on a day before, and that are not finished."""
    begin = datetime.combine(clock.today(), time(), tzinfo=AMSTERDAM)
    for key, *_ in session.execute(queries.letters_of(user.id, begin)):
        yield Found(About.LETTER, f"letter:{key}", str(key))


def _proposals(session: Session, user: User, choices: Choices, clock: Clock) -> Iterator[Found]:
    """The proposals of the sources, when there are newer ones than were told of."""
    waiting, newest = session.execute(queries.proposals_for(user)).one()
    if not waiting:
        return
    key = f"proposals:{newest.astimezone(AMSTERDAM).isoformat()}"
    told = [last for _, _, last in session.execute(queries.told(user.id, About.PROPOSALS))]
    if key > max(told, default=""):
        yield Found(About.PROPOSALS, key)


def _changed(session: Session, user: User, since: datetime) -> Iterator[Found]:
    """What another person did at one of the items, by action and item."""
    actions: dict[tuple[uuid.UUID, uuid.UUID], list[Any]] = {}
    for row in session.execute(queries.changes_by_others(user, since)):
        actions.setdefault((row[0].batch, row[1].id), []).append(row)
    for (batch, item_id), together in actions.items():
        item, who = together[0][1], together[0][2]
        code, detail = _done(user, [change for change, _, _ in together])
        if item.status not in CLOSED or is_closing(code, detail) or code == "taken":
            facts = {"who": who, "code": code, "detail": detail}
            yield Found(About.CHANGED, f"changed:{batch}:{item_id}", str(item_id), facts)


def _done(user: User, changes: list[Change]) -> tuple[str, str]:
    """What an action did: that the item changed hands goes before all else."""
    for change in changes:
        old, new = change.fields.get("owner_id", (None, None))
        if change.noun == "item" and old != new and change.fields.get("number") is None:
            if new == str(user.id):
                return "given", ""
            if old == str(user.id):
                return "taken", ""
    return most_telling((change.noun, change.fields) for change in changes)
