"""PDFs set by typst: pages with running lines, footnotes at their foot, hyphens, scans, locks."""

import io

import pypdf
import pytest
import typst

from tests.adapters.documents.test_documents import place, shape
from tracker.adapters.documents import read_document
from tracker.domain.errors import DomainError

PAGES = """\
#set page(
  width: 130mm, height: 120mm, margin: 25mm,
  header: [Tweede Kamer, vergaderjaar 2021–2022, 31 936, nr. 5],
  footer: context align(center)[#counter(page).display()],
)
#set text(size: 10pt, lang: "nl", hyphenate: false)
#set super(typographic: false)
"""
SENTENCE = (
    "De Minister van Infrastructuur en Waterstaat deelt de uitkomsten van de geluidsmetingen rond "
    "de luchthavens uiterlijk op 1 juli 2022 met de Kamer en betrekt daarbij de omwonenden."
)


def pdf(source: str) -> bytes:
    made: bytes = typst.compile(source.encode())
    return made


def test_a_sentence_over_a_page_break_is_whole_without_running_lines() -> None:
    filling = "\n\n".join(f"Alinea {n} gaat over iets anders." for n in ["één", "twee", "drie"])
    text = read_document(
        pdf(f"{PAGES}\n{filling}\n\n#v(28mm)\n{SENTENCE}\n\nTen slotte nog dit."), "brief.pdf"
    )

    assert text.text.split("\n\n") == [*filling.split("\n\n"), SENTENCE, "Ten slotte nog dit."]


def test_a_footnote_at_the_foot_of_a_page_hangs_at_its_mark() -> None:
    cut = SENTENCE.replace(" uiterlijk", "#footnote[Kamerstuk 31 936, nr. 4.] uiterlijk")
    source = f"{PAGES}\nEen alinea.\n\n#v(30mm)\n{cut}\n#pagebreak()\nTen slotte."
    text = read_document(pdf(source), "brief.pdf")

    assert shape(text) == [
        ("paragraph", None, "Een alinea."),
        ("paragraph", None, SENTENCE),
        ("paragraph", None, "Ten slotte."),
        ("footnote", "1", "Kamerstuk 31 936, nr. 4."),
    ]
    assert place(text, "1") == "luchthavens"


def test_a_footnote_that_goes_on_at_the_foot_of_the_next_page_is_one() -> None:
    note = " ".join(f"Deze noot heeft een zin nummer {n}." for n in range(1, 12))
    thrice = "\n\n".join([SENTENCE] * 3)
    text = read_document(
        pdf(f"{PAGES}\nDe brief#footnote[{note}] is lang.\n\n{thrice}"),
        "brief.pdf",
    )

    assert shape(text) == [
        ("paragraph", None, "De brief is lang."),
        *[("paragraph", None, SENTENCE)] * 3,
        ("footnote", "1", note),
    ]
    assert place(text, "1") == "brief"


def test_words_cut_at_the_ends_of_lines_are_whole() -> None:
    sentence = (
        "Arbeidsongeschiktheidsverzekeringen en vreemdelingenbewaringsvoorzieningen zijn "
        "volgens zorg- en onderwijsinstellingen een data-analyse waard, evenals de "
        "Rotterdam-Rijnmondse verantwoordelijkheidsverdeling in de VNG-handreiking."
    )
    for width in range(40, 110, 5):
        head = f'#set page(width: {width}mm, height: auto, margin: 8mm)\n#set text(lang: "nl")\n'
        text = read_document(pdf(f"{head}#set par(justify: true)\n{sentence}"), "brief.pdf")
        assert text.text == sentence, width


def test_a_scan_without_text_is_refused() -> None:
    image = (
        '#image(bytes("<svg xmlns=\\"http://www.w3.org/2000/svg\\" width=\\"90\\" height=\\"90\\">'
        '<rect width=\\"50\\" height=\\"50\\"/></svg>"), format: "svg")'
    )

    assert refusal(pdf(image)) == "document.no_text"


def test_a_pdf_with_a_password_is_refused() -> None:
    writer = pypdf.PdfWriter(io.BytesIO(pdf(SENTENCE)))
    writer.encrypt("geheim", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)

    assert refusal(locked.getvalue()) == "document.encrypted"


def refusal(content: bytes) -> str:
    with pytest.raises(DomainError) as refused:
        read_document(content, "brief.pdf")
    return refused.value.code
