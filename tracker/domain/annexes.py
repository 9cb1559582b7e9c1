"""The annex of a progress letter: rows in the order in which the budget's annex prints them.

Example of that order: the annex of motions and commitments in the budget of 2024,
chapter IV (rijksfinancien.nl, OWB 2024 IV).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from tracker.domain.statuses import Kind, Outcome


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


class Layout(StrEnum):
    """How a letter is laid out."""

    BUDGET = "budget"
    PROSE = "prose"
    THEMES = "themes"
    RAPPEL = "rappel"
    DEBATE = "debate"
    TEMPLATE = "template"


class Grouping(StrEnum):
    """By what the rows of a letter stand together."""

    KIND = "kind"
    DOSSIER = "dossier"
    POST = "post"
    PROGRAMME = "programme"
    RECOMMENDATION = "recommendation"


class PlaceBy(StrEnum):
    """Whether a source place names the paper, or the debate with the paper."""

    PAPER = "paper"
    DEBATE = "debate"


class Decision(StrEnum):
    """What a committee of the Eerste Kamer says of a commitment after a rappel."""

    SETTLED = "settled"
    PARTLY = "partly"
    OPEN = "open"


@dataclass(frozen=True)
class AnnexRow:
    """One item as an annex prints it.

    `status_text` is the newest progress note up to the reference date, or empty.
    `flagged_since` is the date of the previous letter, for NO_NEW_NOTE.
    `body` is who made a recommendation. `number` and `href` (absolute) lead back to
    the item; documents print them, and the flag, in drafts only.
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


@dataclass(frozen=True)
class AnnexSection:
    """One table: rows of one kind, all completed or all not.

    `body` is who made the recommendations, where all of them come from one body.
    """

    kind: AnnexKind
    closed: bool
    body: str
    rows: tuple[AnnexRow, ...]


@dataclass(frozen=True)
class Annex:
    """A whole annex; `made_at` (aware) is the only time that its files carry.

    `language` is a BCP 47 tag of the texts.
    """

    title: str
    reference_date: date
    addressee: str
    draft: bool
    language: str
    author: str
    made_at: datetime
    sections: tuple[AnnexSection, ...]


def annex_kind(kind: Kind, outcome: Outcome | None) -> AnnexKind:
    """The section kind of an item: a motion counts by what became of it in the House."""
    if kind is Kind.MOTION and outcome is not Outcome.ADOPTED:
        return AnnexKind.OTHER_MOTION
    return AnnexKind(kind.value)


def arrange(rows: Iterable[AnnexRow]) -> tuple[AnnexSection, ...]:
    """The rows in sections: by kind, completed before not yet completed.

    Rows keep their order within a section; a section without rows is left out.
    """
    by_section: dict[tuple[AnnexKind, bool], list[AnnexRow]] = {
        (kind, closed): [] for kind in AnnexKind for closed in (True, False)
    }
    for row in rows:
        by_section[row.kind, row.closed].append(row)
    return tuple(
        AnnexSection(kind, closed, _common_body(section), tuple(section))
        for (kind, closed), section in by_section.items()
        if section
    )


def _common_body(rows: list[AnnexRow]) -> str:
    bodies = {row.body for row in rows}
    return bodies.pop() if len(bodies) == 1 else ""
