import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from pypdf import PdfReader

from tracker.adapters.annexes.odt import render_odt
from tracker.adapters.messages import translator
from tracker.domain.annexes import Annex, arrange

MESSAGES = translator("nl")
NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
}


Block = tuple[str, str] | list[list[list[str]]]


def name(qualified: str) -> str:
    prefix, local = qualified.split(":")
    return f"{{{NAMES[prefix]}}}{local}"


def part(odt: bytes, path: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(odt)) as archive:
        return etree.fromstring(archive.read(path))


def found(element: etree._Element, path: str) -> list[etree._Element]:
    elements: list[etree._Element] = element.xpath(path, namespaces=NAMES)
    return elements


def text_of(element: etree._Element) -> str:
    """The text as a reader of ODF sees it: marks for spaces, tabs and line ends filled in."""
    pieces = [element.text or ""]
    for child in element:
        if child.tag == name("text:s"):
            pieces.append(" " * int(child.get(name("text:c"), "1")))
        elif child.tag == name("text:line-break"):
            pieces.append("\n")
        elif child.tag == name("text:tab"):
            pieces.append("\t")
        else:
            pieces.append(text_of(child))
        pieces.append(child.tail or "")
    return "".join(pieces).replace("\N{NO-BREAK SPACE}", " ")


def blocks(odt: bytes) -> list[Block]:
    """What the body holds: (style, text) of each paragraph, and tables as rows of cells."""
    (body,) = found(part(odt, "content.xml"), "//office:text")
    result: list[Block] = []
    for element in body:
        if element.tag in {name("text:h"), name("text:p")}:
            result.append((element.attrib[name("text:style-name")], text_of(element)))
        elif element.tag == name("table:table"):
            result.append(
                [
                    [[text_of(p) for p in found(cell, "text:p")] for cell in found(row, "*")]
                    for row in found(element, ".//table:table-row")
                ]
            )
    return result


HEADER = [["Omschrijving"], ["Vindplaats"], ["Stand van zaken"]]


def test_the_final_annex_holds_exactly_this(final: Annex) -> None:
    assert blocks(render_odt(final, MESSAGES)) == [
        ("Heading_20_1", "Moties en toezeggingen mensenhandel"),
        ("Standard", "Aan: Tweede Kamer"),
        ("Standard", "Peildatum: 30 juni 2021"),
        ("Heading_20_2", "Moties"),
        (
            "Caption",
            "Tabel 1: Door de Tweede Kamer aanvaarde moties die zijn afgerond "
            "(stand per 30 juni 2021)",
        ),
        [
            HEADER,
            [
                ["De motie over een onlineoutreachprogramma"],
                ["Kamerstukken II 2020/21, 31 015, nr. 186"],
                ["Afgedaan met <b>twee</b> pijlers & #sys.inputs *geen* _opmaak_."],
            ],
        ],
        (
            "Caption",
            "Tabel 2: Door de Tweede Kamer aanvaarde moties die nog niet zijn afgerond "
            "(stand per 30 juni 2021)",
        ),
        [
            HEADER,
            [
                [
                    "De motie van de leden Kuik en Van der Graaf "
                    "over de minst zichtbare slachtoffers"
                ],
                ["Kamerstukken II 2020/21, 35 570 VI, nr. 50"],
                [
                    "Een eerste opzet is besproken; kosten € 12.500.",
                    "Planning volgt:\nin juli.",
                ],
            ],
        ],
        ("Heading_20_2", "Toezeggingen"),
        (
            "Caption",
            "Tabel 3: Door bewindslieden gedane toezeggingen die nog niet zijn afgerond "
            "(stand per 30 juni 2021)",
        ),
        [
            HEADER,
            [
                ["Onderzoek naar vertrek met onbekende bestemming"],
                ["Handelingen II 2019/20, nr. 80, item 3"],
                ["Geen stand van zaken."],
            ],
        ],
        ("Heading_20_2", "Aanbevelingen"),
        (
            "Caption",
            "Tabel 4: Aanbevelingen die nog niet zijn afgerond: Nationaal Rapporteur "
            "(stand per 30 juni 2021)",
        ),
        [
            HEADER,
            [
                ["Aanbeveling 2 🙂 → ≥"],
                ["Kamerstukken II 2020/21, 31 015, nr. 221"],
                ["שלום", "Een\ufffdstuurteken"],
            ],
        ],
    ]


