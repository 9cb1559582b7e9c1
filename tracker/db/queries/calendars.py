"""What a calendar shows: deadlines of a selection, recesses, and the address that it has."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Text, bindparam, cast, func, or_, select
from sqlmodel import col

from tracker.db.queries.items import Vantage, deadline_conditions, item_conditions
from tracker.db.queries.visible import visible
from tracker.db.tables import (
    Change,
    Deadline,
    Item,
    Minister,
    Paper,
    RecessRow,
    Subscription,
    User,
    View,
)
from tracker.domain.calendar_options import CANCELLED_FOR, CalendarOptions
from tracker.domain.planning import Certainty, DeadlineState
from tracker.domain.selections import Openness, Selection
from tracker.domain.statuses import Kind, Status


class CalendarRow(NamedTuple):
    """What a calendar shows of a deadline, in the order of `COLUMNS`.

    A plain tuple: thousands of them are compared with those that were rendered before.
    """

    id: uuid.UUID
    version: int
    what: str
    wording: str
    reference_date: date
    due_on: date | None
    on_time_until: date | None
    certainty: Certainty
    own_date_reason: str | None
    rule: str
    recurs: str | None
    series_id: uuid.UUID | None
    occurrence: int
    first_due_on: date | None
    review_on: date | None
    state: DeadlineState
    lead_line_id: uuid.UUID | None
    changed_at: datetime
    number: str
    title: str
    kind: Kind
    submitters: str
    cum_suis: bool
    status: Status
    item_version: int
    item_changed_at: datetime
    owner: str | None
    minister: str | None
    source_place: str | None


COLUMNS: tuple[Any, ...] = (
    col(Deadline.id),
    col(Deadline.version),
    col(Deadline.what),
    col(Deadline.wording),
    col(Deadline.reference_date),
    col(Deadline.due_on),
    col(Deadline.on_time_until),
    col(Deadline.certainty),
    col(Deadline.own_date_reason),
    col(Deadline.rule),
    col(Deadline.recurs),
    col(Deadline.series_id),
    col(Deadline.occurrence),
    col(Deadline.first_due_on),
    col(Deadline.review_on),
    col(Deadline.state),
    col(Deadline.lead_line_id),
    col(Deadline.changed_at),
    col(Item.number),
    col(Item.title),
    col(Item.kind),
    cast(col(Item.submitters), Text),
    col(Item.cum_suis),
    col(Item.status),
    col(Item.version),
    col(Item.changed_at),
    col(User.name),
    col(Minister.name),
    col(Paper.source_place),
)


def of_selection(selection: Selection, vantage: Vantage, options: CalendarOptions) -> Iterator[Any]:
    """The statements that together give each deadline that the options let through, once."""
    window = deadline_conditions(selection.due, vantage) if selection.due else []
    waiting = [col(Deadline.state) == DeadlineState.OPEN, _wanted(options), *window]
    yield _cards(vantage.reader_id).where(*item_conditions(selection, vantage), *waiting)
    if options.deadlines and not selection.due:
        whatever_status = replace(selection, openness=Openness.ALL)
        yield _cards(vantage.reader_id).where(
            *item_conditions(whatever_status, vantage),
            col(Deadline.due_on).is_not(None),
            _settled(vantage, options),
        )


def one(deadline_id: uuid.UUID, reader_id: uuid.UUID | None) -> Any:
    """One deadline, as a calendar shows it."""
    return _cards(reader_id).where(col(Deadline.id) == deadline_id)


def recesses() -> Any:
    """Each recess that was not withdrawn, by its first day."""
    kept = select(RecessRow).where(col(RecessRow.withdrawn_reason).is_(None))
    return kept.order_by(col(RecessRow.start), col(RecessRow.id))


def recess_changes() -> Any:
    """When each recess was last changed, by its key as the history writes it."""
    return (
        select(col(Change.record), func.max(col(Change.at)))
        .where(col(Change.noun) == RecessRow.__tablename__)
        .group_by(col(Change.record))
    )


def last_change() -> Any:
    """The number of the newest change in the history."""
    return select(func.max(col(Change.sequence))).scalar_subquery()


ADDRESS = (
    select(
        col(Subscription.id),
        col(Subscription.name),
        col(Subscription.deadlines),
        col(Subscription.provisional),
        col(Subscription.steps),
        col(Subscription.reviews),
        col(Subscription.recesses),
        col(Subscription.closed),
        col(Subscription.alarm_days),
        col(Subscription.last_read_at),
        col(Subscription.last_client),
        col(Subscription.content_hash),
        col(Subscription.content_changed_at),
        func.coalesce(col(View.query), col(Subscription.query)).label("query"),
        col(User.id).label("user_id"),
        col(User.language),
        last_change().label("last_change"),
    )
    .join(User, col(User.id) == col(Subscription.user_id))
    .outerjoin(View, col(View.id) == col(Subscription.view_id))
    .where(col(Subscription.token_hash) == bindparam("token_hash"))
    .where(col(Subscription.revoked_at).is_(None))
    .where(col(User.active))
    .where(
        or_(
            col(View.id).is_(None),
            col(View.shared),
            col(View.owner_id) == col(Subscription.user_id),
        )
    )
)
"""The subscription under a token that its owner may still read."""


def _cards(reader_id: uuid.UUID | None) -> Any:
    return (
        visible(select(*COLUMNS), reader_id)
        .select_from(Deadline)
        .join(Item, col(Item.id) == col(Deadline.item_id))
        .outerjoin(User, col(User.id) == col(Item.owner_id))
        .outerjoin(Minister, col(Minister.id) == col(Deadline.minister_id))
        .outerjoin(Paper, col(Paper.id) == col(Item.source_paper_id))
    )


def _wanted(options: CalendarOptions) -> ColumnElement[bool]:
    """Which open deadlines: with a date as surely as asked for, and those to look at again."""
    certain = [Certainty.FIRM, *([Certainty.PROVISIONAL] if options.provisional else [])]
    shown = certain if options.deadlines else []
    unresolved = [Certainty.UNRESOLVED] if options.reviews else []
    return col(Deadline.certainty).in_([*shown, *unresolved])


def _settled(vantage: Vantage, options: CalendarOptions) -> ColumnElement[bool]:
    """Which settled deadlines: those that were withdrawn lately, and all that were met if asked."""
    lately = col(Deadline.settled_on) > vantage.today - CANCELLED_FOR
    withdrawn = (col(Deadline.state) == DeadlineState.WITHDRAWN) & lately
    met = col(Deadline.state) == DeadlineState.MET
    return or_(withdrawn, met) if options.closed else withdrawn
