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

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|~#&!])")
_AT_START = re.compile(r"[+\-=:]|\d{1,9}(?=[.)](?:\s|$))")
_NOT_IN_ADDRESSES = {"<": "%3C", ">": "%3E", "\\": "%5C", "|": "%7C"}
_LINE_END = "\\\n"
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
        self._lists = 0
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
                yield "\n".join(self._listing(block, self._lists % 2))
                self._lists += 1
            case Paragraph():
                yield self._spans(block.spans, _LINE_END)

    def _table(self, table: Table) -> str:
        headings = [_escaped(column.heading) or " " for column in table.columns]
        rows = [[self._cell(cell) for cell in row] for row in table.rows]
        lines = [headings, ["---"] * len(headings), *rows]
        return "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def _cell(self, cell: Cell) -> str:
        """A cell on one line, as tables have it: its lists are HTML."""
        text = ""
        for block in cell:
            if isinstance(block, Listing):
                text += self._html_list(block)
            else:
                told = self._spans(block.spans, "<br>")
                text += f"<br>{told}" if text and not text.endswith(("</ul>", "</ol>")) else told
        return text

    def _html_list(self, listing: Listing) -> str:
        entries = "".join(f"<li>{self._cell(entry)}</li>" for entry in listing.entries)
        if listing.start is None:
            return f"<ul>{entries}</ul>"
        return f'<ol start="{listing.start}">{entries}</ol>'

    def _listing(self, listing: Listing, kind: int) -> Iterator[str]:
        for place, entry in enumerate(listing.entries):
            mark = _mark(listing, place, kind)
            lines = list(self._entry(entry)) or [""]
            yield f"{mark} {lines[0]}".rstrip()
            yield from (f"{' ' * (len(mark) + 1)}{line}".rstrip() for line in lines[1:])

    def _entry(self, entry: Cell) -> Iterator[str]:
        """The lines of an entry; an empty one at its start would end it."""
        started = False
        for place, block in enumerate(entry):
            if isinstance(block, Listing):
                lines = list(self._listing(block, place % 2))
            else:
                lines = [line for line in self._spans(block.spans, _LINE_END).split("\n") if line]
            if started and lines:
                yield ""
            yield from lines
            started = started or bool(lines)

    def _spans(self, spans: Iterable[Span], line_end: str) -> str:
        text = ""
        for span in spans:
            text += self._span(span, text)
        lines = (line.strip() for line in text.split("\n"))
        return line_end.join(_not_a_block(line) for line in lines if line)

    def _span(self, span: Span, before: str) -> str:
        """The span in Markdown; `before` is what stands before it."""
        told = ""
        for place, line in enumerate(span.text.split("\n")):
            told += ("\n" if place else "") + _looked(line, span, before + told)
        if span.footnote:
            self.notes.append(self._spans(span.footnote, " "))
            told += f"[^{len(self.notes)}]"
        return told


def _mark(listing: Listing, place: int, kind: int) -> str:
    """The mark of an entry; two lists that follow each other have marks of another kind."""
    if listing.start is None:
        return "-*"[kind]
    return f"{listing.start + place}{'.)'[kind]}"


def _looked(line: str, span: Span, written: str) -> str:
    before, text, after = _apart(line)
    if not text:
        return before
    told = _escaped(text)
    # A star beside another sign is not always read as emphasis; a tag always is.
    signs = text[0].isalnum() and text[-1].isalnum() and not (written + before).endswith("*")
    if span.bold:
        told = f"**{told}**" if signs else f"<strong>{told}</strong>"
    if span.italic:
        told = f"*{told}*" if signs else f"<em>{told}</em>"
    if span.link:
        told = f"[{told}](<{_address(span.link)}>)"
    if span.mark:
        told = told.join(_MARKS[span.mark])
    return f"{before}{told}{after}"


def _address(link: str) -> str:
    return "".join(_NOT_IN_ADDRESSES.get(character, character) for character in link)


def _not_a_block(line: str) -> str:
    """A line that starts no list, heading or table: '1\\. eerst'."""
    start = _AT_START.match(line)
    if start is None:
        return line
    if start[0].isdigit():
        return f"{start[0]}\\{line[start.end() :]}"
    return f"\\{line}"


def _apart(text: str) -> tuple[str, str, str]:
    """The spaces before a text, the text, and those after it: marks do not take spaces."""
    told = text.strip()
    if not told:
        return text, "", ""
    start = text.index(told)
    return text[:start], told, text[start + len(told) :]


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
