"""`nakoming letter`."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from tracker.cli import commands

LETTERS = Path(__file__).parents[1] / "domain" / "letters"
LETTER = LETTERS / "answer_to_a_report.md"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(commands, ["letter", *(str(one) for one in arguments)])


def test_json_is_one_object_of_which_each_place_is_in_its_text() -> None:
    result = run(LETTER, "--json")

    assert result.exit_code == 0
    answer = json.loads(result.output)
    assert list(answer) == [
        "paper", "source_report", "programme", "recommendations", "motions", "commitments",
        "deadlines", "measures_without_term", "references", "text",
    ]  # fmt: skip
    deadline = answer["deadlines"][1]
    assert answer["text"][deadline["start"] : deadline["end"]] == deadline["quote"]
    assert {name: deadline[name] for name in ("phrase", "due_on", "certainty", "belongs_to")} == {
        "phrase": "op 1 januari 2024",
        "due_on": "2024-01-01",
        "certainty": "firm",
        "belongs_to": "recommendation 2",
    }


def test_without_json_there_is_a_line_for_each_find() -> None:
    result = run(LETTERS / "progress_on_motions_and_promises.txt")

    assert result.exit_code == 0
    assert (
        "Motion           Van Nispen, Mutluer | kst-29279-700; says that it is carried out\n"
        in result.output
    )


def test_a_text_without_a_date_says_so_and_takes_one(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Ik zal uw Kamer voor 1 mei informeren.", encoding="utf-8")

    assert "No date was found" in run(file).output
    assert "2023-04-30" in run(file, "--on", "2023-01-05").output


def test_what_is_no_letter_is_refused_in_one_line(tmp_path: Path) -> None:
    file = tmp_path / "a.docx"
    file.write_bytes(b"this is no document")

    result = run(file)

    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert result.output.count("\n") == 1


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    result = run(tmp_path / "away.md")

    assert result.exit_code == 2
    assert "does not exist" in result.output
