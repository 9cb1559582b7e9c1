"""A document as DOCX: real headings, captions, lists and footnotes, rows that stay whole."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC
from itertools import count

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Mm
from lxml import etree

from tracker.adapters.messages import Messages
from tracker.adapters.printed.archives import packed
from tracker.adapters.printed.docx_parts import (
    FOOTNOTES_KIND,
    FOOTNOTES_TYPE,
    NAMESPACES,
    footnotes_xml,
    numbering,
    set_styles,
)
from tracker.adapters.printed.elements import Child, Maker
from tracker.adapters.printed.measures import (
    SIDE_MARGIN,
    Page,
    column_widths,
    keeps_together,
    page_of,
)
from tracker.adapters.printed.pictures import drawn
from tracker.adapters.printed.texts import is_right_to_left, reference_date_of, text_of_paragraph
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
    Style,
    Table,
)

_MAKE = Maker(NAMESPACES)
_TWIPS_A_MM = 56.6929
_SPACE = {"xml:space": "preserve"}


def render_docx(document: Printed, messages: Messages) -> bytes:
    """The document as DOCX; equal documents give equal bytes."""
    word = Document()
    page = page_of(document)
    set_styles(word, document.language)
    _set_page(word, document, page)
    _set_margins(word, document, messages)
    _set_properties(word, document, messages)
    body = word.element.body
    writer = _Writer(word, page, messages)
    end = body.sectPr
    for block in document.blocks:
        for element in writer.block(block):
            end.addprevious(element)
    writer.finish()
    saved = io.BytesIO()
    word.save(saved)
    with zipfile.ZipFile(saved) as archive:
        return packed({name: archive.read(name) for name in archive.namelist()})


def _set_page(word: DocxDocument, document: Printed, page: Page) -> None:
    section = word.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if document.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.left_margin = section.right_margin = Mm(SIDE_MARGIN)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)


def _set_margins(word: DocxDocument, document: Printed, messages: Messages) -> None:
    section = word.sections[0]
    if document.mark:
        header = section.header.paragraphs[0]
        header.add_run(document.mark).bold = True
        header.alignment = 2
    footer = section.footer.paragraphs[0]
    footer._p.clear_content()
    footer._p.remove(footer._p.pPr)
    footer._p.extend(_footer(document, page_of(document), messages))


def _footer(document: Printed, page: Page, messages: Messages) -> Iterator[etree._Element]:
    at = str(int(page.text_width * _TWIPS_A_MM))
    usual = [_MAKE("w:tab", {"w:val": "clear", "w:pos": place}) for place in ("4680", "9360")]
    tabs = _MAKE("w:tabs", None, *usual, _MAKE("w:tab", {"w:val": "right", "w:pos": at}))
    yield _MAKE("w:pPr", None, _MAKE("w:pStyle", {"w:val": "Footer"}), tabs)
    yield _run(document.title)
    yield _MAKE("w:r", None, _MAKE("w:tab"))
    words = messages.text("Pagina %(page)s van %(pages)s", page="\ue000", pages="\ue001")
    fields = {"\ue000": "PAGE", "\ue001": "NUMPAGES"}
    text = ""
    for character in words:
        if character not in fields:
            text += character
            continue
        yield _run(text)
        yield _field(fields[character])
        text = ""
    if text:
        yield _run(text)


def _field(name: str) -> etree._Element:
    return _MAKE("w:fldSimple", {"w:instr": name}, _run("1"))


def _run(text: str) -> etree._Element:
    return _MAKE("w:r", None, _MAKE("w:t", _SPACE, text))


def _set_properties(word: DocxDocument, document: Printed, messages: Messages) -> None:
    made_at = document.made_at.astimezone(UTC).replace(microsecond=0, tzinfo=None)
    properties = word.core_properties
    properties.title, properties.subject = document.title[:255], document.subject[:255]
    properties.author = properties.last_modified_by = document.author[:255]
    properties.keywords = reference_date_of(document, messages)[:255]
    properties.language = document.language
    properties.comments = document.mark[:255]
    properties.created = properties.modified = made_at
    properties.revision = 1


class _Writer:
    """Makes the elements of blocks, and keeps what stands elsewhere in the file."""

    def __init__(self, word: DocxDocument, page: Page, messages: Messages) -> None:
        self._word = word
        self._page = page
        self._messages = messages
        self._links: dict[str, str] = {}
        self._note_links: dict[str, str] = {}
        self._notes: list[list[etree._Element]] = []
        self._starts: list[int | None] = []
        self._tables = count(1)

    def block(self, block: Block) -> Iterator[etree._Element]:
        match block:
            case Heading():
                yield self._styled(f"Heading{block.level}", block.text)
            case Table():
                yield self._caption(block)
                yield self._table(block)
                yield _MAKE("w:p", None, _MAKE("w:pPr", None, _style("TableEnd")))
            case Picture():
                yield self._picture(block)
            case _:
                yield from self._flow((block,), "Normal", 0)

    def finish(self) -> None:
        """Write the lists' numbers and the footnotes."""
        part = self._word.part
        numbering(part, self._starts)
        content = footnotes_xml(self._notes)
        uri = PackURI("/word/footnotes.xml")
        notes = Part(uri, FOOTNOTES_TYPE, content, part.package)
        for address, key in self._note_links.items():
            notes.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, address, key, is_external=True)
        part.relate_to(notes, FOOTNOTES_KIND)

    def _styled(self, style: str, text: str) -> etree._Element:
        return _MAKE("w:p", None, _MAKE("w:pPr", None, _style(style)), _run(text))

    def _picture(self, picture: Picture) -> etree._Element:
        image = drawn(picture, self._page.text_width)
        size = Mm(image.width), Mm(image.height)
        inline = self._word.part.new_pic_inline(io.BytesIO(image.png), *size)
        inline.docPr.set("descr", picture.words)
        return _MAKE("w:p", None, _MAKE("w:r", None, _MAKE("w:drawing", None, inline)))

    def _caption(self, table: Table) -> etree._Element:
        number = str(next(self._tables))
        field = _MAKE("w:fldSimple", {"w:instr": " SEQ Tabel \\* ARABIC "}, _run(number))
        properties = _MAKE("w:pPr", None, _style("Caption"), _MAKE("w:keepNext"))
        word = self._messages.text("Tabel")
        return _MAKE("w:p", None, properties, _run(f"{word} "), field, _run(f": {table.caption}"))

    def _table(self, table: Table) -> etree._Element:
        widths = column_widths(table, self._page)
        twips = [str(round(width * _TWIPS_A_MM)) for width in widths]
        grid = _MAKE("w:tblGrid", None, *(_MAKE("w:gridCol", {"w:w": one}) for one in twips))
        header = self._row(
            tuple((Paragraph((Span(column.heading, bold=True),)),) for column in table.columns),
            twips,
            _MAKE("w:tblHeader"),
            whole=True,
        )
        rows = (
            self._row(row, twips, None, whole=keeps_together(row, widths)) for row in table.rows
        )
        return _MAKE("w:tbl", None, _table_properties(table, twips), grid, header, *rows)

    def _row(
        self,
        row: tuple[Cell, ...],
        widths: list[str],
        mark: etree._Element | None,
        *,
        whole: bool,
    ) -> etree._Element:
        properties = [_MAKE("w:cantSplit")] if whole else []
        properties += [mark] if mark is not None else []
        children: list[Child] = [_MAKE("w:trPr", None, *properties)] if properties else []
        for cell, width in zip(row, widths, strict=True):
            size = _MAKE("w:tcPr", None, _MAKE("w:tcW", {"w:w": width, "w:type": "dxa"}))
            inside = list(self._flow(cell, "TableText", 0)) or [self._styled("TableText", "")]
            if inside[-1].tag == _MAKE.name("w:tbl"):
                inside.append(self._styled("TableText", ""))
            children.append(_MAKE("w:tc", None, size, *inside))
        return _MAKE("w:tr", None, *children)

    def _flow(self, cell: Cell, style: str, level: int) -> Iterator[etree._Element]:
        for block in cell:
            if isinstance(block, Listing):
                yield from self._listing(block, style, level)
            else:
                yield self._paragraph(block, style)

    def _listing(self, listing: Listing, style: str, level: int) -> Iterator[etree._Element]:
        self._starts.append(listing.start)
        key = str(len(self._starts))
        for entry in listing.entries:
            first, *others = entry or (Paragraph(()),)
            mark = _MAKE(
                "w:numPr",
                None,
                _MAKE("w:ilvl", {"w:val": str(min(level, 8))}),
                _MAKE("w:numId", {"w:val": key}),
            )
            if isinstance(first, Paragraph):
                yield self._paragraph(first, style, mark)
            else:
                yield self._paragraph(Paragraph(()), style, mark)
                yield from self._listing(first, style, level + 1)
            for block in others:
                if isinstance(block, Listing):
                    yield from self._listing(block, style, level + 1)
                else:
                    yield self._paragraph(block, style, indent=level + 1)

    def _paragraph(
        self,
        paragraph: Paragraph,
        style: str,
        mark: etree._Element | None = None,
        indent: int = 0,
    ) -> etree._Element:
        named = "Remark" if paragraph.style is Style.REMARK else style
        properties: list[Child] = [_style(named)]
        if mark is not None:
            properties.append(mark)
        if is_right_to_left(text_of_paragraph(paragraph)):
            properties.append(_MAKE("w:bidi"))
        if indent:
            properties.append(_MAKE("w:ind", {"w:left": str(indent * 340)}))
        runs = [part for span in paragraph.spans for part in self._span(span)]
        return _MAKE("w:p", None, _MAKE("w:pPr", None, *properties), *runs)

    def _span(self, span: Span) -> Iterable[etree._Element]:
        run = _MAKE("w:r", None, *_look(span), *_pieces(span.text))
        if span.link:
            run = _MAKE("w:hyperlink", {"r:id": self._link(span.link), "w:history": "1"}, run)
        return [run, self._footnote(span.footnote)] if span.footnote else [run]

    def _link(self, address: str) -> str:
        if address not in self._links:
            kind = RELATIONSHIP_TYPE.HYPERLINK
            self._links[address] = self._word.part.relate_to(address, kind, is_external=True)
        return self._links[address]

    def _footnote(self, spans: tuple[Span, ...]) -> etree._Element:
        self._notes.append([self._noted(span) for span in spans])
        properties = _MAKE("w:rPr", None, _MAKE("w:rStyle", {"w:val": "FootnoteReference"}))
        reference = _MAKE("w:footnoteReference", {"w:id": str(len(self._notes))})
        return _MAKE("w:r", None, properties, reference)

    def _noted(self, span: Span) -> etree._Element:
        run = _MAKE("w:r", None, *_look(span), *_pieces(span.text))
        if not span.link:
            return run
        key = self._note_links.setdefault(span.link, f"rId{len(self._note_links) + 1}")
        return _MAKE("w:hyperlink", {"r:id": key, "w:history": "1"}, run)


