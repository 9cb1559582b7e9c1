"""The vocabulary of Dutch terms, as data.

To teach a new word, add it to the table of the thing that it names. Phrases are written
as people write them; case, accents and the words of FILLERS do not count.
"""

from collections.abc import Iterator

from tracker.domain.sittings import RecessKind
from tracker.domain.terms_words import (
    Boundary,
    Event,
    Frequency,
    Hedge,
    Length,
    Mark,
    Modifier,
    Month,
    NamedDay,
    NearDay,
    Number,
    Ordinal,
    Repeats,
    Rhythm,
    Season,
    Token,
    Unit,
    Vague,
    Weekday,
    Which,
    Within,
)
from tracker.domain.texts import fold

FILLERS = frozenset(
    ["de", "het", "'t", "van", "der", "den", "nog", "al", "reeds", "alvast", "ook", "dan", "aan"]
)
LAST_RANK = 12  # 'de eerste', 'de twaalfde' rank more often in a text than they date

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
    "achtste": 8, "negende": 9, "tiende": 10, "elfde": 11, "twaalfde": 12, "dertiende": 13,
    "veertiende": 14, "vijftiende": 15, "zestiende": 16, "zeventiende": 17, "achttiende": 18,
    "negentiende": 19, "twintigste": 20, "dertigste": 30, "laatste": -1,
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
    Unit.WEEK: "week, weken, wk, wkn",
    Unit.MONTH: "maand, maanden, mnd, kalendermaand, kalendermaanden",
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
    Boundary.BEFORE: "voor, voorafgaand aan, voorafgaande aan, in aanloop naar, "
    "voor het begin van, voor aanvang van, voor de aanvang van, voor de start van",
    Boundary.UNTIL: "tot",
    Boundary.IN: "in, tijdens, gedurende, in de loop van, in de periode, ergens in",
    Boundary.ON: "op, met, bij, gelijktijdig met, tegelijk met, met ingang van, miv",
    Boundary.BY: "uiterlijk, t/m, tot en met, tem, niet later dan, ten laatste, "
    "op zijn laatst, op z'n laatst, deadline, streefdatum, "
    "voor of op, op of voor, voor of uiterlijk op",
    Boundary.AFTER: "na, na afloop van",
    Boundary.FROM: "vanaf, niet eerder dan, niet voor, op zijn vroegst, "
    "op z'n vroegst, op zijn vroegst in, "
    "op zijn vroegst op",
    Boundary.ABOUT: "rond, rondom, omstreeks, tegen",
}
MODIFIERS = {
    Modifier.BEGIN: "begin, in het begin van, vroeg, vroege",
    Modifier.MIDDLE: "medio, halverwege, midden, mid, half",
    Modifier.END: "eind, einde, ultimo, laat, late",
    Modifier.FIRST_DAY: "primo",
}
WHICH = {
    Which.THIS: "dit, deze, lopende, huidige, dit lopende, deze lopende",
    Which.COMING: "komend, komende, aankomend, aankomende, aanstaand, aanstaande, as, "
    "eerstvolgend, eerstvolgende, eerstkomend, eerstkomende",
    Which.NEXT: "volgend, volgende, nieuw, nieuwe",
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
    Hedge.EMPHASIS: "in elk geval, in ieder geval, iig, zeker, pas, later, eerder, of eerder, "
    "of zoveel eerder als mogelijk, of zo veel eerder als mogelijk, of zoveel eerder mogelijk, "
    "of zo veel eerder mogelijk",
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
    Mark.THIS_TEXT: "dagtekening, dato, dagtekening van deze brief, deze brief, "
    "datum van deze brief, datum dezes, heden, dezes, nu, verzending van deze brief",
    Mark.BETWEEN: "tussen",
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
# Half a month is fifteen days, as the first half of a month is; half a week rounds up.
LENGTHS_AND_A_HALF = {
    (1, Unit.MONTH, 15): "anderhalve maand",
    (1, Unit.WEEK, 4): "anderhalve week",
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
    "2 - minutendebat", "2 minutendebat", "Voorjaarsnota", "Najaarsnota", "Miljoenennota",
)  # fmt: skip
VAGUE = {
    Vague.SOON: "zo spoedig mogelijk, zo snel mogelijk, spoedig mogelijk, zsm, zo gauw mogelijk, "
    "onverwijld, per omgaande, omgaand, binnenkort, op korte termijn, "
    "op zeer korte termijn, op zo kort mogelijke termijn, zo vroeg mogelijk, met spoed",
    Vague.SOMETIME: "te zijner tijd, tzt, op termijn, op enig moment, op een later moment, "
    "in een later stadium, in de toekomst, mettertijd, de komende maanden, "
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
    for kind, phrases in RECESSES.items():
        yield from ((f"{name.removesuffix('reces')} reces", kind) for name in phrases.split(", "))
    yield from ((name, NearDay(days)) for days, name in NEAR_DAYS.items())
    yield from _counting_words()
    yield from _repeating_words()


def _counting_words() -> Iterator[tuple[str, Token]]:
    yield from ((name, Number(value)) for name, value in (SMALL_NUMBERS | TENS).items())
    for small, units in list(SMALL_NUMBERS.items())[:9]:
        yield from ((f"{small}en{name}", Number(units + tens)) for name, tens in TENS.items())
    yield from ((name, Ordinal(value)) for name, value in ORDINALS.items())
    for small, units in list(SMALL_NUMBERS.items())[:9]:
        yield f"{small}entwintigste", Ordinal(units + 20)
    yield "eenendertigste", Ordinal(31)
    for (count, unit), phrases in LENGTHS.items():
        yield from ((phrase, Length(count, unit)) for phrase in phrases.split(", "))
    for (count, unit, days), phrase in LENGTHS_AND_A_HALF.items():
        yield phrase, Length(count, unit, days)
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
