"""An annex as OpenDocument text: landscape A4, real headings, tables that repeat their header."""

import io
import re
import zipfile
from collections.abc import Iterable
from datetime import UTC
from importlib import resources
from itertools import groupby

from babel.core import get_global
from odfdo import Document, Element, Header, LineBreak, Link, Paragraph, Spacer, Tab, XmlPart

from tracker.adapters.annexes import wording
from tracker.adapters.messages import Messages
from tracker.domain.annexes import Annex, AnnexRow, AnnexSection

_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)

_SPACES = re.compile(r"(\n|\t| {2,}|^ | $)", re.MULTILINE)
_FIELDS = {"\ue000": "text:page-number", "\ue001": "text:page-count"}


def render_odt(annex: Annex, messages: Messages) -> bytes:
    """The annex as an ODT file; equal annexes give equal bytes.

    A draft says so at the top of each page, and shows the number (a link to the item)
    and the remark of each row; a final annex leaves these out.
    """
    document = Document("text")
    document.set_part("styles.xml", _template("annex_styles.xml"))
    document.set_part("content.xml", _template("annex_content.xml"))
    _drop_thumbnail(document)
    _set_language(document, annex.language)
    _write_margins(document, annex, messages)
    _write_metadata(document, annex, messages)
    for element in _body(annex, messages):
        document.body.append(element)
    return _packed(document)


def _template(name: str) -> bytes:
    return resources.files(__package__).joinpath(name).read_bytes()


def _drop_thumbnail(document: Document) -> None:
    """Leave out the picture of the empty document that odfdo starts from."""
    document.del_part("Thumbnails/thumbnail.png")
    document.manifest.del_full_path("Thumbnails/thumbnail.png")


def _set_language(document: Document, tag: str) -> None:
    language, _, country = tag.partition("-")
    if not country:
        likely = get_global("likely_subtags").get(language, "")
        country = likely.rpartition("_")[2] or "none"
    defaults = _found(
        document.styles,
        "//style:default-style[@style:family='paragraph']/style:text-properties",
    )
    defaults.set_attribute("fo:language", language)
    defaults.set_attribute("fo:country", country)


def _write_margins(document: Document, annex: Annex, messages: Messages) -> None:
    header = _found(document.styles, "//style:header/text:p")
    if annex.draft:
        _fill(header, messages.text("Concept"))
    footer = _found(document.styles, "//style:footer/text:p")
    _fill(footer, wording.one_line(annex.title))
    footer.append(Tab())
    page, pages = _FIELDS
    page_of = messages.text("Pagina %(page)s van %(pages)s", page=page, pages=pages)
    for part in re.split(f"([{page}{pages}])", page_of):
        if part in _FIELDS:
            footer.append(_element(_FIELDS[part], [], text="1"))
        else:
            _fill(footer, part)


def _write_metadata(document: Document, annex: Annex, messages: Messages) -> None:
    made_at = annex.made_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    _, reference = facts = wording.facts(annex, messages)
    meta = document.meta
    meta.title = wording.one_line(annex.title)
    meta.subject = wording.one_line(". ".join(facts))
    meta.keywords = reference
    meta.language = annex.language
    meta.initial_creator = meta.creator = wording.one_line(annex.author)
    meta.creation_date = meta.date = made_at
    meta.generator = "Nakoming"
    meta.set_user_defined_metadata(messages.text("Peildatum"), annex.reference_date)


def _body(annex: Annex, messages: Messages) -> Iterable[Element]:
    yield _heading(1, annex.title)
    for fact in wording.facts(annex, messages):
        yield _paragraph(wording.one_line(fact), "Standard")
    if not annex.sections:
        yield _paragraph(wording.no_rows(messages), "Standard")
    number = 0
    for kind, sections in groupby(annex.sections, key=lambda section: section.kind):
        yield _heading(2, wording.kind_title(kind, messages))
        for section in sections:
            number += 1
            title = wording.section_title(section, annex.reference_date, messages)
            yield _caption(number, wording.one_line(title), messages)
            yield _table(number, section, annex.draft, messages)


def _heading(level: int, text: str) -> Element:
    heading = Header(level)
    heading.set_attribute("text:style-name", f"Heading_20_{level}")
    _fill(heading, wording.one_line(text))
    return heading


