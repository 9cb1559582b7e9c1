"""Export in the JSON-lines format: the whole history, replayed from the first change.

After it come the rows that were put in without history (the examples of a benchmark), and
what the history does not hold: when a row was last changed and a calendar last read. Last
come the rows of the tables that stand outside the history.
"""

import json
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain, islice
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from tracker.db.recording import TRACKED, UNRECORDED, plain_value, record_key
from tracker.db.tables import Change, Deadline, Item, User
from tracker.services.conflicts import UNCHOSEN
from tracker.services.exchange import (
    ACTION,
    NAMESPACE,
    NATURAL_KEYS,
    REMOVED,
    SECRET,
    TABLES,
    key_columns,
    referred_table,
)
from tracker.services.plain_rows import plain_rows

Record = dict[str, Any]
AT_A_TIME = 1_000
HOUSE_DATES = ("house_due_on", "house_on_time_until")
LAST_TIMES = ("changed_at", "last_read_at", "last_client")


def export_lines(session: Session) -> Iterator[str]:
    """Every line of an export, in the order in which an import must read them.

    The session must see one moment throughout (`Store.snapshot`).
    """
    for record in _Export(session).records():
        yield json.dumps(record, ensure_ascii=False)


class _Names:
    """What people call the rows that others refer to."""

    def __init__(self, session: Session) -> None:
        self._names: dict[tuple[type[SQLModel], uuid.UUID], str] = {}
        for table, natural in NATURAL_KEYS.items():
            columns = select(table.id, getattr(table, natural))  # type: ignore[attr-defined]
            for key, name in session.exec(columns):
                self._names[table, key] = name

    def note(self, change: Change) -> None:
        """Remember the name of a row that is there no more."""
        table = TABLES[change.noun]
        natural = NATURAL_KEYS.get(table)
        name = change.fields.get(natural, (None, None))[1] if natural else None
        if name is not None:
            self._names.setdefault((table, uuid.UUID(change.record)), str(name))

    def of(self, table: type[SQLModel], key: str | uuid.UUID) -> str:
        """What a row is called: its natural name, or its key."""
        return self._names.get((table, uuid.UUID(str(key))), str(key))

    def line(self, table: type[SQLModel], record: str, values: Record) -> Record:
        """A row's line: what identifies it, by its present name, and these fields."""
        natural = NATURAL_KEYS.get(table)
        key = {natural: self.of(table, record)} if natural else self._key(table, record)
        told = {name: value for name, value in values.items() if name not in SECRET | {natural}}
        return {"type": str(table.__tablename__), **key, **self._named(table, told)}

    def plain(self, table: type[SQLModel], values: Record) -> Record:
        """The line of a row that stands outside the history."""
        return {"type": str(table.__tablename__), **self._named(table, values)}

    def _key(self, table: type[SQLModel], record: str) -> Record:
        columns = zip(key_columns(table), record.split("/"), strict=True)
        return self._named(table, dict(columns))

    def _named(self, table: type[SQLModel], values: Record) -> Record:
        named = {}
        for column, value in values.items():
            target = referred_table(table, column)
            name = column.removesuffix("_id") if target else column
            named[name] = self.of(target, value) if target and value is not None else value
        return named


