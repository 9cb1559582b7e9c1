"""What a progress letter says of its items at its reference date."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from tracker.db.queries.visible import visible
from tracker.db.tables import (
    Change,
    Deadline,
    Dossier,
    Executor,
    Item,
    ItemLink,
    ItemPaper,
    Measure,
    Minister,
    Paper,
    Programme,
    ProgressLetter,
    ProgressLetterRow,
    ProgressNote,
    User,
)
from tracker.db.tables.items import LinkRole
from tracker.db.tables.progress_letters import LetterState
from tracker.domain.statuses import Kind

PRINTED = (LetterState.FROZEN, LetterState.SENT)
"""The states in which a letter no longer changes."""


def rows_of(letter_id: uuid.UUID, reference_date: date, reader_id: uuid.UUID | None) -> Any:
    """Each row of a letter with its item, its papers, the names of what the item belongs to,
    and the newest note up to a day."""
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
        .where(col(ProgressNote.item_id).in_(_items_in(letter_id)))
        .subquery()
    )
    closing = aliased(Paper)
    columns: tuple[Any, ...] = (
        ProgressLetterRow,
        Item,
        Paper,
        closing,
        newest.c.note,
        newest.c.noted_on,
        col(Dossier.number).label("dossier"),
        col(Dossier.title).label("dossier_title"),
        col(Minister.name).label("post"),
        col(Programme.name).label("programme"),
        col(User.name).label("owner"),
    )
    return (
        visible(select(*columns), reader_id)
        .join(Item, col(Item.id) == col(ProgressLetterRow.item_id))
        .outerjoin(Paper, col(Paper.id) == col(Item.source_paper_id))
        .outerjoin(closing, col(closing.id) == col(Item.closing_paper_id))
        .outerjoin(Dossier, col(Dossier.id) == col(Item.dossier_id))
        .outerjoin(Minister, col(Minister.id) == col(Item.minister_id))
        .outerjoin(Programme, col(Programme.id) == col(Item.programme_id))
        .outerjoin(User, col(User.id) == col(Item.owner_id))
        .outerjoin(newest, and_(newest.c.item_id == col(Item.id), newest.c.rank == 1))
        .where(col(ProgressLetterRow.letter_id) == letter_id)
        .order_by(col(ProgressLetterRow.position), col(Item.number))
    )


def deadlines_of(letter_id: uuid.UUID, reference_date: date) -> Any:
    """The deadlines of a letter's items that were given by a day, with the paper that told."""
    return (
        select(Deadline, col(Paper.source_place))
        .outerjoin(Paper, col(Paper.id) == col(Deadline.told_by_id))
        .where(col(Deadline.item_id).in_(_items_in(letter_id)))
        .where(col(Deadline.reference_date) <= reference_date)
        .order_by(col(Deadline.item_id), col(Deadline.created_at), col(Deadline.id))
    )


def deadline_changes(letter_id: uuid.UUID, since: datetime) -> Any:
    """What changed in the deadlines of a letter's items since an instant, oldest first."""
    return (
        select(col(Change.record), col(Change.fields), col(Change.reason), col(Change.at))
        .where(col(Change.noun) == "deadline")
        .where(col(Change.item_id).in_(_items_in(letter_id)))
        .where(col(Change.at) > since)
        .order_by(col(Change.sequence))
    )


def measures_of(letter_id: uuid.UUID) -> Any:
    """The measures of a letter's items, with who carries them out."""
    return (
        select(col(Measure.item_id), col(Measure.text), col(Executor.code))
        .outerjoin(Executor, col(Executor.id) == col(Measure.executor_id))
        .where(col(Measure.item_id).in_(_items_in(letter_id)))
        .order_by(col(Measure.item_id), col(Measure.position), col(Measure.id))
    )


def papers_of(letter_id: uuid.UUID, reference_date: date) -> Any:
    """The papers at a letter's items that were there by a day."""
    return (
        select(col(ItemPaper.item_id), Paper)
        .distinct()
        .join(Paper, col(Paper.id) == col(ItemPaper.paper_id))
        .where(col(ItemPaper.item_id).in_(_items_in(letter_id)))
        .where(or_(col(Paper.dated_on).is_(None), col(Paper.dated_on) <= reference_date))
        .order_by(col(ItemPaper.item_id), col(Paper.dated_on).nulls_last(), col(Paper.identifier))
    )


def recommendations_of(letter_id: uuid.UUID) -> Any:
    """The recommendation that each item of a letter gives effect to, if it does."""
    target = aliased(Item)
    return (
        select(col(ItemLink.from_id), target)
        .join(target, col(target.id) == col(ItemLink.to_id))
        .where(col(ItemLink.role) == LinkRole.GIVES_EFFECT_TO)
        .where(col(target.kind) == Kind.RECOMMENDATION)
        .where(col(ItemLink.from_id).in_(_items_in(letter_id)))
        .order_by(col(target.number))
    )


def previous_letter(letter: ProgressLetter) -> Any:
    """The newest printed letter to the same Chamber with an earlier reference date; a letter
    that a later one replaces does not count."""
    replaced = select(col(ProgressLetter.replaces_id)).where(
        col(ProgressLetter.replaces_id).is_not(None),
        col(ProgressLetter.state).in_(PRINTED),
    )
    return (
        select(ProgressLetter)
        .where(col(ProgressLetter.state).in_(PRINTED))
        .where(col(ProgressLetter.addressee) == letter.addressee)
        .where(col(ProgressLetter.reference_date) < letter.reference_date)
        .where(col(ProgressLetter.id).not_in(replaced))
        .order_by(col(ProgressLetter.reference_date).desc(), col(ProgressLetter.frozen_at).desc())
        .limit(1)
    )


def letters_with_rows() -> Any:
    """Every letter with the number of rows that it includes and its paper, the newest date
    first."""
    included = (
        select(col(ProgressLetterRow.letter_id), func.count().label("rows"))
        .where(col(ProgressLetterRow.included))
        .group_by(col(ProgressLetterRow.letter_id))
        .subquery()
    )
    return (
        select(ProgressLetter, func.coalesce(included.c.rows, 0), col(Paper.label))
        .outerjoin(included, included.c.letter_id == col(ProgressLetter.id))
        .outerjoin(Paper, col(Paper.id) == col(ProgressLetter.paper_id))
        .order_by(col(ProgressLetter.reference_date).desc(), col(ProgressLetter.title))
    )


def _items_in(letter_id: uuid.UUID) -> Any:
    return select(col(ProgressLetterRow.item_id)).where(
        col(ProgressLetterRow.letter_id) == letter_id
    )
