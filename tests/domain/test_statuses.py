"""The statuses of items and the outcomes of motions, as tables that change allows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.errors import DomainError
from tracker.domain.statuses import (
    CLOSED,
    GROUNDED,
    OPEN,
    OUTCOME_TRANSITIONS,
    TRANSITIONS,
    Kind,
    Outcome,
    Status,
    StatusChange,
    check_outcome,
    decide,
    is_open,
)

CHANGES = st.builds(
    StatusChange,
    target=st.sampled_from(Status),
    reason=st.sampled_from(["", "besproken in het debat"]),
    paper=st.booleans(),
    ministry=st.sampled_from(["", "VWS"]),
)


def reachable(start: Status) -> set[Status]:
    found = {start}
    while new := {target for status in found for target in TRANSITIONS[status]} - found:
        found |= new
    return found


def test_every_status_is_open_or_closed_and_has_a_row() -> None:
    assert OPEN | CLOSED == set(Status) == set(TRANSITIONS)
    assert not OPEN & CLOSED
    assert {status for status in Status if is_open(status)} == OPEN


@pytest.mark.parametrize("start", Status)
def test_no_status_is_a_dead_end(start: Status) -> None:
    assert reachable(start) >= set(Status) - {Status.RECEIVED}


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("start", Status)
def test_whatever_is_given_in_full_is_accepted(kind: Kind, start: Status) -> None:
    for target in TRANSITIONS[start]:
        change = StatusChange(target, reason="reden", paper=True, ministry="VWS")

        assert decide(kind, start, change) == (target, [])


@given(st.sampled_from(Kind), st.sampled_from(Status), CHANGES)
def test_a_change_that_lacks_nothing_ends_where_it_may(
    kind: Kind, current: Status, change: StatusChange
) -> None:
    status, lacking = decide(kind, current, change)

    if not lacking:
        assert status in TRANSITIONS[current] | ({current} & GROUNDED)
        assert status in (change.target, Status.PROPOSED_MET)


@given(st.sampled_from(Status), CHANGES)
def test_a_commitment_is_met_only_with_the_paper(current: Status, change: StatusChange) -> None:
    status, lacking = decide(Kind.COMMITMENT, current, change)

    if status is Status.MET and not lacking:
        assert change.paper


@given(st.sampled_from(Kind), st.sampled_from(Status), CHANGES)
def test_closing_and_reopening_never_go_without_a_ground(
    kind: Kind, current: Status, change: StatusChange
) -> None:
    status, lacking = decide(kind, current, change)

    if not lacking and is_open(status) is not is_open(current):
        assert change.reason or change.paper


@pytest.mark.parametrize(
    ("kind", "current", "change", "status", "codes"),
    [
        pytest.param(
            Kind.COMMITMENT, Status.IN_PROGRESS, StatusChange(Status.MET, paper=True),
            Status.MET, [], id="told with a paper",
        ),
        pytest.param(
            Kind.COMMITMENT, Status.IN_PROGRESS, StatusChange(Status.MET, reason="gedaan"),
            Status.PROPOSED_MET, [], id="a reason alone proposes",
        ),
        pytest.param(
            Kind.COMMITMENT, Status.IN_PROGRESS, StatusChange(Status.MET),
            Status.MET, ["status.met_needs_paper_or_reason"], id="met on nothing",
        ),
        pytest.param(
            Kind.COMMITMENT, Status.PROPOSED_MET, StatusChange(Status.MET, reason="gedaan"),
            Status.MET, ["status.met_needs_paper"], id="proposed twice",
        ),
        pytest.param(
            Kind.MOTION, Status.IN_PROGRESS, StatusChange(Status.MET, reason="gedaan"),
            Status.MET, [], id="a motion needs no paper",
        ),
        pytest.param(
            Kind.MOTION, Status.ASSESSING, StatusChange(Status.TRANSFERRED),
            Status.TRANSFERRED,
            ["status.transfer_needs_ministry", "status.transfer_needs_paper"], id="transfer",
        ),
        pytest.param(
            Kind.MOTION, Status.MET, StatusChange(Status.IN_PROGRESS),
            Status.IN_PROGRESS, ["status.needs_reason"], id="reopened",
        ),
        pytest.param(
            Kind.MOTION, Status.ASSESSING, StatusChange(Status.LAPSED),
            Status.LAPSED, ["status.needs_reason"], id="lapsed",
        ),
        pytest.param(
            Kind.MOTION, Status.MET, StatusChange(Status.LAPSED, reason="toch niet"),
            Status.MET, ["status.no_transition"], id="closed into closed",
        ),
    ],
)  # fmt: skip
def test_what_a_change_still_lacks(
    kind: Kind, current: Status, change: StatusChange, status: Status, codes: list[str]
) -> None:
    found, lacking = decide(kind, current, change)

    assert (found, [error.code for error in lacking]) == (status, codes)


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("status", sorted(GROUNDED))
def test_the_ground_of_a_closed_item_is_put_right_without_reopening(
    kind: Kind, status: Status
) -> None:
    change = StatusChange(status, reason="toch gemeld", paper=True, ministry="VWS")

    assert decide(kind, status, change) == (status, [])


def test_an_open_status_has_no_ground_to_put_right() -> None:
    status, lacking = decide(Kind.MOTION, Status.ONGOING, StatusChange(Status.ONGOING))

    assert (status, [error.code for error in lacking]) == (
        Status.ONGOING,
        ["status.no_transition"],
    )


def test_every_outcome_has_a_row() -> None:
    assert set(OUTCOME_TRANSITIONS) == set(Outcome)


@given(st.sampled_from(Outcome), st.sampled_from(Outcome))
def test_an_outcome_is_put_right_with_a_reason(current: Outcome, target: Outcome) -> None:
    check_outcome(current, target, "verkeerd overgenomen")


def test_an_outcome_that_the_house_cannot_reach_is_refused() -> None:
    with pytest.raises(DomainError) as refused:
        check_outcome(Outcome.ADOPTED, Outcome.REJECTED)

    assert (refused.value.code, refused.value.field, refused.value.facts) == (
        "outcome.needs_reason",
        "reason",
        {"current": Outcome.ADOPTED, "target": Outcome.REJECTED},
    )


def test_a_held_motion_may_still_be_voted_on() -> None:
    check_outcome(Outcome.HELD, Outcome.ADOPTED)
    check_outcome(None, Outcome.ADOPTED)
