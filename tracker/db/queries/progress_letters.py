"""What a progress letter says of its items at its reference date."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import and_, func, select
from sqlmodel import col

from tracker.db.queries.visible import visible
from tracker.db.tables import Item, Paper, ProgressLetter, ProgressLetterRow, ProgressNote
from tracker.db.tables.progress_letters import LetterState


def rows_of(letter_id: uuid.UUID, reference_date: date, reader_id: uuid.UUID | None) -> Any:
    """Each row of a letter with its item, its paper and the newest note up to a day."""
    newest = (
        select(
            col(ProgressNote.item_id).label("item_id"),
            col(ProgressNote.text).label("note"),
            col(ProgressNote.noted_on).label("noted_on"),
            func.row_number()
            .over(
                partition_by=col(ProgressNote.item_id),
                order_by=(
                    col(ProgressNote.noted_on).desc(),
                    col(ProgressNote.written_at).desc(),
                    col(ProgressNote.id),
                ),
            )
            .label("rank"),
        )
        .where(col(ProgressNote.noted_on) <= reference_date)
        .where(
            col(ProgressNote.item_id).in_(
                select(col(ProgressLetterRow.item_id)).where(
                    col(ProgressLetterRow.letter_id) == letter_id
                )
            )
        )
        .subquery()
    )
    columns = (ProgressLetterRow, Item, Paper, newest.c.note, newest.c.noted_on)
    return (
        visible(select(*columns), reader_id)
        .join(Item, col(Item.id) == col(ProgressLetterRow.item_id))
        .outerjoin(Paper, col(Paper.id) == col(Item.source_paper_id))
        .outerjoin(newest, and_(newest.c.item_id == col(Item.id), newest.c.rank == 1))
        .where(col(ProgressLetterRow.letter_id) == letter_id)
        .order_by(col(ProgressLetterRow.position), col(Item.number))
    )


def previous_date(letter: ProgressLetter) -> Any:
    """The reference date of the newest frozen letter before this one."""
    return (
        select(func.max(col(ProgressLetter.reference_date)))
        .where(col(ProgressLetter.state) == LetterState.FROZEN)
        .where(col(ProgressLetter.reference_date) < letter.reference_date)
    )


def letters_with_rows() -> Any:
    """Every letter with the number of rows that it includes, the newest date first."""
    included = (
        select(col(ProgressLetterRow.letter_id), func.count().label("rows"))
        .where(col(ProgressLetterRow.included))
        .group_by(col(ProgressLetterRow.letter_id))
        .subquery()
    )
    return (
        select(ProgressLetter, func.coalesce(included.c.rows, 0))
        .outerjoin(included, included.c.letter_id == col(ProgressLetter.id))
        .order_by(col(ProgressLetter.reference_date).desc(), col(ProgressLetter.title))
    )
