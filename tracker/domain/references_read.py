"""References as officers type and paste them: printed forms, identifiers and addresses.

References inside running text are found by `references_found`.
"""

import re

from tracker.domain.errors import DomainError
from tracker.domain.references import (
    COUNTED,
    DIVIDED_DOSSIERS,
    LAST_SENATE_YEAR_IN_IDENTIFIER,
    LONGEST_REFERENCE,
    PAPER_NUMBER,
    PART,
    ROMAN,
    AnswersReference,
    Dossier,
    PaperReference,
    ProceedingsReference,
    Reference,
    parse_identifier,
    unknown_form,
)
from tracker.domain.references_years import read_year, start_of

_YEAR = r"(?:vergaderjaar\ )?(?P<year>\d{4}[/-](?:\d{4}|\d\d))"
_PAGE_WORD = r"(?:pp?|blz)\.?\ ?"
_PAGE_RANGE = r"\d{1,5}(?:-\d{1,5})?"
_PAGES = (
    rf"(?:,?\ (?P<pages>{_PAGE_WORD}{_PAGE_RANGE}"
    rf"(?:(?:,|\ en)\ (?:{_PAGE_WORD})?{_PAGE_RANGE})*))?"
)
_PRINTED_DOSSIER = r"""
    (?P<dossier>\d\d[\ .]?\d{3})
    (?:[\ -]?(?P<suffix>[IVX]+[AB]?|[A-Z]|\d\d)|[\ -]?\(?(?P<kingdom>R\ ?\d{3,4})\)?)?
"""
_PRINTED_PAPER = re.compile(
    rf"""
    (?:(?P<cites_annex>bijlage)(?:\ (?P<annex>\d\d?))?\ (?:bij|van)\ )?
    (?P<word>kamerstuk(?:ken)?\ |kst\.?\ )?
    (?:(?P<house>II?|TK|EK),?\ )?
    (?:{_YEAR},?\ )?
    (?:{_PRINTED_DOSSIER}|(?P<roman>(?-i:{ROMAN})))
    (?:
        ,?\ ?nr\.?\ ?(?P<numbered>{PAPER_NUMBER})
      | ,\ ?(?!(?-i:[nN]r\b))(?P<listed>{PAPER_NUMBER})
      | (?:\ [ET]K)?[\ -](?!(?:nr|[et]k)\b)(?P<bare>{PAPER_NUMBER})
    )
    (?:\ \((?P<part>{PART})\))?
    {_PAGES}
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_PRINTED_PROCEEDINGS = re.compile(
    rf"""
    handelingen\ (?P<house>II?|TK|EK|VV)\ {_YEAR},?
    \ (?:nr\.?\ ?)?(?P<number>{COUNTED})
    (?:,?\ item\ ?(?P<item>{COUNTED}))?
    {_PAGES}
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_PRINTED_ANSWERS = re.compile(
    rf"""
    aanhangsel(?:\ van\ de)?\ handelingen\ (?P<house>II?|TK|EK)\ {_YEAR},?
    \ (?:nr\.?\ ?)?(?P<number>{COUNTED})
    {_PAGES}
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_PASTED = re.compile(
    r"(?:https?://[a-z.]+/)?(?P<identifier>(?:kst|h|ah)-[A-Za-z0-9-]+)(?:\.[a-z]+)?(?:[?#].*)?",
    re.ASCII | re.IGNORECASE,
)
_ONLY_DOSSIER = re.compile(
    rf"""
    (?:https?://[a-z.]+/)?
    (?:(?:kamerstuk(?:ken|dossier)?|dossier)[\ /])?
    (?:(?:II?|TK|EK),?\ )?
    (?:{_YEAR},?\ )?
    {_PRINTED_DOSSIER}
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_BETWEEN_REFERENCES = re.compile(
    r"\s*;\s*|,?\s+en\s+(?=bijlage|kamerstuk|handelingen|aanhangsel)", re.IGNORECASE
)
_CHAPTER = re.compile(r"[IVX]{2,}[AB]?|[IVX]")
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))


def read_reference(text: str) -> Reference:
    """The one reference that an officer typed or pasted: printed form, identifier or address.

    Raises DomainError: 'reference.empty', 'reference.too_long' (longest),
    'reference.unknown_form' (text), 'reference.dossier_only' (text, dossier),
    'reference.item_missing' (text), 'reference.several' (count) and
    'reference.ambiguous' (readings: the identifiers that it may stand for, 'kst-… / kst-…').
    """
    references = read_references(text)
    if len(references) > 1:
        raise DomainError("reference.several", count=len(references))
    return references[0]


def read_references(text: str) -> tuple[Reference, ...]:
    """The references in a list of nothing but references ('... en Kamerstukken II ...').

    Raises what `read_reference` raises, for the first that cannot be read.
    """
    parts = _BETWEEN_REFERENCES.split(_tidied(text))
    return tuple(_read_one(part) for part in parts)


def read_dossier(text: str) -> Dossier:
    """The dossier that '28 638', '35570-VI', '21 501-02' or its address stands for.

    Raises DomainError 'reference.empty', 'reference.too_long' and 'reference.unknown_form'.
    """
    tidied = _tidied(text)
    found = _ONLY_DOSSIER.fullmatch(tidied)
    if not found:
        raise unknown_form(tidied)
    return _printed_dossier(found)


def _tidied(text: str) -> str:
    if len(text) > LONGEST_REFERENCE:
        raise DomainError("reference.too_long", longest=LONGEST_REFERENCE)
    tidied = " ".join(text.split()).translate(_DASHES)
    if tidied.startswith("(") and tidied.endswith(")"):
        tidied = tidied[1:-1]
    tidied = tidied.strip(" .,;")
    if not tidied:
        raise DomainError("reference.empty")
    return tidied


def _read_one(text: str) -> Reference:
    if found := _PASTED.fullmatch(text):
        prefix, _, rest = found["identifier"].partition("-")
        return parse_identifier(f"{prefix.lower()}-{rest}")
    if found := _PRINTED_PROCEEDINGS.fullmatch(text):
        return _printed_proceedings(found)
    if found := _PRINTED_ANSWERS.fullmatch(text):
        year, corrected_from = read_year(found["year"])
        return AnswersReference(
            house_of(found["house"]),
            year,
            int(found["number"]),
            cited_year=year,
            corrected_from=corrected_from,
            pages=found["pages"],
        )
    if found := _PRINTED_PAPER.fullmatch(text):
        return _printed_paper(found)
    if found := _ONLY_DOSSIER.fullmatch(text):
        only = _printed_dossier(found).identifier
        raise DomainError("reference.dossier_only", text=text, dossier=only)
    raise unknown_form(text)


def _printed_proceedings(found: re.Match[str]) -> ProceedingsReference:
    if found["item"] is None:
        raise DomainError("reference.item_missing", text=found[0])
    year, corrected_from = read_year(found["year"])
    return ProceedingsReference(
        house_of(found["house"]),
        year,
        int(found["number"]),
        int(found["item"]),
        cited_year=year,
        corrected_from=corrected_from,
        pages=found["pages"],
    )


def _printed_paper(found: re.Match[str]) -> PaperReference:
    number = _paper_number(found["numbered"] or found["listed"] or found["bare"])
    if found["roman"] and not (found["word"] and number.isalpha()):
        raise unknown_form(found[0])
    dossier = Dossier(found["roman"]) if found["roman"] else _printed_dossier(found)
    if found["bare"] and is_suffix(dossier, number):
        only = Dossier(dossier.number, number).identifier
        raise DomainError("reference.dossier_only", text=found[0], dossier=only)
    year, corrected_from = read_year(found["year"]) if found["year"] else (None, None)
    house = house_of(found["house"]) if found["house"] else None
    papers = possible_papers(dossier, number, house, year)
    if len(papers) > 1:
        either = " / ".join(paper.identifier for paper in papers)
        raise DomainError("reference.ambiguous", readings=either)
    annex = f"b{found['annex']}" if found["annex"] else found["part"]
    return PaperReference(
        dossier,
        number,
        annex.lower() if annex else None,
        papers[0].session_year,
        cited_year=year,
        corrected_from=corrected_from,
        cites_annex=found["cites_annex"] is not None,
        pages=found["pages"],
    )


def _printed_dossier(found: re.Match[str]) -> Dossier:
    suffix = found["suffix"] or found["kingdom"]
    return Dossier(
        re.sub(r"\D", "", found["dossier"]),
        suffix.upper().replace(" ", "") if suffix else None,
    )


def _paper_number(printed: str) -> str:
    return printed.upper() if printed.isalpha() else printed


def is_suffix(dossier: Dossier, number: str) -> bool:
    """Whether what follows a bare dossier number divides the dossier and numbers no paper."""
    if dossier.suffix is not None:
        return False
    divides = dossier.number in DIVIDED_DOSSIERS and re.fullmatch(r"\d\d", number)
    return bool(divides or re.fullmatch(r"0\d", number) or _CHAPTER.fullmatch(number))


def possible_papers(
    dossier: Dossier, number: str, house: str | None, year: str | None
) -> tuple[PaperReference, ...]:
    """The papers that a printed reference may stand for, the likeliest first.

    `house` is 'tk' or 'ek', `year` a session year; both as far as they are printed.
    """
    plain = PaperReference(dossier, number)
    if year is None or house == "tk" or start_of(year) > LAST_SENATE_YEAR_IN_IDENTIFIER:
        return (plain,)
    if house is None and number.isdigit():
        return (plain,)
    within_year = PaperReference(dossier, number, session_year=year)
    if house is None or start_of(year) == LAST_SENATE_YEAR_IN_IDENTIFIER:
        return (plain, within_year)
    return (within_year,)


def house_of(printed: str) -> str:
    """'tk' of 'II', 'ek' of 'I'."""
    return {"II": "tk", "I": "ek"}.get(printed.upper(), printed.lower())
