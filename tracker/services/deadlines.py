"""What is due: added, moved, told to the House, settled, and kept in step with its item."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from tracker.db.queries.visible import visible
from tracker.db.tables import Deadline, Item, ItemPaper, LeadLine, Paper
from tracker.db.tables.items import PaperRole
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.planning import (
    Certainty,
    Dates,
    DeadlineState,
    Strength,
    late_after,
)
from tracker.domain.sittings import SittingCalendar
from tracker.domain.statuses import is_open
from tracker.domain.terms import read_term
from tracker.services.actors import Actor, act
from tracker.services.clock import Clock
from tracker.services.item_changes import check_pointers
from tracker.services.missing import Missing
from tracker.services.occurrences import occurrence_day, occurrence_id
from tracker.services.papers import paper_for


class Stale(Exception):
    """Somebody changed the deadline after the form was made; nothing was saved."""


@dataclass(frozen=True)
class ChosenDebate:
    """An Activiteit of the House's register, and the day that it has there."""

    id: uuid.UUID
    on: date


@dataclass(frozen=True)
class Plan:
    """When something is due: what the text says, and a date of one's own if there is one.

    `review_on` is the day to look again, for a wording that gives no date. `debate` is the
    debate from which `own_date` follows; as debates move, that date is not firm.
    """

    wording: str
    reference_date: date
    own_date: date | None = None
    review_on: date | None = None
    debate: ChosenDebate | None = None


@dataclass(frozen=True)
class NewDeadline:
    """A deadline to add. `reason` is asked for a date of one's own and for a replacement.

    `source_paper` and `told_by` are papers as an officer types them; an empty `told_by`
    says that the House was not told yet. A key makes one row, however often it is sent.
    """

    id: uuid.UUID
    what: str
    plan: Plan
    strength: Strength
    minister_id: uuid.UUID | None = None
    executor_id: uuid.UUID | None = None
    source_paper: str = ""
    reason: str = ""
    told_by: str = ""
    replaces: uuid.UUID | None = None


def add_deadline(
    session: Session,
    actor: Actor,
    clock: Clock,
    calendar: SittingCalendar,
    number: str,
    new: NewDeadline,
) -> Deadline:
    """Add a deadline to the item under a number, in place of an open one if it says so.

    The replaced one is withdrawn with the reason; until the House is told, what it knows
    of the old one holds for the new one.
    """
    item = take_item(session, actor, number)
    sent_before = session.get(Deadline, new.id)
    if sent_before is not None:
        return sent_before
    dates = _dates(new.plan, calendar)
    replaced = session.get(Deadline, new.replaces) if new.replaces else None
    _refuse(
        *_closed_item(item),
        *_lacking_review(new.plan, dates, clock),
        *_lacking_reason(new),
        *_not_replaceable(item, new, replaced),
    )
    check_pointers(session, {"minister_id": new.minister_id, "executor_id": new.executor_id})
    act(session, actor, clock, new.reason)
    source = _paper(session, new.source_paper, "source_paper")
    deadline = Deadline(
        id=new.id,
        item_id=item.id,
        what=new.what,
        minister_id=new.minister_id,
        executor_id=new.executor_id,
        source_paper_id=source.id if source else None,
        strength=new.strength,
        lead_line_id=replaced.lead_line_id if replaced else None,
        own_date_reason=new.reason if new.plan.own_date else None,
        created_at=clock.now(),
        changed_at=clock.now(),
        **dates,
    )
    known = _known_to_house(new, calendar, replaced)
    deadline.house_due_on, deadline.house_on_time_until = known.due_on, known.on_time_until
    session.add(deadline)
    if replaced:
        settle(session, clock, replaced, DeadlineState.WITHDRAWN, reason=new.reason)
    _tell(session, deadline, new.told_by)
    _finish(session, clock, deadline, item)
    return deadline


