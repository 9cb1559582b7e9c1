"""PDF: lines of letters on pages, from which paragraphs and footnotes are made again."""

import re
from collections import Counter
from itertools import pairwise

import pypdfium2 as pdfium

from tracker.adapters.documents.drafts import LINE, Draft, Piece, Role, headed
from tracker.adapters.documents.healing import heal, joint, mark_of, resolve_marks
from tracker.adapters.documents.pdf_lines import Line, Page, lines_of
from tracker.domain.errors import DomainError
from tracker.domain.letter_texts import BlockKind

_MOST_PAGES = 2_000
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:pagina|blz\.|p\.)?\s*[-–]?\s*\d{1,4}\s*[-–]?(?:\s*(?:van|/)\s*\d{1,4})?", re.IGNORECASE
)
_IMPRINT = re.compile(r"kst-\w[\w-]*|ISSN \d.*|[’']s-Gravenhage \d{4}")
_NUMBERED_NOTE = re.compile(r"(\d{1,3})\s*(?=[^\s\d.,)])")
_BULLET = re.compile(r"[-–—•·▪◦\uf0b7]\s+(?=\S)")
_NUMBER = re.compile(r"(?:\d{1,2}[.)]|[a-z][.)]|\([a-z0-9]\))\s+(?=\S)")
_MARGIN = 0.15
_SMALL = 0.94
_WIDEST_PITCH = 1.5


def read_pdf(content: bytes) -> list[Draft]:
    """The blocks of a PDF, without the running heads and numbers of its pages.

    Raises DomainError `document.encrypted`, `document.broken` and `document.no_text`.
    """
    pages = _pages(content)
    if not any(page.lines for page in pages):
        raise DomainError("document.no_text")
    _drop_running_lines(pages)
    return heal(headed(resolve_marks(_drafts(pages))))


def _pages(content: bytes) -> list[Page]:
    try:
        document = pdfium.PdfDocument(content)
        if len(document) > _MOST_PAGES:
            raise DomainError("document.too_heavy")
        return [lines_of(document[number], number) for number in range(len(document))]
    except pdfium.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise DomainError("document.encrypted" if locked else "document.broken") from error


def _drop_running_lines(pages: list[Page]) -> None:
    """Take away the heads, feet and numbers of pages."""
    seen = Counter(
        (_DIGITS.sub("#", line.text), round(line.y / 6))
        for page in pages
        for line in page.lines
        if _is_at_edge(line, page)
    )
    for page in pages:
        page.lines = [
            line
            for line in page.lines
            if not _is_at_edge(line, page)
            or not (
                seen[_DIGITS.sub("#", line.text), round(line.y / 6)] > 1
                or _PAGE_NUMBER.fullmatch(line.text)
                or _IMPRINT.fullmatch(line.text)
            )
        ]


def _is_at_edge(line: Line, page: Page) -> bool:
    """Whether a line may be a running one; footnotes may be alike on two pages, and are none."""
    noted = line.raised_start or _NUMBERED_NOTE.match(line.text)
    return not noted and not _MARGIN < line.y / page.height < 1 - _MARGIN


def _drafts(pages: list[Page]) -> list[Draft]:
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    words = frozenset(
        word.lower() for page in pages for line in page.lines for word in line.text.split()
    )
    body: list[Line] = []
    notes: list[Line] = []
    for page in pages:
        split = _first_note(page, size, goes_on=bool(notes))
        body += page.lines[:split]
        notes += page.lines[split:]
    right = max((line.right for line in body), default=0.0)
    maker = _Paragraphs(words, right, _pitch(body, right))
    return maker.made(body) + _notes(notes, words)


def _first_note(page: Page, size: float, *, goes_on: bool) -> int:
    """Where the footnotes of a page begin."""
    first = len(page.lines)
    while first and page.lines[first - 1].size < size * _SMALL:
        first -= 1
    for row in range(len(page.lines)):
        if page.lines[row].raised_start:
            return min(row, first) if goes_on else row
    numbered = _first_numbered(page.lines)
    if numbered is not None:
        return numbered
    if first < len(page.lines) and (goes_on or _NUMBERED_NOTE.match(page.lines[first].text)):
        return first
    return len(page.lines)


