"""Pieces that several layouts print alike."""

from collections.abc import Iterable, Sequence

from tracker.adapters.annexes import wording
from tracker.adapters.labels import label
from tracker.adapters.marked_texts import marked_blocks, printable, web_address
from tracker.adapters.messages import Messages
from tracker.domain.annex_rows import AnnexPaper, AnnexRow
from tracker.domain.annexes import SHARES, Annex, Field
from tracker.domain.printed import (
    Block,
    Cell,
    Column,
    Heading,
    Listing,
    Paragraph,
    Span,
    Style,
    Table,
    plain,
)


def opening(annex: Annex, messages: Messages) -> list[Block]:
    """The title and the lines below it."""
    lines = wording.facts(annex, messages)
    return [
        Heading(1, wording.one_line(annex.title)),
        *(plain(wording.one_line(line), Style.FACT) for line in lines),
    ]


def rows_table(caption: str, rows: Iterable[AnnexRow], annex: Annex, messages: Messages) -> Table:
    """A table of rows with the columns of the letter."""
    fields = annex.fields
    return Table(
        wording.one_line(caption),
        columns(fields, [wording.column(field, annex, messages) for field in fields]),
        tuple(tuple(_cell(row, field, annex, messages) for field in fields) for row in rows),
    )


def columns(fields: Sequence[Field], headings: Sequence[str]) -> tuple[Column, ...]:
    """The columns with their shares of the width, 100 together."""
    whole = sum(SHARES[field] for field in fields)
    shares = [SHARES[field] * 100 // whole for field in fields]
    shares[-1] += 100 - sum(shares)
    return tuple(map(Column, headings, shares))


def _cell(row: AnnexRow, field: Field, annex: Annex, messages: Messages) -> Cell:
    cell = _content(row, field, annex, messages)
    if not annex.draft or field is not annex.fields[0]:
        return cell
    numbered = row.number in [span.text for one in cell for span in getattr(one, "spans", ())]
    return (*cell, *remarks(row, messages)[1 if numbered else 0 :])


def _content(row: AnnexRow, field: Field, annex: Annex, messages: Messages) -> Cell:
    match field:
        case Field.NUMBER:
            return (_number(row, annex),)
        case Field.REGISTER_NUMBER:
            number = row.register_number
            return (plain(number) if number else _number(row, annex),)
        case Field.DESCRIPTION:
            return lines(row.description)
        case Field.SOURCE_PLACE:
            return (Paragraph((source(row, annex),)),)
        case Field.DUE:
            return due_dates(row, messages)
        case Field.OWNER:
            return (plain(row.owner),)
        case Field.STATUS_TEXT:
            return status(row, messages)


def _number(row: AnnexRow, annex: Annex) -> Paragraph:
    """The item's number; a draft links it to the item."""
    return Paragraph((Span(row.number, link=web_address(row.href) if annex.draft else None),))


def lines(text: str) -> Cell:
    """A text without markup, in paragraphs."""
    parts = printable(text).strip("\n").split("\n\n")
    return tuple(plain(part.strip("\n")) for part in parts if part.strip())


def status(row: AnnexRow, messages: Messages) -> Cell:
    """The status text; an empty one is said, so that no cell looks forgotten."""
    return marked_blocks(wording.status_text(row, messages))


def source(row: AnnexRow, annex: Annex) -> Span:
    """The source place, linked to the paper."""
    text = wording.source_place(row, annex.place_by)
    return Span(text, link=web_address(row.source_url) if text else None)


def due_dates(row: AnnexRow, messages: Messages) -> Cell:
    """The dates of what is still due."""
    return tuple(plain(wording.due_text(one, messages)) for one in row.open_deadlines)


def remarks(row: AnnexRow, messages: Messages) -> tuple[Paragraph, ...]:
    """What a draft says besides: the number, linked to the item, and what to look at."""
    number = Span(wording.one_line(row.number), link=web_address(row.href))
    flag = wording.flag_text(row, messages)
    flagged = (plain(flag, Style.REMARK),) if flag else ()
    return (Paragraph((number,), Style.REMARK), *flagged)


def draft_remarks(row: AnnexRow, annex: Annex, messages: Messages) -> tuple[Paragraph, ...]:
    """The same, of a draft alone."""
    return remarks(row, messages) if annex.draft else ()


def deadlines(row: AnnexRow, messages: Messages) -> Block | None:
    """What is still due, and when, as a list."""
    entries = [
        (
            Paragraph(
                (
                    Span(wording.one_line(one.what)),
                    Span(": "),
                    Span(wording.due_text(one, messages), bold=True),
                )
            ),
        )
        for one in row.open_deadlines
    ]
    return Listing(tuple(entries)) if entries else None


def paper_span(paper: AnnexPaper) -> Span:
    """A paper's place, linked."""
    return Span(wording.one_line(paper.place), link=web_address(paper.url))


def led(words: str, text: str) -> Paragraph:
    """A fact: its name in bold, and what it is."""
    return Paragraph((Span(f"{words}: ", bold=True), Span(wording.one_line(text))), Style.FACT)


def response(row: AnnexRow, messages: Messages) -> str:
    """How the cabinet responded to a recommendation; empty for anything else."""
    return label(messages, "response", row.response) if row.response else ""
