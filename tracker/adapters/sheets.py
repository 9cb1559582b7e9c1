"""Lists in spreadsheets: XLSX, ODS and CSV, as plain rows of text."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from lxml import etree

from tracker.adapters.documents.archives import Archive
from tracker.adapters.documents.encodings import decoded
from tracker.domain.errors import DomainError

FORMATS = ("xlsx", "ods", "csv")
MOST_ROWS = 20_000
_MOST_COLUMNS = 200
_DELIMITERS = ";,\t|"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

Row = tuple[str, ...]


def read_list(content: bytes, file_format: str) -> tuple[Row, ...]:
    """The rows of the first sheet that has any, as text, each as long as the longest; dates as
    31-12-2021. Empty rows stay, so that line numbers are those of the sheet; those at the end go.

    Takes and gives plain values, so that a child process can run it. Raises DomainError
    `document.…` for a broken or unsafe file, and `list.too_long`.
    """
    readers = {"xlsx": _read_xlsx, "ods": _read_ods, "csv": _read_csv}
    for sheet in readers[file_format](content):
        rows = _trimmed(sheet)
        if rows:
            width = max(map(len, rows))
            return tuple(row + ("",) * (width - len(row)) for row in rows)
    return ()


def write_list(rows: Sequence[Sequence[str | date]], file_format: str, title: str) -> bytes:
    """Rows as a file of a format; the first row is the header.

    Takes and gives plain values, so that a child process can run it.
    """
    if file_format == "csv":
        return write_csv(rows)
    return write_xlsx(rows, title) if file_format == "xlsx" else write_ods(rows, title)


def write_csv(rows: Iterable[Sequence[str | date]]) -> bytes:
    """Rows as CSV with a byte order mark and semicolons. A text that a spreadsheet would take
    for a formula gets an apostrophe before it, which reading takes away again."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    for row in rows:
        writer.writerow([_safe(_shown(cell)) for cell in row])
    return b"\xef\xbb\xbf" + written.getvalue().encode()


def write_xlsx(rows: Iterable[Sequence[str | date]], title: str) -> bytes:
    """Rows as XLSX; the first is the header. Texts are texts, dates are dates."""
    import xlsxwriter

    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, options) as workbook:
        workbook.set_properties({"title": title, "created": datetime(2000, 1, 1)})
        sheet = workbook.add_worksheet()
        head = workbook.add_format({"bold": True, "bottom": 1})
        text = workbook.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        day = workbook.add_format({"num_format": "dd-mm-yyyy", "valign": "top"})
        sheet.freeze_panes(1, 0)
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(
                        line, column, datetime(cell.year, cell.month, cell.day), day
                    )
                elif cell:
                    sheet.write_string(line, column, cell[:32_767], text if line else head)
        sheet.set_column(0, _MOST_COLUMNS, 22)
    return written.getvalue()


def write_ods(rows: Iterable[Sequence[str | date]], title: str) -> bytes:
    """Rows as ODS; the first is the header."""
    from tracker.adapters.sheets_ods import ods_file

    return ods_file(rows, title)


def _shown(cell: str | date) -> str:
    return f"{cell:%d-%m-%Y}" if isinstance(cell, date) else cell


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith((*_FORMULA, "'")) else text


def _unsafe(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:2] in (*_FORMULA, "'") else text


def _trimmed(rows: Iterable[Row]) -> list[Row]:
    kept: list[Row] = []
    empty: list[Row] = []
    for cells in rows:
        row = _without_empty_end(cells)
        if row:
            kept += [*empty, row]
            empty = []
            if len(kept) > MOST_ROWS + 1:
                raise DomainError("list.too_long", field="file", limit=MOST_ROWS)
        elif len(empty) <= MOST_ROWS:
            empty.append(row)
    return kept


def _without_empty_end(row: Row) -> Row:
    while row and not row[-1]:
        row = row[:-1]
    return row


def _read_csv(content: bytes) -> Iterator[Iterator[Row]]:
    text = decoded(content)
    head = text[: text.find("\n")] if "\n" in text else text
    delimiter = max(_DELIMITERS, key=head.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    yield (tuple(_unsafe(cell.strip()) for cell in row) for row in lines)


def _read_xlsx(content: bytes) -> Iterator[Iterator[Row]]:
    from openpyxl import load_workbook

    Archive(content)
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = workbook.worksheets
    except (KeyError, ValueError, OSError, etree.XMLSyntaxError) as error:
        raise DomainError("document.broken") from error
    for sheet in sheets:
        yield (
            tuple(_xlsx_text(value) for value in row[:_MOST_COLUMNS])
            for row in sheet.iter_rows(values_only=True)
        )


def _xlsx_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return f"{value:%d-%m-%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _read_ods(content: bytes) -> Iterator[Iterator[Row]]:
    xml = Archive(content).read("content.xml")
    if xml is None:
        raise DomainError("document.broken")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise DomainError("document.broken") from error
    for table in root.iter(f"{_TABLE}table"):
        yield _ods_rows(table)


def _ods_rows(table: etree._Element) -> Iterator[Row]:
    for row in table.iter(f"{_TABLE}table-row"):
        cells = _ods_cells(row)
        repeated = int(row.get(f"{_TABLE}number-rows-repeated", "1"))
        for _ in range(min(repeated, MOST_ROWS) if any(cells) else min(repeated, 1_000)):
            yield cells


def _ods_cells(row: etree._Element) -> Row:
    cells: list[str] = []
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        repeated = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        text = _ods_text(cell)
        cells += [text] * min(repeated, _MOST_COLUMNS - len(cells))
    return tuple(cells)


def _ods_text(cell: etree._Element) -> str:
    if cell.get(f"{_OFFICE}value-type") == "date":
        day = date.fromisoformat((cell.get(f"{_OFFICE}date-value") or "")[:10])
        return f"{day:%d-%m-%Y}"
    return "\n".join(_ods_line(one) for one in cell.iterfind(f"{_TEXT}p")).strip()


def _ods_line(paragraph: etree._Element) -> str:
    text = paragraph.text or ""
    for child in paragraph:
        if child.tag == f"{_TEXT}s":
            text += " " * int(child.get(f"{_TEXT}c", "1"))
        elif child.tag == f"{_TEXT}tab":
            text += "\t"
        elif child.tag == f"{_TEXT}line-break":
            text += "\n"
        else:
            text += _ods_line(child)
        text += child.tail or ""
    return text
