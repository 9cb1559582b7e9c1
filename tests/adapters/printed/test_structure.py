"""What the files are besides their text: headings, header rows, links, languages, metadata."""

import io
import re
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pikepdf
import pytest
from docx.shared import Mm
from lxml import etree, html
from odfdo import Document as OdfDocument
from pypdf import PdfReader

from tests.adapters.printed.documents import (
    COLUMNS,
    MANY,
    OTHER_PAPER,
    PAPER,
    RICH,
    a_document,
    a_row,
    words_of,
)
from tests.adapters.printed.readers import (
    WORD,
    found,
    name,
    odf_text,
    part,
    pdf_letters,
    word_text,
)
from tracker.adapters.child import in_child
from tracker.adapters.messages import translator
from tracker.adapters.printed import MEDIA_TYPES, FileFormat, render_printed
from tracker.domain.printed import (
    Block,
    Cell,
    Column,
    Paragraph,
    Picture,
    Printed,
    Span,
    Table,
    plain,
)

DUTCH = translator("nl")
W = {"w": WORD[1:-1]}
XMP = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}
LONG = (plain("woord " * 2_000),)


def rendered(document: Printed, file_format: str) -> bytes:
    return render_printed(document, FileFormat(file_format), DUTCH)


def one_table(*rows: tuple[Cell, ...]) -> Printed:
    return a_document(Table("Moties", COLUMNS, rows))


@pytest.mark.parametrize("file_format", FileFormat)
def test_a_child_process_makes_the_same_file(file_format: FileFormat) -> None:
    made = in_child(render_printed, RICH, file_format, DUTCH, timeout=60)

    assert made == render_printed(RICH, file_format, DUTCH)


def test_each_format_has_a_media_type() -> None:
    assert set(MEDIA_TYPES) == set(FileFormat)


# OpenDocument text


def test_odt_headings_and_paragraphs_have_their_styles() -> None:
    content = part(rendered(RICH, "odt"), "content.xml")

    headings = [
        (h.get(name("text:style-name")), h.get(name("text:outline-level")), odf_text(h))
        for h in found(content, "//text:h")
    ]
    assert headings == [
        ("Heading_20_1", "1", "Moties en toezeggingen & meer"),
        ("Heading_20_2", "2", "Moties #"),
        ("Heading_20_3", "3", "Onder de moties"),
    ]
    styles = {odf_text(p): p.get(name("text:style-name")) for p in found(content, "//text:p")}
    assert styles["Aan: Tweede Kamer"] == "Fact"
    assert styles["שלום עולם"] == "Table_20_Contents_20_RTL"
    assert styles["Geen nieuwe stand van zaken sinds 31 maart 2021"] == "Table_20_Remark"
    used = {p.get(name("text:style-name")) for p in found(content, "//text:p | //text:h")}
    styles_part = part(rendered(RICH, "odt"), "styles.xml")
    known = {s.get(name("style:name")) for s in found(styles_part, "//style:style")}
    assert used <= known


def test_odt_tables_have_widths_of_their_share_and_a_header_that_repeats() -> None:
    content = part(rendered(RICH, "odt"), "content.xml")

    table, _ = found(content, "//table:table")
    widths = [
        found(content, f"//style:style[@style:name='{style}']/style:table-column-properties")[
            0
        ].get(name("style:column-width"))
        for column in found(table, "table:table-column")
        for style in [column.get(name("table:style-name"))]
    ]
    assert widths == ["97.66mm", "51.40mm", "107.94mm"]
    (header,) = found(table, "table:table-header-rows/table:table-row")
    assert [odf_text(p) for p in found(header, ".//text:p")] == [
        column.heading for column in COLUMNS
    ]


def test_odt_short_rows_stay_whole_and_long_rows_may_break() -> None:
    content = part(rendered(one_table(a_row(1, ()), a_row(2, LONG)), "odt"), "content.xml")

    rows = found(content, "//table:table/table:table-row")
    assert [row.get(name("table:style-name")) for row in rows] == [
        "Printed.Row",
        "Printed.LongRow",
    ]
    kept = {
        style.get(name("style:name")): style[0].get(name("fo:keep-together"))
        for style in found(content, "//style:style[@style:family='table-row']")
    }
    assert kept["Printed.Row"] == "always"
    assert kept["Printed.LongRow"] == "auto"


