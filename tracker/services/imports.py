"""Import of the JSON-lines format: a replay of what happened, one row or action a line.

A line with `"type": "action"` says who acts, when and why; the lines up to the next one are
what was done. A row that exists gets just the fields that its line names, any other is made.
An action that the history holds already is passed over whole, so that a file can be read
again, or a longer one after it. docs/exchange.md describes the format.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, SQLModel, select

from tracker.adapters.identity import hash_token, new_token
from tracker.db.indexing import index_later, index_now
from tracker.db.recording import Action, action_of, begin_action
from tracker.db.tables import Change, Deadline, Item, LeadLine, Paper, RecessRow, Subscription, User
from tracker.db.tables.history import Way
from tracker.domain.planning import Certainty, Dates, late_after
from tracker.domain.recesses import session_year_of
from tracker.domain.references import parse_identifier
from tracker.domain.sittings import SittingCalendar
from tracker.domain.terms import read_term
from tracker.services.clock import Clock
from tracker.services.conflicts import UNCHOSEN, keep_unchosen
from tracker.services.deadlines import refresh_item
from tracker.services.exchange import (
    ACTION,
    NAMESPACE,
    NATURAL_KEYS,
    PLAIN,
    REMOVED,
    SECRET,
    TABLES,
    key_columns,
    recess_key,
    referred_table,
    row_key,
)
from tracker.services.exchange_lines import (
    ExchangeError,
    Part,
    Record,
    at_line,
    parts_of,
    read_moment,
    read_text,
    typed,
)
from tracker.services.items import refresh_words
from tracker.services.lead_lines import check_steps
from tracker.services.numbers import note_number
from tracker.services.papers import ensure_paper
from tracker.services.plain_rows import PlainRow, plain_values, put_in
from tracker.services.recalculations import recalculate
from tracker.services.sittings import change_calendar, read_calendar

__all__ = ["ExchangeError", "Imported", "import_lines"]

HEADING = {"at", "actor", "way", "reason", "batch"}


@dataclass(frozen=True)
class Imported:
    """What an import did: the rows that it read, and those that the history held already."""

    rows: int
    known: int


def import_lines(session: Session, lines: Iterable[str], clock: Clock) -> Imported:
    """Import a file's lines in one transaction; wordings are read with the recesses of the
    database, and of the file as far as it was read.

    Raises ExchangeError at the first line that cannot be used; nothing is kept then.
    """
    importer = _Importer(session, clock)
    for part in parts_of(lines):
        importer.take(part)
    importer.finish()
    return Imported(importer.rows, importer.known)


# Turning lines into rows


class _Importer:
    """Replays actions in one session."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock
        index_later(session)
        change_calendar(session)
        self._calendar = read_calendar(session)
        self._seen: Counter[str] = Counter()
        self._begun: set[uuid.UUID] = set()
        self._keys: dict[tuple[type[SQLModel], str], uuid.UUID] = {}
        self._numbers: dict[str, int] = {}
        self._planned: set[uuid.UUID] = set()
        self.rows = 0
        self.known = 0

    def take(self, part: Part) -> None:
        """Replay one action, unless the history holds it from an earlier import."""
        if not part.heading and not part.rows:
            return
        if part.is_plain:
            self.rows += len(part.rows)
            self.known += self._plain(part.rows)
            return
        with at_line(part.line):
            action = self._read_heading(part)
            known = action.batch not in self._begun and self._is_recorded(action.batch)
        self.rows += len(part.rows)
        if known:
            self.known += len(part.rows)
            return
        self._begun.add(action.batch)
        begin_action(self._session, action)
        for number, record in part.rows:
            with at_line(number):
                self._line(record)
        if not self._is_recorded(action.batch):
            self._mark(action)

    def finish(self) -> None:
        """Bring what follows from rows up to date: next deadlines, the numbers given out, and
        for which deadlines the recesses of this database give another date."""
        for item_id in sorted(self._planned):
            item = self._session.get(Item, item_id)
            if item is not None:  # one that was made and taken back again is gone
                refresh_item(self._session, item)
        for series, last in sorted(self._numbers.items()):
            note_number(self._session, f"{series}-{last}")
        self._session.flush()
        recalculate(self._session, self._clock, self._calendar)
        index_now(self._session)

    def _read_heading(self, part: Part) -> Action:
        heading = {name: value for name, value in part.heading.items() if name != "type"}
        if unknown := sorted(heading.keys() - HEADING):
            raise ValueError(f"an action has no field {unknown[0]!r}")
        if part.heading and "at" not in heading:
            raise ValueError('an action needs "at"')
        actor = heading.get("actor")
        return Action(
            actor_id=self._key_of(User, read_text("actor", actor)) if actor else None,
            way=Way(heading.get("way", "import")),
            at=read_moment("at", heading["at"]) if heading else self._clock.now(),
            reason=read_text("reason", heading.get("reason", "")),
            batch=self._batch(part, heading.get("batch")),
        )

    def _batch(self, part: Part, given: Any) -> uuid.UUID:
        """The action's key: its own, or one that the same lines in the same place have again."""
        if given is not None:
            return uuid.UUID(read_text("batch", given))
        self._seen[part.digest] += 1
        return uuid.uuid5(NAMESPACE, f"{ACTION}/{part.digest}/{self._seen[part.digest]}")

    def _is_recorded(self, batch: uuid.UUID) -> bool:
        statement = select(Change.sequence).where(Change.batch == batch).limit(1)
        return self._session.exec(statement).first() is not None

    def _mark(self, action: Action) -> None:
        """Keep that an action was replayed that changed nothing."""
        self._session.add(
            Change(
                batch=action.batch,
                actor_id=action.actor_id,
                way=action.way,
                at=action.at,
                reason=action.reason,
                noun=ACTION,
                record=str(action.batch),
                fields={},
            )
        )

    def _line(self, record: Record) -> None:
        noun = record.pop("type")
        if noun == UNCHOSEN:
            self._unchosen(record)
        elif noun in TABLES:
            self._row(TABLES[noun], record)
        else:
            known = ", ".join(sorted([ACTION, UNCHOSEN, *TABLES, *PLAIN]))
            raise ValueError(f"unknown type {noun!r}; known are {known}")

    def _plain(self, lines: list[tuple[int, Record]]) -> int:
        """Put in rows that stand outside the history; gives how many were here already."""
        self._session.flush()
        read = []
        for number, record in lines:
            with at_line(number):
                table = PLAIN[record.pop("type")]
                read.append(
                    PlainRow(number, table, plain_values(table, self._fields(table, record)))
                )
        return put_in(self._session, read)

    def _unchosen(self, record: Record) -> None:
        texts = record.get("fields")
        if not isinstance(texts, dict) or not all(isinstance(one, str) for one in texts.values()):
            raise TypeError(f'{UNCHOSEN} needs "fields" with texts')
        item_id = self._key_of(Item, read_text("item", record.get("item")))
        row = uuid.UUID(read_text("id", record["id"])) if "id" in record else item_id
        keep_unchosen(self._session, str(row), item_id, texts)
        self._session.flush()

    def _row(self, table: type[SQLModel], record: Record) -> None:
        removed = record.pop(REMOVED, False)
        if table is RecessRow and "id" not in record:
            record["id"] = str(_recess_key(record))
        fields = self._fields(table, record)
        row = self._find(table, fields)
        if removed:
            self._remove(table, row)
            return
        if row is None:
            row = self._make(table, fields)
            self._session.add(row)
        else:
            self._change(table, row, fields)
        if isinstance(row, LeadLine):
            check_steps(row.steps)
        if isinstance(row, Item):
            with self._session.no_autoflush:
                refresh_words(self._session, row)
        self._session.flush()
        self._remember(row, fields)

    def _fields(self, table: type[SQLModel], record: Record) -> Record:
        fields = {}
        for name, value in record.items():
            column = name if name in table.model_fields else f"{name}_id"
            if column not in table.model_fields or column in SECRET:
                raise ValueError(f"{table.__tablename__} has no field {name!r}")
            fields[column] = self._value(table, column, value)
        return fields

    def _value(self, table: type[SQLModel], column: str, value: Any) -> Any:
        if value is None:
            return None
        if column == "id":
            return row_key(table, read_text(column, value))
        target = referred_table(table, column)
        if target is not None:
            return self._key_of(target, read_text(column.removesuffix("_id"), value))
        read = typed(table, column, value)
        return read.lower() if table is User and column == "email" else read

    def _key_of(self, table: type[SQLModel], name: str) -> uuid.UUID:
        natural = NATURAL_KEYS.get(table)
        if natural is None:
            return row_key(table, name)
        name = name.lower() if table is User else name
        if (table, name) not in self._keys:
            key = self._session.exec(
                select(table.id).where(getattr(table, natural) == name)  # type: ignore[attr-defined]
            ).first()
            if key is None:
                raise LookupError(f"no {table.__tablename__} {name!r} in this file or the database")
            self._keys[table, name] = key
        return self._keys[table, name]

    def _find(self, table: type[SQLModel], fields: Record) -> SQLModel | None:
        natural = NATURAL_KEYS.get(table)
        columns = [natural] if natural else key_columns(table)
        missing = [name for name in columns if fields.get(name) is None]
        if missing:
            raise ValueError(f"{table.__tablename__} needs {missing[0].removesuffix('_id')!r}")
        if natural is None:
            return self._session.get(table, tuple(fields[name] for name in columns))
        statement = select(table).where(getattr(table, natural) == fields[natural])
        return self._session.exec(statement).first()

    def _remove(self, table: type[SQLModel], row: SQLModel | None) -> None:
        if row is None:
            raise LookupError(f"there is no such {table.__tablename__} to remove")
        self._session.delete(row)
        self._session.flush()

    def _change(self, table: type[SQLModel], row: SQLModel, fields: Record) -> None:
        if table in NATURAL_KEYS:
            fields.pop("id", None)
        new = {name: value for name, value in fields.items() if getattr(row, name) != value}
        if new and "changed_at" in table.model_fields:
            new.setdefault("changed_at", action_of(self._session).at)
        for name, value in new.items():
            setattr(row, name, value)

    def _make(self, table: type[SQLModel], fields: Record) -> SQLModel:
        makers: dict[type[SQLModel], Callable[[Record], SQLModel]] = {
            Paper: self._make_paper,
            Deadline: self._make_deadline,
            Subscription: _make_subscription,
        }
        at = action_of(self._session).at
        for name in ("created_at", "changed_at", "written_at"):
            if name in table.model_fields:
                fields.setdefault(name, at)
        make = makers.get(table)
        return make(fields) if make else table(**fields)

    def _make_paper(self, fields: Record) -> Paper:
        identifier = fields.pop("identifier")
        return ensure_paper(self._session, parse_identifier(identifier), **fields)

    def _make_deadline(self, fields: Record) -> Deadline:
        if "certainty" not in fields:
            fields |= _read_dates(fields, self._calendar)
        fields.setdefault("house_due_on", fields.get("due_on"))
        fields.setdefault("house_on_time_until", fields.get("on_time_until"))
        return Deadline(**fields)

    def _remember(self, row: SQLModel, fields: Record) -> None:
        if isinstance(row, Item):
            series, _, last = row.number.rpartition("-")
            if last.isdecimal():
                self._numbers[series] = max(int(last), self._numbers.get(series, 0))
            if "status" in fields:
                self._planned.add(row.id)
        elif isinstance(row, Deadline):
            row.late_after = late_after(
                Dates(row.due_on, row.on_time_until),
                Dates(row.house_due_on, row.house_on_time_until),
            )
            self._planned.add(row.item_id)
        elif isinstance(row, RecessRow):
            _check_recess(row)
            self._calendar = read_calendar(self._session)