def _style(name: str) -> etree._Element:
    return _MAKE("w:pStyle", {"w:val": name})


def _look(span: Span) -> list[etree._Element]:
    looks = [_MAKE("w:rStyle", {"w:val": "Hyperlink"})] if span.link else []
    looks += [_MAKE("w:b")] if span.bold else []
    looks += [_MAKE("w:i")] if span.italic else []
    looks += [_MAKE("w:strike")] if span.mark is Mark.REMOVED else []
    if span.mark:
        color = "A3211B" if span.mark is Mark.REMOVED else "1A6035"
        looks.append(_MAKE("w:color", {"w:val": color}))
    looks += [_MAKE("w:u", {"w:val": "single"})] if span.mark is Mark.ADDED else []
    return [_MAKE("w:rPr", None, *looks)] if looks else []


def _pieces(text: str) -> Iterator[etree._Element]:
    for place, line in enumerate(text.split("\n")):
        if place:
            yield _MAKE("w:br")
        for at, piece in enumerate(line.split("\t")):
            if at:
                yield _MAKE("w:tab")
            if piece:
                yield _MAKE("w:t", _SPACE, piece)


def _table_properties(table: Table, widths: list[str]) -> etree._Element:
    line = {"w:val": "single", "w:sz": "4", "w:space": "0", "w:color": "C3CACD"}
    borders = _MAKE(
        "w:tblBorders",
        None,
        *(_MAKE(f"w:{side}", line) for side in ("top", "bottom", "insideH")),
    )
    return _MAKE(
        "w:tblPr",
        None,
        _MAKE("w:tblW", {"w:w": str(sum(map(int, widths))), "w:type": "dxa"}),
        borders,
        _MAKE("w:tblLayout", {"w:type": "fixed"}),
        _MAKE("w:tblLook", {"w:val": "0020", "w:firstRow": "1"}),
        _MAKE("w:tblCaption", {"w:val": table.caption}),
    )
