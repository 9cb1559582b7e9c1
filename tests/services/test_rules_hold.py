"""Whatever officers do, in any order: the rules hold, and the history tells all of it."""

import shutil
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlmodel import Session, SQLModel, col, select

from tests.services.test_exchange import rows
from tests.worked_case import DEMO_START, actor
from tracker.adapters.sittings import shipped_calendar
from tracker.db.recording import TRACKED, UNRECORDED, plain_value, record_key
from tracker.db.session import Store, make_engine
from tracker.db.tables import Change, Deadline, Item, Measure
from tracker.db.tables.items import LinkRole, PaperRole
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.planning import Certainty, DeadlineState, Strength
from tracker.domain.references_read import read_reference
from tracker.domain.statuses import CLOSED, Kind, Status
from tracker.services import deadlines, item_changes, measures, progress_notes
from tracker.services.clock import Clock
from tracker.services.conflicts import UNCHOSEN, Conflict, Seen
from tracker.services.deadlines import NewDeadline, Plan, Stale
from tracker.services.exports import export_lines
from tracker.services.imports import import_lines
from tracker.services.item_statuses import Answer, StatusInput, change_status, open_deadlines
from tracker.services.missing import Missing

CALENDAR = shipped_calendar()
REFUSALS = (DomainError, Refusals, Conflict, Stale, Missing)
NUMBERS = ("M-2021-0001", "M-2021-0002", "T-2021-0001", "A-2021-0001")
WORDINGS = (
    "voor het zomerreces van 2021",
    "binnen twee weken",
    "de komende maanden",
    "elk kwartaal",
    "jaarlijks",
    "maandelijks",
    "eind 2021",
)

number = st.sampled_from(NUMBERS)
wording = st.sampled_from(WORDINGS)
reason = st.sampled_from(["Omdat het zo is"] * 5 + [""])
paper = st.sampled_from(["", "", "31 015, nr. 230", "28 638, nr. 190", "geen kamerstuk"])
day = st.dates(date(2021, 1, 1), date(2022, 6, 1))
maybe_day = st.none() | day
review = st.sampled_from([date(2024, 1, 1), date(2024, 1, 1), date(2021, 2, 1), None])
pick = st.integers(0, 99)
state = st.sampled_from([DeadlineState.MET] * 4 + list(DeadlineState))
behind = st.sampled_from([0] * 7 + [1])


@dataclass(frozen=True)
class MovingClock(Clock):
    """A clock that the test moves on."""

    days: list[int] = field(default_factory=list)

    def now(self) -> datetime:
        """The beginning of the demonstration, and the days that have passed since."""
        return DEMO_START + timedelta(days=sum(self.days))


