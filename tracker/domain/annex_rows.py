"""One item as a progress letter tells of it."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tracker.domain.planning import Certainty, DeadlineState
from tracker.domain.statuses import Kind, Outcome, Response, Status


class AnnexKind(StrEnum):
    """What a section lists; the members stand in the order of the annex.

    Only an adopted motion is a MOTION here: the heading of its section says so.
    """

    MOTION = "motion"
    OTHER_MOTION = "other_motion"
    COMMITMENT = "commitment"
    RECOMMENDATION = "recommendation"


class RowFlag(StrEnum):
    """What an officer should look at before the annex is final."""

    NO_NOTE = "no_note"
    NO_NEW_NOTE = "no_new_note"


@dataclass(frozen=True)
class AnnexDeadline:
    """A deadline as a letter tells of it; `house_due_on` is the last date the House knows."""

    what: str
    wording: str
    due_on: date | None
    certainty: Certainty
    state: DeadlineState
    house_due_on: date | None = None
    told_place: str = ""


@dataclass(frozen=True)
class Move:
    """A deadline that got another date since the previous letter.

    `told_place` is the paper in which the House was told; empty, it was not.
    """

    what: str
    old: date | None
    new: date | None
    reason: str
    told_place: str = ""


@dataclass(frozen=True)
class AnnexPaper:
    """A paper at an item."""

    place: str
    url: str | None
    title: str = ""


@dataclass(frozen=True)
class AnnexRow:
    """One item as a letter tells of it.

    `status_text` is the newest progress note up to the reference date, or what the letter says
    instead. `flagged_since` is the date of the previous letter, for NO_NEW_NOTE. `debate` is
    the debate and its day, of the source. `body` is who made a recommendation. `number` and
    `href` (absolute) lead back to the item; documents print them, and the flag, in drafts only.
    `moves` are those since the previous letter. `closing` is the paper that closed it.
    """

    kind: AnnexKind
    closed: bool
    number: str
    description: str
    source_place: str
    source_url: str | None
    status_text: str
    href: str
    body: str = ""
    flag: RowFlag | None = None
    flagged_since: date | None = None
    status: Status | None = None
    noted_on: date | None = None
    register_number: str = ""
    debate: str = ""
    asked: str = ""
    response: Response | None = None
    dossier: str = ""
    post: str = ""
    programme: str = ""
    recommendation: str = ""
    owner: str = ""
    measures: tuple[str, ...] = ()
    deadlines: tuple[AnnexDeadline, ...] = ()
    moves: tuple[Move, ...] = ()
    papers: tuple[AnnexPaper, ...] = ()
    closed_on: date | None = None
    closing: AnnexPaper | None = None
    closing_dated_on: date | None = None
    transferred_to: str = ""

    @property
    def open_deadlines(self) -> tuple[AnnexDeadline, ...]:
        """What is still due, the first date before the others and no date last."""
        still = [one for one in self.deadlines if one.state is DeadlineState.OPEN]
        return tuple(sorted(still, key=lambda one: one.due_on or date.max))

    def final(self) -> "AnnexRow":
        """The row without what an officer should still look at."""
        return replace(self, flag=None, flagged_since=None)


def annex_kind(kind: Kind, outcome: Outcome | None) -> AnnexKind:
    """The section kind of an item: a motion counts by what became of it in the House."""
    if kind is Kind.MOTION and outcome is not Outcome.ADOPTED:
        return AnnexKind.OTHER_MOTION
    return AnnexKind(kind.value)
