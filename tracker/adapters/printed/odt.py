"""A document as OpenDocument text: real headings, tables that repeat their header."""

from collections.abc import Iterable, Iterator
from itertools import count

from lxml import etree

from tracker.adapters.messages import Messages
from tracker.adapters.printed.elements import as_bytes
from tracker.adapters.printed.measures import Page, column_widths, keeps_together, page_of
from tracker.adapters.printed.odt_text import Texts, filled, make, spaced
from tracker.adapters.printed.opendocument import (
    found,
    metadata,
    packed_document,
    page_number,
    set_language,
    template,
)
from tracker.adapters.printed.pictures import drawn
from tracker.domain.printed import Block, Heading, Picture, Printed, Table

_MEDIA_TYPE = "application/vnd.oasis.opendocument.text"


def render_odt(document: Printed, messages: Messages) -> bytes:
    """The document as an ODT file; equal documents give equal bytes."""
    body = _Body(page_of(document), messages)
    content = template("odt_content.xml")
    text = found(content, ".//office:text")
    for block in document.blocks:
        text.extend(body.elements(block))
    found(content, "office:automatic-styles").extend(body.column_styles())
    files = {
        "content.xml": as_bytes(content),
        "styles.xml": as_bytes(_styles(document, messages)),
        "meta.xml": metadata(document, messages),
        **body.pictures,
    }
    return packed_document(_MEDIA_TYPE, files)


def _styles(document: Printed, messages: Messages) -> etree._Element:
    styles, page = template("odt_styles.xml"), page_of(document)
    set_language(
        found(styles, ".//style:default-style[@style:family='paragraph']/style:text-properties"),
        document.language,
    )
    layout = found(styles, ".//style:page-layout-properties")
    layout.set(make.name("fo:page-width"), f"{page.width}mm")
    layout.set(make.name("fo:page-height"), f"{page.height}mm")
    orientation = "landscape" if document.landscape else "portrait"
    layout.set(make.name("style:print-orientation"), orientation)
    found(styles, ".//style:tab-stop").set(make.name("style:position"), f"{page.text_width}mm")
    filled(found(styles, ".//style:header/text:p"), document.mark)
    footer = found(styles, ".//style:footer/text:p")
    filled(footer, f"{document.title}\t")
    page_number(footer, messages)
    return styles


class _Body:
    """Makes the elements of the body, and keeps what they refer to."""

    def __init__(self, page: Page, messages: Messages) -> None:
        self.pictures: dict[str, bytes] = {}
        self._page = page
        self._messages = messages
        self._texts = Texts()
        self._tables = count(1)
        self._widths: dict[str, float] = {}

    def elements(self, block: Block) -> list[etree._Element]:
        match block:
            case Heading():
                attributes = {
                    "text:style-name": f"Heading_20_{block.level}",
                    "text:outline-level": str(block.level),
                }
                return [make("text:h", attributes, *spaced(block.text))]
            case Table():
                return list(self._captioned(block, next(self._tables)))
            case Picture():
                return [self._picture(block)]
            case _:
                return self._texts.blocks((block,), in_table=False)

    def column_styles(self) -> Iterator[etree._Element]:
        """The styles of the columns of all tables."""
        for name, width in self._widths.items():
            yield make(
                "style:style",
                {"style:name": name, "style:family": "table-column"},
                make("style:table-column-properties", {"style:column-width": f"{width:.2f}mm"}),
            )
        yield make(
            "style:style",
            {"style:name": "Printed", "style:family": "table"},
            make(
                "style:table-properties",
                {
                    "style:width": f"{self._page.text_width}mm",
                    "table:align": "left",
                    "table:border-model": "collapsing",
                    "style:may-break-between-rows": "true",
                    "style:writing-mode": "lr-tb",
                },
            ),
        )

    def _captioned(self, table: Table, number: int) -> Iterator[etree._Element]:
        word = self._messages.text("Tabel")
        sequence = {
            "text:ref-name": f"refTable{number - 1}",
            "text:name": "Table",
            "text:formula": "ooow:Table+1",
            "style:num-format": "1",
        }
        yield make(
            "text:p",
            {"text:style-name": "Caption"},
            f"{word} ",
            make("text:sequence", sequence, str(number)),
            *spaced(f": {table.caption}"),
        )
        widths = column_widths(table, self._page)
        yield make(
            "table:table",
            {"table:name": f"{word} {number}", "table:style-name": "Printed"},
            *(make("table:table-column", {"table:style-name": self._style(w)}) for w in widths),
            make("table:table-header-rows", {}, self._header(table)),
            *self._rows(table, widths),
        )

    def _style(self, width: float) -> str:
        name = f"Printed.{width:.2f}".replace(".", "_")
        self._widths[name] = width
        return name

    def _header(self, table: Table) -> etree._Element:
        cells = (
            [make("text:p", {"text:style-name": "Table_20_Heading"}, *spaced(column.heading))]
            for column in table.columns
        )
        return _row(cells, "Printed.HeaderRow", "Printed.HeaderCell")

    def _rows(self, table: Table, widths: list[float]) -> Iterator[etree._Element]:
        for row in table.rows:
            cells = [
                self._texts.blocks(cell, in_table=True)
                or [make("text:p", {"text:style-name": "Table_20_Contents"})]
                for cell in row
            ]
            together = keeps_together(row, widths)
            yield _row(cells, "Printed.Row" if together else "Printed.LongRow", "Printed.Cell")

    def _picture(self, picture: Picture) -> etree._Element:
        image = drawn(picture, self._page.text_width)
        path = f"Pictures/picture{len(self.pictures) + 1}.png"
        self.pictures[path] = image.png
        link = {
            "xlink:href": path,
            "xlink:type": "simple",
            "xlink:show": "embed",
            "xlink:actuate": "onLoad",
            "draw:mime-type": "image/png",
        }
        frame = {
            "draw:name": path.partition("/")[2].removesuffix(".png"),
            "text:anchor-type": "as-char",
            "svg:width": f"{image.width:.2f}mm",
            "svg:height": f"{image.height:.2f}mm",
        }
        return make(
            "text:p",
            {"text:style-name": "Figure"},
            make(
                "draw:frame",
                frame,
                make("draw:image", link),
                make("svg:desc", {}, picture.words),
            ),
        )


def _row(cells: Iterable[list[etree._Element]], row_style: str, cell_style: str) -> etree._Element:
    attributes = {"table:style-name": cell_style, "office:value-type": "string"}
    return make(
        "table:table-row",
        {"table:style-name": row_style},
        *(make("table:table-cell", attributes, *cell) for cell in cells),
    )
