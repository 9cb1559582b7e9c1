"""`nakoming letter`: what a letter asks, promises and cites, and by when."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from tracker.cli.output import json_option, print_answers


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--on",
    "on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The date that terms are counted from, if not the letter's own.",
)
@json_option
def letter(file: Path, on: datetime | None, as_json: bool) -> None:
    """Read a letter to the House: its items, deadlines and references.

    FILE is official XML, HTML, DOCX, ODT, PDF, Markdown or plain text. Offsets in the JSON
    count code points in its own `text`; `references` are objects with an `id`.
    """
    from tracker.adapters.documents import read_document
    from tracker.adapters.sittings import shipped_calendar
    from tracker.domain.letters import read_letter
    from tracker.services.letter_answers import letter_answer

    content = file.read_bytes()
    text = read_document(content, file.name)
    day: date | None = on.date() if on else None
    reading = read_letter(text, shipped_calendar(), day)
    print_answers([letter_answer(reading, text.text)], as_json, _summary)


def _summary(answer: dict[str, Any]) -> str:
    return "\n".join(_lines(answer))


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    paper = answer["paper"]
    yield f"Paper            {_said(paper, 'id', 'dossier_title', 'date', 'author')}"
    if answer["source_report"]:
        yield f"Source report    {_said(answer['source_report'], 'title', 'body', 'date')}"
    if paper["date"] is None and paper["kind"] != "other":
        yield "No date was found, so no deadline could be counted; give one with --on."
    for each in answer["recommendations"]:
        yield f"Recommendation   {_said(each, 'number', 'response', 'quote')}"
    for each in answer["motions"]:
        names = ", ".join(each["submitters"]) + (" c.s." if each["cum_suis"] else "")
        met = "; says that it is carried out" if each["proposes_closing"] else ""
        yield f"Motion           {names} | {' or '.join(each['papers']) or 'no paper'}{met}"
    for each in answer["commitments"]:
        met = "; says that it is met" if each["proposes_closing"] else ""
        yield f"Commitment       {_said(each, 'made_on', 'made_in', 'what')}{met}"
    for each in answer["deadlines"]:
        due = each["due_on"] or "no date"
        yield f"Deadline         {due} | {_said(each, 'strength', 'phrase', 'belongs_to', 'what')}"
    for each in answer["measures_without_term"]:
        yield f"Measure          {_said(each, 'under_recommendation', 'what')}"
    yield f"References       {', '.join(dict.fromkeys(r['id'] for r in answer['references']))}"


def _said(answer: dict[str, Any], *names: str) -> str:
    return " | ".join(str(answer[name]) for name in names if answer[name] is not None)
