"""Paragraphs and lists of a document as elements of OpenDocument, for texts."""

import re
from collections.abc import Iterable, Iterator
from itertools import count

from lxml import etree

from tracker.adapters.printed.elements import Child, Maker, fill
from tracker.adapters.printed.texts import is_right_to_left, text_of_paragraph
from tracker.domain.printed import Cell, Listing, Mark, Paragraph, Span, Style

NAMESPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "number": "urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
    "ooow": "http://openoffice.org/2004/writer",
}
make = Maker(NAMESPACES)

_SPACES = re.compile(r"(\n|\t| {2,}|^ | $)", re.MULTILINE)
_MARKS = {Mark.REMOVED: "Removed", Mark.ADDED: "Added"}
_STYLES = {Style.TEXT: "Text_20_body", Style.FACT: "Fact", Style.REMARK: "Remark"}
_STYLES_IN_TABLE = {
    Style.TEXT: "Table_20_Contents",
    Style.FACT: "Table_20_Contents",
    Style.REMARK: "Table_20_Remark",
}


class Texts:
    """Makes the texts of one document, and numbers its footnotes."""

    def __init__(self) -> None:
        self._notes = count(1)

    def blocks(self, cell: Cell, in_table: bool) -> list[etree._Element]:
        """The elements of a cell, or of blocks in the body."""
        return [
            self._listing(block, in_table)
            if isinstance(block, Listing)
            else self._paragraph(block, in_table)
            for block in cell
        ]

    def _paragraph(self, paragraph: Paragraph, in_table: bool) -> etree._Element:
        style = (_STYLES_IN_TABLE if in_table else _STYLES)[paragraph.style]
        if is_right_to_left(text_of_paragraph(paragraph)):
            style += "_20_RTL"
        return make("text:p", {"text:style-name": style}, *self._inline(paragraph.spans))

    def _listing(self, listing: Listing, in_table: bool) -> etree._Element:
        items = [
            make("text:list-item", {}, *self.blocks(entry, in_table)) for entry in listing.entries
        ]
        if items and listing.start is not None:
            items[0].set(make.name("text:start-value"), str(listing.start))
        style = "Bullets" if listing.start is None else "Numbers"
        return make("text:list", {"text:style-name": style}, *items)

    def _inline(self, spans: Iterable[Span]) -> Iterator[Child]:
        for span in spans:
            yield from _looked(span)
            if span.footnote:
                yield self._note(span.footnote)

    def _note(self, spans: tuple[Span, ...]) -> etree._Element:
        number = str(next(self._notes))
        body = make("text:p", {"text:style-name": "Footnote"}, *self._inline(spans))
        return make(
            "text:note",
            {"text:id": f"note{number}", "text:note-class": "footnote"},
            make("text:note-citation", {}, number),
            make("text:note-body", {}, body),
        )


def spaced(text: str) -> Iterator[Child]:
    """A text whose spaces, tabs and newlines stay as they are."""
    for place, part in enumerate(_SPACES.split(text)):
        if place % 2 == 0:
            yield part
        elif part == "\n":
            yield make("text:line-break")
        elif part == "\t":
            yield make("text:tab")
        else:
            yield make("text:s", {"text:c": str(len(part))})


def _looked(span: Span) -> Iterable[Child]:
    """The text with its look; each look is a style of its own around it."""
    styles = [
        *(["Strong_20_Emphasis"] if span.bold else []),
        *(["Emphasis"] if span.italic else []),
        *([_MARKS[span.mark]] if span.mark else []),
    ]
    children: list[Child] = list(spaced(span.text))
    for style in styles:
        children = [make("text:span", {"text:style-name": style}, *children)]
    if span.link and span.text:
        attributes = {
            "xlink:type": "simple",
            "xlink:href": span.link,
            "text:style-name": "Internet_20_link",
            "text:visited-style-name": "Internet_20_link",
        }
        children = [make("text:a", attributes, *children)]
    return children


def filled(element: etree._Element, text: str) -> None:
    """Append a text to an element of a template."""
    fill(element, tuple(spaced(text)))
