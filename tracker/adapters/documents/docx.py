"""Word documents: WordprocessingML, read from the parts of the zip file."""

import re
from dataclasses import dataclass

from lxml import etree

from tracker.adapters.documents.archives import Archive
from tracker.adapters.documents.drafts import LINE, Draft, Manuscript, Piece, Role, headed
from tracker.adapters.documents.healing import heal, resolve_marks
from tracker.adapters.documents.numbering import Counters, roman, written
from tracker.adapters.documents.xml import attribute, child, local, parse_xml
from tracker.domain.errors import DomainError
from tracker.domain.letter_texts import BlockKind

_LEFT_OUT = frozenset(
    {
        *("del", "moveFrom", "delText", "instrText", "delInstrText", "Fallback"),
        *("pPr", "rPr", "tblPr", "trPr", "tcPr", "sectPr", "sdtPr", "footnoteRef", "endnoteRef"),
    }
)
_HEADING = re.compile(r"(?:heading|kop|title|titel|subtitle|ondertitel)\b", re.IGNORECASE)
_OFF = frozenset({"0", "false", "off", "none"})
_LEVEL = re.compile(r"%(\d)")
_DEEPEST = 12


def read_docx(content: bytes) -> list[Draft]:
    """The blocks of a Word document, without what was deleted with changes tracked.

    Raises DomainError `document.not_what_it_says` and those of archives and XML.
    """
    archive = Archive(content)
    main = archive.read("word/document.xml")
    if main is None:
        raise DomainError("document.not_what_it_says", suffix=".docx")
    reader = _Reader(_Styles(_part(archive, "styles")), _Lists(_part(archive, "numbering")))
    reader.read(parse_xml(main))
    reader.read_notes("footnote", _part(archive, "footnotes"))
    reader.read_notes("endnote", _part(archive, "endnotes"))
    return heal(headed(resolve_marks(reader.manuscript.finished())))


def _part(archive: Archive, name: str) -> etree._Element | None:
    content = archive.read(f"word/{name}.xml")
    return None if content is None else parse_xml(content)


@dataclass(frozen=True)
class _Style:
    name: str
    based_on: str | None
    outlined: bool
    numbering: etree._Element | None


class _Styles:
    def __init__(self, part: etree._Element | None) -> None:
        self._styles: dict[str, _Style] = {}
        for style in part if part is not None else ():
            if local(style) == "style":
                self._styles[attribute(style, "styleId") or ""] = _Style(
                    attribute(child(style, "name"), "val") or "",
                    attribute(child(style, "basedOn"), "val"),
                    child(style, "pPr", "outlineLvl") is not None,
                    child(style, "pPr", "numPr"),
                )

    def chain(self, identifier: str | None) -> list[_Style]:
        """A style and those that it is based on."""
        found: list[_Style] = []
        while identifier in self._styles and len(found) < _DEEPEST:
            found.append(self._styles[identifier])
            identifier = found[-1].based_on
        return found


class _Lists:
    def __init__(self, part: etree._Element | None) -> None:
        self._abstract: dict[str | None, etree._Element] = {}
        self._used: dict[str | None, str | None] = {}
        self._counters: dict[str | None, Counters] = {}
        for element in part if part is not None else ():
            if local(element) == "abstractNum":
                self._abstract[attribute(element, "abstractNumId")] = element
            elif local(element) == "num":
                used = attribute(child(element, "abstractNumId"), "val")
                self._used[attribute(element, "numId")] = used

    def number(self, properties: etree._Element) -> str | None:
        """What stands before the item; '' for a dash or a dot, None if it is in no list."""
        identifier = attribute(child(properties, "numId"), "val")
        if identifier in {None, "0"}:
            return None
        level = _integer(attribute(child(properties, "ilvl"), "val"), 0)
        used = self._used.get(identifier)
        levels = {
            _integer(attribute(found, "ilvl"), 0): found
            for found in self._abstract.get(used, ())
            if local(found) == "lvl"
        }
        if level not in levels:
            return ""
        start = _integer(attribute(child(levels[level], "start"), "val"), 1)
        counts = self._counters.setdefault(used, Counters()).next(level, start)

        def count(found: re.Match[str]) -> str:
            wanted = int(found[1]) - 1
            form = attribute(child(levels.get(wanted), "numFmt"), "val") or "decimal"
            return written(counts.get(wanted, 1), form)

        if attribute(child(levels[level], "numFmt"), "val") in {"bullet", "none"}:
            return ""
        return _LEVEL.sub(count, attribute(child(levels[level], "lvlText"), "val") or "")


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else otherwise


