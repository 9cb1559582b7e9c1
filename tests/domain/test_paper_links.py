"""How a new paper speaks of what is followed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.letters import Confidence
from tracker.domain.paper_links import Known, KnownItems, PaperLink, links_in
from tracker.domain.paper_links_roles import Role, role_in
from tracker.domain.statuses import Kind

PLAN = Known(
    "M-plan",
    ("kst-31015-180",),
    None,
    Kind.MOTION,
    ("Kuik", "Van der Graaf"),
    "een meerjarig plan om de minst zichtbare slachtoffers van mensenhandel te vinden",
)
EXIT = Known(
    "M-exit",
    ("kst-31015-172",),
    None,
    Kind.MOTION,
    ("Segers", "Buitenweg"),
    "",
    "Motie van de leden Segers en Buitenweg over uitstapprogramma’s voor prostituees",
)
ONLINE = Known("M-online", ("kst-31015-190",), None, Kind.MOTION, ("Van der Graaf",), "online hulp")
ANIMALS = Known(
    "M-animals", ("kst-31015-191",), None, Kind.MOTION, ("Kuik",), "dierenwelzijn in slachthuizen"
)
PROMISE = Known("T-promise", ("h-tk-20202021-80-3",), "TZ202012-001", Kind.COMMITMENT)
ADVICE_A = Known("A-1", ("kst-31015-200",), None, Kind.RECOMMENDATION)
ADVICE_B = Known("A-2", ("kst-31015-200",), None, Kind.RECOMMENDATION)
ITEMS = (PLAN, EXIT, ONLINE, ANIMALS, PROMISE, ADVICE_A, ADVICE_B)
KNOWN = KnownItems(ITEMS)

CITES, NUMBER = "link.cites_paper", "link.register_number"
NAMES, MAY_CITE = "link.names_motion", "link.may_cite"
SURE, LIKELY = Confidence.SURE, Confidence.LIKELY
MENTIONS, REPORTS_ON, FULFILS = Role.MENTIONS, Role.REPORTS_ON, Role.FULFILS


def whole(text: str, item: Known, role: Role, rule: str, confidence: Confidence) -> PaperLink:
    """A link that all of a text shows."""
    return PaperLink(item.item_key, role, 0, len(text), text, rule, confidence)


@pytest.mark.parametrize(
    ("text", "item", "role", "rule", "confidence"),
    [
        ("In Kamerstuk 31 015, nr. 180 staat meer.", PLAN, MENTIONS, CITES, SURE),
        (
            "Gewijzigde motie van het lid Bikker over opvang (t.v.v. 31015-180)",
            PLAN,
            MENTIONS,
            CITES,
            SURE,
        ),
        ("Stand van zaken kst-31015-190", ONLINE, REPORTS_ON, CITES, SURE),
        ("Over TZ202012-001 volgt een gesprek.", PROMISE, MENTIONS, NUMBER, SURE),
        ("Afdoening toezegging TZ202012-001", PROMISE, FULFILS, NUMBER, SURE),
        ("Hiermee doe ik de toezegging (TZ202012-001) af.", PROMISE, FULFILS, NUMBER, SURE),
        (
            "Ter uitvoering van de motie van de leden Segers en Buitenweg (Kamerstuk 31 015, "
            "nr. 172) is een plan opgesteld.",
            EXIT,
            FULFILS,
            CITES,
            SURE,
        ),
        (
            "Ter uitvoering van de motie van de leden Segers en Buitenweg (Kamerstuk 31 015, "
            "nr. 172) zal een plan worden opgesteld.",
            EXIT,
            REPORTS_ON,
            CITES,
            SURE,
        ),
        (
            "De motie (Kamerstuk 31 015, nr. 172) beschouw ik als afgedaan.",
            EXIT,
            FULFILS,
            CITES,
            SURE,
        ),
        (
            "De motie (Kamerstuk 31 015, nr. 172) beschouw ik niet als afgedaan.",
            EXIT,
            REPORTS_ON,
            CITES,
            SURE,
        ),
        (
            "Ik zal uw Kamer over de motie (Kamerstuk 31 015, nr. 172) informeren.",
            EXIT,
            REPORTS_ON,
            CITES,
            SURE,
        ),
        (
            "Brief over de motie van de leden Kuik en Van der Graaf over een meerjarig plan "
            "voor slachtoffers van mensenhandel",
            PLAN,
            MENTIONS,
            NAMES,
            LIKELY,
        ),
        (
            "Stand van zaken uitvoering motie-Kuik c.s. over slachtoffers mensenhandel",
            PLAN,
            REPORTS_ON,
            NAMES,
            LIKELY,
        ),
        (
            "Slachtoffers van mensenhandel: uitvoering motie-Kuik c.s.",
            PLAN,
            REPORTS_ON,
            NAMES,
            LIKELY,
        ),
        (
            "Motie Kuik c.s. over slachtofferhulp tegen mensenhandelaren",
            PLAN,
            MENTIONS,
            NAMES,
            LIKELY,
        ),
        ("Stand van zaken motie-Kuik/Van der Graaf", PLAN, REPORTS_ON, NAMES, LIKELY),
        ("Uitvoering motie Segers c.s.", EXIT, REPORTS_ON, NAMES, LIKELY),
        (
            "Uitvoering van de motie-Buitenweg en Segers",
            EXIT,
            REPORTS_ON,
            NAMES,
            LIKELY,
        ),
        (
            "Reactie op de motie van het lid Kuik over slachthuizen en dierenwelzijn",
            ANIMALS,
            MENTIONS,
            NAMES,
            LIKELY,
        ),
        (
            "De motie Segers c.s. (Kamerstuk 31 015, nr. 500) over uitstapprogramma's voor "
            "prostituees",
            EXIT,
            MENTIONS,
            NAMES,
            LIKELY,
        ),
    ],
)
def test_a_paper_speaks_of_one_item(
    text: str, item: Known, role: Role, rule: str, confidence: Confidence
) -> None:
    assert links_in(text, KNOWN, "kst-31015-300") == (whole(text, item, role, rule, confidence),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Voortgangsbrief mensenhandel",
        "Kamerstuk 31 015, nr. 18",
        # One of the motions of these people, but which?
        "Uitvoering motie-Kuik c.s.",
        # Another subject, or another paper.
        "Motie Segers c.s. over vuurwerk en nieuwjaar",
        "De motie Segers c.s. (Kamerstuk 31 015, nr. 500) is bekend.",
        # A name alone is too little.
        "De motie Van der Graaf",
        # A long text about something else.
        "Uitvoering motie Segers c.s. "
        + "Over windmolens, stikstof en vaarwegen is gesproken. " * 9,
        # The paper is a motion itself, of the same people.
        "Motie van de leden Kuik en Van der Graaf over slachtoffers van mensenhandel",
        # Nobody is called so.
        "Uitvoering motie-Jansen c.s. over slachtoffers van mensenhandel",
        "De commotie Segers c.s. over uitstapprogramma's voor prostituees",
    ],
)
def test_nothing_is_guessed(text: str) -> None:
    assert links_in(text, KNOWN, None) == ()


def test_a_paper_does_not_link_to_what_stands_in_it() -> None:
    text = "Kamerstuk 31 015, nr. 180 en Kamerstuk 31 015, nr. 172"

    assert [each.item_key for each in links_in(text, KNOWN, "kst-31015-180")] == ["M-exit"]


def test_all_items_of_a_paper_are_linked() -> None:
    text = "Reactie op Kamerstuk 31 015, nr. 200."

    assert links_in(text, KNOWN, None) == (
        whole(text, ADVICE_A, MENTIONS, CITES, SURE),
        whole(text, ADVICE_B, MENTIONS, CITES, SURE),
    )


LETTER = (
    "Voortgang mensenhandel\n"
    "De motie van het lid Van der Graaf (Kamerstuk 31 015, nr. 190) is bekend.\n"
    "De motie van het lid Van der Graaf c.s. over online hulp vraagt veel. Er is gesproken met "
    "EMM. Daarmee is deze motie uitgevoerd.\n"
    "De motie Segers c.s. over uitstapprogramma's voor prostituees loopt. "
    "Over de motie van het lid Bikker is gesproken. Daarmee is deze motie uitgevoerd."
)


def test_a_later_sentence_settles_what_was_named_last() -> None:
    done_from = LETTER.index("De motie van het lid Van der Graaf c.s.")
    done_to = LETTER.index("\nDe motie Segers")
    exit_from = done_to + 1
    exit_to = LETTER.index(" Over de motie van het lid Bikker")

    assert links_in(LETTER, KNOWN, None) == (
        PaperLink(
            "M-online", FULFILS, done_from, done_to, LETTER[done_from:done_to], NAMES, LIKELY
        ),
        PaperLink("M-exit", MENTIONS, exit_from, exit_to, LETTER[exit_from:exit_to], NAMES, LIKELY),
    )


def test_what_is_still_foreseen_is_not_done() -> None:
    text = (
        "De motie (Kamerstuk 31 015, nr. 172) vraagt een plan. Dat plan zal ik opstellen. "
        "Daarmee is deze motie uitgevoerd."
    )

    assert [each.role for each in links_in(text, KNOWN, None)] == [MENTIONS]


@pytest.mark.parametrize(
    "opening",
    [
        "Stand van zaken moties en toezeggingen",
        "Opvang\nHierbij ontvangt u de voortgang van een aantal moties en aanbevelingen.",
    ],
)
def test_a_letter_on_the_state_of_motions_reports_on_all_that_it_names(opening: str) -> None:
    text = f"{opening}\n31 015, nr. 180\tLoopt.\nTZ202012-001\tLoopt."

    assert [(each.item_key, each.role) for each in links_in(text, KNOWN, None)] == [
        ("M-plan", REPORTS_ON),
        ("T-promise", REPORTS_ON),
    ]


def test_several_motions_in_one_breath() -> None:
    text = (
        "Reactie op de moties van de leden Kuik en Van der Graaf (Kamerstuk 31 015, nr. 180) en "
        "Segers c.s. over uitstapprogramma’s voor prostituees"
    )

    assert links_in(text, KNOWN, None) == (
        whole(text, PLAN, MENTIONS, CITES, SURE),
        whole(text, EXIT, MENTIONS, NAMES, LIKELY),
    )


def test_what_may_be_two_papers_is_only_likely() -> None:
    text = "Kamerstukken 2009/10, 31 015, A"
    senate = Known("M-ek", ("kst-31015-A",), None, Kind.MOTION)
    older = Known("M-older", ("kst-20092010-31015-A",), None, Kind.MOTION)

    assert {
        (each.item_key, each.confidence)
        for each in links_in(text, KnownItems([senate, older]), None)
    } == {("M-ek", LIKELY), ("M-older", LIKELY)}


@pytest.mark.parametrize(
    ("sentence", "role"),
    [
        ("Met deze brief geef ik uitvoering aan de motie van het lid Kuik.", FULFILS),
        ("Daarmee is de motie afgedaan.", FULFILS),
        ("Daarmee is de toezegging afgedaan.", FULFILS),
        ("Hiermee doe ik de toezegging af.", FULFILS),
        ("Brief ter uitvoering van de motie van het lid Kuik", FULFILS),
        ("Nakoming van de toezegging over opvang", FULFILS),
        ("Wet ter uitvoering van de richtlijn over opvang", MENTIONS),
        ("Hiermee doe ik de toezegging deels af.", REPORTS_ON),
        ("De motie is met de brief van 12 mei 2023 afgedaan.", REPORTS_ON),
        ("De motie is met mijn voortgangsbrief van 12 mei 2023 uitgevoerd.", REPORTS_ON),
        ("Ik beschouw de motie nog niet als uitgevoerd.", REPORTS_ON),
        ("Stand van zaken opvang", REPORTS_ON),
        ("Voortgangsrapportage opvang", REPORTS_ON),
        ("Ik informeer uw Kamer voor de zomer.", REPORTS_ON),
        ("Uitvoering van de motie over opvang", REPORTS_ON),
        ("De motie over opvang is besproken.", MENTIONS),
    ],
)
def test_the_words_around_it_give_the_role(sentence: str, role: Role) -> None:
    assert role_in(sentence) is role


WORDS = st.sampled_from([
    "motie", "moties", "van het lid", "de leden", "Kuik", "Van der Graaf", "en", "c.s.", "over",
    "slachtoffers", "mensenhandel", "(Kamerstuk 31 015, nr. 180)", "TZ202012-001", ".", "\n",
    "Daarmee is deze motie uitgevoerd.", "Segers/Buitenweg", "31015-172", "uw Kamer", "zal",
])  # fmt: skip


@given(st.lists(WORDS, max_size=30).map(" ".join))
def test_each_link_shows_its_own_words_and_comes_once(text: str) -> None:
    links = links_in(text, KNOWN, None)

    assert [text[each.start : each.end] for each in links] == [each.quote for each in links]
    assert all(each.quote.strip() for each in links)
    assert len({each.item_key for each in links}) == len(links)
    assert [each.start for each in links] == sorted(each.start for each in links)


@given(st.lists(WORDS, max_size=15).map(" ".join), st.permutations(ITEMS))
def test_the_order_of_what_is_followed_does_not_matter(text: str, items: list[Known]) -> None:
    def told(known: KnownItems) -> set[PaperLink]:
        return set(links_in(text, known, None))

    assert told(KnownItems(items)) == told(KNOWN)


def test_many_titles_against_many_items_take_no_time() -> None:
    items = [
        Known(f"M-{n}", (f"kst-31015-{n}",), None, Kind.MOTION, (f"Naam{n % 300}",), f"zorg {n}")
        for n in range(2000)
    ]
    known = KnownItems(items)
    began = time.perf_counter()
    for n in range(1000):
        links_in(f"Stand van zaken uitvoering motie-Kuik{n} c.s. over opvang", known, None)

    assert time.perf_counter() - began < 1.5


@pytest.mark.parametrize(
    "text",
    [
        "motie " * 10_000,
        "motie " + "Aa, " * 12_000,
        "motie Segers over " * 3_000,
        "ter uitvoering van " * 3_000 + "motie Segers c.s.",
        "hiermee doe ik de motie Segers c.s. " * 1_500,
        "moties Segers c.s." + ", Kuik c.s." * 4_000,
    ],
)
def test_a_text_made_to_be_slow_is_not(text: str) -> None:
    began = time.perf_counter()
    links_in(text, KNOWN, None)

    assert time.perf_counter() - began < 2
