"""The anchors of Dutch terms: a date, period, recess or event, from the tokens of a clause."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from tracker.domain.sittings import RecessKind
from tracker.domain.terms_clauses import (
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
    Subject,
    WholeYear,
    Year,
)
from tracker.domain.terms_reasoning import Reason, Unresolved
from tracker.domain.terms_words import (
    PARTS_IN_A_YEAR,
    YEARS,
    Boundary,
    Event,
    Hedge,
    Mark,
    Modifier,
    Month,
    NamedDay,
    NearDay,
    Number,
    NumericDay,
    Ordinal,
    PartOfYear,
    Rhythm,
    Season,
    Token,
    Unit,
    Unknown,
    Vague,
    Weekday,
    Which,
    Within,
)

T = TypeVar("T")
LAST_MONTH = 12


class TokenReader:
    """Takes tokens from left to right."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.hedges: list[Hedge] = []

    def _peek(self, ahead: int = 0) -> Token | None:
        place = self.place + ahead
        return self.tokens[place] if place < len(self.tokens) else None

    def _take(self, kind: type[T]) -> T | None:
        token = self._peek()
        if isinstance(token, kind):
            self.place += 1
            return token
        return None

    def _skip(self, *choices: Token) -> bool:
        if self._peek() in choices:
            self.place += 1
            return True
        return False

    def _attempt(self, read: Callable[[], T | None]) -> T | None:
        """What `read` gives, or None with nothing taken."""
        start, hedges = self.place, len(self.hedges)
        found = read()
        if found is None:
            self.place = start
            del self.hedges[hedges:]
        return found

    def _take_hedges(self) -> None:
        while hedge := self._take(Hedge):
            self.hedges.append(hedge)

    def _unreadable(self) -> Unresolved:
        """Why this clause has no date: the most telling of its tokens."""
        if Vague.CONDITION in self.tokens:
            return Unresolved(Reason.DEPENDS_ON_EVENT)
        if any(isinstance(token, Vague) for token in self.tokens):
            return Unresolved(Reason.NO_DATE)
        for token in self.tokens:
            if isinstance(token, NumericDay) and token.day is None:
                return Unresolved(Reason.NO_SUCH_DAY, text=token.text)
        for token in self.tokens:
            if isinstance(token, Event):
                return Unresolved(Reason.EVENT_WITHOUT_DATE, event=token.name)
        for token in self.tokens:
            if isinstance(token, Unknown):
                return Unresolved(Reason.WORD_NOT_UNDERSTOOD, word=token.text)
        return Unresolved(Reason.NOT_UNDERSTOOD)


