import io
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from pypdf import PdfReader

from tracker.adapters.annexes.pdf import render_pdf
from tracker.adapters.messages import translator
from tracker.domain.annexes import Annex, arrange

MESSAGES = translator("nl")
XMP = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def root_of(pdf: bytes) -> Any:
    """The document's catalogue, whose entries pypdf types only when they are read."""
    return read(pdf).trailer["/Root"]


def words(pdf: bytes) -> list[str]:
    """All words of the pages, the break places inside long words taken out."""
    text = "\n".join(page.extract_text() for page in read(pdf).pages)
    return text.replace("\N{ZERO WIDTH SPACE}", "").split()


def tags(pdf: bytes) -> Iterator[tuple[str, Any]]:
    """Each structure element of the PDF in reading order: its tag and itself."""

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

    yield from below(root_of(pdf)["/StructTreeRoot"])


def links(pdf: bytes) -> list[str]:
    return [
        str(annotation.get_object()["/A"]["/URI"])
        for page in read(pdf).pages
        for annotation in page.get("/Annots", [])
    ]


def test_the_final_annex_shows_exactly_these_words(final: Annex) -> None:
    expected = """
        Moties en toezeggingen mensenhandel
        Aan: Tweede Kamer
        Peildatum: 30 juni 2021
        Moties
        Tabel 1: Door de Tweede Kamer aanvaarde moties die zijn afgerond (stand per 30 juni 2021)
        Omschrijving Vindplaats Stand van zaken
        De motie over een onlineoutreachprogramma
        Kamerstukken II 2020/21, 31 015, nr. 186
        Afgedaan met <b>twee</b> pijlers & #sys.inputs *geen* _opmaak_.
        Tabel 2: Door de Tweede Kamer aanvaarde moties die nog niet zijn afgerond
        (stand per 30 juni 2021)
        Omschrijving Vindplaats Stand van zaken
        De motie van de leden Kuik en Van der Graaf over de minst zichtbare slachtoffers
        Kamerstukken II 2020/21, 35 570 VI, nr. 50
        Een eerste opzet is besproken; kosten € 12.500.
        Planning volgt: in juli.
        Toezeggingen
        Tabel 3: Door bewindslieden gedane toezeggingen die nog niet zijn afgerond
        (stand per 30 juni 2021)
        Omschrijving Vindplaats Stand van zaken
        Onderzoek naar vertrek met onbekende bestemming
        Handelingen II 2019/20, nr. 80, item 3
        Geen stand van zaken.
        Moties en toezeggingen mensenhandel Pagina 1 van 2
        Aanbevelingen
        Tabel 4: Aanbevelingen die nog niet zijn afgerond: Nationaal Rapporteur
        (stand per 30 juni 2021)
        Omschrijving Vindplaats Stand van zaken
        Aanbeveling 2 🙂 → ≥
        Kamerstukken II 2020/21, 31 015, nr. 221
        שלום
        Een�stuurteken
        Moties en toezeggingen mensenhandel Pagina 2 van 2
    """

    assert words(render_pdf(final, MESSAGES)) == expected.split()


def test_a_draft_says_so_on_each_page_and_shows_numbers_and_remarks(draft: Annex) -> None:
    pages = [page.extract_text() for page in read(render_pdf(draft, MESSAGES)).pages]

    assert [page.split()[0] for page in pages] == ["Concept"] * len(pages)
    text = "\n".join(pages)
    assert [line for line in text.splitlines() if "stand van zaken" in line] == [
        "Nog geen stand van zaken vastgelegd",
        "Geen stand van zaken.",
        "Geen nieuwe stand van zaken sinds 31 maart 2021",
    ]
    assert [word for word in text.split() if word.endswith(("-0001", "-0002", "-0003"))] == [
        "M-2021-0003",
        "M-2021-0002",
        "T-2021-0001",
        "A-2021-0002",
    ]


def test_it_calls_itself_pdf_ua_1_and_pdf_a_2a(draft: Annex) -> None:
    root = root_of(render_pdf(draft, MESSAGES))
    xmp = etree.fromstring(root["/Metadata"].get_object().get_data())

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
        "dc:title//rdf:li": ["Moties en toezeggingen mensenhandel"],
        "dc:description//rdf:li": ["Aan: Tweede Kamer. Peildatum: 30 juni 2021"],
        "dc:creator//rdf:li": ["Noor Aksoy"],
        "dc:language//rdf:li": ["nl"],
        "xmp:CreateDate": ["2021-07-01T07:12:00Z"],
    }
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_headings_tables_and_header_cells_are_tagged(draft: Annex) -> None:
    pdf = render_pdf(draft, MESSAGES)

    seen = [tag for tag, _ in tags(pdf) if tag in {"/H1", "/H2", "/Table", "/Caption", "/TH"}]
    table = ["/Table", "/Caption", "/TH", "/TH", "/TH"]
    assert seen == ["/H1", "/H2", *table, *table, "/H2", *table, "/H2", *table]
    scopes = [
        attributes["/Scope"]
        for tag, element in tags(pdf)
        if tag == "/TH"
        for attributes in [element["/A"][0] if isinstance(element["/A"], list) else element["/A"]]
    ]
    assert scopes == ["/Column"] * 12


def test_a_long_table_is_one_table_with_its_header_on_each_page(many: Annex) -> None:
    pdf = render_pdf(many, MESSAGES)

    pages = [page.extract_text() for page in read(pdf).pages]
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert page.count("Omschrijving") == 1
        assert f"Pagina {number} van {len(pages)}" in page
    counted = [tag for tag, _ in tags(pdf) if tag in {"/Table", "/TR", "/TH"}]
    assert (counted.count("/Table"), counted.count("/TR"), counted.count("/TH")) == (1, 61, 3)


