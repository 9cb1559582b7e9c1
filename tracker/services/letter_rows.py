"""The rows of a progress letter: each item as it was at the letter's reference date."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlmodel import Session

from tracker.adapters.messages import Messages
from tracker.db.queries import progress_letters as queries
from tracker.db.tables import Deadline, Item, Paper, ProgressLetter, ProgressLetterRow
from tracker.domain.annex_rows import (
    AnnexDeadline,
    AnnexPaper,
    AnnexRow,
    Move,
    RowFlag,
    annex_kind,
)
from tracker.domain.planning import Certainty, DeadlineState
from tracker.domain.statuses import CLOSED, Kind
from tracker.services.actors import Actor
from tracker.services.clock import AMSTERDAM

_KEPT = TypeAdapter(AnnexRow)
_DATES = ("due_on", "house_due_on", "certainty", "wording")


@dataclass(frozen=True)
class LetterRow:
    """One item in a letter: what the letter prints, and what the item itself says.

    `own_description` and `own_status_text` are the item's; `differs` tells that the
    letter's status text is another one.
    """

    item_id: uuid.UUID
    version: int
    position: int
    included: bool
    annex: AnnexRow
    own_description: str
    own_status_text: str
    noted_on: date | None
    row: ProgressLetterRow

    @property
    def differs(self) -> bool:
        """Whether the letter says something else than the newest progress note."""
        return self.annex.status_text != self.own_status_text


@dataclass(frozen=True)
class Vantage:
    """From where a letter's rows are read."""

    letter: ProgressLetter
    previous: ProgressLetter | None
    base_url: str
    messages: Messages

    @property
    def day(self) -> date:
        """The reference date."""
        return self.letter.reference_date


def letter_rows(session: Session, actor: Actor, vantage: Vantage) -> tuple[LetterRow, ...]:
    """The rows of a letter in order; those of a printed letter as they were printed."""
    found = session.execute(queries.rows_of(vantage.letter.id, vantage.day, actor.user_id)).all()
    if all(row.ProgressLetterRow.kept for row in found):
        return tuple(_printed_row(row) for row in found)
    attached = _read_attached(session, vantage)
    return tuple(_row(vantage, attached, row) for row in found)


def kept_row(row: AnnexRow) -> dict[str, Any]:
    """A row as the database keeps it at freezing."""
    return _KEPT.dump_python(row, mode="json")  # type: ignore[no-any-return]


def motion_name(item: Item, messages: Messages) -> str:
    """How the House calls a motion: 'Motie van de leden Kuik en Van der Graaf'."""
    if item.cum_suis or len(item.submitters) == 1:
        name = messages.text("Motie van het lid %(name)s", name=item.submitters[0])
        return f"{name} c.s." if item.cum_suis else name
    names = item.submitters
    listed = messages.text("%(first)s en %(last)s", first=", ".join(names[:-1]), last=names[-1])
    return messages.text("Motie van de leden %(names)s", names=listed)


def description(item: Item, messages: Messages) -> str:
    """How a letter calls an item when nobody words it otherwise."""
    if item.kind is Kind.MOTION and item.submitters:
        return messages.text(
            "%(motion)s: %(title)s", motion=motion_name(item, messages), title=item.title
        )
    if item.kind is Kind.RECOMMENDATION and item.report_number:
        return messages.text(
            "Aanbeveling %(number)s. %(title)s", number=item.report_number, title=item.title
        )
    return item.title


def end_of(day: date) -> datetime:
    """The instant at which a day is over in Amsterdam."""
    return datetime.combine(day + timedelta(days=1), time.min, AMSTERDAM)


@dataclass
class _Attached:
    """What hangs on the items of a letter, by item."""

    deadlines: dict[uuid.UUID, list[AnnexDeadline]] = field(
        default_factory=lambda: defaultdict(list)
    )
    moves: dict[uuid.UUID, list[Move]] = field(default_factory=lambda: defaultdict(list))
    measures: dict[uuid.UUID, list[str]] = field(default_factory=lambda: defaultdict(list))
    papers: dict[uuid.UUID, list[AnnexPaper]] = field(default_factory=lambda: defaultdict(list))
    recommendations: dict[uuid.UUID, str] = field(default_factory=dict)