def move_deadline(
    session: Session,
    actor: Actor,
    clock: Clock,
    calendar: SittingCalendar,
    deadline_id: uuid.UUID,
    version: int,
    plan: Plan,
    *,
    reason: str,
    told_by: str = "",
) -> Deadline:
    """Give a deadline another wording or a date of one's own; the old date is in the history.

    Without the paper in which the House was told, it stays late from the date that the
    House knows.
    """
    deadline, item = _take(session, actor, deadline_id, version)
    dates = _moved_dates(deadline, plan, calendar)
    lacking = [] if reason else [DomainError("deadline.needs_reason", field="reason")]
    _refuse(
        *_not_open(deadline),
        *_closed_item(item),
        *_lacking_review(plan, dates, clock),
        *lacking,
        *_not_moved(deadline, dates),
    )
    act(session, actor, clock, reason)
    for name, value in dates.items():
        setattr(deadline, name, value)
    deadline.own_date_reason = reason if plan.own_date else None
    deadline.recess_changed_at = deadline.kept_despite = None
    if plan.debate:
        # The House knows the day of its own debate, and the wording did not change.
        deadline.house_due_on = deadline.due_on
        deadline.house_on_time_until = deadline.on_time_until
    _tell(session, deadline, told_by)
    _finish(session, clock, deadline, item)
    return deadline


def keep_dates(
    session: Session,
    actor: Actor,
    clock: Clock,
    deadline_id: uuid.UUID,
    version: int,
    *,
    despite: str,
    reason: str,
) -> Deadline:
    """Keep a deadline's dates although the recess calendar now gives others.

    `despite` is the code of those (services/recalculations.py); they are not proposed again.
    """
    deadline, item = _take(session, actor, deadline_id, version)
    lacking = [] if reason else [DomainError("deadline.needs_reason", field="reason")]
    _refuse(*_not_open(deadline), *_closed_item(item), *lacking)
    act(session, actor, clock, reason)
    deadline.kept_despite = despite
    deadline.recess_changed_at = None
    _finish(session, clock, deadline, item)
    return deadline


def tell_house(
    session: Session,
    actor: Actor,
    clock: Clock,
    deadline_id: uuid.UUID,
    version: int,
    paper_text: str,
) -> Deadline:
    """Note with which paper the House was told of the present date; that is what it knows now."""
    deadline, item = _take(session, actor, deadline_id, version)
    _refuse(*_not_open(deadline))
    act(session, actor, clock)
    if not paper_text:
        raise DomainError("text.required", field="told_by")
    _tell(session, deadline, paper_text)
    _finish(session, clock, deadline, item)
    return deadline


def review_later(
    session: Session,
    actor: Actor,
    clock: Clock,
    deadline_id: uuid.UUID,
    version: int,
    review_on: date,
) -> Deadline:
    """Look at a deadline again on another day."""
    deadline, item = _take(session, actor, deadline_id, version)
    _refuse(*_not_open(deadline), *_review_in_past(review_on, clock))
    act(session, actor, clock)
    deadline.review_on = review_on
    _finish(session, clock, deadline, item)
    return deadline


def follow_line(
    session: Session,
    actor: Actor,
    clock: Clock,
    deadline_id: uuid.UUID,
    version: int,
    line_id: uuid.UUID | None,
) -> Deadline:
    """Count back from a deadline by a line that may be chosen, or by none."""
    deadline, item = _take(session, actor, deadline_id, version)
    _refuse(*_not_open(deadline), *_closed_item(item))
    if deadline.lead_line_id == line_id:
        return deadline
    line = session.get(LeadLine, line_id) if line_id else None
    if line_id and (line is None or line.withdrawn):
        raise DomainError("lead.not_to_choose", field="line_id")
    act(session, actor, clock)
    deadline.lead_line_id = line_id
    _finish(session, clock, deadline, item)
    return deadline


def settle_deadline(
    session: Session,
    actor: Actor,
    clock: Clock,
    deadline_id: uuid.UUID,
    version: int,
    state: DeadlineState,
    *,
    reason: str = "",
    paper_text: str = "",
    settled_on: date | None = None,
) -> Deadline | None:
    """Settle one deadline in an action of its own; the next occurrence if one opens."""
    deadline, item = _take(session, actor, deadline_id, version)
    act(session, actor, clock, reason)
    following = settle(
        session,
        clock,
        deadline,
        state,
        reason=reason,
        paper_text=paper_text,
        settled_on=settled_on,
    )
    _finish(session, clock, deadline, item)
    return following


