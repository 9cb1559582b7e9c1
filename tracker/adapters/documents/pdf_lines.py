"""The lines of a page of a PDF, from where its characters stand."""

import ctypes
from dataclasses import dataclass, field, replace
from functools import cached_property

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from tracker.adapters.documents.drafts import Piece, Role

_BOLD_WEIGHT = 600
_ITALIC_FLAG = 64
_NAME = 200


@dataclass(frozen=True, slots=True)
class _Letter:
    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool
    italic: bool


@dataclass
class Line:
    """The letters between two margins; y is the baseline in points from the page's foot."""

    page: int
    y: float
    left: float
    right: float
    size: float
    first_word: float
    pieces: list[Piece]

    @cached_property
    def text(self) -> str:
        """The line without its styles."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def raised_start(self) -> bool:
        """Whether the line begins with the mark of a footnote."""
        return self.pieces[0].role is Role.RAISED and len(self.pieces) > 1

    @property
    def style(self) -> tuple[bool, bool]:
        """Whether the line is bold, and italic, as its last words are."""
        return self.pieces[-1].bold, self.pieces[-1].italic

    def without(self, count: int) -> list[Piece]:
        """The pieces without the first characters."""
        pieces: list[Piece] = []
        for piece in self.pieces:
            if len(piece.text) > count:
                pieces.append(replace(piece, text=piece.text[count:]))
            count = max(0, count - len(piece.text))
        return pieces


@dataclass
class Page:
    """The lines of a page from its head to its foot."""

    height: float
    lines: list[Line] = field(default_factory=list)


def lines_of(page: pdfium.PdfPage, number: int = 0) -> Page:
    """The lines of a page."""
    found = Page(page.get_height() or 1.0)
    row: list[_Letter] = []
    for letter in _letters(page):
        if row and not _is_beside(row, letter):
            _add(found, row, number)
            row = []
        row.append(letter)
    _add(found, row, number)
    found.lines.sort(key=lambda line: -line.y)
    return found


def _is_beside(row: list[_Letter], letter: _Letter) -> bool:
    size = max(letter.size, row[-1].size)
    close = abs(letter.y - row[-1].y) < size * 0.6
    return close and letter.left > row[-1].left - size * 0.5


def _letters(page: pdfium.PdfPage) -> list[_Letter]:
    text = page.get_textpage()
    count = raw.FPDFText_CountChars(text)
    left, right, low, high = (ctypes.c_double() for _ in range(4))
    box = raw.FS_RECTF()
    name = ctypes.create_string_buffer(_NAME)
    flags = ctypes.c_int()
    letters: list[_Letter] = []
    for index in range(count):
        code = raw.FPDFText_GetUnicode(text, index)
        # pdfium gives a hyphen at the end of a line so, whether soft or the word's own.
        character = "-" if code in {2, 0xFFFE} else chr(code if code < 0x110000 else 0xFFFD)
        if character in "\r\n\0" or 0xD800 <= code < 0xE000:
            continue
        raw.FPDFText_GetCharOrigin(text, index, left, low)
        raw.FPDFText_GetLooseCharBox(text, index, box)
        if raw.FPDFText_IsGenerated(text, index) == 1 and letters:
            letters.append(replace(letters[-1], text=character, left=letters[-1].right))
            continue
        raw.FPDFText_GetCharBox(text, index, left, right, ctypes.c_double(), high)
        length = raw.FPDFText_GetFontInfo(text, index, name, _NAME, flags)
        font = name.raw[: max(0, min(length - 1, _NAME))].decode("latin-1").lower()
        weight = raw.FPDFText_GetFontWeight(text, index)
        letters.append(
            _Letter(
                character,
                box.left,
                box.right,
                low.value,
                round(abs(box.top - box.bottom), 1),
                "bold" in font or weight >= _BOLD_WEIGHT,
                "italic" in font or "oblique" in font or bool(flags.value & _ITALIC_FLAG),
            )
        )
    return letters


def _add(page: Page, row: list[_Letter], number: int) -> None:
    while row and not row[-1].text.strip():
        row = row[:-1]
    while row and not row[0].text.strip():
        row = row[1:]
    if not row:
        return
    size = max(row, key=lambda letter: letter.size).size
    ground = [letter for letter in row if letter.size > size * 0.85] or row
    y = ground[-1].y
    pieces: list[Piece] = []
    for letter in row:
        raised = letter.size < size * 0.85 and letter.y > y + size * 0.1
        role = Role.RAISED if raised and letter.text.strip() else Role.TEXT
        last = pieces[-1] if pieces else None
        if last and (last.role, last.bold, last.italic) == (role, letter.bold, letter.italic):
            pieces[-1] = replace(last, text=last.text + letter.text)
        else:
            pieces.append(Piece(letter.text, role, letter.bold, letter.italic))
    word_end = next((x.left for x in row if x.text.isspace()), row[-1].right)
    page.lines.append(
        Line(number, y, row[0].left, row[-1].right, size, word_end - row[0].left, pieces)
    )
