"""A document as one web page that needs nothing else: its own style, no script."""

from base64 import b64encode
from collections.abc import Iterable
from importlib import resources

from markupsafe import Markup, escape

from tracker.adapters.messages import Messages
from tracker.adapters.printed.texts import caption_of
from tracker.domain.printed import (
    Block,
    Cell,
    Heading,
    Listing,
    Mark,
    Paragraph,
    Picture,
    Printed,
    Span,
    Style,
    Table,
)

_MARKS = {Mark.REMOVED: "del", Mark.ADDED: "ins"}
_CLASSES = {Style.TEXT: "", Style.FACT: ' class="fact"', Style.REMARK: ' class="remark"'}
_HEAD = Markup(
    "<!doctype html>\n"
    '<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<title>{title}</title>\n"
    '<meta name="author" content="{author}">\n'
    '<meta name="description" content="{subject}">\n'
    '<meta name="dcterms.date" content="{day}">\n'
    "<style>\n{style}</style>\n</head>\n<body>\n{mark}<main>\n"
)


def render_html(document: Printed, messages: Messages) -> bytes:
    """The document as HTML; equal documents give equal bytes."""
    style = resources.files(__package__).joinpath("printed.css").read_text(encoding="utf-8")
    mark = Markup('<p class="mark">{}</p>\n').format(document.mark) if document.mark else ""
    head = _HEAD.format(
        language=document.language,
        title=document.title,
        author=document.author,
        subject=document.subject,
        day=document.reference_date.isoformat(),
        style=Markup(style),
        mark=mark,
    )
    writer = _Writer(messages)
    blocks = [writer.block(block) for block in document.blocks]
    tail = Markup("</main>\n</body>\n</html>\n")
    page = Markup("\n").join([head, *blocks, *writer.footnotes(), tail])
    return str(page).encode(errors="replace")


class _Writer:
    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._tables = 0
        self._notes: list[Markup] = []

    def block(self, block: Block) -> Markup:
        match block:
            case Heading():
                return Markup("<h{0}>{1}</h{0}>").format(block.level, block.text)
            case Table():
                return self._table(block)
            case Picture():
                svg = b64encode(block.svg.encode()).decode()
                return Markup(
                    '<figure><img src="data:image/svg+xml;base64,{}" alt="{}"></figure>'
                ).format(svg, block.words)
        return self._flow((block,))

    def footnotes(self) -> list[Markup]:
        if not self._notes:
            return []
        entries = [
            Markup('<li id="noot-{0}">{1} <a href="#naar-{0}" aria-label="{2}">↩</a></li>').format(
                number, note, self._messages.text("Terug naar de tekst")
            )
            for number, note in enumerate(self._notes, start=1)
        ]
        return [Markup('<ol class="notes">{}</ol>').format(Markup("\n").join(entries))]

    def _table(self, table: Table) -> Markup:
        self._tables += 1
        headings = Markup("").join(
            Markup('<th scope="col">{}</th>').format(column.heading) for column in table.columns
        )
        rows = Markup("\n").join(
            Markup("<tr>{}</tr>").format(
                Markup("").join(Markup("<td>{}</td>").format(self._flow(cell)) for cell in row)
            )
            for row in table.rows
        )
        return Markup(
            "<table>\n<caption>{}</caption>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>\n"
            "</table>"
        ).format(caption_of(self._tables, table, self._messages), headings, rows)

    def _flow(self, cell: Cell) -> Markup:
        return Markup("\n").join(
            self._listing(block) if isinstance(block, Listing) else self._paragraph(block)
            for block in cell
        )

    def _paragraph(self, paragraph: Paragraph) -> Markup:
        return Markup('<p dir="auto"{}>{}</p>').format(
            Markup(_CLASSES[paragraph.style]), self._spans(paragraph.spans)
        )

    def _listing(self, listing: Listing) -> Markup:
        entries = Markup("\n").join(
            Markup("<li>{}</li>").format(self._flow(entry)) for entry in listing.entries
        )
        if listing.start is None:
            return Markup("<ul>\n{}\n</ul>").format(entries)
        return Markup('<ol start="{}">\n{}\n</ol>').format(listing.start, entries)

    def _spans(self, spans: Iterable[Span]) -> Markup:
        return Markup("").join(map(self._span, spans))

    def _span(self, span: Span) -> Markup:
        if span.footnote:
            self._notes.append(self._spans(span.footnote))
            return self._looked(span) + Markup(
                '<sup><a id="naar-{0}" href="#noot-{0}" aria-label="{1} {0}">{0}</a></sup>'
            ).format(len(self._notes), self._messages.text("Noot"))
        return self._looked(span)

    def _looked(self, span: Span) -> Markup:
        told = Markup("<br>").join(escape(line) for line in span.text.split("\n"))
        if span.bold:
            told = Markup("<strong>{}</strong>").format(told)
        if span.italic:
            told = Markup("<em>{}</em>").format(told)
        if span.link:
            told = Markup('<a href="{}">{}</a>').format(span.link, told)
        if span.mark:
            told = Markup("<{0}>{1}</{0}>").format(Markup(_MARKS[span.mark]), told)
        return told
