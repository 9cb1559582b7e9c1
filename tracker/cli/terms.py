"""`nakoming term`: the date of a wording."""

import sys
from datetime import date

import click

from tracker.cli.output import json_option, print_answers


@click.command()
@click.argument("phrase", required=False)
@click.option("--on", "on", help="The date of the text, as 2021-01-11.")
@click.option("--batch", is_flag=True, help="Read a TSV with phrase and reference_date from stdin.")
@click.option("--language", default="nl", help="The language of the explanation.")
@json_option
def term(phrase: str | None, on: str | None, batch: bool, as_json: bool, language: str) -> None:
    """Say which date a Dutch term gives, and why."""
    from tracker.adapters.messages import translator
    from tracker.adapters.sittings import shipped_calendar
    from tracker.services.terms import term_answer, term_answers

    messages, calendar = translator(language), shipped_calendar()
    if batch:
        answers = list(term_answers(sys.stdin, calendar, messages))
    elif phrase is None or on is None:
        raise click.UsageError("Give a phrase and --on DATE, or --batch with a file on stdin.")
    else:
        answers = [term_answer(phrase, _iso_date(on), calendar, messages)]
    print_answers(answers, as_json, lambda one: str(one.get("error") or one["explanation"]))
    if any("error" in answer for answer in answers):
        raise click.exceptions.Exit(1)


def _iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise click.ClickException(f"{text!r} is no date; write it as 2021-01-11.") from error
