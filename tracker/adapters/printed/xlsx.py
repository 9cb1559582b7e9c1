"""A document as XLSX: text cells only, so that nothing in it is a formula."""

import io
from datetime import UTC

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from tracker.adapters.messages import Messages
from tracker.adapters.printed.sheets import Sheet, SheetCell, rows_that_fit, sheets_of
from tracker.adapters.printed.texts import reference_date_of
from tracker.domain.printed import Printed

_CHARACTERS = 130
"""That the columns of a sheet hold together, so that it fits a landscape A4."""
_LINE_HEIGHT = 15
_HIGHEST_ROW = 409
_A4 = 9
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def render_xlsx(document: Printed, messages: Messages) -> bytes:
    """The document as XLSX; equal documents give equal bytes."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, _OPTIONS) as workbook:
        workbook.set_properties(
            {
                "title": document.title,
                "subject": document.subject,
                "author": document.author,
                "keywords": reference_date_of(document, messages),
                "comments": document.mark,
                "created": document.made_at.astimezone(UTC).replace(microsecond=0, tzinfo=None),
            }
        )
        workbook.set_custom_property(
            messages.text("Peildatum"), document.reference_date.isoformat(), "text"
        )
        formats = _Formats(workbook)
        for sheet in sheets_of(document, messages):
            _write(workbook.add_worksheet(sheet.name), sheet, document, messages, formats)
    return written.getvalue()


class _Formats:
    def __init__(self, workbook: Workbook) -> None:
        self.text: Format = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.link: Format = workbook.add_format(
            {"text_wrap": True, "valign": "top", "font_color": "#0D5963", "underline": 1}
        )
        self.heading: Format = workbook.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}
        )
        self.title: Format = workbook.add_format({"bold": True, "font_size": 12})


def _write(
    page: Worksheet, sheet: Sheet, document: Printed, messages: Messages, formats: _Formats
) -> None:
    widths = [_CHARACTERS * share / 100 for share in sheet.shares]
    for column, width in enumerate(widths):
        page.set_column(column, column, width)
    _set_page(page, document, messages)
    first = 0
    if sheet.headings:
        page.write_string(0, 0, sheet.title, formats.title)
        for column, heading in enumerate(sheet.headings):
            page.write_string(1, column, heading, formats.heading)
        page.freeze_panes(2, 0)
        page.repeat_rows(1)
        first = 2
    for place, row in enumerate(rows_that_fit(sheet.rows), start=first):
        page.set_row(place, _height(row, widths))
        for column, cell in enumerate(row):
            _write_cell(page, place, column, cell, formats)


def _set_page(page: Worksheet, document: Printed, messages: Messages) -> None:
    page.set_landscape() if document.landscape else page.set_portrait()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page_of = messages.text("Pagina %(page)s van %(pages)s", page="&P", pages="&N")
    page.set_footer(f"&L{document.title.replace('&', '&&')[:200]}&R{page_of}")
    if document.mark:
        page.set_header(f"&R{document.mark.replace('&', '&&')[:200]}")


def _write_cell(page: Worksheet, row: int, column: int, cell: SheetCell, formats: _Formats) -> None:
    if cell.link:
        page.write_url(row, column, cell.link, formats.link, cell.text)
    else:
        page.write_string(row, column, cell.text, formats.text)


def _height(row: tuple[SheetCell, ...], widths: list[float]) -> float:
    """A height in points for the wrapped text of a row, which xlsxwriter does not work out."""
    lines = max(
        sum(1 + int(len(line) / width) for line in cell.text.split("\n"))
        for cell, width in zip(row, widths, strict=True)
    )
    return float(min(lines * _LINE_HEIGHT, _HIGHEST_ROW))
