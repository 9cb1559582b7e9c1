"""A ministry's own documents: what is wrong with their fields, and what they become."""

import io
import zipfile
from typing import Any

import pytest
from docx import Document
from odfdo import Document as OdtDocument
from odfdo import Paragraph, Table

from tests.adapters.annexes.letter_rows import a_letter, a_row
from tracker.adapters.annexes.templates import Problem, TemplateRefused, check_template, fill
from tracker.adapters.messages import translator
from tracker.domain.annex_rows import AnnexKind
from tracker.domain.annexes import Annex, Layout
from tracker.domain.errors import DomainError

DUTCH = translator("nl")


def a_docx(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = (), footer: str = "") -> bytes:
    document: Any = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    if rows:
        table = document.add_table(0, len(rows[0]))
        for texts in rows:
            for cell, text in zip(table.add_row().cells, texts, strict=True):
                cell.text = text
    if footer:
        document.sections[0].footer.paragraphs[0].text = footer
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def an_odt(*paragraphs: str, rows: tuple[tuple[str, ...], ...] = ()) -> bytes:
    document = OdtDocument("text")
    document.body.clear()
    for text in paragraphs:
        document.body.append(Paragraph(text))
    if rows:
        table = Table("Rijen", width=len(rows[0]), height=0)
        for place, texts in enumerate(rows):
            table.set_row_values(place, list(texts))
        for cell in table.get_elements("//table:table-cell"):
            value = cell.get_attribute("office:string-value")
            cell.clear()
            cell.append(Paragraph(str(value or "")))
        document.body.append(table)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


MAKERS = {"docx": a_docx, "odt": an_odt}
ROWS = (("Wat", "Waar", "Hoe"), ("{{omschrijving}}", "{{vindplaats}}", "{{ stand_van_zaken }}"))


def problems(file_format: str, content: bytes) -> tuple[Problem, ...]:
    with pytest.raises(TemplateRefused) as refused:
        check_template(file_format, content)
    return refused.value.problems


@pytest.mark.parametrize("file_format", MAKERS)
@pytest.mark.parametrize(
    ("paragraphs", "rows", "found"),
    [
        (("{{titel}} {{titl}}",), (), (Problem("template.unknown_field", "titl"),)),
        (("{{titel",), (), (Problem("template.unclosed", "{{titel"),)),
        (("Zonder velden",), (), (Problem("template.no_fields"),)),
        (("{{omschrijving}}",), (), (Problem("template.outside_table", "omschrijving"),)),
        (
            ("{{titel}}",),
            (("{{rijen:motie}}", "{{omschrijving}}"),),
            (Problem("template.unknown_rows", "rijen:motie"),),
        ),
        (
            ("{{titel}}",),
            (("{{rijen:moties}}", "leeg"),),
            (Problem("template.rows_without_field", "rijen:moties"),),
        ),
    ],
)
def test_each_problem_names_its_field(
    file_format: str,
    paragraphs: tuple[str, ...],
    rows: tuple[tuple[str, ...], ...],
    found: tuple[Problem, ...],
) -> None:
    content = MAKERS[file_format](*paragraphs, rows=rows)

    assert problems(file_format, content) == found


@pytest.mark.parametrize("file_format", MAKERS)
def test_another_file_is_refused(file_format: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("brief.txt", "{{titel}}")

    assert problems(file_format, packed.getvalue()) == (Problem(f"template.not_{file_format}"),)
    with pytest.raises(DomainError, match=r"document\.broken"):
        check_template(file_format, b"geen archief")


def a_case() -> Annex:
    return a_letter(
        a_row(),
        a_row(
            "T-2021-0001",
            kind=AnnexKind.COMMITMENT,
            closed=True,
            description="Toezegging over <asiel> & opvang",
            status_text="Zie de [brief](https://voorbeeld.nl/1).",
            source_place="",
        ),
        layout=Layout.TEMPLATE,
    )


MOTION = (
    "Motie van de leden Kuik en Van der Graaf: minst zichtbare slachtoffers",
    "Kamerstukken\xa0II 2020/21, 35\xa0570\xa0VI, nr.\xa050",
    "Het plan ligt bij VWS.\n– eerst de VNG\n– dan de Kamer",
)
COMMITMENT = ("Toezegging over <asiel> & opvang", "", "Zie de brief (https://voorbeeld.nl/1).")


def test_a_docx_is_filled() -> None:
    template = a_docx("{{titel}}, stand per {{peildatum}}", rows=ROWS, footer="{{auteur}}")

    filled = fill(("docx", template), a_case(), DUTCH)

    document: Any = Document(io.BytesIO(filled))
    assert document.paragraphs[0].text == "Moties en toezeggingen, stand per 30 juni 2021"
    assert document.sections[0].footer.paragraphs[0].text == "Noor Aksoy"
    rows = [tuple(cell.text for cell in row.cells) for row in document.tables[0].rows]
    assert [tuple(text.replace("\xa0", " ") for text in row) for row in rows] == [
        ("Wat", "Waar", "Hoe"),
        tuple(text.replace("\xa0", " ") for text in MOTION),
        COMMITMENT,
    ]
    assert document.core_properties.title == "Moties en toezeggingen"
    assert fill(("docx", template), a_case(), DUTCH) == filled


def test_a_word_that_is_cut_up_is_one_field() -> None:
    document: Any = Document()
    paragraph = document.add_paragraph("Brief: ")
    for piece in ("{{ti", "t", "el}}", " en meer"):
        paragraph.add_run(piece).bold = piece == "t"
    saved = io.BytesIO()
    document.save(saved)

    filled: Any = Document(io.BytesIO(fill(("docx", saved.getvalue()), a_case(), DUTCH)))

    assert filled.paragraphs[0].text == "Brief: Moties en toezeggingen en meer"


def test_an_odt_is_filled() -> None:
    template = an_odt("{{titel}}, stand per {{peildatum}}", rows=ROWS)

    filled = fill(("odt", template), a_case(), DUTCH)

    document = OdtDocument(io.BytesIO(filled))
    assert str(document.body.get_paragraphs()[0]).strip() == (
        "Moties en toezeggingen, stand per 30 juni 2021"
    )
    texts = [
        [str(one).strip() for one in row.get_elements(".//text:p")]
        for row in document.body.get_elements("//table:table-row")
    ]
    assert [[text.replace("\xa0", " ") for text in row] for row in texts] == [
        list(ROWS[0]),
        [text.replace("\xa0", " ") for text in MOTION],
        list(COMMITMENT),
    ]
    assert fill(("odt", template), a_case(), DUTCH) == filled


@pytest.mark.parametrize("file_format", MAKERS)
def test_a_row_is_repeated_for_the_rows_that_it_names(file_format: str) -> None:
    rows = (
        ("{{rijen:toezeggingen_afgerond}}{{nummer}}",),
        ("{{rijen:moties_afgerond}}{{nummer}}",),
    )
    template = MAKERS[file_format]("{{aantal}} rijen", rows=rows)

    filled = fill((file_format, template), a_case(), DUTCH)

    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        name = "word/document.xml" if file_format == "docx" else "content.xml"
        text = archive.read(name).decode()
    assert "2 rijen" in text
    assert "T-2021-0001" in text
    assert "M-2021-0002" not in text
    assert "{{" not in text
