"""References to papers of the States General: what the House prints, and the official identifiers.

Identifiers are those of officielebekendmakingen.nl:

- `kst-31015-221`, `kst-35570-VI-50`, `kst-21501-02-3174`: a Kamerstuk in a dossier;
- `kst-20042005-29800-XVI-B`: a Senate paper of before 2010, numbered within its session year;
- `kst-36600-VI-2-b1`: a part of a paper, an annex (b), a reprint (h) or an addition (n);
- `kst-1071718`: a paper outside any dossier;
- `h-tk-20192020-80-3`: an item of the proceedings (Handelingen);
- `ah-tk-20242025-1244`: answers to written questions (Aanhangsel van de Handelingen).

A session year is a string as the House prints it, '2020/21'.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.errors import DomainError
from tracker.domain.sittings import prinsjesdag

LONGEST_REFERENCE = 300
SITE = "https://zoek.officielebekendmakingen.nl"
HOUSES = {"tk": "II", "ek": "I", "vv": "VV"}

# Senate papers carry their session year in the identifier up to and into 2009/10: that year
# holds both forms, so a printed reference of 2009/10 does not say which it is.
LAST_SENATE_YEAR_IN_IDENTIFIER = 2009

# Only ever divided into numbered parts: 21 501-20 is a dossier, not the paper nr. 20.
DIVIDED_DOSSIERS = frozenset({"21501"})

_ROMAN = r"[IVXLC]+"
_DOSSIER_NUMBER = rf"\d{{1,7}}|0*{_ROMAN}"
_SUFFIX = r"[A-Z]{1,8}|\d\d|R\d{3,4}"
_PAPER_NUMBER = r"\d{1,5}[A-Za-z]{0,2}|[A-Z]{1,2}|[IVXLC]{3,8}"
_PART = r"[bhn]\d{1,2}"
_COUNTED = r"[1-9]\d{0,4}"


@dataclass(frozen=True)
class Dossier:
    """A dossier: number ('35570') and suffix ('VI', '02', 'M', 'R2023') if any.

    The Senate's own dossiers have Roman numbers ('CXLVIII'), in some identifiers with
    leading zeros ('00LXV'), which are kept.
    """

    number: str
    suffix: str | None = None

    def __post_init__(self) -> None:
        _require(_DOSSIER_NUMBER, self.number, "dossier")
        _require(_SUFFIX, self.suffix, "suffix")

    @property
    def identifier(self) -> str:
        """'35570-VI'"""
        return _joined(self.number, self.suffix)

    @property
    def printed(self) -> str:
        """'35 570 VI', '21 501-02', '33 852 (R2023)'"""
        if self.suffix is None:
            return self._spaced_number
        if self.suffix.isdigit():
            return f"{self._spaced_number}-{self.suffix}"
        if re.fullmatch(r"R\d+", self.suffix):
            return f"{self._spaced_number} ({self.suffix})"
        return f"{self._spaced_number} {self.suffix}"

    @property
    def _spaced_number(self) -> str:
        if not self.number.isdigit():
            return self.number.lstrip("0")
        if len(self.number) <= 3:
            return self.number
        return f"{self.number[:-3]} {self.number[-3:]}"


@dataclass(frozen=True, kw_only=True)
class _Citation:
    """What a printed reference says besides what it refers to; two references to one paper
    are equal whatever these say.

    `cited_year`: the session year that it names, as read; `corrected_from`: the year as
    printed where that is no session year ('2019/21'); `cites_annex`: it is about an annex of
    the paper; `pages`: 'p. 7-8'.
    """

    cited_year: str | None = field(default=None, compare=False)
    corrected_from: str | None = field(default=None, compare=False)
    cites_annex: bool = field(default=False, compare=False)
    pages: str | None = field(default=None, compare=False)


@dataclass(frozen=True)
class PaperReference(_Citation):
    """A Kamerstuk. `session_year` is set only where it is part of the identifier."""

    dossier: Dossier
    number: str
    annex: str | None = None
    session_year: str | None = None

    def __post_init__(self) -> None:
        _require(_PAPER_NUMBER, self.number, "number")
        _require(_PART, self.annex, "annex")
        if self.session_year is not None:
            _start_of(self.session_year)

    @property
    def identifier(self) -> str:
        """'kst-35570-VI-50'"""
        year = _compact(self.session_year) if self.session_year else None
        return _joined("kst", year, self.dossier.identifier, self.number, self.annex)


@dataclass(frozen=True)
class LoosePaperReference(_Citation):
    """A paper outside any dossier, known by its publication number only."""

    number: str

    def __post_init__(self) -> None:
        _require(r"\d{6,7}", self.number, "number")

    @property
    def identifier(self) -> str:
        """'kst-1071718'"""
        return f"kst-{self.number}"


@dataclass(frozen=True)
class ProceedingsReference(_Citation):
    """An item of the Handelingen of a House: 'tk', 'ek' or 'vv' (joint session)."""

    house: str
    session_year: str
    number: int
    item: int

    def __post_init__(self) -> None:
        _require("|".join(HOUSES), self.house, "house")
        _require(_COUNTED, str(self.number), "number")
        _require(_COUNTED, str(self.item), "item")
        _start_of(self.session_year)

    @property
    def identifier(self) -> str:
        """'h-tk-20192020-80-3'"""
        return f"h-{self.house}-{_compact(self.session_year)}-{self.number}-{self.item}"


@dataclass(frozen=True)
class AnswersReference(_Citation):
    """Answers to written questions, in the Aanhangsel van de Handelingen."""

    house: str
    session_year: str
    number: int

    def __post_init__(self) -> None:
        _require("tk|ek", self.house, "house")
        _require(_COUNTED, str(self.number), "number")
        _start_of(self.session_year)

    @property
    def identifier(self) -> str:
        """'ah-tk-20242025-1244'"""
        return f"ah-{self.house}-{_compact(self.session_year)}-{self.number}"


Reference = PaperReference | LoosePaperReference | ProceedingsReference | AnswersReference


# Identifiers

_PAPER_IDENTIFIER = re.compile(
    rf"kst-(?:(?P<year>\d{{8}})-)?(?P<dossier>{_DOSSIER_NUMBER})"
    rf"(?:-(?P<suffix>{_SUFFIX}))?-(?P<number>{_PAPER_NUMBER})(?:-(?P<annex>{_PART}))?",
    re.ASCII,
)
_LOOSE_IDENTIFIER = re.compile(r"kst-(\d{6,7})", re.ASCII)
_PROCEEDINGS_IDENTIFIER = re.compile(rf"h-(tk|ek|vv)-(\d{{8}})-({_COUNTED})-({_COUNTED})", re.ASCII)
_ANSWERS_IDENTIFIER = re.compile(rf"ah-(tk|ek)-(\d{{8}})-({_COUNTED})", re.ASCII)


def parse_identifier(identifier: str) -> Reference:
    """The reference that an official identifier stands for; its `.identifier` is the same again.

    Raises DomainError 'reference.unknown_form' for anything else, session years that are
    none and letters run together with a dossier number ('kst-20042005-29800G-A') included.
    """
    if len(identifier) > LONGEST_REFERENCE:
        raise DomainError("reference.too_long", longest=LONGEST_REFERENCE)
    if found := _PAPER_IDENTIFIER.fullmatch(identifier):
        reference: Reference = PaperReference(
            Dossier(found["dossier"], found["suffix"]),
            found["number"],
            found["annex"],
            _year_of_compact(found["year"]) if found["year"] else None,
        )
    elif found := _LOOSE_IDENTIFIER.fullmatch(identifier):
        reference = LoosePaperReference(found[1])
    elif found := _PROCEEDINGS_IDENTIFIER.fullmatch(identifier):
        reference = ProceedingsReference(
            found[1], _year_of_compact(found[2]), int(found[3]), int(found[4])
        )
    elif found := _ANSWERS_IDENTIFIER.fullmatch(identifier):
        reference = AnswersReference(found[1], _year_of_compact(found[2]), int(found[3]))
    else:
        raise _unknown(identifier)
    return reference


# What people print, type and paste

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
    (?:{_PRINTED_DOSSIER}|(?P<roman>(?-i:{_ROMAN})))
    (?:
        ,?\ ?nr\.?\ ?(?P<numbered>{_PAPER_NUMBER})
      | ,\ ?(?!(?-i:[nN]r\b))(?P<listed>{_PAPER_NUMBER})
      | (?:\ [ET]K)?[\ -](?!(?:nr|[et]k)\b)(?P<bare>{_PAPER_NUMBER})
    )
    (?:\ \((?P<part>{_PART})\))?
    {_PAGES}
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_PRINTED_PROCEEDINGS = re.compile(
    rf"""
    handelingen\ (?P<house>II?|TK|EK|VV)\ {_YEAR},?
    \ (?:nr\.?\ ?)?(?P<number>{_COUNTED})
    (?:,?\ item\ ?(?P<item>{_COUNTED}))?
    {_PAGES}
    """,
    re.ASCII | re.IGNORECASE | re.VERBOSE,
)
_PRINTED_ANSWERS = re.compile(
    rf"""
    aanhangsel(?:\ van\ de)?\ handelingen\ (?P<house>II?|TK|EK)\ {_YEAR},?
    \ (?:nr\.?\ ?)?(?P<number>{_COUNTED})
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
        raise _unknown(tidied)
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
        year, corrected_from = _read_year(found["year"])
        return AnswersReference(
            _house(found["house"]),
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
    raise _unknown(text)


def _printed_proceedings(found: re.Match[str]) -> ProceedingsReference:
    if found["item"] is None:
        raise DomainError("reference.item_missing", text=found[0])
    year, corrected_from = _read_year(found["year"])
    return ProceedingsReference(
        _house(found["house"]),
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
        raise _unknown(found[0])
    dossier = Dossier(found["roman"]) if found["roman"] else _printed_dossier(found)
    if found["bare"] and _is_suffix(dossier, number):
        only = Dossier(dossier.number, number).identifier
        raise DomainError("reference.dossier_only", text=found[0], dossier=only)
    year, corrected_from = _read_year(found["year"]) if found["year"] else (None, None)
    annex = f"b{found['annex']}" if found["annex"] else found["part"]
    return PaperReference(
        dossier,
        number,
        annex.lower() if annex else None,
        _year_in_identifier(dossier, number, found["house"], year),
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


def _is_suffix(dossier: Dossier, number: str) -> bool:
    """Whether what follows a bare dossier number divides the dossier and numbers no paper."""
    if dossier.suffix is not None:
        return False
    divides = dossier.number in DIVIDED_DOSSIERS and re.fullmatch(r"\d\d", number)
    return bool(divides or re.fullmatch(r"0\d", number) or _CHAPTER.fullmatch(number))


def _year_in_identifier(
    dossier: Dossier, number: str, printed_house: str | None, year: str | None
) -> str | None:
    house = _house(printed_house) if printed_house else None
    if year is None or house == "tk" or _start_of(year) > LAST_SENATE_YEAR_IN_IDENTIFIER:
        return None
    if house is None and number.isdigit():
        return None
    if house is None or _start_of(year) == LAST_SENATE_YEAR_IN_IDENTIFIER:
        readings = (PaperReference(dossier, number, session_year=one) for one in (None, year))
        either = " / ".join(reading.identifier for reading in readings)
        raise DomainError("reference.ambiguous", readings=either)
    return year


def _house(printed: str) -> str:
    return {"II": "tk", "I": "ek"}.get(printed.upper(), printed.lower())


# Back to the House's own way


def short_form(reference: Reference) -> str:
    """'35 570 VI, nr. 50', '36 200, A'; other kinds as their source place."""
    if not isinstance(reference, PaperReference):
        return source_place(reference)
    return _with_part(reference, f"{reference.dossier.printed}, {_printed_number(reference)}")


def source_place(reference: Reference, session_year: str | None = None) -> str:
    """'Kamerstukken II 2020/21, 35 570 VI, nr. 50', 'Handelingen II 2019/20, nr. 80, item 3'.

    `session_year` is that of the paper's date (`session_year_of`); without it the year that
    the reference itself names, if any. A year in the identifier goes before both.
    """
    match reference:
        case LoosePaperReference():
            return reference.identifier
        case ProceedingsReference(house, year, number, item):
            return f"Handelingen {HOUSES[house]} {year}, nr. {number}, item {item}"
        case AnswersReference(house, year, number):
            return f"Aanhangsel Handelingen {HOUSES[house]} {year}, nr. {number}"
        case PaperReference():
            return _paper_source_place(reference, session_year)


def _paper_source_place(reference: PaperReference, session_year: str | None) -> str:
    year = reference.session_year or session_year or reference.cited_year
    if year is None:
        return f"Kamerstuk {short_form(reference)}"
    place = f"{reference.dossier.printed}, {_printed_number(reference)}"
    house = HOUSES[_house_of(reference, year)]
    return _with_part(reference, f"Kamerstukken {house} {year}, {place}")


def _house_of(paper: PaperReference, year: str) -> str:
    """Letters number the Senate's papers; before 2010 those are the ones with a session year."""
    if paper.session_year:
        return "ek"
    letters = paper.number.isalpha() or not paper.dossier.number.isdigit()
    return "ek" if letters and _start_of(year) >= LAST_SENATE_YEAR_IN_IDENTIFIER else "tk"


def _printed_number(paper: PaperReference) -> str:
    return paper.number if paper.number.isalpha() else f"nr. {paper.number}"


def _with_part(paper: PaperReference, place: str) -> str:
    if paper.annex is None:
        return place
    if paper.annex.startswith("b"):
        return f"bijlage {paper.annex[1:]} bij {place}"
    return f"{place} ({paper.annex})"


def address(reference: Reference | Dossier) -> str:
    """The public web address of a paper, an item of the proceedings, or a dossier."""
    if isinstance(reference, Dossier):
        return f"{SITE}/dossier/{reference.identifier}"
    return f"{SITE}/{reference.identifier}.html"


# Session years


def session_year_of(day: date) -> str:
    """The session year ('2020/21') that a day falls in: it begins on Prinsjesdag."""
    return _session_year(day.year if day >= prinsjesdag(day.year) else day.year - 1)


def _session_year(start: int) -> str:
    end = start + 1
    return f"{start}/{end}" if end % 100 == 0 else f"{start}/{end % 100:02}"


def _start_of(session_year: str) -> int:
    start = session_year[:4]
    if not re.fullmatch(r"1[89]\d\d|20\d\d", start) or _session_year(int(start)) != session_year:
        raise DomainError("reference.session_year", text=session_year[:LONGEST_REFERENCE])
    return int(start)


def _read_year(printed: str) -> tuple[str, str | None]:
    """The session year that a printed one begins, and the printed one if it is no session year."""
    start, end = re.split(r"[/-]", printed)
    year = _session_year(int(start))
    _start_of(year)
    ends = (f"{int(start) + 1}", f"{(int(start) + 1) % 100:02}")
    return year, None if end in ends else printed


def _compact(session_year: str) -> str:
    start = _start_of(session_year)
    return f"{start}{start + 1}"


def _year_of_compact(compact: str) -> str:
    year = _session_year(int(compact[:4]))
    if _compact(year) != compact:
        raise DomainError("reference.session_year", text=compact)
    return year


def _joined(*parts: str | None) -> str:
    return "-".join(part for part in parts if part)


def _unknown(text: str) -> DomainError:
    return DomainError("reference.unknown_form", text=text[:LONGEST_REFERENCE])


def _require(pattern: str, value: str | None, part: str) -> None:
    if value is not None and not re.fullmatch(pattern, value, re.ASCII):
        raise DomainError("reference.unknown_part", part=part, text=value[:LONGEST_REFERENCE])
