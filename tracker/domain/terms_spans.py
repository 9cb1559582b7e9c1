"""Spans of time with a start and an end: 'tussen 1 maart en 1 april', '1 maart t/m 1 april'."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from tracker.domain.terms_clauses import (
    Anchor,
    Clause,
    DayOfMonth,
    FixedDay,
    Months,
    RecessOf,
    Year,
)
from tracker.domain.terms_reasoning import Reason, Unresolved
from tracker.domain.terms_words import Boundary, Mark, Token

ReadClause = Callable[[Sequence[Token]], Clause]


def joined_spans(parts: list[list[Token]]) -> list[list[Token]]:
    """The parts of a phrase, with both sides of the 'en' of a 'tussen' in one part again."""
    joined: list[list[Token]] = []
    for part in parts:
        before = joined[-1] if joined else []
        if Mark.BETWEEN in before and Mark.AND not in before:
            before += [Mark.AND, *part]
        else:
            joined.append(part)
    return joined


def read_between(tokens: list[Token], read_clause: ReadClause) -> tuple[Clause, ...]:
    """The clauses of 'tussen nu en de zomer', 'tussen 1 maart en 1 april 2021'."""
    tokens = _without_in(tokens)
    if tokens[0] is not Mark.BETWEEN or Mark.AND not in tokens:
        raise Unresolved(Reason.NOT_UNDERSTOOD)
    joint = tokens.index(Mark.AND)
    first, last = tokens[1:joint], tokens[joint + 1 :]
    if first == [Mark.THIS_TEXT]:
        end = read_clause([Boundary.UNTIL, *last])
        recess = end.anchor is not None and isinstance(end.anchor.subject, RecessOf)
        return (end if recess else replace(end, boundary=Boundary.BY),)
    return _span(read_clause([Boundary.FROM, *first]), read_clause([Boundary.BY, *last]))


def read_span(tokens: list[Token], read_clause: ReadClause) -> tuple[Clause, ...] | None:
    """The clauses of '1 maart tot 1 april 2021'; None where the tokens are no span."""
    tokens = _without_in(tokens)
    ends = (at for at, token in enumerate(tokens) if token in (Boundary.UNTIL, Boundary.BY))
    place = next((at for at in ends if at > 0), None)
    if place is None:
        return None
    try:
        start = read_clause([Boundary.FROM, *tokens[:place]])
        return _span(start, read_clause(tokens[place:]))
    except Unresolved:
        return None


def _without_in(tokens: list[Token]) -> list[Token]:
    """'in de periode van 1 maart tot 1 april' says the same without its 'in'."""
    return tokens[1:] if tokens[0] is Boundary.IN and len(tokens) > 1 else tokens


def _span(start: Clause, end: Clause) -> tuple[Clause, ...]:
    """A start without a year is of the year of its end, or of the one before."""
    first, last = start.anchor, end.anchor
    if start.boundary is not Boundary.FROM or first is None or last is None:
        raise Unresolved(Reason.NOT_UNDERSTOOD)
    month, (end_month, year) = _month(first), (_month(last), _year(last))
    if first.year == Year() and year and month and end_month:
        own = year if month <= end_month else year - 1
        start = replace(start, anchor=replace(first, year=Year(own)))
    return start, end


def _month(anchor: Anchor) -> int | None:
    subject = anchor.subject
    if isinstance(subject, DayOfMonth):
        return subject.month
    if isinstance(subject, Months):
        return subject.first
    return subject.day.month if isinstance(subject, FixedDay) and subject.day else None


def _year(anchor: Anchor) -> int | None:
    subject = anchor.subject
    return subject.day.year if isinstance(subject, FixedDay) and subject.day else anchor.year.number
