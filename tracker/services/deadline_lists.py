"""Deadlines as people read them: counted, on a page by month, on a timeline, at an item."""

import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session, select

from tracker.adapters.explanations import explain, rhythm
from tracker.adapters.messages import Messages
from tracker.db.queries import deadlines as queries
from tracker.db.queries.deadlines import PAGE_SIZE
from tracker.db.queries.items import Vantage
from tracker.db.queries.visible import visible
from tracker.db.tables import Item, Paper
from tracker.domain.debates import HANGS_ON_DEBATE
from tracker.domain.planning import Certainty, DeadlineState, Period, Strength, days_late
from tracker.domain.selections import Selection
from tracker.domain.sittings import Recess, SittingCalendar, last_sitting_before
from tracker.domain.statuses import Kind, is_open
from tracker.domain.terms import Flag, flags_on, read_term
from tracker.domain.texts import initials
from tracker.services.actors import Actor
from tracker.services.lead_lines import Steps, steps_of
from tracker.services.missing import Missing

UNDATED = None
LATER_COUNTED_UP_TO = 1000


@dataclass(frozen=True)
class DeadlineRow:
    """A deadline in a list. `days_late` is 0 when on time, `days_left` runs to `due_on`."""

    id: uuid.UUID
    what: str
    wording: str
    state: DeadlineState
    due_on: date | None
    on_time_until: date | None
    certainty: Certainty
    strength: Strength
    review_on: date | None
    rhythm: str
    flags: tuple[Flag, ...]
    days_late: int
    days_left: int
    number: str
    kind: Kind
    owner: str | None

    @property
    def initials(self) -> str:
        """The initials beside the owner's name."""
        return initials(self.owner or "")


@dataclass(frozen=True)
class TimelineMark:
    """A deadline to draw on a line."""

    id: uuid.UUID
    what: str
    due_on: date
    certainty: Certainty
    state: DeadlineState
    days_late: int
    number: str


@dataclass(frozen=True)
class DeadlinePage:
    """One page of the deadlines of a selection, and all that its timeline is drawn from.

    `by_month` counts exactly, by (year, month), and under None those without a date.
    `total` is their sum; `later` is due after the period, counted to LATER_COUNTED_UP_TO.
    """

    rows: tuple[DeadlineRow, ...]
    by_month: dict[tuple[int, int] | None, int]
    total: int
    later: int
    page: int
    pages: int
    marks: tuple[TimelineMark, ...]
    marks_left_out: bool


@dataclass(frozen=True)
class PaperMark:
    """A paper as a link: its label, identifier and public address."""

    label: str
    identifier: str
    address: str


@dataclass(frozen=True)
class EarlierDate:
    """What a deadline said before it was moved, and who moved it when and why."""

    wording: str
    due_on: date | None
    moved_at: datetime
    reason: str
    by: str | None


@dataclass(frozen=True)
class DeadlineCard:
    """A deadline with all that an officer must know of it.

    `why` are the sentences that lead from the wording to the date. `told` says whether the
    House knows the present date; `house_due_on` is the last date that it knows.
    `recess_changed` says that the recess calendar now gives another date, on which an
    officer must decide. `hangs_on_debate` says that a debate may be chosen for the date,
    `debate_on` the day of the one that was. `steps` are counted back by the line that it
    follows while it is open.
    """

    id: uuid.UUID
    version: int
    number: str
    what: str
    wording: str
    reference_date: date
    state: DeadlineState
    due_on: date | None
    on_time_until: date | None
    not_before: date | None
    certainty: Certainty
    strength: Strength
    minister: str | None
    executor: str | None
    source: PaperMark | None
    own_date_reason: str | None
    why: tuple[str, ...]
    flags: tuple[Flag, ...]
    rests_on_recess: bool
    recess_changed: bool
    review_on: date | None
    rhythm: str
    occurrence: int
    first_due_on: date | None
    days_late: int
    days_left: int
    told: bool
    told_by: PaperMark | None
    house_due_on: date | None
    earlier: tuple[EarlierDate, ...]
    hangs_on_debate: bool
    debate_on: date | None
    settled_on: date | None
    settled_reason: str | None
    settled_paper: PaperMark | None
    lead_line_id: uuid.UUID | None
    steps: Steps | None

    @property
    def is_open(self) -> bool:
        """Whether something is still due."""
        return self.state is DeadlineState.OPEN


