"""Dutch terms: the convention row by row, other wordings of the same ideas, and laws."""

import csv
import time
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.adapters.sittings import shipped_calendar
from tracker.domain.errors import DomainError
from tracker.domain.terms import Certainty, Flag, Reason, Rule, Step, StepCode, Term, read_term
from tracker.domain.terms_vocabulary import VOCABULARY

CONVENTION = Path(__file__).parents[3] / "shared" / "domain" / "deadlines.tsv"
CALENDAR = shipped_calendar()
LETTER = date(2021, 1, 11)


def read(phrase: str, day: str | date = LETTER) -> Term:
    reference_date = day if isinstance(day, date) else date.fromisoformat(day)
    return read_term(phrase, reference_date, CALENDAR)


def answer(term: Term) -> tuple[str, ...]:
    """The columns of the convention: '-' where there is none."""
    days = (term.due_on, term.on_time_until, term.not_before)
    written = [day.isoformat() if day else "-" for day in days]
    return (*written, term.certainty.value, term.recurs or "-")


@pytest.mark.skipif(not CONVENTION.exists(), reason="../shared is not here")
def test_every_row_of_the_convention() -> None:
    with CONVENTION.open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t", quoting=csv.QUOTE_NONE))
    columns = ("due_on", "on_time_until", "not_before", "certainty", "recurs")
    expected = {
        (row["phrase"], row["reference_date"]): tuple(row[column] for column in columns)
        for row in rows
    }
    read_back = {key: answer(read(*key)) for key in expected}
    assert read_back == expected
    assert len(rows) >= 78


