"""OpenDocument text, read from the parts of the zip file."""

import re
from dataclasses import dataclass

from lxml import etree

from tracker.adapters.documents.archives import Archive
from tracker.adapters.documents.drafts import LINE, Draft, Manuscript, Piece, Role, headed
from tracker.adapters.documents.healing import heal, resolve_marks
from tracker.adapters.documents.numbering import Counters, written
from tracker.adapters.documents.xml import attribute, child, local, parse_xml
from tracker.domain.errors import DomainError
from tracker.domain.letter_texts import BlockKind

_LEFT_OUT = frozenset(
    {
        *("tracked-changes", "annotation", "automatic-styles", "styles", "scripts"),
        *("font-face-decls", "sequence-decls", "note-citation", "title", "desc"),
        "covered-table-cell",
    }
)
_HEADING = re.compile(r"(?:heading|kop|title|titel|subtitle)", re.IGNORECASE)
_DEEPEST = 12
_MOST_SPACES = 100


def read_odt(content: bytes) -> list[Draft]:
    """The blocks of an OpenDocument text, without what was deleted with changes tracked.

    Raises DomainError `document.encrypted`, `document.not_what_it_says` and those of
    archives and XML.
    """
    archive = Archive(content)
    if b"encryption-data" in (archive.read("META-INF/manifest.xml") or b""):
        raise DomainError("document.encrypted")
    main = archive.read("content.xml")
    if main is None:
        raise DomainError("document.not_what_it_says", suffix=".odt")
    root = parse_xml(main)
    common = archive.read("styles.xml")
    styles = _Styles(([] if common is None else [parse_xml(common)]) + [root])
    reader = _Reader(styles)
    reader.read(root, _Look())
    return heal(headed(resolve_marks(reader.manuscript.finished())))


@dataclass(frozen=True)
class _Look:
    bold: bool = False
    italic: bool = False
    raised: bool = False


class _Styles:
    def __init__(self, roots: list[etree._Element]) -> None:
        self._styles: dict[str, etree._Element] = {}
        self._lists: dict[str, etree._Element] = {}
        for root in roots:
            for element in root.iter("{*}style", "{*}list-style"):
                kept = self._styles if local(element) == "style" else self._lists
                kept[attribute(element, "name") or ""] = element

    def _chain(self, name: str | None) -> list[etree._Element]:
        found: list[etree._Element] = []
        while name in self._styles and len(found) < _DEEPEST:
            found.append(self._styles[name])
            name = attribute(found[-1], "parent-style-name")
        return found

    def is_heading(self, name: str | None) -> bool:
        """Whether a paragraph's style is one of headings."""
        names = [name, *(attribute(style, "parent-style-name") for style in self._chain(name))]
        return any(found and _HEADING.match(found) for found in names)

    def look(self, name: str | None, look: _Look) -> _Look:
        """How text looks in this style, within text that looks so."""
        for style in reversed(self._chain(name)):
            properties = child(style, "text-properties")
            weight = attribute(properties, "font-weight")
            slant = attribute(properties, "font-style")
            position = attribute(properties, "text-position")
            look = _Look(
                look.bold if weight is None else weight in {"bold", "700", "800", "900"},
                look.italic if slant is None else slant in {"italic", "oblique"},
                look.raised if position is None else position.startswith("super"),
            )
        return look

    def number(self, name: str | None, level: int, counters: Counters) -> str:
        """What stands before the next item of a list; '' for a dash or a dot."""
        for form in self._lists.get(name or "", ()):
            if attribute(form, "level") != str(level) or local(form) != "list-level-style-number":
                continue
            counts = counters.next(level, _integer(attribute(form, "start-value"), 1))
            number = written(counts[level], attribute(form, "num-format") or "")
            suffix = attribute(form, "num-suffix") or ""
            return (attribute(form, "num-prefix") or "") + number + suffix if number else ""
        return ""


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else otherwise


class _Reader:
    def __init__(self, styles: _Styles) -> None:
        self.manuscript = Manuscript()
        self._styles = styles
        self._lists: list[tuple[str | None, Counters]] = []
        self._number: str | None = None
        self._asides: list[etree._Element] = []
        self._notes = 0
        self._depth = 0

    def read(self, element: etree._Element, look: _Look) -> None:
        """Write an element with all that is in it, but not what comes after it."""
        name = local(element)
        if name in _LEFT_OUT:
            return
        match name:
            case "p" | "h":
                self._read_paragraph(element, name, look)
            case "list":
                self._read_list(element, look)
            case "table-row":
                self.manuscript.enter_row()
                self._read_inside(element, look)
                self.manuscript.leave()
            case "note":
                self._read_note(element)
            case "text-box" if self._depth:
                self._asides.append(element)
            case _:
                self._read_small(element, name, look)

    def _read_small(self, element: etree._Element, name: str, look: _Look) -> None:
        match name:
            case "s":
                count = min(_integer(attribute(element, "c"), 1), _MOST_SPACES)
                self._write(" " * count, look)
            case "tab":
                self._write(" ", look)
            case "line-break":
                self.manuscript.add(LINE)
            case "span":
                style = attribute(element, "style-name")
                self._read_inside(element, self._styles.look(style, look))
            case _:
                if name == "table-cell":
                    self.manuscript.cell()
                if name in {"list-item", "list-header"}:
                    self._begin_item(name)
                self._read_inside(element, look)

    def _read_inside(self, element: etree._Element, look: _Look) -> None:
        if self._depth and element.text:
            self._write(element.text, look)
        for inner in element:
            self.read(inner, look)
            if self._depth and inner.tail:
                self._write(inner.tail, look)

    def _write(self, text: str, look: _Look) -> None:
        role = Role.RAISED if look.raised else Role.TEXT
        self.manuscript.add(Piece(text, role, look.bold, look.italic))

    def _read_paragraph(self, element: etree._Element, name: str, look: _Look) -> None:
        style = attribute(element, "style-name")
        number, self._number = self._number, ""
        if name == "h" or self._styles.is_heading(style):
            kind = BlockKind.HEADING
        else:
            kind = BlockKind.LIST_ITEM if self._lists else BlockKind.PARAGRAPH
        self.manuscript.begin(kind, number or "")
        self._depth += 1
        self._read_inside(element, self._styles.look(style, look))
        self._depth -= 1
        self.manuscript.end()
        asides, self._asides = self._asides, []
        for aside in asides:
            self._read_inside(aside, look)

    def _read_list(self, element: etree._Element, look: _Look) -> None:
        outer = self._lists[-1] if self._lists else (None, Counters())
        self._lists.append((attribute(element, "style-name") or outer[0], outer[1]))
        self._read_inside(element, look)
        self._lists.pop()

    def _begin_item(self, name: str) -> None:
        style, counters = self._lists[-1] if self._lists else (None, Counters())
        self._number = ""
        if name == "list-item":
            self._number = self._styles.number(style, len(self._lists), counters)

    def _read_note(self, element: etree._Element) -> None:
        self._notes += 1
        key = f"note {self._notes}"
        citation = child(element, "note-citation")
        mark = "".join(citation.itertext("*")).strip() if citation is not None else ""
        self.manuscript.hang(key)
        self.manuscript.enter_note(key, mark or None)
        lists, self._lists = self._lists, []
        depth, self._depth = self._depth, 0
        self._read_inside(element, _Look())
        self._lists, self._depth = lists, depth
        self.manuscript.leave()
