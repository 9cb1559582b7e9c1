"""The command line's answers about terms."""

from datetime import date
from pathlib import Path

import pytest

from tracker.adapters.messages import translator
from tracker.adapters.sittings import shipped_calendar
from tracker.domain.errors import DomainError
from tracker.services.terms import Answer, term_answer, term_answers

CONVENTION = Path(__file__).parents[3] / "shared" / "domain" / "deadlines.tsv"
DUTCH = translator("nl")


def answers(*lines: str) -> list[Answer]:
    return list(term_answers(lines, shipped_calendar(), DUTCH))


def test_an_answer_has_exactly_the_keys_of_the_contract() -> None:
    answer = term_answer(
        "uiterlijk voor het zomerreces van 2021", date(2021, 1, 11), shipped_calendar(), DUTCH
    )
    assert answer == {
        "phrase": "uiterlijk voor het zomerreces van 2021",
        "due_on": "2021-07-08",
        "on_time_until": "2021-07-09",
        "not_before": None,
        "certainty": "firm",
        "recurs": None,
        "flags": [],
        "rule": "before_recess",
        "explanation": (
            "Het zomerreces van 2021 loopt van vrijdag 9 juli tot en met maandag 6 september. "
            "‘Voor het reces’ is uiterlijk de laatste vergaderdag ervoor: donderdag 8 juli 2021. "
            "Een brief die op de eerste recesdag komt, geldt nog als op tijd: vrijdag 9 juli 2021."
        ),
        "sources": ["zomerreces 2020-2021: dutchpoliticsinenglish.com, tweedekamer.nl, nu.nl"],
    }


def test_none_where_there_is_no_date() -> None:
    answer = term_answer("na het zomerreces", date(2021, 6, 1), shipped_calendar(), DUTCH)
    dates = [answer[key] for key in ("due_on", "on_time_until", "not_before", "recurs")]
    assert dates == [None, None, "2021-09-07", None]


def test_columns_are_found_by_the_header() -> None:
    found = answers("why\treference_date\tphrase\r\n", 'x\t2021-01-11\t"eind" 2021\r\n')
    assert [(row["phrase"], row["due_on"]) for row in found] == [('"eind" 2021', "2021-12-31")]


def test_a_byte_order_mark_and_blank_lines_are_passed_over() -> None:
    found = answers("\ufeffphrase\treference_date", "", "eind 2021\t2021-01-11", "   ")
    assert [row["due_on"] for row in found] == ["2021-12-31"]


def test_a_bad_row_says_its_line_and_the_rest_runs() -> None:
    found = answers(
        "phrase\treference_date\n",
        "eind 2021\t2021-13-01\n",
        "eind 2021\n",
        "eind\0 2021\t2021-01-11\n",
        "eind 2021\t2021-01-11\n",
    )
    assert [sorted(row) for row in found[:3]] == [["error", "line", "phrase"]] * 3
    assert [row.get("line") for row in found] == [2, 3, 4, None]
    assert found[0]["error"] == (
        "‘2021-13-01’ is geen datum van een tekst. Schrijf jaar, maand en dag, "
        "bijvoorbeeld 2021-01-11."
    )
    assert found[3]["due_on"] == "2021-12-31"


@pytest.mark.parametrize(
    ("lines", "columns"),
    [
        ([], "phrase, reference_date"),
        (["phrase\tdate\n"], "reference_date"),
    ],
)
def test_a_table_without_its_columns_is_refused(lines: list[str], columns: str) -> None:
    with pytest.raises(DomainError) as refused:
        answers(*lines)
    assert (refused.value.code, refused.value.facts) == ("terms.no_columns", {"columns": columns})


@pytest.mark.skipif(not CONVENTION.exists(), reason="../shared is not here")
def test_the_convention_as_a_table() -> None:
    with CONVENTION.open(encoding="utf-8") as lines:
        expected = [line.rstrip("\n").split("\t") for line in lines][1:]
    with CONVENTION.open(encoding="utf-8") as lines:
        found = list(term_answers(lines, shipped_calendar(), DUTCH))
    columns = ("phrase", "due_on", "on_time_until", "not_before", "certainty", "recurs")
    assert [[str(row[column] or "-") for column in columns] for row in found] == [
        [row[0], *row[2:7]] for row in expected
    ]