class Office(RuleBasedStateMachine):
    """One office on the worked case, with officers who do anything at all."""

    case: ClassVar[Path]
    migrated: ClassVar[Path]
    folder: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.path = self.folder / f"{uuid.uuid4()}.sqlite3"
        shutil.copyfile(self.case, self.path)
        self.store = Store(make_engine(f"sqlite:///{self.path}"))
        self.who = actor(self.store)
        self.clock = MovingClock(timedelta())

    def do(self, use: Callable[[Session], Any]) -> None:
        """An action that may be refused, and then has done nothing."""
        try:
            with self.store.writing() as session:
                use(session)
        except REFUSALS:
            return

    def measure(self, at: int) -> Measure | None:
        with self.store.reading() as session:
            found = session.exec(select(Measure).order_by(col(Measure.id))).all()
        return found[at % len(found)] if found else None

    def deadline(self, at: int, *, settled: bool = False) -> Deadline | None:
        """A deadline, nine times out of ten one that is open, or settled if so wanted."""
        with self.store.reading() as session:
            found = session.exec(select(Deadline).order_by(col(Deadline.id))).all()
        fits = [one for one in found if (one.state is not DeadlineState.OPEN) == settled]
        chosen = fits if fits and at % 10 else found
        return chosen[at % len(chosen)] if chosen else None

    def number_of(self, item_id: uuid.UUID) -> str:
        with self.store.reading() as session:
            return session.get_one(Item, item_id).number

    @rule(days=st.integers(1, 200))
    def time_passes(self, days: int) -> None:
        self.clock.days.append(days)

    @rule(
        number=number,
        wording=wording,
        since=day,
        own=maybe_day,
        review=review,
        reason=reason,
        told_by=paper,
        replaced=st.none() | pick,
    )
    def add_a_deadline(
        self,
        number: str,
        wording: str,
        since: date,
        own: date | None,
        review: date | None,
        reason: str,
        told_by: str,
        replaced: int | None,
    ) -> None:
        old = None if replaced is None else self.deadline(replaced)
        new = NewDeadline(
            uuid.uuid4(),
            "De Kamer inlichten",
            Plan(wording, since, own, review),
            Strength.PROMISED,
            reason=reason,
            told_by=told_by,
            replaces=old.id if old else None,
        )
        self.do(
            lambda session: deadlines.add_deadline(
                session, self.who, self.clock, CALENDAR, number, new
            )
        )

    @rule(
        at=pick,
        wording=st.none() | wording,
        since=maybe_day,
        own=maybe_day,
        review=review,
        reason=reason,
        told_by=paper,
    )
    def move_a_deadline(
        self,
        at: int,
        wording: str | None,
        since: date | None,
        own: date | None,
        review: date | None,
        reason: str,
        told_by: str,
    ) -> None:
        one = self.deadline(at)
        if one is None:
            return
        plan = Plan(wording or one.wording, since or one.reference_date, own, review)
        self.do(
            lambda session: deadlines.move_deadline(
                session,
                self.who,
                self.clock,
                CALENDAR,
                one.id,
                one.version,
                plan,
                reason=reason,
                told_by=told_by,
            )
        )

    @rule(at=pick, told_by=paper)
    def tell_the_house(self, at: int, told_by: str) -> None:
        one = self.deadline(at)
        if one:
            self.do(
                lambda session: deadlines.tell_house(
                    session, self.who, self.clock, one.id, one.version, told_by
                )
            )

    @rule(at=pick, review=day)
    def look_again_later(self, at: int, review: date) -> None:
        one = self.deadline(at)
        if one:
            self.do(
                lambda session: deadlines.review_later(
                    session, self.who, self.clock, one.id, one.version, review
                )
            )

    @rule(
        at=pick,
        state=state,
        reason=reason,
        paper=paper,
        on=st.sampled_from([None, None, date(2021, 7, 1), date(2023, 1, 1)]),
        behind=behind,
    )
    def settle_a_deadline(
        self,
        at: int,
        state: DeadlineState,
        reason: str,
        paper: str,
        on: date | None,
        behind: int,
    ) -> None:
        one = self.deadline(at)
        if one:
            self.do(
                lambda session: deadlines.settle_deadline(
                    session,
                    self.who,
                    self.clock,
                    one.id,
                    one.version - behind,
                    state,
                    reason=reason,
                    paper_text=paper,
                    settled_on=on,
                )
            )

    @rule(at=pick, reason=reason)
    def reopen_a_deadline(self, at: int, reason: str) -> None:
        one = self.deadline(at, settled=True)
        if one:
            self.do(
                lambda session: deadlines.reopen_deadline(
                    session, self.who, self.clock, one.id, one.version, reason
                )
            )

    @rule(
        number=number,
        wanted=st.sampled_from([*Status, Status.IN_PROGRESS, Status.MET, Status.MET]),
        reason=reason,
        paper=st.none() | st.just(read_reference("31 015, nr. 230")),
        ministry=st.sampled_from(["", "Financiën", "Financiën"]),
        state=state,
        answer_reason=reason,
        answers=st.sampled_from([99, 99, 99, 99, 1]),
        behind=behind,
    )
    def change_a_status(
        self,
        number: str,
        wanted: Status,
        reason: str,
        paper: Any,
        ministry: str,
        state: DeadlineState,
        answer_reason: str,
        answers: int,
        behind: int,
    ) -> None:
        def use(session: Session) -> None:
            item, seen = item_changes.read_item(session, self.who, number)
            asked = open_deadlines(session, item.id)[:answers]
            given = StatusInput(
                wanted,
                reason,
                paper,
                ministry,
                {one.id: Answer(state, answer_reason) for one in asked},
            )
            seen = Seen(seen.version - behind, seen.sequence)
            change_status(session, self.who, self.clock, number, given=given, seen=seen)

        self.do(use)

    @rule(number=number, title=st.sampled_from(["", "Een", "Twee"]), adopted=maybe_day)
    def edit_an_item(self, number: str, title: str, adopted: date | None) -> None:
        def use(session: Session) -> None:
            item, seen = item_changes.read_item(session, self.who, number)
            given = item_changes.ItemInput(
                title=title or item.title,
                reference_date=adopted or item.reference_date,
                text=item.text,
                outcome=item.outcome,
                response=item.response,
                submitters=tuple(item.submitters),
                minister_id=item.minister_id,
            )
            item_changes.edit_item(
                session, self.who, self.clock, number, given=given, seen=seen, reason="Hersteld"
            )

        self.do(use)

    @rule(number=number, on=day, at=pick, gone=st.booleans())
    def write_a_note_and_a_measure(self, number: str, on: date, at: int, gone: bool) -> None:
        key = uuid.uuid4()
        self.do(
            lambda session: progress_notes.add_note(
                session, self.who, self.clock, number, submission=key, noted_on=on, text="Gedaan"
            )
        )
        self.do(
            lambda session: measures.add_measure(
                session, self.who, self.clock, number, submission=key, text="Iets doen"
            )
        )
        one = self.measure(at)
        if one and gone:
            owner = self.number_of(one.item_id)
            self.do(
                lambda session: measures.remove_measure(
                    session, self.who, self.clock, owner, one.id, "Vervallen"
                )
            )

    @rule(
        number=number,
        other=number,
        link=st.sampled_from(LinkRole),
        back=st.booleans(),
        role=st.sampled_from(PaperRole),
        text=paper,
        gone=st.booleans(),
    )
    def link_an_item_and_a_paper(
        self,
        number: str,
        other: str,
        link: LinkRole,
        back: bool,
        role: PaperRole,
        text: str,
        gone: bool,
    ) -> None:
        def unlink(session: Session) -> None:
            there, _ = item_changes.read_item(session, self.who, other)
            item_changes.remove_link(
                session, self.who, self.clock, number, other_id=there.id, role=link, back=back
            )

        self.do(
            lambda session: item_changes.add_link(
                session, self.who, self.clock, number, other=other, role=link, back=back
            )
        )
        self.do(
            lambda session: item_changes.add_paper(
                session, self.who, self.clock, number, paper=read_reference(text), role=role
            )
        )
        if gone:
            self.do(unlink)

    @invariant()
    def rules_hold(self) -> None:
        with self.store.reading() as session:
            items = session.exec(select(Item)).all()
            due = session.exec(select(Deadline)).all()
        for item in items:
            own = [one for one in due if one.item_id == item.id]
            _check_item(item, [one for one in own if one.state is DeadlineState.OPEN])
        for one in due:
            _check_deadline(one)
        series = Counter((one.series_id or one.id, one.occurrence) for one in due)
        assert set(series.values()) == {1}

    def teardown(self) -> None:
        copy = self.path.with_suffix(".copy")
        shutil.copyfile(self.migrated, copy)
        read = Store(make_engine(f"sqlite:///{copy}"))
        with self.store.snapshot() as session:
            lines = list(export_lines(session))
        with read.writing() as session:
            import_lines(session, lines, self.clock)
        try:
            assert rows(read) == rows(self.store)
            self.check_history()
        finally:
            for store, path in ((self.store, self.path), (read, copy)):
                store.engine.dispose()
                path.unlink()

    def check_history(self) -> None:
        """Replaying every change gives every row."""
        with self.store.reading() as session:
            changes = session.exec(select(Change).order_by(col(Change.sequence))).all()
            present = {
                (str(table.__tablename__), record_key(row)): _recorded(row)
                for table in TRACKED
                for row in session.exec(select(table))
            }
        assert replayed(changes) == present