@dataclass(frozen=True)
class FormFacts:
    """What the form for a new deadline starts from.

    `counted_from` is the paper whose date the reference date is, if one of the item's
    papers has that date. `open_deadlines` are those that a new one may replace.
    """

    number: str
    title: str
    kind: Kind
    is_open: bool
    reference_date: date
    voted_on: date | None
    counted_from: str | None
    source: str | None
    minister_id: uuid.UUID | None
    open_deadlines: tuple[tuple[uuid.UUID, str, str], ...]


@dataclass(frozen=True)
class Reading:
    """What a wording says, before it is saved, or a date of one's own instead.

    `why` is the wording's reasoning in both cases.
    """

    wording: str
    is_own_date: bool
    due_on: date | None
    on_time_until: date | None
    not_before: date | None
    certainty: Certainty
    rhythm: str
    why: tuple[str, ...]
    flags: tuple[Flag, ...]
    rests_on_recess: bool
    days_left: int


def vantage_from(actor: Actor, today: date, calendar: SittingCalendar) -> Vantage:
    """From where this person reads on this day."""
    recess = calendar.next_of_any_kind(today)
    last_sitting = last_sitting_before(recess) if isinstance(recess, Recess) else None
    return Vantage(today, last_sitting, actor.user_id)


def count_deadlines(
    session: Session, actor: Actor, selection: Selection, today: date, calendar: SittingCalendar
) -> int:
    """How many deadlines the Termijnen page shows for a selection, exactly.

    `selection.due` narrows the deadlines themselves; the rest narrows their items.
    """
    vantage = vantage_from(actor, today, calendar)
    counted: int = session.execute(queries.count(selection, vantage)).scalar_one()
    return counted


def deadline_page(
    session: Session,
    vantage: Vantage,
    calendar: SittingCalendar,
    messages: Messages,
    selection: Selection,
    period: Period,
    page: int = 1,
) -> DeadlinePage:
    """A page of the deadlines in a period; a window of `selection.due` goes before the period.

    A page past the end is the last one.
    """
    within = None if selection.due else period
    by_month = _by_month(session, vantage, selection, within)
    total = sum(by_month.values())
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    rows = _rows(session, vantage, selection, within, page, total - by_month[UNDATED])
    later = 0
    if within:
        after = queries.count_after(selection, vantage, period.last, LATER_COUNTED_UP_TO)
        later = session.execute(after).scalar_one()
    marks = [
        mark
        for state in (DeadlineState.OPEN, DeadlineState.MET)
        for mark in session.execute(queries.timeline_of(selection, vantage, period, state))
    ]
    marks.sort(key=lambda mark: (mark.due_on, mark.id))
    return DeadlinePage(
        rows=tuple(_row(row, vantage.today, calendar, messages) for row in rows),
        by_month={month: number for month, number in by_month.items() if number},
        total=total,
        later=later,
        page=page,
        pages=pages,
        marks=tuple(_mark(row, vantage.today) for row in marks[: queries.TIMELINE_SIZE]),
        marks_left_out=len(marks) > queries.TIMELINE_SIZE,
    )


def _by_month(
    session: Session, vantage: Vantage, selection: Selection, within: Period | None
) -> Counter[tuple[int, int] | None]:
    counts: Counter[tuple[int, int] | None] = Counter()
    for day, number in session.execute(queries.count_by_day(selection, vantage, within)):
        counts[day.year, day.month] += number
    if within is None or within.carries_rest:
        undated = session.execute(queries.count_undated(selection, vantage)).scalar_one()
        counts[UNDATED] += undated
    return counts


def _rows(
    session: Session,
    vantage: Vantage,
    selection: Selection,
    within: Period | None,
    page: int,
    dated: int,
) -> list[Row[Any]]:
    """The rows of a page: those with a date, then those without."""
    start = (page - 1) * PAGE_SIZE
    rows: list[Row[Any]] = []
    if start < dated:
        found = queries.dated(selection, vantage, within, start, PAGE_SIZE)
        rows += session.execute(found).all()
    room = PAGE_SIZE - len(rows)
    if room and (within is None or within.carries_rest):
        found = queries.undated(selection, vantage, max(0, start - dated), room)
        rows += session.execute(found).all()
    return rows