def _recess_key(record: Record) -> uuid.UUID:
    """A recess is known by its kind and session year."""
    parts = (read_text(name, record.get(name)) for name in ("kind", "session_year"))
    return recess_key(*parts)


def _check_recess(row: RecessRow) -> None:
    if session_year_of(row.start) != row.session_year:
        raise ValueError(f"{row.start} is not in the session year {row.session_year}")
    if row.end and row.end < row.start:
        raise ValueError(f"a recess cannot end on {row.end}, before it begins")


def _make_subscription(fields: Record) -> Subscription:
    """A subscription whose address nobody knows; its owner renews it."""
    return Subscription(**fields, token_hash=hash_token(new_token()))


def _read_dates(fields: Record, calendar: SittingCalendar) -> Record:
    for name in ("wording", "reference_date"):
        if fields.get(name) is None:
            raise ValueError(f"a deadline needs {name!r}, or else its dates and certainty")
    term = read_term(fields["wording"], fields["reference_date"], calendar)
    return {
        "due_on": term.due_on,
        "on_time_until": term.on_time_until,
        "not_before": term.not_before,
        "certainty": Certainty(term.certainty),
        "rule": term.rule,
        "recurs": term.recurs,
        "first_due_on": term.due_on if term.recurs else None,
        "recesses": [list(recess) for recess in term.recesses],
    }
