"""What there is to remind a person of: deadlines, changes by others, proposals."""

import uuid
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, and_, cast, func, or_, select
from sqlmodel import col

from tracker.db.queries.visible import visible
from tracker.db.tables import (
    Change,
    Deadline,
    HouseProposal,
    Item,
    Letter,
    Proposal,
    Reminder,
    User,
)
from tracker.db.tables.accounts import Role
from tracker.db.tables.letters import ProposalState
from tracker.domain.planning import Certainty, DeadlineState
from tracker.domain.reminders import About
from tracker.domain.statuses import OPEN

Rows = Select[*tuple[Any, ...]]
STORY = ("item", "deadline", "measure", "progressnote", "itempaper", "itemlink", "itemminister")
"""The tables whose changes tell something of an item."""


def answers_for(user: User) -> ColumnElement[bool]:
    """Whose reminders an item's are: its owner's; without an active one those of its unit; and
    without anybody there those of the administrators."""
    active = select(col(User.id)).where(col(User.active))
    peopled = select(col(User.unit_id)).where(col(User.active), col(User.unit_id).is_not(None))
    ownerless = or_(col(Item.owner_id).is_(None), col(Item.owner_id).not_in(active))
    alone = or_(col(Item.unit_id).is_(None), col(Item.unit_id).not_in(peopled))
    mine = [col(Item.owner_id) == user.id]
    if user.unit_id:
        mine.append(and_(ownerless, col(Item.unit_id) == user.unit_id))
    if user.role is Role.ADMINISTRATOR:
        mine.append(and_(ownerless, alone))
    return or_(*mine)


def deadlines_of(user: User, keys: Collection[uuid.UUID] | None = None) -> Rows:
    """The open deadlines of open items that a person answers for, or those of `keys` only."""
    statement = visible(
        select(Deadline, Item).join(Item, col(Item.id) == col(Deadline.item_id)), user.id
    )
    if keys is not None:
        statement = statement.where(col(Deadline.id).in_(keys))
    return (
        statement.where(col(Deadline.state) == DeadlineState.OPEN)
        .where(col(Item.status).in_(sorted(OPEN)))
        .where(answers_for(user))
        .order_by(col(Deadline.due_on).nulls_last(), col(Item.number), col(Deadline.id))
    )


def due_by(user: User, today: date, last: date) -> Rows:
    """The deadlines due until a day, and not late."""
    return (
        deadlines_of(user)
        .where(col(Deadline.due_on).between(today, last))
        .where(or_(col(Deadline.late_after).is_(None), col(Deadline.late_after) >= today))
    )


def late_on(user: User, today: date) -> Rows:
    """The deadlines that are late on a day."""
    return deadlines_of(user).where(col(Deadline.late_after) < today)


def to_review(user: User, today: date) -> Rows:
    """The deadlines without a date that must be looked at again by a day."""
    return (
        deadlines_of(user)
        .where(col(Deadline.certainty) == Certainty.UNRESOLVED)
        .where(col(Deadline.review_on) <= today)
    )


def told(user_id: uuid.UUID, about: About) -> Rows:
    """Subject, last day and newest key of what a person was told about something."""
    return (
        select(col(Reminder.subject), func.max(col(Reminder.told_on)), func.max(col(Reminder.key)))
        .where(col(Reminder.user_id) == user_id, col(Reminder.about) == about)
        .group_by(col(Reminder.subject))
    )


def known_keys(user_id: uuid.UUID, keys: Collection[str]) -> Rows:
    """Those of the keys that are in a person's ledger."""
    return select(col(Reminder.key)).where(
        col(Reminder.user_id) == user_id, col(Reminder.key).in_(keys)
    )


def changes_by_others(user: User, since: datetime) -> Rows:
    """The changes after a moment that another person made at a person's items, or by which
    they took or gave one; with the item and who did it, the oldest first."""
    gave_away = and_(
        col(Change.noun) == "item", cast(col(Change.fields), Text).contains(_was_owner(user.id))
    )
    statement = select(Change, Item, col(User.name))
    return (
        visible(statement, user.id)
        .join(Item, col(Item.id) == col(Change.item_id))
        .join(User, col(User.id) == col(Change.actor_id))
        .where(col(Change.at) > since)
        .where(col(Change.noun).in_(STORY))
        .where(col(Change.actor_id) != user.id)
        .where(or_(col(Item.owner_id) == user.id, gave_away))
        .order_by(col(Change.sequence))
    )


def _was_owner(user_id: uuid.UUID) -> str:
    """How a change that takes an item from its owner is written down."""
    return f'"owner_id": ["{user_id}"'


def proposals_for(user: User) -> Rows:
    """How many proposals of the sources wait for a person, and when the newest was found.

    Those about no item have no owner and no unit: they wait for the administrators.
    """
    return (
        visible(select(func.count(), func.max(col(HouseProposal.found_at))), user.id)
        .select_from(HouseProposal)
        .outerjoin(Item, col(Item.id) == col(HouseProposal.item_id))
        .where(col(HouseProposal.state) == ProposalState.OPEN)
        .where(or_(col(Item.id).is_(None), col(Item.status).in_(sorted(OPEN))))
        .where(answers_for(user))
    )


def letters_of(user_id: uuid.UUID, before: datetime) -> Rows:
    """The letters that a person had read before a moment and in which proposals wait: key,
    name, day of the letter and number of proposals."""
    return (
        select(
            col(Letter.id), col(Letter.name), col(Letter.dated_on), func.count().label("waiting")
        )
        .join(Proposal, col(Proposal.letter_id) == col(Letter.id))
        .where(col(Letter.read_by_id) == user_id, col(Letter.read_at) < before)
        .where(col(Proposal.state) == ProposalState.OPEN)
        .group_by(col(Letter.id), col(Letter.name), col(Letter.dated_on))
        .order_by(col(Letter.dated_on), col(Letter.id))
    )
