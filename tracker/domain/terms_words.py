"""The vocabulary of Dutch terms, as data, and the reading of a phrase into its tokens.

To teach a new word, add it to the table of the thing that it names. Phrases are written
as people write them; case, accents and the words of FILLERS do not count.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto
from typing import NamedTuple

from tracker.domain.sittings import RecessKind
from tracker.domain.texts import fold


class Unit(StrEnum):
    """A stretch of time, as a length and as a period of the calendar."""

    DAY = auto()
    WORKING_DAY = auto()
    WEEK = auto()
    MONTH = auto()
    QUARTER = auto()
    HALF_YEAR = auto()
    YEAR = auto()


class Season(StrEnum):
    """The meteorological seasons: spring is March to May, and so on."""

    SPRING = auto()
    SUMMER = auto()
    AUTUMN = auto()
    WINTER = auto()


class NamedDay(StrEnum):
    """Days with a name that fall once a year."""

    PRINSJESDAG = auto()
    VERANTWOORDINGSDAG = auto()
    NEW_YEARS_DAY = auto()
    GOOD_FRIDAY = auto()
    EASTER = auto()
    EASTER_MONDAY = auto()
    KINGS_DAY = auto()
    LIBERATION_DAY = auto()
    ASCENSION = auto()
    WHITSUN = auto()
    WHIT_MONDAY = auto()
    CHRISTMAS_DAY = auto()
    BOXING_DAY = auto()
    YEARS_END = auto()


class Boundary(StrEnum):
    """Which side of a period a term means."""

    BEFORE = auto()
    UNTIL = auto()  # as before; between two numbers it makes a range
    IN = auto()
    ON = auto()
    BY = auto()
    AFTER = auto()
    FROM = auto()
    ABOUT = auto()


class Modifier(StrEnum):
    """What narrows a period to a part of it."""

    BEGIN = auto()
    MIDDLE = auto()
    END = auto()
    FIRST_HALF = auto()
    SECOND_HALF = auto()
    FIRST_DAY = auto()
    LAST_DAY = auto()


class Which(StrEnum):
    """Which of the periods that come back, seen from the reference date."""

    THIS = auto()
    COMING = auto()
    NEXT = auto()
    PAST = auto()


class Within(StrEnum):
    """What announces a length of time from the reference date."""

    WITHIN = auto()
    OVER = auto()


class Hedge(StrEnum):
    """What makes a term vaguer, or its promise weaker."""

    AMPLY = auto()
    SHORTLY = auto()
    ROUGHLY = auto()
    AT_LEAST = auto()
    AT_MOST = auto()
    HOPED = auto()
    EMPHASIS = auto()


class Rhythm(StrEnum):
    """Words that repeat."""

    EVERY = auto()
    PER = auto()
    ONCE_IN = auto()  # 'om de drie maanden'
    TIMES = auto()


class Mark(StrEnum):
    """Words and signs that join or extend."""

    AND = auto()
    OR = auto()
    SLASH = auto()
    THIS_TEXT = auto()  # 'dagtekening', 'deze brief': the reference date
    RECESS = auto()  # 'reces', of no kind
    CHRISTMAS = auto()  # 'de kerst': before and after it, the recess
    HALF = auto()  # 'helft'


class Vague(StrEnum):
    """Expressions that hold no date."""

    SOON = auto()  # may stand beside a date: 'zo spoedig mogelijk, uiterlijk 1 april'
    SOMETIME = auto()
    CONDITION = auto()


@dataclass(frozen=True)
class Number:
    value: int
    digits: int = 0  # 0 for a number in words


@dataclass(frozen=True)
class Ordinal:
    """The first, second, …; -1 for the last."""

    value: int


@dataclass(frozen=True)
class Month:
    number: int


@dataclass(frozen=True)
class Weekday:
    number: int  # 0 for Monday


@dataclass(frozen=True)
class NearDay:
    """Today, tomorrow: days after the reference date."""

    days: int


@dataclass(frozen=True)
class NumericDay:
    """A date in figures; `day` is None where the calendar has no such day."""

    text: str
    day: date | None


@dataclass(frozen=True)
class PartOfYear:
    """Q3, H1: a numbered part of a year."""

    unit: Unit
    number: int


@dataclass(frozen=True)
class Length:
    """A length of one word or more: 'anderhalf jaar'."""

    count: int
    unit: Unit


@dataclass(frozen=True)
class Frequency:
    """'twee keer' in one word: tweemaal."""

    times: int


@dataclass(frozen=True)
class Repeats:
    """'jaarlijks', 'driemaandelijks': every so many units."""

    count: int
    unit: Unit


@dataclass(frozen=True)
class Event:
    """Something on the agenda that has a date only when the phrase gives it."""

    name: str


@dataclass(frozen=True)
class Unknown:
    text: str


Token = (
    Unit | Season | NamedDay | Boundary | Modifier | Which | Within | Hedge | Rhythm | Mark | Vague
    | RecessKind | Number | Ordinal | Month | Weekday | NearDay | NumericDay | PartOfYear | Length
    | Frequency | Repeats | Event | Unknown
)  # fmt: skip

PHRASE_LIMIT = 300
YEARS = range(1900, 2200)

FILLERS = frozenset(
    ["de", "het", "'t", "van", "der", "den", "nog", "al", "reeds", "alvast", "ook", "dan", "aan"]
)

SMALL_NUMBERS = {
    "een": 1, "twee": 2, "drie": 3, "vier": 4, "vijf": 5, "zes": 6, "zeven": 7, "acht": 8,
    "negen": 9, "tien": 10, "elf": 11, "twaalf": 12, "dertien": 13, "veertien": 14,
    "vijftien": 15, "zestien": 16, "zeventien": 17, "achttien": 18, "negentien": 19,
}  # fmt: skip
TENS = {
    "twintig": 20, "dertig": 30, "veertig": 40, "vijftig": 50, "zestig": 60, "zeventig": 70,
    "tachtig": 80, "negentig": 90, "honderd": 100,
}  # fmt: skip
ORDINALS = {
    "eerste": 1, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5, "zesde": 6, "zevende": 7,
    "achtste": 8, "negende": 9, "tiende": 10, "elfde": 11, "twaalfde": 12, "laatste": -1,
}  # fmt: skip
MONTHS = (
    "januari jan", "februari feb febr", "maart mrt", "april apr", "mei", "juni jun", "juli jul",
    "augustus aug", "september sep sept", "oktober okt", "november nov", "december dec",
)  # fmt: skip
WEEKDAYS = (
    "maandag ma", "dinsdag di", "woensdag wo", "donderdag do", "vrijdag vr", "zaterdag za",
    "zondag zo",
)  # fmt: skip
UNITS = {
    Unit.DAY: "dag, dagen, kalenderdag, kalenderdagen",
    Unit.WORKING_DAY: "werkdag, werkdagen",
    Unit.WEEK: "week, weken",
    Unit.MONTH: "maand, maanden, kalendermaand, kalendermaanden",
    Unit.QUARTER: "kwartaal, kwartalen",
    Unit.HALF_YEAR: "halfjaar, half jaar, halve jaar, jaarhelft, semester",
    Unit.YEAR: "jaar, jaren, kalenderjaar, begrotingsjaar",
}
SEASONS = {
    Season.SPRING: "voorjaar, lente",
    Season.SUMMER: "zomer",
    Season.AUTUMN: "najaar, herfst",
    Season.WINTER: "winter",
}
RECESSES = {
    RecessKind.AUTUMN: "herfstreces, najaarsreces",
    RecessKind.CHRISTMAS: "kerstreces, winterreces",
    RecessKind.SPRING: "voorjaarsreces, krokusreces",
    RecessKind.MAY: "meireces",
    RecessKind.SUMMER: "zomerreces",
    RecessKind.ELECTION: "verkiezingsreces",
}
NAMED_DAYS = {
    NamedDay.PRINSJESDAG: "prinsjesdag",
    NamedDay.VERANTWOORDINGSDAG: "verantwoordingsdag, gehaktdag",
    NamedDay.NEW_YEARS_DAY: "nieuwjaarsdag, nieuwjaar, jaarwisseling",
    NamedDay.GOOD_FRIDAY: "goede vrijdag",
    NamedDay.EASTER: "pasen, eerste paasdag",
    NamedDay.EASTER_MONDAY: "tweede paasdag",
    NamedDay.KINGS_DAY: "koningsdag",
    NamedDay.LIBERATION_DAY: "bevrijdingsdag",
    NamedDay.ASCENSION: "hemelvaart, hemelvaartsdag",
    NamedDay.WHITSUN: "pinksteren, eerste pinksterdag",
    NamedDay.WHIT_MONDAY: "tweede pinksterdag",
    NamedDay.CHRISTMAS_DAY: "kerstmis, eerste kerstdag",
    NamedDay.BOXING_DAY: "tweede kerstdag",
    NamedDay.YEARS_END: "oudjaarsdag",
}
BOUNDARIES = {
    Boundary.BEFORE: "voor, voorafgaand aan, voorafgaande aan, voor het begin van, "
    "voor aanvang van, voor de aanvang van, voor de start van",
    Boundary.UNTIL: "tot",
    Boundary.IN: "in, tijdens, gedurende, in de loop van, in de periode, ergens in",
    Boundary.ON: "op, met, bij, gelijktijdig met, tegelijk met, met ingang van, miv",
    Boundary.BY: "uiterlijk, t/m, tot en met, tem, niet later dan, ten laatste, op zijn laatst, "
    "voor of op, op of voor, voor of uiterlijk op, tussen nu en",
    Boundary.AFTER: "na, na afloop van",
    Boundary.FROM: "vanaf, niet eerder dan, niet voor, op zijn vroegst, op zijn vroegst in, "
    "op zijn vroegst op",
    Boundary.ABOUT: "rond, rondom, omstreeks, tegen",
}
MODIFIERS = {
    Modifier.BEGIN: "begin, in het begin van",
    Modifier.MIDDLE: "medio, halverwege, midden, mid, half",
    Modifier.END: "eind, einde, ultimo",
    Modifier.FIRST_DAY: "primo",
}
WHICH = {
    Which.THIS: "dit, deze, lopende, huidige, dit lopende, deze lopende",
    Which.COMING: "komend, komende, aankomend, aankomende, aanstaand, aanstaande, as, "
    "eerstvolgend, eerstvolgende, eerstkomend, eerstkomende",
    Which.NEXT: "volgend, volgende",
    Which.PAST: "jl, jongstleden, ll, laatstleden, afgelopen, vorig, vorige, voorbije",
}
WITHIN = {
    Within.WITHIN: "binnen, binnen nu en, binnen een termijn van, binnen een periode van",
    Within.OVER: "over",
}
HEDGES = {
    Hedge.AMPLY: "ruim, ruimschoots, tijdig, geruime tijd",
    Hedge.SHORTLY: "kort, vlak, net, direct, meteen, onmiddellijk, spoedig, snel",
    Hedge.ROUGHLY: "circa, ca, ongeveer, plusminus, grofweg",
    Hedge.AT_LEAST: "minimaal, minstens, ten minste, tenminste, op zijn minst",
    Hedge.AT_MOST: "maximaal, hooguit, hoogstens, ten hoogste",
    Hedge.HOPED: "zo mogelijk, indien mogelijk, waar mogelijk, bij voorkeur, liefst, "
    "het liefst, naar verwachting, waarschijnlijk, vermoedelijk, in principe, in beginsel, "
    "vooralsnog, hopelijk, idealiter, naar het zich laat aanzien",
    Hedge.EMPHASIS: "in elk geval, in ieder geval, iig, zeker",
}
RHYTHMS = {
    Rhythm.EVERY: "elk, elke, ieder, iedere",
    Rhythm.PER: "per",
    Rhythm.ONCE_IN: "om",
    Rhythm.TIMES: "keer, maal, x",
}
MARKS = {
    Mark.AND: "en, maar, doch",
    Mark.OR: "of, a",
    Mark.SLASH: "/, -",
    Mark.THIS_TEXT: "dagtekening, dagtekening van deze brief, deze brief, datum van deze brief, "
    "datum dezes, heden, dezes, nu, verzending van deze brief",
    Mark.RECESS: "reces, kamerreces, recesperiode",
    Mark.CHRISTMAS: "kerst",
    Mark.HALF: "helft",
}
NEAR_DAYS = {0: "vandaag", 1: "morgen", 2: "overmorgen"}
LENGTHS = {
    (18, Unit.MONTH): "anderhalf jaar",
    (6, Unit.MONTH): "een half jaar, een halfjaar",
    (3, Unit.MONTH): "een kwart jaar",
}
FREQUENCIES = {
    1: "eens, eenmaal",
    2: "tweemaal",
    3: "driemaal",
    4: "viermaal",
    6: "zesmaal",
    12: "twaalfmaal",
}
REPEATS = {
    (1, Unit.DAY): "dagelijks, dagelijkse",
    (6, Unit.MONTH): "halfjaarlijks, halfjaarlijkse, zesmaandelijks",
    (3, Unit.MONTH): "driemaandelijks, kwartaalsgewijs, kwartaalgewijs",
}
REPEATING_ENDINGS = {
    "wekelijks": Unit.WEEK,
    "maandelijks": Unit.MONTH,
    "jaarlijks": Unit.YEAR,
}
EVENTS = (
    "AO", "VAO", "algemeen overleg", "voortgezet algemeen overleg", "verslag algemeen overleg",
    "WGO", "wetgevingsoverleg", "notaoverleg", "tweeminutendebat", "commissiedebat",
    "plenair debat", "plenaire debat", "debat", "hoofdlijnendebat", "dertigledendebat",
    "begrotingsbehandeling", "begrotingsdebat", "plenaire behandeling", "behandeling",
    "schriftelijk overleg", "SO", "technische briefing", "briefing", "hoorzitting",
    "rondetafelgesprek", "vragenuur", "mondelinge vragenuur", "regeling van werkzaamheden",
    "procedurevergadering", "plenaire vergadering", "vergadering", "stemming", "stemmingen",
    "interpellatiedebat", "verantwoordingsdebat", "algemene politieke beschouwingen", "APB",
    "algemene financiële beschouwingen", "AFB", "ministerraad", "Europese Raad", "JBZ-raad",
    "Raad", "overleg", "top", "conferentie", "petitiegesprek", "werkbezoek",
)  # fmt: skip
VAGUE = {
    Vague.SOON: "zo spoedig mogelijk, zo snel mogelijk, spoedig mogelijk, zsm, zo gauw mogelijk, "
    "onverwijld, per omgaande, omgaand, binnenkort, op korte termijn, "
    "op zeer korte termijn, op zo kort mogelijke termijn, zo vroeg mogelijk, met spoed",
    Vague.SOMETIME: "te zijner tijd, tzt, op termijn, op enig moment, op een later moment, "
    "in een later stadium, later, in de toekomst, mettertijd, de komende maanden, "
    "de komende weken, de komende jaren, de komende tijd, de komende periode, de komende dagen, "
    "de aankomende maanden, de aankomende weken, de aankomende periode, "
    "enkele dagen, enkele weken, enkele maanden, enkele jaren, een paar dagen, een paar weken, "
    "een paar maanden, een aantal weken, een aantal maanden, enige tijd, afzienbare tijd, "
    "afzienbare termijn, een redelijke termijn, een jaar of wat, regelmatig, periodiek, "
    "met enige regelmaat, doorlopend, continu, structureel, nader te bepalen, ntb, nnb, "
    "voorlopig, eerdaags, aanstonds, meerdere keren, een aantal keer, enkele keren",
    Vague.CONDITION: "wanneer, zodra, nadat, als, indien, mits, tenzij, totdat, afhankelijk, "
    "ontvangst, afronding, oplevering, publicatie, verschijnen, verschijning, inwerkingtreding, "
    "vaststelling, besluitvorming, aanbieding, ondertekening, aanneming, goedkeuring, start, "
    "afloop, totstandkoming, instemming, advies, evaluatie, onderzoek, formatie, "
    "kabinetsformatie, aantreden, nieuwe kabinet, verkiezingen, na bekend worden",
}

_LEXEME = re.compile(
    r"""
      (?P<day>\d{1,4}[-./]\d{1,2}[-./]\d{1,4})(?![\w/-])
    | (?P<ordinal>\d{1,3})(?:e|de|ste)(?![a-z0-9])
    | (?P<number>\d+)
    | (?P<part>[a-z]{1,2}\d)(?![a-z0-9])
    | (?P<word>t/m|t\.e\.m|[a-z](?:\.[a-z])+(?![a-z])|'t(?![a-z])|[a-z]+(?:-[a-z]+)*)
    | (?P<sign>[-/,])
    | (?P<ignored>["'()\[\].;:\s])
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
LOOKALIKES = str.maketrans(
    {c: "-" for c in "‐‑‒–—−"}
    | {c: "'" for c in "‘’‚‛`´"}
    | {c: '"' for c in "“”„«»"}
    # soft hyphen, zero-width space and joiners, marks of direction, byte order mark
    | {c: None for c in "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"}
)
_PARTS = {"q": Unit.QUARTER, "kw": Unit.QUARTER, "h": Unit.HALF_YEAR}
PARTS_IN_A_YEAR = {Unit.QUARTER: 4, Unit.HALF_YEAR: 2}


class Lexeme(NamedTuple):
    """A word, figure or sign of a folded text, with the offsets at which it stands."""

    text: str
    start: int
    end: int


class PlacedToken(NamedTuple):
    """A token with the offsets at which it stands."""

    token: Token
    start: int
    end: int


def read_tokens(phrase: str) -> list[Token]:
    """The tokens of a phrase, read as `place_tokens` does."""
    text = fold(unicodedata.normalize("NFKC", phrase).translate(LOOKALIKES))
    return [placed.token for placed in place_tokens(read_lexemes(text))]


def place_tokens(lexemes: Iterable[Lexeme]) -> list[PlacedToken]:
    """The tokens of a text: at each place the longest entry of the vocabulary."""
    words = [lexeme for lexeme in lexemes if lexeme.text not in FILLERS]
    tokens: list[PlacedToken] = []
    place = 0
    while place < len(words):
        length, token = _longest_entry(words, place)
        tokens.append(PlacedToken(token, words[place].start, words[place + length - 1].end))
        place += length
    return tokens


def _longest_entry(words: list[Lexeme], place: int) -> tuple[int, Token]:
    longest = LONGEST_FROM.get(words[place].text, 0)
    for length in range(min(longest, len(words) - place), 0, -1):
        token = VOCABULARY.get(tuple(word.text for word in words[place : place + length]))
        if token is not None:
            return length, token
    return 1, _figure(words[place].text)


def read_lexemes(text: str) -> Iterator[Lexeme]:
    """The words and signs of a folded text; compounds that no table holds fall apart."""
    for match in _LEXEME.finditer(text):
        word, start, end = match.group(), match.start(), match.end()
        if match.lastgroup == "word":
            yield from _compound(Lexeme(word.replace(".", ""), start, end))
        elif match.lastgroup != "ignored":
            yield Lexeme(word, start, end)


def _compound(word: Lexeme) -> Iterator[Lexeme]:
    if "-" not in word.text or (word.text,) in VOCABULARY:
        yield word
        return
    together = word.text.replace("-", "")
    if (together,) in VOCABULARY:
        yield word._replace(text=together)
        return
    start = word.start
    for part in re.split("(-)", word.text):
        yield Lexeme(part, start, start + len(part))
        start += len(part)


def _figure(word: str) -> Token:
    match = _LEXEME.fullmatch(word)
    kind = match.lastgroup if match else None
    if kind == "number":
        return Number(int(word), len(word)) if len(word) <= 4 else Unknown(word)
    if kind == "ordinal":
        return Ordinal(int(word.rstrip("dest")))
    if kind == "day":
        return NumericDay(word, _day(word))
    if kind == "part":
        unit = _PARTS.get(word[:-1])
        if unit and 1 <= int(word[-1]) <= PARTS_IN_A_YEAR[unit]:
            return PartOfYear(unit, int(word[-1]))
    return Unknown(word)


def _day(text: str) -> date | None:
    """Day, month, year; or year, month, day where the year comes first."""
    first, month, last = re.split(r"[-./]", text)
    day, year = (last, first) if len(first) == 4 else (first, last)
    if len(day) > 2 or len(year) not in (2, 4):
        return None
    try:
        found = date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        return None
    return found if found.year in YEARS else None


def _entries() -> Iterator[tuple[str, Token]]:
    yield ",", Mark.AND
    for table in (
        UNITS, SEASONS, RECESSES, NAMED_DAYS, WITHIN, BOUNDARIES, MODIFIERS, HEDGES, RHYTHMS,
        MARKS, VAGUE, WHICH,
    ):  # fmt: skip
        for token, phrases in table.items():
            yield from ((phrase, token) for phrase in phrases.split(", "))
    for number, names in enumerate(MONTHS, start=1):
        yield from ((name, Month(number)) for name in names.split())
    for number, names in enumerate(WEEKDAYS):
        yield from ((name, Weekday(number)) for name in names.split())
    yield from ((name, Event(name)) for name in EVENTS)
    yield from ((name, NearDay(days)) for days, name in NEAR_DAYS.items())
    yield from _counting_words()
    yield from _repeating_words()


def _counting_words() -> Iterator[tuple[str, Token]]:
    yield from ((name, Number(value)) for name, value in (SMALL_NUMBERS | TENS).items())
    for small, units in list(SMALL_NUMBERS.items())[:9]:
        yield from ((f"{small}en{name}", Number(units + tens)) for name, tens in TENS.items())
    yield from ((name, Ordinal(value)) for name, value in ORDINALS.items())
    for (count, unit), phrases in LENGTHS.items():
        yield from ((phrase, Length(count, unit)) for phrase in phrases.split(", "))
    for times, phrases in FREQUENCIES.items():
        yield from ((phrase, Frequency(times)) for phrase in phrases.split(", "))


def _repeating_words() -> Iterator[tuple[str, Token]]:
    for ending, unit in REPEATING_ENDINGS.items():
        for prefix, count in {"": 1, **SMALL_NUMBERS}.items():
            yield from ((f"{prefix}{ending}{e}", Repeats(count, unit)) for e in ("", "e"))
    for (count, unit), phrases in REPEATS.items():
        yield from ((phrase, Repeats(count, unit)) for phrase in phrases.split(", "))


def _key(entry: str) -> tuple[str, ...]:
    return tuple(word for word in fold(entry).split() if word not in FILLERS)


VOCABULARY: dict[tuple[str, ...], Token] = {_key(entry): token for entry, token in _entries()}
LONGEST_FROM: dict[str, int] = {}
for _entry in VOCABULARY:
    LONGEST_FROM[_entry[0]] = max(LONGEST_FROM.get(_entry[0], 0), len(_entry))
