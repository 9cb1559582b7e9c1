"""What the citations of papers, proceedings and answers have in common.

All of this reads folded text (`references_folding`).
"""

import re
from dataclasses import dataclass

from tracker.domain.errors import DomainError
from tracker.domain.references import Reference
from tracker.domain.references_numbers import S
from tracker.domain.references_read import house_of
from tracker.domain.references_registers import RegisterReference
from tracker.domain.references_years import read_year

FLAGS = re.ASCII | re.VERBOSE
NUMBER_WORD = r"(?i:nrs|nr|nummers|nummer)(?![a-z])[.,:]{0,2}"


@dataclass(frozen=True)
class Cited:
    """A reference, and where it stands in the folded text."""

    start: int
    end: int
    reference: Reference | RegisterReference
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrintedYear:
    """A session year as it is read, and as it is printed where that is no session year."""

    read: str | None = None
    corrected_from: str | None = None


def house(name: str = "house") -> str:
    """The pattern of a House, as the group `name`."""
    return rf"""
        (?:(?:van{S}de|der){S})?
        (?P<{name}>II?|VV|TK|EK|(?:Tweede|Eerste){S}Kamer(?:{S}der{S}Staten-Generaal)?)(?!\w)[,:]?
    """


def year(name: str = "year") -> str:
    """The pattern of a session year, as the group `name`."""
    return rf"""
        (?P<{name}_open>\()?(?:(?i:vergaderjaar|zittingsjaar|zitting|jaargang){S})?
        (?P<{name}>\d{{4}}{S}?[/-]{S}?(?:\d{{4}}|\d\d))(?!\w)(?({name}_open)\))
    """


def house_in(found: re.Match[str], *groups: str) -> str | None:
    """'tk', 'ek' or 'vv' of the first of the groups that was found."""
    printed = next((found[group] for group in groups if found[group]), None)
    if printed is None:
        return None
    if printed[1:].startswith("weede"):
        return "tk"
    return "ek" if printed[1:].startswith("erste") else house_of(printed)


def year_in(found: re.Match[str], *groups: str) -> PrintedYear:
    """The session year of the first of the groups that was found."""
    printed = next((found[group] for group in groups if found[group]), None)
    if printed is None:
        return PrintedYear()
    printed = re.sub(S, "", printed)
    try:
        return PrintedYear(*read_year(printed))
    except DomainError:
        return PrintedYear(None, printed)


def says_several(word: str | None) -> bool:
    """Whether 'nrs.', 'nummers' or 'items' was printed."""
    return word is not None and re.match(r"(?i)nrs|nummers|items", word) is not None
