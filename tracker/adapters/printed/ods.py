"""A document as ODS: text cells only, so that nothing in it is a formula."""

from collections.abc import Iterator
from datetime import UTC
from xml.sax.saxutils import escape, quoteattr

from tracker.adapters.messages import Messages
from tracker.adapters.printed.archives import packed
from tracker.adapters.printed.sheets import Sheet, SheetCell, sheets_of
from tracker.adapters.printed.texts import language_and_country, reference_date_of
from tracker.domain.printed import Printed

_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{path}"
    for name, path in {
        "office": "office:1.0",
        "style": "style:1.0",
        "table": "table:1.0",
        "text": "text:1.0",
        "meta": "meta:1.0",
        "fo": "xsl-fo-compatible:1.0",
        "config": "config:1.0",
        "manifest": "manifest:1.0",
    }.items()
} | {
    "xlink": "http://www.w3.org/1999/xlink",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_NAMES = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in _SPACES.items())
_WIDTH = 257
"""Of the columns of a sheet together, in mm: a landscape A4 between its margins."""


def render_ods(document: Printed, messages: Messages) -> bytes:
    """The document as ODS; equal documents give equal bytes."""
    sheets = list(sheets_of(document, messages))
    files = {
        "mimetype": _MIMETYPE,
        "content.xml": _content(sheets),
        "styles.xml": _styles(document, messages),
        "meta.xml": _meta(document, messages),
        "settings.xml": _settings(sheets),
        "META-INF/manifest.xml": _manifest(),
    }
    encoded = {name: text.encode(errors="replace") for name, text in files.items()}
    return packed(encoded, frozenset({"mimetype"}))


def _document(tag: str, inside: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<office:document-{tag} {_NAMES} office:version="1.3">{inside}</office:document-{tag}>'
    )


def _content(sheets: list[Sheet]) -> str:
    shares = sorted({share for sheet in sheets for share in sheet.shares})
    columns = "".join(
        f'<style:style style:name="c{share}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{_WIDTH * share / 100:.1f}mm"/>'
        "</style:style>"
        for share in shares
    )
    styles = (
        '<style:style style:name="ro" style:family="table-row"><style:table-row-properties '
        'style:use-optimal-row-height="true"/></style:style>'
        '<style:style style:name="ta" style:family="table" style:master-page-name="Default"/>'
        '<style:style style:name="ce" style:family="table-cell" '
        'style:parent-style-name="Default"><style:table-cell-properties fo:wrap-option="wrap" '
        'style:vertical-align="top"/></style:style>'
        '<style:style style:name="he" style:family="table-cell" style:parent-style-name="ce">'
        '<style:table-cell-properties fo:wrap-option="wrap" style:vertical-align="top" '
        'fo:border-bottom="0.5pt solid #74818a"/>'
        '<style:text-properties fo:font-weight="bold"/></style:style>'
    )
    tables = "".join(map(_table, sheets))
    return _document(
        "content",
        f"<office:automatic-styles>{columns}{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>",
    )


def _table(sheet: Sheet) -> str:
    columns = "".join(f'<table:table-column table:style-name="c{one}"/>' for one in sheet.shares)
    rows = "".join(_row(row, "ce") for row in sheet.rows)
    if sheet.headings:
        title = _title(sheet)
        headings = _row(tuple(map(SheetCell, sheet.headings)), "he")
        rows = f"{title}<table:table-header-rows>{headings}</table:table-header-rows>{rows}"
    return (
        f'<table:table table:name={quoteattr(sheet.name)} table:style-name="ta">'
        f"{columns}{rows}</table:table>"
    )


def _title(sheet: Sheet) -> str:
    """The caption over all columns."""
    spanned = len(sheet.headings)
    return (
        '<table:table-row table:style-name="ro"><table:table-cell table:style-name="he" '
        f'office:value-type="string" table:number-columns-spanned="{spanned}">'
        f"<text:p>{_spaced(sheet.title)}</text:p></table:table-cell>"
        f"{'<table:covered-table-cell/>' * (spanned - 1)}</table:table-row>"
    )


def _row(cells: tuple[SheetCell, ...], style: str) -> str:
    inside = "".join(
        f'<table:table-cell table:style-name="{style}" office:value-type="string">'
        f"{''.join(_paragraphs(cell))}</table:table-cell>"
        for cell in cells
    )
    return f'<table:table-row table:style-name="ro">{inside}</table:table-row>'


