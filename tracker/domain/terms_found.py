"""Terms in running text: where they stand, what they say, and how firmly it was promised.

A text is read sentence by sentence; only a sentence with a word that a term needs is read
closely. From each word that may begin a term, the longest stretch that parses whole is
taken. What is past, what is a title and what somebody else asks is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.planning import Strength
from tracker.domain.sittings import SittingCalendar
from tracker.domain.terms import Certainty, Reason, Rule, Term, read_term
from tracker.domain.terms_candidates import Candidate, candidates
from tracker.domain.terms_sentences import sentences
from tracker.domain.terms_strength import Stance, Statement

__all__ = ["FoundTerm", "find_requested_terms", "find_terms"]


@dataclass(frozen=True)
class FoundTerm:
    """A term in a text. `start` and `end` are offsets in code points; `term.phrase` is between."""

    start: int
    end: int
    term: Term
    strength: Strength


def find_terms(text: str, reference_date: date, calendar: SittingCalendar) -> tuple[FoundTerm, ...]:
    """The terms that a text promises, aims at, intends or keeps to, in order.

    Each is the shortest wording that carries the term, counted from `reference_date`. Left
    out are past dates, titles and what the text says that somebody asks.
    """
    return tuple(_found(text, reference_date, calendar, requested=False))


def find_requested_terms(
    text: str, reference_date: date, calendar: SittingCalendar
) -> tuple[FoundTerm, ...]:
    """As `find_terms`, with the terms of what a text asks: for the dictum of a motion."""
    return tuple(_found(text, reference_date, calendar, requested=True))


def _found(
    text: str, reference_date: date, calendar: SittingCalendar, *, requested: bool
) -> Iterator[FoundTerm]:
    terms: dict[str, Term] = {}
    for sentence in sentences(text):
        statement: Statement | None = None
        for candidate in candidates(sentence):
            statement = statement or Statement(sentence.folded)
            stance = _stance(statement, candidate)
            if stance is Stance.ASKED and not requested:
                continue
            start, end = sentence.place(candidate.start, candidate.end)
            phrase = text[start:end]
            term = terms.get(phrase) or read_term(phrase, reference_date, calendar)
            terms[phrase] = term
            strength = _strength(candidate, term, stance)
            if strength is not None:
                yield FoundTerm(start, end, term, strength)


def _stance(statement: Statement, candidate: Candidate) -> Stance:
    """What governs a candidate; of a condition the verb of the main clause."""
    own = statement.stance_at(candidate.start)
    if candidate.is_condition and own <= Stance.PAST:
        return statement.stance_after(candidate.start) or own
    return own


_NO_TERMS = frozenset(
    [Reason.IN_THE_PAST, Reason.NOT_UNDERSTOOD, Reason.WORD_NOT_UNDERSTOOD, Reason.EMPTY,
     Reason.TOO_LONG, Reason.OUT_OF_RANGE, Reason.BOUNDARY_MISSING]
)  # fmt: skip


def _strength(candidate: Candidate, term: Term, stance: Stance) -> Strength | None:
    """How firmly a term was promised; None where it is no term that anybody keeps to."""
    if term.rule in _NO_TERMS:
        return None
    if stance is Stance.PAST:
        return Strength.PROMISED if candidate.names_year and _is_ahead(term) else None
    if (candidate.is_vague or candidate.is_condition) and stance < Stance.PASSIVE:
        return None
    if term.due_on == term.reference_date and not candidate.is_bounded:
        return None
    if candidate.is_rhythm and stance in (Stance.PRESENT, Stance.PASSIVE):
        return Strength.PRACTICE
    if candidate.is_rhythm and stance is Stance.NONE:
        return None
    return _STRENGTHS[stance]


def _is_ahead(term: Term) -> bool:
    return term.certainty is not Certainty.UNRESOLVED or term.rule is Rule.ONLY_A_START


_STRENGTHS = {
    Stance.PASSIVE: Strength.PROMISED,
    Stance.PROMISED: Strength.PROMISED,
    Stance.AIMED: Strength.AIMED,
    Stance.INTENDED: Strength.INTENDED,
    Stance.PRESENT: Strength.PROMISED,
    Stance.NONE: Strength.INTENDED,
    Stance.ASKED: Strength.PROMISED,
}
