"""Who acts, and the transaction that their action is."""

import uuid
from dataclasses import dataclass

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


SYSTEM = Actor(user_id=None, role=Role.ADMINISTRATOR, way=Way.COMMAND)

BY_SYNC = Actor(user_id=None, way=Way.SYNC)


def act(session: Session, actor: Actor, clock: Clock, reason: str = "") -> Action:
    """Begin an action: all that the session changes from here is recorded under it."""
    action = Action(actor.user_id, actor.way, clock.now(), reason)
    begin_action(session, action)
    return action
