"""Plain text and pasted text: one line a paragraph, or lines that were cut off at a width."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tracker.adapters.documents.drafts import Draft, Manuscript, Piece, Role
from tracker.adapters.documents.healing import heal, joint, resolve_marks
from tracker.domain.letter_texts import BlockKind

_WIDEST = 160
_BULLET = re.compile(r"(?:[-–—•·▪◦o*]|\uf0b7)[ \t]+(?=\S)")
_NUMBER = re.compile(r"(?:\d{1,2}[.)]|[a-z][.)]|\([a-z0-9]{1,2}\)|[ivx]{1,4}[.)])[ \t]+(?=\S)")
_PAGE_NUMBER = re.compile(r"(?:pagina |blz\. )?-? ?\d{1,3} ?-?(?: (?:van|/) \d{1,3})?", re.I)
_RAISED = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+|\[\d{1,3}\])")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_ENDS = (".", "!", "?", ":", ";")


def read_plain(text: str) -> list[Draft]:
    """The blocks of a text without mark-up, with lines joined that were cut off at a width."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n")
    pages = [[line.strip() for line in page.split("\n")] for page in text.split("\f")]
    width = _width(line for page in pages for line in page)
    manuscript = Manuscript()
    for page in pages:
        for paragraph in _paragraphs(_inner(page) if len(pages) > 1 else page, width):
            _write(manuscript, paragraph)
        manuscript.cut()
    return heal(resolve_marks(manuscript.finished()))


def _inner(page: list[str]) -> list[str]:
    """The lines of a page without its number."""
    filled = [row for row, line in enumerate(page) if line]
    edges = {row for row in (filled[:1] + filled[-1:]) if _PAGE_NUMBER.fullmatch(page[row])}
    return [line for row, line in enumerate(page) if row not in edges]


def _width(lines: Iterator[str]) -> int | None:
    """At how many characters the lines were cut off, or None if each is a paragraph."""
    pairs = [(line, after) for line, after in pairwise(lines) if line and after]
    if not pairs:
        return None
    lengths = sorted(len(line) for line, _ in pairs)
    width = lengths[len(lengths) * 19 // 20]
    full = sum(not _would_fit(line, after, width) for line, after in pairs)
    return width if width <= _WIDEST and full * 2 >= len(pairs) else None


def _would_fit(line: str, after: str, width: int) -> bool:
    """Whether the first word of the next line could have stood on this one."""
    return len(line) + 1 + len(after.split(maxsplit=1)[0]) <= width


def _paragraphs(lines: Sequence[str], width: int | None) -> Iterator[list[str]]:
    paragraph: list[str] = []
    for line in lines:
        if paragraph and (not line or _is_new(paragraph[-1], line, width)):
            yield paragraph
            paragraph = []
        if line:
            paragraph.append(line)
    if paragraph:
        yield paragraph


def _is_new(before: str, line: str, width: int | None) -> bool:
    if _BULLET.match(line) or _NUMBER.match(line):
        return True
    if line[0].islower() and (before[-1].isalnum() or before[-1] == "-"):
        return False
    if width is None:
        return True
    if not _would_fit(before, line, width):
        return False
    return before.endswith(_ENDS) or not line[0].islower()


def _write(manuscript: Manuscript, lines: list[str]) -> None:
    bullet = _BULLET.match(lines[0])
    listed = bullet or _NUMBER.match(lines[0])
    manuscript.begin(BlockKind.LIST_ITEM if listed else BlockKind.PARAGRAPH)
    line = lines[0][bullet.end() :] if bullet else lines[0]
    for after in lines[1:]:
        line, glue = joint(line, after)
        _write_line(manuscript, line + glue)
        line = after
    _write_line(manuscript, line)


def _write_line(manuscript: Manuscript, line: str) -> None:
    for part in _RAISED.split(line):
        if _RAISED.fullmatch(part):
            manuscript.add(Piece(part.translate(_DIGITS), Role.RAISED))
        elif part:
            manuscript.write(part)
