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

from tracker.domain.errors import DomainError
from tracker.domain.references_years import compact, start_of, year_of_compact

LONGEST_REFERENCE = 300
SITE = "https://zoek.officielebekendmakingen.nl"
HOUSES = {"tk": "II", "ek": "I", "vv": "VV"}

# Senate papers carry their session year in the identifier up to and into 2009/10: that year
# holds both forms, so a printed reference of 2009/10 does not say which it is.
LAST_SENATE_YEAR_IN_IDENTIFIER = 2009

# Only ever divided into numbered parts: 21 501-20 is a dossier, not the paper nr. 20.
DIVIDED_DOSSIERS = frozenset({"21501"})

ROMAN = r"[IVXLC]+"
DOSSIER_NUMBER = rf"\d{{1,7}}|0*{ROMAN}"
SUFFIX = r"[A-Z]{1,8}|\d\d|R\d{3,4}"
PAPER_NUMBER = r"\d{1,5}[A-Za-z]{0,2}|[A-Z]{1,2}|[IVXLC]{3,8}"
PART = r"[bhn]\d{1,2}"
COUNTED = r"[1-9]\d{0,4}"


@dataclass(frozen=True)
class Dossier:
    """A dossier: number ('35570') and suffix ('VI', '02', 'M', 'R2023') if any.

    The Senate's own dossiers have Roman numbers ('CXLVIII'), in some identifiers with
    leading zeros ('00LXV'), which are kept.
    """

    number: str
    suffix: str | None = None

    def __post_init__(self) -> None:
        _require(DOSSIER_NUMBER, self.number, "dossier")
        _require(SUFFIX, self.suffix, "suffix")

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
        _require(PAPER_NUMBER, self.number, "number")
        _require(PART, self.annex, "annex")
        if self.session_year is not None:
            start_of(self.session_year)

    @property
    def identifier(self) -> str:
        """'kst-35570-VI-50'"""
        year = compact(self.session_year) if self.session_year else None
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
        _require(COUNTED, str(self.number), "number")
        _require(COUNTED, str(self.item), "item")
        start_of(self.session_year)

    @property
    def identifier(self) -> str:
        """'h-tk-20192020-80-3'"""
        return f"h-{self.house}-{compact(self.session_year)}-{self.number}-{self.item}"


@dataclass(frozen=True)
class AnswersReference(_Citation):
    """Answers to written questions, in the Aanhangsel van de Handelingen."""

    house: str
    session_year: str
    number: int

    def __post_init__(self) -> None:
        _require("tk|ek", self.house, "house")
        _require(COUNTED, str(self.number), "number")
        start_of(self.session_year)

    @property
    def identifier(self) -> str:
        """'ah-tk-20242025-1244'"""
        return f"ah-{self.house}-{compact(self.session_year)}-{self.number}"


Reference = PaperReference | LoosePaperReference | ProceedingsReference | AnswersReference


# Identifiers

_PAPER_IDENTIFIER = re.compile(
    rf"kst-(?:(?P<year>\d{{8}})-)?(?P<dossier>{DOSSIER_NUMBER})"
    rf"(?:-(?P<suffix>{SUFFIX}))?-(?P<number>{PAPER_NUMBER})(?:-(?P<annex>{PART}))?",
    re.ASCII,
)
_LOOSE_IDENTIFIER = re.compile(r"kst-(\d{6,7})", re.ASCII)
_PROCEEDINGS_IDENTIFIER = re.compile(rf"h-(tk|ek|vv)-(\d{{8}})-({COUNTED})-({COUNTED})", re.ASCII)
_ANSWERS_IDENTIFIER = re.compile(rf"ah-(tk|ek)-(\d{{8}})-({COUNTED})", re.ASCII)


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
            year_of_compact(found["year"]) if found["year"] else None,
        )
    elif found := _LOOSE_IDENTIFIER.fullmatch(identifier):
        reference = LoosePaperReference(found[1])
    elif found := _PROCEEDINGS_IDENTIFIER.fullmatch(identifier):
        reference = ProceedingsReference(
            found[1], year_of_compact(found[2]), int(found[3]), int(found[4])
        )
    elif found := _ANSWERS_IDENTIFIER.fullmatch(identifier):
        reference = AnswersReference(found[1], year_of_compact(found[2]), int(found[3]))
    else:
        raise unknown_form(identifier)
    return reference


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
    return "ek" if letters and start_of(year) >= LAST_SENATE_YEAR_IN_IDENTIFIER else "tk"


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


def _joined(*parts: str | None) -> str:
    return "-".join(part for part in parts if part)


def unknown_form(text: str) -> DomainError:
    """The refusal of a text that is no reference."""
    return DomainError("reference.unknown_form", text=text[:LONGEST_REFERENCE])


def _require(pattern: str, value: str | None, part: str) -> None:
    if value is not None and not re.fullmatch(pattern, value, re.ASCII):
        raise DomainError("reference.unknown_part", part=part, text=value[:LONGEST_REFERENCE])
