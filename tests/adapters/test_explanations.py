"""Every code has its sentence, and sentences stand in the order of the reasoning."""

import re
from datetime import date
from enum import StrEnum

import pytest

from tracker.adapters.explanations import (
    FLAGS,
    NAMED_DAYS,
    RECESSES,
    RULES,
    SEASONS,
    STEPS,
    explain,
    explain_flags,
    explanation,
    rule_name,
)
from tracker.adapters.messages import translator
from tracker.adapters.sittings import shipped_calendar
from tracker.domain.sittings import RecessKind
from tracker.domain.terms import Flag, Reason, Rule, StepCode, Term, read_term
from tracker.domain.terms_words import NamedDay, Season

DUTCH = translator("nl")
LETTER = date(2021, 1, 11)


def read(phrase: str, day: date = LETTER) -> Term:
    return read_term(phrase, day, shipped_calendar())


@pytest.mark.parametrize(
    ("codes", "sentences"),
    [
        ([*StepCode, *Reason], STEPS),
        (list(Flag), FLAGS),
        ([*Rule, *Reason], RULES),
        (list(RecessKind), RECESSES),
        (list(Season), SEASONS),
        (list(NamedDay), NAMED_DAYS),
    ],
)
def test_no_code_without_a_sentence(codes: list[StrEnum], sentences: dict[StrEnum, str]) -> None:
    assert sorted(sentences) == sorted(codes)
    assert all(sentence.strip() for sentence in sentences.values())


def test_rules_and_reasons_have_different_codes() -> None:
    codes = [*Rule, *Reason]
    assert len(set(codes)) == len(codes)


def test_the_reasoning_of_the_letter() -> None:
    assert explain(read("uiterlijk voor het zomerreces van 2021"), DUTCH) == [
        "Het zomerreces van 2021 loopt van vrijdag 9 juli tot en met maandag 6 september.",
        "‘Voor het reces’ is uiterlijk de laatste vergaderdag ervoor: donderdag 8 juli 2021.",
        "Een brief die op de eerste recesdag komt, geldt nog als op tijd: vrijdag 9 juli 2021.",
    ]


def test_a_recess_over_new_year_is_said_with_both_years() -> None:
    first = explain(read("voor het kerstreces van 2021"), DUTCH)[0]
    assert first == (
        "Het kerstreces van 2021 loopt van vrijdag 17 december 2021 tot en met "
        "maandag 10 januari 2022."
    )


def test_the_explanation_is_one_paragraph_with_its_flags() -> None:
    term = read("één keer per drie maanden")
    assert explain_flags(term, DUTCH) == [
        "De datum valt in het weekend; richt de planning op een eerdere dag."
    ]
    assert explanation(term, DUTCH) == (
        "3 maanden na maandag 11 januari 2021 is zondag 11 april 2021. "
        "De termijn keert elke 3 maanden terug; de eerste keer staat er niet bij en is geschat. "
        "De datum valt in het weekend; richt de planning op een eerdere dag."
    )


def test_an_unresolved_term_says_what_is_missing() -> None:
    assert explain(read("voor het kerstreces", date(2022, 10, 1)), DUTCH) == [
        "Het kerstreces van 2022 ontbreekt in de recesagenda en kan het bedoelde reces zijn; "
        "een ontbrekend reces wordt niet overgeslagen."
    ]
    assert rule_name(read("te zijner tijd").rule, DUTCH) == "Geen datum in de tekst"


# Phrases that together meet every step and every reason.
PHRASES = [
    ("voor het zomerreces", LETTER),
    ("voor het zomerreces", date(2021, 7, 20)),
    ("voor het kerstreces van 2024", LETTER),
    ("voor het voorjaarsreces", LETTER),
    ("ruim voor de zomer", LETTER),
    ("kort voor het reces", date(2021, 5, 20)),
    ("voor het verkiezingsreces", LETTER),
    ("voor het volgende meireces", LETTER),
    ("na het aanstaande zomerreces", LETTER),
    ("na het herfstreces", date(2023, 9, 1)),
    ("na het kerstreces", date(2024, 12, 1)),
    ("in maart of april", LETTER),
    ("dit najaar", LETTER),
    ("vóór Prinsjesdag", LETTER),
    ("op het commissiedebat van 12 mei 2021", LETTER),
    ("begin 2022", LETTER),
    ("medio 2022", LETTER),
    ("eerste helft van 2022", LETTER),
    ("voor het einde van 2022", LETTER),
    ("volgende week", LETTER),
    ("rond 1 april", LETTER),
    ("twee weken voor 1 april 2021", LETTER),
    ("binnen een maand", date(2021, 1, 31)),
    ("binnen tien werkdagen", date(2021, 5, 3)),
    ("binnen twee tot drie weken", LETTER),
    ("naar verwachting binnen ongeveer zes weken", LETTER),
    ("zo snel mogelijk, uiterlijk 1 april", LETTER),
    ("twee keer per jaar", LETTER),
    ("elk kwartaal", LETTER),
    ("", LETTER),
    ("a" * 400, LETTER),
    ("zes weken", LETTER),
    ("voor onbekend", LETTER),
    ("te zijner tijd", LETTER),
    ("zodra het kan", LETTER),
    ("voor de stemmingen", LETTER),
    ("voor de 15e", LETTER),
    ("tussen 1 maart en 1 april 2021", LETTER),
    ("voor het zomerreces van 2031", LETTER),
    ("voor het kerstreces", date(2022, 10, 1)),
    ("31-2-2021", LETTER),
    ("maandag 12 maart 2021", LETTER),
    ("1 april 2020", LETTER),
    ("winter van 2021", LETTER),
    ("met het meireces", LETTER),
    ("meireces", LETTER),
    ("vijf keer per jaar", LETTER),
    ("1 april en 1 mei", LETTER),
    ("1 april", date(1800, 1, 1)),
]


def test_every_step_and_reason_is_said_in_a_whole_sentence() -> None:
    terms = [read(phrase, day) for phrase, day in PHRASES]
    met = {step.code for term in terms for step in term.steps}
    assert met == {*StepCode, *Reason}
    said = [sentence for term in terms for sentence in explain(term, DUTCH)]
    whole = re.compile(r"[A-Z0-9‘].*\.", re.DOTALL)
    assert [sentence for sentence in said if not whole.fullmatch(sentence)] == []
    codes = {code for code in met if "_" in code}
    assert [sentence for sentence in said if any(code in sentence for code in codes)] == []
    assert [sentence for sentence in said if "%" in sentence or "None" in sentence] == []


def test_a_hostile_word_is_quoted_as_it_is() -> None:
    (sentence,) = explain(read("voor <script>"), DUTCH)
    assert sentence == (
        "Het woord ‘<’ is in deze bewoording niet te lezen, en een datum wordt niet geraden."
    )