def _read_attached(session: Session, vantage: Vantage) -> _Attached:
    attached = _Attached()
    letter_id, day = vantage.letter.id, vantage.day
    history = _DeadlineHistory(session, vantage)
    for deadline, told_place in session.execute(queries.deadlines_of(letter_id, day)):
        told = history.told_place(deadline, told_place)
        attached.deadlines[deadline.item_id].append(history.deadline(deadline, told))
        if move := history.move(deadline, told):
            attached.moves[deadline.item_id].append(move)
    for item_id, text, executor in session.execute(queries.measures_of(letter_id)):
        attached.measures[item_id].append(f"{text} ({executor})" if executor else text)
    for item_id, paper in session.execute(queries.papers_of(letter_id, day)):
        attached.papers[item_id].append(_paper(paper))
    for item_id, target in session.execute(queries.recommendations_of(letter_id)):
        attached.recommendations.setdefault(item_id, description(target, vantage.messages))
    return attached


class _DeadlineHistory:
    """How deadlines stood at the reference date, and at that of the previous letter."""

    def __init__(self, session: Session, vantage: Vantage) -> None:
        self._messages = vantage.messages
        self._day = vantage.day
        end, previous = end_of(vantage.day), vantage.previous
        since = end_of(previous.reference_date) if previous else end
        self._undone: dict[tuple[str, str], Any] = {}
        self._before: dict[str, Any] = {}
        self._reasons: dict[str, list[str]] = defaultdict(list)
        changes = session.execute(queries.deadline_changes(vantage.letter.id, min(since, end)))
        for record, fields, reason, at in changes:
            if "id" in fields:
                continue
            if at > end:
                self._undo(record, fields)
            elif "due_on" in fields:
                self._before.setdefault(record, fields["due_on"][0])
                if reason and reason not in self._reasons[record]:
                    self._reasons[record].append(reason)

    def _undo(self, record: str, fields: Mapping[str, list[Any]]) -> None:
        for name in _DATES:
            if name in fields:
                self._undone.setdefault((record, name), fields[name][0])

    def _at(self, deadline: Deadline, name: str) -> Any:
        """A field as it was at the reference date."""
        key = (str(deadline.id), name)
        if key not in self._undone:
            return getattr(deadline, name)
        old = self._undone[key]
        return date.fromisoformat(old) if old and name.endswith("_on") else old

    def told_place(self, deadline: Deadline, told_place: str | None) -> str:
        """With what the House was told of the date; empty where it was not."""
        if self._at(deadline, "due_on") != self._at(deadline, "house_due_on"):
            return ""
        if deadline.debate_id and not told_place:
            return self._messages.text("Agenda van de Kamer")
        return told_place or ""

    def deadline(self, deadline: Deadline, told_place: str) -> AnnexDeadline:
        settled_later = deadline.settled_on is not None and deadline.settled_on > self._day
        return AnnexDeadline(
            what=deadline.what,
            wording=self._at(deadline, "wording") or "",
            due_on=self._at(deadline, "due_on"),
            certainty=Certainty(self._at(deadline, "certainty")),
            state=DeadlineState.OPEN if settled_later else deadline.state,
            house_due_on=self._at(deadline, "house_due_on"),
            told_place=told_place,
        )

    def move(self, deadline: Deadline, told_place: str) -> Move | None:
        record = str(deadline.id)
        if record not in self._before:
            return None
        before = self._before[record]
        old, new = date.fromisoformat(before) if before else None, self._at(deadline, "due_on")
        if old == new:
            return None
        reason = "; ".join(self._reasons[record])
        return Move(deadline.what, old, new, reason, told_place)


def _paper(paper: Paper) -> AnnexPaper:
    return AnnexPaper(paper.source_place, paper.address, paper.title or "")


