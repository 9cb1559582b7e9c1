"""Items, deadlines and progress notes as they were known at the end of a day, from the history.

The history alone is replayed. Rows that were put in without it (the examples of a benchmark)
count from the moment they were made, as they are now; how many items these are is told.
"""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from typing import Any, TypeAlias

from sqlmodel import Session, SQLModel, col, func, select

from tracker.db.queries.visible import visible
from tracker.db.recording import plain_value
from tracker.db.tables import Change, Deadline, Item, ProgressNote
from tracker.services.clock import AMSTERDAM

Values: TypeAlias = dict[str, Any]
Columns: TypeAlias = Mapping[type[SQLModel], Collection[str]]
AT_A_TIME = 200  # a batch's changes are many small objects, which the collector looks through
ON_TIME = ("house_on_time_until", "on_time_until")
STANDING: Columns = {
    Item: (
        "number", "title", "kind", "status", "unit_id", "minister_id", "programme_id",
        "reference_date", "closed_on",
    ),
    Deadline: (
        "item_id", "what", "due_on", "on_time_until", "house_on_time_until", "certainty", "state",
        "settled_on",
    ),
}  # fmt: skip
"""What a status report needs."""


EMPTY: tuple[Any, ...] = (None, "", [])
FIRST, MOVES = "first_on_time_until", "moves"


@dataclass(frozen=True)
class PastStates:
    """Rows by table and key as the history writes them: dates in ISO 8601, keys as text.

    A column that had no value is absent. A deadline also has, where there are any, its last day
    on time as it was first known (FIRST; to the House, if it was told one) and how often its due
    date was changed since (MOVES). `without_history` counts the items that have none.
    """

    rows: dict[type[SQLModel], dict[str, Values]]
    without_history: int

    def of(self, table: type[SQLModel]) -> dict[str, Values]:
        """The rows of one table."""
        return self.rows.get(table, {})


def states_on(
    session: Session, reader_id: uuid.UUID | None, day: date, columns: Columns = STANDING
) -> PastStates:
    """Everything that was there at the end of a day in Amsterdam, and these columns of it.

    The session must see one moment throughout (`Store.snapshot`).
    """
    replay = _Replay(end_of(day), columns)
    for noun, record, fields, is_later in session.execute(_changes(replay)):
        replay.take(noun, record, fields, is_later)
    for table in columns:
        replay.add_unrecorded(table, _unmade(session, table, replay))
    seen = session.exec(visible(select(Item.id), reader_id))
    return replay.states({str(key) for key in seen})


def first_day(session: Session) -> date | None:
    """The first day of which an item is known."""
    changed = select(func.min(Change.at)).where(Change.noun == Item.__tablename__)
    made = select(func.min(Item.created_at))
    firsts: list[datetime | None] = [*session.exec(changed), *session.exec(made)]
    moments = [moment for moment in firsts if moment is not None]
    return min(moments).astimezone(AMSTERDAM).date() if moments else None


def end_of(day: date) -> datetime:
    """The first instant after a day in Amsterdam."""
    return datetime.combine(day + timedelta(days=1), time_of_day(), AMSTERDAM)


