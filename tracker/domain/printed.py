"""A document that we make: headings, paragraphs, lists and tables, before any file format.

A layout composes one, and each file format writes it; what it says is said by all of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TypeAlias


class Mark(StrEnum):
    """What became of a piece of text since an earlier one."""

    REMOVED = "removed"
    ADDED = "added"


class Style(StrEnum):
    """What a paragraph is for."""

    TEXT = "text"
    FACT = "fact"
    REMARK = "remark"


@dataclass(frozen=True)
class Span:
    """A piece of a line; a newline in its text breaks the line.

    `link` is an absolute http(s) address. With a `footnote` the piece is only its mark:
    the text of the span is empty, and the footnote's own pieces stand at the foot.
    """

    text: str
    bold: bool = False
    italic: bool = False
    link: str | None = None
    mark: Mark | None = None
    footnote: tuple["Span", ...] = ()


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the document's title, which stands once."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """One paragraph."""

    spans: tuple[Span, ...]
    style: Style = Style.TEXT


@dataclass(frozen=True)
class Listing:
    """A list; `start` is the first number of a numbered one, None is one with bullets."""

    entries: tuple[tuple["Paragraph | Listing", ...], ...]
    start: int | None = None


@dataclass(frozen=True)
class Column:
    """A column: its heading, and its share of the table's width in percent."""

    heading: str
    share: int


Cell: TypeAlias = tuple["Paragraph | Listing", ...]


@dataclass(frozen=True)
class Table:
    """A table with a header row; each row has a cell for every column."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A picture as the source of an SVG, with the words that stand for it."""

    svg: str
    words: str


Block: TypeAlias = Heading | Paragraph | Listing | Table | Picture


@dataclass(frozen=True)
class Printed:
    """A whole document. Its first block is the heading of level 1, with the title.

    `language` is a BCP 47 tag. `made_at` (aware) is the only time that its files carry.
    `mark` is printed at the top of each page ('Concept').
    """

    title: str
    subject: str
    author: str
    language: str
    made_at: datetime
    reference_date: date
    blocks: tuple[Block, ...]
    mark: str = ""
    landscape: bool = True


def plain(text: str, style: Style = Style.TEXT) -> Paragraph:
    """A paragraph of one piece."""
    return Paragraph((Span(text),), style)


def text_of(document: Printed) -> Iterator[str]:
    """Every line of text of a document in reading order, without marks of lists and footnotes.

    The text of a footnote comes right after the paragraph that it is at.
    """
    for block in document.blocks:
        match block:
            case Heading():
                yield block.text
            case Table():
                yield block.caption
                yield from (column.heading for column in block.columns)
                for row in block.rows:
                    for cell in row:
                        yield from _cell_text(cell)
            case Picture():
                yield block.words
            case _:
                yield from _cell_text((block,))


def _cell_text(cell: Cell) -> Iterator[str]:
    for block in cell:
        if isinstance(block, Listing):
            for entry in block.entries:
                yield from _cell_text(entry)
        else:
            yield from "".join(span.text for span in block.spans).split("\n")
            for span in block.spans:
                if span.footnote:
                    yield "".join(part.text for part in span.footnote)