class _Reader:
    def __init__(self, styles: _Styles, lists: _Lists) -> None:
        self.manuscript = Manuscript()
        self._styles = styles
        self._lists = lists
        self._notes: dict[str, int] = {}
        self._asides: list[etree._Element] = []
        self._style = (False, False, False)

    def read(self, element: etree._Element) -> None:
        """Write an element with all that is in it."""
        name = local(element)
        if name in _LEFT_OUT or (name == "tr" and child(element, "trPr", "del") is not None):
            return
        match name:
            case "p":
                self._read_paragraph(element)
            case "tr":
                self.manuscript.enter_row()
                self._read_inside(element)
                self.manuscript.leave()
            case "r":
                self._style = _run_style(child(element, "rPr"))
                self._read_inside(element)
            case "txbxContent":
                self._asides.append(element)
            case _:
                self._read_small(element, name)

    def _read_small(self, element: etree._Element, name: str) -> None:
        match name:
            case "t":
                bold, italic, raised = self._style
                role = Role.RAISED if raised else Role.TEXT
                self.manuscript.add(Piece(element.text or "", role, bold, italic))
            case "tab":
                self.manuscript.write(" ")
            case "noBreakHyphen":
                self.manuscript.write("-")
            case "br" | "cr" if attribute(element, "type") != "page":
                self.manuscript.add(LINE)
            case "footnoteReference" | "endnoteReference":
                key = f"{name.removesuffix('Reference')} {attribute(element, 'id')}"
                kind = name.removesuffix("Reference")
                self._notes.setdefault(key, 1 + sum(k.startswith(kind) for k in self._notes))
                self.manuscript.hang(key)
            case _:
                if name == "tc":
                    self.manuscript.cell()
                self._read_inside(element)

    def _read_inside(self, element: etree._Element) -> None:
        for inner in element:
            self.read(inner)

    def _read_paragraph(self, element: etree._Element) -> None:
        properties = child(element, "pPr")
        styles = self._styles.chain(attribute(child(properties, "pStyle"), "val"))
        numbering = child(properties, "numPr")
        if numbering is None:
            numbering = next((s.numbering for s in styles if s.numbering is not None), None)
        number = None if numbering is None else self._lists.number(numbering)
        if child(properties, "outlineLvl") is not None or any(
            style.outlined or _HEADING.match(style.name) for style in styles
        ):
            kind = BlockKind.HEADING
        else:
            kind = BlockKind.PARAGRAPH if number is None else BlockKind.LIST_ITEM
        self.manuscript.begin(kind, number or "")
        self._read_inside(element)
        self.manuscript.end()
        asides, self._asides = self._asides, []
        for aside in asides:
            self._read_inside(aside)

    def read_notes(self, kind: str, part: etree._Element | None) -> None:
        """Write the footnotes or the endnotes that the body refers to."""
        for note in part if part is not None else ():
            key = f"{kind} {attribute(note, 'id')}"
            if key in self._notes:
                number = self._notes[key]
                roman_too = kind == "endnote" and any(k.startswith("foot") for k in self._notes)
                self.manuscript.enter_note(key, roman(number) if roman_too else str(number))
                self._read_inside(note)
                self.manuscript.leave()


def _run_style(properties: etree._Element | None) -> tuple[bool, bool, bool]:
    """Whether a run is bold, italic and raised."""
    raised = attribute(child(properties, "vertAlign"), "val") == "superscript"
    return _is_on(properties, "b"), _is_on(properties, "i"), raised


def _is_on(properties: etree._Element | None, name: str) -> bool:
    element = child(properties, name)
    return element is not None and (attribute(element, "val") or "1") not in _OFF
