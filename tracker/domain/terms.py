"""Dutch terms: from a wording and the date of its text to the date that follows.

Every anchor (a date, period, recess or event) is an interval of days; modifiers narrow
it, a length shifts from it, the boundary picks a side of it, and a rhythm repeats it.
What does not parse whole is unresolved, never a guess.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.errors import DomainError
from tracker.domain.planning import Certainty
from tracker.domain.sittings import (
    DAY,
    SATURDAY,
    MissingRecess,
    SittingCalendar,
    holidays,
    last_sitting_before,
)
from tracker.domain.terms_clauses import Anchor, Clause, ReferenceDay, Shift
from tracker.domain.terms_days import Interval, of_week
from tracker.domain.terms_grammar import read_clauses
from tracker.domain.terms_intervals import intervals
from tracker.domain.terms_parts import narrowed
from tracker.domain.terms_reasoning import (
    Flag,
    Reason,
    Rule,
    Step,
    StepCode,
    Unresolved,
    step,
)
from tracker.domain.terms_shifts import Shifted, shifted
from tracker.domain.terms_tokens import read_tokens
from tracker.domain.terms_words import PHRASE_LIMIT, YEARS, Boundary, Hedge, Length, Unit

__all__ = [
    "Certainty",
    "Flag",
    "Reason",
    "Rule",
    "Step",
    "StepCode",
    "Term",
    "flags_on",
    "read_term",
]


@dataclass(frozen=True)
class Term:
    """What a wording says about when something is due, and why.

    `due_on` and `on_time_until` are None exactly where `certainty` is unresolved;
    `not_before` may stand without them. `recurs` is an ISO 8601 duration. `rule` is the
    convention used, or the reason why there is no date. `recesses` are the (kind, session
    year) that the date rests on.
    """

    phrase: str
    reference_date: date
    due_on: date | None
    on_time_until: date | None
    not_before: date | None
    certainty: Certainty
    recurs: str | None
    flags: tuple[Flag, ...]
    rule: Rule | Reason
    steps: tuple[Step, ...]
    sources: tuple[str, ...]
    recesses: tuple[tuple[str, str], ...]


def read_term(phrase: str, reference_date: date, calendar: SittingCalendar) -> Term:
    """The term that a phrase says, counted from the date of its text.

    Raises DomainError `text.nul` for a phrase with a NUL character, and nothing else: what
    cannot be read is an unresolved term.
    """
    if "\0" in phrase:
        raise DomainError("text.nul", field="wording")
    try:
        found = _read(phrase, reference_date, calendar)
    except Unresolved as unresolved:
        found = _Found(rule=unresolved.reason, steps=(unresolved.step,))
    return Term(
        phrase=phrase,
        reference_date=reference_date,
        due_on=found.due_on,
        on_time_until=found.on_time_until,
        not_before=found.not_before,
        certainty=found.certainty,
        recurs=_iso(found.rhythm) if found.rhythm and found.due_on else None,
        flags=tuple(flags_on(found.due_on, calendar)) if found.due_on else (),
        rule=found.rule,
        steps=found.steps,
        sources=tuple(dict.fromkeys(found.sources)),
        recesses=found.recesses,
    )


@dataclass(frozen=True)
class _Found:
    """What a clause gives; a due date, or only a day before which nothing is due."""

    rule: Rule | Reason
    steps: tuple[Step, ...]
    due_on: date | None = None
    on_time_until: date | None = None
    not_before: date | None = None
    provisional: bool = False
    rhythm: Length | None = None
    sources: tuple[str, ...] = ()
    recesses: tuple[tuple[str, str], ...] = ()

    @property
    def certainty(self) -> Certainty:
        if self.due_on is None:
            return Certainty.UNRESOLVED
        return Certainty.PROVISIONAL if self.provisional else Certainty.FIRM

    @property
    def result(self) -> date:
        day = self.due_on or self.not_before
        assert day is not None
        return day


def _read(phrase: str, reference_date: date, calendar: SittingCalendar) -> _Found:
    length = len(" ".join(phrase.split()))
    if length > PHRASE_LIMIT:
        raise Unresolved(Reason.TOO_LONG, length=length, limit=PHRASE_LIMIT)
    if reference_date.year not in YEARS:
        raise Unresolved(Reason.OUT_OF_RANGE)
    clauses = read_clauses(read_tokens(phrase))
    dated = [clause for clause in clauses if clause.anchor or clause.rhythm]
    if not dated:
        raise Unresolved(Reason.NO_DATE)
    found = _joined([_resolved(clause, reference_date, calendar) for clause in dated])
    soon = any(clause.soon for clause in clauses)
    if soon and found.due_on:
        found = replace(found, steps=(*found.steps, step(StepCode.SOON_BUT_BOUNDED)))
    return found


def _joined(found: list[_Found]) -> _Found:
    """'na het zomerreces, maar voor 1 november': one start and one end."""
    dues = [each for each in found if each.due_on]
    starts = [each for each in found if not each.due_on]
    if len(dues) > 1 or len(starts) > 1:
        raise Unresolved(Reason.SEVERAL_DATES)
    if not (dues and starts):
        return found[0]
    due, start = dues[0], starts[0]
    if start.result > due.result:
        raise Unresolved(Reason.SEVERAL_DATES)
    begun = [each for each in start.steps if each.code is not StepCode.ONLY_A_START]
    return replace(
        due,
        not_before=start.not_before,
        provisional=due.provisional or start.provisional,
        steps=(*begun, step(StepCode.NOT_BEFORE, day=start.result), *due.steps),
        sources=start.sources + due.sources,
        recesses=start.recesses + due.recesses,
    )


# One clause


def _resolved(clause: Clause, reference_date: date, calendar: SittingCalendar) -> _Found:
    _check_hedges(clause)
    if clause.or_else:
        return _later_of(clause, clause.or_else, reference_date, calendar)
    if clause.anchor is None:
        found = _repeated_from(reference_date, clause)
    else:
        found = _first_not_past(clause, clause.anchor, reference_date, calendar)
        if clause.rhythm:
            repeats = step(StepCode.REPEATS_WITH_CALENDAR, recurs=_iso(clause.rhythm))
            found = replace(found, provisional=True, steps=(*found.steps, repeats))
    hedged = tuple(_HEDGE_STEPS[hedge] for hedge in clause.hedges if hedge in _HEDGE_STEPS)
    if not hedged and clause.rhythm is None:
        return found
    vaguer = any(code is not StepCode.PROMISE_NOT_DATE for code in hedged)
    return replace(
        found,
        provisional=found.provisional or vaguer,
        rhythm=clause.rhythm,
        steps=(*found.steps, *(step(code) for code in hedged)),
    )


def _later_of(
    clause: Clause, other: Clause, reference_date: date, calendar: SittingCalendar
) -> _Found:
    """'eind juni/begin juli': the later one counts, if the first comes shortly before it."""
    last = _resolved(other, reference_date, calendar)
    first = replace(clause, or_else=None)
    for day in (reference_date, last.result - LONGEST_CHOICE):
        try:
            found = _resolved(first, day, calendar)
        except Unresolved:
            continue
        if last.result - LONGEST_CHOICE <= found.result <= last.result:
            open_choice = step(StepCode.ALTERNATIVES)
            return replace(last, provisional=True, steps=(*last.steps, open_choice))
    raise Unresolved(Reason.AMBIGUOUS)


LONGEST_CHOICE = 100 * DAY
_HEDGE_STEPS = {
    Hedge.AMPLY: StepCode.AMPLY,
    Hedge.SHORTLY: StepCode.SHORTLY,
    Hedge.ROUGHLY: StepCode.ROUGHLY,
    Hedge.HOPED: StepCode.PROMISE_NOT_DATE,
}


def _check_hedges(clause: Clause) -> None:
    """Refuses hedges that turn the meaning round: 'over ten minste zes weken' has no end."""
    before = clause.boundary in (Boundary.BEFORE, Boundary.UNTIL)
    after = clause.boundary is Boundary.AFTER
    shift = clause.shift is not None
    fits = {
        Hedge.AMPLY: before or (after and shift),
        Hedge.SHORTLY: before or (after and not shift),
        Hedge.AT_LEAST: (before and shift) or (clause.anchor is None),
        Hedge.AT_MOST: after and shift,
    }
    if not all(fits.get(hedge, True) for hedge in clause.hedges):
        raise Unresolved(Reason.NOT_UNDERSTOOD)


def _repeated_from(reference_date: date, clause: Clause) -> _Found:
    """'één keer per drie maanden': the first time is one interval after the text."""
    assert clause.rhythm is not None
    first = shifted(reference_date, Shift(clause.rhythm.count, clause.rhythm.unit), back=False)
    repeats = step(StepCode.REPEATS, recurs=_iso(clause.rhythm))
    return _Found(
        rule=Rule.INTERVAL,
        steps=(*first.steps, repeats),
        due_on=first.day,
        on_time_until=first.day,
        provisional=True,
    )


def _first_not_past(
    clause: Clause, anchor: Anchor, reference_date: date, calendar: SittingCalendar
) -> _Found:
    """The first interval that the anchor may mean whose date is not before the text."""
    skipped_current = False
    past: date | None = None
    for interval in intervals(anchor, reference_date, calendar):
        if isinstance(interval, MissingRecess):
            if _matters(interval, anchor, reference_date):
                raise _missing(interval, anchor)
            continue
        found = _placed(clause, interval)
        if found.result >= reference_date:
            return _said_during(found, reference_date) if skipped_current else found
        past = found.result
        skipped_current |= (interval.end or interval.start) >= reference_date
    raise Unresolved(Reason.IN_THE_PAST, day=past, reference_date=reference_date)


def _matters(gap: MissingRecess, anchor: Anchor, reference_date: date) -> bool:
    return anchor.year.number is not None or gap.latest_end >= reference_date


def _missing(gap: MissingRecess, anchor: Anchor) -> Unresolved:
    named = anchor.year.number is not None or anchor.year.which is not None
    reason = Reason.RECESS_NOT_IN_CALENDAR if named else Reason.RECESS_GAP
    return Unresolved(reason, kind=gap.kind, year=gap.year)


def _said_during(found: _Found, reference_date: date) -> _Found:
    odd = step(StepCode.SAID_DURING_IT, reference_date=reference_date)
    return replace(found, provisional=True, steps=(odd, *found.steps))


# The boundary


def _placed(clause: Clause, interval: Interval) -> _Found:
    """The side of an interval that the boundary picks, shifted if the clause says so."""
    for modifier in reversed(clause.modifiers):
        interval = narrowed(interval, modifier)
    if clause.boundary in (Boundary.BEFORE, Boundary.UNTIL):
        found = _before(interval)
    elif clause.boundary is Boundary.AFTER:
        found = _after(interval)
    elif clause.boundary is Boundary.FROM:
        found = _from(interval)
    elif clause.boundary is Boundary.ABOUT:
        found = _about(interval)
    else:
        found = _within(interval, clause)
    if clause.shift:
        found = _with_shift(found, clause.shift, interval, clause)
    if clause.week_after:
        found = _in_week_after(found, clause.week_after)
    return replace(
        found,
        steps=interval.steps + _doubts(interval, clause.boundary) + found.steps,
        provisional=found.provisional or _is_doubtful(interval, clause.boundary),
        sources=interval.sources + found.sources,
        recesses=_recesses(interval),
    )


def _before(interval: Interval) -> _Found:
    recess = interval.recess
    if recess and not interval.is_part:
        last_day = last_sitting_before(recess)
        on_time = step(StepCode.FIRST_RECESS_DAY_STILL_ON_TIME, day=recess.start)
        before = step(StepCode.BEFORE_RECESS_IS_LAST_SITTING_DAY, day=last_day)
        return _Found(Rule.BEFORE_RECESS, (before, on_time), last_day, recess.start)
    if interval.closing:
        return _Found(Rule.PART_OF_PERIOD, (), interval.end, interval.end)
    day = interval.start - DAY
    before = step(StepCode.BEFORE_IS_DAY_BEFORE, start=interval.start, day=day)
    return _Found(Rule.BEFORE, (before,), day, day)


def _within(interval: Interval, clause: Clause) -> _Found:
    last_day = interval.last_day
    recess = interval.recess
    if recess and not interval.is_part:
        if not clause.boundary_said:
            raise Unresolved(Reason.BOUNDARY_MISSING)
        if clause.boundary is Boundary.ON:
            raise Unresolved(Reason.NO_CONVENTION)
    if last_day is None:
        raise _end_unknown(interval)
    if interval.is_part:
        return _Found(Rule.PART_OF_PERIOD, (), last_day, last_day)
    if interval.start == last_day:
        on_time = step(StepCode.DAY_STILL_ON_TIME, day=last_day)
        return _Found(Rule.ON_DAY, (on_time,), last_day, last_day)
    week = interval.unit is Unit.WEEK
    code = StepCode.WEEK_ENDS_ON_FRIDAY if week else StepCode.PERIOD_ENDS
    return _Found(Rule.PERIOD, (step(code, day=last_day),), last_day, last_day)


def _after(interval: Interval) -> _Found:
    """Only a start: the day after; of a recess the first day on which the House sits."""
    recess = interval.recess
    if recess and not interval.is_part and recess.first_sitting_after:
        day = recess.first_sitting_after
        first = step(StepCode.AFTER_RECESS_IS_FIRST_SITTING_DAY, day=day)
        return _start(day, first)
    if interval.end is None:
        raise _end_unknown(interval)
    day = interval.end + DAY
    if recess and not interval.is_part:
        return _start(day, step(StepCode.FIRST_SITTING_UNKNOWN, day=day))
    return _start(day)


def _from(interval: Interval) -> _Found:
    return _start(interval.start)


def _start(day: date, *steps: Step) -> _Found:
    only = step(StepCode.ONLY_A_START, day=day)
    return _Found(Rule.ONLY_A_START, (*steps, only), not_before=day)


def _about(interval: Interval) -> _Found:
    """'rond 1 april', 'rond maart'; of a longer time it says too little."""
    day = interval.last_day
    short = interval.unit in (Unit.WEEK, Unit.MONTH, Unit.QUARTER) and not interval.recess
    if day is None or not (short or interval.start == day):
        raise Unresolved(Reason.NO_CONVENTION)
    around = step(StepCode.AROUND_IS_ESTIMATED, day=day)
    return _Found(Rule.ON_DAY, (around,), day, day, provisional=True)


def _end_unknown(interval: Interval) -> Unresolved:
    assert interval.recess is not None
    recess = interval.recess
    return Unresolved(Reason.RECESS_END_UNKNOWN, kind=recess.kind, year=recess.start.year)


# The shift


def _with_shift(found: _Found, shift: Shift, interval: Interval, clause: Clause) -> _Found:
    """A length from the boundary; after a day or period it counts from its last day."""
    if clause.boundary is Boundary.AFTER:
        recess = interval.recess is not None and not interval.is_part
        start = found.result if recess else found.result - DAY
        moved = shifted(start, shift, back=False)
        steps = found.steps[:-1]
    else:
        moved = shifted(found.result, shift, back=True)
        steps = tuple(
            each for each in found.steps if each.code != StepCode.FIRST_RECESS_DAY_STILL_ON_TIME
        )
    return _moved(found, moved, steps, clause)


def _moved(found: _Found, moved: Shifted, steps: tuple[Step, ...], clause: Clause) -> _Found:
    assert clause.anchor is not None
    from_text = isinstance(clause.anchor.subject, ReferenceDay)
    return replace(
        found,
        rule=Rule.LENGTH if from_text else Rule.SHIFT,
        steps=steps + moved.steps,
        due_on=moved.day,
        on_time_until=moved.day,
        not_before=None,
        provisional=found.provisional or moved.provisional,
        sources=found.sources + moved.sources,
    )


def _in_week_after(found: _Found, number: int) -> _Found:
    """'in de eerste week na het reces': the week of its first sitting day is the first."""
    assert found.not_before is not None
    week = of_week(found.not_before + (number - 1) * 7 * DAY)
    friday = week.last_day
    ends = step(StepCode.WEEK_ENDS_ON_FRIDAY, day=friday)
    return replace(
        found,
        rule=Rule.PERIOD,
        steps=(*found.steps[:-1], *week.steps, ends),
        due_on=friday,
        on_time_until=friday,
        not_before=None,
    )


# What else a date needs


def _is_doubtful(interval: Interval, boundary: Boundary) -> bool:
    return interval.provisional or bool(_doubts(interval, boundary))


def _doubts(interval: Interval, boundary: Boundary) -> tuple[Step, ...]:
    """A recess of which the days were worked out, not read."""
    recess = interval.recess
    if recess is None:
        return ()
    before = boundary in (Boundary.BEFORE, Boundary.UNTIL) and not interval.is_part
    if recess.start_is_sure if before else recess.end_is_sure:
        return ()
    year = recess.start.year
    return (step(StepCode.RECESS_DAYS_WORKED_OUT, kind=recess.kind, year=year),)


def _recesses(interval: Interval) -> tuple[tuple[str, str], ...]:
    recess = interval.recess
    return ((recess.kind.value, recess.session_year),) if recess else ()


def flags_on(day: date, calendar: SittingCalendar) -> Iterator[Flag]:
    """What planning must know about a day on which something is due."""
    if calendar.recess_on(day):
        yield Flag.IN_RECESS
    elif calendar.gap_on(day):
        yield Flag.RECESS_UNKNOWN
    if day.weekday() >= SATURDAY:
        yield Flag.ON_WEEKEND
    if day in holidays(day.year):
        yield Flag.ON_HOLIDAY


_ISO_LETTERS = {Unit.DAY: "D", Unit.WEEK: "W", Unit.MONTH: "M", Unit.YEAR: "Y"}


def _iso(rhythm: Length) -> str:
    return f"P{rhythm.count}{_ISO_LETTERS[rhythm.unit]}"
