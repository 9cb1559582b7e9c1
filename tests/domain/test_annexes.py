from dataclasses import replace

import pytest

from tracker.domain.annexes import AnnexKind, AnnexRow, AnnexSection, annex_kind, arrange
from tracker.domain.statuses import Kind, Outcome

ROW = AnnexRow(
    kind=AnnexKind.COMMITMENT,
    closed=False,
    number="T-2021-0001",
    description="Onderzoek naar vertrek met onbekende bestemming",
    source_place="Handelingen II 2019/20, nr. 80, item 3",
    source_url=None,
    status_text="Loopt.",
    href="https://nakoming.example/items/T-2021-0001",
)


def test_rows_come_in_the_order_of_the_budget_annex_and_keep_theirs_within() -> None:
    places = [
        (AnnexKind.RECOMMENDATION, False),
        (AnnexKind.COMMITMENT, False),
        (AnnexKind.MOTION, False),
        (AnnexKind.COMMITMENT, True),
        (AnnexKind.MOTION, True),
        (AnnexKind.OTHER_MOTION, True),
        (AnnexKind.MOTION, False),
        (AnnexKind.RECOMMENDATION, True),
        (AnnexKind.COMMITMENT, False),
    ]
    rows = [
        replace(ROW, kind=kind, closed=closed, number=str(number))
        for number, (kind, closed) in enumerate(places)
    ]

    assert arrange(rows) == (
        AnnexSection(AnnexKind.MOTION, True, "", (rows[4],)),
        AnnexSection(AnnexKind.MOTION, False, "", (rows[2], rows[6])),
        AnnexSection(AnnexKind.OTHER_MOTION, True, "", (rows[5],)),
        AnnexSection(AnnexKind.COMMITMENT, True, "", (rows[3],)),
        AnnexSection(AnnexKind.COMMITMENT, False, "", (rows[1], rows[8])),
        AnnexSection(AnnexKind.RECOMMENDATION, True, "", (rows[7],)),
        AnnexSection(AnnexKind.RECOMMENDATION, False, "", (rows[0],)),
    )


def test_an_annex_without_rows_has_no_sections() -> None:
    assert arrange([]) == ()


@pytest.mark.parametrize(
    ("bodies", "expected"),
    [
        (["Nationaal Rapporteur", "Nationaal Rapporteur"], "Nationaal Rapporteur"),
        (["Nationaal Rapporteur", "Algemene Rekenkamer"], ""),
        (["Nationaal Rapporteur", ""], ""),
    ],
)
def test_a_section_names_a_body_only_if_all_its_rows_have_it(
    bodies: list[str], expected: str
) -> None:
    rows = [replace(ROW, kind=AnnexKind.RECOMMENDATION, body=body) for body in bodies]

    assert [section.body for section in arrange(rows)] == [expected]


@pytest.mark.parametrize(
    ("kind", "outcome", "expected"),
    [
        (Kind.MOTION, Outcome.ADOPTED, AnnexKind.MOTION),
        (Kind.MOTION, Outcome.TAKEN_OVER, AnnexKind.OTHER_MOTION),
        (Kind.MOTION, Outcome.HELD, AnnexKind.OTHER_MOTION),
        (Kind.MOTION, None, AnnexKind.OTHER_MOTION),
        (Kind.COMMITMENT, None, AnnexKind.COMMITMENT),
        (Kind.RECOMMENDATION, None, AnnexKind.RECOMMENDATION),
    ],
)
def test_only_an_adopted_motion_comes_under_the_adopted_motions(
    kind: Kind, outcome: Outcome | None, expected: AnnexKind
) -> None:
    assert annex_kind(kind, outcome) is expected
