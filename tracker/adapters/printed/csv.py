"""A document as CSV: every table, one after another, with its caption above it.

UTF-8 with a byte order mark and semicolons, as a Dutch Excel opens it. A text that a
spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV Injection).
"""

import csv
import io
from collections.abc import Iterable

from tracker.adapters.messages import Messages
from tracker.adapters.printed.plain import plain_lines, plain_text
from tracker.adapters.printed.texts import caption_of
from tracker.domain.printed import Block, Heading, Picture, Printed, Table

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render_csv(document: Printed, messages: Messages) -> bytes:
    """The document as CSV; equal documents give equal bytes."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    if document.mark:
        _write(writer, [[document.mark]])
    tables = 0
    for block in document.blocks:
        if isinstance(block, Table):
            tables += 1
            _write(writer, [[caption_of(tables, block, messages)]])
            _write(writer, [[column.heading for column in block.columns]])
            _write(writer, ([plain_text(cell) for cell in row] for row in block.rows))
        else:
            _write(writer, ([line] for line in _lines(block)))
    return b"\xef\xbb\xbf" + written.getvalue().encode(errors="replace")


def safe(text: str) -> str:
    """The text as no spreadsheet takes it for a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _write(writer: "csv._writer", rows: Iterable[Iterable[str]]) -> None:  # type: ignore[name-defined]
    for row in rows:
        writer.writerow([safe(text) for text in row])


def _lines(block: Block) -> list[str]:
    match block:
        case Heading():
            return [block.text]
        case Picture():
            return [block.words]
        case Table():
            return []
    return list(plain_lines((block,)))
