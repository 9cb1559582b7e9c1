"""What the columns of a ministry's own list mean."""

import pytest

from tracker.domain.list_columns import (
    ListColumn,
    cell_name,
    header_text,
    kind_of_heading,
    recognise,
    recognise_all,
)
from tracker.domain.statuses import Kind


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("Vindplaats", ListColumn.SOURCE_PLACE),
        (" STAND  van zaken ", ListColumn.STATUS_TEXT),
        ("Stand van Zaken (per 30 juni)", ListColumn.STATUS_TEXT),
        ("Omschrijving motie", ListColumn.TITLE),
        ("Kamer geïnformeerd met", ListColumn.TOLD_WITH),
        ("Indiener(s)", ListColumn.SUBMITTERS),
        ("TZ-nummer", ListColumn.REGISTER_NUMBER),
        ("Uiterlijk:", ListColumn.DUE_ON),
        ("DG/Directie", ListColumn.UNIT),
        ("Kleur", None),
        ("", None),
    ],
)
def test_headings(heading: str, column: ListColumn | None) -> None:
    assert recognise(heading) is column


def test_what_stands_twice_is_that_of_the_first() -> None:
    assert recognise_all(["Titel", "", "Omschrijving", "Status"]) == {
        0: ListColumn.TITLE,
        3: ListColumn.STATUS,
    }


def test_a_list_of_one_kind_says_so_in_its_heading() -> None:
    headings = dict(enumerate(["Nr.", "Omschrijving toezegging"]))
    assert kind_of_heading(headings, {1: ListColumn.TITLE}) is Kind.COMMITMENT
    assert kind_of_heading({0: "Titel"}, {0: ListColumn.TITLE}) is None


def test_a_header_is_remembered_whatever_its_capitals() -> None:
    assert header_text(["Titel", "Kleur (x)"]) == header_text(["TITEL ", "kleur"])


@pytest.mark.parametrize(
    ("column", "name"), [(0, "A17"), (3, "D17"), (25, "Z17"), (26, "AA17"), (701, "ZZ17")]
)
def test_the_name_of_a_cell(column: int, name: str) -> None:
    assert cell_name(column, 17) == name
