"""What each layout says of the same rows, line by line."""

from dataclasses import replace
from datetime import date

import pytest

from tests.adapters.annexes.letter_rows import LETTER, MOVE, a_deadline, a_letter, a_row
from tracker.adapters.annexes.layouts import compose
from tracker.adapters.messages import translator
from tracker.domain.annex_rows import AnnexKind, AnnexPaper, AnnexRow, RowFlag
from tracker.domain.annexes import Annex, AnnexSettings, Field, Grouping, Layout, PlaceBy
from tracker.domain.letter_changes import changes_between
from tracker.domain.planning import Certainty, DeadlineState
from tracker.domain.printed import Printed, Span, Table, text_of
from tracker.domain.statuses import Response, Status

DUTCH = translator("nl")
MOTION = a_row(
    deadlines=(a_deadline(),),
    post="Staatssecretaris van JenV",
    recommendation="Aanbeveling 1. Zicht",
    owner="Noor Aksoy",
    asked="verzoekt de regering een plan te maken",
)
COMMITMENT = a_row(
    "T-2021-0001",
    kind=AnnexKind.COMMITMENT,
    closed=True,
    description="Onderzoek naar vertrek uit de opvang",
    source_place="Handelingen II 2019/20, nr. 80, item 3",
    source_url=None,
    debate="11-06-2020 Plenair debat mensenhandel",
    register_number="TZ202006-101",
    status_text="De brief is verzonden.",
    status=Status.MET,
    closing=LETTER,
    closed_on=date(2021, 6, 20),
)
ADVICE = a_row(
    "A-2021-0001",
    kind=AnnexKind.RECOMMENDATION,
    description="Aanbeveling 1. Zicht",
    source_place="",
    source_url=None,
    status_text="",
    response=Response.ACCEPTED,
    recommendation="Aanbeveling 1. Zicht",
    measures=("Sessies met de ambassade (BZ)",),
    deadlines=(
        a_deadline(what="Voorjaarssessie", state=DeadlineState.MET),
        a_deadline(
            what="Najaarssessie", due_on=None, certainty=Certainty.UNRESOLVED, wording="later"
        ),
    ),
)
ROWS = (MOTION, COMMITMENT, ADVICE)


def lines(annex: Annex) -> list[str]:
    """What a layout says, without the title and the lines below it."""
    told = [line.replace("\xa0", " ") for line in text_of(compose(annex, DUTCH))]
    assert told[:3] == [annex.title, "Aan: Tweede Kamer", "Peildatum: 30 juni 2021"]
    return told[3:]


COLUMNS = ["Omschrijving", "Vindplaats", "Stand van zaken"]
MOTION_CELLS = [
    MOTION.description,
    MOTION.source_place,
    "Het plan ligt bij VWS.",
    "eerst de VNG",
    "dan de Kamer",
]


def test_the_annex_of_the_budget() -> None:
    assert lines(a_letter(*ROWS)) == [
        "Moties",
        "Door de Tweede Kamer aanvaarde moties die nog niet zijn afgerond (stand per 30 juni 2021)",
        *COLUMNS,
        *MOTION_CELLS,
        "Toezeggingen",
        "Door bewindslieden gedane toezeggingen die zijn afgerond (stand per 30 juni 2021)",
        *COLUMNS,
        COMMITMENT.description,
        COMMITMENT.source_place,
        "De brief is verzonden.",
        "Aanbevelingen",
        "Aanbevelingen die nog niet zijn afgerond (stand per 30 juni 2021)",
        *COLUMNS,
        "Aanbeveling 1. Zicht",
        "",
        "Geen stand van zaken.",
    ]


def test_columns_and_headings_are_settings() -> None:
    settings = AnnexSettings(
        (Field.NUMBER, Field.DESCRIPTION, Field.DUE),
        {"description": "Onderwerp", "motion.open": "Openstaand op {peildatum}"},
    )

    assert lines(a_letter(MOTION, settings=settings))[1:] == [
        "Openstaand op 30 juni 2021",
        "Nummer",
        "Onderwerp",
        "Termijn",
        "M-2021-0002",
        MOTION.description,
        "8 juli 2021",
    ]
    [table] = [one for one in compose(a_letter(MOTION, settings=settings), DUTCH).blocks if isinstance(one, Table)]  # fmt: skip  # noqa: E501
    assert sum(column.share for column in table.columns) == 100


