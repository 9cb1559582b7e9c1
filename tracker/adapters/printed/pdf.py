"""A document as PDF for screen readers and for the archive: PDF/UA-1 and PDF/A-2a, by typst."""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC
from importlib import resources
from typing import Any

import typst

from tracker.adapters.messages import Messages
from tracker.adapters.printed import fonts
from tracker.adapters.printed.measures import (
    CELL_PADDING,
    LIST_INDENT,
    Page,
    column_widths,
    fits,
    keeps_together,
    page_of,
    widest_letters,
)
from tracker.adapters.printed.texts import (
    is_right_to_left,
    reference_date_of,
    text_of_paragraph,
)
from tracker.domain.printed import (
    Block,
    Cell,
    Heading,
    Listing,
    Paragraph,
    Picture,
    Printed,
    Span,
    Table,
)

_REFUSED = re.compile(r'error: (?:the text|the PDF contains the codepoint) `"(.+?)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_SQUARE = "\N{WHITE SQUARE}"
_NAMED_AT_MOST = 30

_NOTES_TIMES_ROWS = 10_000

_BREAK_PLACE, _LINE_END = 0, 1
_WORD_PIECE = 10

_Part = str | int | dict[str, Any]


def render_pdf(document: Printed, messages: Messages) -> bytes:
    """The document as PDF; equal documents give equal bytes.

    A character that no shipped font has is printed as a square, and a note at the end
    names it.

    Raises typst.TypstError if typst refuses the document for any other reason.
    """
    if _has_many_notes(document):
        document = _with_notes_in_place(document)
    try:
        return _without_missing(_content(document, messages), messages)
    except typst.TypstError as error:
        # typst cannot place the note of a row that its header leaves no room for.
        if "ambiguous logical parent" not in error.diagnostic:
            raise
        return _without_missing(_content(_with_notes_in_place(document), messages), messages)


def _without_missing(content: dict[str, Any], messages: Messages) -> bytes:
    missing = fonts.letters_without_glyph(json.dumps(content, ensure_ascii=False))
    while True:
        try:
            return _compiled(_with_replaced(content, missing, messages))
        except typst.TypstError as error:
            refused = _refused(error.diagnostic) - missing
            if not refused:
                raise
            missing |= refused


def _has_many_notes(document: Printed) -> bool:
    """Whether typst would take too long: it lays a table out again for each note in it."""
    return any(
        len(table.rows) * len(list(_notes_in(table))) > _NOTES_TIMES_ROWS
        for table in document.blocks
        if isinstance(table, Table)
    )


def _notes_in(table: Table) -> Iterator[Span]:
    cells = [cell for row in table.rows for cell in row]
    while cells:
        for block in cells.pop():
            if isinstance(block, Listing):
                cells += block.entries
            else:
                yield from (span for span in block.spans if span.footnote)


def _with_notes_in_place(document: Printed) -> Printed:
    """The document with the notes of its tables in brackets where they are at."""

    def in_place(cell: Cell) -> Cell:
        return tuple(
            replace(block, entries=tuple(map(in_place, block.entries)))
            if isinstance(block, Listing)
            else replace(block, spans=tuple(_bracketed(block.spans)))
            for block in cell
        )

    return replace(
        document,
        blocks=tuple(
            replace(block, rows=tuple(tuple(map(in_place, row)) for row in block.rows))
            if isinstance(block, Table)
            else block
            for block in document.blocks
        ),
    )


def _bracketed(spans: Iterable[Span]) -> Iterator[Span]:
    for span in spans:
        yield replace(span, footnote=())
        if span.footnote:
            yield from (Span(" ["), *span.footnote, Span("]"))


def _compiled(content: dict[str, Any]) -> bytes:
    template = resources.files(__package__).joinpath("printed.typ").read_bytes()
    with fonts.folder() as folder:
        return typst.compile(
            template,
            font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(folder)]),
            ignore_system_fonts=True,
            format="pdf",
            pdf_standards=["ua-1", "a-2a"],
            sys_inputs={"document": json.dumps(content)},
        )


def _refused(diagnostic: str) -> set[str]:
    """The texts that typst's diagnostic names as not in any font, or not allowed."""
    return {
        _ESCAPED.sub(lambda escaped: chr(int(escaped[1], 16)), text)
        for text in _REFUSED.findall(diagnostic)
    }


