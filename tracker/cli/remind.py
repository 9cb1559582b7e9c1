"""`nakoming remind`: make today's digests, and send what waits."""

from typing import TYPE_CHECKING, Any

import click

from tracker.cli.output import failure_words, json_option, print_answers
from tracker.cli.store import open_store
from tracker.config import read_settings

if TYPE_CHECKING:
    from tracker.services.outbox import MailRun


@click.command()
@json_option
def remind(as_json: bool) -> None:
    """Make the digests of today that are not made yet, and send the mails that wait.

    The server does so by itself each minute. A line for each mail that was tried; the exit code
    is 1 when one failed.
    """
    from tracker.app import mail_settings
    from tracker.services.clock import Clock
    from tracker.services.outbox import Outbox
    from tracker.services.reminding import remind_once

    settings = read_settings()
    mail = mail_settings(settings)
    if mail is None:
        raise click.ClickException("No mail is sent: set NAKOMING_SMTP_URL and NAKOMING_MAIL_FROM.")
    outbox = Outbox(open_store(settings), Clock(settings.clock_offset), mail)
    runs = remind_once(outbox).runs
    print_answers(map(_answer, runs), as_json, _line)
    if any(run.failure_code for run in runs):
        raise click.exceptions.Exit(1)


def _answer(run: "MailRun") -> dict[str, Any]:
    return {
        "to": run.email,
        "state": run.state.value if run.state else "leased",
        "reminders": run.lines,
        "failure": run.failure_code,
        "facts": run.failure_facts,
    }


def _line(answer: dict[str, Any]) -> str:
    if answer["failure"]:
        why = failure_words(answer["failure"], answer["facts"])
        return f"{answer['to']}: {answer['state']} {why}"
    return f"{answer['to']}: {answer['state']}, reminders: {answer['reminders']}"
