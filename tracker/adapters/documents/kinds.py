"""What kind of document a file is, told from its bytes first and from its name second."""

import re
from enum import StrEnum
from pathlib import PurePath

from tracker.adapters.documents import official_xml
from tracker.domain.errors import DomainError


class Kind(StrEnum):
    """A format that letters are read from."""

    OFFICIAL_XML = "official_xml"
    HTML = "html"
    DOCX = "docx"
    ODT = "odt"
    PDF = "pdf"
    MARKDOWN = "markdown"
    PLAIN = "plain"


_SUFFIXES = {
    ".xml": Kind.OFFICIAL_XML,
    ".htm": Kind.HTML,
    ".html": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".docx": Kind.DOCX,
    ".odt": Kind.ODT,
    ".pdf": Kind.PDF,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
}
_PACKED = {Kind.DOCX, Kind.ODT, Kind.PDF}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_IN_OLE = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"%!PS",
)
_HEAD = 4_096
_ROOT = re.compile(
    r"\ufeff?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!doctype[^>\[]*(?:\[.*?\]\s*)?>\s*)*"
    r"<(?:[\w-]+:)?([a-z][\w.-]*)",
    re.IGNORECASE | re.DOTALL,
)
_HTML_TAGS = frozenset(
    {
        *("html", "head", "body", "meta", "main", "article", "section"),
        *("div", "p", "h1", "h2", "h3", "table", "span"),
    }
)


def kind_of(content: bytes, name: str) -> Kind:
    """The kind of a document.

    Raises DomainError: `document.empty`, `document.encrypted`, `document.old_word`,
    `document.not_what_it_says` and `document.unknown_kind`.
    """
    suffix = PurePath(name).suffix.lower()
    named = _SUFFIXES.get(suffix)
    if not content.strip(b"\0\t\n\r\f "):
        raise DomainError("document.empty")
    if content.startswith(_OLE):
        encrypted = _ENCRYPTED_IN_OLE in content
        raise DomainError("document.encrypted" if encrypted else "document.old_word")
    if b"%PDF-" in content[:1024]:
        return Kind.PDF
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _packed_kind(content, named, suffix)
    if content.startswith(_OTHERS):
        raise _refused(named, suffix)
    if named in _PACKED:
        raise DomainError("document.not_what_it_says", suffix=suffix)
    return _kind_of_text(content, named)


def _packed_kind(content: bytes, named: Kind | None, suffix: str) -> Kind:
    if b"word/document" in content:
        return Kind.DOCX
    if b"application/vnd.oasis.opendocument.text" in content[:_HEAD]:
        return Kind.ODT
    raise _refused(named, suffix)


def _refused(named: Kind | None, suffix: str) -> DomainError:
    if named:
        return DomainError("document.not_what_it_says", suffix=suffix)
    return DomainError("document.unknown_kind")


def _kind_of_text(content: bytes, named: Kind | None) -> Kind:
    head = content[:_HEAD].decode("utf-16" if _is_utf_16(content) else "utf-8", "replace")
    found = _ROOT.match(head)
    root = found[1].lower() if found else None
    if root in official_xml.ROOTS:
        return Kind.OFFICIAL_XML
    if named is Kind.MARKDOWN:
        return named
    if root in _HTML_TAGS or head.lstrip("\ufeff \t\r\n").lower().startswith("<!doctype html"):
        return Kind.HTML
    if named is Kind.OFFICIAL_XML or head.startswith("<?xml"):
        raise DomainError("document.unknown_kind")
    return named or Kind.PLAIN


def _is_utf_16(content: bytes) -> bool:
    return content.startswith((b"\xff\xfe", b"\xfe\xff"))