def settle(
    session: Session,
    clock: Clock,
    deadline: Deadline,
    state: DeadlineState,
    *,
    reason: str = "",
    paper_text: str = "",
    settled_on: date | None = None,
) -> Deadline | None:
    """Meet or withdraw a deadline, inside an action that has begun; its item is not refreshed.

    Withdrawing asks a reason. Meeting a recurring one opens the next occurrence, which is
    returned, unless its item is closed; withdrawing ends the series.
    """
    day = settled_on or clock.today()
    _refuse(*_not_open(deadline), *_unsettled(state, reason, day, clock))
    paper = _paper(session, paper_text, "settled_paper")
    deadline.state = state
    deadline.settled_on = day
    deadline.settled_reason = reason or None
    deadline.settled_paper_id = paper.id if paper else None
    deadline.changed_at = clock.now()
    if paper:
        _note_told(session, deadline.item_id, paper)
    return _open_next(session, clock, deadline) if state is DeadlineState.MET else None


def reopen_deadline(
    session: Session,
    actor: Actor,
    clock: Clock,
    deadline_id: uuid.UUID,
    version: int,
    reason: str,
) -> Deadline:
    """Undo a settlement. The occurrence that meeting it opened is withdrawn again."""
    deadline, item = _take(session, actor, deadline_id, version)
    lacking = [] if reason else [DomainError("deadline.needs_reason", field="reason")]
    already = [DomainError("deadline.is_open")] if deadline.state is DeadlineState.OPEN else []
    _refuse(*already, *_closed_item(item), *lacking)
    act(session, actor, clock, reason)
    following = _next_of(session, deadline)
    if following and following.state is DeadlineState.OPEN:
        settle(session, clock, following, DeadlineState.WITHDRAWN, reason=reason)
    _reopen(clock, deadline)
    _finish(session, clock, deadline, item)
    return deadline


def refresh_item(session: Session, item: Item) -> None:
    """Repeat the first open deadline at its item, where lists sort and count on it.

    The first is the earliest that has a date; one without a date only when none has. The
    item's version stays: its deadlines are no part of what an officer edits there.
    """
    session.flush()
    deadlines = session.exec(
        select(Deadline)
        .where(Deadline.item_id == item.id)
        .where(Deadline.state == DeadlineState.OPEN)
        .order_by(col(Deadline.due_on).nulls_last(), col(Deadline.review_on), col(Deadline.id))
    ).all()
    first = deadlines[0] if deadlines and is_open(item.status) else None
    late = min((d.late_after for d in deadlines if d.late_after), default=None) if first else None
    _repeat(
        session,
        item,
        next_deadline_id=first.id if first else None,
        next_due_on=first.due_on if first else None,
        late_after=late,
    )


def _repeat(session: Session, item: Item, **values: Any) -> None:
    session.execute(
        update(Item)
        .where(col(Item.id) == item.id)
        .values(**values)
        .execution_options(synchronize_session="evaluate")
    )


# Reading and closing an action


def take_item(session: Session, actor: Actor, number: str) -> Item:
    """The item under a number, held until the end of the transaction."""
    statement = select(Item).where(Item.number == number).with_for_update()
    item = session.exec(visible(statement, actor.user_id)).first()
    if item is None:
        raise Missing
    return item


def _take(
    session: Session, actor: Actor, deadline_id: uuid.UUID, version: int
) -> tuple[Deadline, Item]:
    """A deadline and its item, held until the end of the transaction.

    The item comes first, as wherever both are held, so that no two wait for each other.
    """
    item_id = select(Deadline.item_id).where(Deadline.id == deadline_id).scalar_subquery()
    statement = select(Item).where(Item.id == item_id).with_for_update()
    item = session.exec(visible(statement, actor.user_id)).first()
    if item is None:
        raise Missing
    deadline = session.get_one(Deadline, deadline_id, with_for_update=True)
    if deadline.version != version:
        raise Stale
    return deadline, item


