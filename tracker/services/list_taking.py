"""Takes a row of a list in: a new item, or what it changes of one that is here."""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, select

from tracker.adapters.messages import SOURCE_LANGUAGE, translator
from tracker.db.tables import Item
from tracker.domain.list_columns import ListColumn
from tracker.domain.planning import DeadlineState, Strength
from tracker.domain.sittings import SittingCalendar
from tracker.domain.statuses import CLOSED, Kind, Status
from tracker.domain.terms import read_term
from tracker.services.actors import Actor
from tracker.services.clock import Clock
from tracker.services.deadlines import NewDeadline, Plan, add_deadline
from tracker.services.exchange import NAMESPACE
from tracker.services.item_changes import ItemInput, create_item, read_item
from tracker.services.item_statuses import Answer, StatusInput, change_status
from tracker.services.items import refresh_words
from tracker.services.list_reading import Fate, ListRow
from tracker.services.papers import ensure_dossier, ensure_paper
from tracker.services.progress_notes import add_note

LOOK_AGAIN = timedelta(weeks=4)
"""After how long a term without a date is looked at again."""
_COLUMNS = {
    ListColumn.TITLE: "title",
    ListColumn.TEXT: "text",
    ListColumn.REFERENCE_DATE: "reference_date",
    ListColumn.REGISTER_NUMBER: "register_number",
    ListColumn.OUTCOME: "outcome",
    ListColumn.PROMISED_TO: "promised_to",
    ListColumn.PROMISED_IN: "promised_in",
    ListColumn.REPORT_TITLE: "report_title",
    ListColumn.RESPONSE: "response",
    ListColumn.PROGRAMME: "programme_id",
    ListColumn.MINISTER: "minister_id",
    ListColumn.UNIT: "unit_id",
    ListColumn.OWNER: "owner_id",
    ListColumn.STATUS: "status",
    ListColumn.TRANSFERRED_TO: "transferred_to",
}
_OF_KIND = {
    ListColumn.OUTCOME: Kind.MOTION,
    ListColumn.SUBMITTERS: Kind.MOTION,
    ListColumn.PROMISED_TO: Kind.COMMITMENT,
    ListColumn.PROMISED_IN: Kind.COMMITMENT,
    ListColumn.REPORT_TITLE: Kind.RECOMMENDATION,
    ListColumn.RESPONSE: Kind.RECOMMENDATION,
}
_NOT_OF_AN_ITEM = frozenset({ListColumn.STATUS, ListColumn.TRANSFERRED_TO})


def take_row(
    session: Session,
    actor: Actor,
    clock: Clock,
    calendar: SittingCalendar,
    import_id: uuid.UUID,
    row: ListRow,
    reason: str,
) -> None:
    """Make or change the item that a row is about, as its fate says."""
    taker = _Taker(session, actor, clock, calendar, import_id, row, reason)
    if row.fate is Fate.NEW:
        taker.make()
    else:
        taker.change()


