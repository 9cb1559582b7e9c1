"""What a DOCX holds besides its body: styles, the numbers of lists, and footnotes."""

from typing import Any

from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor
from lxml import etree

from tracker.adapters.printed.elements import Maker, as_bytes
from tracker.adapters.printed.texts import language_and_country

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
FOOTNOTES_KIND = f"{NAMESPACES['r']}/footnotes"

_MAKE = Maker(NAMESPACES)
_FONT = "Calibri"
_INK = RGBColor(0x1A, 0x22, 0x26)
_LEVELS = 9


def set_styles(word: DocxDocument, language: str) -> None:
    """The look of headings, tables, remarks and footnotes, and the language of the texts."""
    styles: Any = word.styles
    _text(styles["Normal"], 10, after=6)
    for level, size in enumerate((18, 13, 11.5, 10.5, 10, 10), start=1):
        style = styles[f"Heading {level}"]
        _text(style, size, after=4, bold=True, before=14 if level > 1 else 0)
        style.paragraph_format.keep_with_next = True
    _text(styles["Caption"], 10, after=4, bold=True, before=8)
    for name, size, after in (
        ("TableText", 9.5, 3), ("Remark", 8.5, 2), ("TableEnd", 4, 0), ("FootnoteText", 8.5, 0),
    ):  # fmt: skip
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        _text(style, size, after=after)
    styles["Remark"].font.color.rgb = RGBColor(0x77, 0x49, 0x00)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = RGBColor(0x0D, 0x59, 0x63), True
    styles.add_style("FootnoteReference", WD_STYLE_TYPE.CHARACTER).font.superscript = True
    _set_language(styles.element, language)


def _text(style: Any, size: float, *, after: float, before: float = 0, bold: bool = False) -> None:
    style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
    style.font.italic, style.font.color.rgb = False, _INK
    fonts = style.element.rPr.rFonts
    for name in [name for name in fonts.attrib if "Theme" in name]:
        del fonts.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), _FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _set_language(styles: Any, language: str) -> None:
    properties = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    tag = "-".join(language_and_country(language))
    properties.append(_MAKE("w:lang", {"w:val": tag, "w:eastAsia": tag, "w:bidi": "ar-SA"}))


def numbering(part: Any, starts: list[int | None]) -> None:
    """A number definition for each list of a document: bullets (None), or numbers from a start."""
    root = part.numbering_part.element
    for child in list(root):
        root.remove(child)
    root.append(_abstract("0", "bullet", "–"))
    root.append(_abstract("1", "decimal", ""))
    for key, start in enumerate(starts, start=1):
        abstract = _MAKE("w:abstractNumId", {"w:val": "0" if start is None else "1"})
        overrides = [] if start is None else [_start(level, start) for level in range(_LEVELS)]
        root.append(_MAKE("w:num", {"w:numId": str(key)}, abstract, *overrides))


def _start(level: int, start: int) -> etree._Element:
    inside = _MAKE("w:startOverride", {"w:val": str(start)})
    return _MAKE("w:lvlOverride", {"w:ilvl": str(level)}, inside)


def _abstract(key: str, kind: str, text: str) -> etree._Element:
    levels = [
        _MAKE(
            "w:lvl",
            {"w:ilvl": str(level)},
            _MAKE("w:start", {"w:val": "1"}),
            _MAKE("w:numFmt", {"w:val": kind}),
            _MAKE("w:lvlText", {"w:val": text or f"%{level + 1}."}),
            _MAKE("w:lvlJc", {"w:val": "left"}),
            _MAKE(
                "w:pPr",
                None,
                _MAKE("w:ind", {"w:left": str(340 * (level + 1)), "w:hanging": "340"}),
            ),
        )
        for level in range(_LEVELS)
    ]
    multi = _MAKE("w:multiLevelType", {"w:val": "hybridMultilevel"})
    return _MAKE("w:abstractNum", {"w:abstractNumId": key}, multi, *levels)


def _indent(level: int) -> dict[str, str]:
    return {"w:left": str(340 * (level + 1)), "w:hanging": "340"}


def footnotes_xml(notes: list[list[etree._Element]]) -> bytes:
    """The part with the footnotes, numbered from 1; Word asks for the two separators."""
    separators = [
        _MAKE(
            "w:footnote",
            {"w:type": kind, "w:id": key},
            _MAKE("w:p", None, _MAKE("w:r", None, _MAKE(f"w:{kind}"))),
        )
        for kind, key in (("separator", "-1"), ("continuationSeparator", "0"))
    ]
    told = [_note(number, runs) for number, runs in enumerate(notes, start=1)]
    return as_bytes(_MAKE("w:footnotes", None, *separators, *told))


def _note(number: int, runs: list[etree._Element]) -> etree._Element:
    style = _MAKE("w:pPr", None, _MAKE("w:pStyle", {"w:val": "FootnoteText"}))
    look = _MAKE("w:rPr", None, _MAKE("w:rStyle", {"w:val": "FootnoteReference"}))
    mark = _MAKE("w:r", None, look, _MAKE("w:footnoteRef"))
    space = _MAKE("w:r", None, _MAKE("w:t", {"xml:space": "preserve"}, " "))
    paragraph = _MAKE("w:p", None, style, mark, space, *runs)
    return _MAKE("w:footnote", {"w:id": str(number)}, paragraph)
