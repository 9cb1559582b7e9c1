"""The minister's folder for a debate: what is open, what was asked, and the papers."""

from collections.abc import Iterable

from tracker.adapters.annexes.layouts.pieces import (
    deadlines,
    draft_remarks,
    led,
    paper_span,
    response,
    source,
    status,
)
from tracker.adapters.annexes.wording import group_title, one_line
from tracker.adapters.labels import label
from tracker.adapters.marked_texts import marked_blocks
from tracker.adapters.messages import Messages
from tracker.domain.annex_rows import AnnexPaper, AnnexRow
from tracker.domain.annexes import Annex, group
from tracker.domain.printed import Block, Heading, Listing, Paragraph, Span, plain


def body(annex: Annex, messages: Messages) -> list[Block]:
    """What is open, an item a heading, and then in short what is not."""
    blocks: list[Block] = []
    for one in group((row for row in annex.rows if not row.closed), annex.grouping):
        blocks.append(Heading(2, one_line(group_title(one, annex.grouping, messages))))
        for row in one.rows:
            blocks += _item(row, annex, messages)
    closed = [row for row in annex.rows if row.closed]
    return blocks + (_closed(closed, annex, messages) if closed else [])


def _item(row: AnnexRow, annex: Annex, messages: Messages) -> Iterable[Block]:
    yield Heading(3, one_line(row.description))
    yield from (led(name, text) for name, text in _facts(row, messages) if text)
    if asked := marked_blocks(row.asked):
        yield Heading(4, messages.text("Wat is gevraagd of toegezegd"))
        yield from asked
    yield Heading(4, messages.text("Stand van zaken"))
    yield from status(row, messages)
    if due := deadlines(row, messages):
        yield Heading(4, messages.text("Termijnen"))
        yield due
    if papers := _papers(row, annex):
        yield Heading(4, messages.text("Kamerstukken"))
        yield papers
    yield from draft_remarks(row, annex, messages)


def _facts(row: AnnexRow, messages: Messages) -> Iterable[tuple[str, str]]:
    yield messages.text("Nummer"), " · ".join(filter(None, [row.number, row.register_number]))
    yield messages.text("Status"), label(messages, "status", row.status) if row.status else ""
    yield messages.text("Reactie"), response(row, messages)
    yield messages.text("Bewindspersoon"), row.post
    yield messages.text("Behandelaar"), row.owner


def _papers(row: AnnexRow, annex: Annex) -> Block | None:
    place = source(row, annex)
    told = [_paper(paper) for paper in row.papers if paper.place != row.source_place]
    spans = [(place,)] if place.text else []
    entries = [(Paragraph(one),) for one in (*spans, *told)]
    return Listing(tuple(entries)) if entries else None


def _paper(paper: AnnexPaper) -> tuple[Span, ...]:
    title = (Span(f" – {one_line(paper.title)}"),) if paper.title else ()
    return (paper_span(paper), *title)


def _closed(rows: list[AnnexRow], annex: Annex, messages: Messages) -> list[Block]:
    def entry(row: AnnexRow) -> tuple[Paragraph]:
        place = source(row, annex)
        ends = (Span(" ("), place, Span(")")) if place.text else ()
        return (Paragraph((Span(one_line(row.description)), *ends)),)

    return [
        Heading(2, messages.text("Al afgedaan")),
        plain(messages.text("Dit speelt in het debat misschien mee, maar is afgedaan:")),
        Listing(tuple(entry(row) for row in rows)),
    ]
