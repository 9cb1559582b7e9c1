"""A text as the finder of references reads it, with the way back to the text as given."""

import re
from bisect import bisect_right
from dataclasses import dataclass

# Every blank becomes a space, every dash a hyphen, every line end a line feed, and what does
# not show a soft hyphen: one character for one, so that places stay the same.
_PLAIN = str.maketrans(
    dict.fromkeys("\t\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " ")
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-")
    | dict.fromkeys("\v\f\x85\u2028\u2029", "\n")
    | dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff", "\xad")
)
_CUT = re.compile(
    r"""
    \xad+(?:[ ]*+\n[ ]*+)?          # a soft hyphen, at the end of a line with the line end
  | [ \n\r]{2,}+ | [\n\r]           # white space other than one space
  | (?<![^\s(\[])[*_]{1,3}+(?=\S)   # emphasis of Markdown, where it begins
  | (?<=\S)[*_]{1,3}+(?![^\s.,;:)\]])
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Folded:
    """A text in which a run of blanks is one character: ' ' within a line, a line feed where
    one line ends in it, a form feed for an empty line.

    `cuts` are the places in `text` from which on a run of characters is the same as in the text
    that was given, and `origins` where those runs begin there.
    """

    text: str
    cuts: list[int]
    origins: list[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the folded text begins and ends in the text as given."""
        return self._origin(start), self._origin(end - 1) + 1

    def _origin(self, place: int) -> int:
        run = bisect_right(self.cuts, place) - 1
        return self.origins[run] + place - self.cuts[run]


def fold_blanks(text: str) -> Folded:
    """A text with its blanks, dashes and line ends made the same, and its emphasis left out."""
    plain = text.translate(_PLAIN)
    parts: list[str] = []
    cuts, origins = [0], [0]
    length = done = 0
    for cut in _CUT.finditer(plain):
        kept, blank = plain[done : cut.start()], _blank(cut[0])
        parts += (kept, blank)
        if blank:
            cuts.append(length + len(kept))
            origins.append(cut.start())
        length += len(kept) + len(blank)
        done = cut.end()
        cuts.append(length)
        origins.append(done)
    return Folded("".join((*parts, plain[done:])), cuts, origins)


def _blank(cut: str) -> str:
    if not cut.isspace():
        return ""
    lines = cut.count("\n") + cut.count("\r") - cut.count("\r\n")
    return " " if lines == 0 else "\n" if lines == 1 else "\f"