class _Export:
    """Everything in a database, as records."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._names = _Names(session)
        self._changed: dict[tuple[str, str], datetime] = {}

    def records(self) -> Iterator[Record]:
        return chain(self._history(), self._without_history(), self._last_times(), self._plain())

    def _history(self) -> Iterator[Record]:
        batch = None
        changes = select(Change).order_by(col(Change.sequence))
        for change in self._session.exec(changes.execution_options(yield_per=AT_A_TIME)):
            if change.batch != batch:
                batch = change.batch
                yield self._action(change)
            if change.noun == UNCHOSEN:
                yield self._unchosen(change)
            elif change.noun != ACTION:
                self._changed[change.noun, change.record] = change.at
                self._names.note(change)
                yield self._row(change)

    def _action(self, change: Change) -> Record:
        action = _heading(change.at, change.way.value, change.batch)
        if change.actor_id:
            action["actor"] = self._names.of(User, change.actor_id)
        return action | ({"reason": change.reason} if change.reason else {})

    def _row(self, change: Change) -> Record:
        table = TABLES[change.noun]
        old, new = change.fields.get(key_columns(table)[0], (1, 1))
        if new is None:
            return self._names.line(table, change.record, {}) | {REMOVED: True}
        values = {name: new for name, (_old, new) in change.fields.items()}
        made = _whole(table, values) if old is None else values
        return self._names.line(table, change.record, made)

    def _unchosen(self, change: Change) -> Record:
        record: Record = {"type": UNCHOSEN, "item": self._names.of(Item, str(change.item_id))}
        if change.record != str(change.item_id):
            record["id"] = change.record
        return record | {"fields": {name: text for name, (text, _) in change.fields.items()}}

    def _without_history(self) -> Iterator[Record]:
        for table in _in_order():
            noun = str(table.__tablename__)
            if not sum((noun, key) not in self._changed for key in self._keys(table)):
                continue
            rows = (row for key, row in self._rows(table) if (noun, key) not in self._changed)
            while some := list(islice(rows, AT_A_TIME)):
                yield from self._made_at_once(table, some)

    def _made_at_once(self, table: type[SQLModel], rows: list[SQLModel]) -> Iterator[Record]:
        """Rows under an action of their own, the same one in each export."""
        noun, keys = str(table.__tablename__), [record_key(row) for row in rows]
        at = max(getattr(row, "created_at", datetime.fromtimestamp(0, UTC)) for row in rows)
        yield _heading(at, "import", uuid.uuid5(NAMESPACE, f"{noun}/{keys[0]}"))
        for key, row in zip(keys, rows, strict=True):
            self._changed[noun, key] = at
            yield self._names.line(table, key, _whole(table, _values(row)))

    def _last_times(self) -> Iterator[Record]:
        for table in _in_order():
            names = [name for name in LAST_TIMES if name in table.model_fields]
            for key, values in self._columns(table, names) if names else ():
                known = self._changed.get((str(table.__tablename__), key))
                told = {name: plain_value(value) for name, value in values.items() if value}
                if told.get("changed_at") == plain_value(known):
                    told.pop("changed_at", None)
                if told:
                    yield self._names.line(table, key, told)

    def _plain(self) -> Iterator[Record]:
        for table, values in plain_rows(self._session):
            yield self._names.plain(table, values)

    def _keys(self, table: type[SQLModel]) -> Iterator[str]:
        return (key for key, _ in self._columns(table, ()))

    def _columns(self, table: type[SQLModel], names: Sequence[str]) -> Iterator[tuple[str, Record]]:
        """Each row's key, and some of its columns."""
        keys = [col(getattr(table, name)) for name in key_columns(table)]
        columns = select(*keys, *(getattr(table, name) for name in names)).order_by(*keys)
        for row in self._session.execute(columns.execution_options(yield_per=AT_A_TIME)):
            record = "/".join(map(str, row[: len(keys)]))
            yield record, dict(zip(names, row[len(keys) :], strict=True))

    def _rows(self, table: type[SQLModel]) -> Iterator[tuple[str, SQLModel]]:
        keys = [col(getattr(table, name)) for name in key_columns(table)]
        rows = select(table).order_by(*keys).execution_options(yield_per=AT_A_TIME)
        return ((record_key(row), row) for row in self._session.exec(rows))


def _heading(at: datetime, way: str, batch: uuid.UUID) -> Record:
    return {"type": ACTION, "at": at.isoformat(), "way": way, "batch": str(batch)}


def _values(row: SQLModel) -> Record:
    return {
        name: plain_value(getattr(row, name))
        for name in type(row).model_fields
        if name not in UNRECORDED and getattr(row, name) not in (None, "", [])
    }


def _whole(table: type[SQLModel], values: Record) -> Record:
    """A new row's fields, with those that an import would fill in if they were absent."""
    absent = HOUSE_DATES if table is Deadline else ()
    return values | {name: values.get(name) for name in absent}


def _in_order() -> list[type[SQLModel]]:
    """The tables, each after those that it refers to."""
    order = [table.name for table in SQLModel.metadata.sorted_tables]
    return sorted(TRACKED, key=lambda table: order.index(str(table.__tablename__)))