def _check_item(item: Item, unsettled: Sequence[Deadline]) -> None:
    closed = item.status in CLOSED
    assert (item.closed_on is not None) == closed
    assert not (closed and unsettled)
    if item.status is Status.MET:
        assert item.closing_paper_id or (item.closing_reason and item.kind is not Kind.COMMITMENT)
    if item.status is Status.TRANSFERRED:
        assert item.transferred_to
        assert item.closing_paper_id
    dated = [one for one in unsettled if one.due_on]
    first = min((one.due_on for one in dated if one.due_on), default=None)
    late = min((one.late_after for one in unsettled if one.late_after), default=None)
    assert (item.next_due_on, item.late_after) == (first, late)
    firsts = {one.id for one in unsettled if one.due_on == first}
    assert item.next_deadline_id in firsts if firsts else item.next_deadline_id is None


def _check_deadline(one: Deadline) -> None:
    known = [day for day in (one.on_time_until, one.house_on_time_until) if day]
    assert one.late_after == min(known, default=None)
    unsettled = one.state is DeadlineState.OPEN
    assert (one.settled_on is None) == unsettled
    assert one.settled_reason or one.state is not DeadlineState.WITHDRAWN
    if one.certainty is Certainty.UNRESOLVED:
        assert one.due_on is None
        assert one.review_on or not unsettled
    if one.recurs and one.first_due_on and one.own_date_reason is None:
        assert one.due_on
        assert one.due_on >= one.first_due_on
        assert one.occurrence or one.due_on == one.first_due_on


def _recorded(row: SQLModel) -> dict[str, Any]:
    values = {name: plain_value(getattr(row, name)) for name in type(row).model_fields}
    return {
        name: value
        for name, value in values.items()
        if name not in UNRECORDED and value not in (None, "", [])
    }


def replayed(changes: Sequence[Change]) -> dict[tuple[str, str], dict[str, Any]]:
    """Every row as the history tells it; each change must begin where the one before ended."""
    told: dict[tuple[str, str], dict[str, Any]] = {}
    for change in changes:
        assert change.way
        if change.noun == UNCHOSEN:
            continue
        row = told.setdefault((change.noun, change.record), {})
        for name, (old, new) in change.fields.items():
            assert (row.get(name) or None) == (old or None), (change.noun, name)
            row[name] = new
    kept = {
        key: {name: value for name, value in row.items() if value not in (None, "", [])}
        for key, row in told.items()
    }
    return {key: row for key, row in kept.items() if row}


def test_the_rules_hold_whatever_officers_do(
    case_sqlite: Path,
    migrated_sqlite: Path,
    tmp_path: Path,
) -> None:
    Office.case, Office.migrated, Office.folder = case_sqlite, migrated_sqlite, tmp_path

    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=15,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
