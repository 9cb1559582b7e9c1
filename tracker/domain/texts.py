"""Texts as people type and paste them."""

import unicodedata

from tracker.domain.errors import DomainError

LINE_LIMIT = 500
TEXT_LIMIT = 200_000


def read_line(value: str, field: str, *, required: bool = False, limit: int = LINE_LIMIT) -> str:
    """A text of one line, its white space tidied; refuses NUL, and what is too long."""
    return _read(" ".join(value.split()), field, required, limit)


def read_text(value: str, field: str, *, required: bool = False, limit: int = TEXT_LIMIT) -> str:
    """A text of many lines, with line ends as one newline; refuses NUL and what is too long."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    return _read(lines, field, required, limit)


def _read(value: str, field: str, required: bool, limit: int) -> str:
    if "\0" in value:
        raise DomainError("text.nul", field=field)
    if len(value) > limit:
        raise DomainError("text.too_long", field=field, length=len(value), limit=limit)
    if required and not value:
        raise DomainError("text.required", field=field)
    return value


def fold(text: str) -> str:
    """A text as searches compare it: lower case, without accents, white space single."""
    if text.isascii():
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss").casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())


class _Folding(dict[int, str]):
    """The folded form of each character, worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        hidden = unicodedata.combining(character) or unicodedata.category(character) == "Cf"
        plain = fold(character) or character
        self[code] = IGNORED if hidden else (plain if len(plain) == 1 else plain[:1])
        return self[code]


IGNORED = "\u00ad"
_FOLDING = _Folding()


def fold_in_place(text: str) -> str:
    """A text folded character by character, as long as it was: offsets stay what they are.

    What does not show (soft hyphens, joiners, accents that stand apart) becomes IGNORED.
    """
    return text.translate(_FOLDING)


def initials(name: str) -> str:
    """First letters of the first and the last name: Noor Aksoy is NA."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
