"""The grammar of Dutch terms: from tokens to clauses.

A clause has an anchor (a date, period, recess or event), modifiers that narrow it, a
length that shifts from it, a boundary that picks a side of it, and a rhythm that repeats
it. Each is optional; what is left over makes the whole phrase unreadable.
"""

from collections.abc import Sequence
from dataclasses import replace

from tracker.domain.terms_anchors import AnchorReader
from tracker.domain.terms_clauses import (
    MONTHS_IN,
    Anchor,
    Clause,
    DayOfMonth,
    DayOfWeek,
    Months,
    NthDay,
    NthWeekday,
    NumberedWeek,
    Period,
    RecessOf,
    ReferenceDay,
    Shift,
    WholeYear,
    Year,
)
from tracker.domain.terms_reasoning import Reason, Unresolved
from tracker.domain.terms_spans import joined_spans, read_between, read_span
from tracker.domain.terms_words import (
    Boundary,
    Frequency,
    Hedge,
    Length,
    Mark,
    NamedDay,
    Number,
    Ordinal,
    PartOfYear,
    Repeats,
    Rhythm,
    Season,
    Token,
    Unit,
    Vague,
    Which,
    Within,
)

LONGEST_LENGTH = 999


def read_clauses(tokens: Sequence[Token]) -> tuple[Clause, ...]:
    """The clauses of a phrase, between its 'en', 'maar' and commas.

    Raises Unresolved where a part does not parse whole.
    """
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token is Mark.AND:
            parts.append([])
        else:
            parts[-1].append(token)
    clauses = [clause for part in joined_spans(parts) if part for clause in read_part(part)]
    if not clauses:
        raise Unresolved(Reason.EMPTY)
    return tuple(clauses)


def read_part(tokens: list[Token]) -> tuple[Clause, ...]:
    """One clause, or the two of a span: its start and its end.

    Raises Unresolved where the tokens are neither.
    """
    if Mark.BETWEEN in tokens:
        return read_between(tokens, read_clause)
    try:
        return (read_clause(tokens),)
    except Unresolved:
        span = read_span(tokens, read_clause)
        if span is None:
            raise
        return span


def read_clause(tokens: Sequence[Token]) -> Clause:
    """The one clause of tokens without an 'en'; raises Unresolved where they are not one."""
    try:
        return _ClauseReader(tokens).whole()
    except Unresolved:
        alternatives = _alternatives(tokens)
        if alternatives is None:
            raise
        return alternatives


def _alternatives(tokens: Sequence[Token]) -> Clause | None:
    """'eind juni/begin juli', 'in Q2 of Q3 2021': two parts of the calendar, the later last."""
    for place, token in enumerate(tokens):
        if token not in (Mark.OR, Mark.SLASH):
            continue
        try:
            first = _ClauseReader(tokens[:place]).whole()
            last = _ClauseReader(tokens[place + 1 :]).whole()
        except Unresolved:
            continue
        if _is_part(first) and _is_part(last) and not last.boundary_said:
            said = replace(last, boundary=first.boundary, boundary_said=first.boundary_said)
            return replace(first, or_else=said)
    return None


def _is_part(clause: Clause) -> bool:
    """Whether a clause is of a plain part of the calendar."""
    subject = clause.anchor.subject if clause.anchor else None
    kinds = (WholeYear, Months, PartOfYear, Period, Season)
    return isinstance(subject, kinds) and clause.shift is None and clause.rhythm is None


def _rhythm_of(anchor: Anchor) -> Length | None:
    """How often an anchor with 'elk' or 'ieder' comes back."""
    if not (anchor.every or anchor.year.every):
        return None
    if isinstance(anchor.subject, Period):
        return _simplest(Length(1, anchor.subject.unit))
    if isinstance(anchor.subject, NthDay):
        return Length(1, Unit.MONTH)
    if isinstance(anchor.subject, NthWeekday) and isinstance(anchor.subject.of, Unit):
        return _simplest(Length(1, anchor.subject.of))
    return Length(1, Unit.WEEK if isinstance(anchor.subject, DayOfWeek) else Unit.YEAR)


def _is_recess(anchor: Anchor) -> bool:
    """Whether an anchor names a recess as such, and not by 'de kerst'."""
    return isinstance(anchor.subject, RecessOf) and not (anchor.subject.by_season or anchor.every)


