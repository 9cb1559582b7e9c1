"""The fonts that the PDF is set in, and the letters that they have."""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import resources
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it ships no types

FAMILIES = (
    "Noto Sans",
    "Noto Sans Arabic",
    "Noto Sans Hebrew",
    "Noto Sans Symbols",
    "Noto Emoji",
)
"""In the order of preference; typst's own fonts come last and add symbols such as ≥."""

_PACKAGE = "manimgx_fonts"
_LAST_OF_LATIN = 0x24F


@contextmanager
def folder() -> Iterator[Path]:
    """The folder with the font files, as long as the context lasts."""
    with resources.as_file(resources.files(_PACKAGE)) as path:
        yield path


def letters_without_glyph(text: str) -> set[str]:
    """The letters, marks and unassigned characters of a text that no font here has.

    typst 0.15 reports these one by one, but stops on right-to-left words and on long
    runs without a glyph, so they must not reach it. Symbols are left to typst.
    """
    return {
        character
        for character in set(text)
        if ord(character) > _LAST_OF_LATIN
        and _is_letter_or_unassigned(character)
        and ord(character) not in _covered()
    }


def _is_letter_or_unassigned(character: str) -> bool:
    return unicodedata.category(character) in {
        *("Lu", "Ll", "Lt", "Lm", "Lo"),
        *("Mn", "Mc", "Me"),
        *("Cn", "Co", "Cs"),
    }


@cache
def _covered() -> frozenset[int]:
    covered: set[int] = set()
    with folder() as path:
        for file in sorted(path.glob("*.ttf")):
            with TTFont(file, lazy=True) as font:
                covered |= set(font.getBestCmap())
    return frozenset(covered)
