"""A document as Markdown, in GitHub's form with tables and footnotes."""

import re
from collections.abc import Iterable, Iterator

from tracker.adapters.messages import Messages
from tracker.adapters.printed.texts import caption_of
from tracker.domain.printed import (
    Block,
    Cell,
    Heading,
    Listing,
    Mark,
    Paragraph,
    Picture,
    Printed,
    Span,
    Table,
)

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~])")
_AT_START = re.compile(r"^(\s*)([#+\-=]|\d+[.)](?=\s))", re.MULTILINE)
_MARKS = {Mark.REMOVED: ("<del>", "</del>"), Mark.ADDED: ("<ins>", "</ins>")}


def render_markdown(document: Printed, messages: Messages) -> bytes:
    """The document as Markdown; equal documents give equal bytes."""
    writer = _Writer(messages)
    parts = [part for block in document.blocks for part in writer.block(block)]
    notes = [f"[^{number}]: {text}" for number, text in enumerate(writer.notes, start=1)]
    head = f"*{_escaped(document.mark)}*\n\n" if document.mark else ""
    return (head + "\n\n".join([*parts, *notes]) + "\n").encode(errors="replace")


class _Writer:
    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._tables = 0
        self.notes: list[str] = []

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading():
                yield f"{'#' * block.level} {_escaped(block.text)}"
            case Table():
                self._tables += 1
                yield f"**{_escaped(caption_of(self._tables, block, self._messages))}**"
                yield self._table(block)
            case Picture():
                yield _escaped(block.words)
            case Listing():
                yield "\n".join(self._listing(block))
            case Paragraph():
                yield self._spans(block.spans, "  \n")

    def _table(self, table: Table) -> str:
        headings = [_escaped(column.heading) or " " for column in table.columns]
        rows = [[self._cell(cell) for cell in row] for row in table.rows]
        lines = [headings, ["---"] * len(headings), *rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def _cell(self, cell: Cell) -> str:
        """A cell on one line, as tables have it."""
        return "<br>".join(self._cell_lines(cell))

    def _cell_lines(self, cell: Cell) -> Iterator[str]:
        for block in cell:
            if isinstance(block, Paragraph):
                yield self._spans(block.spans, "<br>")
                continue
            for place, entry in enumerate(block.entries):
                first, *others = list(self._cell_lines(entry)) or [""]
                yield f"{_mark(block, place)} {first}"
                yield from others

    def _listing(self, listing: Listing) -> Iterator[str]:
        for place, entry in enumerate(listing.entries):
            mark = _mark(listing, place)
            lines = list(self._entry(entry)) or [""]
            yield f"{mark} {lines[0]}"
            yield from (f"{' ' * (len(mark) + 1)}{line}".rstrip() for line in lines[1:])

    def _entry(self, entry: Cell) -> Iterator[str]:
        for place, block in enumerate(entry):
            if place:
                yield ""
            if isinstance(block, Listing):
                yield from self._listing(block)
            else:
                yield from self._spans(block.spans, "  \n").split("\n")

    def _spans(self, spans: Iterable[Span], line_end: str) -> str:
        text = "".join(map(self._span, spans))
        return _AT_START.sub(r"\1\\\2", text).replace("\n", line_end)

    def _span(self, span: Span) -> str:
        if span.footnote:
            self.notes.append("".join(map(self._span, span.footnote)).replace("\n", " "))
            return f"[^{len(self.notes)}]"
        before, text, after = _apart(span.text)
        if not text:
            return before
        told = _escaped(text)
        if span.bold:
            told = f"**{told}**"
        if span.italic:
            told = f"*{told}*"
        if span.link:
            told = f"[{told}](<{span.link}>)"
        if span.mark:
            told = told.join(_MARKS[span.mark])
        return f"{before}{told}{after}"


def _mark(listing: Listing, place: int) -> str:
    return "-" if listing.start is None else f"{listing.start + place}."


def _apart(text: str) -> tuple[str, str, str]:
    """The spaces before a text, the text, and those after it: marks do not take spaces."""
    told = text.strip()
    if not told:
        return text, "", ""
    start = text.index(told)
    return text[:start], told, text[start + len(told) :]


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