class _Taker:
    """One row, with all that taking it in needs."""

    def __init__(
        self,
        session: Session,
        actor: Actor,
        clock: Clock,
        calendar: SittingCalendar,
        import_id: uuid.UUID,
        row: ListRow,
        reason: str,
    ) -> None:
        self._session = session
        self._actor = actor
        self._clock = clock
        self._calendar = calendar
        self._key = uuid.uuid5(NAMESPACE, f"list/{import_id}/{row.line}")
        self._row = row
        self._values = row.values
        self._reason = reason

    def make(self) -> None:
        """A new item, with its deadline, note and status."""
        kind: Kind = self._values[ListColumn.KIND]
        number = create_item(
            self._session,
            self._actor,
            self._clock,
            submission=self._key,
            kind=kind,
            given=ItemInput(**_item_fields(kind, self._values)),
        )
        deadline_id = self._add_deadline(number)
        self._add_note(number)
        self._place_status(number, deadline_id)

    def change(self) -> None:
        """What the row says otherwise of an item that is here."""
        item = self._session.exec(select(Item).where(Item.id == self._row.item_id)).one()
        told = {change.column for change in self._row.changes}
        for column in told & _COLUMNS.keys():
            if _OF_KIND.get(column, item.kind) is item.kind:
                setattr(item, _COLUMNS[column], self._values[column])
        if ListColumn.SUBMITTERS in told and item.kind is Kind.MOTION:
            names, item.cum_suis = self._values[ListColumn.SUBMITTERS]
            item.submitters = list(names)
        self._place_papers(item, told)
        item.changed_at = self._clock.now()
        self._session.flush()
        refresh_words(self._session, item)
        if told & {ListColumn.STATUS_TEXT, ListColumn.NOTED_ON}:
            self._add_note(item.number)
        if told & {ListColumn.WORDING, ListColumn.DUE_ON}:
            self._add_deadline(item.number)

    def _place_papers(self, item: Item, told: set[ListColumn]) -> None:
        if ListColumn.SOURCE_PLACE in told:
            item.source_paper_id = self._paper(ListColumn.SOURCE_PLACE)
        if ListColumn.TOLD_WITH in told:
            item.closing_paper_id = self._paper(ListColumn.TOLD_WITH)
        if ListColumn.DOSSIER in told:
            number = self._values[ListColumn.DOSSIER].printed
            item.dossier_id = ensure_dossier(self._session, number).id

    def _paper(self, column: ListColumn) -> uuid.UUID:
        return ensure_paper(self._session, self._values[column]).id

    def _add_note(self, number: str) -> None:
        text = self._values.get(ListColumn.STATUS_TEXT)
        if text:
            add_note(
                self._session,
                self._actor,
                self._clock,
                number,
                submission=uuid.uuid5(self._key, "note"),
                noted_on=self._values.get(ListColumn.NOTED_ON, self._clock.today()),
                text=text,
            )

    def _add_deadline(self, number: str) -> uuid.UUID | None:
        wording = self._values.get(ListColumn.WORDING, "")
        due_on: date | None = self._values.get(ListColumn.DUE_ON)
        if not wording and due_on is None:
            return None
        item, _ = read_item(self._session, self._actor, number)
        plan = self._plan(wording, due_on, item.reference_date)
        key = uuid.uuid5(self._key, "deadline")
        new = NewDeadline(
            id=key,
            what=item.title[:500],
            plan=plan,
            strength=Strength.PROMISED,
            minister_id=item.minister_id,
            reason=self._reason if plan.own_date else "",
        )
        add_deadline(self._session, self._actor, self._clock, self._calendar, number, new)
        return key

    def _plan(self, wording: str, due_on: date | None, reference_date: date) -> Plan:
        """The date follows from the wording; one of the list that differs is its own."""
        if not wording and due_on:
            wording = f"uiterlijk {translator(SOURCE_LANGUAGE).date(due_on)}"
        read = read_term(wording, reference_date, self._calendar).due_on
        own = due_on if due_on and due_on != read else None
        undated = read is None and own is None
        review_on = self._clock.today() + LOOK_AGAIN if undated else None
        return Plan(wording, reference_date, own_date=own, review_on=review_on)

    def _place_status(self, number: str, deadline_id: uuid.UUID | None) -> None:
        status: Status = self._values.get(ListColumn.STATUS, Status.RECEIVED)
        if status is Status.RECEIVED:
            return
        _, seen = read_item(self._session, self._actor, number)
        reason = str(self._values.get(ListColumn.STATUS_TEXT, "")) or self._reason
        answers = {}
        if deadline_id and status in CLOSED:
            day = self._values.get(ListColumn.NOTED_ON, self._clock.today())
            answers[deadline_id] = Answer(DeadlineState.MET, reason, settled_on=day)
        given = StatusInput(
            target=status,
            reason=reason,
            paper=self._values.get(ListColumn.TOLD_WITH),
            ministry=str(self._values.get(ListColumn.TRANSFERRED_TO, "")),
            answers=answers,
        )
        change_status(self._session, self._actor, self._clock, number, given=given, seen=seen)


def _item_fields(kind: Kind, values: Mapping[ListColumn, Any]) -> dict[str, Any]:
    fields = {
        name: values[column]
        for column, name in _COLUMNS.items()
        if column in values and column not in _NOT_OF_AN_ITEM and _OF_KIND.get(column, kind) is kind
    }
    if ListColumn.SUBMITTERS in values and kind is Kind.MOTION:
        fields["submitters"], fields["cum_suis"] = values[ListColumn.SUBMITTERS]
    fields["source_paper"] = values.get(ListColumn.SOURCE_PLACE)
    fields["dossier"] = values.get(ListColumn.DOSSIER)
    return fields
