"""Items as the rows of a list: what an export writes, and an import compares with."""

import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from tracker.adapters.labels import label
from tracker.adapters.messages import Messages
from tracker.db.queries.visible import visible
from tracker.db.tables import (
    Deadline,
    Dossier,
    Item,
    Minister,
    Paper,
    Programme,
    ProgressNote,
    Unit,
    User,
)
from tracker.domain.list_columns import ListColumn
from tracker.services.actors import Actor

Cells = dict[ListColumn, str | date]


def list_cells(
    session: Session, actor: Actor, items: Any, messages: Messages
) -> Iterator[tuple[uuid.UUID, Cells]]:
    """The cells of items in the order of the statement `items`, which selects their keys.

    A column without a value has no cell.
    """
    chosen = items.subquery()
    order = list(session.scalars(items))
    found = {
        row.Item.id: _cells(row, messages)
        for row in session.execute(_statement(select(chosen.c[0]), actor))
    }
    return ((key, found[key]) for key in order if key in found)


def _statement(keys: Any, actor: Actor) -> Any:
    closing = aliased(Paper)
    notes = _newest_notes(keys)
    columns: tuple[Any, ...] = (
        Item,
        col(Paper.source_place).label("source_place"),
        closing.source_place.label("told_with"),  # type: ignore[attr-defined]
        col(Dossier.number).label("dossier"),
        col(Programme.name).label("programme"),
        col(Minister.code).label("minister"),
        col(Unit.code).label("unit"),
        col(User.email).label("owner"),
        notes.c.text.label("note"),
        notes.c.noted_on,
        col(Deadline.wording).label("wording"),
        col(Deadline.due_on).label("due_on"),
    )
    return (
        visible(select(*columns), actor.user_id)
        .outerjoin(Paper, col(Paper.id) == col(Item.source_paper_id))
        .outerjoin(closing, col(closing.id) == col(Item.closing_paper_id))
        .outerjoin(Dossier, col(Dossier.id) == col(Item.dossier_id))
        .outerjoin(Programme, col(Programme.id) == col(Item.programme_id))
        .outerjoin(Minister, col(Minister.id) == col(Item.minister_id))
        .outerjoin(Unit, col(Unit.id) == col(Item.unit_id))
        .outerjoin(User, col(User.id) == col(Item.owner_id))
        .outerjoin(notes, and_(notes.c.item_id == col(Item.id), notes.c.rank == 1))
        .outerjoin(Deadline, col(Deadline.id) == col(Item.next_deadline_id))
        .where(col(Item.id).in_(keys))
    )


def _newest_notes(keys: Any) -> Any:
    rank = func.row_number().over(
        partition_by=col(ProgressNote.item_id),
        order_by=(
            col(ProgressNote.noted_on).desc(),
            col(ProgressNote.written_at).desc(),
            col(ProgressNote.id),
        ),
    )
    columns = (col(ProgressNote.item_id), col(ProgressNote.text), col(ProgressNote.noted_on))
    return (
        select(*columns, rank.label("rank")).where(col(ProgressNote.item_id).in_(keys)).subquery()
    )


def _cells(row: Any, messages: Messages) -> Cells:
    item: Item = row.Item
    cells: dict[ListColumn, str | date | None] = {
        ListColumn.NUMBER: item.number,
        ListColumn.REGISTER_NUMBER: item.register_number,
        ListColumn.KIND: label(messages, "kind", item.kind),
        ListColumn.TITLE: item.title,
        ListColumn.TEXT: item.text,
        ListColumn.REFERENCE_DATE: item.reference_date,
        ListColumn.SOURCE_PLACE: row.source_place,
        ListColumn.SUBMITTERS: submitters_text(item.submitters, item.cum_suis),
        ListColumn.OUTCOME: label(messages, "outcome", item.outcome) if item.outcome else None,
        ListColumn.PROMISED_TO: item.promised_to,
        ListColumn.PROMISED_IN: item.promised_in,
        ListColumn.REPORT_TITLE: item.report_title,
        ListColumn.RESPONSE: label(messages, "response", item.response) if item.response else None,
        ListColumn.DOSSIER: row.dossier,
        ListColumn.PROGRAMME: row.programme,
        ListColumn.MINISTER: row.minister,
        ListColumn.UNIT: row.unit,
        ListColumn.OWNER: row.owner,
        ListColumn.STATUS: label(messages, "status", item.status),
        ListColumn.TOLD_WITH: row.told_with,
        ListColumn.TRANSFERRED_TO: item.transferred_to,
        ListColumn.STATUS_TEXT: row.note,
        ListColumn.NOTED_ON: row.noted_on,
        ListColumn.WORDING: row.wording,
        ListColumn.DUE_ON: row.due_on,
    }
    return {column: value for column, value in cells.items() if value}


def submitters_text(names: list[str], cum_suis: bool) -> str:
    """Submitters in one cell: 'Kuik; Van der Graaf', 'Van der Graaf c.s.'."""
    told = "; ".join(names)
    return f"{told} c.s." if cum_suis else told


def headings(messages: Messages) -> list[str]:
    """The header of an export; importing recognises every heading again."""
    return [label(messages, "list_column", column) for column in ListColumn]


def export_rows(
    session: Session, actor: Actor, items: Any, messages: Messages
) -> Iterator[list[str | date]]:
    """Items as rows under a header, in the order of the statement."""
    yield list[str | date](headings(messages))
    for _key, cells in list_cells(session, actor, items, messages):
        yield [cells.get(column, "") for column in ListColumn]