def test_odt_links_lists_and_notes_are_real() -> None:
    content = part(rendered(RICH, "odt"), "content.xml")

    links = [a.get(name("xlink:href")) for a in found(content, "//text:a")]
    assert set(links) == {PAPER, OTHER_PAPER}
    starts = [i.get(name("text:start-value")) for i in found(content, "//text:list-item")]
    assert [start for start in starts if start] == ["3", "4"] * 2
    assert len(found(content, "//text:note[@text:note-class='footnote']")) == 2
    marked = {
        odf_text(span): span.get(name("text:style-name")) for span in found(content, "//text:span")
    }
    assert marked["1 juli"] == "Removed"
    assert marked["1 oktober"] == "Added"
    (words,) = found(content, "//draw:frame/svg:desc")
    assert words.text == "Afgedaan: 20; te laat: 12"


def test_odt_says_what_it_is() -> None:
    meta = part(rendered(RICH, "odt"), "meta.xml")

    assert {etree.QName(element).localname: element.text for element in meta[0]} == {
        "title": "Moties en toezeggingen & meer",
        "subject": "Aan: Tweede Kamer. Peildatum: 30 juni 2021",
        "keyword": "Peildatum: 30 juni 2021",
        "language": "nl",
        "initial-creator": "Noor Aksoy",
        "creator": "Noor Aksoy",
        "creation-date": "2021-07-01T07:12:00",
        "date": "2021-07-01T07:12:00",
        "editing-cycles": "1",
        "generator": "Nakoming",
        "user-defined": "2021-06-30",
    }
    (user,) = found(meta, "//meta:user-defined")
    assert user.get(name("meta:name")) == "Peildatum"
    assert user.get(name("meta:value-type")) == "date"


@pytest.mark.parametrize(
    ("landscape", "expected"),
    [(True, ("297mm", "210mm", "landscape")), (False, ("210mm", "297mm", "portrait"))],
)
def test_odt_pages_languages_and_margins(landscape: bool, expected: tuple[str, ...]) -> None:
    styles = part(rendered(replace(RICH, landscape=landscape), "odt"), "styles.xml")

    (page,) = found(styles, "//style:page-layout/*[1]")
    keys = ("fo:page-width", "fo:page-height", "style:print-orientation")
    assert tuple(page.get(name(key)) for key in keys) == expected
    (defaults,) = found(
        styles, "//style:default-style[@style:family='paragraph']/style:text-properties"
    )
    assert defaults.get(name("fo:language")) == "nl"
    assert defaults.get(name("fo:country")) == "NL"
    header, footer = found(styles, "//style:header/text:p | //style:footer/text:p")
    assert odf_text(header) == "Concept"
    assert odf_text(footer) == "Moties en toezeggingen & meer\tPagina 1 van 1"
    assert [c.tag for c in footer if c.tag != name("text:s")] == [
        name("text:tab"),
        name("text:page-number"),
        name("text:page-count"),
    ]


@pytest.mark.parametrize("file_format", ["odt", "ods"])
def test_the_archive_starts_with_its_type_and_lists_what_it_holds(file_format: str) -> None:
    with zipfile.ZipFile(io.BytesIO(rendered(RICH, file_format))) as archive:
        first, *others = archive.infolist()
        files = {entry.filename for entry in others}
        manifest = etree.fromstring(archive.read("META-INF/manifest.xml"))
        first_bytes = archive.read(first)
    listed = {entry.attrib[name("manifest:full-path")] for entry in manifest}

    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert first_bytes.decode() == MEDIA_TYPES[FileFormat(file_format)]
    assert listed - {"/"} == files - {"META-INF/manifest.xml"}


