"""Intervals of days: what an anchor resolves to, and what narrows or shifts it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import chain

from tracker.domain.sittings import (
    DAY,
    MissingRecess,
    Recess,
    RecessKind,
    SittingCalendar,
    easter,
    kings_day,
    prinsjesdag,
    verantwoordingsdag,
)
from tracker.domain.terms_clauses import (
    MONTHS_IN,
    Anchor,
    DayOfMonth,
    DayOfWeek,
    FixedDay,
    Months,
    NthDay,
    NthWeek,
    NthWeekday,
    NumberedWeek,
    Period,
    RecessOf,
    ReferenceDay,
    WholeYear,
    Year,
)
from tracker.domain.terms_days import YEARS_TO_TRY, Interval, of_day, of_months, of_week
from tracker.domain.terms_periods import days_of_periods, nth_week, nth_weekday, periods, weekday
from tracker.domain.terms_reasoning import Fact, Reason, StepCode, Unresolved, step
from tracker.domain.terms_words import NamedDay, PartOfYear, Season, Unit, Which

FIRST_MONTH = {Season.SPRING: 3, Season.SUMMER: 6, Season.AUTUMN: 9, Season.WINTER: 12}
NAMED_DAYS: dict[NamedDay, Callable[[int], date]] = {
    NamedDay.PRINSJESDAG: prinsjesdag,
    NamedDay.VERANTWOORDINGSDAG: verantwoordingsdag,
    NamedDay.NEW_YEARS_DAY: lambda year: date(year, 1, 1),
    NamedDay.GOOD_FRIDAY: lambda year: easter(year) - 2 * DAY,
    NamedDay.EASTER: easter,
    NamedDay.EASTER_MONDAY: lambda year: easter(year) + DAY,
    NamedDay.KINGS_DAY: kings_day,
    NamedDay.LIBERATION_DAY: lambda year: date(year, 5, 5),
    NamedDay.ASCENSION: lambda year: easter(year) + 39 * DAY,
    NamedDay.WHITSUN: lambda year: easter(year) + 49 * DAY,
    NamedDay.WHIT_MONDAY: lambda year: easter(year) + 50 * DAY,
    NamedDay.CHRISTMAS_DAY: lambda year: date(year, 12, 25),
    NamedDay.BOXING_DAY: lambda year: date(year, 12, 26),
    NamedDay.YEARS_END: lambda year: date(year, 12, 31),
}
LAWS = {NamedDay.PRINSJESDAG: "Grondwet, art. 65"}


def intervals(
    anchor: Anchor, reference_date: date, calendar: SittingCalendar
) -> Iterator[Interval | MissingRecess]:
    """The intervals that an anchor may mean, the likeliest first.

    One where the phrase names the year; else one for each year from the reference date on.
    Raises Unresolved where there is none.
    """
    found = _candidates(anchor, reference_date, calendar)
    if anchor.event is None and not anchor.week:
        return found
    return (_narrowed_to(anchor, interval) for interval in found)


def _narrowed_to(anchor: Anchor, interval: Interval | MissingRecess) -> Interval | MissingRecess:
    if isinstance(interval, MissingRecess):
        return interval
    if anchor.event:
        at = step(StepCode.EVENT_IS_ON, event=anchor.event, day=interval.start)
        interval = interval.with_steps(at)
    return of_week(interval.start, *interval.steps) if anchor.week else interval


def _candidates(
    anchor: Anchor, reference_date: date, calendar: SittingCalendar
) -> Iterator[Interval | MissingRecess]:
    subject = anchor.subject
    if isinstance(subject, FixedDay):
        interval = of_day(subject.day or reference_date + subject.days_on * DAY)
        if not _is_meant(interval, anchor.which, reference_date):
            raise Unresolved(Reason.AMBIGUOUS)
        yield interval
    elif isinstance(subject, ReferenceDay):
        yield of_day(reference_date)
    elif isinstance(subject, WholeYear):
        yield of_months(subject.number, 1, 12, Unit.YEAR)
    elif isinstance(subject, Period):
        yield from periods(subject.unit, anchor, reference_date)
    elif isinstance(subject, NthDay) or (
        isinstance(subject, NthWeekday) and isinstance(subject.of, Unit)
    ):
        yield from days_of_periods(subject, anchor, reference_date)
    elif isinstance(subject, DayOfWeek):
        yield weekday(subject, anchor.which, reference_date)
    elif isinstance(subject, RecessOf) and subject.kind in (None, RecessKind.ELECTION):
        yield from _irregular_recess(anchor, subject, reference_date, calendar)
    else:
        yield from _by_year(anchor, reference_date, calendar)


# What comes back every year


def _by_year(
    anchor: Anchor, reference_date: date, calendar: SittingCalendar
) -> Iterator[Interval | MissingRecess]:
    year = _named_year(anchor, reference_date)
    if year is not None:
        _check_next(anchor, reference_date, calendar)
        required = _required(_in_year(anchor, year, calendar), anchor, year)
        if not _is_meant(required, anchor.which, reference_date):
            raise Unresolved(Reason.AMBIGUOUS)
        _check_weekday(anchor, required)
        yield required
        return
    years = range(reference_date.year - 1, reference_date.year + YEARS_TO_TRY)
    tried = (_in_year(anchor, each, calendar) for each in years)
    found = (interval for interval in tried if interval is not None)
    first = next(found, None)
    if first is None:
        raise _no_such_day(anchor, None)
    if anchor.which is Which.PAST:
        past = [each for each in (first, *found) if _is_meant(each, Which.PAST, reference_date)]
        _check_weekday(anchor, past[-1])
        yield past[-1]
        return
    during = False
    for interval in chain([first], found):
        if _begins(interval) >= reference_date:
            _check_weekday(anchor, interval)
        if _is_meant(interval, anchor.which, reference_date):
            yield _explained(interval, anchor, reference_date, during)
        else:
            during |= _begins(interval) <= reference_date <= _ends(interval)


def _named_year(anchor: Anchor, reference_date: date) -> int | None:
    if anchor.year.which is not None:
        if anchor.subject is Season.WINTER:
            raise Unresolved(Reason.AMBIGUOUS)
        steps = {Which.THIS: 0, Which.COMING: 1, Which.NEXT: 1, Which.PAST: -1}
        return reference_date.year + steps[anchor.year.which]
    if anchor.which is Which.NEXT and not isinstance(anchor.subject, RecessOf):
        return reference_date.year + 1
    return anchor.year.number


def _check_next(anchor: Anchor, reference_date: date, calendar: SittingCalendar) -> None:
    """Refuses 'volgend najaar' in spring: of this year or the next?"""
    if anchor.which is not Which.NEXT or isinstance(anchor.subject, RecessOf):
        return
    this_year = _in_year(anchor, reference_date.year, calendar)
    still_ahead = this_year is not None and _begins(this_year) > reference_date
    if still_ahead or anchor.year != Year():
        raise Unresolved(Reason.AMBIGUOUS)


def _is_meant(interval: Interval | MissingRecess, which: Which | None, day: date) -> bool:
    """Whether 'dit', 'komend' or 'jl.' allow an interval."""
    if which is Which.PAST:
        return _begins(interval) <= day
    if which is Which.THIS:
        return day.year in (_begins(interval).year, _ends(interval).year)
    if which in (Which.COMING, Which.NEXT) and isinstance(interval, Interval):
        return interval.start > day
    return True


def _begins(interval: Interval | MissingRecess) -> date:
    return interval.start if isinstance(interval, Interval) else interval.earliest_start


def _ends(interval: Interval | MissingRecess) -> date:
    if isinstance(interval, MissingRecess):
        return interval.latest_end
    return interval.end or interval.start


def _explained(
    interval: Interval | MissingRecess, anchor: Anchor, reference_date: date, during: bool
) -> Interval | MissingRecess:
    """The interval with why it was chosen; `during`: said within the one before it."""
    if isinstance(interval, MissingRecess) or anchor.every:
        return interval
    codes = {
        None: StepCode.NO_YEAR,
        Which.COMING: StepCode.COMING,
        Which.NEXT: StepCode.NEXT,
    }
    code = codes.get(anchor.which)
    if code is None:
        return interval
    steps = [step(code, reference_date=reference_date)]
    if during:
        steps.append(step(StepCode.SAID_DURING_IT, reference_date=reference_date))
    return replace(
        interval,
        steps=(*steps, *interval.steps),
        provisional=interval.provisional or during or anchor.which is Which.NEXT,
    )


def _required(
    found: Interval | MissingRecess | None, anchor: Anchor, year: int
) -> Interval | MissingRecess:
    if found is None:
        raise _no_such_day(anchor, year)
    return found


def _no_such_day(anchor: Anchor, year: int | None) -> Unresolved:
    subject = anchor.subject
    if isinstance(subject, DayOfMonth):
        text = f"{subject.day}-{subject.month}" + (f"-{year}" if year else "")
        return Unresolved(Reason.NO_SUCH_DAY, text=text)
    return Unresolved(Reason.NO_CONVENTION)


def _in_year(
    anchor: Anchor, year: int, calendar: SittingCalendar
) -> Interval | MissingRecess | None:
    """The interval of a year; None where that year has none, as 29 February."""
    subject = anchor.subject
    if isinstance(subject, DayOfMonth):
        return _day_of_month(subject, year)
    if isinstance(subject, NthWeekday):
        return nth_weekday(subject, of_months(year, _month_number(subject), 1, Unit.MONTH))
    if isinstance(subject, NthWeek):
        return nth_week(subject.nth, of_months(year, subject.month, 1, Unit.MONTH))
    if isinstance(subject, Months):
        return _several_months(subject, year)
    if isinstance(subject, PartOfYear):
        length = MONTHS_IN[subject.unit]
        return of_months(year, (subject.number - 1) * length + 1, length, subject.unit)
    if isinstance(subject, Season):
        return _season(subject, year)
    if isinstance(subject, NamedDay):
        day = NAMED_DAYS[subject](year)
        sources = (LAWS[subject],) if subject in LAWS else ()
        named = step(StepCode.NAMED_DAY_IS, name=subject, day=day)
        return replace(of_day(day), steps=(named,), sources=sources)
    if isinstance(subject, NumberedWeek):
        return _numbered_week(subject.number, year)
    assert isinstance(subject, RecessOf)
    assert subject.kind is not None
    return _recess(calendar.recess(subject.kind, year), subject)


def _day_of_month(subject: DayOfMonth, year: int) -> Interval | None:
    try:
        return of_day(date(year, subject.month, subject.day))
    except ValueError:
        return None


def _check_weekday(anchor: Anchor, interval: Interval | MissingRecess) -> None:
    """Refuses 'maandag 3 april' of a year in which that is another day."""
    subject = anchor.subject
    if not isinstance(subject, DayOfMonth) or subject.weekday is None:
        return
    day = _begins(interval)
    if day.weekday() != subject.weekday:
        raise Unresolved(Reason.WEEKDAY_DIFFERS, day=day)


def _month_number(subject: NthWeekday) -> int:
    assert not isinstance(subject.of, Unit)
    return subject.of


def _several_months(subject: Months, year: int) -> Interval:
    count = subject.last - subject.first + 1
    if count == 1:
        return of_months(year, subject.first, 1, Unit.MONTH)
    interval = replace(of_months(year, subject.first, count, Unit.MONTH), unit=None)
    if subject.alternatives:
        interval = replace(interval, provisional=True).with_steps(step(StepCode.ALTERNATIVES))
    return interval


def _season(season: Season, year: int) -> Interval:
    interval = replace(of_months(year, FIRST_MONTH[season], 3, None), unit=season, provisional=True)
    runs = step(StepCode.SEASON_RUNS, season=season, start=interval.start, end=interval.end)
    stretched = (step(StepCode.AUTUMN_IS_STRETCHED),) if season is Season.AUTUMN else ()
    return replace(interval, steps=(runs, *stretched))


def _numbered_week(number: int, year: int) -> Interval | None:
    try:
        return of_week(date.fromisocalendar(year, number, 1))
    except ValueError:
        return None


# Recesses


def _recess(
    found: Recess | MissingRecess | None, subject: RecessOf
) -> Interval | MissingRecess | None:
    if not isinstance(found, Recess):
        return found
    steps = [step(StepCode.RECESS_NAMED_BY_SEASON, kind=found.kind)] if subject.by_season else []
    replaces = subject.kind not in (None, found.kind)
    year = found.start.year
    if replaces:
        steps.append(step(StepCode.ELECTION_RECESS_REPLACES, kind=subject.kind, year=year))
    if found.end:
        days: dict[str, Fact] = {"start": found.start, "end": found.end}
        steps.append(step(StepCode.RECESS_RUNS, kind=found.kind, year=year, **days))
    else:
        steps.append(step(StepCode.RECESS_STARTS, kind=found.kind, year=year, start=found.start))
    return Interval(
        found.start,
        found.end,
        recess=found,
        provisional=subject.by_season or replaces,
        steps=tuple(steps),
        sources=(_recess_source(found),),
    )


def _recess_source(recess: Recess) -> str:
    return f"{recess.kind} {recess.session_year}: {', '.join(recess.sources)}"


def _irregular_recess(
    anchor: Anchor, subject: RecessOf, reference_date: date, calendar: SittingCalendar
) -> Iterator[Interval | MissingRecess]:
    """'het reces', of no kind, and the verkiezingsreces, which comes when there are elections."""
    if subject.kind is None:
        if anchor.year.number or anchor.year.which or anchor.every:
            raise Unresolved(Reason.AMBIGUOUS)
        found = calendar.next_of_any_kind(reference_date)
        code = StepCode.NEXT_RECESS_OF_ANY_KIND
    else:
        year = _named_year(anchor, reference_date)
        if year is not None:
            found = calendar.recess(RecessKind.ELECTION, year)
            if found is None:
                raise Unresolved(Reason.RECESS_NOT_IN_CALENDAR, kind=subject.kind, year=year)
            yield _required(_recess(found, subject), anchor, year)
            return
        found = calendar.next_recess(RecessKind.ELECTION, reference_date)
        code = StepCode.NEXT_ELECTION_RECESS
    interval = _recess(found, subject)
    if interval is None:
        raise Unresolved(Reason.RECESS_GAP, kind=subject.kind, year=reference_date.year)
    if isinstance(interval, MissingRecess):
        yield interval
    else:
        yield replace(interval, provisional=True, steps=(step(code), *interval.steps))