# phrase, reference date, due, certainty, recurs; on time until is the due date but before a recess
WORDINGS = [
    # recesses
    ("UITERLIJK VÓÓR HET ZOMERRECES 2021", "2021-01-11", "2021-07-08", "firm", None),
    ("ruim voor het zomerreces", "2021-01-11", "2021-07-08", "provisional", None),
    ("kort voor het zomer-reces", "2021-01-11", "2021-07-08", "provisional", None),
    ("voorafgaand aan het herfstreces", "2021-08-30", "2021-10-14", "firm", None),
    ("voor aanvang van het kerstreces 2021-2022", "2021-08-30", "2021-12-16", "firm", None),
    ("nog voor het komende meireces", "2021-03-01", "2021-04-22", "firm", None),
    ("voor het zomerreces van volgend jaar", "2021-03-01", "2022-07-07", "firm", None),
    ("voor het volgende zomerreces", "2021-03-01", "2021-07-08", "provisional", None),
    ("voor het verkiezingsreces van 2021", "2021-01-11", "2021-02-11", "firm", None),
    ("in ieder geval voor het reces", "2021-05-20", "2021-07-08", "provisional", None),
    ("zo mogelijk voor het zomerreces", "2021-01-11", "2021-07-08", "firm", None),
    ("voor de kerst", "2021-11-01", "2021-12-16", "provisional", None),
    ("tijdens het zomerreces", "2021-06-01", "2021-09-06", "firm", None),
    ("voor het kerstreces van 2019", "2019-10-01", "2019-12-19", "provisional", None),
    ("voor het kerstreces van 2024", "2024-11-01", "2024-12-19", "provisional", None),
    # dates
    ("op 15 mrt. a.s.", "2021-02-01", "2021-03-15", "firm", None),
    ("niet later dan 1 sept. 2021", "2021-02-01", "2021-09-01", "firm", None),
    ("tot en met 30 juni 2021", "2021-02-01", "2021-06-30", "firm", None),
    ("tot 1 juli 2021", "2021-02-01", "2021-06-30", "firm", None),
    ("op of voor 1 april", "2021-02-01", "2021-04-01", "firm", None),
    ("uiterlijk voor 1 april 2021", "2021-02-01", "2021-03-31", "firm", None),
    ("2021-12-31", "2021-02-01", "2021-12-31", "firm", None),
    ("31.12.21", "2021-02-01", "2021-12-31", "firm", None),
    ("vrijdag 12 maart 2021", "2021-02-01", "2021-03-12", "firm", None),
    ("vrijdag 12 maart", "2021-02-01", "2021-03-12", "firm", None),
    ("komende vrijdag", "2021-01-11", "2021-01-15", "firm", None),
    ("vrijdag volgende week", "2021-01-11", "2021-01-22", "firm", None),
    ("rond 1 april 2021", "2021-02-01", "2021-04-01", "provisional", None),
    ("29 februari", "2021-03-01", "2024-02-29", "firm", None),
    ("15 maart a.s.", "2021-03-15", "2022-03-15", "provisional", None),
    ("voor het aanstaande zomerreces", "2021-07-20", "2022-07-07", "provisional", None),
    ("voor 1 juli", "2021-07-01", "2022-06-30", "provisional", None),
    # periods
    ("halverwege 2021", "2021-01-11", "2021-07-01", "provisional", None),
    ("uiterlijk eind mrt. 2021", "2021-01-11", "2021-03-31", "firm", None),
    ("voor eind maart", "2021-01-11", "2021-03-31", "firm", None),
    ("voor maart 2021", "2021-01-11", "2021-02-28", "firm", None),
    ("in de maand mei", "2021-01-11", "2021-05-31", "firm", None),
    ("in april of mei 2021", "2021-01-11", "2021-05-31", "provisional", None),
    ("maart t/m mei 2021", "2021-01-11", "2021-05-31", "firm", None),
    ("1e kwartaal 2022", "2021-01-11", "2022-03-31", "firm", None),
    ("in het laatste kwartaal van dit jaar", "2021-01-11", "2021-12-31", "firm", None),
    ("eind Q2 2021", "2021-01-11", "2021-06-30", "firm", None),
    ("medio tweede kwartaal 2021", "2021-01-11", "2021-05-15", "provisional", None),
    ("eerste halfjaar 2021", "2021-01-11", "2021-06-30", "firm", None),
    ("in de tweede helft van maart", "2021-01-11", "2021-03-31", "firm", None),
    ("begin tweede helft van 2021", "2021-01-11", "2021-09-30", "provisional", None),
    ("aan het einde van de maand", "2021-01-11", "2021-01-31", "firm", None),
    ("week 12 van 2021", "2021-01-11", "2021-03-26", "firm", None),
    ("in de week van 15 maart 2021", "2021-01-11", "2021-03-19", "firm", None),
    ("begin volgende week", "2021-01-11", "2021-01-19", "provisional", None),
    ("volgend voorjaar", "2021-11-01", "2022-05-31", "provisional", None),
    ("eind van de zomer van 2021", "2021-01-11", "2021-08-31", "provisional", None),
    ("winter 2021-2022", "2021-01-11", "2022-02-28", "provisional", None),
    ("ultimo 2021", "2021-01-11", "2021-12-31", "firm", None),
    ("laatste dag van maart", "2021-01-11", "2021-03-31", "firm", None),
    # lengths and shifts
    ("binnen vier à zes weken", "2021-01-11", "2021-02-22", "provisional", None),
    ("binnen een maand na dagtekening van deze brief", "2021-01-11", "2021-02-11", "firm", None),
    ("in de komende drie maanden", "2021-01-11", "2021-04-11", "firm", None),
    ("over anderhalf jaar", "2021-01-11", "2022-07-11", "firm", None),
    ("binnen eenentwintig dagen", "2021-01-11", "2021-02-01", "firm", None),
    ("binnen circa zes weken", "2021-01-11", "2021-02-22", "provisional", None),
    ("uiterlijk een week voor Prinsjesdag", "2021-05-01", "2021-09-13", "firm", None),
    ("twee weken na het zomerreces", "2021-05-01", "2021-09-21", "firm", None),
    ("binnen zes weken na 1 april 2021", "2021-01-11", "2021-05-13", "firm", None),
    ("binnen tien werkdagen", "2021-05-03", "2021-05-19", "provisional", None),
    # events
    ("na afloop van het debat van 3 maart, uiterlijk 1 april", "2021-02-01", "2021-04-01", "firm",
     None),
    ("voor het WGO van 22 november 2021", "2021-01-11", "2021-11-21", "firm", None),
    ("vóór het notaoverleg over jeugdhulp d.d. 8 maart 2021", "2021-01-11", "2021-03-07", "firm",
     None),
    ("bij de JBZ-Raad van 12 maart 2021", "2021-01-11", "2021-03-12", "firm", None),
    ("twee weken na het AO van 10 februari jl.", "2021-02-15", "2021-02-24", "firm", None),
    # rhythms
    ("vier keer per jaar", "2021-01-11", "2021-04-11", "provisional", "P3M"),
    ("2x per jaar", "2021-01-11", "2021-07-11", "provisional", "P6M"),
    ("eens in de twee jaar", "2021-01-11", "2023-01-11", "provisional", "P2Y"),
    ("driemaandelijks", "2021-01-11", "2021-04-11", "provisional", "P3M"),
    ("om de zes weken", "2021-01-11", "2021-02-22", "provisional", "P6W"),
    ("ieder half jaar", "2021-01-11", "2021-06-30", "provisional", "P6M"),
    ("per kwartaal", "2021-05-01", "2021-06-30", "provisional", "P3M"),
    ("jaarlijks voor 1 april", "2021-05-01", "2022-03-31", "provisional", "P1Y"),
    ("elk jaar met Prinsjesdag", "2021-05-01", "2021-09-21", "provisional", "P1Y"),
    ("voor ieder zomerreces", "2021-05-01", "2021-07-08", "provisional", "P1Y"),
    ("eind van elke maand", "2021-05-01", "2021-05-31", "provisional", "P1M"),
    ("elke vrijdag", "2021-01-11", "2021-01-15", "provisional", "P1W"),
    # beside a promise to be quick
    ("zo spoedig mogelijk, doch uiterlijk 1 april 2021", "2021-01-11", "2021-04-01", "firm", None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "reference_date", "due_on", "certainty", "recurs"),
    WORDINGS,
    ids=[wording[0] for wording in WORDINGS],
)
def test_other_wordings(
    phrase: str, reference_date: str, due_on: str, certainty: str, recurs: str | None
) -> None:
    term = read(phrase, reference_date)
    found = (term.due_on and term.due_on.isoformat(), term.certainty.value, term.recurs)
    assert found == (due_on, certainty, recurs)