def _divided(every: Length, times: int) -> Length:
    """The interval of so many times a length; raises Unresolved where it does not come out."""
    if every.unit not in MONTHS_IN:
        if times != 1:
            raise Unresolved(Reason.RHYTHM_DOES_NOT_DIVIDE)
        return _simplest(every)
    months = every.count * MONTHS_IN[every.unit]
    if times == 0 or months % times:
        raise Unresolved(Reason.RHYTHM_DOES_NOT_DIVIDE)
    return _simplest(Length(months // times, Unit.MONTH))


def _simplest(length: Length) -> Length:
    """The same length in years, months, weeks or days. Working days make no rhythm."""
    if length.unit is Unit.WORKING_DAY:
        raise Unresolved(Reason.NO_CONVENTION)
    if length.unit not in MONTHS_IN:
        return length
    years, months = divmod(length.count * MONTHS_IN[length.unit], 12)
    if months:
        return Length(years * 12 + months, Unit.MONTH)
    return Length(years, Unit.YEAR)


class _ClauseReader(AnchorReader):
    """Reads one clause, from left to right."""

    def whole(self) -> Clause:
        clause = self._soon() or self._clause()
        self._take_hedges()
        if self.place < len(self.tokens):
            raise self._unreadable()
        return replace(clause, hedges=tuple(self.hedges)) if self.hedges else clause

    # Clauses

    def _soon(self) -> Clause | None:
        """'zo spoedig mogelijk', alone: no date, but it may stand beside one."""
        if all(token is Vague.SOON or isinstance(token, Hedge) for token in self.tokens):
            self.place = len(self.tokens)
            return Clause(soon=Vague.SOON in self.tokens)
        return None

    def _clause(self) -> Clause:
        self._take_hedges()
        soon = self._skip(Vague.SOON)
        rhythm = self._attempt(self._interval) or self._attempt(self._every_year)
        if rhythm:
            self._take_hedges()
            if self._peek() is None:
                return Clause(rhythm=rhythm)
        clause = self._dated()
        if soon:
            clause = replace(clause, soon=True)
        rhythm = rhythm or self._take_yearly()
        return self._repeated(clause, rhythm) if rhythm else clause

    def _repeated(self, clause: Clause, rhythm: Length) -> Clause:
        """A clause that comes back every year: 'jaarlijks voor 1 april'."""
        anchor = clause.anchor
        yearly = rhythm == Length(1, Unit.YEAR)
        if not (yearly and anchor and anchor.year == Year() and anchor.which is None):
            raise self._unreadable()
        if not isinstance(anchor.subject, _YEARLY):
            raise self._unreadable()
        return replace(clause, anchor=replace(anchor, every=True), rhythm=rhythm)

    def _dated(self) -> Clause:
        """A clause with a date in it: by shift, or by an anchor and its boundary."""
        within, boundary = self._boundaries()
        shifted = self._attempt(lambda: self._shifted(within, boundary))
        if shifted:
            return shifted
        if within is None and (beside := self._attempt(lambda: self._week_beside(boundary))):
            return beside
        if within is Within.OVER:
            raise self._unreadable()
        modifiers = self._modifiers()
        anchor = self._anchor(bare_unit=bool(modifiers))
        side = boundary or Boundary.IN
        from_text = anchor is not None and isinstance(anchor.subject, ReferenceDay)
        if anchor is None or (from_text and side is not Boundary.FROM):
            raise self._unreadable()
        return Clause(
            boundary=side,
            modifiers=modifiers,
            anchor=self._as_recess(anchor, side, modifiers),
            rhythm=_rhythm_of(anchor),
            boundary_said=bool(boundary or within),
        )

    def _boundaries(self) -> tuple[Within | None, Boundary | None]:
        """The words before a length or an anchor; of 'uiterlijk voor' the last one counts."""
        within: Within | None = None
        boundary: Boundary | None = None
        while True:
            self._take_hedges()
            if found := self._take(Within):
                within = found
            elif boundary in (None, Boundary.BY) and (side := self._take(Boundary)):
                boundary = side
            elif boundary in (None, Boundary.BY) and self._per_day():
                boundary = Boundary.ON
            elif boundary is not None and self._skip(Boundary.BY):
                continue
            else:
                return within, boundary

    def _per_day(self) -> bool:
        """'per' before a date means: on it; before a unit it is a rhythm."""
        return not isinstance(self._peek(1), Unit) and self._skip(Rhythm.PER)

    def _shifted(self, within: Within | None, boundary: Boundary | None) -> Clause | None:
        """'binnen zes weken', 'twee weken voor het zomerreces', 'een maand na dagtekening'."""
        coming = self._skip(Which.COMING)
        length = self._length()
        if length is None or boundary not in (None, Boundary.BY, Boundary.IN):
            return None
        self._take_hedges()
        side = self._take(Boundary)
        if side is None:
            from_text = within is not None or coming
            return self._from_text(length) if from_text and self._at_end() else None
        if side not in (Boundary.BEFORE, Boundary.AFTER, Boundary.FROM):
            return None
        if side is Boundary.BEFORE and within:
            return None
        modifiers = self._modifiers()
        anchor = self._anchor(bare_unit=bool(modifiers))
        if anchor is None:
            return None
        if side is Boundary.FROM:
            side = Boundary.AFTER
        anchor = self._as_recess(anchor, side, modifiers)
        return Clause(boundary=side, modifiers=modifiers, anchor=anchor, shift=length)

    def _week_beside(self, boundary: Boundary | None) -> Clause | None:
        """'in de (laatste) week voor het zomerreces', 'in de eerste week na het reces'.

        The week before a recess ends where 'voor het reces' does.
        """
        ordinal = self._take(Ordinal)
        nth = ordinal.value if ordinal else None
        if boundary not in (None, Boundary.BY, Boundary.IN) or not self._skip(Unit.WEEK):
            return None
        side = self._take(Boundary)
        anchor = self._attempt(self._yearly) if side else None
        if anchor is None or not _is_recess(anchor):
            return None
        if side is Boundary.BEFORE and nth in (None, -1):
            return Clause(boundary=side, anchor=anchor)
        if side is Boundary.AFTER and (nth is None or nth > 0):
            return Clause(boundary=side, anchor=anchor, week_after=nth or 1)
        return None

    def _from_text(self, length: Shift) -> Clause:
        return Clause(boundary=Boundary.AFTER, anchor=Anchor(ReferenceDay()), shift=length)

    def _at_end(self) -> bool:
        self._take_hedges()
        return self._peek() is None

    # Lengths and rhythms

    def _length(self) -> Shift | None:
        """'zes weken', 'een half jaar', 'vier à zes weken'."""
        self._take_hedges()
        if whole := self._take(Length):
            return Shift(whole.count, whole.unit, days=whole.days)
        first = self._take(Number)
        if first is None:
            return None
        if first.value == 1 and (about := self._attempt(self._about_so_many)):
            return about
        last = first
        if self._peek() in (Mark.OR, Mark.SLASH, Boundary.UNTIL, Boundary.BY):
            self.place += 1
            second = self._take(Number)
            if second is None or second.value <= first.value:
                return None
            last = second
        unit = self._take(Unit)
        if unit is None or not 1 <= last.value <= LONGEST_LENGTH:
            return None
        return Shift(last.value, unit, latest_of_range=last is not first)

    def _about_so_many(self) -> Shift | None:
        """'(een) maand of drie'."""
        unit = self._take(Unit)
        number = self._take(Number) if unit and self._skip(Mark.OR) else None
        if unit is None or number is None or not 1 < number.value <= LONGEST_LENGTH:
            return None
        self.hedges.append(Hedge.ROUGHLY)
        return Shift(number.value, unit)

    def _interval(self) -> Length | None:
        """'jaarlijks', 'twee keer per jaar', 'elke drie maanden', 'om de maand'."""
        if repeats := self._take(Repeats):
            return _simplest(Length(repeats.count, repeats.unit))
        if times := self._attempt(self._times):
            if not self._skip(Rhythm.PER, Boundary.IN, Rhythm.EVERY, Rhythm.ONCE_IN):
                return None
            every = self._one_length()
            return _divided(every, times) if every else None
        other = self._peek() is Rhythm.ONCE_IN
        if not self._skip(Rhythm.EVERY, Rhythm.ONCE_IN, Rhythm.PER):
            return None
        if other and (unit := self._take(Unit)):
            return _simplest(Length(2, unit))
        length = self._length()
        if length is None or length.latest_of_range or length.days:
            return None
        return _simplest(Length(length.count, length.unit))

    def _times(self) -> int | None:
        if frequency := self._take(Frequency):
            return frequency.times
        number = self._take(Number)
        return number.value if number and self._skip(Rhythm.TIMES) else None

    def _one_length(self) -> Length | None:
        if unit := self._take(Unit):
            return Length(1, unit)
        length = self._length()
        if length is None or length.latest_of_range or length.days:
            return None
        return Length(length.count, length.unit)

    def _every_year(self) -> Length | None:
        """'elk jaar' before the rest of the clause: 'elk jaar voor 1 april'."""
        if self._skip(Rhythm.EVERY, Rhythm.PER) and self._skip(Unit.YEAR) and self._peek():
            return Length(1, Unit.YEAR)
        return None

    def _take_yearly(self) -> Length | None:
        """'jaarlijks' behind the rest of the clause: 'voor 1 april, jaarlijks'."""
        repeats = self._take(Repeats)
        return Length(repeats.count, repeats.unit) if repeats else None


_YEARLY = (
    DayOfMonth, NthWeekday, Months, NumberedWeek, RecessOf, PartOfYear, Season, NamedDay,
)  # fmt: skip
