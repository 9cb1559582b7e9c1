import io
import zipfile
from pathlib import Path

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.adapters.documents import LARGEST, plain_text, read_document, read_document_safely
from tracker.adapters.refusals import SENTENCES
from tracker.domain.errors import DomainError
from tracker.domain.letter_texts import BlockKind, LetterText

SHARED = Path(__file__).parents[3].parent / "shared"
LETTER = SHARED / "letter" / "kst-31015-221.md"


def shape(text: LetterText) -> list[tuple[str, str | None, str]]:
    return [(b.kind.value, b.mark, text.text[b.start : b.end]) for b in text.blocks]


def place(text: LetterText, mark: str) -> str:
    """The words before the place where a footnote hangs."""
    offset = next(block.hangs_at for block in text.blocks if block.mark == mark)
    assert offset is not None
    return text.text[:offset].rsplit(maxsplit=1)[-1]


def test_a_sentence_that_a_footnote_cuts_in_two_is_one_block() -> None:
    text = read_document(
        b"**Inleiding**\n\nDe monitor<sup>1</sup> laat zien dat het beeld van de problematiek en\n"
        b"\n<sup>1</sup> Kamerstuk 28 638, nr. 185.\n\nkwetsbaarheden beter wordt.\n",
        "brief.md",
    )

    assert shape(text) == [
        ("heading", None, "Inleiding"),
        ("paragraph", None,
         "De monitor laat zien dat het beeld van de problematiek en kwetsbaarheden beter wordt."),
        ("footnote", "1", "Kamerstuk 28 638, nr. 185."),
    ]  # fmt: skip
    assert place(text, "1") == "monitor"


@pytest.mark.skipif(not LETTER.exists(), reason=f"{LETTER} is not here")
def test_the_real_letter_has_its_sentences_whole_and_its_footnotes_in_place() -> None:
    text = read_document(LETTER.read_bytes(), LETTER.name)

    assert "in kaart brengen van de problematiek en kwetsbaarheden rondom" in text.text
    assert "Op 7 september 2020 heeft" in text.text
    notes = [block for block in text.blocks if block.kind is BlockKind.FOOTNOTE]
    assert [note.mark for note in notes] == [str(number) for number in range(1, 17)]
    assert place(text, "10") == "Graaf"
    assert place(text, "16") == "c.s."


def test_official_xml_gives_the_text_and_what_the_paper_says_of_itself() -> None:
    text = read_document(
        b"<officiele-publicatie><kamerstuk><dossier><dossiernummer><dossiernr>31 015</dossiernr>"
        b"</dossiernummer><titel>Kindermishandeling</titel></dossier><stuk><stuknr>Nr. "
        b"<ondernummer>9</ondernummer></stuknr><titel>BRIEF</titel><al>Zie de motie<noot>"
        b"<noot.nr>1</noot.nr><noot.al>Kamerstuk 1.</noot.al></noot>.</al><lijst><li><li.nr>a."
        b"</li.nr><al>een plan;</al></li></lijst></stuk></kamerstuk></officiele-publicatie>",
        "kst.xml",
    )

    assert shape(text) == [
        ("heading", None, "BRIEF"),
        ("paragraph", None, "Zie de motie."),
        ("list_item", None, "a. een plan;"),
        ("footnote", "1", "Kamerstuk 1."),
    ]
    assert (text.printed.dossier, text.printed.number) == ("31 015", "9")
    assert place(text, "1") == "motie"


def test_a_word_document_has_headings_by_style_and_rows_of_tables() -> None:
    document = docx.Document()
    document.add_heading("Voortgang", level=1)
    document.add_paragraph("De Kamer wordt voor het zomerreces geïnformeerd.")
    table = document.add_table(rows=1, cols=2)
    for cell, words in zip(table.rows[0].cells, ["Motie", "Stand"], strict=True):
        cell.text = words
    file = io.BytesIO()
    document.save(file)

    assert shape(read_document(file.getvalue(), "brief.docx")) == [
        ("heading", None, "Voortgang"),
        ("paragraph", None, "De Kamer wordt voor het zomerreces geïnformeerd."),
        ("table_row", None, "Motie\tStand"),
    ]


def test_the_publishers_page_ties_its_footnotes() -> None:
    text = read_document(
        b'<!doctype html><body><nav>Home</nav><div id="broodtekst"><p>Zie de brief<sup><a '
        b'class="nootnum" href="#n1">1</a></sup>.</p><ol><li><p>een</p></li></ol></div><div id='
        b'"noten"><div class="voet noot" id="supernote-note-n1"><h5 class="note-close">Noot</h5>'
        b'<sup><span class="nootnum"><a id="n1"></a>1</span></sup><p>Kamerstuk 9.</p></div></div>',
        "kst.html",
    )

    assert shape(text) == [
        ("paragraph", None, "Zie de brief."),
        ("list_item", None, "1. een"),
        ("footnote", "1", "Kamerstuk 9."),
    ]
    assert place(text, "1") == "brief"


def test_lines_of_pasted_text_that_were_cut_off_are_joined() -> None:
    text = plain_text("De Kamer wordt geïnfor-\nmeerd over de\nuitkomst.\r\n\r\nEen tweede\u00ad.")

    assert text.text == "De Kamer wordt geïnformeerd over de uitkomst.\n\nEen tweede."


def packed(name: str, content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "brief.docx", "document.empty"),
        (b"x" * (LARGEST + 1), "brief.txt", "document.too_large"),
        (b"Geachte voorzitter", "brief.docx", "document.not_what_it_says"),
        (packed("xl/workbook.xml", b"<a/>"), "brief.docx", "document.not_what_it_says"),
        (packed("word/document.xml", bytes(201 * 1024**2)), "brief.docx", "document.bomb"),
        (b"PK\x03\x04word/document.xml", "brief.docx", "document.broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
         "brief.docx", "document.encrypted"),
        (b"\x89PNG\r\n\x1a\n", "scan", "document.unknown_kind"),
        (b"%PDF-1.7 geen", "brief.pdf", "document.broken"),
        (b"ab\x00cd", "brief.txt", "document.not_text"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><kamerwrk>&b;</kamerwrk>', "a.xml", "document.unsafe"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_sentence(
    content: bytes, name: str, code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        read_document(content, name)

    assert refused.value.code == code
    assert code in SENTENCES


@settings(deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04word/document", b"<kamerwrk>", b"<html>"]),
    st.sampled_from(["a.docx", "a.odt", "a.pdf", "a.md", "a.txt", "a.html", "a.xml", "a"]),
)
def test_random_bytes_raise_nothing_but_a_refusal(content: bytes, head: bytes, name: str) -> None:
    assert outcome(head + content, name) in {"read", *SENTENCES}


def outcome(content: bytes, name: str) -> str:
    try:
        return "read" if read_document(content, name).text else "nothing"
    except DomainError as error:
        return error.code


def test_a_child_gives_the_same_text() -> None:
    content = b"Geachte voorzitter,\n\nHierbij het rapport."

    assert read_document_safely(content, "a.txt") == read_document(content, "a.txt")