def test_a_source_place_can_be_that_of_the_debate() -> None:
    told = lines(a_letter(COMMITMENT, place_by=PlaceBy.DEBATE))

    assert "11-06-2020 Plenair debat mensenhandel (Handelingen II 2019/20, nr. 80, item 3)" in told


def test_a_draft_says_what_to_look_at_and_a_final_letter_does_not() -> None:
    row = a_row(flag=RowFlag.NO_NEW_NOTE, flagged_since=date(2021, 3, 31))
    draft = a_letter(row, draft=True)

    said = ["M-2021-0002", "Geen nieuwe stand van zaken sinds 31 maart 2021"]
    assert [line for line in lines(draft) if line in said] == said
    assert not set(said) & set(lines(draft.final("Noor Aksoy", draft.made_at)))
    assert (compose(draft, DUTCH).mark, compose(draft, DUTCH).language) == ("Concept", "nl-NL")


def test_prose_has_a_heading_an_item_footnotes_and_the_settled() -> None:
    letter = a_letter(*ROWS, layout=Layout.PROSE, grouping=Grouping.POST)

    assert lines(letter) == [
        "Staatssecretaris van JenV",
        MOTION.description,
        "Het plan ligt bij VWS.",
        f"{MOTION.source_place}. Plan van aanpak naar de Kamer: 8 juli 2021.",
        "eerst de VNG",
        "dan de Kamer",
        "Zonder bewindspersoon",
        COMMITMENT.description,
        "De brief is verzonden.",
        "Handelingen II 2019/20, nr. 80, item 3.",
        "Aanbeveling 1. Zicht",
        "Geen stand van zaken.",
        "Geen vindplaats. Najaarssessie: Datum nog te bepalen (‘later’).",
        "Afgedaan",
        "De volgende moties, toezeggingen en aanbevelingen zijn afgedaan:",
        f"{COMMITMENT.description} (Handelingen II 2019/20, nr. 80, item 3), afgedaan met "
        "Kamerstukken II 2020/21, 31 015, nr. 230",
    ]


def test_by_recommendation_what_was_done_and_what_follows() -> None:
    letter = a_letter(ADVICE, MOTION, layout=Layout.THEMES, grouping=Grouping.RECOMMENDATION)

    assert lines(letter) == [
        "Aanbeveling 1. Zicht",
        "Reactie: Overgenomen",
        "Wat is gedaan",
        "Geen stand van zaken.",
        "Voorjaarssessie",
        "Sessies met de ambassade (BZ)",
        "Wat volgt en wanneer",
        "Najaarssessie: Datum nog te bepalen (‘later’)",
        MOTION.description,
        f"Vindplaats: {MOTION.source_place}",
        "Status: In behandeling",
        "Wat is gedaan",
        "Het plan ligt bij VWS.",
        "eerst de VNG",
        "dan de Kamer",
        "Wat volgt en wanneer",
        "Plan van aanpak naar de Kamer: 8 juli 2021",
    ]


def test_a_rappel_stands_by_term_and_register_number() -> None:
    def promise(number: str, register: str, **facts: object) -> AnnexRow:
        row = replace(COMMITMENT, number=number, register_number=register, closed=False)
        return replace(row, description=register, **facts)  # type: ignore[arg-type]

    past = a_deadline(due_on=date(2021, 6, 1))
    rows = (
        promise("T-1", "T03200", deadlines=(past,)),
        promise("T-2", "T03100", deadlines=(past,)),
        promise("T-3", "T03000", deadlines=(a_deadline(),)),
        promise("T-4", "T02900"),
        COMMITMENT,
    )
    letter = a_letter(*rows, layout=Layout.RAPPEL)

    told = lines(letter)
    assert [line for line in told if line.startswith(("T0", "Termijn ", "Latere", "Afged"))] == [
        "Termijn verstreken op 30 juni 2021",
        *["T03100"] * 2,
        *["T03200"] * 2,
        "Termijn tot en met 30 december 2021",
        *["T03000"] * 2,
        "Latere termijn of nog geen datum",
        *["T02900"] * 2,
        "Afgedaan",
    ]


