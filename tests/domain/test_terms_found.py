"""Terms in running text: where they stand, how firmly they were promised, what is left out."""

import json
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.adapters.sittings import shipped_calendar
from tracker.domain.terms_found import find_requested_terms, find_terms

SHARED = Path(__file__).parents[3] / "shared"
CALENDAR = shipped_calendar()
LETTER = date(2021, 1, 11)


def found(text: str, day: date = LETTER) -> list[tuple[str, str | None, str]]:
    """The wording, due date and strength of each term."""
    return [
        (text[one.start : one.end], _iso(one.term.due_on), one.strength.value)
        for one in find_terms(text, day, CALENDAR)
    ]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


@pytest.mark.skipif(not SHARED.exists(), reason="../shared is not here")
def test_the_letter_of_11_january_2021() -> None:
    text = (SHARED / "letter" / "kst-31015-221.md").read_text(encoding="utf-8")
    expected = json.loads((SHARED / "letter" / "expected.json").read_text(encoding="utf-8"))
    columns = ("phrase", "due_on", "strength", "certainty", "recurs")
    terms = find_terms(text, LETTER, CALENDAR)
    assert [
        (
            text[one.start : one.end],
            _iso(one.term.due_on),
            one.strength.value,
            one.term.certainty.value,
            one.term.recurs,
        )
        for one in terms
    ] == [tuple(row.get(column) for column in columns) for row in expected["deadlines"]]


