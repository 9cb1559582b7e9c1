"""Citations of Kamerstukken in running text.

All of this reads folded text (`references_folding`). A citation is its head, up to and
including the dossier, and the way in which the number follows: 'nr. 185', ', A', '-185' or
'(250, 250a)'. The looser the way, the more must be said before it.
"""

import re
from dataclasses import dataclass, replace

from tracker.domain.references import Dossier, PaperReference
from tracker.domain.references_numbers import NUMBER, Numbered, S, numbers_from
from tracker.domain.references_phrases import (
    FLAGS,
    NUMBER_WORD,
    Cited,
    PrintedYear,
    house,
    house_in,
    says_several,
    year,
    year_in,
)
from tracker.domain.references_read import is_suffix, possible_papers


@dataclass(frozen=True)
class Context:
    """What a citation that ends at `end` hands on to one that follows at once, as in
    'Kamerstukken I 2000/01, 26 855, nr. 250; 2001/02, 26 855, nr. 16'.
    """

    end: int
    house: str | None = None


NO_CONTEXT = Context(-1)

_HEAD = re.compile(
    rf"""
    (?P<cites_annex>(?i:bijlagen?)(?:{S}(?P<annex>\d\d?|[A-Z]|[IVX]{{2,4}}))?
        {S}(?:bij|van){S}(?:(?:de|het){S})?)?
    (?P<word>(?i:kamerstuk(?:-\n)?(?:ken)?(?:dossiers?|nummers?|nrs?)?|kamerst|kst)(?![a-z])
        \.?[ ]?[,:(]?{S}?)?
    (?:{house()}{S}?)?
    (?:{year()}[,:;]?{S}?){{0,4}}
    (?(word)(?:(?:{NUMBER_WORD}|(?i:dossier(?:nummer|nr\.?)?)){S}?)?)
    (?:(?P<dossier>\d\d[ \n.]?\d{{3}})(?!\d)|(?P<roman>(?(word)[IVXLC]+|(?!)))(?=,{S}[A-Z]))
    (?:{S}?/{S}?(?P<second>\d\d[ .]?\d{{3}})(?!\d))?
    """,
    FLAGS,
)
_SUFFIX = rf"""
    (?:(?:,{S}(?:(?i:hoofdstuk){S})?(?=[IVX]+[AB]?\b)|{S}(?i:hoofdstuk){S}|[ \n-]?)
       (?:\((?P<in_brackets>[IVXL]{{1,6}}[AB]?|[A-Z]|R[ ]?\d{{3,4}})\)
         |(?P<suffix>[IVXL]{{1,6}}[AB]?|[A-Z]|R[ ]?\d{{3,4}}|(?<=-)\d\d)(?!\w)))?
"""
_NUMBERED = re.compile(
    rf"""{_SUFFIX}{S}?[,;:]?{S}?(?:[ET]K{S})?\(?
    (?P<way>{NUMBER_WORD}|no\.){S}?(?P<number>{NUMBER})""",
    FLAGS,
)
_LISTED = re.compile(rf"{_SUFFIX}(?P<way>,){S}?(?:(?i:letter|stuk){S})?(?P<number>{NUMBER})", FLAGS)
_BRACKETED = re.compile(rf"{_SUFFIX}{S}(?P<way>\()(?P<number>{NUMBER})", FLAGS)
_BARE = re.compile(
    rf"{_SUFFIX}(?:[ ](?P<senate>[ET]K))?(?P<way>[ -])(?P<number>{NUMBER})(?!-\d)", FLAGS
)
_AFTER_NUMBER = re.compile(
    rf"$|{S}\(|{S}?[),;:\]\f\n»”\"']|\.(?!\w)|{S}(?:en|of|pp?|blz)\b", re.ASCII
)
_INITIAL = re.compile(r"\.[ ]?[A-Z]", re.ASCII)
_BETWEEN = re.compile(rf"{S}?[,;]?{S}?(?:(?:en|alsmede|resp\.){S})?", re.ASCII)

_ALONE_BEFORE = re.compile(r"(?:^|[(;,:\[\n\f])[ ]?$", re.ASCII)
_NEVER_BEFORE = re.compile(
    r"(?:€[ ]?|\d[.,/:-]|[+]|\b(?i:stb|stcrt|staatsblad|staatscourant|trb|pb|pbeu|postbus)\.?[ ]?"
    r"(?:\d{4}[, ]+)?)$",
    re.ASCII,
)
_NO_PAPER_BEFORE = re.compile(
    r"(?:\d[ ]|[A-Z]{2}[ ]|\b(?i:tel|telefoon|fax|nr|no|art|artikel|code|postcode|kenmerk|ref"
    r"|\w*nummer|isbn|iban)[.:]*[ ]?)$",
    re.ASCII,
)
_UNIT = re.compile(
    r"[ ](?i:euro|mln|miljoen|miljard|duizend|procent|personen|mensen|leden|fte|stuks)\b|[ ]?%|,\d",
    re.ASCII,
)
_UNIT_LETTERS = frozenset("ACJKLMNTVW")
_SEEN_BEFORE = 40


