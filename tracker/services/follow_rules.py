"""What to follow of all that the House publishes: the rules that an administrator keeps."""

import uuid
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from tracker.db.tables import FollowRule
from tracker.domain.errors import DomainError
from tracker.domain.follow_rules import FollowKind
from tracker.domain.references_read import read_dossier
from tracker.domain.texts import fold
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.marks import mark_register
from tracker.services.missing import Missing


@dataclass(frozen=True)
class FollowEntry:
    """A rule that counts, as an administrator typed it."""

    id: uuid.UUID
    version: int
    kind: FollowKind
    value: str
    since: date | None


def list_rules(session: Session) -> tuple[FollowEntry, ...]:
    """Every rule that counts, by kind and value."""
    statement = (
        select(FollowRule)
        .where(col(FollowRule.withdrawn).is_(False))
        .order_by(col(FollowRule.kind), col(FollowRule.value), col(FollowRule.id))
    )
    return tuple(
        FollowEntry(row.id, row.version, row.kind, row.value, row.since)
        for row in session.exec(statement)
    )


def add_rule(
    session: Session,
    actor: Actor,
    clock: Clock,
    submission: uuid.UUID,
    kind: FollowKind,
    value: str,
    since: date | None = None,
) -> None:
    """Follow something more: of what is known already, motions voted on `since` and commitments
    that are not met become proposals at the next judging.

    Sent twice, it is one; what is followed already is refused.
    """
    if session.get(FollowRule, submission):
        return
    if kind is FollowKind.DOSSIER:
        _check_dossier(value)
    if any(one.kind is kind and fold(one.value) == fold(value) for one in list_rules(session)):
        raise DomainError("follow.twice", field="value", value=value)
    act(session, actor, clock)
    session.add(FollowRule(id=submission, kind=kind, value=value, since=since))
    session.flush()
    mark_register(session, since)


def withdraw_rule(
    session: Session, actor: Actor, clock: Clock, rule_id: uuid.UUID, version: int
) -> None:
    """Follow it no longer; what was proposed by it stays."""
    row = session.get(FollowRule, rule_id)
    if row is None:
        raise Missing
    if row.withdrawn:
        return
    if row.version != version:
        raise DomainError("follow.changed")
    act(session, actor, clock)
    row.withdrawn = True


def _check_dossier(value: str) -> None:
    try:
        read_dossier(value)
    except DomainError as error:
        raise DomainError("follow.no_dossier", field="value", text=value) from error
