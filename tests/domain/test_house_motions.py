"""What the House's register says of motions and commitments."""

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.domain.house_motions import (
    Decision,
    MotionSubject,
    PartyCount,
    PartyVotes,
    RegisterStatus,
    Vote,
    appreciation_of,
    outcome_of,
    register_status_of,
    subject_of,
    votes_by_party,
)
from tracker.domain.statuses import Appreciation, Outcome

RECORDED = Path(__file__).parents[2].parent / "shared/corpus/odata/besluit_zaak_stemming.real.json"

HELD = Decision("Stemmen - aangehouden", "Aangehouden.")
ADOPTED = Decision("Stemmen - aangenomen", "Aangenomen.")
REJECTED = Decision("Stemmen - verworpen", "Verworpen.")
TABLED = Decision("Ingediend", "Ingediend.")
PUT_OFF = Decision("Stemmen - uitstellen", "Uitgesteld.")
TIED = Decision("Stemmen - gestaakt", "De stemmen staken.")
ON_AGENDA = Decision("Agenderen - algemeen overleg", "Agenderen voor het commissiedebat.")
FREE_TEXT = "[Vrij tekstveld / geen Parlisproces]"


@pytest.mark.parametrize(
    ("decisions", "outcome"),
    [
        ((), None),
        ((TABLED,), Outcome.TABLED),
        ((ADOPTED,), Outcome.ADOPTED),
        ((REJECTED,), Outcome.REJECTED),
        ((Decision("Stemmen - zonder stemming aannemen"),), Outcome.ADOPTED),
        ((Decision("Stemmen - niet aangenomen"),), Outcome.REJECTED),
        ((Decision("STEMMEN - INGETROKKEN"),), Outcome.WITHDRAWN),
        ((Decision("Stemmen - vervallen", "Vervallen."),), Outcome.LAPSED),
        ((Decision("Overgenomen", "Overgenomen."),), Outcome.TAKEN_OVER),
        ((Decision(FREE_TEXT, "Overgenomen."),), Outcome.TAKEN_OVER),
        ((Decision(FREE_TEXT, "De motie is ingetrokken."),), Outcome.WITHDRAWN),
        ((Decision(FREE_TEXT, "Vervangen door stuk nr. 185."),), Outcome.REPLACED),
        ((Decision(FREE_TEXT, "Gewijzigd (zie 31015-185)."),), Outcome.REPLACED),
        ((HELD,), Outcome.HELD),
        ((TABLED, HELD, PUT_OFF), Outcome.HELD),
        ((TABLED, HELD, ADOPTED), Outcome.ADOPTED),
        ((HELD, ON_AGENDA), Outcome.HELD),
        ((ADOPTED, TABLED), Outcome.ADOPTED),
        ((HELD, TIED), None),
        ((HELD, TIED, REJECTED), Outcome.REJECTED),
        ((TIED,), None),
        ((ON_AGENDA,), None),
        ((Decision("Stemmen - aangenomen", "Verworpen."),), None),
        ((Decision("Stemmen - aangenomen", "Aangenomen.", "Voorstel"),), None),
        ((HELD, Decision("Stemmen - aangenomen", "", "Nog te verwerken besluit")), Outcome.HELD),
        ((Decision("Stemmen - verworpen", "", "Concept voorstel"), HELD), Outcome.HELD),
        ((Decision(FREE_TEXT, "De leden vragen of de motie is aangehouden."),), None),
        ((Decision(FREE_TEXT, "Niet ingetrokken."),), None),
    ],
)
def test_the_last_decision_that_says_something_counts(
    decisions: tuple[Decision, ...], outcome: Outcome | None
) -> None:
    assert outcome_of(decisions) is outcome


@given(st.text(max_size=40), st.text(max_size=40))
def test_words_that_are_not_known_say_nothing(kind: str, text: str) -> None:
    assert outcome_of([Decision("x" + kind, "x" + text)]) is None


@pytest.mark.parametrize(
    ("printed", "appreciation"),
    [
        ("Oordeel Kamer", Appreciation.LEFT_TO_HOUSE),
        ("oordeel kamer", Appreciation.LEFT_TO_HOUSE),
        ("Overgenomen", Appreciation.TAKEN_OVER),
        ("Ontraden", Appreciation.ADVISED_AGAINST),
        ("Ontraden, tenzij gewijzigd", None),
        ("Verzocht motie aan te houden", None),
        ("Geen (expliciete) appreciatie", None),
        ("Niet beschikbaar", None),
        ("Nog niet bekend", None),
        ("Nog te ontvangen", None),
        ("Ontijdig", None),
        ("", None),
    ],
)
def test_only_a_clear_appreciation_is_one(printed: str, appreciation: Appreciation | None) -> None:
    assert appreciation_of(printed) is appreciation


