"""What a reminder says at the moment that it is read; nothing where it no longer holds."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlmodel import Session, col, select

from tracker.db.queries import reminders as queries
from tracker.db.tables import Deadline, Item, Reminder, User
from tracker.domain.planning import Certainty, days_late
from tracker.domain.reminder_lines import Doing, ReminderGroup, ReminderLine
from tracker.domain.reminders import About, Choices, ReminderKind, working_days_until
from tracker.domain.statuses import CLOSED, Kind
from tracker.services.accounts import actor_of
from tracker.services.clock import AMSTERDAM
from tracker.services.rounds import waiting_rounds


def read_groups(
    session: Session, user: User, choices: Choices, today: date, reminders: Sequence[Reminder]
) -> tuple[ReminderGroup, ...]:
    """What still holds of reminders, of the kinds that a person wants."""
    rows: dict[About, list[Reminder]] = {}
    for one in reminders:
        rows.setdefault(one.about, []).append(one)
    reading = _Reading(session, user, today)
    groups = []
    for kind in (ReminderKind.LATE, ReminderKind.DUE, ReminderKind.WAITING, ReminderKind.CHANGED):
        if kind in choices.kinds:
            lines = [
                line
                for about in About
                if about.kind is kind and about in rows
                for line in reading.lines(about, rows[about])
            ]
            if lines:
                groups.append(ReminderGroup(kind, tuple(lines)))
    return tuple(groups)


@dataclass(frozen=True)
class _Reading:
    """The lines of one reader on one day."""

    session: Session
    user: User
    today: date

    def lines(self, about: About, rows: Sequence[Reminder]) -> Iterator[ReminderLine]:
        if about in (About.DUE, About.LATE, About.REVIEW):
            return self._of_deadlines(about, rows)
        of_others = {
            About.ROUND: self._of_rounds,
            About.LETTER: self._of_letters,
            About.PROPOSALS: self._of_proposals,
            About.CHANGED: self._of_items,
        }
        return of_others[about](rows)

    def _of_deadlines(self, about: About, rows: Sequence[Reminder]) -> Iterator[ReminderLine]:
        by_subject = _by_subject(rows)
        keys = [uuid.UUID(subject) for subject in by_subject]
        for deadline, item in self.session.execute(queries.deadlines_of(self.user, keys)):
            told = by_subject[str(deadline.id)]
            holding = [one for one in told if self._still(about, deadline, one.facts)]
            if holding:
                yield self._deadline(about, deadline, item, holding)

    def _still(self, about: About, deadline: Deadline, facts: Mapping[str, Any]) -> bool:
        late = days_late(deadline.late_after, self.today)
        if about is About.LATE:
            return bool(late)
        if about is About.DUE:
            return not late and str(deadline.due_on) == facts["due_on"]
        unresolved = deadline.certainty is Certainty.UNRESOLVED
        return unresolved and str(deadline.review_on) == facts["review_on"]

    def _deadline(
        self, about: About, deadline: Deadline, item: Item, holding: Sequence[Reminder]
    ) -> ReminderLine:
        day = deadline.review_on if about is About.REVIEW else deadline.due_on
        late = days_late(deadline.late_after, self.today)
        left = working_days_until(self.today, day) if day else 0
        return _of_item(
            item,
            about,
            holding,
            title=deadline.what,
            day=day,
            days=late if about is About.LATE else left,
            is_provisional=deadline.certainty is Certainty.PROVISIONAL,
        )

    def _of_rounds(self, rows: Sequence[Reminder]) -> Iterator[ReminderLine]:
        by_subject = _by_subject(rows)
        for one in waiting_rounds(self.session, actor_of(self.user)):
            if told := by_subject.get(str(one.id)):
                yield ReminderLine(
                    About.ROUND, _keys(told), f"/rounds/{one.id}/mine", one.title,
                    day=one.answer_by, days=one.waiting,
                )  # fmt: skip

    def _of_letters(self, rows: Sequence[Reminder]) -> Iterator[ReminderLine]:
        by_subject = _by_subject(rows)
        end = datetime.combine(self.today, time.max, tzinfo=AMSTERDAM)
        for key, name, dated_on, waiting in self.session.execute(
            queries.letters_of(self.user.id, end)
        ):
            if told := by_subject.get(str(key)):
                yield ReminderLine(
                    About.LETTER, _keys(told), f"/letters/{key}", name, day=dated_on, days=waiting
                )

    def _of_proposals(self, rows: Sequence[Reminder]) -> Iterator[ReminderLine]:
        waiting, _ = self.session.execute(queries.proposals_for(self.user)).one()
        if waiting:
            yield ReminderLine(About.PROPOSALS, _keys(rows), "/proposals", days=waiting)

    def _of_items(self, rows: Sequence[Reminder]) -> Iterator[ReminderLine]:
        """What others did, a line an item; of a closed one only that it was closed."""
        by_subject = _by_subject(rows)
        keys = [uuid.UUID(subject) for subject in by_subject]
        found = select(Item).where(col(Item.id).in_(keys)).order_by(col(Item.number))
        for item in self.session.exec(found):
            told = [one for one in by_subject[str(item.id)] if self._concerns(item, one.facts)]
            if told:
                yield _of_item(item, About.CHANGED, told, title=item.title, doings=_doings(told))

    def _concerns(self, item: Item, facts: Mapping[str, Any]) -> bool:
        if facts["code"] == "taken":
            return item.owner_id != self.user.id
        if item.status in CLOSED and not is_closing(facts["code"], facts["detail"]):
            return False
        return item.owner_id == self.user.id


def is_closing(code: str, detail: str) -> bool:
    """Whether what was done closed an item."""
    return code == "status" and detail in CLOSED


def _of_item(item: Item, about: About, told: Iterable[Reminder], **facts: Any) -> ReminderLine:
    return ReminderLine(
        about,
        _keys(told),
        f"/items/{item.number}",
        number=item.number,
        kind=item.kind,
        submitters=tuple(item.submitters or ()) if item.kind is Kind.MOTION else (),
        cum_suis=bool(item.cum_suis),
        **facts,
    )


def _doings(told: Sequence[Reminder]) -> tuple[Doing, ...]:
    """What was done, each once, in order."""
    every = [Doing(one.facts["who"], one.facts["code"], one.facts["detail"]) for one in told]
    return tuple(dict.fromkeys(every))


def _by_subject(rows: Iterable[Reminder]) -> dict[str, list[Reminder]]:
    found: dict[str, list[Reminder]] = {}
    for one in rows:
        found.setdefault(one.subject, []).append(one)
    return found


def _keys(rows: Iterable[Reminder]) -> tuple[uuid.UUID, ...]:
    return tuple(one.id for one in rows)
