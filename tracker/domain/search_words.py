"""The words of texts and of what somebody looks for: cut and folded here for every database.

A word is a run of letters and digits, in lower case and without accents. Databases get these
words and compare them as they are, so that no two cut a text differently.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.texts import fold

QUERY_LENGTH = 500
QUERY_WORDS = 12
# A longer one is no word that somebody types, and databases refuse keys without end.
WORD_LENGTH = 60
# One letter begins too much to say anything.
SHORTEST_BEGINNING = 2

_SOFT_HYPHEN = "\u00ad"
_WORD = re.compile(r"[^\W_]+")
_PRINTED_WORD = re.compile(rf"[^\W_](?:[^\W_]|[\u0300-\u036f{_SOFT_HYPHEN}])*")
_AROUND = 90


@dataclass(frozen=True)
class Query:
    """Words that are all looked for, each once; the last one may be the beginning of a word."""

    words: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def begins(self) -> bool:
        """Whether the last word also finds the words that begin with it."""
        return bool(self.words) and len(self.words[-1]) >= SHORTEST_BEGINNING

    def finds(self, printed: str) -> bool:
        """Whether a printed word is one of those looked for."""
        beginning = self.words[-1] if self.begins else ""
        return any(
            word in self.words or (beginning and word.startswith(beginning))
            for word in words_of(printed)
        )


# A part of a text, and whether it was looked for.
Piece = tuple[str, bool]


def words_of(text: str) -> list[str]:
    """The words of a text in their order."""
    return [word[:WORD_LENGTH] for word in _WORD.findall(fold(text.replace(_SOFT_HYPHEN, "")))]


def read_query(text: str) -> Query:
    """What somebody looks for. Any text will do; one without letters or digits looks for nothing.

    What is beyond the first QUERY_LENGTH characters or QUERY_WORDS words is left out.
    """
    words = words_of(text[:QUERY_LENGTH])[:QUERY_WORDS]
    earlier = dict.fromkeys(word for word in words[:-1] if word != words[-1])
    return Query((*earlier, *words[-1:]))


def mark(text: str, query: Query) -> tuple[Piece, ...]:
    """A text in pieces, those that were looked for apart. Together they are the text."""
    pieces: list[Piece] = []
    done = 0
    for start, end in _found(text, query):
        pieces += [(text[done:start], False), (text[start:end], True)]
        done = end
    return tuple(piece for piece in (*pieces, (text[done:], False)) if piece[0])


def excerpt(text: str, query: Query) -> tuple[Piece, ...]:
    """The part of a text around the first word that was looked for; nothing where there is none."""
    line = " ".join(text.split())
    first = next(_found(line, query), None)
    if first is None:
        return ()
    start, end = _cut(line, first[0] - _AROUND), _cut(line, first[1] + 2 * _AROUND)
    before, after = ("… " if start else ""), (" …" if end < len(line) else "")
    return mark(before + line[start:end].strip() + after, query)


def _found(text: str, query: Query) -> Iterator[tuple[int, int]]:
    return (found.span() for found in _PRINTED_WORD.finditer(text) if query.finds(found.group()))


def _cut(line: str, place: int) -> int:
    """Where a line can be cut near a place, not within a word unless it is very long."""
    if place <= 0 or place >= len(line):
        return max(0, min(place, len(line)))
    blank = line.find(" ", place, place + _AROUND)
    return place if blank < 0 else blank