def _printed_row(found: Any) -> LetterRow:
    row: ProgressLetterRow = found.ProgressLetterRow
    annex = _KEPT.validate_python(row.kept)
    return LetterRow(
        item_id=row.item_id,
        version=row.version,
        position=row.position,
        included=row.included,
        annex=annex,
        own_description=annex.description,
        own_status_text=found.note or "",
        noted_on=annex.noted_on,
        row=row,
    )


def _row(vantage: Vantage, attached: _Attached, found: Any) -> LetterRow:
    row, item, paper, closing, note = found[:5]
    own_description, own_text = description(item, vantage.messages), note or ""
    text = _kept(row.status_text, own_text)
    flag, since = _flag(vantage, text, found.noted_on, own_text)
    closed = _closed_at(item, vantage.day) if row.section_closed is None else row.section_closed
    return LetterRow(
        item_id=item.id,
        version=row.version,
        position=row.position,
        included=row.included,
        own_description=own_description,
        own_status_text=own_text,
        noted_on=found.noted_on,
        row=row,
        annex=AnnexRow(
            kind=row.section_kind or annex_kind(item.kind, item.outcome),
            closed=closed,
            number=item.number,
            description=row.description or own_description,
            source_place=_kept(row.source_place, paper.source_place if paper else ""),
            source_url=_kept(row.source_url, paper.address if paper else "") or None,
            status_text=text,
            href=f"{vantage.base_url}/items/{item.number}",
            body=_kept(row.section_body, item.report_body or ""),
            flag=flag,
            flagged_since=since,
            status=item.status if closed == (item.status in CLOSED) else None,
            noted_on=found.noted_on,
            register_number=item.register_number or "",
            debate=_debate(item),
            asked=item.text,
            response=item.response,
            dossier=_joined(found.dossier, found.dossier_title),
            post=found.post or "",
            programme=found.programme or "",
            recommendation=_recommendation(item, attached, own_description),
            owner=found.owner or "",
            measures=tuple(attached.measures[item.id]),
            deadlines=tuple(attached.deadlines[item.id]),
            moves=tuple(attached.moves[item.id]),
            papers=tuple(attached.papers[item.id]),
            **_closing(item, closing, closed=closed),
        ),
    )


def _closing(item: Item, paper: Paper | None, *, closed: bool) -> dict[str, Any]:
    if not closed:
        return {}
    return {
        "closed_on": item.closed_on,
        "closing": _paper(paper) if paper else None,
        "closing_dated_on": paper.dated_on if paper else None,
        "transferred_to": item.transferred_to or "",
    }


def _debate(item: Item) -> str:
    """Where it was promised, and on which day."""
    return f"{item.reference_date:%d-%m-%Y} {item.promised_in}" if item.promised_in else ""


def _recommendation(item: Item, attached: _Attached, own_description: str) -> str:
    if item.kind is Kind.RECOMMENDATION:
        return own_description
    return attached.recommendations.get(item.id, "")


def _joined(number: str | None, title: str | None) -> str:
    return " ".join(part for part in (number, title) if part)


def _flag(
    vantage: Vantage, text: str, noted_on: date | None, own: str
) -> tuple[RowFlag | None, date | None]:
    if vantage.letter.state in queries.PRINTED or text != own:
        return None, None
    if noted_on is None:
        return RowFlag.NO_NOTE, None
    previous = vantage.previous.reference_date if vantage.previous else None
    if previous and noted_on <= previous:
        return RowFlag.NO_NEW_NOTE, previous
    return None, None


def _kept(kept: str | None, own: str) -> str:
    """What a row keeps, the empty text too; without it, the item's own."""
    return own if kept is None else kept


def _closed_at(item: Item, day: date) -> bool:
    closed_later = item.closed_on is not None and item.closed_on > day
    return item.status in CLOSED and not closed_later


def included_rows(rows: Iterable[LetterRow]) -> tuple[AnnexRow, ...]:
    """What the letter prints, of the rows that it includes."""
    return tuple(row.annex for row in rows if row.included)