def _finish(session: Session, clock: Clock, deadline: Deadline, item: Item) -> None:
    deadline.late_after = late_after(
        Dates(deadline.due_on, deadline.on_time_until),
        Dates(deadline.house_due_on, deadline.house_on_time_until),
    )
    deadline.changed_at = clock.now()
    refresh_item(session, item)
    _repeat(session, item, changed_at=clock.now())


# Dates


def _dates(plan: Plan, calendar: SittingCalendar) -> dict[str, Any]:
    """The columns that a plan fills; a date of one's own is firm and keeps the wording's rule."""
    term = read_term(plan.wording, plan.reference_date, calendar)
    own = plan.own_date
    chosen = Certainty.PROVISIONAL if plan.debate else Certainty.FIRM
    certainty = chosen if own else Certainty(term.certainty)
    return {
        "wording": plan.wording,
        "reference_date": plan.reference_date,
        "due_on": own or term.due_on,
        "on_time_until": own or term.on_time_until,
        "not_before": term.not_before,
        "certainty": certainty,
        "rule": term.rule,
        "recesses": [] if own else [list(recess) for recess in term.recesses],
        "recurs": term.recurs,
        "first_due_on": term.due_on if term.recurs else None,
        "review_on": plan.review_on if certainty is Certainty.UNRESOLVED else None,
        "debate_id": plan.debate.id if plan.debate else None,
        "debate_on": plan.debate.on if plan.debate else None,
    }


def _moved_dates(deadline: Deadline, plan: Plan, calendar: SittingCalendar) -> dict[str, Any]:
    """As `_dates`; what keeps its wording keeps its series, and its place in it; with another
    wording it begins a series of its own."""
    dates = _dates(plan, calendar)
    kept = (plan.wording, plan.reference_date) == (deadline.wording, deadline.reference_date)
    if not kept:
        return dates | {"occurrence": 0, "series_id": None}
    if not (deadline.occurrence or plan.own_date):
        return dates
    dates |= {"first_due_on": deadline.first_due_on, "recurs": deadline.recurs}
    if deadline.occurrence and not plan.own_date:
        day = occurrence_day(deadline, deadline.occurrence)
        dates |= {"due_on": day, "on_time_until": day}
    return dates


def _known_to_house(
    new: NewDeadline, calendar: SittingCalendar, replaced: Deadline | None
) -> Dates:
    """What the House knows before it is told: the replaced deadline's date, or the wording's."""
    if replaced:
        return Dates(replaced.house_due_on, replaced.house_on_time_until)
    term = read_term(new.plan.wording, new.plan.reference_date, calendar)
    return Dates(term.due_on, term.on_time_until)


def _tell(session: Session, deadline: Deadline, paper_text: str) -> None:
    paper = _paper(session, paper_text, "told_by")
    if paper is None:
        return
    deadline.told_by_id = paper.id
    deadline.house_due_on = deadline.due_on
    deadline.house_on_time_until = deadline.on_time_until
    _note_told(session, deadline.item_id, paper)


def _note_told(session: Session, item_id: uuid.UUID, paper: Paper) -> None:
    if session.get(ItemPaper, (item_id, paper.id, PaperRole.TOLD)) is None:
        session.add(ItemPaper(item_id=item_id, paper_id=paper.id, role=PaperRole.TOLD))


def _paper(session: Session, text: str, field: str) -> Paper | None:
    if not text:
        return None
    try:
        return paper_for(session, text)
    except DomainError as error:
        raise DomainError(error.code, field=field, **error.facts) from error


# Series


def _next_of(session: Session, deadline: Deadline) -> Deadline | None:
    return session.exec(
        select(Deadline)
        .where(Deadline.series_id == (deadline.series_id or deadline.id))
        .where(Deadline.occurrence == deadline.occurrence + 1)
    ).first()


def _open_next(session: Session, clock: Clock, deadline: Deadline) -> Deadline | None:
    item = session.get_one(Item, deadline.item_id)
    if not (deadline.recurs and deadline.first_due_on and is_open(item.status)):
        return None
    following = _next_of(session, deadline)
    if following is None:
        following = _make_next(session, clock, deadline)
        session.add(following)
    elif following.state is DeadlineState.WITHDRAWN:
        _reopen(clock, following)
    return following if following.state is DeadlineState.OPEN else None