def test_a_folder_for_a_debate() -> None:
    other = AnnexPaper("Kamerstukken II 2020/21, 31 015, nr. 221", None, "Brief van de Stas")
    row = replace(MOTION, papers=(AnnexPaper(MOTION.source_place, None), other))
    letter = a_letter(row, COMMITMENT, layout=Layout.DEBATE)

    assert lines(letter) == [
        "Moties",
        MOTION.description,
        "Nummer: M-2021-0002",
        "Status: In behandeling",
        "Bewindspersoon: Staatssecretaris van JenV",
        "Behandelaar: Noor Aksoy",
        "Wat is gevraagd of toegezegd",
        "verzoekt de regering een plan te maken",
        "Stand van zaken",
        "Het plan ligt bij VWS.",
        "eerst de VNG",
        "dan de Kamer",
        "Termijnen",
        "Plan van aanpak naar de Kamer: 8 juli 2021",
        "Kamerstukken",
        MOTION.source_place,
        "Kamerstukken II 2020/21, 31 015, nr. 221 – Brief van de Stas",
        "Al afgedaan",
        "Dit speelt in het debat misschien mee, maar is afgedaan:",
        f"{COMMITMENT.description} (Handelingen II 2019/20, nr. 80, item 3)",
    ]


def test_the_changes_since_the_previous_letter() -> None:
    old = (replace(MOTION, status_text="Het plan komt."), replace(COMMITMENT, closed=False), ADVICE)
    new = (
        replace(MOTION, status_text="Het plan ligt er.", moves=(MOVE,)),
        COMMITMENT,
        a_row("M-2021-0009", description="Motie Van der Graaf c.s."),
    )
    changes = changes_between(old, new)
    letter = a_letter(*new, changes=changes, previous_on=date(2021, 3, 31))

    told = lines(letter)
    assert told[told.index("Gewijzigd sinds de brief met peildatum 31 maart 2021") + 1 :] == [
        "Nieuw",
        f"Motie Van der Graaf c.s. ({MOTION.source_place})",
        "Afgerond",
        f"{COMMITMENT.description} (Handelingen II 2019/20, nr. 80, item 3)",
        "Niet meer in de brief",
        "Aanbeveling 1. Zicht",
        "Verschoven termijnen",
        *["Termijn", "Was", "Wordt", "Reden", "Kamer geïnformeerd met"],
        MOTION.description,
        "Plan van aanpak",
        "8 juli 2021",
        "1 december 2021",
        "Advies komt later",
        "Nog niet gemeld",
        "Gewijzigde teksten",
        *["Omschrijving", "Vorige brief", "Deze brief"],
        MOTION.description,
        "Het plan komt.",
        "Het plan ligt er.",
    ]
    assert marked(compose(letter, DUTCH)) == ["komt", "ligt er"]


def marked(document: Printed) -> list[str]:
    return [
        span.text
        for block in document.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
        for paragraph in cell
        for span in getattr(paragraph, "spans", ())
        if isinstance(span, Span) and span.mark
    ]


@pytest.mark.parametrize("layout", Layout)
def test_no_row_gets_lost_in_any_layout(layout: Layout) -> None:
    for grouping in Grouping:
        told = "\n".join(text_of(compose(a_letter(*ROWS, layout=layout, grouping=grouping), DUTCH)))
        assert [row.number for row in ROWS if row.description not in told] == []


@pytest.mark.parametrize("layout", Layout)
def test_a_letter_without_rows_says_so(layout: Layout) -> None:
    empty = replace(a_letter(), rows=(), layout=layout)

    assert lines(empty) == ["Deze bijlage heeft geen rijen."]
