from dataclasses import replace
from datetime import date

import pytest

from tracker.domain.annex_rows import AnnexDeadline, AnnexKind, AnnexRow, RowFlag, annex_kind
from tracker.domain.annexes import (
    AnnexSection,
    Grouping,
    RappelPart,
    arrange,
    group,
    half_year_after,
    rappel_part,
)
from tracker.domain.planning import Certainty, DeadlineState
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


def a_row(number: str, **facts: object) -> AnnexRow:
    return replace(ROW, number=number, **facts)  # type: ignore[arg-type]


def due(day: date | None, state: DeadlineState = DeadlineState.OPEN) -> AnnexDeadline:
    return AnnexDeadline("Brief", "zo spoedig mogelijk", day, Certainty.FIRM, state)


@pytest.mark.parametrize(
    ("grouping", "names"),
    [
        (Grouping.KIND, ["commitment"]),
        (Grouping.DOSSIER, ["31 015", "29 628", ""]),
        (Grouping.POST, ["Stas JenV", ""]),
        (Grouping.PROGRAMME, ["Samen", ""]),
        (Grouping.RECOMMENDATION, ["Aanbeveling 1", ""]),
    ],
)
def test_groups_stand_in_the_order_of_their_rows_and_the_nameless_last(
    grouping: Grouping, names: list[str]
) -> None:
    rows = (
        a_row("T-1"),
        a_row("T-2", dossier="31 015", post="Stas JenV"),
        a_row("T-3", dossier="29 628", programme="Samen", recommendation="Aanbeveling 1"),
        a_row("T-4", dossier="31 015"),
    )

    found = group(rows, grouping)

    assert [one.name for one in found] == names
    assert sorted(each.number for one in found for each in one.rows) == ["T-1", "T-2", "T-3", "T-4"]


@pytest.mark.parametrize(
    ("deadlines", "closed", "part"),
    [
        ((due(date(2021, 6, 30)),), False, RappelPart.PAST),
        ((due(date(2021, 7, 1)),), False, RappelPart.NEXT_HALF_YEAR),
        ((due(date(2021, 12, 30)),), False, RappelPart.NEXT_HALF_YEAR),
        ((due(date(2021, 12, 31)),), False, RappelPart.LATER),
        ((due(None), due(date(2021, 5, 1))), False, RappelPart.PAST),
        ((due(date(2021, 5, 1), DeadlineState.MET),), False, RappelPart.LATER),
        ((), False, RappelPart.LATER),
        ((due(date(2021, 5, 1)),), True, RappelPart.SETTLED),
    ],
)
def test_the_parts_of_a_rappel(
    deadlines: tuple[AnnexDeadline, ...], closed: bool, part: RappelPart
) -> None:
    told = a_row("T-1", deadlines=deadlines, closed=closed)

    assert rappel_part(told, date(2021, 6, 30)) is part


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2021, 6, 30), date(2021, 12, 30)),
        (date(2021, 8, 31), date(2022, 2, 28)),
        (date(2023, 8, 31), date(2024, 2, 29)),
        (date(2021, 12, 1), date(2022, 6, 1)),
    ],
)
def test_half_a_year_after(day: date, later: date) -> None:
    assert half_year_after(day) == later


def test_a_final_row_has_no_remark() -> None:
    flagged = a_row("T-1", flag=RowFlag.NO_NEW_NOTE, flagged_since=date(2021, 3, 31))

    assert flagged.final() == a_row("T-1")
