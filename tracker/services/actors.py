"""Who acts, and the transaction that their action is."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlmodel import Session

from tracker.db.recording import Action, begin_action
from tracker.db.tables.accounts import Role
from tracker.db.tables.history import Way
from tracker.services.clock import Clock


@dataclass(frozen=True)
class Actor:
    """The person for whom a service works, and the door through which they came."""

    user_id: uuid.UUID | None
    name: str = ""
    email: str = ""
    initials: str = ""
    role: Role = Role.OFFICER
    unit_id: uuid.UUID | None = None
    language: str = "nl"
    way: Way = Way.PAGE

    @property
    def is_administrator(self) -> bool:
        """Whether this person manages accounts and settings."""
        return self.role is Role.ADMINISTRATOR


_WHOLE = "whole_action"

SYSTEM = Actor(user_id=None, role=Role.ADMINISTRATOR, way=Way.COMMAND)

BY_SYNC = Actor(user_id=None, way=Way.SYNC)


def act(session: Session, actor: Actor, clock: Clock, reason: str = "") -> Action:
    """Begin an action: all that the session changes from here is recorded under it.

    Within `act_as_one`, it is part of that action, with a reason of its own.
    """
    whole = session.info.get(_WHOLE)
    action = Action(actor.user_id, actor.way, clock.now(), reason)
    if whole is not None:
        action = replace(whole, reason=reason or whole.reason)
    begin_action(session, action)
    return action


@contextmanager
def act_as_one(session: Session, actor: Actor, clock: Clock, reason: str = "") -> Iterator[Action]:
    """One action of many: what services do within it has one batch in the history."""
    session.info[_WHOLE] = action = act(session, actor, clock, reason)
    try:
        yield action
    finally:
        del session.info[_WHOLE]
