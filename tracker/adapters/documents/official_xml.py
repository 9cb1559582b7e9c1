"""The official XML of parliamentary papers: `officiele-publicatie`, and the older `kamerwrk`."""

import re
from datetime import date

from lxml import etree

from tracker.adapters.documents.drafts import Draft, Manuscript
from tracker.adapters.documents.xml import local, named_entity, parse_xml
from tracker.domain.letter_texts import BlockKind, PrintedPaper

ROOTS = frozenset({"officiele-publicatie", "kamerwrk"})

_LEFT_OUT = frozenset(
    {
        *("metadata", "kamerstukkop", "dossier", "stuknr"),
        *("kamerwrk/kop", "frontm", "stuk/ltrlabel", "stuk/nummer"),
        *("li.nr", "witreg", "colspec"),
    }
)
_INLINE = frozenset(
    {
        *("extref", "intref", "extdoc", "sup", "inf", "ovl", "unl", "ondl"),
        *("datum", "ondernummer", "redactie", "abbr", "term"),
    }
)
_HEADINGS = frozenset({"kop", "tussenkop", "tuskop", "titel", "subtitel", "title"})
_JOINED = frozenset({"kop", "naam"})
_YEARS = re.compile(r"(\d{4})\D+(\d{2,4})")


def read_official_xml(content: bytes) -> tuple[list[Draft], PrintedPaper]:
    """The blocks of a paper, and what it says of itself outside them.

    Raises DomainError `document.broken` and `document.unsafe`.
    """
    root = parse_xml(content)
    reader = _Reader()
    reader.read(root)
    return reader.manuscript.finished(), _printed(root)


class _Reader:
    def __init__(self) -> None:
        self.manuscript = Manuscript()
        self._notes = 0

    def read(self, element: etree._Element, *, bold: bool = False, italic: bool = False) -> None:
        """Write the element with all that is in it, but not what comes after it."""
        name = element.tag
        if not isinstance(name, str):
            self.manuscript.write(named_entity(element), bold=bold, italic=italic)
        elif name == "noot":
            self._read_note(element)
        elif name == "row":
            self.manuscript.enter_row()
            self._read_inside(element, bold=bold, italic=italic)
            self.manuscript.leave()
        elif name == "nadruk":
            style = element.get("type") or ""
            self._read_inside(element, bold="vet" in style, italic="cur" in style)
        elif name in _INLINE:
            self._read_inside(element, bold=bold, italic=italic)
        elif _path(element) not in _LEFT_OUT and name not in _LEFT_OUT:
            self._read_block(element, name, bold=bold, italic=italic)

    def _read_block(self, element: etree._Element, name: str, *, bold: bool, italic: bool) -> None:
        parent = element.getparent()
        if parent is not None and parent.tag in _JOINED:
            self.manuscript.write(" ")
            self._read_inside(element, bold=bold, italic=italic)
            return
        if name == "entry":
            self.manuscript.cell()
        elif name in _HEADINGS:
            self.manuscript.begin(BlockKind.HEADING)
        elif name == "al" and parent is not None and parent.tag == "li":
            self.manuscript.begin(BlockKind.LIST_ITEM, _number(parent, element))
        else:
            self.manuscript.begin(BlockKind.PARAGRAPH)
        self._read_inside(element, bold=bold, italic=italic)
        self.manuscript.end()

    def _read_inside(self, element: etree._Element, *, bold: bool, italic: bool) -> None:
        self._write(element.text, bold=bold, italic=italic)
        for child in element:
            self.read(child, bold=bold, italic=italic)
            self._write(child.tail, bold=bold, italic=italic)

    def _write(self, text: str | None, *, bold: bool, italic: bool) -> None:
        if text:
            self.manuscript.write(text, bold=bold, italic=italic)

    def _read_note(self, element: etree._Element) -> None:
        self._notes += 1
        key = f"note {self._notes}"
        number = next(iter(element.iterchildren("noot.nr", "nootnr", "nr")), None)
        mark = _words(number) or element.get("nr")
        self.manuscript.hang(key)
        self.manuscript.enter_note(key, mark or None)
        for child in element:
            if child is not number:
                self.read(child)
        self.manuscript.leave()


def _path(element: etree._Element) -> str:
    parent = element.getparent()
    return f"{local(parent) if parent is not None else ''}/{local(element)}"


def _number(item: etree._Element, paragraph: etree._Element) -> str:
    """What stands before an item of a list, at its first paragraph; a dash or dot is left out."""
    if paragraph is not next(item.iterchildren("al"), None):
        return ""
    number = _words(item.find("li.nr"))
    return number if any(character.isalnum() for character in number) else ""


def _words(element: etree._Element | None) -> str:
    """The text of an element on one line."""
    if element is None:
        return ""
    return " ".join("".join(element.itertext("*")).split())


def _printed(root: etree._Element) -> PrintedPaper:
    head = root.find(".//dossier")
    if head is None:
        head = root.find(".//frontm/onderw")
    metadata = {meta.get("name"): meta.get("content") for meta in root.iter("meta")}
    years = _first(root, ".//tekstregel[@inhoud='vergaderjaar']", ".//vergjaar")
    found = _YEARS.search(years or metadata.get("OVERHEIDop.vergaderjaar") or "")
    return PrintedPaper(
        dossier=_first(head, "dossiernummer", "nummer"),
        dossier_title=_first(head, "titel", "naam"),
        number=_first(root, ".//stuknr/ondernummer", ".//stuk/nummer"),
        session_year=f"{found[1]}-{found[2]}" if found else None,
        dated_on=_dated_on(root, metadata.get("DCTERMS.issued")),
    )


def _first(element: etree._Element | None, *paths: str) -> str | None:
    """The text of the first element that one of the paths leads to."""
    if element is not None:
        for path in paths:
            if text := _words(element.find(path)):
                return text
    return None


def _dated_on(root: etree._Element, issued: str | None) -> date | None:
    printed = root.find(".//datumtekst//datum")
    for text in (printed.get("isodatum") if printed is not None else None, issued):
        try:
            return date.fromisoformat(text or "")
        except ValueError:
            continue
    return None
