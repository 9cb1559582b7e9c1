"""The sentences of a text that may hold a term, folded, with the way back to its offsets."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.domain.sittings import RecessKind
from tracker.domain.terms_tokens import LOOKALIKES, PlacedToken, place_tokens, read_lexemes
from tracker.domain.terms_vocabulary import LAST_RANK, VOCABULARY
from tracker.domain.terms_words import (
    Event,
    Length,
    Mark,
    Month,
    NamedDay,
    NearDay,
    Repeats,
    Rhythm,
    Season,
    Token,
    Unit,
    Vague,
    Weekday,
)
from tracker.domain.texts import IGNORED, fold_in_place


@dataclass(frozen=True)
class Sentence:
    """One sentence of a text: as printed, and folded to the same length.

    `start` is its offset in the text without what does not show; `shown` holds the offset
    in the given text of each character of that one, or is None where they are the same.
    """

    printed: str
    folded: str
    start: int
    shown: Sequence[int] | None

    def tokens(self) -> list[PlacedToken]:
        """Its tokens, with offsets in the sentence."""
        return place_tokens(read_lexemes(self.folded))

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the sentence stands in the text that was given."""
        first, last = self.start + start, self.start + end - 1
        if self.shown is None:
            return first, last + 1
        return self.shown[first], self.shown[last] + 1


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of a text that hold a word without which there is no term."""
    folded, shown = fold_in_place(text), None
    if IGNORED in folded:
        shown = [at for at, character in enumerate(folded) if character != IGNORED]
        text = "".join(text[at] for at in shown)
        folded = folded.replace(IGNORED, "")
    folded = folded.translate(LOOKALIKES)
    for start, end in _bounds(text):
        part = folded[start:end]
        if not _NEEDED.isdisjoint(_WORD.findall(part)):
            yield Sentence(text[start:end], part, start, shown)


_WORD = re.compile(r"[a-z]+|[0-9]+(?:e|de|ste)?\b|[0-9]+")
_END = re.compile(
    r"""
      \n[^\S\n]*\n\s*                              # an empty line
    | \n(?=\s{0,9}(?:[-•*|‣]|[0-9]{1,2}[.)])\s)    # an item of a list, a row of a table
    | (?<=[^\W_][.!?…])["'»”’)\]]{0,3}(?:<sup>)?[0-9]{0,2}(?:</sup>)?\s+(?=[^\W\d_a-z]|["«“‘'])
    """,
    re.VERBOSE,
)
_ABBREVIATION = re.compile(
    r"(?:\b(?:nrs?|drs?|mr|prof|ir|ing|artt?|blz|vgl|zgn|resp|incl|excl|bijv|bv|dhr|mw|st|ca)"
    r"|\b[A-Za-z])\.\s*$"
)


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        if match.group().strip() == "" and "\n" not in match.group():
            before = text[max(start, match.start() - 8) : match.start()]
            if _ABBREVIATION.search(before):
                continue
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _is_needed(token: Token) -> bool:
    """Whether a word of the vocabulary may carry a term by itself."""
    kinds = (Unit, Month, Season, RecessKind, NamedDay, NearDay, Weekday, Length, Repeats, Event)
    marks = (Mark.RECESS, Mark.CHRISTMAS, Mark.HALF, Rhythm.TIMES, *Vague)
    return isinstance(token, kinds) or token in marks


_SHORT_DAYS = {"ma", "di", "wo", "do", "vr", "za", "zo"}
_NEEDED = (
    frozenset(
        [key[-1] for key, token in VOCABULARY.items() if _is_needed(token)]
        + [str(year) for year in range(1900, 2200)]
        + [f"{day}{ending}" for day in range(LAST_RANK + 1, 32) for ending in ("e", "de", "ste")]
        + ["q"]  # of Q3
    )
    - _SHORT_DAYS
)
