"""Two officers at one record: what both changed is asked, the rest is combined."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, col, func, select

from tracker.db.recording import action_of
from tracker.db.session import Store
from tracker.db.tables import Change, User
from tracker.domain.differences import Merge, merge
from tracker.domain.texts import TEXT_LIMIT
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock

UNCHOSEN = "unchosen"
ATTEMPTS = 3
Result = TypeVar("Result")
Changes = list[tuple[Change, str | None]]


@dataclass(frozen=True)
class Seen:
    """What a form was made from: the row's version, and the newest change in the history."""

    version: int
    sequence: int


@dataclass(frozen=True)
class Combined:
    """A merge with the person who saved in between, if anyone did."""

    merge: Merge
    by: str = ""

    def changed(self, base: Mapping[str, str]) -> set[str]:
        """The fields in which the merge differs from what stood there."""
        return {name for name, text in self.merge.values.items() if base[name] != text}


class Conflict(Exception):
    """Two people changed the same fields differently; all texts are as in the form."""

    def __init__(
        self,
        merged: Merge,
        *,
        base: Mapping[str, str],
        theirs: Mapping[str, str],
        seen: Seen,
        by: str,
        at: datetime | None,
    ) -> None:
        super().__init__(", ".join(merged.clashing))
        self.merge = merged
        self.base = base
        self.theirs = theirs
        self.seen = seen
        self.by = by
        self.at = at


@dataclass(frozen=True)
class Trail:
    """The changes of a row and of what is edited with it, at an item."""

    item_id: uuid.UUID
    nouns: tuple[str, ...]
    record: str | None = None


def save(store: Store, use: Callable[[Session], Result]) -> Result:
    """Write in a transaction; one that lost a race to another is tried anew.

    The second time, the use case sees what the other saved, and asks.
    """
    for _ in range(ATTEMPTS - 1):
        try:
            with store.writing() as session:
                return use(session)
        except (StaleDataError, IntegrityError):
            continue
    with store.writing() as session:
        return use(session)


def newest_change(session: Session, trail: Trail) -> int:
    """The sequence of the newest change; read it before the row itself."""
    return session.exec(select(func.max(Change.sequence)).where(*_of(trail))).one() or 0


def changes_since(session: Session, trail: Trail, sequence: int) -> Changes:
    """The changes after one that was seen, newest first, with their actors' names."""
    statement = (
        select(Change, User.name)
        .join(User, col(User.id) == Change.actor_id, isouter=True)
        .where(*_of(trail))
        .where(col(Change.sequence) > sequence)
        .order_by(col(Change.sequence).desc())
    )
    return [(change, name) for change, name in session.exec(statement).all()]


def _of(trail: Trail) -> list[Any]:
    conditions = [col(Change.item_id) == trail.item_id, col(Change.noun).in_(trail.nouns)]
    return [*conditions, col(Change.record) == trail.record] if trail.record else conditions


def undone(columns: Mapping[str, Any], changes: Changes, noun: str) -> dict[str, Any]:
    """The columns of a row as they were before these changes (newest first)."""
    before = dict(columns)
    for change, _ in changes:
        if change.noun == noun:
            before |= {name: old for name, (old, _) in change.fields.items() if name in before}
    return before


def combine(
    mine: Mapping[str, str],
    theirs: Mapping[str, str],
    base: Mapping[str, str],
    changes: Changes,
    now: Seen,
) -> Combined:
    """My fields with what was saved since they were read; raises Conflict where both differ."""
    merged = merge(base, mine, theirs)
    newest, by = changes[0] if changes else (None, None)
    if merged.clashing:
        raise Conflict(
            merged,
            base=base,
            theirs=theirs,
            seen=now,
            by=by or "",
            at=newest.at if newest else None,
        )
    return Combined(merged, by or "")


def give_up(
    session: Session,
    actor: Actor,
    clock: Clock,
    record: str,
    item_id: uuid.UUID,
    texts: dict[str, str],
) -> None:
    """Drop a whole change after seeing another's; the story keeps what it said."""
    act(session, actor, clock)
    if texts:
        keep_unchosen(session, record, item_id, texts)


def keep_unchosen(session: Session, record: str, item_id: uuid.UUID, texts: dict[str, str]) -> None:
    """Keep in the item's story the texts that an officer wrote and then did not choose."""
    action = action_of(session)
    session.add(
        Change(
            batch=action.batch,
            actor_id=action.actor_id,
            way=action.way,
            at=action.at,
            reason=action.reason,
            noun=UNCHOSEN,
            record=record,
            item_id=item_id,
            fields={name: [_kept(text), None] for name, text in texts.items()},
        )
    )


def _kept(text: str) -> str:
    return text.replace("\0", "")[:TEXT_LIMIT]