def _with_replaced(
    content: dict[str, Any], missing: set[str], messages: Messages
) -> dict[str, Any]:
    """The content with each missing text as a square, and the note that says so."""
    if not missing:
        return content
    longest_first = sorted(missing, key=lambda text: (-len(text), text))
    pattern = re.compile("|".join(map(re.escape, longest_first)))

    def replaced(value: Any) -> Any:
        match value:
            case str():
                return pattern.sub(_SQUARE, value)
            case dict():
                return {key: replaced(part) for key, part in value.items()}
            case list():
                return [replaced(part) for part in value]
        return value

    return {**replaced(content), "note": _missing_note(missing, messages)}


def _missing_note(missing: set[str], messages: Messages) -> str:
    characters = sorted({character for text in missing for character in text})
    named = ", ".join(f"U+{ord(character):04X}" for character in characters[:_NAMED_AT_MOST])
    return messages.plural(
        "%(num)s teken kan in deze PDF niet worden afgedrukt en staat er als %(square)s: "
        "%(named)s. De bestanden voor Word en LibreOffice bevatten het wel.",
        "%(num)s tekens kunnen in deze PDF niet worden afgedrukt en staan er als %(square)s: "
        "%(named)s. De bestanden voor Word en LibreOffice bevatten ze wel.",
        len(characters),
        square=_SQUARE,
        named=named if len(characters) <= _NAMED_AT_MOST else f"{named} …",
    )


def _content(document: Printed, messages: Messages) -> dict[str, Any]:
    made_at = document.made_at.astimezone(UTC)
    language, _, region = document.language.partition("-")
    page = page_of(document)
    return {
        "title": document.title,
        "footer": "\u200b".join(_cut(document.title, page.text_width / 2)),
        "author": document.author,
        "subject": document.subject,
        "keywords": reference_date_of(document, messages),
        "made_at": list(made_at.timetuple()[:6]),
        "language": [language, region or None],
        "fonts": list(fonts.FAMILIES),
        "landscape": document.landscape,
        "mark": document.mark or None,
        "page_of": messages.text("Pagina %(page)s van %(pages)s", page="{page}", pages="{pages}"),
        "table_word": messages.text("Tabel"),
        "blocks": [_block(block, page) for block in document.blocks],
        "note": None,
    }


def _block(block: Block, page: Page) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": block.text}
        case Table():
            return _table(block, page)
        case Picture():
            return {"kind": "picture", "svg": block.svg, "words": block.words}
        case _:
            return _text(block, page.text_width)


def _table(table: Table, page: Page) -> dict[str, Any]:
    widths = column_widths(table, page)
    insides = [width - CELL_PADDING for width in widths]
    return {
        "kind": "table",
        "caption": table.caption,
        "columns": [
            list(_pieces(column.heading, inside))
            for column, inside in zip(table.columns, insides, strict=True)
        ],
        "shares": [width / page.text_width * 100 for width in widths],
        "rows": [
            {
                "together": keeps_together(row, widths),
                "cells": [
                    [_text(block, inside) for block in cell]
                    for cell, inside in zip(row, insides, strict=True)
                ],
            }
            for row in table.rows
        ],
    }


def _text(block: Paragraph | Listing, width: float) -> dict[str, Any]:
    if isinstance(block, Listing):
        entries = [[_text(part, width - LIST_INDENT) for part in entry] for entry in block.entries]
        return {"kind": "list", "start": block.start, "entries": entries}
    return {
        "kind": "paragraph",
        "style": block.style,
        "right_to_left": is_right_to_left(text_of_paragraph(block)),
        "parts": list(_parts(block.spans, width)),
    }


def _parts(spans: Iterable[Span], width: float) -> Iterator[_Part]:
    for span in spans:
        pieces = _pieces(span.text, width)
        if span.bold or span.italic or span.link or span.mark:
            yield {
                "parts": list(pieces),
                "bold": span.bold,
                "italic": span.italic,
                "link": span.link,
                "mark": span.mark,
            }
        else:
            yield from pieces
        if span.footnote:
            yield {"footnote": list(_parts(span.footnote, width))}


def _pieces(text: str, width: float) -> Iterator[str | int]:
    """Lines with their ends, and words with break places if they are wider than a line."""
    for number, line in enumerate(text.split("\n")):
        if number:
            yield _LINE_END
        for place, piece in enumerate(_cut(line, width)):
            if place:
                yield _BREAK_PLACE
            yield piece


def _cut(line: str, width: float) -> list[str]:
    letters = widest_letters(width)
    words = (word for word in re.finditer(rf"\S{{{letters},}}", line) if not fits(word[0], width))
    piece = min(_WORD_PIECE, letters)
    cuts = [at for word in words for at in range(word.start() + piece, word.end(), piece)]
    return [line[start:end] for start, end in zip([0, *cuts], [*cuts, len(line)], strict=True)]
