"""Web pages: those of the publisher of official papers, and what word processors save."""

import re

from lxml import etree
from lxml.html import HTMLParser

from tracker.adapters.documents.drafts import LINE, Draft, Manuscript, Piece, Role, headed
from tracker.adapters.documents.healing import heal, mark_of, resolve_marks
from tracker.adapters.documents.numbering import written
from tracker.adapters.documents.xml import local
from tracker.domain.errors import DomainError
from tracker.domain.letter_texts import BlockKind

_LEFT_OUT = frozenset(
    {
        *("head", "script", "style", "template", "noscript", "nav", "header", "footer", "aside"),
        *("form", "button", "select", "input", "textarea", "iframe", "object", "svg", "math"),
        *("del", "title", "colgroup"),
    }
)
_INLINE = frozenset(
    {
        *("a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "dfn", "em"),
        *("font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike"),
        *("strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img", "nobr"),
    }
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "caption"})
_BOLD = frozenset({"b", "strong"})
_ITALIC = frozenset({"i", "em", "cite"})
_NOTE_HOLDERS = frozenset({"li", "p", "div", "dd", "td", "aside"})
_MANY_NOTES = re.compile(r"(?:sd|f|e|_)?(?:foot|end)?(?:fn|edn|ftn|note)[-_:]?\d+", re.I)
_CLOSING = "note-close"
_BULLET = re.compile(r"\s*[·•▪◦§o–-]?[\s\u00a0]*")


def read_html(text: str) -> list[Draft]:
    """The blocks of a page, without what is around the paper on it.

    Raises DomainError `document.broken`.
    """
    parser = HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise DomainError("document.broken") from error
    if root is None:
        raise DomainError("document.broken")
    reader = _Reader(_Notes(root))
    for part in _papers(root):
        reader.read(part)
    return heal(headed(resolve_marks(reader.manuscript.finished())))


def _papers(root: etree._Element) -> list[etree._Element]:
    """What holds the paper itself: the publisher's text and notes, or the page's main part."""
    by_id = {element.get("id"): element for element in root.iter("*") if element.get("id")}
    if "broodtekst" in by_id:
        paper, notes = by_id["broodtekst"], by_id.get("noten")
        return [paper] if notes is None or paper in notes.iterancestors() else [paper, notes]
    for path in (".//main", ".//article", ".//body"):
        found = root.findall(path)
        if len(found) == 1:
            return found
    return [root]


class _Notes:
    """Which links of a page are marks of footnotes, and which elements are the footnotes."""

    def __init__(self, root: etree._Element) -> None:
        self.places: dict[etree._Element, str] = {}
        self.holders: dict[etree._Element, tuple[str, str]] = {}
        self.marks: set[etree._Element] = set()
        targets: dict[str, etree._Element] = {}
        for element in root.iter("*"):
            for name in (element.get("id"), element.get("name")):
                if name:
                    targets.setdefault(name, element)
        for link in root.iter("a"):
            target = targets.get((link.get("href") or "#").partition("#")[2])
            mark = mark_of("".join(link.itertext("*")).strip("[]() \n\t\u00a0"))
            if mark is not None and target is not None and link not in self.marks:
                self._tie(link, target, mark)

    def _tie(self, link: etree._Element, target: etree._Element, mark: str) -> None:
        holder = _holder(target)
        if holder is None or holder in link.iterancestors():
            return
        key = self.holders.get(holder, (f"link {len(self.holders)}", mark))[0]
        self.holders.setdefault(holder, (key, mark))
        self.places[link] = key
        self.marks.add(target)
        self.marks.update(inner for inner in holder.iter("a") if _leads_back(inner, mark))


def _leads_back(link: etree._Element, mark: str) -> bool:
    text = "".join(link.itertext("*")).strip("[]() \n\t\u00a0")
    href = link.get("href") or ""
    return href.startswith("#") and (text in {mark, "^", "↑"} or "↩" in text)


def _holder(target: etree._Element) -> etree._Element | None:
    """The element that is the whole footnote."""
    ancestors = [target, *target.iterancestors()][:6]
    for element in ancestors:
        named = _MANY_NOTES.fullmatch(element.get("id") or "")
        if local(element) in {"div", "li", "aside"} and (
            named or "noot" in (element.get("class") or "").split()
        ):
            return element
    return next((e for e in ancestors if local(e) in _NOTE_HOLDERS), None)


