"""`nakoming term` and `nakoming term --batch`: what it reads, and how it ends."""

import json

import pytest
from click.testing import CliRunner, Result

from tracker.cli import commands

HEADER = "phrase\treference_date\n"


def run(*arguments: str, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(commands, ["term", *arguments], input=stdin)


def rows(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def dues(result: Result) -> list[tuple[object, object]]:
    return [(row["phrase"], row["due_on"]) for row in rows(result)]


@pytest.mark.parametrize(
    "table",
    [
        HEADER + "eind 2021\t2021-01-11\n",
        HEADER + "eind 2021\t2021-01-11",
        HEADER + "\n\neind 2021\t2021-01-11\n\n",
        "\ufeff" + HEADER + "eind 2021\t2021-01-11\n",
        "phrase\treference_date\r\neind 2021\t2021-01-11\r\n",
        "\ufeffphrase\treference_date\r\neind 2021\t2021-01-11",
        "reference_date\tphrase\n2021-01-11\teind 2021\n",
        "why\treference_date\tnote\tphrase\nx\t2021-01-11\t\teind 2021\n",
    ],
    ids=[
        "plain",
        "no last line end",
        "empty lines",
        "BOM",
        "CRLF",
        "both",
        "order",
        "more columns",
    ],
)
def test_a_table_is_read_however_it_was_saved(table: str) -> None:
    result = run("--batch", "--json", stdin=table.encode())
    assert (result.exit_code, dues(result)) == (0, [("eind 2021", "2021-12-31")])


def test_quotation_marks_are_part_of_the_phrase() -> None:
    table = HEADER + '"eind 2021"\t2021-01-11\n"eind\t2021-01-11\n2021\t2021-01-11\n'
    result = run("--batch", "--json", stdin=table)
    assert [row["phrase"] for row in rows(result)] == ['"eind 2021"', '"eind', "2021"]
    assert rows(result)[0]["due_on"] == "2021-12-31"


def test_a_row_that_cannot_be_answered_says_its_line_and_the_rest_is_answered() -> None:
    table = HEADER + "eind 2021\tgisteren\nbegin 2022\neind 2022\t2021-01-11\n"
    result = run("--batch", "--json", stdin=table)
    wrong, short, right = rows(result)
    assert result.exit_code == 1
    assert (wrong["line"], wrong["phrase"], set(wrong)) == (
        2,
        "eind 2021",
        {"line", "phrase", "error"},
    )
    assert (short["line"], short["phrase"]) == (3, "begin 2022")
    assert right["due_on"] == "2022-12-31"


def test_a_phrase_without_a_date_is_an_answer() -> None:
    for result in (
        run("te zijner tijd", "--on", "2021-01-11", "--json"),
        run("--batch", "--json", stdin=HEADER + "te zijner tijd\t2021-01-11\n"),
    ):
        assert result.exit_code == 0
        [answer] = rows(result)
        assert (answer["due_on"], answer["certainty"]) == (None, "unresolved")


def test_a_table_of_only_a_header_has_no_answers() -> None:
    result = run("--batch", "--json", stdin=HEADER)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("table", "line"),
    [
        (b"", "De eerste regel mist de kolom phrase, reference_date."),
        (b"phrase\tdate\n", "De eerste regel mist de kolom reference_date."),
        (b"reference_date\n", "De eerste regel mist de kolom phrase."),
        ("phrase\treference_date\né\t2021-01-11\n".encode("latin-1"), "The text is not UTF-8."),
        ("phrase\treference_date\n".encode("utf-16"), "The text is not UTF-8."),
    ],
    ids=["empty", "no date", "no phrase", "Latin-1", "UTF-16"],
)
def test_what_is_no_table_is_one_clear_line(table: bytes, line: str) -> None:
    result = run("--batch", "--json", stdin=table)
    assert (result.exit_code, result.stdout) == (1, "")
    [said] = result.stderr.splitlines()
    assert said.removeprefix("Error: ").startswith(line)
