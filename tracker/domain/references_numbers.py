"""The numbers behind the name of a paper: lists, ranges, pages and parts.

All of this reads folded text (`references_folding`): S is a blank within a paragraph.
"""

import re
from dataclasses import dataclass

S = r"[ \n]"
WIDEST_RANGE = 100

# What follows is no dossier ('28 638'), no amount ('5,5') and no longer word.
WHOLE = r"(?![\w])(?![ \n.]\d{3}(?!\d))"
COUNTED = rf"[1-9]\d{{0,3}}+{WHOLE}"
NUMBER = rf"(?:[1-9]\d{{0,3}}+(?:[A-Za-z]{{1,2}})?|[A-Z]{{1,2}}|[IVXLC]{{3,8}}){WHOLE}"

_PAGE_WORD = rf"(?:pp?|blz|pag|pagina(?:'s|’s)?)\.?{S}?"
_PAGE_RANGE = rf"\d{{1,5}}+(?:{S}?-{S}?\d{{1,5}}+)?(?:{S}e\.?v\.?)?"
_AFTER_PAGE = rf"{WHOLE}(?![./-]\d)(?!{S}?/)(?!{S}(?!en\b|e\.v|t/m)[a-z])"
_PAGES = re.compile(
    rf"""
    [,:]?{S}?(?P<pages>{_PAGE_WORD}{_PAGE_RANGE}{WHOLE}
      (?:(?:{S}?,{S}?|{S}en{S})(?:{_PAGE_WORD}{_PAGE_RANGE}{WHOLE}|{_PAGE_RANGE}{_AFTER_PAGE}))*+)
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_PART = re.compile(
    rf"(?:-|(?P<open>{S}?\()|,{S})(?P<part>[bhn][1-9]\d?)(?!\w)(?(open)\))", re.ASCII
)
_ANNEX = re.compile(
    rf"(?:,{S}|(?P<open>{S}\()|{S})bijlage(?:{S}(?P<annex>[1-9]\d?)(?!\w))?(?!\w)(?(open)\))"
    rf"(?!{S}(?:bij|van|nr)\b)",
    re.ASCII | re.IGNORECASE,
)
_AND = r"(?:en/of|en|of|&|resp\.|respectievelijk|alsmede|alsook|evenals)"
_NEXT = re.compile(
    rf"""
    (?:
        (?P<range>{S}?-{S}? | {S}(?:t/m|tot{S}en{S}met|t\.?e\.?m\.?){S})
      | (?P<comma>{S}?,{S}?(?P<and_too>{_AND}{S})? | ;{S})
      | (?P<and>{S}{_AND}{S} | {S}?/{S}?)
    )
    (?P<place>(?P<again>(?:nrs?|nummers?|items?|letters?)(?![a-z])\.?{S}?)?
    (?P<number>{NUMBER}))
    (?!,?{S}?items?\b)             # of the Handelingen, the number of the next sitting
    """,
    re.ASCII | re.VERBOSE,
)
_BEGINS_A_YEAR = re.compile(rf"(?:1[89]|20)\d\d{S}?[/-]{S}?\d\d", re.ASCII)
_ENDS = re.compile(rf"$|{S}?[).,;:\]\f»”\"']|{S}(?:en|of|pp?|blz|pag|zie)\b", re.ASCII)
_COUNTS_SOMETHING = re.compile(
    rf"{S}(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november"
    rf"|december|moties|leden|euro|mln|miljoen|miljard|procent|jaar|maanden|weken|dagen)\b|%|{S}%",
    re.ASCII,
)
_NO_LETTERS = frozenset({"EK", "TK", "II", "EU"})


@dataclass(frozen=True)
class Numbered:
    """A number in a citation, where it stands, and what is said with it.

    `part` is its annex, reprint or addition ('b1'); `end` is behind its pages.
    """

    start: int
    end: int
    number: str
    part: str | None = None
    cites_annex: bool = False
    pages: str | None = None


def numbers_from(
    text: str, first: re.Match[str], several: bool, widest: int = WIDEST_RANGE
) -> tuple[list[Numbered], int]:
    """The numbers of a list of which the first was found (group 'number'), and where it ends.

    `several`: whether the word before it ('nrs.') says that there are more. `widest`: how many
    numbers its ranges may hold between their ends; of a wider one, the ends are given.
    """
    numbers = [_with_what_follows(text, first.start("number"), first.end("number"))]
    while following := _following(text, numbers[-1], several):
        begin = following.start("place")
        if following["range"]:
            between = _within(numbers[-1].number, following, widest)
            widest -= len(between)
            numbers += between
        number = _with_what_follows(text, following.start("number"), following.end("number"))
        numbers.append(Numbered(begin, number.end, *_besides(number)))
    return numbers, numbers[-1].end


def _besides(number: Numbered) -> tuple[str, str | None, bool, str | None]:
    return number.number, number.part, number.cites_annex, number.pages


def _with_what_follows(text: str, start: int, end: int) -> Numbered:
    number, part, cites_annex, pages = text[start:end], None, False, None
    if found := _PART.match(text, end):
        part, end = found["part"], found.end()
    if found := _PAGES.match(text, end):
        pages, end = found["pages"].replace("\n", " "), found.end()
    if found := _ANNEX.match(text, end):
        cites_annex, end = True, found.end()
        part = f"b{found['annex']}" if found["annex"] else part
    return Numbered(start, end, number, part, cites_annex, pages)


def _following(text: str, last: Numbered, several: bool) -> re.Match[str] | None:
    found = _NEXT.match(text, last.end)
    if found is None or not _alike(last.number, found["number"]):
        return None
    if _BEGINS_A_YEAR.match(text, found.start("number")):
        return None
    if found["range"]:
        return found if _rises(last.number, found["number"]) else None
    if found["again"]:
        return found
    if (found["comma"] or "").startswith(";") or _COUNTS_SOMETHING.match(text, found.end()):
        return None
    if several or not found["number"].isdigit():
        return found if several or _ENDS.match(text, found.end()) else None
    certain = found["and"] or found["and_too"]
    return found if certain and _ENDS.match(text, found.end()) else None


def _alike(last: str, following: str) -> bool:
    if following.isalpha():
        return last.isalpha() and following not in _NO_LETTERS
    return not last.isalpha()


def _rises(last: str, following: str) -> bool:
    if last.isdigit() and following.isdigit():
        return int(last) < int(following)
    return len(last) == len(following) == 1 and last < following


def _within(last: str, following: re.Match[str], widest: int) -> list[Numbered]:
    """The numbers between the ends of a range, which have the place of the whole range."""
    start = following.start() - len(last)
    end, number = following.end("number"), following["number"]
    code = int if last.isdigit() else ord
    between = range(code(last) + 1, code(number))
    if len(between) > widest:
        return []
    printed = str if last.isdigit() else chr
    return [Numbered(start, end, printed(one)) for one in between]
