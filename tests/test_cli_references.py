"""`nakoming references`: finds as JSON lines or as a list, with offsets in code points."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from tracker.cli import commands

TEXT = "\ufeffé 😀 Kamerstuk 28 638,\r\nnr. 185 en Handelingen II 2019/21, nr.80, item 3.\r\n"


def run(*arguments: str | Path, stdin: bytes = b"") -> Result:
    return CliRunner().invoke(commands, ["references", *map(str, arguments)], input=stdin)


def test_offsets_count_code_points_of_the_text_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_bytes(TEXT.encode())
    result = run(file, "--json")
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 0
    assert [one["text"] for one in found] == [TEXT[one["start"] : one["end"]] for one in found]
    assert found == [
        {
            "start": 5,
            "end": 31,
            "text": "Kamerstuk 28 638,\r\nnr. 185",
            "id": "kst-28638-185",
            "kind": "paper",
            "place": "Kamerstuk 28 638, nr. 185",
            "address": "https://zoek.officielebekendmakingen.nl/kst-28638-185.html",
            "corrected_from": None,
            "alternatives": [],
        },
        {
            "start": 35,
            "end": 72,
            "text": "Handelingen II 2019/21, nr.80, item 3",
            "id": "h-tk-20192020-80-3",
            "kind": "proceedings",
            "place": "Handelingen II 2019/20, nr. 80, item 3",
            "address": "https://zoek.officielebekendmakingen.nl/h-tk-20192020-80-3.html",
            "corrected_from": "2019/21",
            "alternatives": [],
        },
    ]
    assert run("-", "--json", stdin=TEXT.encode()).stdout == result.stdout


def test_the_list_for_people() -> None:
    assert run("-", stdin=TEXT.encode()).stdout.splitlines() == [
        "5-31  kst-28638-185  Kamerstuk 28 638, nr. 185",
        "35-72  h-tk-20192020-80-3  Handelingen II 2019/21, nr.80, item 3  (printed as 2019/21)",
    ]


def test_a_text_without_references_gives_nothing() -> None:
    result = run("-", "--json", stdin=b"")
    assert (result.exit_code, result.stdout) == (0, "")


def test_what_is_no_text_is_one_clear_line(tmp_path: Path) -> None:
    for arguments, stdin, line in (
        (["-"], b"\xff", "The text is not UTF-8. Save it as UTF-8 and try again."),
        ([tmp_path / "none"], b"", f"{tmp_path / 'none'}: No such file or directory."),
        ([tmp_path], b"", f"{tmp_path}: Is a directory."),
    ):
        result = run(*arguments, stdin=stdin)
        assert (result.exit_code, result.stdout) == (1, "")
        assert result.stderr == f"Error: {line}\n"