def deadlines_of(
    session: Session,
    item_id: uuid.UUID,
    today: date,
    calendar: SittingCalendar,
    messages: Messages,
) -> tuple[DeadlineCard, ...]:
    """The deadlines of an item that its reader may see: open ones first, then by date."""
    return _cards(session, queries.of_item(item_id), today, calendar, messages)


def read_deadline(
    session: Session,
    actor: Actor,
    deadline_id: uuid.UUID,
    today: date,
    calendar: SittingCalendar,
    messages: Messages,
) -> DeadlineCard:
    """One deadline; Missing when it is not there for this reader."""
    statement = visible(queries.one(deadline_id), actor.user_id)
    cards = _cards(session, statement, today, calendar, messages)
    if not cards:
        raise Missing
    return cards[0]


def form_facts(session: Session, actor: Actor, number: str) -> FormFacts:
    """The facts of an item that a new deadline starts from; Missing without such an item."""
    statement = visible(select(Item).where(Item.number == number), actor.user_id)
    item = session.exec(statement).first()
    if item is None:
        raise Missing
    source = session.get(Paper, item.source_paper_id) if item.source_paper_id else None
    dated = session.execute(queries.paper_of_date(item.id, item.reference_date)).scalars().first()
    cited = dated or source
    open_ones = session.execute(queries.open_of_item(item.id))
    return FormFacts(
        number=item.number,
        title=item.title,
        kind=item.kind,
        is_open=is_open(item.status),
        reference_date=item.reference_date,
        voted_on=item.voted_on,
        counted_from=dated.label if dated else None,
        source=cited.label if cited else None,
        minister_id=item.minister_id,
        open_deadlines=tuple((key, what, wording) for key, what, wording in open_ones),
    )


def preview(
    wording: str,
    reference_date: date,
    own_date: date | None,
    today: date,
    calendar: SittingCalendar,
    messages: Messages,
) -> Reading:
    """What a wording says counted from a day, and what a date of one's own makes of that."""
    term = read_term(wording, reference_date, calendar)
    due_on = own_date or term.due_on
    return Reading(
        wording=wording,
        is_own_date=own_date is not None,
        due_on=due_on,
        on_time_until=own_date or term.on_time_until,
        not_before=term.not_before,
        certainty=Certainty.FIRM if own_date else term.certainty,
        rhythm=_rhythm(term.recurs, messages),
        why=tuple(explain(term, messages)) if wording else (),
        flags=_flags(due_on, calendar),
        rests_on_recess=bool(term.recesses) and own_date is None,
        days_left=(due_on - today).days if due_on else 0,
    )


def _row(row: Row[Any], today: date, calendar: SittingCalendar, messages: Messages) -> DeadlineRow:
    waiting = row.state is DeadlineState.OPEN
    return DeadlineRow(
        id=row.id,
        what=row.what,
        wording=row.wording,
        state=row.state,
        due_on=row.due_on,
        on_time_until=row.on_time_until,
        certainty=row.certainty,
        strength=row.strength,
        review_on=row.review_on,
        rhythm=_rhythm(row.recurs, messages),
        flags=_flags(row.due_on, calendar) if waiting else (),
        days_late=days_late(row.late_after, today) if waiting else 0,
        days_left=(row.due_on - today).days if row.due_on else 0,
        number=row.number,
        kind=row.kind,
        owner=row.owner,
    )


def _mark(row: Row[Any], today: date) -> TimelineMark:
    late = days_late(row.late_after, today) if row.state is DeadlineState.OPEN else 0
    return TimelineMark(row.id, row.what, row.due_on, row.certainty, row.state, late, row.number)


def _cards(
    session: Session,
    statement: Any,
    today: date,
    calendar: SittingCalendar,
    messages: Messages,
) -> tuple[DeadlineCard, ...]:
    rows = session.execute(statement).all()
    earlier = _earlier_dates(session, [row[0].id for row in rows])
    return tuple(
        _card(row, earlier.get(str(row[0].id), ()), today, calendar, messages) for row in rows
    )


