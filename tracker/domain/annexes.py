"""Progress letters: their layouts, and their rows in sections and groups.

The order of the sections is that of the annex of motions and commitments in the budget of
2024, chapter IV (rijksfinancien.nl, OWB 2024 IV).
"""

from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from tracker.domain.annex_rows import AnnexKind, AnnexRow
from tracker.domain.letter_changes import RowChange


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


class Field(StrEnum):
    """What a column of an annex can hold."""

    NUMBER = "number"
    REGISTER_NUMBER = "register_number"
    DESCRIPTION = "description"
    SOURCE_PLACE = "source_place"
    DUE = "due"
    STATUS_TEXT = "status_text"
    OWNER = "owner"


SHARES = {
    Field.NUMBER: 13,
    Field.REGISTER_NUMBER: 13,
    Field.DESCRIPTION: 38,
    Field.SOURCE_PLACE: 20,
    Field.DUE: 16,
    Field.STATUS_TEXT: 42,
    Field.OWNER: 14,
}
"""How wide each column wants to be, against the others."""

DEFAULT_FIELDS = {
    Layout.BUDGET: (Field.DESCRIPTION, Field.SOURCE_PLACE, Field.STATUS_TEXT),
    Layout.RAPPEL: (
        Field.REGISTER_NUMBER,
        Field.DESCRIPTION,
        Field.SOURCE_PLACE,
        Field.DUE,
        Field.STATUS_TEXT,
    ),
}

DEFAULT_GROUPING = {
    Layout.BUDGET: Grouping.KIND,
    Layout.PROSE: Grouping.POST,
    Layout.THEMES: Grouping.RECOMMENDATION,
    Layout.RAPPEL: Grouping.KIND,
    Layout.DEBATE: Grouping.KIND,
    Layout.TEMPLATE: Grouping.KIND,
}


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
class AnnexGroup:
    """Rows that stand together under a heading; by kind, `name` is the kind's code."""

    name: str
    rows: tuple[AnnexRow, ...]


@dataclass(frozen=True)
class AnnexSettings:
    """How a letter differs from its layout: `fields` are the columns in order, `headings` the
    words of columns (by field) and of tables (as 'motion.closed'); a table's heading may hold
    {peildatum}."""

    fields: tuple[Field, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Annex:
    """A whole letter; `made_at` (aware) is the only time that its files carry.

    `language` is a BCP 47 tag of the texts. `changes` are printed where the letter has a
    section of them.
    """

    title: str
    reference_date: date
    addressee: str
    draft: bool
    language: str
    author: str
    made_at: datetime
    rows: tuple[AnnexRow, ...]
    layout: Layout = Layout.BUDGET
    grouping: Grouping = Grouping.KIND
    place_by: PlaceBy = PlaceBy.PAPER
    subject: str = ""
    settings: AnnexSettings = field(default_factory=AnnexSettings)
    first_chamber: bool = False
    previous_on: date | None = None
    changes: tuple[RowChange, ...] | None = None

    @property
    def fields(self) -> tuple[Field, ...]:
        """The columns of its tables, in order."""
        default = DEFAULT_FIELDS.get(self.layout, DEFAULT_FIELDS[Layout.BUDGET])
        return self.settings.fields or default

    def with_changes(self, changes: tuple[RowChange, ...] | None) -> "Annex":
        """The letter with a section of what changed."""
        return replace(self, changes=changes)

    def final(self, author: str, made_at: datetime) -> "Annex":
        """The letter as it is when someone freezes it at an instant."""
        return replace(
            self,
            draft=False,
            author=author,
            made_at=made_at,
            rows=tuple(row.final() for row in self.rows),
        )


def group(rows: Iterable[AnnexRow], grouping: Grouping) -> tuple[AnnexGroup, ...]:
    """The rows in groups; kinds stand in the order of the annex, other groups in that of their
    first row. The group without a name ('') comes last."""
    read: dict[Grouping, Callable[[AnnexRow], str]] = {
        Grouping.KIND: lambda row: row.kind.value,
        Grouping.DOSSIER: lambda row: row.dossier,
        Grouping.POST: lambda row: row.post,
        Grouping.PROGRAMME: lambda row: row.programme,
        Grouping.RECOMMENDATION: lambda row: row.recommendation,
    }
    groups: dict[str, list[AnnexRow]] = {}
    if grouping is Grouping.KIND:
        groups = {kind.value: [] for kind in AnnexKind}
    for row in rows:
        groups.setdefault(read[grouping](row), []).append(row)
    named = [AnnexGroup(name, tuple(found)) for name, found in groups.items() if found]
    return tuple(sorted(named, key=lambda one: not one.name))


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


class RappelPart(StrEnum):
    """Where a row stands in a rappel of the Eerste Kamer; the members stand in its order."""

    PAST = "past"
    NEXT_HALF_YEAR = "next_half_year"
    LATER = "later"
    SETTLED = "settled"


def rappel_part(row: AnnexRow, reference_date: date) -> RappelPart:
    """The part of a rappel that a row belongs in: by its first open deadline, up to half a
    year after the reference date; what has no date is later."""
    if row.closed:
        return RappelPart.SETTLED
    first = next((one.due_on for one in row.open_deadlines), None)
    if first is None or first > half_year_after(reference_date):
        return RappelPart.LATER
    return RappelPart.PAST if first <= reference_date else RappelPart.NEXT_HALF_YEAR


def half_year_after(day: date) -> date:
    """The same day six months on, or the last day of that month."""
    months = day.year * 12 + day.month - 1 + 6
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
