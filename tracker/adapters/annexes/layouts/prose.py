"""The letter in prose: a heading an item, its text, and the source place in a footnote."""

from collections.abc import Iterable

from tracker.adapters.annexes.layouts.pieces import draft_remarks, paper_span, source, status
from tracker.adapters.annexes.wording import due_text, group_title, one_line
from tracker.adapters.messages import Messages
from tracker.domain.annex_rows import AnnexRow
from tracker.domain.annexes import Annex, group
from tracker.domain.printed import Block, Heading, Listing, Paragraph, Span, plain
from tracker.domain.statuses import Status


def body(annex: Annex, messages: Messages) -> list[Block]:
    """The items by group, and then the list of those that are considered settled."""
    blocks: list[Block] = []
    for one in group(annex.rows, annex.grouping):
        blocks.append(Heading(2, one_line(group_title(one, annex.grouping, messages))))
        for row in one.rows:
            blocks += _item(row, annex, messages)
    settled = [row for row in annex.rows if row.closed or row.status is Status.PROPOSED_MET]
    return blocks + (_settled(settled, annex, messages) if settled else [])


def _item(row: AnnexRow, annex: Annex, messages: Messages) -> Iterable[Block]:
    first, *others = status(row, messages)
    footnote = Span("", footnote=_footnote(row, annex, messages))
    yield Heading(3, one_line(row.description))
    if isinstance(first, Paragraph):
        yield Paragraph((*first.spans, footnote))
    else:
        yield Paragraph((Span(messages.text("Stand van zaken:")), footnote))
        yield first
    yield from others
    yield from draft_remarks(row, annex, messages)


def _footnote(row: AnnexRow, annex: Annex, messages: Messages) -> tuple[Span, ...]:
    place = source(row, annex)
    told = place if place.text else Span(messages.text("Geen vindplaats"))
    due = [f"{one_line(one.what)}: {due_text(one, messages)}" for one in row.open_deadlines]
    ends = [Span(f". {'; '.join(due)}.")] if due else [Span(".")]
    return (told, *ends)


def _settled(rows: list[AnnexRow], annex: Annex, messages: Messages) -> list[Block]:
    return [
        Heading(2, messages.text("Afgedaan")),
        plain(messages.text("De volgende moties, toezeggingen en aanbevelingen zijn afgedaan:")),
        Listing(tuple((Paragraph(_settled_line(row, annex, messages)),) for row in rows)),
    ]


def _settled_line(row: AnnexRow, annex: Annex, messages: Messages) -> tuple[Span, ...]:
    place = source(row, annex)
    spans = [Span(one_line(row.description))]
    if place.text:
        spans += [Span(" ("), place, Span(")")]
    if row.closing:
        spans += [Span(messages.text(", afgedaan met") + " "), paper_span(row.closing)]
    elif not row.closed:
        spans.append(Span(messages.text(", afgedaan met deze brief")))
    return tuple(spans)