def _first_numbered(lines: list[Line]) -> int | None:
    """Where the lines begin that start with each mark of the page, in order."""
    marks = [
        (row, mark)
        for row, line in enumerate(lines)
        for piece in line.pieces
        if piece.role is Role.RAISED and (mark := mark_of(piece.text))
    ]
    if not marks:
        return None
    rows: list[int] = []
    row = marks[-1][0]
    for _, mark in marks:
        row = next(
            (
                later
                for later in range(row + 1, len(lines))
                if (found := _NUMBERED_NOTE.match(lines[later].text)) and found[1] == mark
            ),
            len(lines),
        )
        rows.append(row)
    return rows[0] if rows[-1] < len(lines) else None


def _pitch(lines: list[Line], right: float) -> float:
    """The usual distance between the lines of a paragraph, told from lines that are full."""
    steps: Counter[float] = Counter()
    full: Counter[float] = Counter()
    for before, after in pairwise(lines):
        if before.page == after.page and before.y > after.y:
            step = round(before.y - after.y, 1)
            steps[step] += 1
            full[step] += not _would_fit(before, after, right)
    if full.total():
        return full.most_common(1)[0][0]
    return min(min(steps, default=0.0), _WIDEST_PITCH * max((x.size for x in lines), default=0.0))


def _would_fit(before: Line, line: Line, right: float) -> bool:
    """Whether the first word of a line could have stood on the line before it."""
    return before.right + line.first_word + 0.25 * line.size < right


class _Paragraphs:
    def __init__(self, words: frozenset[str], right: float, pitch: float) -> None:
        self._words = words
        self._right = right
        self._pitch = pitch

    def made(self, lines: list[Line]) -> list[Draft]:
        drafts: list[Draft] = []
        before: Line | None = None
        for line in lines:
            if before is None or self._is_new(before, line):
                drafts.append(_begun(line))
                drafts[-1].cut_before = before is not None and before.page != line.page
            elif self._would_fit(before, line) and not line.text[0].islower():
                drafts[-1].pieces += [LINE, *line.pieces]
            else:
                extend(drafts[-1], line, self._words)
            before = line
        return drafts

    def _would_fit(self, before: Line, line: Line) -> bool:
        return _would_fit(before, line, self._right)

    def _is_new(self, before: Line, line: Line) -> bool:
        if before.page != line.page:
            return before.style != line.style or self._would_fit(before, line)
        if not 0 < before.y - line.y < self._pitch * 1.25 or abs(before.size - line.size) > 0.5:
            return True
        if _BULLET.match(line.text) or _NUMBER.match(line.text):
            return self._would_fit(before, line)
        return before.style != line.style and self._would_fit(before, line)


def _begun(line: Line) -> Draft:
    bullet = _BULLET.match(line.text)
    listed = bullet or _NUMBER.match(line.text)
    pieces = line.without(bullet.end()) if bullet else list(line.pieces)
    return Draft(BlockKind.LIST_ITEM if listed else BlockKind.PARAGRAPH, pieces)


def extend(draft: Draft, line: Line, words: frozenset[str]) -> None:
    """Put a line at the end of the draft that it goes on with."""
    last = draft.pieces[-1]
    text, glue = joint(last.text.rstrip(" "), line.text, words)
    if last.role is Role.TEXT:
        draft.pieces[-1] = Piece(text, last.role, last.bold, last.italic)
    draft.pieces += [Piece(glue if last.role is Role.TEXT else " "), *line.pieces]


def _notes(lines: list[Line], words: frozenset[str]) -> list[Draft]:
    notes: list[Draft] = []
    for line in lines:
        numbered = _NUMBERED_NOTE.match(line.text)
        expected = str(len(notes) + 1)
        if line.raised_start:
            notes.append(Draft(BlockKind.PARAGRAPH, list(line.pieces)))
        elif numbered and numbered[1] == expected:
            pieces = [Piece(expected, Role.RAISED), *line.without(numbered.end())]
            notes.append(Draft(BlockKind.PARAGRAPH, pieces))
        elif notes:
            extend(notes[-1], line, words)
        else:
            notes.append(Draft(BlockKind.PARAGRAPH, list(line.pieces)))
    return notes