SHOW_OF_HANDS = (
    Vote("SP", "Tegen", 5),
    Vote("VVD", "Voor", 24),
    Vote("PvdD", "Voor", 3),
    Vote("DENK", "Tegen", 3, mistaken=True),
    Vote("BBB", "Niet deelgenomen", 7),
    Vote("Groep X", "Onthouden", None),
    Vote("VVD", "Voor", 24),
)


def test_a_show_of_hands_counts_each_party_once() -> None:
    assert votes_by_party(SHOW_OF_HANDS) == PartyVotes(
        in_favour=(PartyCount("VVD", 24), PartyCount("PvdD", 3)),
        against=(PartyCount("SP", 5), PartyCount("DENK", 3)),
        absent=(PartyCount("BBB", 7),),
        mistaken=(PartyCount("DENK", 3),),
        unread=(PartyCount("Groep X", None),),
    )


def test_the_order_of_the_rows_does_not_matter() -> None:
    expected = votes_by_party(SHOW_OF_HANDS)

    assert all(
        votes_by_party(rows) == expected
        for rows in itertools.islice(itertools.permutations(SHOW_OF_HANDS), 0, 5040, 97)
    )


def test_a_roll_call_counts_persons_and_splits_a_party() -> None:
    votes = [
        Vote("VVD", "Voor", 24, person="a"),
        Vote("VVD", "Voor", 24, person="b"),
        Vote("VVD", "Voor", 24, person="b"),
        Vote("VVD", "Tegen", 24, person="c"),
        Vote("SP", "Tegen", 5, person="d"),
        Vote("SP", "Niet deelgenomen", 5, person="e"),
    ]

    assert votes_by_party(votes) == PartyVotes(
        in_favour=(PartyCount("VVD", 2),),
        against=(PartyCount("SP", 1), PartyCount("VVD", 1)),
        absent=(PartyCount("SP", 1),),
    )


@given(
    st.lists(
        st.builds(
            Vote,
            st.sampled_from(["VVD", "SP", "D66"]),
            st.sampled_from(["Voor", "Tegen", "Niet deelgenomen", "Onthouden"]),
            st.none() | st.integers(1, 50),
        )
    )
)
def test_no_party_that_voted_is_left_out(votes: list[Vote]) -> None:
    counted = votes_by_party(votes)
    shown = [counted.in_favour, counted.against, counted.absent, counted.unread]

    assert {count.party for part in shown for count in part} == {vote.party for vote in votes}


@pytest.mark.parametrize(
    ("printed", "status"),
    [
        ("Openstaand", RegisterStatus.OPEN),
        ("openstaand", RegisterStatus.OPEN),
        ("Voldaan", RegisterStatus.MET),
        ("Nagekomen", RegisterStatus.MET),
        ("Deels Voldaan", RegisterStatus.PARTLY),
        ("Deels voldaan", RegisterStatus.PARTLY),
        ("Deels Afgedaan", RegisterStatus.PARTLY),
        ("Vervallen", RegisterStatus.LAPSED),
        ("Niet nagekomen", RegisterStatus.NOT_MET),
        ("Doorgeschoven", None),
        ("", None),
    ],
)
def test_a_status_of_the_register(printed: str, status: RegisterStatus | None) -> None:
    assert register_status_of(printed) is status


