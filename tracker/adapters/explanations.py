"""Why a term has its date: a sentence for each step, flag and rule."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum

from tracker.adapters.messages import N_, Messages
from tracker.domain.sittings import RecessKind
from tracker.domain.terms import Flag, Reason, Rule, Step, StepCode, Term
from tracker.domain.terms_words import NamedDay, Season, Unit

STEPS: dict[StepCode | Reason, str] = {
    StepCode.RECESS_RUNS: N_("Het %(kind)s van %(year)s loopt van %(start)s tot en met %(end)s."),
    StepCode.RECESS_STARTS: N_(
        "Het %(kind)s van %(year)s begint op %(start)s; geen bron noemt de laatste dag."
    ),
    StepCode.ELECTION_RECESS_REPLACES: N_(
        "In %(year)s kwam het verkiezingsreces in de plaats van het %(kind)s; "
        "de datum is daarom geschat."
    ),
    StepCode.RECESS_DAYS_WORKED_OUT: N_(
        "De dagen van het %(kind)s van %(year)s zijn deels afgeleid en niet gelezen, "
        "dus de datum is geschat."
    ),
    StepCode.RECESS_NAMED_BY_SEASON: N_(
        "In Den Haag is hiermee meestal het %(kind)s bedoeld; dat is uitleg, "
        "dus de datum is geschat."
    ),
    StepCode.NEXT_RECESS_OF_ANY_KIND: N_(
        "De tekst zegt niet welk reces; gerekend is met het eerstvolgende, "
        "dus de datum is geschat."
    ),
    StepCode.NEXT_ELECTION_RECESS: N_(
        "De tekst zegt niet welk verkiezingsreces; gerekend is met het eerstvolgende, "
        "dus de datum is geschat."
    ),
    StepCode.SAID_DURING_IT: N_(
        "Op %(reference_date)s was de eerste mogelijkheid al begonnen of te dichtbij; "
        "gerekend is met de volgende, dus de datum is geschat."
    ),
    StepCode.NO_YEAR: N_(
        "Er staat geen jaar bij: het gaat om de eerste keer die niet vóór %(reference_date)s valt."
    ),
    StepCode.NO_MONTH: N_(
        "Er staat geen maand bij: het gaat om de eerste keer die niet vóór %(reference_date)s valt."
    ),
    StepCode.COMING: N_("Het gaat om de eerste keer na %(reference_date)s."),
    StepCode.NEXT: N_(
        "‘Volgend’ is hier gelezen als de eerste keer na %(reference_date)s, "
        "dus de datum is geschat."
    ),
    StepCode.PERIOD_RUNS: N_("De genoemde periode loopt van %(start)s tot en met %(end)s."),
    StepCode.SEASON_RUNS: N_(
        "De %(season)s is een ruim begrip; meteorologisch loopt dit seizoen van %(start)s "
        "tot en met %(end)s, dus de datum is geschat."
    ),
    StepCode.AUTUMN_IS_STRETCHED: N_("In Den Haag loopt het najaar vaak door tot het kerstreces."),
    StepCode.NAMED_DAY_IS: N_("%(name)s valt op %(day)s."),
    StepCode.EVENT_IS_ON: N_("De tekst dateert dit moment (%(event)s) op %(day)s."),
    StepCode.ALTERNATIVES: N_(
        "De tekst laat de keuze tussen perioden open; de laatste telt, dus de datum is geschat."
    ),
    StepCode.BEGIN_IS_ESTIMATED: N_("‘Begin’ is geschat als tot en met %(day)s."),
    StepCode.MIDDLE_IS_ESTIMATED: N_("Het midden van deze periode is geschat op %(day)s."),
    StepCode.HALF_RUNS: N_("De genoemde helft loopt van %(start)s tot en met %(end)s."),
    StepCode.END_IS_LAST_DAY: N_("‘Eind’ is uiterlijk de laatste dag: %(day)s."),
    StepCode.BEFORE_RECESS_IS_LAST_SITTING_DAY: N_(
        "‘Voor het reces’ is uiterlijk de laatste vergaderdag ervoor: %(day)s."
    ),
    StepCode.FIRST_RECESS_DAY_STILL_ON_TIME: N_(
        "Een brief die op de eerste recesdag komt, geldt nog als op tijd: %(day)s."
    ),
    StepCode.BEFORE_IS_DAY_BEFORE: N_(
        "‘Voor’ sluit %(start)s zelf uit: de laatste dag is %(day)s."
    ),
    StepCode.DAY_STILL_ON_TIME: N_("De dag zelf telt nog mee: %(day)s."),
    StepCode.PERIOD_ENDS: N_("Op tijd is tot en met de laatste dag: %(day)s."),
    StepCode.WEEK_ENDS_ON_FRIDAY: N_(
        "In het weekend gaat er geen brief uit, dus de week eindigt op %(day)s."
    ),
    StepCode.AROUND_IS_ESTIMATED: N_("De tekst noemt de dag bij benadering: geschat op %(day)s."),
    StepCode.ONLY_A_START: N_(
        "De tekst noemt alleen een begin, %(day)s, en geen dag waarop het klaar moet zijn."
    ),
    StepCode.NOT_BEFORE: N_("Het begin is %(day)s; eerder is de termijn nog niet aan de orde."),
    StepCode.AFTER_RECESS_IS_FIRST_SITTING_DAY: N_(
        "Na het reces vergadert de Kamer weer vanaf %(day)s."
    ),
    StepCode.FIRST_SITTING_UNKNOWN: N_(
        "Wanneer de Kamer na het reces weer vergadert, is niet bekend; het reces is voorbij "
        "op %(day)s."
    ),
    StepCode.SHIFTED_BEFORE: N_("%(length)s vóór %(start)s is %(day)s."),
    StepCode.SHIFTED_AFTER: N_("%(length)s na %(start)s is %(day)s."),
    StepCode.CLIPPED_TO_MONTH: N_(
        "Die maand is korter, dus de termijn eindigt op haar laatste dag: %(day)s."
    ),
    StepCode.HOLIDAY_SKIPPED: N_(
        "%(day)s telt niet mee als werkdag (Algemene termijnenwet, artikel 3)."
    ),
    StepCode.DECREE_DAYS_COUNTED: N_(
        "%(day)s is meegeteld als werkdag, maar wordt vaak bij koninklijk besluit een vrije dag; "
        "de datum is daarom geschat."
    ),
    StepCode.RANGE_TAKES_LATEST: N_(
        "De tekst noemt twee termijnen; de langste telt (%(length)s), dus de datum is geschat."
    ),
    StepCode.AMPLY: N_(
        "‘Ruim’ vraagt om eerder, maar zegt niet hoeveel; de dag is de uiterste, "
        "dus de datum is geschat."
    ),
    StepCode.SHORTLY: N_("De tekst zegt niet hoe kort ervoor of erna."),
    StepCode.ROUGHLY: N_("De tekst noemt de termijn bij benadering, dus de datum is geschat."),
    StepCode.PROMISE_NOT_DATE: N_(
        "Het voorbehoud in de tekst gaat over de hardheid van de toezegging, niet over de datum."
    ),
    StepCode.SOON_BUT_BOUNDED: N_("Eerder mag; dit is de laatste dag die de tekst noemt."),
    StepCode.REPEATS: N_(
        "De termijn keert %(rhythm)s terug; de eerste keer staat er niet bij en is geschat."
    ),
    StepCode.REPEATS_WITH_CALENDAR: N_(
        "De termijn keert %(rhythm)s terug; dat de eerste keer in de lopende periode valt, "
        "is geschat."
    ),
    Reason.EMPTY: N_("Er staat nog geen bewoording."),
    Reason.TOO_LONG: N_(
        "De bewoording is %(length)s tekens lang; een termijn past in %(limit)s tekens."
    ),
    Reason.NOT_UNDERSTOOD: N_(
        "De bewoording is niet in haar geheel te lezen, en een datum wordt niet geraden."
    ),
    Reason.WORD_NOT_UNDERSTOOD: N_(
        "Het woord ‘%(word)s’ is in deze bewoording niet te lezen, en een datum wordt niet geraden."
    ),
    Reason.NO_DATE: N_(
        "De bewoording noemt geen maand, reces of gebeurtenis, dus er volgt geen datum uit."
    ),
    Reason.DEPENDS_ON_EVENT: N_(
        "De termijn hangt af van iets waarvan de datum niet in de tekst staat."
    ),
    Reason.EVENT_WITHOUT_DATE: N_(
        "De tekst noemt een moment (%(event)s) zonder datum; vul die aan, "
        "bijvoorbeeld ‘van 12 mei 2021’."
    ),
    Reason.RECESS_NOT_IN_CALENDAR: N_(
        "Het %(kind)s van %(year)s staat niet in de recesagenda."
    ),
    Reason.RECESS_GAP: N_(
        "Het %(kind)s van %(year)s ontbreekt in de recesagenda en kan het bedoelde reces zijn; "
        "een ontbrekend reces wordt niet overgeslagen."
    ),
    Reason.RECESS_END_UNKNOWN: N_(
        "Van het %(kind)s van %(year)s is de laatste dag niet bekend."
    ),
    Reason.NO_SUCH_DAY: N_("De dag %(text)s bestaat niet."),
    Reason.WEEKDAY_DIFFERS: N_(
        "De genoemde weekdag klopt niet met de datum: die valt op %(day)s."
    ),
    Reason.IN_THE_PAST: N_(
        "De datum die uit de bewoording volgt, %(day)s, ligt vóór die van de tekst "
        "(%(reference_date)s)."
    ),
    Reason.AMBIGUOUS: N_("De bewoording kan op meer dan één periode slaan; zet het jaar erbij."),
    Reason.NO_CONVENTION: N_(
        "Voor deze combinatie van woorden bestaat geen vaste uitleg die één datum geeft."
    ),
    Reason.BOUNDARY_MISSING: N_(
        "Er staat niet of het vóór, in of na het reces moet; zet dat woord erbij."
    ),
    Reason.RHYTHM_DOES_NOT_DIVIDE: N_(
        "Deze regelmaat komt niet uit op hele maanden, dus er volgt geen vaste datum uit."
    ),
    Reason.SEVERAL_DATES: N_(
        "De bewoording noemt meer dan één termijn; leg ze apart vast."
    ),
    Reason.OUT_OF_RANGE: N_("Nakoming rekent met teksten uit de jaren 1900 tot en met 2199."),
}  # fmt: skip

FLAGS = {
    Flag.IN_RECESS: N_("De datum valt in een reces; richt de planning op een eerdere dag."),
    Flag.RECESS_UNKNOWN: N_(
        "De datum kan in een reces vallen waarvan de recesagenda de dagen niet heeft."
    ),
    Flag.ON_WEEKEND: N_("De datum valt in het weekend; richt de planning op een eerdere dag."),
    Flag.ON_HOLIDAY: N_("De datum is een feestdag; richt de planning op een eerdere dag."),
}
RULES: dict[Rule | Reason, str] = {
    Rule.BEFORE_RECESS: N_("Voor een reces: de laatste vergaderdag"),
    Rule.BEFORE: N_("Voor een dag of periode: de dag ervoor"),
    Rule.ON_DAY: N_("Een dag: die dag zelf"),
    Rule.PERIOD: N_("Een periode: de laatste dag"),
    Rule.PART_OF_PERIOD: N_("Een deel van een periode: de laatste dag daarvan"),
    Rule.LENGTH: N_("Een termijn vanaf de datum van de tekst"),
    Rule.SHIFT: N_("Een termijn voor of na een dag"),
    Rule.INTERVAL: N_("Een regelmaat vanaf de datum van de tekst"),
    Rule.ONLY_A_START: N_("Alleen een begin"),
    Reason.EMPTY: N_("Geen bewoording"),
    Reason.TOO_LONG: N_("Te lange bewoording"),
    Reason.NOT_UNDERSTOOD: N_("Niet te lezen"),
    Reason.WORD_NOT_UNDERSTOOD: N_("Niet te lezen"),
    Reason.NO_DATE: N_("Geen datum in de tekst"),
    Reason.DEPENDS_ON_EVENT: N_("Afhankelijk van iets anders"),
    Reason.EVENT_WITHOUT_DATE: N_("Moment zonder datum"),
    Reason.RECESS_NOT_IN_CALENDAR: N_("Reces niet in de recesagenda"),
    Reason.RECESS_GAP: N_("Reces ontbreekt in de recesagenda"),
    Reason.RECESS_END_UNKNOWN: N_("Einde van het reces niet bekend"),
    Reason.NO_SUCH_DAY: N_("Dag die niet bestaat"),
    Reason.WEEKDAY_DIFFERS: N_("Weekdag klopt niet"),
    Reason.IN_THE_PAST: N_("Datum in het verleden"),
    Reason.AMBIGUOUS: N_("Meer dan één uitleg"),
    Reason.NO_CONVENTION: N_("Geen vaste uitleg"),
    Reason.BOUNDARY_MISSING: N_("Voor, in of na ontbreekt"),
    Reason.RHYTHM_DOES_NOT_DIVIDE: N_("Regelmaat zonder vaste datum"),
    Reason.SEVERAL_DATES: N_("Meer dan één termijn"),
    Reason.OUT_OF_RANGE: N_("Buiten de jaren 1900 tot en met 2199"),
}
RECESSES: dict[StrEnum, str] = {
    RecessKind.AUTUMN: N_("herfstreces"),
    RecessKind.CHRISTMAS: N_("kerstreces"),
    RecessKind.SPRING: N_("voorjaarsreces"),
    RecessKind.MAY: N_("meireces"),
    RecessKind.SUMMER: N_("zomerreces"),
    RecessKind.ELECTION: N_("verkiezingsreces"),
}
SEASONS: dict[StrEnum, str] = {
    Season.SPRING: N_("lente"),
    Season.SUMMER: N_("zomer"),
    Season.AUTUMN: N_("herfst"),
    Season.WINTER: N_("winter"),
}
NAMED_DAYS: dict[StrEnum, str] = {
    NamedDay.PRINSJESDAG: N_("Prinsjesdag"),
    NamedDay.VERANTWOORDINGSDAG: N_("Verantwoordingsdag"),
    NamedDay.NEW_YEARS_DAY: N_("Nieuwjaarsdag"),
    NamedDay.GOOD_FRIDAY: N_("Goede Vrijdag"),
    NamedDay.EASTER: N_("Eerste paasdag"),
    NamedDay.EASTER_MONDAY: N_("Tweede paasdag"),
    NamedDay.KINGS_DAY: N_("Koningsdag"),
    NamedDay.LIBERATION_DAY: N_("Bevrijdingsdag"),
    NamedDay.ASCENSION: N_("Hemelvaartsdag"),
    NamedDay.WHITSUN: N_("Eerste pinksterdag"),
    NamedDay.WHIT_MONDAY: N_("Tweede pinksterdag"),
    NamedDay.CHRISTMAS_DAY: N_("Eerste kerstdag"),
    NamedDay.BOXING_DAY: N_("Tweede kerstdag"),
    NamedDay.YEARS_END: N_("Oudjaarsdag"),
}


def explain(term: Term, messages: Messages) -> list[str]:
    """The reasoning from the wording to the date: a sentence a step, in order."""
    return [sentence(step, messages) for step in term.steps]


def explain_flags(term: Term, messages: Messages) -> list[str]:
    """What planning must know about the date: a sentence a flag."""
    return [messages.gettext(FLAGS[flag]) for flag in term.flags]


def explanation(term: Term, messages: Messages) -> str:
    """The reasoning and the flags as one paragraph."""
    return " ".join([*explain(term, messages), *explain_flags(term, messages)])


def rule_name(rule: str, messages: Messages) -> str:
    """The name of a rule or reason by its code, as deadlines keep it."""
    return messages.gettext(_RULE_NAMES[rule])


def sentence(step: Step, messages: Messages) -> str:
    """The sentence of one step."""
    facts = {name: _said(name, fact, messages) for name, fact in step.facts.items()}
    if "unit" in step.facts:
        facts["length"] = _length(step.facts["count"], step.facts["unit"], messages)
    if "recurs" in step.facts:
        facts["rhythm"] = rhythm(str(step.facts["recurs"]), messages)
    start, end = step.facts.get("start"), step.facts.get("end")
    if isinstance(start, date) and isinstance(end, date):
        say = _day_of_period(step, start, end, messages)
        facts |= {"start": say(start), "end": say(end)}
    text = messages.text(STEPS[step.code], **facts)
    return text[:1].upper() + text[1:]


def _said(name: str, fact: object, messages: Messages) -> str:
    if name == "reference_date" and isinstance(fact, date):
        return messages.date(fact)
    if isinstance(fact, date):
        return messages.long_date(fact)
    if isinstance(fact, StrEnum) and fact in _NAMES:
        return messages.gettext(_NAMES[fact])
    return str(fact)


def _day_of_period(step: Step, start: date, end: date, messages: Messages) -> Callable[[date], str]:
    """How to say both ends: of a recess with the weekday, and once the year has been said."""
    if step.code is not StepCode.RECESS_RUNS:
        return messages.date
    return messages.long_day_month if start.year == end.year else messages.long_date


def _length(count: object, unit: object, messages: Messages) -> str:
    singular, plural = _LENGTHS[Unit(str(unit))]
    return messages.plural(singular, plural, int(str(count)))


def rhythm(recurs: str, messages: Messages) -> str:
    """How often something returns, from an ISO 8601 duration: 'elke 3 maanden' for P3M."""
    singular, plural = _RHYTHMS[recurs[-1]]
    return messages.plural(singular, plural, int(recurs[1:-1]))


_NAMES: dict[StrEnum, str] = {**RECESSES, **SEASONS, **NAMED_DAYS}
_RULE_NAMES = {code.value: name for code, name in RULES.items()}
_LENGTHS = {
    Unit.DAY: (N_("%(num)s dag"), N_("%(num)s dagen")),
    Unit.WORKING_DAY: (N_("%(num)s werkdag"), N_("%(num)s werkdagen")),
    Unit.WEEK: (N_("%(num)s week"), N_("%(num)s weken")),
    Unit.MONTH: (N_("%(num)s maand"), N_("%(num)s maanden")),
    Unit.QUARTER: (N_("%(num)s kwartaal"), N_("%(num)s kwartalen")),
    Unit.HALF_YEAR: (N_("%(num)s half jaar"), N_("%(num)s halve jaren")),
    Unit.YEAR: (N_("%(num)s jaar"), N_("%(num)s jaar")),
}
_RHYTHMS = {
    "D": (N_("elke dag"), N_("elke %(num)s dagen")),
    "W": (N_("elke week"), N_("elke %(num)s weken")),
    "M": (N_("elke maand"), N_("elke %(num)s maanden")),
    "Y": (N_("elk jaar"), N_("elke %(num)s jaar")),
}