def test_odfdo_opens_it() -> None:
    opened = OdfDocument(io.BytesIO(rendered(RICH, "odt")))

    assert [table.name for table in opened.body.tables] == ["Tabel 1", "Tabel 2"]
    assert opened.meta.title == "Moties en toezeggingen & meer"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a  b   c", "a  b   c"),
        (" vooraan en achteraan ", " vooraan en achteraan "),
        ("een\ttab", "een\ttab"),
        ("een\r\ntwee\rdrie\u2028vier", "een\ntwee\ndrie\nvier"),
        ("\x01\x1f\x7f\x9f\ufffe", "\ufffd" * 5),
        ("]]> &amp; <text:p/>", "]]> &amp; <text:p/>"),
        ("مرحبا 🙂 ë €", "مرحبا 🙂 ë €"),
        ("woord " * 16_666, "woord " * 16_666),
        ("x" * 100_000, "x" * 100_000),
        ("a\n" * 10_000, "a\n" * 10_000),
        ("a  b" * 10_000, "a  b" * 10_000),
    ],
    ids=range(11),
)
def test_texts_come_through_exactly(text: str, expected: str) -> None:
    document = one_table(a_row(1, (plain(text),)))

    *_, odt = found(part(rendered(document, "odt"), "content.xml"), "//table:table//text:p")
    (table,) = docx.Document(io.BytesIO(rendered(document, "docx"))).tables
    (*_, word) = table._tbl.iter(f"{WORD}p")
    assert odf_text(odt) == expected
    assert word_text(word) == expected


def test_an_address_that_is_none_is_text_only() -> None:
    document = a_document(Paragraph((Span("klik", link="javascript:alert(1)"),)))

    for file_format in FileFormat:
        assert b"javascript" not in rendered(document, file_format)
    assert found(part(rendered(document, "odt"), "content.xml"), "//text:a") == []


# Word


def test_docx_headings_captions_and_header_rows() -> None:
    word = docx.Document(io.BytesIO(rendered(RICH, "docx")))

    paragraphs = [(p.style.name if p.style else "", word_text(p._p)) for p in word.paragraphs]
    headings = [told for told in paragraphs if str(told[0]).startswith("Heading")]
    assert headings == [
        ("Heading 1", "Moties en toezeggingen & meer"),
        ("Heading 2", "Moties #"),
        ("Heading 3", "Onder de moties"),
    ]
    assert [text for style, text in paragraphs if style == "Caption"] == [
        "Tabel 1: Moties die zijn afgerond [1/2]",
        "Tabel 2: Moties die zijn afgerond [1/2]",
    ]
    for table in word.tables:
        first, *others = table._tbl.tr_lst
        assert len(first.findall(f"{WORD}trPr/{WORD}tblHeader")) == 1
        assert not [row for row in others if row.findall(f"{WORD}trPr/{WORD}tblHeader")]


def test_docx_short_rows_stay_whole_and_long_rows_may_break() -> None:
    document = one_table(a_row(1, ()), a_row(2, LONG))
    (table,) = docx.Document(io.BytesIO(rendered(document, "docx"))).tables

    kept = [bool(row.findall(f"{WORD}trPr/{WORD}cantSplit")) for row in table._tbl.tr_lst]
    assert kept == [True, True, False]


def test_docx_links_lists_notes_and_pictures_are_real() -> None:
    file = rendered(RICH, "docx")
    word = docx.Document(io.BytesIO(file))
    body = word.element.body

    links = [word.part.rels[link.rId].target_ref for link in body.iter(f"{WORD}hyperlink")]
    assert set(links) == {PAPER}
    assert len(list(body.iter(f"{WORD}footnoteReference"))) == 2
    numbered = [p for p in body.iter(f"{WORD}p") if p.find(f"{WORD}pPr/{WORD}numPr") is not None]
    assert len(numbered) == 2 * 6
    starts = part(file, "word/numbering.xml").xpath("//w:startOverride/@w:val", namespaces=W)
    assert set(starts) == {"3", "4"}
    assert len(body.xpath(".//w:strike")) == 2
    (picture,) = word.inline_shapes
    assert picture._inline.docPr.get("descr") == "Afgedaan: 20; te laat: 12"
    assert body.xpath(".//w:p[w:pPr/w:bidi]//w:t/text()") == ["שלום עולם"] * 2


def test_docx_says_what_it_is() -> None:
    file = rendered(RICH, "docx")
    word = docx.Document(io.BytesIO(file))
    told = word.core_properties

    assert (told.title, told.author, told.subject, told.keywords, told.language) == (
        "Moties en toezeggingen & meer",
        "Noor Aksoy",
        "Aan: Tweede Kamer. Peildatum: 30 juni 2021",
        "Peildatum: 30 juni 2021",
        "nl",
    )
    assert told.created == told.modified == RICH.made_at
    languages = part(file, "word/styles.xml").xpath("//w:docDefaults//w:lang/@w:val", namespaces=W)
    assert languages == ["nl-NL"]
    (section,) = word.sections
    sizes = [round(size / Mm(1)) for size in (section.page_width, section.page_height) if size]
    assert sizes == [297, 210]
    assert section.header.paragraphs[0].text == "Concept"
    footer = word_text(section.footer.paragraphs[0]._p)
    assert footer == "Moties en toezeggingen & meer\tPagina 1 van 1"