def test_pages_are_landscape_a4(final: Annex) -> None:
    boxes = {tuple(map(round, page.mediabox)) for page in read(render_pdf(final, MESSAGES)).pages}

    assert boxes == {(0, 0, 842, 595)}


def test_links_lead_to_the_papers_and_in_a_draft_to_the_items(draft: Annex, final: Annex) -> None:
    papers = {f"https://zoek.officielebekendmakingen.nl/kst-{paper}.html" for paper in (
        "31015-186", "35570-VI-50", "31015-221"
    )}  # fmt: skip
    items = {f"https://nakoming.example/items/{number}" for number in (
        "M-2021-0003", "M-2021-0002", "T-2021-0001", "A-2021-0002"
    )}  # fmt: skip

    assert set(links(render_pdf(final, MESSAGES))) == papers
    assert set(links(render_pdf(draft, MESSAGES))) == papers | items


def test_equal_annexes_give_equal_files(draft: Annex) -> None:
    assert render_pdf(draft, MESSAGES) == render_pdf(replace(draft), MESSAGES)


def test_every_font_is_in_the_file(draft: Annex) -> None:
    pages: list[Any] = list(read(render_pdf(draft, MESSAGES)).pages)
    descriptors = [
        child.get_object()["/FontDescriptor"]
        for page in pages
        for font in page["/Resources"]["/Font"].values()
        for child in font.get_object()["/DescendantFonts"]
    ]

    assert descriptors
    assert all({"/FontFile2", "/FontFile3"} & set(descriptor) for descriptor in descriptors)


def test_an_annex_without_rows_says_so(draft: Annex) -> None:
    text = read(render_pdf(replace(draft, sections=()), MESSAGES)).pages[0].extract_text()

    assert "Deze bijlage heeft geen rijen." in text


@pytest.mark.parametrize(
    ("text", "shown", "note"),
    [
        (
            "Het teken 汉 in een zin.",
            "Het teken □ in een zin.",
            "1 teken kan in deze PDF niet worden afgedrukt en staat er als □: U+6C49. "
            "Het ODT-bestand bevat het wel.",
        ),
        (
            "Syrisch ܐܒ, privé \ue000, niets \u0378 en \U0001f1f3\U0001f1f1 🀄︎⸙.",
            None,
            "tekens kunnen in deze PDF niet worden afgedrukt en staan er als □:",
        ),
    ],
)
def test_what_no_font_has_becomes_a_square_and_is_named(
    with_status: Callable[[str], Annex], text: str, shown: str | None, note: str
) -> None:
    found = " ".join(words(render_pdf(with_status(text), MESSAGES)))

    assert shown is None or shown in found
    assert note in found


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
def test_a_long_text_comes_through_whole(with_status: Callable[[str], Annex], text: str) -> None:
    pdf = render_pdf(with_status(text), MESSAGES)

    shown = "".join(words(pdf))
    letters = [letter for letter in set(text) if not letter.isspace()]
    for letter in letters:
        expected = "□" if letter == "汉" else letter
        assert shown.count(expected) >= text.count(letter)


def test_a_long_word_stays_in_its_column(
    with_status: Callable[[str], Annex], pdftoppm: str, tmp_path: Path
) -> None:
    annex = with_status("W" * 300)
    (section,) = annex.sections
    wide = replace(section.rows[0], description="M" * 300, source_place="Q" * 100)
    sections = (replace(section, rows=(wide,)),)
    path = tmp_path / "wide.pdf"
    path.write_bytes(render_pdf(replace(annex, sections=sections, draft=False), MESSAGES))

    listed = subprocess.run(
        [Path(pdftoppm).with_name("pdftotext"), "-bbox", path, "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout

    millimetre = 72 / 25.4
    edges = [(20 + 257 * share) * millimetre for share in (0, 0.38, 0.58, 1)]
    seen = dict.fromkeys("MQW", 0)
    for left, right, word in re.findall(r'xMin="([\d.]+)".*xMax="([\d.]+)".*>(.+)</word>', listed):
        word = word.replace("\N{ZERO WIDTH SPACE}", "")
        if len(set(word)) == 1 and word[0] in seen:
            place = "MQW".index(word[0])
            assert edges[place] - 1 <= float(left) < float(right) <= edges[place + 1]
            seen[word[0]] += len(word)
    assert seen == {"M": 300, "Q": 100, "W": 300}


@pytest.mark.parametrize("lines", range(0, 26, 3))
def test_tables_are_tagged_alike_wherever_the_page_ends(draft: Annex, lines: int) -> None:
    first, *others = [row for section in draft.sections for row in section.rows]
    longer = replace(first, status_text=first.status_text + "\nregel" * lines)
    annex = replace(draft, sections=arrange([longer, *others]))

    pdf = render_pdf(annex, MESSAGES)

    seen = [tag for tag, _ in tags(pdf) if tag in {"/H1", "/H2", "/Div", "/Table", "/Caption"}]
    table = ["/Table", "/Caption"]
    assert seen == ["/H1", "/H2", *table, *table, "/H2", *table, "/H2", *table]
    for page in read(pdf).pages:
        *_, above_footer, _footer = page.extract_text().splitlines()
        assert not above_footer.startswith(("Tabel", "Omschrijving", "Moties", "Toezeggingen"))
