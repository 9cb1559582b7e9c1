"""The letter by theme or recommendation: the response, what was done, what follows and when."""

from collections.abc import Iterable

from tracker.adapters.annexes.layouts.pieces import (
    deadlines,
    draft_remarks,
    led,
    response,
    source,
    status,
)
from tracker.adapters.annexes.wording import group_title, one_line
from tracker.adapters.labels import label
from tracker.adapters.messages import Messages
from tracker.domain.annex_rows import AnnexRow
from tracker.domain.annexes import Annex, group
from tracker.domain.planning import DeadlineState
from tracker.domain.printed import Block, Heading, Listing, Paragraph, Span, Style, plain


def body(annex: Annex, messages: Messages) -> list[Block]:
    """A heading a theme, and under it its items."""
    blocks: list[Block] = []
    for one in group(annex.rows, annex.grouping):
        title = one_line(group_title(one, annex.grouping, messages))
        blocks.append(Heading(2, title))
        for row in sorted(one.rows, key=lambda row: one_line(row.description) != title):
            blocks += _item(row, annex, messages, above=title)
    return blocks


def _item(row: AnnexRow, annex: Annex, messages: Messages, above: str) -> Iterable[Block]:
    if (title := one_line(row.description)) != above:
        yield Heading(3, title)
    place = source(row, annex)
    if place.text:
        words = messages.text("Vindplaats")
        yield Paragraph((Span(f"{words}: ", bold=True), place), Style.FACT)
    if told := response(row, messages):
        yield led(messages.text("Reactie"), told)
    elif row.status:
        yield led(messages.text("Status"), label(messages, "status", row.status))
    yield Heading(4, messages.text("Wat is gedaan"))
    yield from status(row, messages)
    if done := _done(row):
        yield Listing(tuple((plain(one),) for one in done))
    yield Heading(4, messages.text("Wat volgt en wanneer"))
    yield deadlines(row, messages) or plain(_nothing(row, messages))
    yield from draft_remarks(row, annex, messages)


def _done(row: AnnexRow) -> list[str]:
    met = [one.what for one in row.deadlines if one.state is DeadlineState.MET]
    return [one_line(text) for text in (*met, *row.measures)]


def _nothing(row: AnnexRow, messages: Messages) -> str:
    if row.closed:
        return messages.text("Afgerond; er volgt niets meer.")
    return messages.text("Er is geen termijn vastgelegd.")