def _card(
    row: Sequence[Any],
    earlier: tuple[EarlierDate, ...],
    today: date,
    calendar: SittingCalendar,
    messages: Messages,
) -> DeadlineCard:
    deadline, number, minister, executor, source, told_by, settled_paper, line = row
    waiting = deadline.state is DeadlineState.OPEN
    known = (deadline.house_due_on, deadline.house_on_time_until)
    return DeadlineCard(
        id=deadline.id,
        version=deadline.version,
        number=number,
        what=deadline.what,
        wording=deadline.wording,
        reference_date=deadline.reference_date,
        state=deadline.state,
        due_on=deadline.due_on,
        on_time_until=deadline.on_time_until,
        not_before=deadline.not_before,
        certainty=deadline.certainty,
        strength=deadline.strength,
        minister=minister,
        executor=executor,
        source=_paper_mark(source),
        own_date_reason=deadline.own_date_reason,
        why=reasons(deadline, calendar, messages),
        flags=_flags(deadline.due_on, calendar) if waiting else (),
        rests_on_recess=bool(deadline.recesses),
        recess_changed=waiting and deadline.recess_changed_at is not None,
        review_on=deadline.review_on,
        rhythm=_rhythm(deadline.recurs, messages),
        occurrence=deadline.occurrence,
        first_due_on=deadline.first_due_on,
        days_late=days_late(deadline.late_after, today) if waiting else 0,
        days_left=(deadline.due_on - today).days if deadline.due_on else 0,
        told=known == (deadline.due_on, deadline.on_time_until),
        told_by=_paper_mark(told_by),
        house_due_on=deadline.house_due_on,
        earlier=earlier,
        hangs_on_debate=deadline.rule == HANGS_ON_DEBATE,
        debate_on=deadline.debate_on,
        settled_on=deadline.settled_on,
        settled_reason=deadline.settled_reason,
        settled_paper=_paper_mark(settled_paper),
        lead_line_id=deadline.lead_line_id,
        steps=steps_of(line, deadline.due_on, today, calendar) if waiting else None,
    )


def _paper_mark(paper: Paper | None) -> PaperMark | None:
    return PaperMark(paper.label, paper.identifier, paper.address) if paper else None


def reasons(deadline: Any, calendar: SittingCalendar, messages: Messages) -> tuple[str, ...]:
    """The reasoning of a deadline's wording; () for a date that rests on something else."""
    if deadline.own_date_reason is not None or deadline.occurrence:
        return ()
    term = read_term(deadline.wording, deadline.reference_date, calendar)
    if (term.due_on, term.on_time_until) != (deadline.due_on, deadline.on_time_until):
        return ()
    return tuple(explain(term, messages))


def _flags(day: date | None, calendar: SittingCalendar) -> tuple[Flag, ...]:
    return tuple(flags_on(day, calendar)) if day else ()


def _rhythm(recurs: str | None, messages: Messages) -> str:
    return rhythm(recurs, messages) if recurs else ""


def _earlier_dates(
    session: Session, deadline_ids: Sequence[uuid.UUID]
) -> dict[str, tuple[EarlierDate, ...]]:
    """What each deadline said before each move, by its key, oldest first."""
    if not deadline_ids:
        return {}
    said: dict[str, dict[str, Any]] = {}
    earlier: dict[str, list[EarlierDate]] = {}
    for record, at, reason, fields, by in session.execute(queries.changes_of(deadline_ids)):
        now = {name: fields[name][1] for name in ("wording", "due_on") if name in fields}
        before = said.get(record)
        if before is not None and now:
            old_day = before.get("due_on")
            moved = EarlierDate(
                wording=before.get("wording", ""),
                due_on=date.fromisoformat(old_day) if old_day else None,
                moved_at=at,
                reason=reason,
                by=by,
            )
            earlier.setdefault(record, []).append(moved)
        said[record] = (before or {}) | now
    return {record: tuple(dates) for record, dates in earlier.items()}
