"""XML that a source sends, read without entities or outside files, in whatever encoding it is."""

import codecs
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_DECLARED = re.compile(rb"\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']([\w.:-]+)")
# The declaration was read byte by byte, so that these cannot be true.
_WIDE = ("utf-16", "utf16", "utf-32", "utf32")
_PLAIN = re.compile(
    r"utf-?(?:8|16|32)(?:-?[lb]e)?|(?:us-)?ascii|iso-?8859-?\d+|latin-?\d+|(?:windows-|cp)125\d",
    re.IGNORECASE,
)
_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml\b.*?\?>", re.DOTALL)
PROLOG = r"\A\ufeff?(?>\s+|<\?(?>.*?\?>)|<!--(?>.*?-->))*+"
_DOCTYPE = re.compile(PROLOG + r"<!DOCTYPE", re.DOTALL)
_HTML = re.compile(PROLOG + r"(?:<!DOCTYPE\s+html\b|<html\b)", re.DOTALL | re.IGNORECASE)
# What XML has no room for: most are stray, and the two breaks of Word are line breaks.
_CONTROLS = {code: None for code in (*range(0x20), 0xFFFE, 0xFFFF) if code not in (9, 10, 13)} | {
    0x0B: "\n",
    0x0C: "\n",
}
_WRITTEN_CONTROL = re.compile(r"&#(?:x0*([0-9a-f]{1,6})|0*([0-9]{1,7}));", re.IGNORECASE)


class PageUnreadable(Exception):
    """What a source sent cannot be read: `code` says why ('page.not_xml'), with its facts."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


def parse_page(body: bytes, charset: str | None = None) -> etree._Element:
    """The root of a page; `charset` is what its header said.

    Raises PageUnreadable 'page.not_a_feed' for HTML, 'page.entities' for XML that declares
    a document type, and 'page.not_xml'.
    """
    for encoding in _encodings(body, charset):
        try:
            root = etree.fromstring(body, _parser(encoding))
        except (etree.XMLSyntaxError, LookupError, ValueError):
            continue
        if _local(root) == "html":
            raise PageUnreadable("page.not_a_feed")
        if root.getroottree().docinfo.internalDTD is not None:
            raise PageUnreadable("page.entities")
        return root
    raise _why_not(body, charset)


def parse_part(text: str) -> etree._Element:
    """The root of XML that is in memory. Raises etree.XMLSyntaxError."""
    root = etree.fromstring(text.encode("utf-8", "surrogatepass"), _parser("utf-8"))
    if root.getroottree().docinfo.internalDTD is not None:
        raise etree.XMLSyntaxError("a document type", 0, 0, 0)
    return root


def decoded(body: bytes, charset: str | None = None) -> str:
    """The text of a page, without its XML declaration.

    A byte order mark goes before the XML declaration, and that before the header. Bytes that
    mean nothing become lone surrogates.
    """
    for encoding in _names(body, charset):
        try:
            return _DECLARATION.sub("", body.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
    return _DECLARATION.sub("", body.decode("utf-8", "surrogateescape"))


def is_html(text: str) -> bool:
    """Whether a page is one for people."""
    return bool(_HTML.match(text))


def declares_type(text: str) -> bool:
    """Whether a page declares a document type, which may hold entities."""
    return bool(_DOCTYPE.match(text))


def without_controls(text: str) -> str:
    """XML without the control characters that it cannot hold, raw or written as &#31;."""
    return _WRITTEN_CONTROL.sub(_allowed, text).translate(_CONTROLS)


def _allowed(found: re.Match[str]) -> str:
    code = int(found[1], 16) if found[1] else int(found[2])
    return (_CONTROLS[code] or "") if code in _CONTROLS else found[0]


def _parser(encoding: str | None) -> etree.XMLParser:
    return etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _local(root: etree._Element) -> str:
    return str(root.tag).rpartition("}")[2].lower()


def _encodings(body: bytes, charset: str | None) -> Iterator[str | None]:
    """How a page may be written, the best first; None is as the page itself says."""
    yield None
    if charset and _may_be_other(body):
        yield charset
    yield "utf-8"


def _names(body: bytes, charset: str | None) -> Iterator[str]:
    """The same, as names."""
    declared = _DECLARED.match(body)
    name = declared[1].decode("ascii") if declared else ""
    if mark := next((name for start, name in _MARKS if body.startswith(start)), None):
        yield mark
    elif _is_plain(name) and not name.lower().startswith(_WIDE):
        yield name
    else:
        yield "utf-8"
    if charset and _is_plain(charset) and _may_be_other(body):
        yield charset
    yield "utf-8"


def _is_plain(encoding: str) -> bool:
    """Whether an encoding is one of the Web's: Python knows some that hide what is written."""
    return bool(_PLAIN.fullmatch(encoding.strip()))


def _may_be_other(body: bytes) -> bool:
    """Whether nothing in a page is plainly UTF-8.

    The header is asked after the page itself, and would spoil all letters of a page in which
    one byte is broken.
    """
    return body.decode("utf-8", "ignore").isascii()


def _why_not(body: bytes, charset: str | None) -> PageUnreadable:
    text = decoded(body, charset)
    if is_html(text):
        return PageUnreadable("page.not_a_feed")
    return PageUnreadable("page.entities" if declares_type(text) else "page.not_xml")