# text, and the wording, due date and strength of each of its terms
SENTENCES: list[tuple[str, list[tuple[str, str | None, str]]]] = [
    # promised
    ("Ik informeer uw Kamer vóór 1 juli 2021 over de voortgang.",
     [("vóór 1 juli 2021", "2021-06-30", "promised")]),
    ("Ik zeg toe de Kamer binnen zes weken te informeren.",
     [("binnen zes weken", "2021-02-22", "promised")]),
    ("Uw Kamer ontvangt nog voor de zomer een brief.",
     [("voor de zomer", "2021-07-08", "promised")]),
    ("De evaluatie wordt naar verwachting in het tweede kwartaal van 2021 afgerond.",
     [("in het tweede kwartaal van 2021", "2021-06-30", "promised")]),
    ("Tijdens het AO van 10 februari a.s. zal ik hierop ingaan.",
     [("Tijdens het AO van 10 februari a.s.", "2021-02-10", "promised")]),
    ("Uiterlijk twee weken voor het zomerreces ontvangt uw Kamer het rapport.",
     [("Uiterlijk twee weken voor het zomerreces", "2021-06-24", "promised")]),
    ("De onderzoekers zullen begin volgend jaar hun rapport opleveren, waarna ik uw Kamer "
     "medio 2022 een reactie stuur.",
     [("begin volgend jaar", "2022-03-31", "promised"), ("medio 2022", "2022-07-01", "promised")]),
    ("In de reactie is aangegeven dat begin 2024 zal worden geëvalueerd.",
     [("begin 2024", "2024-03-31", "promised")]),
    ("Ik heb uw Kamer toegezegd voor het zomerreces van 2021 te informeren.",
     [("voor het zomerreces van 2021", "2021-07-08", "promised")]),
    ("Zo spoedig mogelijk, doch uiterlijk 1 april 2021, zal ik uw Kamer informeren.",
     [("uiterlijk 1 april 2021", "2021-04-01", "promised")]),
    # two dates that are one term, weeks and days of a month
    ("Ik zal u tussen 1 maart en 1 april informeren.",
     [("tussen 1 maart en 1 april", "2021-04-01", "promised")]),
    ("Ik zal van 1 maart tot en met 1 april 2021 rapporteren.",
     [("van 1 maart tot en met 1 april 2021", "2021-04-01", "promised")]),
    ("Ik zal in de periode van 1 maart tot en met 30 april 2021 rapporteren.",
     [("in de periode van 1 maart tot en met 30 april 2021", "2021-04-30", "promised")]),
    ("Ik kom hier tussen nu en de zomer op terug.",
     [("tussen nu en de zomer", "2021-07-08", "promised")]),
    ("Ik stuur u eind juni/begin juli een brief.",
     [("eind juni/begin juli", "2021-07-10", "promised")]),
    ("Ik stuur u eind Q1 of begin Q2 een brief.",
     [("eind Q1 of begin Q2", "2021-04-30", "promised")]),
    ("In de eerste week van maart 2021 stuur ik een brief.",
     [("In de eerste week van maart 2021", "2021-03-05", "promised")]),
    ("In de eerste week na het zomerreces stuur ik een brief.",
     [("In de eerste week na het zomerreces", "2021-09-10", "promised")]),
    ("Ik informeer u uiterlijk de 15e over de voortgang.",
     [("uiterlijk de 15e", "2021-01-15", "promised")]),
    ("Ik informeer u uiterlijk de 15e van de maand.",
     [("uiterlijk de 15e van de maand", "2021-01-15", "promised")]),
    ("Ik stuur u het overzicht op de 20e.", [("op de 20e", "2021-01-20", "promised")]),
    # aimed at, intended, done already
    ("Ik streef ernaar de Kamer in het voorjaar te informeren.",
     [("in het voorjaar", "2021-05-31", "aimed")]),
    ("Het doel van het kabinet is dat in 2030 alle gebouwen energieneutraal zijn.",
     [("in 2030", "2030-12-31", "aimed")]),
    ("Het wetsvoorstel is gepland voor eind 2022.",
     [("voor eind 2022", "2022-12-31", "intended")]),
    ("Ik ben van plan de Kamer dit najaar te informeren.",
     [("dit najaar", "2021-11-30", "intended")]),
    ("De inspectie organiseert ieder kwartaal een overleg.",
     [("ieder kwartaal", "2021-03-31", "practice")]),
    ("Ik zal de Kamer ieder kwartaal informeren.",
     [("ieder kwartaal", "2021-03-31", "promised")]),
    # terms without a date
    ("Ik kom hier binnenkort op terug.", [("binnenkort", None, "promised")]),
    ("Binnen enkele weken zal ik uw Kamer informeren.",
     [("Binnen enkele weken", None, "promised")]),
    ("Drie maanden na ontvangst van het advies zal ik reageren.",
     [("Drie maanden na ontvangst van het advies", None, "promised")]),
    ("Zodra de evaluatie gereed is, stuur ik deze naar uw Kamer.",
     [("Zodra de evaluatie gereed is", None, "promised")]),
    ("Ik zeg toe voor het volgende commissiedebat een brief te sturen.",
     [("voor het volgende commissiedebat", None, "promised")]),
    ("Ik stuur u voor het commissiedebat een brief.",
     [("voor het commissiedebat", None, "promised")]),
    ("Ik zal uw Kamer voor de begrotingsbehandeling informeren.",
     [("voor de begrotingsbehandeling", None, "promised")]),
    ("Na het zomerreces kom ik hierop terug.", [("Na het zomerreces", None, "promised")]),
    # what a motion asks is not what the letter promises
    ("De Kamer verzoekt de regering om voor de zomer met een plan te komen.", []),
    ("In het kader van de motie – welke verzoekt om voor de komende jaren een plan te maken – "
     "zal de komende maanden worden gewerkt aan een plan.",
     [("de komende maanden", None, "promised")]),
    # past
    ("Op 7 september 2020 heeft een expertsessie plaatsgevonden.", []),
    ("In juni bracht de OSCE een rapport uit.", []),
    ("De campagne is in september gelanceerd.", []),
    ("Ik heb uw Kamer vóór het zomerreces een brief toegezegd met de opzet.", []),
    ("De Kamer heeft op 3 maart jl. gevraagd om een reactie.", []),
    ("Den Haag, 11 januari 2021", []),
    # titles, sums and what is about a time
    ("De Meerjarenagenda 2021–2024 wordt vastgesteld.", []),
    ("Het Actieplan 2022 wordt uitgevoerd.", []),
    ("Het rapport «Naar een beter eind 2030» zal verschijnen.", []),
    ("De kosten bedragen 10 miljoen euro per jaar.", []),
    ("De begroting voor 2022 wordt nu opgesteld.", []),
    ("De rapportage over het tweede kwartaal van 2021 zal worden gedeeld.", []),
    ("In de brief van 12 maart staat dat dit zal worden bezien.", []),
    ("De jaarlijkse rapportage zal verschijnen.", []),
    ("De subsidie loopt tot en met 2024.", []),
    ("De subsidie loopt tussen 2021 en 2024.", []),
    ("Het gesprek zal op de 15e verdieping zijn.", []),
    ("Het wordt de 15e keer.", []),
    ("De gesprekken vonden plaats tussen 1 september en 1 december 2020.", []),
    ("Wanneer dat niet het geval blijkt, dan zal het kabinet dat overwegen.", []),
    ("De leden vragen wanneer de resultaten beschikbaar zijn.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[row[0][:50] for row in SENTENCES])
def test_sentences(text: str, expected: list[tuple[str, str | None, str]]) -> None:
    assert found(text) == expected


def test_the_dictum_of_a_motion() -> None:
    text = "verzoekt de regering, de Kamer voor het zomerreces te informeren,"
    asked = find_requested_terms(text, LETTER, CALENDAR)
    assert [(text[one.start : one.end], str(one.term.due_on)) for one in asked] == [
        ("voor het zomerreces", "2021-07-08")
    ]
    assert find_terms(text, LETTER, CALENDAR) == ()


def test_offsets_count_what_does_not_show() -> None:
    text = "\ufeffIk zal uiter\u00adlijk 1\u00a0april\u20092021 infor\u00admeren, nà 🙂 eind 2021."
    assert found(text) == [
        ("uiter\u00adlijk 1\u00a0april\u20092021", "2021-04-01", "promised"),
        ("eind 2021", "2021-12-31", "promised"),
    ]


# Laws

pieces = st.sampled_from(
    [word for text, _ in SENTENCES for word in text.split()]
    + ["\n\n", "«", "»", "1-", "- ", ". ", ";", "(", "\u00ad", "a\u0301", "in week", "'21"]
)
texts = st.one_of(st.lists(pieces, max_size=60).map(" ".join), st.text())
days = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@given(texts.map(lambda text: text.replace("\0", "")), days)
def test_every_text_gives_sound_terms(text: str, day: date) -> None:
    terms = find_terms(text, day, CALENDAR)
    assert [text[one.start : one.end] for one in terms] == [one.term.phrase for one in terms]
    ends = [0, *(one.end for one in terms)]
    assert all(end <= one.start < one.end for end, one in zip(ends, terms, strict=False))
    asked = find_requested_terms(text, day, CALENDAR)
    assert {one.start for one in terms} <= {one.start for one in asked}


REPEATED = [
    "voor ", "in week ", "voor het reces ", "een twee jaar drie ", "zodra ", "« a ", "2021 ",
    "AO van ", "zal, ", "1-", ". ", "a\u00ad", "van 12 mei tussen ",
    "na ontvangst van ", "tot en met 1 ", " " * 50,
]  # fmt: skip


@pytest.mark.parametrize("piece", REPEATED)
def test_time_grows_with_the_text(piece: str) -> None:
    """Four times the text takes about four times as long: a square would take sixteen."""
    times = []
    for size in (20_000, 80_000):
        text = (piece * (size // len(piece)))[:size]
        rounds = []
        for _ in range(3):
            started = time.process_time()
            find_terms(text, LETTER, CALENDAR)
            rounds.append(time.process_time() - started)
        times.append(min(rounds))
    assert times[1] < 10 * times[0] + 0.1
