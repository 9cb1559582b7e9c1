"""A document as the sheets of a workbook: what is in no table first, then a sheet a table."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from tracker.adapters.messages import Messages
from tracker.adapters.printed.plain import plain_lines, plain_spans, plain_text
from tracker.adapters.printed.texts import caption_of
from tracker.domain.printed import Block, Cell, Heading, Paragraph, Picture, Printed, Span, Table

LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
LONGEST_CELL = 32_767
"""Characters that a cell of Excel can hold."""
LONGEST_LINKED = 255
"""Characters that the text of a link in Excel can have."""


@dataclass(frozen=True)
class SheetCell:
    """The text of a cell, and where all of it links to."""

    text: str
    link: str | None = None


@dataclass(frozen=True)
class Sheet:
    """One sheet. `headings` and `shares` are empty on the first, which has lines alone."""

    name: str
    title: str
    headings: tuple[str, ...]
    shares: tuple[int, ...]
    rows: tuple[tuple[SheetCell, ...], ...]


def sheets_of(document: Printed, messages: Messages) -> Iterator[Sheet]:
    """The sheets of a document, each with a name that no other has."""
    lines = [line for block in document.blocks for line in _lines(block)]
    used: set[str] = set()
    yield Sheet(
        _name(messages.text("Brief"), used),
        document.title,
        (),
        (100,),
        tuple((SheetCell(line),) for line in lines),
    )
    tables = (block for block in document.blocks if isinstance(block, Table))
    for number, table in enumerate(tables, start=1):
        yield Sheet(
            _name(table.caption, used),
            caption_of(number, table, messages),
            tuple(column.heading for column in table.columns),
            tuple(column.share for column in table.columns),
            tuple(tuple(map(_cell, row)) for row in table.rows),
        )


def rows_that_fit(rows: Iterable[tuple[SheetCell, ...]]) -> Iterator[tuple[SheetCell, ...]]:
    """The rows; a text too long for a cell of Excel goes on in the row below."""
    for row in rows:
        yield tuple(SheetCell(cell.text[:LONGEST_CELL], cell.link) for cell in row)
        longest = max(len(cell.text) for cell in row)
        for start in range(LONGEST_CELL, longest, LONGEST_CELL):
            yield tuple(SheetCell(cell.text[start : start + LONGEST_CELL]) for cell in row)


def _lines(block: Block) -> list[str]:
    match block:
        case Table():
            return []
        case Heading():
            return [block.text]
        case Picture():
            return [block.words]
    return list(plain_lines((block,)))


def _cell(cell: Cell) -> SheetCell:
    """A cell that is one link links itself; other links show their addresses."""
    match cell:
        case (Paragraph(spans=(Span(link=str(), text=text) as span,)),):
            if text.strip() and len(text) <= LONGEST_LINKED:
                return SheetCell(plain_spans((replace(span, link=None),)), span.link)
    return SheetCell(plain_text(cell))


def _name(wanted: str, used: set[str]) -> str:
    plain = " ".join(_NOT_IN_NAMES.sub(" ", wanted).split()) or "Blad"
    name, number = plain[:LONGEST_NAME].strip(), 2
    while name.casefold() in used:
        ending = f" {number}"
        name, number = plain[: LONGEST_NAME - len(ending)].strip() + ending, number + 1
    used.add(name.casefold())
    return name