def read_papers(
    text: str, start: int, context: Context, widest: int
) -> tuple[list[Cited], int, Context]:
    """The papers cited at a place, where the citation ends, and what it hands on.

    `widest`: as `numbers_from` takes it.
    """
    head = _HEAD.match(text, start)
    if head is None:
        return [], start, NO_CONTEXT
    between = _BETWEEN.fullmatch(text, context.end, start) if context.end >= 0 else None
    inherited = context if between else NO_CONTEXT
    in_house = house_in(head, "house") or inherited.house
    named = bool(head["word"] or head["house"] or between)
    found = _number_behind(text, head, in_house, named)
    if found is None:
        return [], start, NO_CONTEXT
    several = says_several(found["way"]) or found["way"] == "("
    numbers, end = numbers_from(text, found, bool(several), widest)
    numbers[0] = replace(numbers[0], start=start)
    dossier = _dossier(head, found)
    printed = year_in(head, "year")
    annex = f"b{head['annex']}" if (head["annex"] or "").isdigit() else None
    if head["cites_annex"]:
        numbers = [replace(one, part=one.part or annex, cites_annex=True) for one in numbers]
    cited = [_cited(dossier, one, in_house, printed) for one in numbers]
    if head["second"]:
        second = Dossier(_digits(head["second"]), dossier.suffix)
        cited = [_filed_under(second, one) for one in cited]
    return cited, end, Context(end + (text[end : end + 1] == ")"), in_house)


def _number_behind(
    text: str, head: re.Match[str], in_house: str | None, named: bool
) -> re.Match[str] | None:
    """The first number behind a dossier, if the way it is printed is sure enough."""
    before = text[max(0, head.start() - _SEEN_BEFORE) : head.start()]
    place = head.end()
    if not named and _NEVER_BEFORE.search(before):
        return None
    if found := _NUMBERED.match(text, place):
        return found
    if found := _LISTED.match(text, place):
        return found if _is_listed(text, found, in_house, named) else None
    if named and (found := _BRACKETED.match(text, place)):
        return found if _is_bracketed(text, found) else None
    found = _BARE.match(text, place)
    if found is None or not head["dossier"]:
        return None
    return found if _is_bare(text, head, found, in_house, before if not named else None) else None


def _is_listed(text: str, found: re.Match[str], in_house: str | None, named: bool) -> bool:
    """Whether ', A' or ', 14' behind a dossier numbers a paper."""
    number, end = found["number"], found.end()
    if not number.isalpha():
        return named and not _is_calendar_year(number) and bool(_AFTER_NUMBER.match(text, end))
    if number in {"EK", "TK", "II"} or (in_house == "tk" and re.fullmatch("[IVX]{2,}", number)):
        return False
    if named:
        return True
    return bool(_AFTER_NUMBER.match(text, end)) and not _INITIAL.match(text, end)


def _is_bracketed(text: str, found: re.Match[str]) -> bool:
    number = found["number"]
    chapter = number.isalpha() and re.fullmatch("[IVX]+[AB]?", number)
    return not chapter and not _is_calendar_year(number) and text[found.end()] in ",)"


def _is_bare(
    text: str, head: re.Match[str], found: re.Match[str], in_house: str | None, before: str | None
) -> bool:
    """Whether '-185' or ' D' behind a dossier numbers a paper; `before` what stands before an
    unnamed citation.
    """
    number, hyphen = found["number"], found["way"] == "-"
    dossier = _dossier(head, found)
    senate = in_house == "ek" or found["senate"] == "EK"
    if is_suffix(dossier, number) or number in {"EK", "TK"} or _is_calendar_year(number):
        return False
    if number.isalpha():
        if not (senate or hyphen) and not dossier.suffix and int(dossier.number) % 5 == 0:
            return False
    elif (not hyphen and not dossier.suffix) or re.match(r"\d+[A-Za-z]{2}", number):
        return False
    if before is None or senate:
        return True
    return _stands_as_paper(text, head, found, before)


def _stands_as_paper(text: str, head: re.Match[str], found: re.Match[str], before: str) -> bool:
    """Whether an unnamed '36836 D' or '36600-12' is a paper by what stands around it."""
    number, dossier = found["number"], head["dossier"]
    if _NO_PAPER_BEFORE.search(before) or _UNIT.match(text, found.end()):
        return False
    if not "1" <= dossier[0] <= "4":
        return False
    if found["suffix"] or found["in_brackets"]:
        return True
    if found["way"] == "-" and number.isdigit():
        return len(number) < 5 and (dossier.isdigit() or not dossier.endswith("00"))
    if found["way"] == "-":
        return bool(_AFTER_NUMBER.match(text, found.end())) or number.isupper()
    alone = _ALONE_BEFORE.search(before) and _AFTER_NUMBER.match(text, found.end())
    return bool(alone) or (len(number) == 1 and number not in _UNIT_LETTERS)


def _is_calendar_year(number: str) -> bool:
    return re.fullmatch(r"(?:19|20)\d\d", number) is not None


def _dossier(head: re.Match[str], found: re.Match[str]) -> Dossier:
    if head["roman"]:
        return Dossier(head["roman"])
    suffix = found["suffix"] or found["in_brackets"]
    return Dossier(_digits(head["dossier"]), suffix.replace(" ", "") if suffix else None)


def _digits(printed: str) -> str:
    return re.sub(r"\D", "", printed)


def _cited(
    dossier: Dossier, numbered: Numbered, in_house: str | None, printed: PrintedYear
) -> Cited:
    papers = tuple(
        PaperReference(
            dossier,
            paper.number,
            numbered.part,
            paper.session_year,
            cited_year=printed.read,
            corrected_from=printed.corrected_from,
            cites_annex=numbered.cites_annex,
            pages=numbered.pages,
        )
        for paper in possible_papers(dossier, numbered.number, in_house, printed.read)
    )
    others = tuple(paper.identifier for paper in papers[1:])
    return Cited(numbered.start, numbered.end, papers[0], others)


def _filed_under(second: Dossier, cited: Cited) -> Cited:
    """A paper of two dossiers ('22 112/31 544, CK'): either may be the one it is known by."""
    if not isinstance(cited.reference, PaperReference):
        return cited
    other = replace(cited.reference, dossier=second).identifier
    return replace(cited, alternatives=(*cited.alternatives, other))