# PDF


def tags(file: bytes) -> Iterator[tuple[str, Any]]:
    """Each structure element in reading order: its tag and itself."""

    def below(node: Any) -> Iterator[tuple[str, Any]]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                yield from below(child)
        elif isinstance(node, dict):
            if "/S" in node:
                yield node["/S"], node
            if "/K" in node:
                yield from below(node["/K"])

    root: Any = PdfReader(io.BytesIO(file)).trailer["/Root"]
    yield from below(root["/StructTreeRoot"])


def test_pdf_calls_itself_pdf_ua_1_and_pdf_a_2a() -> None:
    with pikepdf.open(io.BytesIO(rendered(RICH, "pdf"))) as pdf:
        xmp = etree.fromstring(pdf.Root.Metadata.read_bytes())
        assert str(pdf.Root.Lang) == "nl"
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_outline() as outline:
            (title,) = outline.root
            assert str(title.title) == "Moties en toezeggingen & meer"
            assert [str(one.title) for one in title.children] == ["Moties #"]
            assert [str(one.title) for one in title.children[0].children] == ["Onder de moties"]

    values = {
        path: [element.text for element in xmp.xpath(f"//{path}", namespaces=XMP)]
        for path in (
            "pdfuaid:part",
            "pdfaid:part",
            "pdfaid:conformance",
            "dc:title//rdf:li",
            "dc:description//rdf:li",
            "dc:creator//rdf:li",
            "dc:language//rdf:li",
            "xmp:CreateDate",
        )
    }
    assert values == {
        "pdfuaid:part": ["1"],
        "pdfaid:part": ["2"],
        "pdfaid:conformance": ["A"],
        "dc:title//rdf:li": ["Moties en toezeggingen & meer"],
        "dc:description//rdf:li": ["Aan: Tweede Kamer. Peildatum: 30 juni 2021"],
        "dc:creator//rdf:li": ["Noor Aksoy"],
        "dc:language//rdf:li": ["nl"],
        "xmp:CreateDate": ["2021-07-01T07:12:00Z"],
    }


def test_pdf_headings_tables_header_cells_and_pictures_are_tagged() -> None:
    pdf = rendered(RICH, "pdf")

    wanted = {"/H1", "/H2", "/H3", "/Table", "/Caption", "/TH", "/Figure"}
    table = ["/Table", "/Caption", "/TH", "/TH", "/TH"]
    assert [tag for tag, _ in tags(pdf) if tag in wanted] == [
        *("/H1", "/H2"), *table, "/H3", *table, "/Figure"
    ]  # fmt: skip
    scopes = [
        attributes["/Scope"]
        for tag, element in tags(pdf)
        if tag == "/TH"
        for attributes in [element["/A"][0] if isinstance(element["/A"], list) else element["/A"]]
    ]
    assert scopes == ["/Column"] * 6
    assert [element["/Alt"] for tag, element in tags(pdf) if tag == "/Figure"] == [
        "Afgedaan: 20; te laat: 12"
    ]


def test_pdf_a_long_table_is_one_table_with_its_header_on_each_page() -> None:
    pdf = rendered(MANY, "pdf")

    pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert page.split()[0] == "Concept"
        assert page.count("Omschrijving") == 1
        assert f"Pagina {number} van {len(pages)}" in page
    counted = [tag for tag, _ in tags(pdf) if tag in {"/Table", "/TR", "/TH"}]
    assert (counted.count("/Table"), counted.count("/TR"), counted.count("/TH")) == (1, 61, 3)


@pytest.mark.parametrize(("landscape", "size"), [(True, (842, 595)), (False, (595, 842))])
def test_pdf_pages_links_and_fonts(landscape: bool, size: tuple[int, int]) -> None:
    pages: list[Any] = list(
        PdfReader(io.BytesIO(rendered(replace(RICH, landscape=landscape), "pdf"))).pages
    )

    assert {tuple(map(round, page.mediabox)) for page in pages} == {(0, 0, *size)}
    links = {
        str(action["/URI"])
        for page in pages
        for annotation in page.get("/Annots", [])
        for action in [annotation.get_object().get("/A", {})]
        if "/URI" in action
    }
    assert links == {PAPER, OTHER_PAPER}
    descriptors = [
        child.get_object()["/FontDescriptor"]
        for page in pages
        for font in page["/Resources"]["/Font"].values()
        for child in font.get_object()["/DescendantFonts"]
    ]
    assert descriptors
    assert all({"/FontFile2", "/FontFile3"} & set(descriptor) for descriptor in descriptors)