def _make_next(session: Session, clock: Clock, deadline: Deadline) -> Deadline:
    number = deadline.occurrence + 1
    foreseen = occurrence_id(deadline.series_id or deadline.id, number)
    taken = session.get(Deadline, foreseen)  # by an occurrence that began a series of its own
    day = occurrence_day(deadline, number)
    provisional = deadline.own_date_reason is not None
    return Deadline(
        id=uuid.uuid4() if taken else foreseen,
        item_id=deadline.item_id,
        what=deadline.what,
        minister_id=deadline.minister_id,
        executor_id=deadline.executor_id,
        source_paper_id=deadline.source_paper_id,
        wording=deadline.wording,
        reference_date=deadline.reference_date,
        due_on=day,
        on_time_until=day,
        certainty=Certainty.PROVISIONAL if provisional else deadline.certainty,
        rule=deadline.rule,
        strength=deadline.strength,
        house_due_on=day,
        house_on_time_until=day,
        late_after=day,
        recurs=deadline.recurs,
        series_id=deadline.series_id or deadline.id,
        occurrence=number,
        first_due_on=deadline.first_due_on,
        lead_line_id=deadline.lead_line_id,
        created_at=clock.now(),
        changed_at=clock.now(),
    )


def _reopen(clock: Clock, deadline: Deadline) -> None:
    deadline.state = DeadlineState.OPEN
    deadline.settled_on = None
    deadline.settled_reason = None
    deadline.settled_paper_id = None
    deadline.changed_at = clock.now()


# Refusals


def _refuse(*refusals: DomainError) -> None:
    if refusals:
        raise Refusals(list(refusals))


def _closed_item(item: Item) -> list[DomainError]:
    return [] if is_open(item.status) else [DomainError("deadline.item_closed", number=item.number)]


def _not_open(deadline: Deadline) -> list[DomainError]:
    return [] if deadline.state is DeadlineState.OPEN else [DomainError("deadline.not_open")]


def _lacking_review(plan: Plan, dates: dict[str, Any], clock: Clock) -> list[DomainError]:
    if dates["certainty"] is not Certainty.UNRESOLVED:
        return []
    if plan.review_on is None:
        return [DomainError("deadline.needs_review", field="review_on")]
    return _review_in_past(plan.review_on, clock)


def _review_in_past(review_on: date, clock: Clock) -> list[DomainError]:
    past = review_on < clock.today()
    return [DomainError("deadline.review_in_past", field="review_on")] if past else []


def _lacking_reason(new: NewDeadline) -> list[DomainError]:
    asked = (new.plan.own_date or new.replaces) and not new.reason
    return [DomainError("deadline.needs_reason", field="reason")] if asked else []


def _not_replaceable(item: Item, new: NewDeadline, replaced: Deadline | None) -> list[DomainError]:
    if new.replaces is None:
        return []
    fits = replaced and replaced.item_id == item.id and replaced.state is DeadlineState.OPEN
    return [] if fits else [DomainError("deadline.not_replaceable", field="replaces")]


def _not_moved(deadline: Deadline, dates: dict[str, Any]) -> list[DomainError]:
    watched = (
        "wording", "reference_date", "due_on", "on_time_until", "not_before", "certainty",
        "review_on", "debate_id",
    )  # fmt: skip
    moved = any(getattr(deadline, name) != dates[name] for name in watched)
    return [] if moved else [DomainError("deadline.not_moved", field="wording")]


def _unsettled(state: DeadlineState, reason: str, day: date, clock: Clock) -> list[DomainError]:
    refusals = []
    if state is DeadlineState.OPEN:
        refusals.append(DomainError("choice.unknown", field="state"))
    if state is DeadlineState.WITHDRAWN and not reason:
        refusals.append(DomainError("deadline.needs_reason", field="reason"))
    if day > clock.today():
        refusals.append(DomainError("deadline.settled_in_future", field="settled_on"))
    return refusals
