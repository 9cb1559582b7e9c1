"""The story of an item, read from the history alone: who did what, when and why."""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Any

from sqlmodel import Session, col, or_, select

from tracker.adapters.labels import LABELS, label
from tracker.adapters.messages import Messages
from tracker.db.tables import (
    Change,
    Deadline,
    Dossier,
    Executor,
    Item,
    ItemLink,
    LeadLine,
    Measure,
    Minister,
    Paper,
    Programme,
    ProgressLetter,
    ProgressNote,
    Unit,
    User,
)
from tracker.db.tables.items import LinkRole
from tracker.domain.differences import Difference, differences
from tracker.services.conflicts import UNCHOSEN

UNTOLD = frozenset(
    {
        "id", "item_id", "created_at", "written_at", "rule", "recesses", "series_id", "debate_id",
        "occurrence", "first_due_on", "position",
    }
)  # fmt: skip
"""Columns that a story leaves out: they follow from others, or number them."""
CODES = {
    "kind": "kind", "status": "status", "outcome": "outcome", "response": "response",
    "appreciation": "appreciation", "certainty": "certainty", "strength": "strength",
    "state": "deadline_state",
}  # fmt: skip
_NAMED: dict[str, tuple[type[Any], str]] = {
    "minister_id": (Minister, "name"),
    "promised_by_id": (Minister, "name"),
    "unit_id": (Unit, "code"),
    "owner_id": (User, "name"),
    "author_id": (User, "name"),
    "programme_id": (Programme, "name"),
    "dossier_id": (Dossier, "number"),
    "executor_id": (Executor, "code"),
    "source_paper_id": (Paper, "label"),
    "closing_paper_id": (Paper, "label"),
    "told_by_id": (Paper, "label"),
    "settled_paper_id": (Paper, "label"),
    "paper_id": (Paper, "label"),
    "letter_id": (ProgressLetter, "reference_date"),
    "lead_line_id": (LeadLine, "name"),
    "from_id": (Item, "number"),
    "to_id": (Item, "number"),
    "on_behalf_of": (Minister, "name"),
    "co_responsible": (Minister, "name"),
}
_SEVERAL = {"on_behalf_of", "co_responsible"}
_LONG = {"text", "note", "what", "closing_reason", "settled_reason"}
_ROWS: dict[str, tuple[type[Any], str]] = {
    "deadline": (Deadline, "what"),
    "measure": (Measure, "text"),
    "progressnote": (ProgressNote, "noted_on"),
}
_TOGETHER = {"itempaper", "itemminister"}
_WITHOUT_FIELDS = {"itemlink", "itempaper", "itemminister", "progressletterrow"}
_NOT_OF_THE_ITEM = {"roundquestion"}
"""What is asked about an item in a round is no story of it; the answer is, as a progress note."""


@dataclass(frozen=True)
class Line:
    """One thing that was done.

    `code` is made, removed, filled, changed, cleared, rewritten or unchosen; `noun` and
    `subject` say of what, `field` which of its fields, `old` and `new` its values in the
    reader's words.
    """

    code: str
    noun: str
    subject: str = ""
    field: str = ""
    old: str = ""
    new: str = ""
    difference: Difference = ()


@dataclass(frozen=True)
class Entry:
    """One action: all that one person did at one moment for one reason."""

    who: str
    initials: str
    at: datetime
    reason: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Story:
    """The entries of an item, the newest first; `more` when older ones are left out."""

    entries: tuple[Entry, ...]
    more: bool = False


@dataclass
class _Names:
    """The names of the rows that changes point to, by column and key."""

    messages: Messages
    rows: dict[tuple[type[Any], str], str] = field(default_factory=dict)

    def of(self, column: str, key: Any) -> str:
        table, _ = _NAMED[column]
        return self.rows.get((table, str(key)), "")

    def row(self, noun: str, key: str) -> str:
        return self.rows.get((_ROWS[noun][0], key), "")


