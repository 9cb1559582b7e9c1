"""The form that adjusts a progress letter, and what was saved while it was open.

Beside each field goes a mark of what the form showed. A field that comes back as it was shown
was not touched, and keeps what is stored now; a text that both sides changed is a clash.
"""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from tracker.services.progress_letters import Letter, RowAdjustment
from tracker.web.forms import Form

ROW_FIELDS = ("included", "position", "description", "status_text")
LAST_ONE_COUNTS = ("included.", "position.")
PROPOSED = "proposed."


@dataclass(frozen=True)
class Combined:
    """The fields to save, and by field what somebody else stored where both changed a text."""

    values: dict[str, str]
    clashing: dict[str, str]


def letter_form(letter: Letter) -> dict[str, str]:
    """A letter as its form shows it."""
    fields = {
        "title": letter.title,
        "reference_date": f"{letter.reference_date:%d-%m-%Y}",
        "addressee": letter.addressee.value,
    }
    for place, row in enumerate(letter.rows, start=1):
        texts = ("1" if row.included else "", str(place), row.annex.description)
        shown = (*texts, row.annex.status_text)
        fields |= {
            f"{name}.{row.item_id}": text for name, text in zip(ROW_FIELDS, shown, strict=True)
        }
    return fields


def marks(fields: Mapping[str, str]) -> dict[str, str]:
    """A mark of each field's text, to send along with the form."""
    return {f"seen.{name}": _mark(text) for name, text in fields.items()}


def combined(stored: Mapping[str, str], sent: Mapping[str, str]) -> Combined:
    """What was sent, with what is stored now where the sender touched nothing."""
    values, clashing = {}, {}
    for name, now in stored.items():
        typed, seen = sent.get(name, ""), sent.get(f"seen.{name}")
        untouched = seen == _mark(typed)
        values[name] = now if untouched else typed
        told = seen is None or seen == _mark(now) or _mark(typed) == _mark(now)
        if not untouched and not told and not name.startswith(LAST_ONE_COUNTS):
            clashing[name] = now
    return Combined(values, clashing)


def ticked(sent: Mapping[str, str]) -> dict[str, str]:
    """The rows for which the proposed sentence was ticked."""
    return {name: text for name, text in sent.items() if name.startswith(PROPOSED)}


def row_change(form: Form, item_id: uuid.UUID, place: int, proposed: str) -> RowAdjustment:
    """What a form says of one row; without a place of its own, it keeps its place.

    The proposed sentence, where it is ticked, comes before what else the row says.
    """
    position = form.whole(f"position.{item_id}")
    status_text = form.text(f"status_text.{item_id}")
    if form.ticked(f"{PROPOSED}{item_id}") and proposed not in status_text:
        status_text = f"{proposed}\n\n{status_text}".strip()
    return RowAdjustment(
        item_id=item_id,
        included=form.ticked(f"included.{item_id}"),
        position=place if position is None else position,
        description=form.text(f"description.{item_id}"),
        status_text=status_text,
    )


def _mark(text: str) -> str:
    """Texts that differ in their line ends alone have one mark, as browsers change those."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return hashlib.sha256(plain.encode(errors="replace")).hexdigest()[:16]
