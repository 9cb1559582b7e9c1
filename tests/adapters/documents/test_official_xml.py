"""Both dialects of the official XML, in letters of our own words."""

from datetime import date
from pathlib import Path

from tests.adapters.documents.test_documents import place, shape
from tracker.adapters.documents import read_document
from tracker.domain.letter_texts import LetterText, PrintedPaper

LETTERS = Path(__file__).parents[3] / "fixtures" / "letters"


def read(name: str) -> LetterText:
    return read_document((LETTERS / name).read_bytes(), name)


def test_an_official_publication() -> None:
    text = read("official_publication.xml")

    assert shape(text) == [
        ("heading", None, "BRIEF VAN DE MINISTER"),
        ("heading", None, "Metingen"),
        ("paragraph", None, "De metingen gaan door."),
        ("list_item", None, "a. bij scholen;"),
        ("list_item", None, "in de nacht."),
        ("table_row", None, "Eelde\tdrie"),
        ("footnote", "1", "Kamerstuk 31 936, nr. 801."),
    ]
    assert place(text, "1") == "metingen"
    assert text.printed == PrintedPaper(
        "31 936", "Luchtvaartbeleid", "802", "2020-2021", date(2021, 3, 8)
    )


def test_the_older_kamerwrk() -> None:
    text = read("kamerwrk.xml")

    assert shape(text) == [
        ("heading", None, "BRIEF VAN DE STAATSSECRETARIS"),
        ("heading", None, "Metingen"),
        ("paragraph", None, "De metingen gaan door."),
        ("list_item", None, "1. bij scholen;"),
        ("table_row", None, "Eelde\tdrie"),
        ("footnote", "1", "Kamerstuk 29 665, nr. 3."),
    ]
    assert place(text, "1") == "metingen"
    assert text.printed == PrintedPaper(
        "29 665", "Evaluatie van het luchtvaartbeleid", "12", "2004-2005"
    )