class AnchorReader(TokenReader):
    """Reads what a clause counts from, and what narrows it."""

    def _modifiers(self) -> tuple[Modifier, ...]:
        found: list[Modifier] = []
        while modifier := self._take(Modifier) or self._attempt(self._numbered_modifier):
            found.append(modifier)
            self._skip(Mark.SLASH)
        return tuple(found)

    def _as_recess(self, anchor: Anchor, side: Boundary, modifiers: tuple[Modifier, ...]) -> Anchor:
        """Before and after 'de zomer' and 'de kerst' the House means its recess."""
        around = side in (Boundary.BEFORE, Boundary.UNTIL, Boundary.AFTER) and not modifiers
        if anchor.subject is Season.SUMMER and around:
            return replace(anchor, subject=RecessOf(RecessKind.SUMMER, by_season=True))
        if anchor.subject == RecessOf(RecessKind.CHRISTMAS, by_season=True) and not around:
            raise self._unreadable()
        return anchor

    def _numbered_modifier(self) -> Modifier | None:
        """'eerste helft', 'laatste dag'."""
        ordinal = self._take(Ordinal)
        if ordinal is None:
            return None
        if self._skip(Mark.HALF):
            return _HALVES.get(ordinal.value)
        return _OUTER_DAYS.get(ordinal.value) if self._skip(Unit.DAY) else None

    def _anchor(self, *, bare_unit: bool = False) -> Anchor | None:
        """A date, period, recess or event, with the year that it is of."""
        event = self._attempt(self._event)
        if event:
            return event
        return (
            self._attempt(self._nth)
            or self._attempt(lambda: self._period(bare_unit))
            or self._attempt(self._yearly)
        )

    def _nth(self) -> Anchor | None:
        """'de 15e', 'de 15e van volgende maand', 'de eerste maandag van mei', 'de eerste week'."""
        every = self._skip(Rhythm.EVERY)
        ordinal = self._take(Ordinal)
        if ordinal is None or isinstance(self._peek(), Month):
            return None
        if weekday := self._take(Weekday):
            return self._nth_weekday(ordinal.value, weekday.number, every)
        if self._skip(Unit.WEEK):
            return self._nth_week(ordinal.value)
        if ordinal.value < 1:
            return None
        which = self._take(Which)
        every |= which is None and self._skip(Rhythm.EVERY, Rhythm.PER)
        # 'de 15e van de maand', but 'de eerste maand'
        of_month = (which or every or ordinal.value > LAST_MONTH) and self._skip(Unit.MONTH)
        if of_month or (not every and which in (None, Which.COMING) and self._peek() is None):
            which = None if which is Which.COMING and not of_month else which
            return Anchor(NthDay(ordinal.value), which=which, every=every)
        return None

    def _nth_weekday(self, nth: int, weekday: int, every: bool) -> Anchor | None:
        self._skip(Boundary.IN)
        if month := self._take(Month):
            subject = NthWeekday(nth, weekday, month.number)
            year = self._year(subject)
            return Anchor(subject, year, every=every or year.every)
        which = self._take(Which)
        every |= which is None and self._skip(Rhythm.EVERY, Rhythm.PER)
        unit = self._take(Unit) or (Unit.MONTH if every else None)
        if unit not in (Unit.MONTH, Unit.QUARTER, Unit.HALF_YEAR, Unit.YEAR):
            return None
        return Anchor(NthWeekday(nth, weekday, unit), which=which, every=every)

    def _nth_week(self, nth: int) -> Anchor | None:
        """'de eerste week van maart 2021'."""
        month = self._take(Month)
        if month is None:
            return None
        subject = NthWeek(nth, month.number)
        return Anchor(subject, self._year(subject))

    def _event(self) -> Anchor | None:
        """An event with its date; what lies between them is its subject."""
        self._skip(Which.COMING, Which.THIS)
        event = self._take(Event)
        while event:
            anchor = self._attempt(self._day)
            if anchor:
                return replace(anchor, event=event.name)
            if not isinstance(self._peek(), _SUBJECT_WORDS):
                return None
            self.place += 1
        return None

    def _day(self) -> Anchor | None:
        self._skip(Boundary.ON)
        anchor = self._yearly()
        if anchor and isinstance(anchor.subject, FixedDay | DayOfMonth):
            return anchor
        return None

    def _period(self, bare_unit: bool) -> Anchor | None:
        """'deze maand', 'volgende week', 'elk kwartaal'; after a modifier also 'het jaar'."""
        if self._skip(Mark.THIS_TEXT):
            return Anchor(ReferenceDay())
        if near := self._take(NearDay):
            return Anchor(FixedDay(days_on=near.days))
        which = self._take(Which)
        every = which is None and self._skip(Rhythm.EVERY, Rhythm.PER)
        if weekday := self._take(Weekday):
            return self._day_of_week(weekday, which, every)
        unit = self._take(Unit)
        if unit is None or unit is Unit.WORKING_DAY or not (which or every or bare_unit):
            return None
        if unit is Unit.WEEK and which and (weekday := self._take(Weekday)):
            return Anchor(DayOfWeek(weekday.number, which))
        if isinstance(self._peek(), Month | Number | DayOfMonth | NumericDay):
            return None
        if which is None and not every:
            which = Which.THIS
        return Anchor(Period(unit), which=which, every=every)

    def _day_of_week(self, weekday: Weekday, which: Which | None, every: bool) -> Anchor | None:
        """'komende vrijdag', 'vrijdag volgende week', 'elke vrijdag', or only 'vrijdag'."""
        if isinstance(self._peek(), Number | NumericDay):
            return None
        if which or every:
            return Anchor(DayOfWeek(weekday.number), which=which, every=every)
        which = self._take(Which)
        if which and self._skip(Unit.WEEK):
            return Anchor(DayOfWeek(weekday.number, which))
        return Anchor(DayOfWeek(weekday.number), which=which)

    def _yearly(self) -> Anchor | None:
        """What comes back every year, and years themselves."""
        which = self._take(Which)
        every = which is None and self._skip(Rhythm.EVERY)
        week = self._week_of_day()
        year_first = self._attempt(self._year_first)
        subject = self._subject()
        if subject is None:
            return None
        if isinstance(subject, WholeYear | FixedDay):
            said = self._take(Which) if isinstance(subject, FixedDay) else None
            return None if which or every else Anchor(subject, which=said, week=week)
        year = year_first or self._year(subject)
        trailing = self._take(Which) if which is None and not every else None
        return Anchor(subject, year, which or trailing, every or year.every, week=week)

    def _year_first(self) -> Year | None:
        """'2021 Q2'."""
        number = self._take(Number)
        self._skip(Mark.SLASH)
        named = number is not None and _is_year(number) and isinstance(self._peek(), PartOfYear)
        return Year(number.value) if number and named else None

    def _week_of_day(self) -> bool:
        """'de week van 15 maart', and not 'week 12'."""
        number, after = self._peek(1), self._peek(2)
        of_day = isinstance(number, NumericDay) or isinstance(after, Month)
        return of_day and self._skip(Unit.WEEK)

    def _subject(self) -> Subject | None:
        token = self._peek()
        if isinstance(token, Season | NamedDay):
            self.place += 1
            return token
        if isinstance(token, RecessKind):
            self.place += 1
            return RecessOf(token)
        if self._skip(Mark.RECESS):
            return RecessOf(None)
        if self._skip(Mark.CHRISTMAS):
            return RecessOf(RecessKind.CHRISTMAS, by_season=True)
        start = self.place
        readers: tuple[Callable[[], Subject | None], ...] = (
            self._date,
            self._months,
            self._part_of_year,
            self._week,
            self._whole_year,
        )
        for read in readers:
            if found := read():
                return found
            self.place = start
        return None

    def _date(self) -> FixedDay | DayOfMonth | None:
        weekday = self._take(Weekday)
        if numeric := self._take(NumericDay):
            if numeric.day is None:
                raise Unresolved(Reason.NO_SUCH_DAY, text=numeric.text)
            if weekday and numeric.day.weekday() != weekday.number:
                raise Unresolved(Reason.WEEKDAY_DIFFERS, day=numeric.day)
            return FixedDay(numeric.day)
        if ordinal := self._take(Ordinal):
            day = ordinal.value
        else:
            number = self._take(Number)
            day = number.value if number and number.digits <= 2 else 0
        month = self._take(Month) or self._month_in_figures()
        if month and day >= 1:
            return DayOfMonth(day, month.number, weekday.number if weekday else None)
        return None

    def _month_in_figures(self) -> Month | None:
        """The 4 of '1-4', where nothing follows that makes it a range."""
        number = self._take(Number) if self._skip(Mark.SLASH) else None
        last = self._peek() is None or isinstance(self._peek(), Which)
        in_year = number is not None and number.digits <= 2 and 1 <= number.value <= LAST_MONTH
        return Month(number.value) if number and in_year and last else None

    def _months(self) -> Months | None:
        """'maart', 'de maand maart', 'april/mei', 'maart t/m mei'."""
        self._skip(Unit.MONTH)
        first = self._take(Month)
        if first is None:
            return None
        joint = self._peek()
        last = self._peek(1)
        if joint in (Mark.SLASH, Mark.OR, Boundary.BY) and isinstance(last, Month):
            self.place += 2
            in_order = first.number < last.number
            return Months(first.number, last.number, joint is not Boundary.BY) if in_order else None
        return Months(first.number, first.number)

    def _part_of_year(self) -> PartOfYear | None:
        """'Q3', 'het derde kwartaal', 'kwartaal 3', 'de tweede jaarhelft'."""
        if part := self._take(PartOfYear):
            return part
        if ordinal := self._take(Ordinal):
            number = ordinal.value
            unit = self._take(Unit)
        else:
            unit = self._take(Unit)
            numbered = self._take(Number)
            number = numbered.value if numbered else 0
        parts = PARTS_IN_A_YEAR.get(unit, 0) if unit else 0
        number = parts if number == -1 else number
        return PartOfYear(unit, number) if unit and 1 <= number <= parts else None

    def _week(self) -> NumberedWeek | None:
        number = self._take(Number) if self._skip(Unit.WEEK) else None
        return NumberedWeek(number.value) if number and 1 <= number.value <= 53 else None

    def _whole_year(self) -> WholeYear | None:
        """'2022', 'het jaar 2022'."""
        self._skip(Unit.YEAR)
        number = self._take(Number)
        return WholeYear(number.value) if number and _is_year(number) else None

    def _year(self, subject: Subject) -> Year:
        return (
            self._attempt(lambda: self._numbered_year(subject))
            or self._attempt(self._relative_year)
            or Year()
        )

    def _numbered_year(self, subject: Subject) -> Year | None:
        """'2022', 'in 2022', '2021-2022' of what lies in a session year or a winter."""
        if not self._skip(Boundary.IN):
            self._skip(Mark.SLASH)
        first = self._take(Number)
        if first is None or not _is_year(first):
            return None
        if not isinstance(self._peek(1), Number) or not self._skip(Mark.SLASH):
            if subject is Season.WINTER:
                raise Unresolved(Reason.AMBIGUOUS)
            return Year(first.value)
        second = self._take(Number)
        if second is None or second.value not in (first.value + 1, (first.value + 1) % 100):
            return None
        if subject is Season.WINTER:
            return Year(first.value)
        if not isinstance(subject, RecessOf):
            return None
        in_autumn = subject.kind in (RecessKind.AUTUMN, RecessKind.CHRISTMAS)
        return Year(first.value if in_autumn else first.value + 1)

    def _relative_year(self) -> Year | None:
        """'van volgend jaar', 'van elk jaar'."""
        self._skip(Boundary.IN)
        which = self._take(Which)
        every = which is None and self._skip(Rhythm.EVERY, Rhythm.PER)
        if (which or every) and self._skip(Unit.YEAR):
            return Year(which=which, every=every)
        return None


def _is_year(number: Number) -> bool:
    return number.digits == 4 and number.value in YEARS


_HALVES = {1: Modifier.FIRST_HALF, 2: Modifier.SECOND_HALF, -1: Modifier.SECOND_HALF}
_OUTER_DAYS = {1: Modifier.FIRST_DAY, -1: Modifier.LAST_DAY}
_SUBJECT_WORDS = (Unknown, Event, Vague, Within)
