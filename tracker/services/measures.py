"""Measures: what is done for an item without a term of its own."""

import uuid
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, func, select

from tracker.db.recording import plain_value
from tracker.db.tables import Item, Measure
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.conflicts import (
    Seen,
    Trail,
    changes_since,
    combine,
    keep_unchosen,
    newest_change,
    undone,
)
from tracker.services.item_changes import check_pointers, form_text
from tracker.services.items import find_item, find_item_id
from tracker.services.missing import Missing

_FIELDS = ("text", "executor_id", "partners")


def add_measure(
    session: Session,
    actor: Actor,
    clock: Clock,
    number: str,
    *,
    submission: uuid.UUID,
    text: str,
    executor_id: uuid.UUID | None = None,
    partners: str | None = None,
    reason: str = "",
) -> None:
    """Add a measure after the others; a form sent twice makes one."""
    act(session, actor, clock, reason)
    item = find_item(session, actor, number)
    if session.get(Measure, submission):
        return
    check_pointers(session, {"executor_id": executor_id})
    last = session.exec(select(func.max(Measure.position)).where(Measure.item_id == item.id)).one()
    session.add(
        Measure(
            id=submission,
            item_id=item.id,
            position=(last or 0) + 1,
            text=text,
            executor_id=executor_id,
            partners=partners,
        )
    )
    item.changed_at = clock.now()


def read_measure(
    session: Session, actor: Actor, number: str, measure_id: uuid.UUID
) -> tuple[Measure, Seen]:
    """A measure of an item, and what a form that is made from it has seen."""
    item_id = find_item_id(session, actor, number)
    sequence = newest_change(session, _trail(item_id, measure_id))
    measure = session.get(Measure, measure_id)
    if measure is None or measure.item_id != item_id:
        raise Missing
    return measure, Seen(measure.version, sequence)


def measure_form(measure: Measure) -> dict[str, str]:
    """A measure as a form shows it."""
    return _texts(_values(measure))


def edit_measure(
    session: Session,
    actor: Actor,
    clock: Clock,
    number: str,
    measure_id: uuid.UUID,
    *,
    text: str,
    executor_id: uuid.UUID | None,
    partners: str | None,
    seen: Seen,
    reason: str = "",
    unchosen: Mapping[str, str] | None = None,
) -> None:
    """Change a measure; what it said stays in the story. Raises Conflict as items do."""
    act(session, actor, clock, reason)
    measure, now = read_measure(session, actor, number, measure_id)
    wanted: dict[str, Any] = {"text": text, "executor_id": executor_id, "partners": partners}
    check_pointers(session, wanted)
    theirs = measure_form(measure)
    stale = measure.version != seen.version
    trail = _trail(measure.item_id, measure_id)
    changes = changes_since(session, trail, seen.sequence) if stale else []
    mine = _texts({name: plain_value(value) for name, value in wanted.items()})
    base = _texts(undone(_values(measure), changes, "measure"))
    differing = combine(mine, theirs, base, changes, now).changed(theirs)
    if unchosen:
        keep_unchosen(session, str(measure.id), measure.item_id, dict(unchosen))
    for name in differing:
        setattr(measure, name, wanted[name])
    if differing:
        session.get_one(Item, measure.item_id).changed_at = clock.now()


def remove_measure(
    session: Session, actor: Actor, clock: Clock, number: str, measure_id: uuid.UUID, reason: str
) -> None:
    """Take a measure away; the story keeps what it said and why it went."""
    act(session, actor, clock, reason)
    measure, _ = read_measure(session, actor, number, measure_id)
    session.get_one(Item, measure.item_id).changed_at = clock.now()
    session.delete(measure)


def _values(measure: Measure) -> dict[str, Any]:
    return {name: plain_value(getattr(measure, name)) for name in _FIELDS}


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    return {name: form_text(name, value) for name, value in values.items()}


def _trail(item_id: uuid.UUID, measure_id: uuid.UUID) -> Trail:
    return Trail(item_id, ("measure",), str(measure_id))
