"""What a ministry follows of all that the House publishes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.follow_rules import FollowKind, FollowRule, Subject, is_followed
from tracker.domain.letters_names import MINISTRIES

MINISTRY, POST, DOSSIER = FollowKind.MINISTRY, FollowKind.POST, FollowKind.DOSSIER
COMMITTEE, WORDS = FollowKind.COMMITTEE, FollowKind.WORDS

JENV = Subject(
    ministries=("Ministerie van Justitie en Veiligheid",),
    posts=("Staatssecretaris van Justitie en Veiligheid",),
    dossiers=("31 015", "35570-VI"),
    committees=("vaste commissie voor Justitie en Veiligheid", "J&V"),
    text="Voortgangsbrief aanpak mensenhandel: één online-aanjaagteam, financiën",
)


@pytest.mark.parametrize(
    ("subject", "kind", "value", "is_it"),
    [
        (JENV, MINISTRY, "JenV", True),
        (JENV, MINISTRY, "J&V", True),
        (JENV, MINISTRY, "justitie en veiligheid", True),
        (JENV, MINISTRY, "Ministerie van Justitie en Veiligheid", True),
        (JENV, MINISTRY, "VenJ", False),
        (JENV, MINISTRY, "BZ", False),
        (JENV, MINISTRY, "", False),
        (Subject(posts=("Minister voor Rechtsbescherming",)), MINISTRY, "JenV", True),
        (Subject(posts=("minister van VWS",)), MINISTRY, "VWS", True),
        (Subject(ministries=("",)), MINISTRY, " ", False),
        (Subject(ministries=("Ministerie van Toekomst",)), MINISTRY, "toekomst", True),
        (JENV, POST, "Staatssecretaris van Justitie en Veiligheid", True),
        (JENV, POST, "de staatssecretaris van justitie en veiligheid", True),
        (JENV, POST, "Stas JenV", True),
        (JENV, POST, "Min JenV", False),
        (JENV, POST, "Stas", False),
        (JENV, POST, "", False),
        (Subject(posts=("",)), POST, "", False),
        (Subject(posts=("Stas JenV",)), POST, "Stas JenV", True),
        (
            Subject(posts=("Minister van Volksgezondheid, Welzijn en Sport",)),
            POST,
            "Min VWS",
            True,
        ),
        (Subject(posts=("Minister voor Medische Zorg",)), POST, "Min VWS", False),
        (Subject(posts=("Minister voor Rechtsbescherming",)), POST, "Min JenV", False),
        (
            Subject(posts=("Minister voor Buitenlandse Handel en Ontwikkelingssamenwerking",)),
            POST,
            "Min BHOS",
            True,
        ),
        (Subject(posts=("Minister-president",)), POST, "minister-president", True),
        (Subject(posts=("Minister-president",)), POST, "Minister van Algemene Zaken", False),
        (
            Subject(posts=("Staatssecretaris Participatie en Integratie",)),
            POST,
            "Staatssecretaris van Participatie en Integratie",
            True,
        ),
        (JENV, DOSSIER, "31015", True),
        (JENV, DOSSIER, "31 015", True),
        (JENV, DOSSIER, "35 570", True),
        (JENV, DOSSIER, "35 570 VI", True),
        (JENV, DOSSIER, "35570-vi", True),
        (JENV, DOSSIER, "35570-V", False),
        (JENV, DOSSIER, "3101", False),
        (JENV, DOSSIER, "", False),
        (Subject(dossiers=("35570",)), DOSSIER, "35570-VI", False),
        (Subject(dossiers=("21501-02",)), DOSSIER, "21 501", True),
        (Subject(dossiers=("CXLVIII",)), DOSSIER, "cxlviii", True),
        (Subject(dossiers=("",)), DOSSIER, "", False),
        (JENV, COMMITTEE, "Justitie en Veiligheid", True),
        (JENV, COMMITTEE, "Vaste commissie voor Justitie en Veiligheid", True),
        (JENV, COMMITTEE, "j&v", True),
        (JENV, COMMITTEE, "Justitie", False),
        (JENV, COMMITTEE, "commissie", False),
        (JENV, WORDS, "Mensenhandel", True),
        (JENV, WORDS, "aanpak mensenhandel", True),
        (JENV, WORDS, "een online aanjaagteam", True),
        (JENV, WORDS, "FINANCIEN", True),
        (JENV, WORDS, "mensenhande", False),
        (JENV, WORDS, "mensenhandel aanpak", False),
        (JENV, WORDS, "", False),
        (JENV, WORDS, "?!", False),
        (Subject(), WORDS, "?!", False),
    ],
)
def test_a_rule_follows_what_it_names(
    subject: Subject, kind: FollowKind, value: str, is_it: bool
) -> None:
    rule = FollowRule(kind, value)

    assert is_followed(subject, [rule]) == (rule if is_it else None)


def test_the_first_rule_that_applies_is_told() -> None:
    other, by_words = FollowRule(MINISTRY, "BZ"), FollowRule(WORDS, "mensenhandel")

    assert is_followed(JENV, [other, by_words, FollowRule(DOSSIER, "31015")]) is by_words
    assert is_followed(JENV, [other]) is None
    assert is_followed(JENV, []) is None


@pytest.mark.parametrize(("name", "code"), MINISTRIES.items())
def test_each_ministry_is_known_by_name_and_code(name: str, code: str) -> None:
    for value in (name, code):
        assert is_followed(
            Subject(ministries=(f"Ministerie van {name}",)), [FollowRule(MINISTRY, value)]
        )


@given(st.sampled_from(FollowKind), st.text(max_size=20))
def test_nothing_is_followed_of_what_says_nothing(kind: FollowKind, value: str) -> None:
    assert is_followed(Subject(("",), ("",), ("",), ("",), ""), [FollowRule(kind, value)]) is None


@given(st.sampled_from(FollowKind), st.text(max_size=20))
def test_a_rule_about_blank_follows_nothing(kind: FollowKind, value: str) -> None:
    blank = " " * len(value)

    assert is_followed(JENV, [FollowRule(kind, blank)]) is None