def test_a_draft_shows_numbers_and_remarks_and_says_that_it_is_a_draft(draft: Annex) -> None:
    odt = render_odt(draft, MESSAGES)

    first_cells = [
        row[0] for block in blocks(odt) if isinstance(block, list) for row in block if row != HEADER
    ]
    assert [cell[1:] for cell in first_cells] == [
        ["M-2021-0003"],
        ["M-2021-0002"],
        ["T-2021-0001", "Nog geen stand van zaken vastgelegd"],
        ["A-2021-0002", "Geen nieuwe stand van zaken sinds 31 maart 2021"],
    ]
    header, footer = found(part(odt, "styles.xml"), "//style:header/text:p | //style:footer/text:p")
    assert text_of(header) == "Concept"
    assert text_of(footer) == "Moties en toezeggingen mensenhandel\tPagina 1 van 1"
    assert [child.tag for child in footer if child.tag != name("text:s")] == [
        name("text:tab"),
        name("text:page-number"),
        name("text:page-count"),
    ]


def test_a_final_annex_has_nothing_above_its_pages(final: Annex) -> None:
    (header,) = found(part(render_odt(final, MESSAGES), "styles.xml"), "//style:header/text:p")

    assert text_of(header) == ""


@pytest.mark.parametrize(("is_draft", "numbers"), [(False, 0), (True, 4)])
def test_links_lead_to_the_papers_and_in_a_draft_to_the_items(
    draft: Annex, is_draft: bool, numbers: int
) -> None:
    odt = render_odt(replace(draft, draft=is_draft), MESSAGES)

    links = [a.attrib[name("xlink:href")] for a in found(part(odt, "content.xml"), "//text:a")]
    papers = [address for address in links if "officielebekendmakingen" in address]
    assert papers == [
        "https://zoek.officielebekendmakingen.nl/kst-31015-186.html",
        "https://zoek.officielebekendmakingen.nl/kst-35570-VI-50.html",
        "https://zoek.officielebekendmakingen.nl/kst-31015-221.html",
    ]
    assert len(links) - len(papers) == numbers


def test_an_address_that_is_none_is_text_only(draft: Annex) -> None:
    (section,) = arrange(
        replace(row, source_url="javascript:alert(1)") for row in draft.sections[0].rows
    )

    odt = render_odt(replace(draft, draft=False, sections=(section,)), MESSAGES)

    assert found(part(odt, "content.xml"), "//text:a") == []


def test_tables_have_three_columns_of_their_share_and_a_header_that_repeats(final: Annex) -> None:
    content = part(render_odt(final, MESSAGES), "content.xml")

    (table, *_) = found(content, "//table:table")
    columns = [c.get(name("table:style-name")) for c in found(table, "table:table-column")]
    widths = [
        found(content, f"//style:style[@style:name='{column}']/style:table-column-properties")[
            0
        ].get(name("style:column-width"))
        for column in columns
    ]
    assert widths == ["97.66mm", "51.40mm", "107.94mm"]
    assert len(found(table, "table:table-header-rows/table:table-row")) == 1