UNRESOLVED = [
    ("", Reason.EMPTY),
    (" \u00a0\u2009 ", Reason.EMPTY),
    ("?", Reason.WORD_NOT_UNDERSTOOD),
    ("🙂", Reason.WORD_NOT_UNDERSTOOD),
    ("voor het zomerreces 🙂", Reason.WORD_NOT_UNDERSTOOD),
    ("مرحبا", Reason.WORD_NOT_UNDERSTOOD),
    ("voor het zomerreces " * 5000, Reason.TOO_LONG),
    ("zomerreces 2021", Reason.BOUNDARY_MISSING),
    ("met het zomerreces", Reason.NO_CONVENTION),
    ("begin van het zomerreces", Reason.NO_CONVENTION),
    ("rond de zomer", Reason.NO_CONVENTION),
    ("in de winter van 2021", Reason.AMBIGUOUS),
    ("volgende dinsdag", Reason.AMBIGUOUS),
    ("voor het reces van 2021", Reason.AMBIGUOUS),
    ("voor het verkiezingsreces van 2022", Reason.RECESS_NOT_IN_CALENDAR),
    ("voor het meireces van 2020", Reason.RECESS_NOT_IN_CALENDAR),
    ("30-02-2021", Reason.NO_SUCH_DAY),
    ("31 april", Reason.NO_SUCH_DAY),
    ("29 februari 2023", Reason.NO_SUCH_DAY),
    ("12/13/2021", Reason.NO_SUCH_DAY),
    ("donderdag 12 maart 2021", Reason.WEEKDAY_DIFFERS),
    ("donderdag 12 maart", Reason.WEEKDAY_DIFFERS),
    ("volgende mei 2021", Reason.AMBIGUOUS),
    ("volgend voorjaar", Reason.AMBIGUOUS),
    ("12-05-2022 jl.", Reason.AMBIGUOUS),
    ("2022 jl.", Reason.NOT_UNDERSTOOD),
    ("afgelopen najaar van volgend jaar", Reason.AMBIGUOUS),
    ("op 12 mei 2022 jl.", Reason.AMBIGUOUS),
    ("in de winter van volgend jaar", Reason.AMBIGUOUS),
    ("dagtekening van deze brief", Reason.NOT_UNDERSTOOD),
    ("1 april 2020", Reason.IN_THE_PAST),
    ("op 12 mei jl.", Reason.IN_THE_PAST),
    ("vorig jaar", Reason.IN_THE_PAST),
    ("voor het zomerreces van 2020", Reason.IN_THE_PAST),
    ("t.z.t.", Reason.NO_DATE),
    ("over enkele weken", Reason.NO_DATE),
    ("zodra de evaluatie klaar is", Reason.DEPENDS_ON_EVENT),
    ("zes weken na publicatie", Reason.DEPENDS_ON_EVENT),
    ("voor het AO Mensenhandel", Reason.EVENT_WITHOUT_DATE),
    ("vijf keer per jaar", Reason.RHYTHM_DOES_NOT_DIVIDE),
    ("maximaal twee keer per jaar", Reason.NOT_UNDERSTOOD),
    ("over minstens zes weken", Reason.NOT_UNDERSTOOD),
    ("zes weken", Reason.NOT_UNDERSTOOD),
    ("binnen 1,5 jaar", Reason.NOT_UNDERSTOOD),
    ("uiterlijk 1 april 2021 en 1 mei 2021", Reason.SEVERAL_DATES),
    ("na 1 mei 2021, maar voor 1 april 2021", Reason.SEVERAL_DATES),
    ("uiterlijk 1 april 2021 uiterlijk", Reason.NOT_UNDERSTOOD),
    ("voor de Kamer in 2021", Reason.WORD_NOT_UNDERSTOOD),
]


