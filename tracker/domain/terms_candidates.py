"""Stretches of a sentence that may be a term: they parse whole, and stand as terms stand."""

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tracker.domain.sittings import RecessKind
from tracker.domain.terms_clauses import (
    Clause,
    DayOfMonth,
    DayOfWeek,
    FixedDay,
    Months,
    NthDay,
    Period,
    ReferenceDay,
    WholeYear,
)
from tracker.domain.terms_grammar import read_clause, read_part
from tracker.domain.terms_reasoning import Unresolved
from tracker.domain.terms_sentences import Sentence
from tracker.domain.terms_tokens import PlacedToken
from tracker.domain.terms_vocabulary import LAST_RANK
from tracker.domain.terms_words import (
    Boundary,
    Event,
    Frequency,
    Hedge,
    Length,
    Mark,
    Modifier,
    Month,
    NamedDay,
    NearDay,
    Number,
    NumericDay,
    Ordinal,
    PartOfYear,
    Repeats,
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

LONGEST_TERM = 12
LONGEST_START = 6
MOST_SIDES = 3


@dataclass(frozen=True)
class Candidate:
    """A stretch of a sentence, with offsets in it, and what the way it is said shows."""

    start: int
    end: int
    names_year: bool = False
    is_bounded: bool = False
    is_rhythm: bool = False
    is_vague: bool = False
    is_condition: bool = False


def candidates(sentence: Sentence) -> Iterator[Candidate]:
    """The stretches of a sentence that may be a term, in order; none overlap.

    'zo spoedig mogelijk, doch uiterlijk 1 april' is the term of 1 April alone.
    """
    tokens = sentence.tokens()
    titles = deque(match.span() for match in _TITLE.finditer(sentence.folded))
    vague: Candidate | None = None
    place = 0
    while place < len(tokens):
        found, place = _at(sentence, tokens, place)
        while titles and found and titles[0][1] <= found.start:
            titles.popleft()
        if found is None or (titles and titles[0][0] <= found.start):
            continue
        if vague and not _AND_THEN.fullmatch(sentence.folded[vague.end : found.start]):
            yield vague
        vague = found if found.is_vague else None
        if not vague:
            yield found
    if vague:
        yield vague


_TITLE = re.compile('["«][^"«»]{1,300}["»]')
_AND_THEN = re.compile(r"[\s,]*(?:(?:doch|maar|en|in ieder geval|in elk geval|nog)\s+){0,3}")


def _at(
    sentence: Sentence, tokens: Sequence[PlacedToken], place: int
) -> tuple[Candidate | None, int]:
    """What begins at a token, and the token to go on from."""
    token = tokens[place].token
    if token is Vague.CONDITION:
        return _condition(sentence, tokens, place)
    if token in (Vague.SOON, Vague.SOMETIME):
        return _vague(sentence, tokens, place), place + 1
    if token is not Mark.BETWEEN and not _may_begin(tokens, place):
        return None, place + 1
    if token in (Boundary.BEFORE, Boundary.BY) and (event := _event(sentence, tokens, place)):
        return event
    if span := _span(sentence, tokens, place):
        return span
    last = _reach(sentence, tokens, place)
    for end in range(last, place, -1):
        if not _may_end(tokens[end - 1].token):
            continue
        clause = _clause(tuple(placed.token for placed in tokens[place:end]))
        if clause:
            return _accepted(sentence, tokens, place, end, clause), end
    return None, place + 1


@lru_cache(maxsize=4096)
def _clause(tokens: tuple[Token, ...]) -> Clause | None:
    """The clause of tokens, or None where they are not one; texts say the same again."""
    try:
        return read_clause(tokens)
    except Unresolved:
        return None


def _span(
    sentence: Sentence, tokens: Sequence[PlacedToken], place: int
) -> tuple[Candidate, int] | None:
    """'tussen 1 maart en 1 april', 'van 1 maart tot en met 1 april 2021': one term of two dates."""
    joint = _joint(tokens, place)
    if joint is None:
        return None
    last = _reach(sentence, tokens, joint + 1) if joint + 1 < len(tokens) else joint
    for end in range(min(last, place + LONGEST_TERM), joint + 1, -1):
        if not _may_end(tokens[end - 1].token):
            continue
        clauses = _clauses(tuple(placed.token for placed in tokens[place:end]))
        if not clauses or not _is_of_days(clauses[-1]):
            continue
        start, stop = _with_from(sentence, tokens[place].start), tokens[end - 1].end
        between = sentence.folded[start:stop]
        joined = _JOINED_AFTER.match(sentence.folded[stop : stop + 4])
        if joined or not _HARD_GAP.isdisjoint(between):
            return None
        dated = any(_names_year(clause) for clause in clauses)
        return Candidate(start, stop, names_year=dated, is_bounded=True), end
    return None


def _joint(tokens: Sequence[PlacedToken], place: int) -> int | None:
    """The place of the 'en' of a 'tussen', or of the 'tot' behind a first date."""
    opening = place + 1 if tokens[place].token is Boundary.IN else place
    if _kind(tokens, opening) is Mark.BETWEEN:
        ends: tuple[Token, ...] = (Mark.AND,)
    elif isinstance(_kind(tokens, opening), Number | Month | NumericDay | Ordinal):
        ends = (Boundary.UNTIL, Boundary.BY)
    else:
        return None
    reach = range(opening + 1, min(opening + LONGEST_START, len(tokens)))
    return next((at for at in reach if tokens[at].token in ends), None)


def _is_of_days(clause: Clause) -> bool:
    """Whether the end of a span is a day or a part of a year: '2021 tot 2024' is no term."""
    return clause.anchor is not None and not isinstance(clause.anchor.subject, WholeYear)


def _with_from(sentence: Sentence, start: int) -> int:
    word = _FROM.search(sentence.folded[max(0, start - 8) : start])
    return start - len(word.group()) if word else start


_FROM = re.compile(r"\bvan\s+(?:de\s+)?$")


@lru_cache(maxsize=1024)
def _clauses(tokens: tuple[Token, ...]) -> tuple[Clause, ...]:
    """The clauses of a span; none where the tokens are no span of two dates."""
    try:
        found = read_part(list(tokens))
    except Unresolved:
        return ()
    return found if len(found) == 2 or Mark.BETWEEN in tokens else ()


def _may_begin(tokens: Sequence[PlacedToken], place: int) -> bool:
    token = tokens[place].token
    if isinstance(token, Number):
        after = _kind(tokens, place + 1)
        return isinstance(after, Month | Unit) or after in _AFTER_NUMBER
    if isinstance(token, Hedge):
        return token not in (Hedge.HOPED, Hedge.EMPHASIS)
    return isinstance(token, _BEGINNINGS) or token in (Rhythm.EVERY, Rhythm.PER, Rhythm.ONCE_IN)


def _may_end(token: Token) -> bool:
    if isinstance(token, Number):
        return token.digits > 0  # 'een' behind a term is an article
    if isinstance(token, Ordinal):
        return token.value > LAST_RANK
    return isinstance(token, _ENDS) or token in _END_MARKS


_BEGINNINGS = (
    Boundary, Within, Modifier, Which, Ordinal, Month, NumericDay, PartOfYear, Length,
    Frequency, Repeats, NearDay, Weekday, Unit,
)  # fmt: skip
_AFTER_NUMBER = (Rhythm.TIMES, Mark.OR, Mark.SLASH, Boundary.UNTIL, Boundary.BY)
_ENDS = (
    Unit, Month, Season, RecessKind, NamedDay, NumericDay, PartOfYear, Length, Repeats,
    NearDay, Weekday, Which,
)  # fmt: skip
_END_MARKS = (Mark.RECESS, Mark.CHRISTMAS, Mark.HALF, Mark.THIS_TEXT)


def _reach(sentence: Sentence, tokens: Sequence[PlacedToken], place: int) -> int:
    """Up to which token a term may run: not past a word it cannot hold, but of an event."""
    last, event, sides = place, False, 0
    for last in range(place, min(place + LONGEST_TERM, len(tokens))):
        token = tokens[last].token
        event = event or isinstance(token, Event)
        strange = isinstance(token, Unknown | Vague) and not event
        gap = sentence.folded[tokens[last - 1].end : tokens[last].start] if last > place else ""
        sides += isinstance(token, Boundary)
        if sides > MOST_SIDES or strange or token is Mark.AND or not _HARD_GAP.isdisjoint(gap):
            return last
    return last + 1


_HARD_GAP = frozenset(';:()[]"|\n\n')

# What stands before a stretch when it says of what, or about what, something is.
_OF = frozenset(["van", "dd", "over", "sinds", "uit", "tussen", "naar", "nr", "artikel", "t"])
_ARTICLES = frozenset(["de", "het", "t", "den", "der"])
_LAST_WORDS = re.compile(r"[a-z]+(?:\.[a-z])*")
_JOINED_BEFORE = re.compile(r"[\w/+-]$")
_JOINED_AFTER = re.compile(r"\s?[-/]\s?[0-9]|-[a-z]|[\w%€]")


def _word_before(sentence: Sentence, offset: int) -> str:
    """The last word before a stretch, past its article."""
    words = _LAST_WORDS.findall(sentence.folded[max(0, offset - 40) : offset])
    while words and words[-1] in _ARTICLES:
        words.pop()
    return words[-1].replace(".", "") if words else ""


def _accepted(
    sentence: Sentence, tokens: Sequence[PlacedToken], place: int, end: int, clause: Clause
) -> Candidate | None:
    """A clause as a candidate, if it stands in the sentence as a term stands."""
    first, start, stop = tokens[place].token, tokens[place].start, tokens[end - 1].end
    if _JOINED_BEFORE.search(sentence.folded[max(0, start - 1) : start]):
        return None
    if _JOINED_AFTER.match(sentence.folded[stop : stop + 4]):
        return None
    before = _word_before(sentence, start)
    if clause.anchor is None or clause.rhythm:
        if not _is_rhythm(sentence, tokens[place], before, stop, clause):
            return None
    elif _counts_things(sentence, tokens[place:end], stop) or not _stands_as_term(
        sentence.printed[start:stop], first, before, clause
    ):
        return None
    if first is Which.COMING:
        start = _with_article(sentence, start)
    if sentence.folded[stop : stop + 1] == "." and _ABBREVIATED.search(sentence.folded[start:stop]):
        stop += 1
    return Candidate(
        start,
        stop,
        names_year=_names_year(clause),
        is_bounded=clause.boundary_said or clause.shift is not None,
        is_rhythm=clause.rhythm is not None,
    )


def _counts_things(sentence: Sentence, tokens: Sequence[PlacedToken], stop: int) -> bool:
    """'op de 15e verdieping', but not 'uiterlijk de 15e', nor where the clause ends."""
    if not isinstance(tokens[-1].token, Ordinal):
        return False
    if any(placed.token is Boundary.BY for placed in tokens):
        return False
    return len(tokens) == 1 or _CLAUSE_ENDS.match(sentence.folded, stop) is None


_CLAUSE_ENDS = re.compile(r"\s*(?:[.,;:!?)]|$)")


def _with_article(sentence: Sentence, start: int) -> int:
    article = _ARTICLE.search(sentence.folded[max(0, start - 6) : start])
    return start - len(article.group()) if article else start


_ARTICLE = re.compile(r"\b(?:de|het)\s+$")


_ABBREVIATED = re.compile(r"\b(?:a\.?s|jl|ll|jan|febr?|mrt|apr|jun|jul|aug|sept?|okt|nov|dec)$")


def _names_year(clause: Clause) -> bool:
    anchor = clause.anchor
    if anchor is None:
        return False
    subject = anchor.subject
    dated = isinstance(subject, FixedDay) and subject.day is not None
    return dated or isinstance(subject, WholeYear) or anchor.year.number is not None


def _is_rhythm(
    sentence: Sentence, first: PlacedToken, before: str, stop: int, clause: Clause
) -> bool:
    """Not 'per jaar' behind a sum, 'jaarlijkse' before a noun, 'jaarlijks 5 miljoen'."""
    if clause.rhythm is None:
        return False
    if first.token is Rhythm.PER and before:
        return False
    if isinstance(first.token, Repeats) and sentence.folded[first.end - 1] == "e":
        return False
    if first.token is Rhythm.ONCE_IN and not _FIGURE_FOLLOWS.match(sentence.folded, first.end):
        return False
    return clause.rhythm.unit is not Unit.DAY and not _SUM.match(sentence.folded[stop : stop + 9])


_FIGURE_FOLLOWS = re.compile(r"\s+de\s+(?:[0-9]|een|twee|drie|vier|vijf|zes|acht|tien|twaalf)")
_SUM = re.compile(r"\s+(?:[0-9€]|circa|ca\b|ongev|euro)")
_PERIODS = (WholeYear, Months, PartOfYear, Period, Season)


def _stands_as_term(printed: str, first: Token, before: str, clause: Clause) -> bool:
    assert clause.anchor is not None
    subject, words = clause.anchor.subject, printed.casefold()
    if clause.shift:
        return True
    if isinstance(subject, ReferenceDay):
        return False
    if not clause.boundary_said:
        return before not in _OF and (bool(clause.modifiers) or _may_be_bare(clause))
    period = isinstance(subject, _PERIODS) and not clause.modifiers
    if clause.boundary is Boundary.BEFORE and period and words.startswith("voor "):
        return before in ("nog", "al", "uiterlijk", "ruim")
    if clause.boundary is Boundary.ON and period:
        return first is Rhythm.PER or words.startswith("met ingang")
    return not (isinstance(subject, WholeYear) and words.startswith(("tot ", "t/m")))


def _may_be_bare(clause: Clause) -> bool:
    """What needs no 'op', 'in' or 'voor' to be a term."""
    assert clause.anchor is not None
    anchor = clause.anchor
    subject = anchor.subject
    if anchor.which is not None or isinstance(subject, PartOfYear | NthDay):
        return True
    if isinstance(subject, FixedDay):
        return subject.day is not None or subject.days_on > 0
    if isinstance(subject, DayOfMonth | Months | Season):
        return anchor.year.number is not None
    return isinstance(subject, DayOfWeek) and subject.week is not None


# What gives no date


def _vague(sentence: Sentence, tokens: Sequence[PlacedToken], place: int) -> Candidate | None:
    """'zo spoedig mogelijk', 'de komende maanden', 'binnen enkele weken'."""
    token = tokens[place]
    start = token.start
    words = sentence.folded[start : token.end]
    before = tokens[place - 1] if place else None
    led = bool(before and _adjoins(sentence, before, token) and before.token in _LEADS)
    if token.token is Vague.SOMETIME:
        if not (_DEFINITE.match(words) or (led and _AMOUNT.match(words))):
            return None
        if _word_before(sentence, start) in ("voor", "van", "over", "afgelopen"):
            return None
    start = before.start if before and led else _with_article(sentence, start)
    return Candidate(start, token.end, is_vague=True)


_LEADS = (Within.WITHIN, Within.OVER, Boundary.IN)
_DEFINITE = re.compile(r"komende|aankomende|te zijner|t\.?z\.?t|op termijn|afzienbare|nader te")
_AMOUNT = re.compile(r"(?:een\s+)?(?:enkele|paar|aantal|afzienbare|redelijke)\b")


def _adjoins(sentence: Sentence, before: PlacedToken, token: PlacedToken) -> bool:
    return _FILLING.fullmatch(sentence.folded[before.end : token.start]) is not None


_FILLING = re.compile(r"\s+(?:(?:de|het|een)\s+)?")


def _event(
    sentence: Sentence, tokens: Sequence[PlacedToken], place: int
) -> tuple[Candidate, int] | None:
    """'voor het volgende commissiedebat': an event that the text gives no date."""
    last = place + 1
    if tokens[place].token is Boundary.BY and _kind(tokens, last) is Boundary.BEFORE:
        last += 1
    if _kind(tokens, last) in (Which.NEXT, Which.COMING):
        last += 1
    event = _kind(tokens, last)
    if not isinstance(event, Event) or not _adjoins(sentence, tokens[last - 1], tokens[last]):
        return None
    start, end = tokens[place].start, tokens[last].end
    said = sentence.printed[start:end].casefold()
    if event.name not in _EVENTS and not said.startswith(_SURELY):
        return None
    if any(_is_of_date(sentence, token) for token in tokens[last : last + 7]):
        return None
    return Candidate(start, end, is_bounded=True), last + 1


def _is_of_date(sentence: Sentence, token: PlacedToken) -> bool:
    """'12', '12-5-2021' or 'mei'; 'een' is a number too, and says nothing of a day."""
    if isinstance(token.token, Number):
        return sentence.folded[token.start : token.end].isdigit()
    return isinstance(token.token, NumericDay | Month)


_SURELY = ("v\u00f3\u00f3r", "voorafgaand", "uiterlijk")


def _kind(tokens: Sequence[PlacedToken], place: int) -> Token | None:
    return tokens[place].token if place < len(tokens) else None


# Before these 'voor' is of time; before 'overleg' or 'debat' it may as well say for what.
_EVENTS = frozenset(
    ["AO", "VAO", "WGO", "algemeen overleg", "wetgevingsoverleg", "notaoverleg",
     "tweeminutendebat", "commissiedebat", "plenair debat", "plenaire debat",
     "begrotingsbehandeling", "begrotingsdebat", "plenaire behandeling",
     "algemene politieke beschouwingen", "algemene financi\u00eble beschouwingen"]
)  # fmt: skip


def _condition(
    sentence: Sentence, tokens: Sequence[PlacedToken], place: int
) -> tuple[Candidate | None, int]:
    """'zodra de resultaten beschikbaar zijn', 'na ontvangst van het advies'."""
    token = tokens[place]
    conjunction = _CONJUNCTION.match(sentence.folded, token.start)
    if conjunction is None:
        return _happening(sentence, tokens, place), place + 1
    asks = _word_before(sentence, token.start) in _QUESTIONS
    if asks or _READY.search(conjunction.group()) is None:
        return None, place + 1
    end, after = conjunction.end(), place
    while after < len(tokens) and tokens[after].start < end:
        after += 1
    return Candidate(token.start, end, is_condition=True), after


def _happening(sentence: Sentence, tokens: Sequence[PlacedToken], place: int) -> Candidate | None:
    """'na ontvangst van het advies', with a length before it where there is one."""
    first = place - 1
    if first < 0 or tokens[first].token is not Boundary.AFTER:
        return None
    if not _adjoins(sentence, tokens[first], tokens[place]):
        return None
    while first > 0 and _is_length_before(sentence, tokens, first):
        first -= 1
    of_what = _OF_WHAT.match(sentence.folded, tokens[place].end)
    end = of_what.end() if of_what else tokens[place].end
    return Candidate(tokens[first].start, end, is_condition=True)


def _is_length_before(sentence: Sentence, tokens: Sequence[PlacedToken], place: int) -> bool:
    before = tokens[place - 1]
    kinds = (Number, Length, Unit, Within)
    is_part = isinstance(before.token, kinds) or before.token is Boundary.BY
    return is_part and _adjoins(sentence, before, tokens[place])


_OF_WHAT = re.compile(
    r"\s+van\s+(?:(?:de|het|een|dit|deze|uw|mijn|onze|haar|zijn)\s+)?[a-z]+(?:-[a-z]+){0,4}"
)
_CONJUNCTION = re.compile(r"(?:wanneer|zodra|nadat)\s[^,;:.()]{3,240}")
_READY = re.compile(
    r"\b(?:beschikbaar|gereed|afgerond|bekend|klaar|ontvangen|gepubliceerd|verschenen|vastgesteld"
    r"|voltooid|opgeleverd|aangeboden|binnen|aangenomen|ingediend|uitgebracht|besloten"
    r"|verzonden|uitgevoerd|plaatsgevonden|duidelijkheid|inzicht)\b"
)
_QUESTIONS = frozenset(["vraag", "of", "en", "weten", "aangeven", "duidelijk", "vragen", "hoe"])
