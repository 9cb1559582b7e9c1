"""Takes an action back as a whole, read from the history: rows that it made go, fields that it
changed get their old value. What the history said of it stays."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from tracker.db.tables import Change, Item
from tracker.domain.errors import DomainError
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.deadlines import refresh_item
from tracker.services.exchange import TABLES, key_columns
from tracker.services.exchange_lines import typed
from tracker.services.items import refresh_words

_STAYS = frozenset({"paper", "dossier", "listimport", "listmapping"})
"""What may be in use elsewhere by now, and the import itself."""
MOST_NAMED = 10


def take_back(session: Session, actor: Actor, clock: Clock, batch: uuid.UUID) -> None:
    """Undo all changes of a batch, the last first.

    Refuses, with the numbers of the items, while somebody else's change came after it.
    """
    changes = session.exec(
        select(Change).where(Change.batch == batch).order_by(col(Change.sequence).desc())
    ).all()
    _refuse_later_changes(session, changes)
    act(session, actor, clock)
    touched: set[uuid.UUID] = set()
    for change in changes:
        if change.noun in TABLES and change.noun not in _STAYS:
            _undo(session, change)
            if change.item_id:
                touched.add(change.item_id)
    session.flush()
    for item_id in touched:
        item = session.get(Item, item_id)
        if item:
            refresh_item(session, item)
            refresh_words(session, item)


def _refuse_later_changes(session: Session, changes: Sequence[Change]) -> None:
    items = {change.item_id for change in changes if change.item_id}
    last = max((change.sequence or 0 for change in changes), default=0)
    statement = select(Item.number).where(
        col(Item.id).in_(
            select(Change.item_id)
            .where(col(Change.item_id).in_(items))
            .where(col(Change.sequence) > last)
        )
    )
    numbers = session.exec(statement.order_by(Item.number)).all()
    if numbers:
        named = ", ".join(numbers[:MOST_NAMED])
        raise DomainError("list.changed_since", numbers=named, count=len(numbers))


def _undo(session: Session, change: Change) -> None:
    table = TABLES[change.noun]
    row = session.get(table, _key(table, change.record))
    if row is None:
        return
    if _was_made(table, change):
        session.delete(row)
        session.flush()
        return
    for name, (old, _new) in change.fields.items():
        setattr(row, name, _value(table, name, old))
    session.flush()


def _was_made(table: type[SQLModel], change: Change) -> bool:
    first = key_columns(table)[0]
    return first in change.fields and change.fields[first][0] is None


def _key(table: type[SQLModel], record: str) -> Any:
    keys = [
        _value(table, name, part)
        for name, part in zip(key_columns(table), record.split("/"), strict=True)
    ]
    return keys[0] if len(keys) == 1 else tuple(keys)


def _value(table: type[SQLModel], column: str, value: Any) -> Any:
    if value is None:
        return [] if column in ("submitters", "recesses") else None
    return typed(table, column, value)
