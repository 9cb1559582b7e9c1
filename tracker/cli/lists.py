"""`nakoming import` of a ministry's own list."""

import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tracker.cli.store import open_store
from tracker.config import Settings

if TYPE_CHECKING:
    from tracker.services.list_imports import Preview

LISTS = (".xlsx", ".ods", ".csv")
MOST_SAID = 20


def load_list(settings: Settings, file: Path) -> dict[str, Any]:
    """Take a list in, all of it or nothing; the number of rows of each fate."""
    from tracker.adapters.messages import translator
    from tracker.adapters.refusals import refusal
    from tracker.domain.errors import DomainError
    from tracker.services import list_imports as lists
    from tracker.services.actors import SYSTEM
    from tracker.services.clock import Clock
    from tracker.services.sittings import read_calendar

    messages, clock, key = translator("nl"), Clock(settings.clock_offset), uuid.uuid4()
    content = file.read_bytes()
    try:
        rows = lists.read_file(file.name, content)
        with open_store(settings).writing() as session:
            lists.bring(
                session, SYSTEM, clock,
                import_id=key, file_name=file.name, content=content, rows=rows,
            )  # fmt: skip
            session.flush()
            calendar = read_calendar(session)
            seen = lists.preview(session, SYSTEM, clock, calendar, messages, key, rows)
            _refuse(seen, messages)
            if seen.can_be_taken:
                lists.take_in(session, SYSTEM, clock, calendar, messages, key, rows, seen.seal)
    except DomainError as error:
        said = refusal(error, messages)
        raise click.ClickException(f"{file}: {said} Nothing was imported.") from error
    return {fate.value: number for fate, number in seen.counts.items()}


def _refuse(seen: "Preview", messages: Any) -> None:
    """End with one line that names the columns or the cells."""
    from tracker.adapters.refusals import refusal

    if seen.unread:
        raise click.ClickException(
            f"These columns mean nothing here: {', '.join(seen.unread)}. Rename them, or import "
            "the list in the browser. Nothing was imported."
        )
    errors = [one for row in seen.rows for one in row.errors]
    if errors:
        said = "; ".join(
            f"{one.cell}: {refusal(one.error, messages)}" for one in errors[:MOST_SAID]
        )
        more = f" and {len(errors) - MOST_SAID} more" if len(errors) > MOST_SAID else ""
        raise click.ClickException(f"{said}{more}. Nothing was imported.")
