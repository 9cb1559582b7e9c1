"""Rows as ODS."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from xml.sax.saxutils import escape

from tracker.adapters.printed.archives import packed

_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{path}:1.0"'
    for prefix, path in (
        ("office", "office"), ("style", "style"), ("table", "table"), ("text", "text"),
        ("number", "datastyle"), ("fo", "xsl-fo-compatible"), ("meta", "meta"),
    )
)  # fmt: skip
_STYLES = (
    '<number:date-style style:name="day"><number:day number:style="long"/><number:text>-'
    '</number:text><number:month number:style="long"/><number:text>-</number:text>'
    '<number:year number:style="long"/></number:date-style>'
    '<style:style style:name="d" style:family="table-cell" style:data-style-name="day"/>'
    '<style:style style:name="h" style:family="table-cell">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="c" style:family="table-column">'
    '<style:table-column-properties style:column-width="45mm"/></style:style>'
)


def ods_file(rows: Iterable[Sequence[str | date]], title: str) -> bytes:
    """The rows as the one sheet of an ODS; the first is the header. Equal rows, equal bytes."""
    head, *others = [list(row) for row in rows]
    body = "".join(_row(row, "") for row in others)
    content = (
        f'<office:document-content {_NAMES} office:version="1.3"><office:automatic-styles>'
        f"{_STYLES}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Lijst"><table:table-column table:style-name="c" '
        f'table:number-columns-repeated="{len(head)}"/><table:table-header-rows>'
        f"{_row(head, 'h')}</table:table-header-rows>{body}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    meta = (
        f'<office:document-meta {_NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'office:version="1.3"><office:meta><dc:title>{escape(title)}</dc:title>'
        "<dc:language>nl-NL</dc:language></office:meta></office:document-meta>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{_MIMETYPE}"/><manifest:file-entry '
        'manifest:full-path="content.xml" manifest:media-type="text/xml"/><manifest:file-entry '
        'manifest:full-path="meta.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    files = {
        "mimetype": _MIMETYPE,
        "content.xml": content,
        "meta.xml": meta,
        "META-INF/manifest.xml": manifest,
    }
    return packed({name: text.encode() for name, text in files.items()}, frozenset({"mimetype"}))


def _row(cells: Sequence[str | date], style: str) -> str:
    return f"<table:table-row>{''.join(_cell(cell, style) for cell in cells)}</table:table-row>"


def _cell(cell: str | date, style: str) -> str:
    named = f' table:style-name="{style}"' if style else ""
    if isinstance(cell, date):
        return (
            f'<table:table-cell table:style-name="d" office:value-type="date" '
            f'office:date-value="{cell.isoformat()}"><text:p>{cell:%d-%m-%Y}</text:p>'
            "</table:table-cell>"
        )
    if not cell:
        return "<table:table-cell/>"
    return (
        f'<table:table-cell{named} office:value-type="string">{"".join(_paragraphs(cell))}'
        "</table:table-cell>"
    )


def _paragraphs(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        told = escape(line).replace("\t", "<text:tab/>").replace("  ", ' <text:s text:c="1"/>')
        start = '<text:s text:c="1"/>' if told.startswith(" ") else ""
        yield f"<text:p>{start}{told[1:] if start else told}</text:p>"