@pytest.mark.parametrize(
    ("text", "shown", "note"),
    [
        (
            "Het teken 汉 in een zin.",
            "Hetteken□ineenzin.",
            "1 teken kan in deze PDF niet worden afgedrukt en staat er als □: U+6C49. "
            "De bestanden voor Word en LibreOffice bevatten het wel.",
        ),
        (
            "Syrisch ܐܒ, privé \ue000, niets \u0378 en \U0001f1f3\U0001f1f1 🀄︎⸙.",
            "",
            "tekens kunnen in deze PDF niet worden afgedrukt en staan er als □:",
        ),
    ],
)
def test_what_no_font_has_becomes_a_square_and_is_named(text: str, shown: str, note: str) -> None:
    letters = "".join(pdf_letters(rendered(a_document(plain(text)), "pdf")))

    assert shown in letters
    assert "".join(note.split()) in letters


def test_pdf_very_many_notes_in_a_table_stand_in_brackets() -> None:
    """At the foot of pages, typst would lay the table out again for each."""
    noted = (Paragraph((Span("Zie"), Span("", footnote=(Span("noot"),)))),)

    few = "".join(pdf_letters(rendered(one_table(*[a_row(1, noted)] * 10), "pdf")))
    many = "".join(pdf_letters(rendered(one_table(*[a_row(1, noted)] * 101), "pdf")))
    assert (few.count("noot"), few.count("Zie[noot]")) == (10, 0)
    assert (many.count("noot"), many.count("Zie[noot]")) == (101, 101)


@pytest.mark.parametrize(
    "text",
    [
        "woord " * 16_666,
        "x" * 100_000,
        "a\n" * 5_000,
        "汉" * 100_000,
        "🙂" * 20_000,
        "مرحبا" * 2_000,
        "https://voorbeeld.example/" + "pad/" * 10_000,
    ],
    ids=["words", "one word", "lines", "no glyph", "emoji", "right to left", "address"],
)
def test_pdf_a_long_text_comes_through_whole(text: str) -> None:
    pdf = rendered(one_table(a_row(1, (plain(text),))), "pdf")

    shown = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    for letter in {letter for letter in text if not letter.isspace()}:
        expected = "□" if letter == "汉" else letter
        assert shown.count(expected) >= text.count(letter)