def _caption(number: int, title: str, messages: Messages) -> Element:
    caption = _paragraph(messages.text("Tabel") + " ", "Caption")
    caption.append(
        _element(
            "text:sequence",
            [],
            {
                "text:ref-name": f"refTable{number - 1}",
                "text:name": "Table",
                "text:formula": "ooow:Table+1",
                "style:num-format": "1",
            },
            text=str(number),
        )
    )
    _fill(caption, f": {title}")
    return caption


def _table(number: int, section: AnnexSection, draft: bool, messages: Messages) -> Element:
    columns = [
        _element("table:table-column", [], {"table:style-name": f"Annex.Column{place}"})
        for place in range(len(wording.COLUMN_SHARES))
    ]
    names = [[_paragraph(name, "Table_20_Heading")] for name in wording.columns(messages)]
    header = _row(names, "Annex.HeaderRow", "Annex.HeaderCell")
    rows = [_annex_row(row, draft, messages) for row in section.rows]
    return _element(
        "table:table",
        [*columns, _element("table:table-header-rows", [header]), *rows],
        {"table:name": f"{messages.text('Tabel')} {number}", "table:style-name": "Annex"},
    )


def _annex_row(row: AnnexRow, draft: bool, messages: Messages) -> Element:
    status = wording.status_text(row, messages)
    cells = [_texts(row.description), [_source(row)], _texts(status)]
    if draft:
        cells[0] += _remarks(row, messages)
    together = wording.keeps_together((row.description, row.source_place, status))
    return _row(cells, "Annex.Row" if together else "Annex.LongRow", "Annex.Cell")


def _row(cells: list[list[Element]], row_style: str, cell_style: str) -> Element:
    attributes = {"table:style-name": cell_style, "office:value-type": "string"}
    return _element(
        "table:table-row",
        [_element("table:table-cell", cell, attributes) for cell in cells],
        {"table:style-name": row_style},
    )


def _texts(text: str) -> list[Element]:
    return [
        _paragraph(
            part,
            "Table_20_Contents_20_RTL" if wording.is_right_to_left(part) else "Table_20_Contents",
        )
        for part in wording.paragraphs(text)
    ]


def _source(row: AnnexRow) -> Element:
    return _linked(wording.source_place(row), row.source_url, "Table_20_Contents")


def _remarks(row: AnnexRow, messages: Messages) -> list[Element]:
    number = _linked(wording.one_line(row.number), row.href, "Table_20_Remark")
    flag = wording.flag_text(row, messages)
    return [number, _paragraph(flag, "Table_20_Remark")] if flag else [number]


def _linked(text: str, address: str | None, style: str) -> Element:
    target = wording.web_address(address)
    if target is None or not text:
        return _paragraph(text, style)
    paragraph = Paragraph(style=style)
    link = Link(target, text=text, style="Internet_20_link")
    link.set_attribute("xlink:type", "simple")
    paragraph.append(link)
    return paragraph


def _paragraph(text: str, style: str) -> Element:
    paragraph = Paragraph(style=style)
    _fill(paragraph, text)
    return paragraph


def _fill(element: Element, text: str) -> None:
    """Append a text whose spaces, tabs and newlines stay as they are.

    odfdo's own append_plain_text takes a minute over 50,000 lines.
    """
    parts = _SPACES.split(text)
    _append_text(element, parts[0])
    for space, part in zip(parts[1::2], parts[2::2], strict=True):
        mark = _space(space)
        mark.tail = part
        Element.append(element, mark)


def _append_text(element: Element, text: str) -> None:
    last = element.children[-1] if element.children else None
    if last is None:
        element.text = (element.text or "") + text
    else:
        last.tail = (last.tail or "") + text


def _space(text: str) -> Element:
    if text == "\n":
        return LineBreak()
    if text == "\t":
        return Tab()
    return Spacer(len(text))


def _element(
    tag: str,
    children: Iterable[Element],
    attributes: dict[str, str] | None = None,
    text: str = "",
) -> Element:
    element = Element.from_tag(tag)
    for name, value in (attributes or {}).items():
        element.set_attribute(name, value)
    if text:
        element.text = text
    for child in children:
        Element.append(element, child)
    return element


def _found(part: XmlPart, path: str) -> Element:
    element = part.get_element(path)
    if element is None:
        raise LookupError(path)
    return element


def _packed(document: Document) -> bytes:
    """The file with every entry dated alike, so that it depends on the annex alone."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(packed, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_EPOCH)
            plain = name == "mimetype" or name.endswith("/")
            entry.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return packed.getvalue()
