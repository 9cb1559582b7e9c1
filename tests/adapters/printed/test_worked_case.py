"""The letter of the worked case: every layout says the same in every format."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests import worked_case
from tests.adapters.printed.documents import in_sheets, plain_words_of, words_of
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
from tests.progress_letters_made import JUNE, make
from tracker.adapters.annexes.layouts import compose
from tracker.adapters.messages import translator
from tracker.adapters.printed import FileFormat, render_printed
from tracker.db.session import Store, make_engine
from tracker.domain.annexes import Annex, Layout
from tracker.domain.printed import Printed
from tracker.services.progress_letters import annex_of

DUTCH = translator("nl")


@pytest.fixture(scope="module")
def annex(case_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Annex:
    """The case's letter of June, as it goes to the House."""
    path = tmp_path_factory.mktemp("letter") / "case.sqlite3"
    shutil.copyfile(case_sqlite, path)
    engine = make_engine(f"sqlite:///{path}")
    store = Store(engine)
    letter = annex_of(make(store, worked_case.actor(store), JUNE))
    engine.dispose()
    return letter


@pytest.fixture(params=list(Layout))
def document(request: pytest.FixtureRequest, annex: Annex) -> Printed:
    return compose(replace(annex, layout=request.param, draft=False), DUTCH)


def test_every_format_says_the_same(document: Printed) -> None:
    file = {one: render_printed(document, one, DUTCH) for one in FileFormat}
    words = words_of(document)

    assert len(words) > 50
    assert odt_words(file[FileFormat.ODT]) == words
    assert docx_words(file[FileFormat.DOCX]) == words
    assert html_words(file[FileFormat.HTML]) == words
    assert sorted(markdown_words(file[FileFormat.MD])) == sorted(words)
    letters = "".join(pdf_letters(file[FileFormat.PDF]))
    assert sorted(letters) == sorted("".join(words))
    in_order = plain_words_of(in_sheets(document), only_links_shown=True)
    assert xlsx_words(file[FileFormat.XLSX]) == in_order
    assert ods_words(file[FileFormat.ODS]) == in_order
    told = " ".join(csv_cells(file[FileFormat.CSV])).split()
    assert told == plain_words_of(document, only_links_shown=False)
