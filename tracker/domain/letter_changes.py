"""What changed from one progress letter to the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.annex_rows import AnnexKind, AnnexRow, Move
from tracker.domain.differences import Difference, differences


class Fate(StrEnum):
    """What became of a row since the previous letter."""

    NEW = "new"
    CLOSED = "closed"
    REOPENED = "reopened"
    CHANGED = "changed"
    SAME = "same"
    REMOVED = "removed"


@dataclass(frozen=True)
class RowChange:
    """A row in two letters; `old` is None for a new one, `new` for a removed one.

    `difference` is of the two status texts, empty where these are alike.
    """

    fate: Fate
    old: AnnexRow | None
    new: AnnexRow | None
    difference: Difference = ()

    @property
    def row(self) -> AnnexRow:
        """The row as it is now, or was."""
        found = self.new or self.old
        assert found is not None
        return found

    @property
    def moves(self) -> tuple[Move, ...]:
        """The deadlines that moved in between."""
        return self.new.moves if self.new else ()


def changes_between(old: Iterable[AnnexRow], new: Iterable[AnnexRow]) -> tuple[RowChange, ...]:
    """What changed from one letter to the next, in the order of the new one; what was removed
    comes last. A row is the same item by its number."""
    before = {row.number: row for row in old}
    after = {row.number: row for row in new}
    kept = [_change(before.get(number), row) for number, row in after.items()]
    gone = [
        RowChange(Fate.REMOVED, row, None) for row in before.values() if row.number not in after
    ]
    return (*kept, *gone)


def _change(old: AnnexRow | None, new: AnnexRow) -> RowChange:
    if old is None:
        return RowChange(Fate.NEW, None, new)
    changed = old.status_text != new.status_text
    told = differences(old.status_text, new.status_text) if changed else ()
    if old.closed != new.closed:
        return RowChange(Fate.CLOSED if new.closed else Fate.REOPENED, old, new, told)
    fate = Fate.CHANGED if changed or _facts(old) != _facts(new) else Fate.SAME
    return RowChange(fate, old, new, told)


def _facts(row: AnnexRow) -> tuple[str, str, AnnexKind]:
    return row.description, row.source_place, row.kind