@pytest.mark.parametrize(
    ("printed", "subject"),
    [
        (
            "Gewijzigde motie van de leden Kuik en Van der Graaf over een meerjarig plan "
            "(t.v.v. 31015-180)",
            MotionSubject(
                ("Kuik", "Van der Graaf"), False, "een meerjarig plan", True, "kst-31015-180"
            ),
        ),
        (
            "Motie van het lid Segers c.s. over online outreach",
            MotionSubject(("Segers",), True, "online outreach"),
        ),
        (
            "Gewijzigde motie van het lid Segers c.s. (t.v.v. 33885, nr.18) over de "
            "bevoegdheden van de Koninklijke Marechaussee",
            MotionSubject(
                ("Segers",),
                True,
                "de bevoegdheden van de Koninklijke Marechaussee",
                True,
                "kst-33885-18",
            ),
        ),
        (
            "Gewijzigde motie van het lid Segers over Europa (t.v.v. 21501-02-3022)",
            MotionSubject(("Segers",), False, "Europa", True, "kst-21501-02-3022"),
        ),
        (
            "Nader gewijzigde motie van de leden Bikker, Van 't Wout en Michon-Derkzen om "
            "het toezicht te versterken (t.v.v. nr. 18)",
            MotionSubject(
                ("Bikker", "Van 't Wout", "Michon-Derkzen"),
                False,
                "om het toezicht te versterken",
                True,
                "18",
            ),
        ),
        (
            "Motie-Segers (ChristenUnie)/Buitenweg (GroenLinks) over zorg",
            MotionSubject(("Segers", "Buitenweg"), False, "zorg"),
        ),
        (
            "Motie van het lid Van Hattem (PVV) c.s. over  grenzen\n",
            MotionSubject(("Van Hattem",), True, "grenzen"),
        ),
        (
            "Motie van de leden Kathmann en Six Dijkstra over een plan over data",
            MotionSubject(("Kathmann", "Six Dijkstra"), False, "een plan over data"),
        ),
        ("Gewijzigde motie van het lid Faber", MotionSubject(("Faber",), False, "", True)),
        ("Motie van het lid Kostić over vee", MotionSubject(("Kostić",), False, "vee")),
        ("Motie over de zorg", MotionSubject((), False, "de zorg")),
        (
            "Motie van wantrouwen tegen de minister",
            MotionSubject((), False, "Motie van wantrouwen tegen de minister"),
        ),
        ("Lerarentekort", MotionSubject((), False, "Lerarentekort")),
        ("Lerarentekort (t.v.v. iets)", MotionSubject((), False, "Lerarentekort")),
        ("", MotionSubject((), False, "")),
    ],
)
def test_the_parts_of_a_subject(printed: str, subject: MotionSubject) -> None:
    assert subject_of(printed) == subject


NAMES = st.sampled_from(["Kuik", "Van der Graaf", "El Yassini", "Van 't Wout", "Michon-Derkzen"])


@example(["Kuik"], False, "de zorg", 1900)
@given(
    st.lists(NAMES, min_size=1, max_size=5, unique=True),
    st.booleans(),
    st.sampled_from(["de zorg", "het over de grens brengen van vee", "Oost-Groningen"]),
    st.none() | st.integers(1, 9999),
)
def test_a_subject_put_together_is_taken_apart(
    names: list[str], cum_suis: bool, about: str, replaced: int | None
) -> None:
    people = f"het lid {names[0]}" if len(names) == 1 else "de leden " + ", ".join(names[:-1])
    people += f" en {names[-1]}" if len(names) > 1 else ""
    kind = "Gewijzigde motie" if replaced else "Motie"
    place = f" (t.v.v. 36600-VI-{replaced})" if replaced else ""

    assert subject_of(f"{kind} van {people}{' c.s.' if cum_suis else ''} over {about}{place}") == (
        MotionSubject(
            tuple(names),
            cum_suis,
            about,
            replaced is not None,
            f"kst-36600-VI-{replaced}" if replaced else None,
        )
    )


@given(st.text("Motie van hetld(.)lKcs,-/over ", max_size=80))
def test_no_text_is_too_odd_for_a_subject(text: str) -> None:
    assert all(name.strip() for name in subject_of(text).submitters)


@pytest.mark.skipif(not RECORDED.exists(), reason=f"{RECORDED} is not there")
def test_the_recorded_decisions_are_read() -> None:
    cases = [
        (
            case["Onderwerp"].split(" over ")[0],
            outcome_of([Decision(row["BesluitSoort"], row["BesluitTekst"], row["Status"])]),
            appreciation_of(case["Kabinetsappreciatie"]),
            subject_of(case["Onderwerp"]).submitters,
        )
        for row in json.loads(RECORDED.read_text(encoding="utf-8"))["value"]
        for case in row["Zaak"]
    ]

    assert cases == [
        (
            "Motie van de leden Bikker en Erkens",
            Outcome.ADOPTED,
            Appreciation.LEFT_TO_HOUSE,
            ("Bikker", "Erkens"),
        ),
        ("Motie van het lid Neijenhuis", Outcome.REJECTED, None, ("Neijenhuis",)),
        (
            "Motie van de leden Grinwis en Schutz",
            Outcome.ADOPTED,
            Appreciation.LEFT_TO_HOUSE,
            ("Grinwis", "Schutz"),
        ),
    ]
