"""What an item is and where it stands: kinds, outcomes, statuses, and how they may change.

Three axes that never mix: the outcome of a motion in the House, the status of our own
carrying out, and the status in the House's register (kept as it came).
"""

from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.errors import DomainError


class Kind(StrEnum):
    """What the House or an adviser asked, or what a minister promised."""

    MOTION = "motion"
    COMMITMENT = "commitment"
    RECOMMENDATION = "recommendation"


class Outcome(StrEnum):
    """What became of a motion in the House."""

    TABLED = "tabled"
    HELD = "held"
    REPLACED = "replaced"
    TAKEN_OVER = "taken_over"
    ADOPTED = "adopted"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Response(StrEnum):
    """What the cabinet answered to a recommendation."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"


class Appreciation(StrEnum):
    """What the minister advised the House on a motion."""

    LEFT_TO_HOUSE = "left_to_house"
    TAKEN_OVER = "taken_over"
    ADVISED_AGAINST = "advised_against"


class Status(StrEnum):
    """Where our own carrying out of an item stands."""

    RECEIVED = "received"
    ASSESSING = "assessing"
    IN_PROGRESS = "in_progress"
    ONGOING = "ongoing"
    PARTLY_MET = "partly_met"
    PROPOSED_MET = "proposed_met"
    MET = "met"
    TRANSFERRED = "transferred"
    NOT_CARRIED_OUT = "not_carried_out"
    LAPSED = "lapsed"


CLOSED = frozenset({Status.MET, Status.TRANSFERRED, Status.NOT_CARRIED_OUT, Status.LAPSED})
OPEN = frozenset(Status) - CLOSED
GROUNDED = CLOSED | {Status.PROPOSED_MET}
"""Statuses that keep a ground (paper, reason, ministry), which may be put right later."""

_WORKING = frozenset(
    {
        Status.ASSESSING,
        Status.IN_PROGRESS,
        Status.ONGOING,
        Status.PARTLY_MET,
        Status.PROPOSED_MET,
    }
)
TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.RECEIVED: _WORKING | CLOSED,
    **{status: (_WORKING | CLOSED) - {status} for status in _WORKING},
    **{status: frozenset({Status.ASSESSING, Status.IN_PROGRESS}) for status in CLOSED},
}

OUTCOME_TRANSITIONS: dict[Outcome, frozenset[Outcome]] = {
    Outcome.TABLED: frozenset(Outcome) - {Outcome.TABLED},
    Outcome.HELD: frozenset(Outcome) - {Outcome.HELD},
    Outcome.TAKEN_OVER: frozenset(),
    Outcome.REPLACED: frozenset(),
    Outcome.ADOPTED: frozenset(),
    Outcome.REJECTED: frozenset(),
    Outcome.WITHDRAWN: frozenset(),
    Outcome.LAPSED: frozenset(),
}


@dataclass(frozen=True)
class StatusChange:
    """What an officer asks for: a status with what that status needs.

    `paper` says whether the paper in which the House was told is given, `ministry` to
    whom an item is transferred.
    """

    target: Status
    reason: str = ""
    paper: bool = False
    ministry: str = ""


def is_open(status: Status) -> bool:
    """Whether an item with this status still asks for work."""
    return status in OPEN


def decide(kind: Kind, current: Status, change: StatusChange) -> tuple[Status, list[DomainError]]:
    """The status that follows from a change, and all that the change still lacks.

    A commitment becomes met only with the paper in which the House was told; with a
    reason alone it becomes proposed_met, and from there only the paper helps. A change to
    the present status puts its ground right.
    """
    target = change.target
    if target not in TRANSITIONS[current] and not (target is current and current in GROUNDED):
        return current, [
            DomainError("status.no_transition", field="status", current=current, target=target)
        ]
    if kind is Kind.COMMITMENT and target is Status.MET and not change.paper:
        if current in {Status.PROPOSED_MET, Status.MET}:
            return target, [DomainError("status.met_needs_paper", field="paper")]
        if change.reason:
            target = Status.PROPOSED_MET
    return target, _lacking(current, target, change)


def _lacking(current: Status, target: Status, change: StatusChange) -> list[DomainError]:
    lacking = []
    if target is Status.MET and not change.paper and not change.reason:
        lacking.append(DomainError("status.met_needs_paper_or_reason", field="paper"))
    if target is Status.TRANSFERRED and not change.ministry:
        lacking.append(DomainError("status.transfer_needs_ministry", field="ministry"))
    if target is Status.TRANSFERRED and not change.paper:
        lacking.append(DomainError("status.transfer_needs_paper", field="paper"))
    if _needs_reason(current, target) and not change.reason:
        lacking.append(DomainError("status.needs_reason", field="reason", target=target))
    return lacking


def _needs_reason(current: Status, target: Status) -> bool:
    reopened = current in CLOSED and target in OPEN
    return reopened or target in {Status.PROPOSED_MET, Status.NOT_CARRIED_OUT, Status.LAPSED}


def check_outcome(current: Outcome | None, target: Outcome, reason: str = "") -> None:
    """Refuse an outcome that the House cannot reach from the present one.

    What was written down wrongly is put right with a reason.
    """
    if current is None or target is current or target in OUTCOME_TRANSITIONS[current]:
        return
    if not reason:
        raise DomainError("outcome.needs_reason", field="reason", current=current, target=target)
