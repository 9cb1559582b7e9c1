"""The page on which an officer chooses between two versions, and what it sends back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from litestar import Response

from tracker.adapters.labels import LABELS
from tracker.domain.differences import Difference, Part, differences
from tracker.services.conflicts import Conflict, Seen
from tracker.web.desk import Desk
from tracker.web.forms import Form
from tracker.web.security import CSRF_FIELD

CHOOSE, MINE, THEIRS, UNCHOSEN = "choose.", "mine.", "theirs.", "unchosen."
STEP = "conflict"
Words = Callable[[str, str], str]


@dataclass(frozen=True)
class Resolved:
    """A sent form in which the choices of the conflict page are made.

    `unchosen` are the officer's own texts that gave way; `again` asks for the form itself,
    to go on editing; `dropped` says that the officer gives up their change.
    """

    data: dict[str, Any]
    unchosen: dict[str, str] = field(default_factory=dict)
    again: bool = False
    dropped: bool = False


@dataclass(frozen=True)
class Side:
    """One of two versions of a field: as the form holds it, and as words to read."""

    value: str
    words: str
    marked: Difference


@dataclass(frozen=True)
class Question:
    """A field that both changed."""

    name: str
    label: str
    mine: Side
    theirs: Side
    mergeable: bool


def seen_in(form: Form) -> Seen:
    """What the form was made from; a form that does not say is older than everything."""
    return Seen(_number(form, "version"), _number(form, "seen"))


def _number(form: Form, name: str) -> int:
    text = form.values.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def resolve(data: Mapping[str, Any]) -> Resolved:
    """The choices of the conflict page put into the form that it came from."""
    sent = Form(data).values
    step = sent.get(STEP, "")
    own = {name: value for name, value in data.items() if not _is_choice(name)}
    unchosen = {name: sent[UNCHOSEN + name] for name in _fields(sent, UNCHOSEN)}
    again = step == "back"
    for name in _fields(sent, CHOOSE):
        mine, theirs = (_tidied(sent.get(prefix + name, "")) for prefix in (MINE, THEIRS))
        choice = "mine" if step in ("back", "drop") else sent[CHOOSE + name]
        own[name] = {"theirs": theirs, "merge": _both(mine, theirs)}.get(choice, mine)
        again = again or choice == "merge"
        if choice == "theirs" and mine:
            unchosen[name] = mine
    return Resolved(own, unchosen, again, step == "drop")


def _fields(sent: Mapping[str, str], prefix: str) -> list[str]:
    """The fields that are sent under a prefix; a story has no word for any other name."""
    names = [name.removeprefix(prefix) for name in sent if name.startswith(prefix)]
    return [name for name in names if name in LABELS["field"]]


def dropped(typed: Mapping[str, str], stored: Mapping[str, str]) -> dict[str, str]:
    """What an officer gives up who drops their change: all that differs from what is saved."""
    given = {name: _tidied(typed.get(name, "")) for name in stored}
    return {name: text for name, text in given.items() if text and text != stored[name]}


def _tidied(text: str) -> str:
    """A text with the line ends that it is stored with; a browser sends others."""
    return text.replace("\r\n", "\n").strip()


def _is_choice(name: str) -> bool:
    return name == STEP or name.startswith((CHOOSE, MINE, THEIRS, UNCHOSEN))


def _both(mine: str, theirs: str) -> str:
    between = "\n\n" if "\n" in mine + theirs or len(mine + theirs) > 200 else " "
    return mine + between + theirs


def conflict_page(
    desk: Desk,
    conflict: Conflict,
    resolved: Resolved,
    *,
    number: str,
    lead: str,
    words: Words,
    labels: Callable[[str], str],
    mergeable: frozenset[str],
) -> Response[Any]:
    """Both versions, field by field; `words` tells a field's value, `labels` its name."""
    title = desk.messages.text("Twee versies van %(number)s", number=number)
    return desk.page(
        "items/conflict.html",
        title=title,
        nav="items",
        crumbs=[
            (desk.messages.text("Overzicht"), "/items"),
            (number, f"/items/{number}"),
            (desk.messages.text("Twee versies"), None),
        ],
        status_code=409,
        number=number,
        lead=lead,
        by=conflict.by or desk.messages.text("Iemand anders"),
        at=conflict.at,
        action=desk.request.url.path,
        questions=[
            _question(conflict, name, labels(name), words, mergeable)
            for name in conflict.merge.clashing
        ],
        kept=[
            (labels(name), words(name, conflict.merge.values[name]))
            for name in conflict.merge.theirs
        ],
        labels=labels,
        hidden=_hidden(conflict, resolved.data, resolved.unchosen),
    )


def _question(
    conflict: Conflict, name: str, label: str, words: Words, mergeable: frozenset[str]
) -> Question:
    base = words(name, conflict.base[name])
    sides = []
    for value in (conflict.merge.values[name], conflict.theirs[name]):
        told = words(name, value)
        marked = differences(base, told) if name in mergeable else ((Part.KEPT, told),)
        sides.append(Side(value, told, marked))
    return Question(name, label, sides[0], sides[1], name in mergeable)


def _hidden(
    conflict: Conflict, data: Mapping[str, Any], unchosen: Mapping[str, str]
) -> list[tuple[str, str]]:
    """All fields that need no choice, what gave way before, and what the page has seen."""
    settled = {CSRF_FIELD, "version", "seen", *conflict.merge.values}
    fields = [
        (name, str(value))
        for name, values in data.items()
        if name not in settled and not _is_choice(name)
        for value in (values if isinstance(values, list) else [values])
    ]
    merged = [
        (name, value)
        for name, value in conflict.merge.values.items()
        if name not in conflict.merge.clashing
    ]
    now = [("version", str(conflict.seen.version)), ("seen", str(conflict.seen.sequence))]
    before = [(UNCHOSEN + name, text) for name, text in unchosen.items()]
    return [*merged, *fields, *before, *now]