class _Reader:
    def __init__(self, notes: _Notes) -> None:
        self.manuscript = Manuscript()
        self._notes = notes
        self._counts: dict[etree._Element, int] = {}

    def read(self, element: etree._Element, *, bold: bool = False, italic: bool = False,
             raised: bool = False) -> None:  # fmt: skip
        """Write an element with all that is in it, but not what comes after it."""
        name = local(element).lower()
        if not name or name in _LEFT_OUT or _CLOSING in (element.get("class") or ""):
            return
        if element in self._notes.places:
            self.manuscript.hang(self._notes.places[element])
        elif element in self._notes.holders:
            key, mark = self._notes.holders[element]
            self.manuscript.enter_note(key, mark)
            self._read_inside(element, bold, italic, raised)
            self.manuscript.leave()
        elif element in self._notes.marks or (name == "sup" and self._is_mark(element)):
            return
        elif name == "br":
            self.manuscript.add(LINE)
        elif name == "hr":
            self.manuscript.cut()
        else:
            self._read_styled(element, name, bold, italic, raised)

    def _is_mark(self, element: etree._Element) -> bool:
        """Whether a raised number is the mark at the head of a footnote."""
        return any(ancestor in self._notes.holders for ancestor in element.iterancestors()) and (
            mark_of("".join(element.itertext("*"))) is not None
        )

    def _read_styled(
        self, element: etree._Element, name: str, bold: bool, italic: bool, raised: bool
    ) -> None:
        style = (element.get("style") or "").replace(" ", "").lower()
        bold = bold or name in _BOLD or "font-weight:bold" in style or "font-weight:700" in style
        italic = italic or name in _ITALIC or "font-style:italic" in style
        raised = raised or name == "sup" or "vertical-align:super" in style
        if "mso-list:ignore" in style:
            number = " ".join("".join(element.itertext("*")).split())
            if not _BULLET.fullmatch(number):
                self.manuscript.write(number + " ")
        elif name in _INLINE or ":" in name:
            self._read_inside(element, bold, italic, raised)
        elif name == "tr":
            self.manuscript.enter_row()
            self._read_inside(element, bold, italic, raised)
            self.manuscript.leave()
        else:
            self._begin(element, name)
            self._read_inside(element, bold and name not in _HEADINGS, italic, raised)
            self.manuscript.end()

    def _begin(self, element: etree._Element, name: str) -> None:
        if name in {"td", "th"}:
            self.manuscript.cell()
        elif name in _HEADINGS or "MsoTitle" in (element.get("class") or ""):
            self.manuscript.begin(BlockKind.HEADING)
        elif name == "li":
            self.manuscript.end()
            self.manuscript.begin(BlockKind.LIST_ITEM, self._number(element))
        elif "MsoListParagraph" in (element.get("class") or "") or self._is_in_item(element):
            self.manuscript.begin(BlockKind.LIST_ITEM)
        else:
            self.manuscript.begin(BlockKind.PARAGRAPH)

    def _number(self, item: etree._Element) -> str:
        """The number of an item of a list, or '' for a dash or a dot."""
        ordered = item.getparent()
        if ordered is None or local(ordered) != "ol":
            return ""
        start = ordered.get("start") or "1"
        first = int(start) if start.isdecimal() and len(start) < 6 else 1
        count = self._counts.get(ordered, first)
        self._counts[ordered] = count + 1
        number = written(count, ordered.get("type") or "1")
        return f"{number}." if number else ""

    def _is_in_item(self, element: etree._Element) -> bool:
        return any(local(ancestor) == "li" for ancestor in element.iterancestors())

    def _read_inside(self, element: etree._Element, bold: bool, italic: bool, raised: bool) -> None:
        self._write(element.text, bold, italic, raised)
        for inner in element:
            self.read(inner, bold=bold, italic=italic, raised=raised)
            self._write(inner.tail, bold, italic, raised)

    def _write(self, text: str | None, bold: bool, italic: bool, raised: bool) -> None:
        if text and raised and text.strip():
            self.manuscript.add(Piece(text, Role.RAISED, bold, italic))
        elif text:
            self.manuscript.write(text, bold=bold, italic=italic)
