"""Templates as ODT."""

import copy
import io
import zipfile
from collections.abc import Iterator, Sequence

from lxml import etree

from tracker.adapters.annexes.templates.filling import Piece, Problem, Row, TemplateRefused
from tracker.adapters.annexes.templates.packing import packed_alike
from tracker.adapters.documents.archives import Archive
from tracker.domain.annexes import Annex

_TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_PARAGRAPHS = (f"{{{_TEXT}}}p", f"{{{_TEXT}}}h")
_ROW = f"{{{_TABLE}}}table-row"
_PARTS = ("content.xml", "styles.xml")
_MIMETYPE = b"application/vnd.oasis.opendocument.text"


def open_document(content: bytes) -> "OpenedOdt":
    """The document. TemplateRefused where it is none, DomainError where its archive is unsafe."""
    Archive(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if not archive.read("mimetype").startswith(_MIMETYPE):
                raise TemplateRefused([Problem("template.not_odt")])
            entries = {name: archive.read(name) for name in archive.namelist()}
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            parts = {name: etree.fromstring(entries[name], parser) for name in _PARTS}
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
        raise TemplateRefused([Problem("template.not_odt")]) from error
    return OpenedOdt(entries, parts)


class _Slot:
    """The text before the children of an element, or after an element."""

    def __init__(self, element: etree._Element, *, after: bool) -> None:
        self._element = element
        self._after = after
        self._text = (element.tail if after else element.text) or ""

    @property
    def text(self) -> str:
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        self._text = text
        first, *others = text.split("\n")
        if self._after:
            self._element.tail = first
        else:
            self._element.text = first
        breaks = []
        for line in others:
            broken = etree.Element(f"{{{_TEXT}}}line-break")
            broken.tail = line
            breaks.append(broken)
        self._insert(breaks)

    def _insert(self, elements: list[etree._Element]) -> None:
        parent = self._element.getparent() if self._after else self._element
        if parent is None:
            return
        place = parent.index(self._element) + 1 if self._after else 0
        parent[place:place] = elements


class _Row:
    def __init__(self, element: etree._Element) -> None:
        self._element = element

    def paragraphs(self) -> Iterator[Sequence[Piece]]:
        return _paragraphs(self._element)

    def copies(self, count: int) -> list[Row]:
        made = [copy.deepcopy(self._element) for _ in range(count)]
        for element in reversed(made):
            self._element.addnext(element)
        parent = self._element.getparent()
        if parent is not None:
            parent.remove(self._element)
        return [_Row(element) for element in made]


class OpenedOdt:
    """An opened ODT."""

    def __init__(self, entries: dict[str, bytes], parts: dict[str, etree._Element]) -> None:
        self._entries = entries
        self._parts = parts

    def paragraphs(self) -> Iterator[Sequence[Piece]]:
        """Every paragraph of the text, its margins and its tables."""
        for part in self._parts.values():
            yield from _paragraphs(part)

    def rows(self) -> Iterator[Row]:
        """Every row of a table that holds no table itself."""
        for part in self._parts.values():
            for element in part.iter(_ROW):
                if not any(inner is not element for inner in element.iter(_ROW)):
                    yield _Row(element)

    def save(self, annex: Annex) -> bytes:
        """The bytes; the template's own metadata stay as they are."""
        for name, part in self._parts.items():
            self._entries[name] = etree.tostring(part, xml_declaration=True, encoding="UTF-8")
        saved = io.BytesIO()
        with zipfile.ZipFile(saved, "w") as archive:
            for name, content in self._entries.items():
                archive.writestr(name, content)
        return packed_alike(saved.getvalue())


def _paragraphs(element: etree._Element) -> Iterator[Sequence[Piece]]:
    for paragraph in element.iter(*_PARAGRAPHS):
        yield list(_slots(paragraph))


def _slots(paragraph: etree._Element) -> Iterator[Piece]:
    yield _Slot(paragraph, after=False)
    for child in paragraph:
        if child.tag not in _PARAGRAPHS and isinstance(child.tag, str):
            yield from _slots(child)
        yield _Slot(child, after=True)
