"""The reading of a phrase into its tokens: words and figures, then what they mean."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from tracker.domain.terms_vocabulary import FILLERS, LONGEST_FROM, VOCABULARY
from tracker.domain.terms_words import (
    PARTS_IN_A_YEAR,
    YEARS,
    Number,
    NumericDay,
    Ordinal,
    PartOfYear,
    Token,
    Unit,
    Unknown,
)
from tracker.domain.texts import fold

_LEXEME = re.compile(
    r"""
      (?P<day>\d{1,4}[-./]\d{1,2}[-./]\d{1,4})(?![\w/-])
    | (?P<ordinal>\d{1,3})(?:e|de|ste)(?![a-z0-9])
    | (?P<short_year>'[0-9]{2})(?![\w])
    | (?P<number>\d+)
    | (?P<part>[a-z]{1,2}\d)(?![a-z0-9])
    | (?P<word>t/m|t\.e\.m|[a-z](?:\.[a-z])+(?![a-z])|'t(?![a-z])|z'n(?![a-z])|[a-z]+(?:-[a-z]+)*)
    | (?P<sign>[-/,])
    | (?P<ignored>["'()\[\].;:\s])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
LOOKALIKES = str.maketrans(
    {c: "-" for c in "‐‑‒–—−"}
    | {c: "'" for c in "‘’‚‛`´"}
    | {c: '"' for c in "“”„«»"}
    # soft hyphen, zero-width space and joiners, marks of direction, byte order mark
    | {c: None for c in "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"}
)
_PARTS = {"q": Unit.QUARTER, "k": Unit.QUARTER, "kw": Unit.QUARTER, "h": Unit.HALF_YEAR}


class Lexeme(NamedTuple):
    """A word, figure or sign of a folded text, with the offsets at which it stands."""

    text: str
    start: int
    end: int


class PlacedToken(NamedTuple):
    """A token with the offsets at which it stands."""

    token: Token
    start: int
    end: int


def read_tokens(phrase: str) -> list[Token]:
    """The tokens of a phrase, read as `place_tokens` does."""
    text = fold(unicodedata.normalize("NFKC", phrase).translate(LOOKALIKES))
    return [placed.token for placed in place_tokens(read_lexemes(text))]


def place_tokens(lexemes: Iterable[Lexeme]) -> list[PlacedToken]:
    """The tokens of a text: at each place the longest entry of the vocabulary."""
    words = [lexeme for lexeme in lexemes if lexeme.text not in FILLERS]
    tokens: list[PlacedToken] = []
    place = 0
    while place < len(words):
        length, token = _longest_entry(words, place)
        tokens.append(PlacedToken(token, words[place].start, words[place + length - 1].end))
        place += length
    return tokens


def _longest_entry(words: list[Lexeme], place: int) -> tuple[int, Token]:
    first = words[place].text
    longest = LONGEST_FROM.get(first)
    if longest is None:
        return 1, _figure(first)
    for length in range(min(longest, len(words) - place), 0, -1):
        token = VOCABULARY.get(tuple(word.text for word in words[place : place + length]))
        if token is not None:
            return length, token
    return 1, _figure(first)


def read_lexemes(text: str) -> Iterator[Lexeme]:
    """The words and signs of a folded text; compounds that no table holds fall apart."""
    for match in _LEXEME.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        kind = match.lastgroup
        if kind == "word":
            word = word.replace(".", "")
            if "-" in word:
                yield from _compound(Lexeme(word, start, end))
            else:
                yield Lexeme(word, start, end)
        elif kind == "short_year":
            yield Lexeme(f"20{word[1:]}", start, end)
        elif kind != "ignored":
            yield Lexeme(word, start, end)


def _compound(word: Lexeme) -> Iterator[Lexeme]:
    if (word.text,) in VOCABULARY:
        yield word
        return
    together = word.text.replace("-", "")
    if (together,) in VOCABULARY:
        yield word._replace(text=together)
        return
    start = word.start
    for part in re.split("(-)", word.text):
        yield Lexeme(part, start, start + len(part))
        start += len(part)


def _figure(word: str) -> Token:
    if word.isalpha():
        return Unknown(word)
    match = _LEXEME.fullmatch(word)
    kind = match.lastgroup if match else None
    if kind == "number":
        return Number(int(word), len(word)) if len(word) <= 4 else Unknown(word)
    if kind == "ordinal":
        return Ordinal(int(word.rstrip("dest")))
    if kind == "day":
        return NumericDay(word, _day(word))
    if kind == "part":
        unit = _PARTS.get(word[:-1])
        if unit and 1 <= int(word[-1]) <= PARTS_IN_A_YEAR[unit]:
            return PartOfYear(unit, int(word[-1]))
    return Unknown(word)


def _day(text: str) -> date | None:
    """Day, month, year; or year, month, day where the year comes first."""
    first, month, last = re.split(r"[-./]", text)
    day, year = (last, first) if len(first) == 4 else (first, last)
    if len(day) > 2 or len(year) not in (2, 4):
        return None
    try:
        found = date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None
    return found if found.year in YEARS else None
