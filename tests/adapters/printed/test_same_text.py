"""Every format says the same: each file is read back and compared with the document."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings

from tests.adapters.printed.documents import (
    DOCUMENTS,
    MANY,
    RICH,
    in_sheets,
    plain_words_of,
    words_of,
)
from tests.adapters.printed.readers import (
    csv_cells,
    docx_words,
    html_words,
    markdown_words,
    ods_words,
    odt_words,
    pdf_letters,
    xlsx_words,
)
from tracker.adapters.messages import translator
from tracker.adapters.printed import FileFormat, render_printed
from tracker.domain.printed import Printed

DUTCH = translator("nl")
MARKED_UP: dict[FileFormat, Callable[[bytes], list[str]]] = {
    FileFormat.ODT: odt_words,
    FileFormat.DOCX: docx_words,
    FileFormat.HTML: html_words,
}
SHEETS: dict[FileFormat, Callable[[bytes], list[str]]] = {
    FileFormat.XLSX: xlsx_words,
    FileFormat.ODS: ods_words,
}
EXAMPLES = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def rendered(document: Printed, file_format: FileFormat) -> bytes:
    return render_printed(document, file_format, DUTCH)


@pytest.mark.parametrize("file_format", MARKED_UP)
@EXAMPLES
@given(document=DOCUMENTS)
def test_formats_with_markup_have_every_word_in_order(
    file_format: FileFormat, document: Printed
) -> None:
    assert MARKED_UP[file_format](rendered(document, file_format)) == words_of(document)


@EXAMPLES
@given(document=DOCUMENTS)
def test_markdown_reads_back_as_every_word(document: Printed) -> None:
    """Where in a cell of several paragraphs a note belongs cannot be read back."""
    words = markdown_words(rendered(document, FileFormat.MD))

    if "footnote=(Span" in repr(document):
        assert sorted(words) == sorted(words_of(document))
    else:
        assert words == words_of(document)


@pytest.mark.parametrize("file_format", SHEETS)
@EXAMPLES
@given(document=DOCUMENTS)
def test_workbooks_have_what_is_in_no_table_first(
    file_format: FileFormat, document: Printed
) -> None:
    expected = plain_words_of(in_sheets(document), only_links_shown=True)

    assert SHEETS[file_format](rendered(document, file_format)) == expected


@EXAMPLES
@given(document=DOCUMENTS)
def test_csv_has_every_word_and_no_formula(document: Printed) -> None:
    cells = csv_cells(rendered(document, FileFormat.CSV))

    assert not [cell for cell in cells if cell.lstrip(" ").startswith(tuple("=+-@\t\r"))]
    shown = " ".join(cells).replace("'", "").split()
    expected = " ".join(plain_words_of(document, only_links_shown=False)).replace("'", "")
    assert shown == expected.split()


@settings(EXAMPLES, max_examples=30)
@given(document=DOCUMENTS)
def test_a_pdf_has_every_letter(document: Printed) -> None:
    """A note stands in brackets where typst finds no place for it at the foot of the page."""
    shown = "".join(pdf_letters(rendered(document, FileFormat.PDF)))

    brackets = str.maketrans("", "", "[]")
    expected = "".join(words_of(document))
    assert sorted(shown.translate(brackets)) == sorted(expected.translate(brackets))


@pytest.mark.parametrize("document", [RICH, MANY], ids=["rich", "many"])
@pytest.mark.parametrize("file_format", MARKED_UP)
def test_the_documents_by_hand(file_format: FileFormat, document: Printed) -> None:
    assert MARKED_UP[file_format](rendered(document, file_format)) == words_of(document)


@pytest.mark.parametrize("document", [RICH, MANY], ids=["rich", "many"])
def test_the_documents_by_hand_as_markdown(document: Printed) -> None:
    words = markdown_words(rendered(document, FileFormat.MD))

    assert sorted(words) == sorted(["Concept", *words_of(document)])


@pytest.mark.parametrize("document", [RICH, MANY], ids=["rich", "many"])
def test_the_documents_by_hand_as_pdf(document: Printed) -> None:
    shown = "".join(pdf_letters(rendered(document, FileFormat.PDF)))

    assert sorted(shown) == sorted("".join(words_of(document)))


@pytest.mark.parametrize("file_format", FileFormat)
def test_equal_documents_give_equal_bytes(file_format: FileFormat) -> None:
    assert rendered(RICH, file_format) == rendered(RICH, file_format)