@pytest.mark.parametrize(("phrase", "reason"), UNRESOLVED, ids=[row[0][:40] for row in UNRESOLVED])
def test_what_does_not_parse_whole_is_unresolved(phrase: str, reason: Reason) -> None:
    term = read(phrase)
    assert (term.rule, answer(term)) == (reason, ("-", "-", "-", "unresolved", "-"))
    assert [step.code for step in term.steps] == [reason]


@pytest.mark.parametrize(
    ("phrase", "not_before"),
    [
        ("direct na het meireces", "2021-05-11"),
        ("na 1 april 2021", "2021-04-02"),
        ("vanaf 1 april 2021", "2021-04-01"),
        ("niet eerder dan 1 april 2021", "2021-04-01"),
        ("na eind maart", "2021-04-01"),
        ("na het notaoverleg van 8 maart 2021", "2021-03-09"),
        ("zo spoedig mogelijk na het zomerreces", "2021-09-07"),
    ],
)
def test_only_a_start(phrase: str, not_before: str) -> None:
    term = read(phrase)
    assert answer(term) == ("-", "-", not_before, "unresolved", "-")
    assert term.rule is Rule.ONLY_A_START


def test_a_start_and_an_end() -> None:
    assert answer(read("na het meireces en voor het zomerreces")) == (
        "2021-07-08",
        "2021-07-09",
        "2021-05-11",
        "firm",
        "-",
    )


def test_the_end_of_a_recess_that_no_source_gives() -> None:
    after, during = read("na het kerstreces", "2024-12-01"), read("in het kerstreces", "2024-12-01")
    assert (after.rule, during.rule) == (Reason.RECESS_END_UNKNOWN, Reason.RECESS_END_UNKNOWN)


def test_a_recess_without_a_known_first_sitting() -> None:
    term = read("na het herfstreces", "2023-09-01")
    assert answer(term) == ("-", "-", "2023-10-24", "unresolved", "-")
    assert StepCode.FIRST_SITTING_UNKNOWN in [step.code for step in term.steps]


def test_the_whole_term_of_the_letter() -> None:
    assert read("uiterlijk voor het zomerreces van 2021") == Term(
        phrase="uiterlijk voor het zomerreces van 2021",
        reference_date=LETTER,
        due_on=date(2021, 7, 8),
        on_time_until=date(2021, 7, 9),
        not_before=None,
        certainty=Certainty.FIRM,
        recurs=None,
        flags=(),
        rule=Rule.BEFORE_RECESS,
        steps=(
            Step(
                StepCode.RECESS_RUNS,
                {
                    "kind": "zomerreces",
                    "year": 2021,
                    "start": date(2021, 7, 9),
                    "end": date(2021, 9, 6),
                },
            ),
            Step(StepCode.BEFORE_RECESS_IS_LAST_SITTING_DAY, {"day": date(2021, 7, 8)}),
            Step(StepCode.FIRST_RECESS_DAY_STILL_ON_TIME, {"day": date(2021, 7, 9)}),
        ),
        sources=("zomerreces 2020-2021: dutchpoliticsinenglish.com, tweedekamer.nl, nu.nl",),
        recesses=(("zomerreces", "2020-2021"),),
    )


