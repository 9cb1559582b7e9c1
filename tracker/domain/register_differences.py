"""What we say of a commitment beside what the House's register says of it.

Only what asks something of an officer is a difference: that the House still calls open what
we proposed as met is not, for that takes a paper either way; nor is anything about a
commitment that went to another ministry.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.house_motions import RegisterStatus
from tracker.domain.statuses import Status


class DifferenceCode(StrEnum):
    """In what way the two differ."""

    HOUSE_OPEN_WE_MET = "house_open_we_met"
    HOUSE_OPEN_WE_PARTLY = "house_open_we_partly"
    HOUSE_OPEN_WE_STOPPED = "house_open_we_stopped"
    HOUSE_MET_WE_OPEN = "house_met_we_open"
    HOUSE_MET_WE_STOPPED = "house_met_we_stopped"
    HOUSE_PARTLY = "house_partly"
    HOUSE_LAPSED = "house_lapsed"
    HOUSE_NOT_MET = "house_not_met"
    DIFFERENT_PAPER = "different_paper"
    UNKNOWN_STATUS = "unknown_status"


class Remedy(StrEnum):
    """What an officer does about it."""

    ASK_UPDATE = "ask_update"
    """Ask the House to bring its register up to date, with the paper that told it."""
    NAME_PAPER = "name_paper"
    """Write down first with which paper the House was told."""
    CLOSE_WITH_PAPER = "close_with_paper"
    """Close the item with the fulfilment paper of the register."""
    FIND_PAPER = "find_paper"
    """Find the paper: the register gives none."""
    SET_PARTLY = "set_partly"
    """Say what has been met, and what is left to do."""
    CLOSE_AS_LAPSED = "close_as_lapsed"
    """Close the item as lapsed, if that is right."""
    COMPARE_PAPERS = "compare_papers"
    """See which of the two papers told the House, or whether both did."""
    ADD_PAPER = "add_paper"
    """Take the register's paper over: ours has none."""
    CHECK_REGISTER = "check_register"
    """Look in the register, and judge."""


@dataclass(frozen=True)
class RegisterDifference:
    """A difference, what to do, and the papers for it: ours, or those of the register.

    `closed_on` is our day, `fulfilled_on` that of the register, for beside each other.
    """

    code: DifferenceCode
    remedy: Remedy
    papers: tuple[str, ...] = ()
    closed_on: date | None = None
    fulfilled_on: date | None = None


class _Ours(StrEnum):
    """What our own status comes down to beside the register."""

    OPEN = "open"
    PARTLY = "partly"
    PROPOSED = "proposed"
    MET = "met"
    STOPPED = "stopped"