def story(session: Session, item: Item, messages: Messages, longest: int | None = None) -> Story:
    """The story of an item in the reader's words; at most `longest` changes of it."""
    statement = (
        select(Change, User)
        .join(User, col(User.id) == Change.actor_id, isouter=True)
        .where(_concerns(session, item.id))
        .order_by(col(Change.sequence).desc())
    )
    rows = session.exec(statement.limit(longest + 1) if longest else statement).all()
    more = bool(longest and len(rows) > longest)
    told = [(change, user) for change, user in (rows[:longest] if longest else rows)]
    names = _read_names(session, [change for change, _ in told], messages)
    entries = []
    for _, group in groupby(told, key=lambda row: row[0].batch):
        entry = _entry(list(group)[::-1], item, names)
        if entry.lines:
            entries.append(entry)
    return Story(tuple(entries), more)


def _concerns(session: Session, item_id: uuid.UUID) -> Any:
    links = session.exec(select(ItemLink).where(ItemLink.to_id == item_id)).all()
    keys = [f"{link.from_id}/{link.to_id}/{link.role}" for link in links]
    return or_(col(Change.item_id) == item_id, col(Change.record).in_(keys))


def _entry(rows: Sequence[tuple[Change, User | None]], item: Item, names: _Names) -> Entry:
    first, user = rows[0]
    who = user.name if user else label(names.messages, "way", first.way)
    return Entry(
        who=who,
        initials=user.initials if user else who[:1],
        at=first.at,
        reason=first.reason,
        lines=tuple(_lines([change for change, _ in rows], item, names)),
    )


def _lines(changes: list[Change], item: Item, names: _Names) -> Iterator[Line]:
    together: dict[tuple[str, str, str], list[str]] = {}
    for change in changes:
        if change.noun in _TOGETHER:
            code, role, name = _placed(change, names)
            together.setdefault((change.noun, code, role), []).append(name)
        elif change.noun not in _NOT_OF_THE_ITEM:
            yield from _told(change, item, names)
    for (noun, code, role), subjects in together.items():
        group = "paper_role" if noun == "itempaper" else "minister_role"
        words = label(names.messages, group, role)
        yield Line(code, noun, subject=", ".join(subjects), new=words)


def _placed(change: Change, names: _Names) -> tuple[str, str, str]:
    column = "paper_id" if change.noun == "itempaper" else "minister_id"
    old, new = change.fields[column]
    role_old, role_new = change.fields["role"]
    code = "removed" if new is None else "made"
    return code, role_new or role_old, names.of(column, new or old)


def _told(change: Change, item: Item, names: _Names) -> Iterator[Line]:
    if change.noun == UNCHOSEN:
        for name, (old, _) in change.fields.items():
            words = _typed_words(name, str(old), names)
            yield Line(UNCHOSEN, change.noun, field=_field(name, item, names), old=words)
    elif change.noun == "itemlink":
        yield _link(change, item, names)
    elif change.noun == "progressletterrow":
        yield from _in_letter(change, names)
    elif _is_whole(change):
        yield _whole(change, names)
    else:
        for name, (old, new) in change.fields.items():
            if name not in UNTOLD:
                yield _changed(change, name, old, new, item, names)


def _is_whole(change: Change) -> bool:
    mark = {"item": "number", "progressnote": "item_id"}.get(change.noun, "item_id")
    old, new = change.fields.get(mark, (1, 1))
    return old is None or new is None


def _whole(change: Change, names: _Names) -> Line:
    mark = "number" if change.noun == "item" else "item_id"
    made = change.fields[mark][0] is None
    _, column = _ROWS.get(change.noun, (Item, "title"))
    value = change.fields.get(column, ("", ""))[1 if made else 0]
    wording = change.fields.get("wording", ("", ""))[1 if made else 0]
    return Line(
        "made" if made else "removed",
        change.noun,
        subject=_words(column, value, names),
        new=wording or "",
    )


