"""`nakoming references`: the papers that a text refers to."""

import sys
from pathlib import Path
from typing import Any

import click

from tracker.cli.output import json_option, print_answers
from tracker.domain.references_found import FoundReference, find_references


@click.command()
@click.argument("file", type=click.Path(allow_dash=True))
@json_option
def references(file: str, as_json: bool) -> None:
    """List the references in a UTF-8 text; '-' reads standard input.

    Offsets count Unicode code points of the text exactly as it is: line ends are not changed,
    and a byte order mark counts as one.
    """
    content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    found = find_references(content.decode("utf-8"))
    print_answers((_answer(one) for one in found), as_json, _line)


def _answer(found: FoundReference) -> dict[str, Any]:
    return {
        "start": found.start,
        "end": found.end,
        "text": found.text,
        "id": found.id,
        "kind": found.kind.value,
        "place": found.place,
        "address": found.address,
        "corrected_from": found.corrected_from,
        "alternatives": list(found.alternatives),
    }


def _line(answer: dict[str, Any]) -> str:
    parts = [f"{answer['start']}-{answer['end']}", answer["id"], " ".join(answer["text"].split())]
    if answer["corrected_from"]:
        parts.append(f"(printed as {answer['corrected_from']})")
    if answer["alternatives"]:
        parts.append(f"(or {', '.join(answer['alternatives'])})")
    return "  ".join(parts)
