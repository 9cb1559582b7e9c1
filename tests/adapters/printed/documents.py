"""Documents with all that is hard to write, by hand and by hypothesis, and what they must say."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from tracker.domain.printed import (
    Block,
    Cell,
    Column,
    Heading,
    Listing,
    Mark,
    Paragraph,
    Picture,
    Printed,
    Span,
    Style,
    Table,
    plain,
    text_of,
)

PAPER = "https://zoek.officielebekendmakingen.nl/kst-31015-186.html"
OTHER_PAPER = "https://zoek.officielebekendmakingen.nl/kst-31015-187.html"
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 60" width="400" height="60">'
    '<rect x="10" y="10" width="200" height="30" fill="#0d5963"/></svg>'
)
COLUMNS = (Column("Omschrijving", 38), Column("Vindplaats", 20), Column("Stand van zaken", 42))

STATUS: Cell = (
    Paragraph(
        (
            Span("Een opzet is "),
            Span("besproken", bold=True),
            Span("; kosten € 12.500 & meer volgens "),
            Span("de <b>brief</b>", link=PAPER),
            Span("", footnote=(Span("Zie ook "), Span("deze", link=OTHER_PAPER), Span("."))),
            Span(". Verder *niets* | 1. _zeker_\nop een regel.", italic=True),
        )
    ),
    Listing(
        (
            (plain("één"), Listing(((plain("diep"),),), start=4)),
            (plain("twee"), plain("vervolg")),
        ),
        start=3,
    ),
    Listing(((plain("punt"),), (plain("- streep"), Listing(((plain("dieper"),),))))),
    Paragraph(
        (
            Span("uiterlijk "),
            Span("1 juli", mark=Mark.REMOVED),
            Span(" "),
            Span("1 oktober", mark=Mark.ADDED),
            Span(" 2021"),
        )
    ),
    plain("שלום עולם"),
    plain("Geen nieuwe stand van zaken sinds 31 maart 2021", Style.REMARK),
)
PLACE: Cell = (Paragraph((Span("Kamerstukken II 2020/21, 31 015, nr. 186", link=PAPER),)),)


def a_row(number: int = 1, status: Cell = STATUS) -> tuple[Cell, ...]:
    """A row whose first cell ends with its number as a remark."""
    return ((plain("De motie Kuik 🙂"), plain(f"M-2021-{number:04}", Style.REMARK)), PLACE, status)


def a_document(*blocks: Block, landscape: bool = True, mark: str = "") -> Printed:
    """A document with these blocks below its title."""
    return Printed(
        title="Moties en toezeggingen & meer",
        subject="Aan: Tweede Kamer. Peildatum: 30 juni 2021",
        author="Noor Aksoy",
        language="nl",
        made_at=datetime(2021, 7, 1, 7, 12, tzinfo=UTC),
        reference_date=date(2021, 6, 30),
        blocks=(Heading(1, "Moties en toezeggingen & meer"), *blocks),
        mark=mark,
        landscape=landscape,
    )


RICH = a_document(
    plain("Aan: Tweede Kamer", Style.FACT),
    *STATUS,
    Heading(2, "Moties #"),
    Table("Moties die zijn afgerond [1/2]", COLUMNS, (a_row(), a_row(2, ()))),
    Heading(3, "Onder de moties"),
    Table("Moties die zijn afgerond [1/2]", COLUMNS, (a_row(3, (plain("=1+1"),)),)),
    Picture(SVG, "Afgedaan: 20; te laat: 12"),
    plain("Slot."),
    mark="Concept",
)
MANY = a_document(
    Table("Alle moties", COLUMNS, tuple(a_row(n, (plain("Afgedaan."),)) for n in range(60))),
    mark="Concept",
)

_LETTERS = st.sampled_from("abcdeABC éë€🙂<>&|*_`#[](){}!\\~+-=@:.;'\"/%$0123456789")
_TEXTS = st.one_of(
    st.text(_LETTERS, max_size=40),
    st.sampled_from(
        [
            "een\ntwee\n\ndrie",
            "1. eerst",
            "12) tweede\n- derde",
            "  ruim   gezet ",
            "een\ttab",
            "=SOM(A1)",
            "&amp; &#35;",
            "<script>alert(1)</script>",
            "https://voorbeeld.nl/pad",
            "# geen kop",
            "a | b\n:--",
            "***",
            "![x](y)",
            "woord " * 834,
            "x" * 5_000,
        ]
    ),
)
_NOTES = st.lists(st.builds(Span, _TEXTS.map(str.strip)), min_size=1, max_size=2).map(tuple)
_SPANS = st.one_of(
    st.builds(
        Span,
        _TEXTS,
        bold=st.booleans(),
        italic=st.booleans(),
        link=st.sampled_from([None, PAPER, "https://voorbeeld.nl/a|b<c>\\d(e)?f=1&g=2"]),
        mark=st.sampled_from([None, *Mark]),
    ),
    st.builds(Span, st.just(""), footnote=_NOTES),
)
_PARAGRAPHS = st.one_of(
    st.builds(
        Paragraph, st.lists(_SPANS, max_size=4).map(tuple), style=st.sampled_from(list(Style))
    ),
    st.just(plain("שלום עולם")),
)
_LISTS = st.recursive(
    _PARAGRAPHS,
    lambda inner: st.builds(
        Listing,
        st.lists(st.lists(inner, max_size=2).map(tuple), min_size=1, max_size=3).map(tuple),
        start=st.sampled_from([None, 0, 1, 7]),
    ),
    max_leaves=6,
)
_CELLS = st.lists(_LISTS, max_size=2).map(tuple)
_LINES = _TEXTS.map(lambda text: " ".join(text.split()) or "leeg")
_TABLES = st.integers(1, 4).flatmap(
    lambda width: st.builds(
        Table,
        _LINES,
        st.lists(st.builds(Column, _LINES, st.integers(1, 60)), min_size=width, max_size=width).map(
            tuple
        ),
        st.lists(st.tuples(*[_CELLS] * width), max_size=3).map(tuple),
    )
)
_BLOCKS = st.one_of(
    _LISTS, _TABLES, st.builds(Heading, st.integers(2, 6), _LINES), st.just(Picture(SVG, "Een"))
)
DOCUMENTS = st.lists(_BLOCKS, max_size=4).map(lambda blocks: a_document(*blocks))


def words_of(document: Printed) -> list[str]:
    """All words of a document in reading order, with its tables numbered."""
    return " ".join(text_of(_numbered(document))).split()


def plain_words_of(document: Printed, only_links_shown: bool) -> list[str]:
    """The words with the signs that formats without markup have in the place of looks.

    The address of a cell that is one link is left out where the cell itself is a link.
    """
    return [
        word
        for block in _numbered(document).blocks
        for text in _plain_block(block, only_links_shown)
        for word in text.split()
    ]


def in_sheets(document: Printed) -> Printed:
    """The document as a workbook has it: what stands in no table first."""
    numbered = _numbered(document).blocks
    tables = tuple(block for block in numbered if isinstance(block, Table))
    others = tuple(block for block in numbered if not isinstance(block, Table))
    return replace(document, blocks=(*others, *tables))


def _numbered(document: Printed) -> Printed:
    number, blocks = 0, []
    for block in document.blocks:
        if isinstance(block, Table) and not block.caption.startswith("Tabel "):
            number += 1
            block = replace(block, caption=f"Tabel {number}: {block.caption}")
        blocks.append(block)
    return replace(document, blocks=tuple(blocks))


def _plain_block(block: Block, only_links_shown: bool) -> Iterator[str]:
    match block:
        case Heading():
            yield block.text
        case Picture():
            yield block.words
        case Table():
            yield block.caption
            yield from (column.heading for column in block.columns)
            for row in block.rows:
                for cell in row:
                    yield from _plain_cell(_without_only_link(cell) if only_links_shown else cell)
        case _:
            yield from _plain_cell((block,))


def _without_only_link(cell: Cell) -> Cell:
    match cell:
        case (Paragraph(spans=(Span(link=str(), text=text) as span,)),) if len(text) <= 255:
            return (Paragraph((replace(span, link=None),)),)
    return cell


def _plain_cell(cell: Cell) -> Iterator[str]:
    for block in cell:
        if isinstance(block, Paragraph):
            yield "".join(map(_plain_span, block.spans))
            continue
        for place, entry in enumerate(block.entries):
            yield "–" if block.start is None else f"{block.start + place}."
            yield from _plain_cell(entry)


def _plain_span(span: Span) -> str:
    text = span.text
    if text.strip() and span.mark:
        text = f"[-{text}-]" if span.mark is Mark.REMOVED else f"{{+{text}+}}"
    if span.text.strip() and span.link and span.text != span.link:
        text += f" <{span.link}>"
    if span.footnote:
        text += f" [{''.join(map(_plain_span, span.footnote))}]"
    return text