def test_pdf_a_long_word_stays_in_its_column(pdftoppm: str, tmp_path: Path) -> None:
    row = ((plain("M" * 300),), (plain("Q" * 100),), (plain("W" * 300),))
    path = tmp_path / "wide.pdf"
    path.write_bytes(rendered(one_table(row), "pdf"))

    listed = subprocess.run(
        [Path(pdftoppm).with_name("pdftotext"), "-bbox", path, "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    millimetre = 72 / 25.4
    edges = [(20 + 257 * share) * millimetre for share in (0, 0.38, 0.58, 1)]
    seen = dict.fromkeys("MQW", 0)
    for word in html.fromstring(listed.encode()).iter("word"):
        text = word.text or ""
        if len(set(text)) == 1 and text[0] in seen:
            place = "MQW".index(text[0])
            left, right = float(word.attrib["xmin"]), float(word.attrib["xmax"])
            assert edges[place] - 1 <= left < right <= edges[place + 1]
            seen[text[0]] += len(text)
    assert seen == {"M": 300, "Q": 100, "W": 300}


@pytest.mark.parametrize("lines", range(0, 26, 3))
def test_pdf_tables_are_tagged_alike_wherever_the_page_ends(lines: int) -> None:
    longer = replace(RICH, blocks=(RICH.blocks[0], plain("regel\n" * lines), *RICH.blocks[1:]))

    pdf = rendered(longer, "pdf")

    wanted = {"/H1", "/H2", "/H3", "/Div", "/Table", "/Caption"}
    table = ["/Table", "/Caption"]
    assert [tag for tag, _ in tags(pdf) if tag in wanted] == [
        *("/H1", "/H2"), *table, "/H3", *table
    ]  # fmt: skip
    for page in PdfReader(io.BytesIO(pdf)).pages:
        *_, above_footer, _footer = page.extract_text().splitlines()
        assert not above_footer.startswith(("Tabel", "Omschrijving", "Moties #"))


# Workbooks


def test_xlsx_has_a_sheet_a_table_with_a_header_that_repeats() -> None:
    book = openpyxl.load_workbook(io.BytesIO(rendered(RICH, "xlsx")))

    assert book.sheetnames == [
        "Brief",
        "Moties die zijn afgerond 1 2",
        "Moties die zijn afgerond 1 2 2",
    ]
    sheet = book.worksheets[1]
    assert sheet["A1"].value == "Tabel 1: Moties die zijn afgerond [1/2]"
    assert [cell.value for cell in sheet[2]] == [column.heading for column in COLUMNS]
    assert all(cell.font.b and cell.alignment.wrap_text for cell in sheet[2])
    assert sheet.freeze_panes == "A3"
    assert sheet.print_title_rows == "$2:$2"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet["B3"].hyperlink.target == PAPER
    told = book.properties
    assert (told.title, told.creator, told.keywords, told.created) == (
        "Moties en toezeggingen & meer",
        "Noor Aksoy",
        "Peildatum: 30 juni 2021",
        RICH.made_at.replace(tzinfo=None),
    )


def test_workbooks_take_no_text_for_a_formula() -> None:
    document = one_table(a_row(1, (plain("=1+1"),)))
    book = openpyxl.load_workbook(io.BytesIO(rendered(document, "xlsx")))
    cell = book.worksheets[1]["C3"]
    content = part(rendered(document, "ods"), "content.xml")

    assert (cell.value, cell.data_type) == ("=1+1", "s")
    kinds = {c.get(name("office:value-type")) for c in found(content, "//table:table-cell")}
    assert kinds == {"string"}
    assert not found(content, "//*[@table:formula]")


@pytest.mark.parametrize(
    "captions",
    [("a/b*c?", "A b c", "a:b\\c"), ("x" * 40, "x" * 50, "X" * 31), ("'", "[]", "Brief")],
)
def test_names_of_sheets_are_legal_and_unlike(captions: tuple[str, ...]) -> None:
    tables = [Table(caption, COLUMNS, ()) for caption in captions]
    document = a_document(*tables)

    names = openpyxl.load_workbook(io.BytesIO(rendered(document, "xlsx"))).sheetnames
    content = part(rendered(document, "ods"), "content.xml")
    assert len({one.casefold() for one in names}) == 4
    assert all(0 < len(one) <= 31 and not set(one) & set("[]:*?/\\'") for one in names)
    assert [t.get(name("table:name")) for t in found(content, "//table:table")] == names


def test_xlsx_a_text_too_long_for_a_cell_goes_on_below() -> None:
    text = "".join(chr(ord("a") + number % 26) for number in range(70_000))
    document = one_table(((plain(text),), PLACE_TEXT, ()))

    sheet = openpyxl.load_workbook(io.BytesIO(rendered(document, "xlsx"))).worksheets[1]
    assert "".join(str(sheet.cell(row, 1).value) for row in (3, 4, 5)) == text
    assert sheet["B3"].value == "plaats"


PLACE_TEXT: Cell = (plain("plaats"),)


def test_ods_has_header_rows_that_stay_in_sight_and_says_what_it_is() -> None:
    file = rendered(RICH, "ods")
    content = part(file, "content.xml")

    _, table, _ = found(content, "//table:table")
    (header,) = found(table, "table:table-header-rows/table:table-row")
    assert [odf_text(p) for p in found(header, ".//text:p")] == [
        column.heading for column in COLUMNS
    ]
    frozen = found(
        part(file, "settings.xml"), "//config:config-item[@config:name='VerticalSplitPosition']"
    )
    assert [item.text for item in frozen] == ["2", "2"]
    meta = part(file, "meta.xml")
    assert found(meta, "//dc:title")[0].text == "Moties en toezeggingen & meer"
    (page,) = found(part(file, "styles.xml"), "//style:page-layout-properties")
    assert page.get(name("style:print-orientation")) == "landscape"


# Web page and CSV


def test_html_is_one_accessible_page() -> None:
    page = html.document_fromstring(rendered(RICH, "html").decode())

    assert page.get("lang") == "nl"
    assert page.xpath("string(//title)") == "Moties en toezeggingen & meer"
    assert [h.text for h in page.xpath("//h1 | //h2 | //h3")] == [
        "Moties en toezeggingen & meer",
        "Moties #",
        "Onder de moties",
    ]
    assert [c.text for c in page.xpath("//table/caption")] == [
        "Tabel 1: Moties die zijn afgerond [1/2]",
        "Tabel 2: Moties die zijn afgerond [1/2]",
    ]
    assert [th.get("scope") for th in page.xpath("//thead//th")] == ["col"] * 6
    assert page.xpath("//script") == []
    assert page.xpath("//link | //img[not(starts-with(@src, 'data:'))]") == []
    assert page.xpath("//ol[@start]/@start") == ["3", "4", "3", "4"]
    assert [e.text for e in page.xpath("//del | //ins")] == ["1 juli", "1 oktober"] * 2
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {a[1:] for a in page.xpath("//a/@href[starts-with(., '#')]")} == set(ids)
    assert page.xpath("//p[@class='mark']/text()") == ["Concept"]


def test_csv_opens_in_a_dutch_excel() -> None:
    document = replace(one_table(a_row(1, (plain("=1+1"),))), mark="Concept")

    file = rendered(document, "csv")

    assert (
        file
        == (
            "\ufeffConcept\r\n"
            "Moties en toezeggingen & meer\r\n"
            "Tabel 1: Moties\r\n"
            "Omschrijving;Vindplaats;Stand van zaken\r\n"
            '"De motie Kuik 🙂\nM-2021-0001";'
            f"Kamerstukken II 2020/21, 31 015, nr. 186 <{PAPER}>;'=1+1\r\n"
        ).encode()
    )


# In LibreOffice


def is_picture(block: Block) -> bool:
    return isinstance(block, Picture)


def pages_in_libreoffice(soffice: str, file: bytes, ending: str, folder: Path) -> list[str]:
    source = folder / f"document.{ending}"
    source.write_bytes(file)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [soffice, "--headless", profile, "--convert-to", "pdf", "--outdir", folder, source],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return [page.extract_text() for page in PdfReader(folder / "document.pdf").pages]


@pytest.mark.parametrize("file_format", ["odt", "docx", "html", "xlsx", "ods"])
def test_libreoffice_shows_every_word(soffice: str, file_format: str, tmp_path: Path) -> None:
    shown = "\n".join(
        pages_in_libreoffice(soffice, rendered(RICH, file_format), file_format, tmp_path)
    )

    told = words_of(replace(RICH, blocks=tuple(b for b in RICH.blocks if not is_picture(b))))
    seen = {word.strip("-") for word in re.split(r"[^\w€-]+", shown)}
    assert {word for word in told if re.fullmatch("[a-zA-Zë€0-9]+", word)} <= seen


@pytest.mark.parametrize("file_format", ["odt", "docx"])
def test_libreoffice_repeats_the_header_and_counts_the_pages(
    soffice: str, file_format: str, tmp_path: Path
) -> None:
    pages = pages_in_libreoffice(soffice, rendered(MANY, file_format), file_format, tmp_path)

    assert len(pages) > 2
    for number, page in enumerate(pages, start=1):
        assert "Concept" in page
        assert page.count("Omschrijving") == 1
        assert f"Pagina {number} van {len(pages)}" in page
    rows = [word for page in pages for word in page.split() if word.startswith("M-2021-")]
    assert rows == [f"M-2021-{number:04}" for number in range(60)]


def test_a_picture_may_be_wider_than_the_page() -> None:
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="4000" height="500"/>'
    document = a_document(Picture(svg, "Breed"), landscape=False)

    (picture,) = docx.Document(io.BytesIO(rendered(document, "docx"))).inline_shapes
    (frame,) = found(part(rendered(document, "odt"), "content.xml"), "//draw:frame")
    assert round(picture.width.mm) == 170
    assert frame.get(name("svg:width")) == "170.00mm"


def test_shares_need_not_make_a_hundred() -> None:
    columns = (Column("a", 10), Column("b", 30))
    document = a_document(Table("Twee", columns, (((), ()),)))

    word = docx.Document(io.BytesIO(rendered(document, "docx")))
    widths = [column.width.mm for column in word.tables[0].columns]
    assert [round(width) for width in widths] == [64, 193]
