"""The sizes of a page, and how much text fits in a width."""

from dataclasses import dataclass

from tracker.adapters.printed.texts import text_of_paragraph
from tracker.domain.printed import Cell, Listing, Printed, Table

SIDE_MARGIN = 20
"""Left and right of a page, in mm."""

CELL_PADDING = 4
"""At the right of a cell, in mm."""

LIST_INDENT = 6
"""Of each level of a list, in mm."""

_WIDEST_LETTER = 3.5
_NARROW = frozenset("ijlft.,:;'|()[]! ")
_PLAIN_SIGNS = frozenset('-/_?"#&=+*')
_USUAL_LETTER = 1.95
_LINES_KEPT_TOGETHER = 14
_FEWEST_LETTERS = 2


@dataclass(frozen=True)
class Page:
    """An A4 page in mm."""

    width: int
    height: int

    @property
    def text_width(self) -> int:
        """What lies between its margins."""
        return self.width - 2 * SIDE_MARGIN


def page_of(document: Printed) -> Page:
    """The page that a document is printed on."""
    return Page(297, 210) if document.landscape else Page(210, 297)


def column_widths(table: Table, page: Page) -> list[float]:
    """The width of each column in mm; together they fill the page, whatever the shares are."""
    whole = sum(column.share for column in table.columns)
    return [column.share / whole * page.text_width for column in table.columns]


def fits(word: str, width: float) -> bool:
    """Whether a word surely fits on a line of so many mm."""
    return sum(map(_letter_width, word)) <= width


def widest_letters(width: float) -> int:
    """How many of the widest letters fit on a line of so many mm."""
    return max(_FEWEST_LETTERS, int(width / _WIDEST_LETTER))


def _letter_width(letter: str) -> float:
    """At most so many mm at 9.5 pt; narrow letters are known, any other may be wide."""
    if letter in _NARROW:
        return 1.3
    if letter.isascii() and (letter.islower() or letter.isdigit() or letter in _PLAIN_SIGNS):
        return 3.25 if letter in "mw" else 2.15
    return 2.8 if letter.isascii() and letter.isupper() and letter not in "MW" else _WIDEST_LETTER


def keeps_together(row: tuple[Cell, ...], widths: list[float]) -> bool:
    """Whether a row is short enough to forbid a page break inside it.

    A row that may not break and is higher than a page would lose its end.
    """
    return all(
        lines_of(cell, width - CELL_PADDING) <= _LINES_KEPT_TOGETHER
        for cell, width in zip(row, widths, strict=True)
    )


def lines_of(cell: Cell, width: float) -> int:
    """About how many lines a cell takes in a width of so many mm."""
    letters = max(_FEWEST_LETTERS, int(width / _USUAL_LETTER))
    lines = 0
    for block in cell:
        if isinstance(block, Listing):
            lines += sum(max(1, lines_of(entry, width - LIST_INDENT)) for entry in block.entries)
            continue
        lines += sum(1 + len(line) // letters for line in text_of_paragraph(block).split("\n"))
        for span in block.spans:
            if span.footnote:
                lines += 1 + sum(len(part.text) for part in span.footnote) // letters
    return lines
