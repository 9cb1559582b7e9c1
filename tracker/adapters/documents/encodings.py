"""The characters of a text file, whatever it was saved as."""

import re

from tracker.domain.errors import DomainError

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)|encoding\s*=\s*["']([\w-]+)["']""", re.I)
_UNSEEN = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HEAD = 4_096
_MOST_UNSEEN = 0.001


def decoded(content: bytes, *, declared: bool = False) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or windows-1252.

    With `declared`, what a page says of itself is believed if nothing speaks against it.
    Raises DomainError `document.not_text`.
    """
    text = _decoded(content, _declared(content) if declared else None)
    if "\0" in text or len(_UNSEEN.findall(text)) > len(text) * _MOST_UNSEEN:
        raise DomainError("document.not_text")
    return _UNSEEN.sub("", text)


def _decoded(content: bytes, declared: str | None) -> str:
    utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if utf_16 else ("utf-8-sig", declared, "cp1252"):
        try:
            if encoding:
                return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise DomainError("document.not_text")


def _declared(content: bytes) -> str | None:
    found = _DECLARED.search(content[:_HEAD])
    if found is None:
        return None
    name = (found[1] or found[2]).decode("ascii").lower()
    return "cp1252" if name in {"iso-8859-1", "latin1", "us-ascii"} else name
