"""The texts of a document made fit for every format, and what formats ask about them."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace

from babel.core import get_global

from tracker.adapters.marked_texts import printable, web_address
from tracker.adapters.messages import Messages
from tracker.domain.printed import (
    Block,
    Cell,
    Column,
    Heading,
    Listing,
    Paragraph,
    Picture,
    Printed,
    Span,
    Table,
)

_LOWEST_HEADING = 6


def cleaned(document: Printed) -> Printed:
    """The document without what some format cannot hold.

    Control characters become U+FFFD, addresses that are none go, titles stay on one line,
    and a heading is at most one level below the heading before it.
    """
    return replace(
        document,
        title=one_line(document.title),
        subject=one_line(document.subject),
        author=one_line(document.author),
        mark=one_line(document.mark),
        blocks=tuple(_cleaned_blocks(document.blocks)),
    )


def one_line(text: str) -> str:
    """A text that must stay on one line, such as a title."""
    return " ".join(printable(text).split())


def language_and_country(tag: str) -> tuple[str, str]:
    """The two parts of a language tag; without a country, the one where most speak it."""
    language, _, country = tag.partition("-")
    if not country:
        country = get_global("likely_subtags").get(language, "").rpartition("_")[2]
    return language, country or "none"


def text_of_paragraph(paragraph: Paragraph) -> str:
    """Its text without footnotes."""
    return "".join(span.text for span in paragraph.spans)


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction is written from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def caption_of(number: int, table: Table, messages: Messages) -> str:
    """The numbered caption: 'Tabel 1: Moties'."""
    return f"{messages.text('Tabel')} {number}: {table.caption}"


def reference_date_of(document: Printed, messages: Messages) -> str:
    """'Peildatum: 30 juni 2021'"""
    return messages.text("Peildatum: %(day)s", day=messages.date(document.reference_date))


def _cleaned_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    level = 0
    for block in blocks:
        match block:
            case Heading():
                level = max(1, min(block.level, level + 1, _LOWEST_HEADING))
                yield Heading(level, one_line(block.text))
            case Table():
                yield Table(
                    one_line(block.caption),
                    tuple(Column(one_line(each.heading), each.share) for each in block.columns),
                    tuple(tuple(map(_cleaned_cell, row)) for row in block.rows),
                )
            case Picture():
                yield replace(block, words=one_line(block.words))
            case _:
                yield from _cleaned_cell((block,))


def _cleaned_cell(cell: Cell) -> Cell:
    return tuple(
        replace(block, entries=tuple(map(_cleaned_cell, block.entries)))
        if isinstance(block, Listing)
        else replace(block, spans=tuple(map(_cleaned_span, block.spans)))
        for block in cell
    )


def _cleaned_span(span: Span) -> Span:
    text, link = printable(span.text), web_address(span.link)
    footnote = tuple(map(_cleaned_span, span.footnote))
    if (text, link, footnote) == (span.text, span.link, span.footnote):
        return span
    return replace(span, text=text, link=link, footnote=footnote)
