"""Templates as DOCX."""

import copy
import io
import zipfile
from collections.abc import Iterator, Sequence

from docx import Document
from docx.document import Document as DocxDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from lxml import etree

from tracker.adapters.annexes import wording
from tracker.adapters.annexes.templates.filling import Piece, Problem, Row, TemplateRefused
from tracker.adapters.annexes.templates.packing import packed_alike
from tracker.adapters.documents.archives import Archive
from tracker.domain.annexes import Annex

_T, _P, _TR = qn("w:t"), qn("w:p"), qn("w:tr")


def open_document(content: bytes) -> "OpenedDocx":
    """The document. TemplateRefused where it is none, DomainError where its archive is unsafe."""
    Archive(content)
    try:
        return OpenedDocx(Document(io.BytesIO(content)))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise TemplateRefused([Problem("template.not_docx")]) from error


class _Text:
    """A w:t; its run takes a break for each newline."""

    def __init__(self, element: etree._Element) -> None:
        self._element = element
        self._text = element.text or ""

    @property
    def text(self) -> str:
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        self._text = text
        first, *others = text.split("\n")
        _set(self._element, first)
        last = self._element
        for line in others:
            added = etree.Element(_T)
            _set(added, line)
            broken = etree.Element(qn("w:br"))
            last.addnext(broken)
            broken.addnext(added)
            last = added


def _set(element: etree._Element, text: str) -> None:
    element.text = text
    element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


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


class OpenedDocx:
    """An opened DOCX."""

    def __init__(self, document: DocxDocument) -> None:
        self._document = document

    def paragraphs(self) -> Iterator[Sequence[Piece]]:
        """Every paragraph of the text, its margins and its tables."""
        for part in self._parts():
            yield from _paragraphs(part)

    def rows(self) -> Iterator[Row]:
        """Every row of a table that holds no table itself."""
        for part in self._parts():
            for element in part.iter(_TR):
                if not any(inner is not element for inner in element.iter(_TR)):
                    yield _Row(element)

    def save(self, annex: Annex) -> bytes:
        """The bytes, dated by the letter."""
        properties = self._document.core_properties
        properties.title = wording.one_line(annex.title)[:255]
        properties.author = properties.last_modified_by = wording.one_line(annex.author)[:255]
        properties.language = annex.language
        properties.created = properties.modified = annex.made_at.replace(microsecond=0)
        saved = io.BytesIO()
        self._document.save(saved)
        return packed_alike(saved.getvalue())

    def _parts(self) -> Iterator[etree._Element]:
        yield self._document.element.body
        for section in self._document.sections:
            for margin in (section.header, section.footer):
                if not margin.is_linked_to_previous:
                    yield margin._element


def _paragraphs(element: etree._Element) -> Iterator[Sequence[Piece]]:
    for paragraph in element.iter(_P):
        yield [_Text(text) for text in paragraph.iter(_T)]
