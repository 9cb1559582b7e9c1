"""Reads files back with libraries that did not write them: to the words that they show."""

import csv
import ctypes
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import docx
import openpyxl
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from lxml import etree, html
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

OPENDOCUMENT = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "config": "urn:oasis:names:tc:opendocument:xmlns:config:1.0",
}
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def part(archive: bytes, path: str) -> etree._Element:
    """A part of an ODF or OOXML file."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return etree.fromstring(opened.read(path))


def found(element: etree._Element, path: str) -> list[etree._Element]:
    """What stands at a path of OpenDocument."""
    elements: list[etree._Element] = element.xpath(path, namespaces=OPENDOCUMENT)
    return elements


def name(qualified: str) -> str:
    """The full name of an element of OpenDocument."""
    prefix, local = qualified.split(":")
    return f"{{{OPENDOCUMENT[prefix]}}}{local}"


def odf_text(element: etree._Element) -> str:
    """The text as a reader of ODF sees it, without notes."""
    pieces = [element.text or ""]
    for child in element:
        if child.tag == name("text:s"):
            pieces.append(" " * int(child.get(name("text:c"), "1")))
        elif child.tag == name("text:line-break"):
            pieces.append("\n")
        elif child.tag == name("text:tab"):
            pieces.append("\t")
        elif child.tag != name("text:note"):
            pieces.append(odf_text(child))
        pieces.append(child.tail or "")
    return "".join(pieces)


def odt_words(file: bytes) -> list[str]:
    """Paragraphs and headings, each with its notes after it."""
    texts: list[str] = []
    in_note = name("text:note")
    for element in found(
        part(file, "content.xml"), "//office:text//text:p | //office:text//text:h"
    ):
        if any(above.tag == in_note for above in element.iterancestors()):
            continue
        texts += [odf_text(element), *map(odf_text, found(element, ".//text:note-body/text:p"))]
    return _words(texts)


def ods_words(file: bytes) -> list[str]:
    """The paragraphs of all cells."""
    return _words(odf_text(p) for p in found(part(file, "content.xml"), "//table:table//text:p"))


def docx_words(file: bytes) -> list[str]:
    """Paragraphs of the body, each with its notes after it."""
    notes = {
        note.attrib[f"{WORD}id"]: " ".join(map(word_text, note.iter(f"{WORD}p")))
        for note in part(file, "word/footnotes.xml")
    }
    texts: list[str] = []
    for paragraph in docx.Document(io.BytesIO(file)).element.body.iter(f"{WORD}p"):
        references = [r.attrib[f"{WORD}id"] for r in paragraph.iter(f"{WORD}footnoteReference")]
        texts += [word_text(paragraph), *(notes[key] for key in references)]
    return _words(texts)


def word_text(paragraph: Any) -> str:
    """The text of a paragraph of Word, with the words of its pictures."""
    ends = {f"{WORD}br": "\n", f"{WORD}tab": "\t"}
    pieces = []
    for element in paragraph.iter():
        if element.tag == f"{WORD}t":
            pieces.append(element.text or "")
        elif element.tag in ends and element.getparent().tag == f"{WORD}r":
            pieces.append(ends[element.tag])
        elif str(element.tag).endswith("}docPr"):
            pieces.append(element.get("descr"))
    return "".join(pieces)


def xlsx_words(file: bytes) -> list[str]:
    """All cells of all sheets."""
    book = openpyxl.load_workbook(io.BytesIO(file))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "inlineStr"}
    return _words(str(cell.value) for cell in cells if cell.value is not None)


def csv_cells(file: bytes) -> list[str]:
    """All fields, without the apostrophes that keep them from being formulas."""
    rows = csv.reader(io.StringIO(file.decode("utf-8-sig"), newline=""), delimiter=";")
    return [field for row in rows for field in row]


def html_words(file: bytes) -> list[str]:
    """The visible words, with the notes after the paragraph that refers to them."""
    return _page_words(html.document_fromstring(file.decode()))


def markdown_words(file: bytes) -> list[str]:
    """The words of the page that a reader of Markdown makes of it."""
    parser = MarkdownIt("commonmark", {"html": True}).enable("table").use(footnote_plugin)
    return _page_words(html.document_fromstring(f"<body>{parser.render(file.decode())}</body>"))


def _page_words(page: Any) -> list[str]:
    notes = {}
    for entry in page.xpath("//li[starts-with(@id, 'noot-') or starts-with(@id, 'fn')]"):
        for back in entry.xpath(".//a[starts-with(@href, '#')]"):
            back.drop_tree()
        notes[entry.get("id")] = _spaced(entry)
    for part_of_notes in page.xpath("//*[contains(@class, 'notes') or @class='footnotes']"):
        part_of_notes.drop_tree()
    for gone in page.xpath("//style | //title | //p[@class='mark'] | //hr[@class]"):
        gone.drop_tree()
    for reference in page.xpath("//sup[a[starts-with(@href, '#')]]"):
        told = notes[reference[0].get("href")[1:]]
        block = next(up for up in reference.iterancestors() if up.tag in {"p", "td", "li"})
        pending = block.get("data-notes", "")
        block.set("data-notes", f"{pending} {told}")
        reference.drop_tree()
    return _words([_spaced(page)])


def _spaced(element: Any) -> str:
    inline = {"a", "strong", "em", "del", "ins", "sup"}
    text = (element.get("alt") or "") + (element.text or "")
    text += "".join(_spaced(child) + (child.tail or "") for child in element)
    text += f" {element.get('data-notes', '')} " if element.get("data-notes") else ""
    return text if element.tag in inline else f" {text} "


def pdf_letters(file: bytes) -> list[str]:
    """The text of each structure element of a tagged PDF in its order, without white space;
    what is no part of the text (margins, repeated headers) has no place in that order."""
    marked = _marked_texts(file)
    with pikepdf.open(io.BytesIO(file)) as pdf:
        pages = {page.objgen: number for number, page in enumerate(p.obj for p in pdf.pages)}
        texts = list(_structured(pdf.Root.StructTreeRoot.K, None, pages, marked))
    # pdfium gives U+0002 for a hyphen at the end of a line.
    return ["".join(text.replace("\x02", "-").split()) for text in texts if text.strip()]


def _structured(
    node: Any, page: int | None, pages: dict[Any, int], marked: dict[tuple[int, int], str]
) -> Iterator[str]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _structured(child, page, pages, marked)
    elif isinstance(node, pikepdf.Dictionary):
        if "/Pg" in node:
            page = pages[node.Pg.objgen]
        if node.get("/Type") == "/MCR":
            assert page is not None
            yield marked.get((page, int(node.MCID)), "")
        elif node.get("/S") != "/Lbl":
            if "/Alt" in node:
                yield str(node.Alt)
            if "/K" in node:
                yield from _structured(node.K, page, pages, marked)
    else:
        assert page is not None
        yield marked.get((page, int(node)), "")


def _marked_texts(file: bytes) -> dict[tuple[int, int], str]:
    texts: dict[tuple[int, int], str] = defaultdict(str)
    document = pypdfium2.PdfDocument(file)
    for number, page in enumerate(document):
        shown = page.get_textpage()
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=5):
            mark = pdfium.FPDFPageObj_GetMarkedContentID(item.raw)
            size = pdfium.FPDFTextObj_GetText(item.raw, shown.raw, None, 0)
            buffer = ctypes.create_string_buffer(size)
            pdfium.FPDFTextObj_GetText(
                item.raw, shown.raw, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)), size
            )
            texts[number, mark] += buffer.raw[: max(0, size - 2)].decode("utf-16-le", "replace")
    document.close()
    return texts


def _words(texts: Any) -> list[str]:
    return " ".join(texts).split()
