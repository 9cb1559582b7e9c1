"""The rows of a ministry's list, compared with what is here already.

Nothing is written. Each row gets its fate: new, the same, changed, or an error with its cell.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from sqlmodel import Session, col, select

from tracker.adapters.labels import label
from tracker.adapters.messages import Messages
from tracker.db.tables import Item
from tracker.domain.errors import DomainError
from tracker.domain.list_columns import ListColumn, cell_name
from tracker.domain.references_read import read_reference
from tracker.domain.sittings import SittingCalendar
from tracker.domain.statuses import Kind
from tracker.services.actors import Actor
from tracker.services.list_cells import Cells, list_cells
from tracker.services.list_reading import CellChange, CellError, Fate, ListReader, ListRow

_PLACED = frozenset({ListColumn.SOURCE_PLACE, ListColumn.TOLD_WITH})
_OF_DEADLINE = frozenset({ListColumn.WORDING, ListColumn.DUE_ON})


def read_rows(
    session: Session,
    actor: Actor,
    today: date,
    calendar: SittingCalendar,
    messages: Messages,
    rows: Sequence[Sequence[str]],
    columns: Mapping[int, ListColumn],
    kind: Kind | None,
) -> tuple[ListRow, ...]:
    """Every row under the header with its fate; `columns` by their place, `kind` for rows that
    do not say it. Empty rows are passed over."""
    reader = ListReader(session, calendar, messages, today, columns, kind)
    read = [reader.row(line, cells) for line, cells in enumerate(rows[1:], start=2) if any(cells)]
    wanted = [row.item_id for row in read if row.item_id]
    found = dict(list_cells(session, actor, _items(wanted), messages)) if wanted else {}
    compared = (_compared(row, found, messages, columns, reader) for row in read)
    return tuple(_once(compared, columns))


def _items(keys: Sequence[uuid.UUID]) -> Any:
    return select(Item.id).where(col(Item.id).in_(keys))


def _once(rows: Iterator[ListRow], columns: Mapping[int, ListColumn]) -> Iterator[ListRow]:
    """Two rows about one item are an error at the second."""
    seen: dict[uuid.UUID, int] = {}
    for row in rows:
        if row.item_id and row.item_id in seen and row.fate is not Fate.ERROR:
            error = DomainError("list.twice", line=seen[row.item_id])
            at = cell_name(min(columns), row.line)
            yield ListRow(
                row.line, Fate.ERROR, row.number, row.title, errors=(CellError(at, error),)
            )
            continue
        if row.item_id:
            seen.setdefault(row.item_id, row.line)
        yield row


def _compared(
    row: ListRow,
    found: Mapping[uuid.UUID, Cells],
    messages: Messages,
    columns: Mapping[int, ListColumn],
    reader: ListReader,
) -> ListRow:
    """A row about an item with what it changes there; the same when it changes nothing."""
    if row.item_id is None or row.errors:
        return row
    cells = found[row.item_id]
    changes = tuple(
        CellChange(column, _shown(cells.get(column, "")), _printed(value, column, messages))
        for column, value in row.values.items()
        if column is not ListColumn.KIND and not _equal(column, value, cells, messages, reader)
    )
    told = {change.column for change in changes}
    if told & _OF_DEADLINE and ListColumn.WORDING in cells:
        place = next(at for at, one in columns.items() if one in told & _OF_DEADLINE)
        error = DomainError("list.deadline_there", number=row.number)
        errors = (CellError(cell_name(place, row.line), error),)
        return ListRow(row.line, Fate.ERROR, row.number, row.title, errors=errors)
    fate = Fate.CHANGED if changes else Fate.SAME
    return ListRow(row.line, fate, row.number, row.title, row.values, row.item_id, changes)


def _equal(
    column: ListColumn, value: Any, cells: Cells, messages: Messages, reader: ListReader
) -> bool:
    there = cells.get(column, "")
    if isinstance(there, date):
        return bool(value == there)
    if column in _PLACED and there:
        return bool(value.identifier == read_reference(there).identifier)
    if isinstance(value, uuid.UUID):
        return bool(there) and reader.named(column, there) == value
    return _folded(_printed(value, column, messages)) == _folded(there)


def _printed(value: Any, column: ListColumn, messages: Messages) -> str:
    """A value as a list shows it."""
    if isinstance(value, StrEnum):
        return label(messages, column.value, value)
    if isinstance(value, tuple):
        names, others = value
        return "; ".join(names) + (" c.s." if others else "")
    if column is ListColumn.DOSSIER:
        return str(value.printed)
    return _shown(getattr(value, "identifier", value))


def _shown(value: Any) -> str:
    return f"{value:%d-%m-%Y}" if isinstance(value, date) else str(value)


def _folded(text: str) -> str:
    return " ".join(text.split())