def _link(change: Change, item: Item, names: _Names) -> Line:
    at = 0 if change.fields["to_id"][1] is None else 1
    back = change.fields["to_id"][at] == str(item.id)
    group = "link_role_back" if back else "link_role"
    column = "from_id" if back else "to_id"
    role = label(names.messages, group, LinkRole(change.fields["role"][at]))
    other = names.of(column, change.fields[column][at])
    return Line("made" if at else "removed", change.noun, subject=other, new=role)


def _in_letter(change: Change, names: _Names) -> Iterator[Line]:
    if "letter_id" in change.fields:
        old, new = change.fields["letter_id"]
        code = "made" if old is None else "removed"
        yield Line(code, change.noun, subject=names.of("letter_id", new or old))


def _changed(change: Change, name: str, old: Any, new: Any, item: Item, names: _Names) -> Line:
    before, after = _words(name, old, names), _words(name, new, names)
    code = "changed" if before and after else "filled" if after else "cleared"
    rewritten = code == "changed" and name in _LONG
    subject = names.row(change.noun, change.record) if change.noun in _ROWS else ""
    return Line(
        "rewritten" if rewritten else code,
        change.noun,
        subject=subject,
        field=_field(name, item, names, change.noun),
        old=before,
        new=after,
        difference=differences(before, after) if rewritten else (),
    )


def _field(name: str, item: Item, names: _Names, noun: str = "item") -> str:
    if name == "text" and noun == "item":
        return label(names.messages, "text_of", item.kind)
    return label(names.messages, "field", name)


def _typed_words(name: str, value: str, names: _Names) -> str:
    """A form's value that was not chosen; what names nothing stays as it is."""
    if name in _SEVERAL:
        return ", ".join(names.of(name, key) or key for key in value.split())
    if name in _NAMED:
        return names.of(name, value) or value
    return _code(CODES[name], value, names) if name in CODES else value


def _words(name: str, value: Any, names: _Names) -> str:
    """A value of the history in the reader's words."""
    if value is None or value == []:
        return ""
    if name in CODES:
        return _code(CODES[name], value, names)
    if name in _NAMED:
        return names.of(name, value)
    if name == "kept_despite":
        return _turned_down(str(value), names.messages)
    if isinstance(value, bool):
        return names.messages.text("ja") if value else names.messages.text("nee")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if name.endswith(("_on", "_until", "_date", "not_before")):
        return names.messages.date(date.fromisoformat(str(value)))
    return str(value)


def _turned_down(code: str, messages: Messages) -> str:
    """The due date in the code of what an officer turned down (services/recalculations.py)."""
    day = code.split()[0]
    unresolved = label(messages, "certainty", "unresolved")
    return unresolved if day == "-" else messages.date(date.fromisoformat(day))


def _code(group: str, value: str, names: _Names) -> str:
    return label(names.messages, group, value) if value in LABELS[group] else value


def _keys(value: Any) -> Iterator[uuid.UUID]:
    """The keys in a value; a form may have sent something else."""
    for text in str(value or "").split():
        try:
            yield uuid.UUID(text)
        except ValueError:
            continue


def _read_names(session: Session, changes: Iterable[Change], messages: Messages) -> _Names:
    """The names of all that the changes point to: a query a table."""
    wanted: dict[tuple[type[Any], str], set[uuid.UUID]] = {}
    for change in changes:
        for column, pair in change.fields.items():
            if column in _NAMED:
                keys = {key for value in pair for key in _keys(value)}
                wanted.setdefault(_NAMED[column], set()).update(keys)
        if change.noun in _ROWS and "/" not in change.record:
            wanted.setdefault(_ROWS[change.noun], set()).add(uuid.UUID(change.record))
    names = _Names(messages)
    for (table, column), keys in wanted.items():
        found = session.exec(
            select(table.id, getattr(table, column)).where(table.id.in_(keys))
        ).all()
        for key, name in found:
            told = messages.date(name) if isinstance(name, date) else str(name)
            names.rows[table, str(key)] = told
    return names
