"""A document as a file in each format; every format says the same."""

from enum import StrEnum

from tracker.adapters.messages import Messages
from tracker.domain.printed import Printed


class FileFormat(StrEnum):
    """A file format; the value is the name's extension."""

    ODT = "odt"
    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    ODS = "ods"
    CSV = "csv"
    MD = "md"
    HTML = "html"


MEDIA_TYPES = {
    FileFormat.ODT: "application/vnd.oasis.opendocument.text",
    FileFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileFormat.PDF: "application/pdf",
    FileFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileFormat.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileFormat.CSV: "text/csv; charset=utf-8",
    FileFormat.MD: "text/markdown; charset=utf-8",
    FileFormat.HTML: "text/html; charset=utf-8",
}


def render_printed(document: Printed, file_format: FileFormat, messages: Messages) -> bytes:
    """The document as a file; equal documents give equal bytes.

    Takes and gives values that can be pickled, so that a child process can run it. Each
    format is loaded only when it is asked for.
    """
    from tracker.adapters.printed.texts import cleaned

    document = cleaned(document)
    match file_format:
        case FileFormat.ODT:
            from tracker.adapters.printed.odt import render_odt as render
        case FileFormat.PDF:
            from tracker.adapters.printed.pdf import render_pdf as render
        case FileFormat.DOCX:
            from tracker.adapters.printed.docx import render_docx as render
        case FileFormat.XLSX:
            from tracker.adapters.printed.xlsx import render_xlsx as render
        case FileFormat.ODS:
            from tracker.adapters.printed.ods import render_ods as render
        case FileFormat.CSV:
            from tracker.adapters.printed.csv import render_csv as render
        case FileFormat.MD:
            from tracker.adapters.printed.markdown import render_markdown as render
        case FileFormat.HTML:
            from tracker.adapters.printed.html import render_html as render
    return render(document, messages)
