"""What we say of a commitment beside what the House's register says of it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.house_motions import RegisterStatus
from tracker.domain.register_differences import (
    DifferenceCode,
    RegisterDifference,
    Remedy,
    compare,
)
from tracker.domain.statuses import Status

OURS, THEIRS = ("kst-31015-221",), ("kst-31015-230",)
CLOSED, FULFILLED = date(2021, 7, 8), date(2021, 7, 12)
H, S, D, R = RegisterStatus, Status, DifferenceCode, Remedy


@pytest.mark.parametrize(
    ("house", "ours", "code", "remedy", "papers"),
    [
        (H.OPEN, S.MET, D.HOUSE_OPEN_WE_MET, R.ASK_UPDATE, OURS),
        (H.OPEN, S.PARTLY_MET, D.HOUSE_OPEN_WE_PARTLY, R.ASK_UPDATE, OURS),
        (H.OPEN, S.NOT_CARRIED_OUT, D.HOUSE_OPEN_WE_STOPPED, R.ASK_UPDATE, OURS),
        (H.OPEN, S.LAPSED, D.HOUSE_OPEN_WE_STOPPED, R.ASK_UPDATE, OURS),
        (H.MET, S.RECEIVED, D.HOUSE_MET_WE_OPEN, R.CLOSE_WITH_PAPER, THEIRS),
        (H.MET, S.ASSESSING, D.HOUSE_MET_WE_OPEN, R.CLOSE_WITH_PAPER, THEIRS),
        (H.MET, S.IN_PROGRESS, D.HOUSE_MET_WE_OPEN, R.CLOSE_WITH_PAPER, THEIRS),
        (H.MET, S.ONGOING, D.HOUSE_MET_WE_OPEN, R.CLOSE_WITH_PAPER, THEIRS),
        (H.MET, S.PARTLY_MET, D.HOUSE_MET_WE_OPEN, R.CLOSE_WITH_PAPER, THEIRS),
        (H.MET, S.PROPOSED_MET, D.HOUSE_MET_WE_OPEN, R.CLOSE_WITH_PAPER, THEIRS),
        (H.MET, S.MET, D.DIFFERENT_PAPER, R.COMPARE_PAPERS, THEIRS),
        (H.MET, S.LAPSED, D.HOUSE_MET_WE_STOPPED, R.CHECK_REGISTER, THEIRS),
        (H.PARTLY, S.IN_PROGRESS, D.HOUSE_PARTLY, R.SET_PARTLY, THEIRS),
        (H.PARTLY, S.MET, D.HOUSE_PARTLY, R.ASK_UPDATE, OURS),
        (H.PARTLY, S.LAPSED, D.HOUSE_PARTLY, R.CHECK_REGISTER, THEIRS),
        (H.LAPSED, S.IN_PROGRESS, D.HOUSE_LAPSED, R.CLOSE_AS_LAPSED, THEIRS),
        (H.LAPSED, S.PROPOSED_MET, D.HOUSE_LAPSED, R.CLOSE_AS_LAPSED, THEIRS),
        (H.LAPSED, S.MET, D.HOUSE_LAPSED, R.ASK_UPDATE, OURS),
        (H.NOT_MET, S.IN_PROGRESS, D.HOUSE_NOT_MET, R.CHECK_REGISTER, THEIRS),
        (H.NOT_MET, S.MET, D.HOUSE_NOT_MET, R.ASK_UPDATE, OURS),
        (None, S.MET, D.UNKNOWN_STATUS, R.CHECK_REGISTER, THEIRS),
        (None, S.RECEIVED, D.UNKNOWN_STATUS, R.CHECK_REGISTER, THEIRS),
    ],
)
def test_a_difference_says_what_to_do(
    house: RegisterStatus | None,
    ours: Status,
    code: DifferenceCode,
    remedy: Remedy,
    papers: tuple[str, ...],
) -> None:
    assert compare(ours, CLOSED, OURS, house, FULFILLED, THEIRS) == RegisterDifference(
        code, remedy, papers, CLOSED, FULFILLED
    )


@pytest.mark.parametrize(
    ("house", "ours"),
    [
        (H.OPEN, S.RECEIVED),
        (H.OPEN, S.IN_PROGRESS),
        (H.OPEN, S.PROPOSED_MET),
        (H.OPEN, S.TRANSFERRED),
        (H.MET, S.TRANSFERRED),
        (None, S.TRANSFERRED),
        (H.PARTLY, S.PARTLY_MET),
        (H.PARTLY, S.PROPOSED_MET),
        (H.LAPSED, S.LAPSED),
        (H.LAPSED, S.NOT_CARRIED_OUT),
        (H.NOT_MET, S.NOT_CARRIED_OUT),
    ],
)
def test_what_asks_for_nothing_is_no_difference(house: RegisterStatus | None, ours: Status) -> None:
    assert compare(ours, CLOSED, OURS, house, FULFILLED, THEIRS) is None


@pytest.mark.parametrize(
    ("told_by", "fulfilment_papers", "remedy"),
    [
        (OURS, OURS, None),
        (OURS + THEIRS, THEIRS, None),
        (OURS, (), None),
        ((), (), None),
        (OURS, THEIRS, R.COMPARE_PAPERS),
        ((), THEIRS, R.ADD_PAPER),
    ],
)
def test_both_call_it_met(
    told_by: tuple[str, ...], fulfilment_papers: tuple[str, ...], remedy: Remedy | None
) -> None:
    found = compare(S.MET, CLOSED, told_by, H.MET, FULFILLED, fulfilment_papers)

    assert found == (
        RegisterDifference(D.DIFFERENT_PAPER, remedy, THEIRS, CLOSED, FULFILLED) if remedy else None
    )


@pytest.mark.parametrize(
    ("house", "ours", "code", "remedy"),
    [
        (H.OPEN, S.MET, D.HOUSE_OPEN_WE_MET, R.NAME_PAPER),
        (H.MET, S.IN_PROGRESS, D.HOUSE_MET_WE_OPEN, R.FIND_PAPER),
        (H.LAPSED, S.IN_PROGRESS, D.HOUSE_LAPSED, R.CLOSE_AS_LAPSED),
    ],
)
def test_without_a_paper_that_comes_first(
    house: RegisterStatus, ours: Status, code: DifferenceCode, remedy: Remedy
) -> None:
    assert compare(ours, None, (), house, None, ()) == RegisterDifference(code, remedy)


PAPERS = st.lists(st.sampled_from(OURS + THEIRS), unique=True)


@given(st.sampled_from(Status), PAPERS, st.none() | st.sampled_from(RegisterStatus), PAPERS)
def test_nobody_is_sent_off_with_a_paper_that_is_not_there(
    ours: Status, told_by: list[str], house: RegisterStatus | None, fulfilment: list[str]
) -> None:
    found = compare(ours, None, told_by, house, None, fulfilment)

    needs_paper = {R.ASK_UPDATE, R.CLOSE_WITH_PAPER, R.COMPARE_PAPERS, R.ADD_PAPER}
    assert found is None or found.remedy not in needs_paper or found.papers


@given(st.sampled_from(sorted(set(Status) - {S.TRANSFERRED})))
def test_a_status_that_is_not_known_is_never_passed_over(ours: Status) -> None:
    found = compare(ours, None, (), None, None, ())

    assert found is not None
    assert found.code is D.UNKNOWN_STATUS
