"""A letter as its rules read it: sentences in paragraphs, paragraphs under headings."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from tracker.domain.letter_texts import Block, BlockKind, LetterText
from tracker.domain.letters_finds import Confidence, Find

# A rule never looks at more than this at once, whatever a text lacks in full stops.
LONGEST_SENTENCE = 3000


@dataclass(frozen=True)
class Sentence:
    """One sentence of a paragraph; offsets are those of the text."""

    start: int
    end: int
    text: str
    place: int


@dataclass(frozen=True)
class Paragraph:
    """A block of a letter; `section` counts the headings up to it."""

    index: int
    block: Block
    text: str
    section: int
    is_heading: bool = False

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """Its sentences, in order."""
        bounds = _bounds(self.text)
        return tuple(
            Sentence(self.block.start + start, self.block.start + end, self.text[start:end], place)
            for place, (start, end) in enumerate(bounds)
        )

    @property
    def is_note(self) -> bool:
        """Whether it is a footnote."""
        return self.block.kind is BlockKind.FOOTNOTE

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of a row of a table."""
        return tuple(self.text.split("\t"))


class Pages:
    """The paragraphs of a letter, and its footnotes by the place where they hang."""

    def __init__(self, letter: LetterText) -> None:
        self.text = letter.text
        self.letter = letter
        self.paragraphs = tuple(_paragraphs(letter))
        self.body = tuple(each for each in self.paragraphs if not each.is_note)
        hung = [(p.block.hangs_at, p) for p in self.paragraphs if p.is_note]
        placed = [(at, p) for at, p in hung if at is not None]
        placed.sort(key=lambda pair: pair[0])
        self._hangs_at = [at for at, _ in placed]
        self._notes = [note for _, note in placed]
        self._starts = [each.block.start for each in self.paragraphs]
        self._emphasis_starts = [each.start for each in letter.emphasis]

    def notes_between(self, start: int, end: int) -> Sequence[Paragraph]:
        """The footnotes that hang at an offset from `start` up to and with `end`."""
        return self._notes[bisect_left(self._hangs_at, start) : bisect_right(self._hangs_at, end)]

    def place_of(self, note: Paragraph) -> int:
        """Where a footnote hangs."""
        assert note.block.hangs_at is not None
        return note.block.hangs_at

    def paragraph_at(self, offset: int) -> Paragraph:
        """The paragraph that holds an offset."""
        return self.paragraphs[max(0, bisect_right(self._starts, offset) - 1)]

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds an offset."""
        sentences = self.paragraph_at(offset).sentences
        starts = [each.start for each in sentences]
        return sentences[max(0, bisect_right(starts, offset) - 1)]

    def emphasised(self, start: int, end: int) -> tuple[int, int] | None:
        """The first stretch in italics or bold that lies within a stretch."""
        at = bisect_left(self._emphasis_starts, start)
        if at == len(self._emphasis_starts):
            return None
        found = self.letter.emphasis[at]
        return (found.start, found.end) if found.end <= end else None

    def find(self, start: int, end: int, rule: str, confidence: Confidence) -> Find:
        """A stretch of the text as a find, without the white space around it."""
        quote = self.text[start:end]
        start += len(quote) - len(quote.lstrip())
        quote = quote.strip()
        return Find(start, start + len(quote), quote, rule, confidence)

    def sentence_find(self, sentence: Sentence, rule: str, confidence: Confidence) -> Find:
        """A whole sentence as a find."""
        return self.find(sentence.start, sentence.end, rule, confidence)


def _paragraphs(letter: LetterText) -> Iterator[Paragraph]:
    section = 0
    for index, block in enumerate(letter.blocks):
        text = letter.text[block.start : block.end]
        is_heading = block.kind is BlockKind.HEADING or _looks_like_heading(letter, index)
        if is_heading:
            section += 1
        yield Paragraph(index, block, text, section, is_heading)


def _looks_like_heading(letter: LetterText, index: int) -> bool:
    """A short line without a full stop above a longer paragraph, as plain text has them."""
    block = letter.blocks[index]
    length = block.end - block.start
    if block.kind is not BlockKind.PARAGRAPH or not 3 <= length <= 150:
        return False
    after = letter.blocks[index + 1 : index + 2]
    text = letter.text[block.start : block.end]
    return (
        bool(after)
        and after[0].kind is BlockKind.PARAGRAPH
        and after[0].end - after[0].start > 40
        and letter.text[after[0].end - 1] in ".:;?»”)"
        and text[0].isupper()
        and (text[-1].isalnum() or text[-1] in ")»”")
        and "\n" not in text
    )


# Sentences

_END = re.compile(r"[.!?…][\"'»”’)\]]{0,3}\s+(?=[\"'«“‘(\[]?[A-Z0-9À-Þ])|\n")
_ABBREVIATIONS = frozenset([
    "nr", "nrs", "no", "art", "artt", "lid", "blz", "p", "pp", "pag", "vgl", "zgn", "resp",
    "incl", "excl", "bijv", "bv", "dhr", "mw", "mevr", "mr", "drs", "dr", "prof", "ir", "ing",
    "st", "ca", "m.b.t", "d.d", "dd", "jhr", "o.a", "d.w.z", "i.c", "t.a.v", "m.n", "n.a.v",
    "i.v.m", "t.b.v", "t.v.v", "a.s", "e.v", "min", "max", "cf", "red", "mln", "mld", "jr", "sr",
])  # fmt: skip
_MAY_END = frozenset([
    "c.s", "jl", "a.s", "ll", "e.d", "etc", "e.a", "jr", "c.q",
])  # fmt: skip
_OPENERS = frozenset([
    "De", "Het", "Een", "Deze", "Dit", "Dat", "Die", "Ik", "Wij", "We", "In", "Op", "Met",
    "Hiermee", "Hierbij", "Daarmee", "Daarom", "Daarnaast", "Ook", "Om", "Voor", "Na", "Naar",
    "Aan", "Bij", "Uit", "Uw", "Hier", "Daar", "Er", "Als", "Wanneer", "Tijdens", "Zoals",
    "Tevens", "Verder", "Voorts", "Vervolgens", "Inmiddels", "Hierin", "Hierover", "Daarin",
    "Dan", "Zo", "Mijn", "Onze", "Hij", "Zij", "Hiertoe", "Daartoe", "Binnen", "Over", "Tot",
    "Omdat", "Hiervoor", "Daarvoor", "Eerder",
])  # fmt: skip
_LAST_WORD = re.compile(r"[\w.]{1,12}$")
_FIRST_WORD = re.compile(r"\s+[\"'«“‘(\[]?(\w+)")


def _bounds(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _END.finditer(text):
        if text[match.start()] == "." and _goes_on(text, match):
            continue
        yield from _pieces(text, start, match.end())
        start = match.end()
    yield from _pieces(text, start, len(text))


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Whether a full stop ends an abbreviation or an initial, and not the sentence."""
    word = _LAST_WORD.search(text, max(0, match.start() - 12), match.start())
    if word is None or match.group().strip() != ".":
        return False
    before = word.group()
    if before.lower() in _MAY_END:
        after = _FIRST_WORD.match(text, match.start() + 1)
        return after is None or after[1] not in _OPENERS
    initials = re.fullmatch(r"(?:[A-Z]\.){0,5}[A-Z]", before) is not None
    return initials or before.lower() in _ABBREVIATIONS


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = cut if cut > start else start + LONGEST_SENTENCE
        yield start, cut
        start = cut
    if start < end:
        yield start, end