def test_the_file_says_what_it_is(draft: Annex) -> None:
    odt = render_odt(draft, MESSAGES)

    meta = part(odt, "meta.xml")
    assert {
        etree.QName(element).localname: element.text
        for element in meta[0]
        if element.text and etree.QName(element).localname != "editing-duration"
    } == {
        "title": "Moties en toezeggingen mensenhandel",
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
    (defaults,) = found(
        part(odt, "styles.xml"),
        "//style:default-style[@style:family='paragraph']/style:text-properties",
    )
    assert defaults.get(name("fo:language")) == "nl"
    assert defaults.get(name("fo:country")) == "NL"


def test_pages_are_landscape_a4(final: Annex) -> None:
    (page,) = found(part(render_odt(final, MESSAGES), "styles.xml"), "//style:page-layout/*[1]")

    assert page.get(name("fo:page-width")) == "297mm"
    assert page.get(name("fo:page-height")) == "210mm"
    assert page.get(name("style:print-orientation")) == "landscape"


def test_the_archive_starts_with_its_type_and_lists_what_it_holds(final: Annex) -> None:
    with zipfile.ZipFile(io.BytesIO(render_odt(final, MESSAGES))) as archive:
        first, *others = archive.infolist()
        files = {entry.filename for entry in others if not entry.is_dir()}
        manifest = etree.fromstring(archive.read("META-INF/manifest.xml"))
        first_bytes = archive.read(first)
    listed = {entry.attrib[name("manifest:full-path")] for entry in manifest}

    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert first_bytes == b"application/vnd.oasis.opendocument.text"
    assert {path for path in listed if not path.endswith("/")} == files - {"META-INF/manifest.xml"}


def test_equal_annexes_give_equal_files(draft: Annex) -> None:
    assert render_odt(draft, MESSAGES) == render_odt(replace(draft), MESSAGES)


def test_an_annex_without_rows_says_so(draft: Annex) -> None:
    last = blocks(render_odt(replace(draft, sections=()), MESSAGES))[-1]

    assert last == ("Standard", "Deze bijlage heeft geen rijen.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a  b   c", ["a  b   c"]),
        (" vooraan en achteraan ", [" vooraan en achteraan "]),
        ("een\ttab", ["een\ttab"]),
        ("een\r\ntwee\rdrie\u2028vier", ["een\ntwee\ndrie\nvier"]),
        ("een\n \n\n\ntwee\u2029drie", ["een", "twee", "drie"]),
        ("\n\neen\n\n", ["een"]),
        ("\x01\x1f\x7f\x9f\ufffe", ["\ufffd" * 5]),
        ("]]> &amp; <text:p/>", ["]]> &amp; <text:p/>"]),
        ("مرحبا 🙂 ë €", ["مرحبا 🙂 ë €"]),
    ],
)
def test_texts_come_through(
    with_status: Callable[[str], Annex], text: str, expected: list[str]
) -> None:
    *_, table = blocks(render_odt(with_status(text), MESSAGES))

    assert isinstance(table, list)
    assert table[1][2] == expected


@pytest.mark.parametrize(
    "text", ["woord " * 16_666, "x" * 100_000, "a\n" * 50_000, "a  b" * 10_000, "a\n\n" * 10_000]
)
def test_a_long_text_comes_through_whole(with_status: Callable[[str], Annex], text: str) -> None:
    *_, table = blocks(render_odt(with_status(text), MESSAGES))

    assert isinstance(table, list)
    paragraphs = [paragraph for paragraph in text.strip("\n").split("\n\n") if paragraph]
    assert table[1][2] == paragraphs


def test_right_to_left_paragraphs_run_from_right_to_left(draft: Annex) -> None:
    content = part(render_odt(draft, MESSAGES), "content.xml")

    styles = {text_of(p): p.get(name("text:style-name")) for p in found(content, "//text:p")}
    assert styles["שלום"] == "Table_20_Contents_20_RTL"
    assert styles["Een\ufffdstuurteken"] == "Table_20_Contents"


def in_libreoffice(soffice: str, odt: bytes, folder: Path, wanted: str) -> Path:
    """The file that LibreOffice makes of an ODT file."""
    source = folder / "annex.odt"
    source.write_bytes(odt)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    subprocess.run(
        [soffice, "--headless", profile, "--convert-to", wanted, "--outdir", folder, source],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / f"annex.{wanted.partition(':')[0]}"


def test_libreoffice_reads_every_word(soffice: str, draft: Annex, tmp_path: Path) -> None:
    odt = render_odt(draft, MESSAGES)

    text = in_libreoffice(soffice, odt, tmp_path, "txt:Text (encoded):UTF8").read_text("utf-8-sig")

    expected = [
        text
        for block in blocks(odt)
        for text in (
            [block[1]]
            if isinstance(block, tuple)
            else [text for row in block for cell in row for text in cell]
        )
    ]
    assert text.replace("\N{NO-BREAK SPACE}", " ").split() == " ".join(expected).split()


def test_libreoffice_repeats_the_header_and_counts_the_pages(
    soffice: str, many: Annex, tmp_path: Path
) -> None:
    pdf = in_libreoffice(soffice, render_odt(many, MESSAGES), tmp_path, "pdf")

    pages = [page.extract_text() for page in PdfReader(pdf).pages]
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert "Concept" in page
        assert page.count("Omschrijving") == 1
        assert f"Pagina {number} van {len(pages)}" in page
    numbers = re.findall(r"M-2021-\d{4}", "\n".join(pages))
    assert numbers == [row.number for row in many.sections[0].rows]