@dataclass
class _Replay:
    """The rows as they become while changes are replayed in their order.

    Of a row whose making is in no change, `before` keeps what each column was before its
    first change; what was changed later than the moment is thereby undone.
    """

    end: datetime
    columns: Columns
    rows: dict[type[SQLModel], dict[str, Values]] = field(default_factory=dict)
    known: set[str] = field(default_factory=set)
    before: dict[str, Values] = field(default_factory=dict)
    since: dict[str, Values] = field(default_factory=dict)
    without_history: int = 0
    removed_since: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._tables = {str(table.__tablename__): table for table in self.columns}
        self._wanted = {table: frozenset(names) for table, names in self.columns.items()}
        self.rows = {table: {} for table in self.columns}

    @property
    def nouns(self) -> list[str]:
        """The names of the tables that are replayed."""
        return list(self._tables)

    def take(self, noun: str, record: str, fields: dict[str, Any], is_later: bool) -> None:
        """One change."""
        table = self._tables[noun]
        made, gone = fields.get("id", (1, 1))
        if made is None:
            self.known.add(record)
        if is_later and gone is None:
            self.removed_since.add(record)
        if record not in self.known:
            self._note_unmade(table, record, fields, is_later)
        elif not is_later:
            self._apply(table, record, fields, gone is None)

    def _apply(self, table: type[SQLModel], record: str, fields: Values, is_gone: bool) -> None:
        if is_gone:
            self.rows[table].pop(record, None)
            return
        wanted = self._wanted[table]
        row = self.rows[table].setdefault(record, {})
        for name, (_, new) in fields.items():
            if name in wanted:
                row[name] = new
        if table is Deadline:
            _note_move(row, fields)

    def _note_unmade(
        self, table: type[SQLModel], record: str, fields: Values, is_later: bool
    ) -> None:
        before, since = self.before.setdefault(record, {}), self.since.setdefault(record, {})
        for name, (old, new) in fields.items():
            if name in self._wanted[table]:
                before.setdefault(name, old)
                if not is_later:
                    since[name] = new

    def add_unrecorded(self, table: type[SQLModel], rows: Iterator[tuple[str, Values]]) -> None:
        """Rows that are there now, made before the moment without a change that says so."""
        for record, values in rows:
            if table is Item:
                self.without_history += 1
            now = values | self.before.get(record, {})
            row = self.rows[table][record] = now | self.since.get(record, {})
            if table is Deadline:
                row[FIRST] = _first(now)
                row[MOVES] = int(now.get("due_on") != row.get("due_on"))

    def states(self, seen: set[str]) -> PastStates:
        """What came of it, without empty columns; of the items `seen`, and those removed since."""
        shown = seen | self.removed_since
        for table, found in self.rows.items():
            hidden = [
                record
                for record, row in found.items()
                if (record if table is Item else row["item_id"]) not in shown
            ]
            for record in hidden:
                del found[record]
            for row in found.values():
                for name in [name for name, value in row.items() if value in EMPTY]:
                    del row[name]
        return PastStates(self.rows, self.without_history)


def _note_move(row: Values, fields: Values) -> None:
    """Add what one change did to a deadline's date."""
    if row.get(FIRST) is None:
        row[FIRST] = _first(row)
    old, new = fields.get("due_on", (None, None))
    if old is not None and new is not None and old != new:
        row[MOVES] = row.get(MOVES, 0) + 1


def _first(row: Values) -> str | None:
    return next((row[name] for name in ON_TIME if row.get(name)), None)


def _changes(replay: _Replay) -> Any:
    is_later = col(Change.at) >= replay.end
    return (
        select(Change.noun, Change.record, Change.fields, is_later)
        .where(col(Change.noun).in_(replay.nouns))
        .order_by(col(Change.sequence))
        .execution_options(yield_per=AT_A_TIME)
    )


def _unmade(
    session: Session, table: type[SQLModel], replay: _Replay
) -> Iterator[tuple[str, Values]]:
    """The rows of a table that no change made, in place at the moment; read when there are any."""
    key: Any = table.id  # type: ignore[attr-defined]
    keys = session.exec(select(key)).all()
    if all(str(one) in replay.known for one in keys):
        return
    names = [*replay.columns[table]]
    made = _made_column(table)
    rows = select(key, *(getattr(table, name) for name in names)).where(made < replay.end)
    for record, *values in session.execute(rows.execution_options(yield_per=AT_A_TIME)):
        if str(record) not in replay.known:
            yield (
                str(record),
                {
                    name: plain_value(value)
                    for name, value in zip(names, values, strict=True)
                    if value is not None
                },
            )


def _made_column(table: type[SQLModel]) -> Any:
    return col(ProgressNote.written_at) if table is ProgressNote else table.created_at  # type: ignore[attr-defined]
