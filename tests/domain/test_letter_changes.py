"""What changed from one progress letter to the next."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.annex_rows import AnnexKind, AnnexRow, Move
from tracker.domain.differences import Part
from tracker.domain.letter_changes import Fate, RowChange, changes_between

ROW = AnnexRow(
    kind=AnnexKind.MOTION,
    closed=False,
    number="M-1",
    description="Motie Kuik",
    source_place="35 570 VI, nr. 50",
    source_url=None,
    status_text="Het plan komt in juli.",
    href="",
)
MOVE = Move("Plan", date(2021, 7, 8), date(2021, 12, 1), "Advies later")


@pytest.mark.parametrize(
    ("new", "fate"),
    [
        (ROW, Fate.SAME),
        (replace(ROW, status_text="Het plan komt in mei."), Fate.CHANGED),
        (replace(ROW, description="Motie Kuik c.s."), Fate.CHANGED),
        (replace(ROW, closed=True), Fate.CLOSED),
        (replace(ROW, moves=(MOVE,)), Fate.SAME),
        (replace(ROW, noted_on=date(2021, 6, 1), href="https://a.nl"), Fate.SAME),
    ],
)
def test_the_fate_of_a_row(new: AnnexRow, fate: Fate) -> None:
    (change,) = changes_between([ROW], [new])

    assert (change.fate, change.moves) == (fate, new.moves)


def test_a_row_can_come_go_and_open_again() -> None:
    closed = replace(ROW, number="M-2", closed=True)
    new = replace(ROW, number="M-3")

    assert changes_between([ROW, closed], [replace(closed, closed=False), new]) == (
        RowChange(Fate.REOPENED, closed, replace(closed, closed=False)),
        RowChange(Fate.NEW, None, new),
        RowChange(Fate.REMOVED, ROW, None),
    )


TEXTS = st.lists(
    st.builds(
        lambda number, text: replace(ROW, number=number, status_text=text),
        st.sampled_from(["M-1", "M-2", "T-1", "A-1"]),
        st.text(alphabet="ab \n.", max_size=30),
    ),
    unique_by=lambda row: row.number,
)


@given(TEXTS, TEXTS)
def test_every_row_of_both_letters_is_told_once(old: list[AnnexRow], new: list[AnnexRow]) -> None:
    changes = changes_between(old, new)

    assert [one.new for one in changes if one.new] == new
    assert sorted(one.old.number for one in changes if one.old) == sorted(row.number for row in old)
    for one in changes:
        if one.difference and one.old and one.new:
            told = {part: "".join(t for p, t in one.difference if p in (Part.KEPT, part))
                    for part in (Part.REMOVED, Part.ADDED)}  # fmt: skip
            assert told == {Part.REMOVED: one.old.status_text, Part.ADDED: one.new.status_text}
