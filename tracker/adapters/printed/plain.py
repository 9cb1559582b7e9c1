"""The blocks of a document as plain lines, for formats without markup."""

from collections.abc import Iterable, Iterator

from tracker.domain.printed import Cell, Listing, Mark, Paragraph, Span

_MARKS = {Mark.REMOVED: "[-{}-]", Mark.ADDED: "{{+{}+}}"}
_INDENT = "  "


def plain_text(cell: Cell) -> str:
    """The text of a cell: a line a paragraph, lists with their marks, footnotes in brackets,
    and what was removed or added between signs."""
    return "\n".join(plain_lines(cell))


def plain_lines(cell: Cell) -> Iterator[str]:
    """The same, line by line."""
    for block in cell:
        if isinstance(block, Paragraph):
            yield from plain_spans(block.spans).split("\n")
        else:
            yield from _entries(block)


def plain_spans(spans: Iterable[Span]) -> str:
    """Pieces of a line; a link whose text is not its address is followed by it."""
    return "".join(map(_span, spans))


def list_mark(listing: Listing, place: int) -> str:
    """What stands before an entry: '–', or its number with a point."""
    return "–" if listing.start is None else f"{listing.start + place}."


def _entries(listing: Listing) -> Iterator[str]:
    for place, entry in enumerate(listing.entries):
        first, *others = list(plain_lines(entry)) or [""]
        yield f"{list_mark(listing, place)} {first}".rstrip()
        yield from (f"{_INDENT}{line}" for line in others)


def _span(span: Span) -> str:
    text = span.text
    if text.strip():
        if span.mark:
            text = _MARKS[span.mark].format(text)
        if span.link and span.text != span.link:
            text = f"{text} <{span.link}>"
    return f"{text} [{plain_spans(span.footnote)}]" if span.footnote else text