_OURS = {
    Status.RECEIVED: _Ours.OPEN,
    Status.ASSESSING: _Ours.OPEN,
    Status.IN_PROGRESS: _Ours.OPEN,
    Status.ONGOING: _Ours.OPEN,
    Status.PARTLY_MET: _Ours.PARTLY,
    Status.PROPOSED_MET: _Ours.PROPOSED,
    Status.MET: _Ours.MET,
    Status.NOT_CARRIED_OUT: _Ours.STOPPED,
    Status.LAPSED: _Ours.STOPPED,
}
_House = RegisterStatus
_TABLE: dict[tuple[_House, _Ours], tuple[DifferenceCode, Remedy]] = {
    (_House.OPEN, _Ours.PARTLY): (DifferenceCode.HOUSE_OPEN_WE_PARTLY, Remedy.ASK_UPDATE),
    (_House.OPEN, _Ours.MET): (DifferenceCode.HOUSE_OPEN_WE_MET, Remedy.ASK_UPDATE),
    (_House.OPEN, _Ours.STOPPED): (DifferenceCode.HOUSE_OPEN_WE_STOPPED, Remedy.ASK_UPDATE),
    (_House.MET, _Ours.OPEN): (DifferenceCode.HOUSE_MET_WE_OPEN, Remedy.CLOSE_WITH_PAPER),
    (_House.MET, _Ours.PARTLY): (DifferenceCode.HOUSE_MET_WE_OPEN, Remedy.CLOSE_WITH_PAPER),
    (_House.MET, _Ours.PROPOSED): (DifferenceCode.HOUSE_MET_WE_OPEN, Remedy.CLOSE_WITH_PAPER),
    (_House.MET, _Ours.STOPPED): (DifferenceCode.HOUSE_MET_WE_STOPPED, Remedy.CHECK_REGISTER),
    (_House.PARTLY, _Ours.OPEN): (DifferenceCode.HOUSE_PARTLY, Remedy.SET_PARTLY),
    (_House.PARTLY, _Ours.MET): (DifferenceCode.HOUSE_PARTLY, Remedy.ASK_UPDATE),
    (_House.PARTLY, _Ours.STOPPED): (DifferenceCode.HOUSE_PARTLY, Remedy.CHECK_REGISTER),
    (_House.LAPSED, _Ours.OPEN): (DifferenceCode.HOUSE_LAPSED, Remedy.CLOSE_AS_LAPSED),
    (_House.LAPSED, _Ours.PARTLY): (DifferenceCode.HOUSE_LAPSED, Remedy.CLOSE_AS_LAPSED),
    (_House.LAPSED, _Ours.PROPOSED): (DifferenceCode.HOUSE_LAPSED, Remedy.CLOSE_AS_LAPSED),
    (_House.LAPSED, _Ours.MET): (DifferenceCode.HOUSE_LAPSED, Remedy.ASK_UPDATE),
    (_House.NOT_MET, _Ours.OPEN): (DifferenceCode.HOUSE_NOT_MET, Remedy.CHECK_REGISTER),
    (_House.NOT_MET, _Ours.PARTLY): (DifferenceCode.HOUSE_NOT_MET, Remedy.CHECK_REGISTER),
    (_House.NOT_MET, _Ours.PROPOSED): (DifferenceCode.HOUSE_NOT_MET, Remedy.CHECK_REGISTER),
    (_House.NOT_MET, _Ours.MET): (DifferenceCode.HOUSE_NOT_MET, Remedy.ASK_UPDATE),
}


def compare(
    our_status: Status,
    closed_on: date | None,
    told_by: Sequence[str],
    register_status: RegisterStatus | None,
    fulfilled_on: date | None,
    fulfilment_papers: Sequence[str],
) -> RegisterDifference | None:
    """The difference between our own account of a commitment and the register's; None if equal.

    `register_status` is None for a status that is not known. `told_by` and
    `fulfilment_papers` are identifiers of one kind: what the register gives by a document's
    number has to be looked up first.
    """
    ours = _OURS.get(our_status)
    if ours is None:
        return None
    if register_status is None:
        found = (DifferenceCode.UNKNOWN_STATUS, Remedy.CHECK_REGISTER)
    elif register_status is RegisterStatus.MET and ours is _Ours.MET:
        return _by_paper(closed_on, told_by, fulfilled_on, fulfilment_papers)
    elif (register_status, ours) in _TABLE:
        found = _TABLE[register_status, ours]
    else:
        return None
    code, remedy = found
    papers = tuple(told_by) if remedy is Remedy.ASK_UPDATE else tuple(fulfilment_papers)
    if not papers:
        remedy = _WITHOUT_PAPER.get(remedy, remedy)
    return RegisterDifference(code, remedy, papers, closed_on, fulfilled_on)


_WITHOUT_PAPER = {
    Remedy.ASK_UPDATE: Remedy.NAME_PAPER,
    Remedy.CLOSE_WITH_PAPER: Remedy.FIND_PAPER,
}


def _by_paper(
    closed_on: date | None,
    told_by: Sequence[str],
    fulfilled_on: date | None,
    fulfilment_papers: Sequence[str],
) -> RegisterDifference | None:
    """Both call it met: with a paper in common, or with one that only the other lacks."""
    if not fulfilment_papers or set(told_by) & set(fulfilment_papers):
        return None
    remedy = Remedy.COMPARE_PAPERS if told_by else Remedy.ADD_PAPER
    papers = tuple(fulfilment_papers)
    return RegisterDifference(
        DifferenceCode.DIFFERENT_PAPER, remedy, papers, closed_on, fulfilled_on
    )