def _paragraphs(cell: SheetCell) -> Iterator[str]:
    for line in cell.text.split("\n"):
        yield f"<text:p>{_linked(line, cell.link) if cell.link else _spaced(line)}</text:p>"


def _linked(line: str, address: str) -> str:
    """A link for each word: LibreOffice wraps a line between links, and never within one."""
    start = f'<text:a xlink:type="simple" xlink:href={quoteattr(address)}>'
    return " ".join(f"{start}{escape(word)}</text:a>" for word in line.split(" "))


def _spaced(line: str) -> str:
    """Escaped text; spaces in a row and tabs, which XML would fold, as elements."""
    told = escape(line).replace("\t", "<text:tab/>").replace("  ", ' <text:s text:c="1"/>')
    return f'<text:s text:c="1"/>{told[1:]}' if told.startswith(" ") else told


def _styles(document: Printed, messages: Messages) -> str:
    orientation, width, height = (
        ("landscape", 297, 210) if document.landscape else ("portrait", 210, 297)
    )
    language, country = language_and_country(document.language)
    page, pages = "<text:page-number>1</text:page-number>", "<text:page-count>1</text:page-count>"
    page_of = messages.text("Pagina %(page)s van %(pages)s", page=page, pages=pages)
    return _document(
        "styles",
        '<office:styles><style:default-style style:family="table-cell"><style:text-properties '
        f'fo:language="{escape(language)}" fo:country="{escape(country)}"/>'
        '</style:default-style><style:style style:name="Default" style:family="table-cell"/>'
        '</office:styles><office:automatic-styles><style:page-layout style:name="pm">'
        f'<style:page-layout-properties fo:page-width="{width}mm" fo:page-height="{height}mm" '
        f'style:print-orientation="{orientation}" fo:margin="20mm" style:scale-to-X="1" '
        'style:scale-to-Y="0"/><style:header-style>'
        '<style:header-footer-properties fo:min-height="7mm" fo:margin-bottom="3mm"/>'
        "</style:header-style><style:footer-style>"
        '<style:header-footer-properties fo:min-height="7mm" fo:margin-top="3mm"/>'
        "</style:footer-style></style:page-layout>"
        "</office:automatic-styles><office:master-styles>"
        '<style:master-page style:name="Default" style:page-layout-name="pm"><style:header>'
        f"<text:p>{escape(document.mark)}</text:p></style:header><style:footer>"
        f"<text:p>{escape(document.title)} · {page_of}</text:p></style:footer>"
        "</style:master-page></office:master-styles>",
    )


def _meta(document: Printed, messages: Messages) -> str:
    made_at = document.made_at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()
    facts = {
        "dc:title": document.title,
        "dc:subject": document.subject,
        "meta:keyword": reference_date_of(document, messages),
        "dc:language": document.language,
        "meta:initial-creator": document.author,
        "dc:creator": document.author,
        "meta:creation-date": made_at,
        "dc:date": made_at,
        "meta:generator": "Nakoming",
    }
    inside = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in facts.items())
    return _document("meta", f"<office:meta>{inside}</office:meta>")


def _settings(sheets: list[Sheet]) -> str:
    """The rows above the first one stay in sight."""
    frozen = "".join(
        f"<config:config-item-map-entry config:name={quoteattr(sheet.name)}>"
        + "".join(
            f'<config:config-item config:name="{name}" config:type="{kind}">{value}'
            "</config:config-item>"
            for name, kind, value in (
                ("VerticalSplitMode", "short", 2),
                ("VerticalSplitPosition", "int", 2),
                ("PositionBottom", "int", 2),
            )
        )
        + "</config:config-item-map-entry>"
        for sheet in sheets
        if sheet.headings
    )
    return _document(
        "settings",
        '<office:settings><config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        f'<config:config-item-map-named config:name="Tables">{frozen}'
        "</config:config-item-map-named></config:config-item-map-entry>"
        "</config:config-item-map-indexed></config:config-item-set></office:settings>",
    )


def _manifest() -> str:
    names = ("content.xml", "styles.xml", "meta.xml", "settings.xml")
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in names
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<manifest:manifest xmlns:manifest="{_SPACES["manifest"]}" manifest:version="1.3">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIMETYPE}"/>'
        f"{entries}</manifest:manifest>"
    )