def test_working_days_name_the_law_and_the_days_that_do_not_count() -> None:
    term = read("binnen tien werkdagen", "2021-03-29")
    assert term.sources == ("Algemene termijnenwet, art. 3",)
    assert [step.facts["day"] for step in term.steps] == [
        date(2021, 4, 14),
        date(2021, 4, 2),
        date(2021, 4, 5),
    ]


def test_the_recess_that_replaces_another_is_the_one_it_rests_on() -> None:
    term = read("voor het voorjaarsreces")
    assert term.recesses == (("verkiezingsreces", "2020-2021"),)


@pytest.mark.parametrize(
    ("phrase", "reference_date", "flags"),
    [
        ("één keer per drie maanden", "2021-01-11", (Flag.ON_WEEKEND,)),
        ("twee keer per jaar", "2021-01-11", (Flag.IN_RECESS, Flag.ON_WEEKEND)),
        ("uiterlijk 27 december 2022", "2022-01-10", (Flag.RECESS_UNKNOWN,)),
        ("uiterlijk 5 april 2021", "2021-01-11", (Flag.ON_HOLIDAY,)),
        ("uiterlijk 8 april 2021", "2021-01-11", ()),
        ("na het zomerreces", "2021-01-11", ()),
    ],
)
def test_flags(phrase: str, reference_date: str, flags: tuple[Flag, ...]) -> None:
    assert read(phrase, reference_date).flags == flags


def test_a_nul_character_is_refused() -> None:
    with pytest.raises(DomainError) as refused:
        read("voor\0 het zomerreces")
    assert (refused.value.code, refused.value.field) == ("text.nul", "wording")


@pytest.mark.parametrize("year", [1, 1899, 2200, 9999])
def test_texts_of_other_ages_are_unresolved(year: int) -> None:
    assert read("binnen zes weken", date(year, 12, 31)).rule is Reason.OUT_OF_RANGE


@pytest.mark.parametrize(
    "phrase",
    ["a" * 100_000, "1-" * 50_000, "voor " * 20_000, "een " * 60, "-" * 100_000, "½" * 100_000],
)
def test_nonsense_is_answered_quickly(phrase: str) -> None:
    started = time.perf_counter()
    assert read(phrase).certainty is Certainty.UNRESOLVED
    assert time.perf_counter() - started < 0.5


# Laws

words = st.sampled_from([" ".join(key) for key in VOCABULARY])
figures = st.sampled_from(["1", "31", "12", "2021", "2022", "1-4-2021", "3e", "q3", "999", "0"])
wordings = st.lists(st.one_of(words, figures), max_size=7).map(" ".join)
known = st.sampled_from([row[0] for row in WORDINGS] + [row[0] for row in UNRESOLVED if row[0]])
phrases = st.one_of(wordings, known, st.text().map(lambda text: text.replace("\0", "")))
days = st.dates()
near_days = st.dates(date(2015, 1, 1), date(2027, 12, 31))


@given(phrases, st.one_of(days, near_days))
def test_every_phrase_gives_a_sound_term(phrase: str, reference_date: date) -> None:
    term = read_term(phrase, reference_date, CALENDAR)
    assert (term.due_on is None) == (term.certainty is Certainty.UNRESOLVED)
    assert (term.due_on is None) == (term.on_time_until is None)
    assert term.steps
    if term.due_on is None or term.on_time_until is None:
        assert (term.recurs, term.flags) == (None, ())
        assert (term.not_before is not None) == (term.rule is Rule.ONLY_A_START)
        return
    assert reference_date <= term.due_on <= term.on_time_until
    assert term.on_time_until - term.due_on <= timedelta(days=1)
    assert term.not_before is None or term.not_before <= term.due_on


def _spaced(phrase: str) -> str:
    return "\u2009" + phrase.replace(" ", " \u00a0")


def _hyphenated(phrase: str) -> str:
    return "\u00ad".join(phrase)


@given(known, near_days)
def test_case_space_and_accents_do_not_change_the_answer(phrase: str, day: date) -> None:
    plain = phrase.replace("ó", "o").replace("é", "e").replace("à", "a")
    variants = [phrase.upper(), phrase.title(), _spaced(phrase), _hyphenated(phrase), plain]
    expected = answer(read(phrase, day))
    read_back = [answer(read(variant, day)) for variant in variants if len(variant) < 300]
    assert read_back == [expected] * len(read_back)


@given(known)
def test_the_same_phrase_gives_the_same_term(phrase: str) -> None:
    assert read(phrase) == read(phrase)
