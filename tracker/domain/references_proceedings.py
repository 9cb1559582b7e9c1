"""Citations of the Handelingen and of their Aanhangsel in running text.

All of this reads folded text (`references_folding`).
"""

import re
from dataclasses import replace

from tracker.domain.errors import DomainError
from tracker.domain.references import AnswersReference, ProceedingsReference
from tracker.domain.references_numbers import COUNTED, WHOLE, Numbered, S, numbers_from
from tracker.domain.references_phrases import (
    FLAGS,
    NUMBER_WORD,
    Cited,
    house,
    house_in,
    says_several,
    year,
    year_in,
)
from tracker.domain.references_registers import answers_numbered
from tracker.domain.references_years import start_of

# The Eerste Kamer answers some twenty questions a year: a number above this is the Tweede Kamer's.
MOST_SENATE_ANSWERS = 100
# Before, items had no numbers, and '54-3' is a sitting and a page.
FIRST_YEAR_OF_ITEMS = 2010

_ANSWERS = re.compile(
    rf"""
    (?:{house()}{S}?(?:{year()}[,:;]?{S}?)?)?
    (?i:aanhangsel)(?:{S}(?:van|bij){S}de|{S}der)?(?:{S}(?i:handelingen|hand\.))?[,:]?{S}?
    (?:{house("house_behind")}{S}?)?
    (?:{year("year_behind")}[,:;]?{S}?)?
    (?P<word>{NUMBER_WORD}{S}?)?(?P<number>{COUNTED})
    (?:{S}?,?{S}?{year("year_last")})?
    """,
    FLAGS,
)
_ANSWERS_NUMBER = re.compile(rf"(?i:aanhangsel(?:nummer|nr\.?)){S}(\d{{9}})(?!\w)", FLAGS)
_PROCEEDINGS = re.compile(
    rf"""
    (?:(?P<house_before>(?:Tweede|Eerste){S}Kamer)[,:]?{S})?
    (?i:handelingen|hand\.)[,:]?{S}?(?:{house()}{S}?)?{year()}[,:;]?{S}?
    """,
    FLAGS,
)
_ITEM = re.compile(
    rf"""
    (?:{NUMBER_WORD}{S}?)?(?P<sitting>{COUNTED}),?{S}?
    (?P<word>(?i:items|item|itemnummer|itemnr\.))(?:{S}?(?i:nr\.))?{S}?(?P<number>{COUNTED})
    """,
    FLAGS,
)
_SHORT_ITEM = re.compile(
    rf"(?:{NUMBER_WORD}{S}?)?(?P<sitting>[1-9]\d{{0,2}})-(?P<number>[1-9]\d?)(?:-\d+)?{WHOLE}",
    FLAGS,
)
_NEXT_ITEM = re.compile(rf"{S}?[,;]?{S}(?:en{S})?", FLAGS)


def read_answers(text: str, start: int, widest: int) -> tuple[list[Cited], int]:
    """The Aanhangsel cited at a place, and where the citation ends."""
    if found := _ANSWERS_NUMBER.match(text, start):
        return _by_register_number(found)
    found = _ANSWERS.match(text, start)
    if found is None:
        return [], start
    printed = year_in(found, "year", "year_behind", "year_last")
    if printed.read is None:
        return [], start
    in_house = house_in(found, "house", "house_behind")
    numbers, end = numbers_from(text, found, says_several(found["word"]), widest)
    first = AnswersReference(
        in_house or "tk",
        printed.read,
        int(found["number"]),
        cited_year=printed.read,
        corrected_from=printed.corrected_from,
    )
    cited = []
    for one in _counted(numbers):
        reference = replace(first, number=int(one.number), pages=one.pages)
        doubtful = in_house is None and reference.number <= MOST_SENATE_ANSWERS
        others = (replace(reference, house="ek").identifier,) if doubtful else ()
        cited.append(Cited(one.start, one.end, reference, others))
    end = max(end, found.end())
    cited[0] = replace(cited[0], start=start, end=end if len(cited) == 1 else cited[0].end)
    return cited, end


def _by_register_number(found: re.Match[str]) -> tuple[list[Cited], int]:
    try:
        return [Cited(found.start(), found.end(), answers_numbered(found[1]))], found.end()
    except DomainError:
        return [], found.start()


def read_proceedings(text: str, start: int, widest: int) -> tuple[list[Cited], int]:
    """The items of the Handelingen cited at a place, and where the citation ends."""
    head = _PROCEEDINGS.match(text, start)
    printed = year_in(head, "year") if head else None
    if head is None or printed is None or printed.read is None:
        return [], start
    in_house = house_in(head, "house_before", "house")
    cited: list[Cited] = []
    end, place = start, head.end()
    while found := _item_at(text, place, printed.read):
        first = ProceedingsReference(
            in_house or "tk",
            printed.read,
            int(found["sitting"]),
            int(found["number"]),
            cited_year=printed.read,
            corrected_from=printed.corrected_from,
        )
        if found.re is _SHORT_ITEM:
            numbers = [Numbered(found.start(), found.end(), found["number"])]
        else:
            numbers, _ = numbers_from(text, found, says_several(found["word"]), widest)
        end = numbers[-1].end
        counted = _counted(numbers)
        counted[0] = replace(counted[0], start=found.start() if cited else start)
        for one in counted:
            reference = replace(first, item=int(one.number), pages=one.pages)
            others = () if in_house else (replace(reference, house="ek").identifier,)
            cited.append(Cited(one.start, one.end, reference, others))
        following = _NEXT_ITEM.match(text, end)
        place = following.end() if following else end
    return cited, end


def _item_at(text: str, place: int, session_year: str) -> re.Match[str] | None:
    if found := _ITEM.match(text, place):
        return found
    return _SHORT_ITEM.match(text, place) if start_of(session_year) >= FIRST_YEAR_OF_ITEMS else None


def _counted(numbers: list[Numbered]) -> list[Numbered]:
    return [one for one in numbers if one.number.isdigit()]
