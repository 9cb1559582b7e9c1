"""What the changes of one action are called, in one word."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Fields = Mapping[str, Sequence[Any]]
TELLING = (
    "item_made", "status", "deadline_met", "deadline_withdrawn", "deadline_moved",
    "deadline_made", "note_made", "deadline_review", "measure_made", "changed",
)  # fmt: skip


def most_telling(changes: Iterable[tuple[str, Fields]]) -> tuple[str, str]:
    """What the most telling of some changes is called, and its detail: the new status where that
    is what changed. A change is the name of its table, and each field as [old, new]."""
    return min((_telling(noun, fields) for noun, fields in changes), key=_weight)


def _weight(telling: tuple[str, str]) -> int:
    return TELLING.index(telling[0])


def _telling(noun: str, fields: Fields) -> tuple[str, str]:
    """What a change is called, and its detail."""
    made = {
        "item": ("number", "item_made"),
        "progressnote": ("item_id", "note_made"),
        "measure": ("item_id", "measure_made"),
        "deadline": ("item_id", "deadline_made"),
    }
    mark, code = made.get(noun, ("", "changed"))
    if mark in fields and fields[mark][0] is None:
        return code, ""
    if noun == "item" and "status" in fields:
        return "status", str(fields["status"][1])
    if noun == "deadline":
        return _of_deadline(fields), ""
    return "changed", ""


def _of_deadline(fields: Fields) -> str:
    state = fields.get("state", (None, None))[1]
    if state in ("met", "withdrawn"):
        return f"deadline_{state}"
    if "due_on" in fields:
        return "deadline_moved"
    return "deadline_review" if "review_on" in fields else "changed"
