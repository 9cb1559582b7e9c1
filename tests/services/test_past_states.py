"""Past states: what the history tells is what the tables held at the end of the day."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any, ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from sqlmodel import Session, SQLModel, select

from tests.services.test_rules_hold import MovingClock, Office
from tests.worked_case import CLOCK, actor
from tracker.adapters.sittings import shipped_calendar
from tracker.db.recording import UNRECORDED, plain_value, record_key
from tracker.db.session import Store
from tracker.db.tables import Deadline, Item, ProgressNote, Unit
from tracker.domain.planning import DeadlineState
from tracker.services.deadlines import Plan, move_deadline
from tracker.services.examples import add_examples
from tracker.services.past_states import FIRST, MOVES, PastStates, first_day, states_on

TABLES: tuple[type[SQLModel], ...] = (Item, Deadline, ProgressNote)
RECORDED = {
    table: [name for name in table.model_fields if name not in UNRECORDED | {"id"}]
    for table in TABLES
}
Rows = dict[type[SQLModel], dict[str, dict[str, Any]]]


def present(session: Session) -> Rows:
    """The tables as they are."""
    return {
        table: {
            record_key(row): {
                name: value
                for name in RECORDED[table]
                if (value := plain_value(getattr(row, name))) not in (None, "", [])
            }
            for row in session.exec(select(table))
        }
        for table in TABLES
    }


def recorded(states: PastStates) -> Rows:
    """The replayed rows, without what is worked out."""
    return {
        table: {
            key: {name: value for name, value in row.items() if name not in (FIRST, MOVES)}
            for key, row in found.items()
        }
        for table, found in states.rows.items()
    }


class Archive(Office):
    """An office that keeps what its tables held at the end of each day."""

    case: ClassVar[Path]
    migrated: ClassVar[Path]
    folder: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[date, Rows] = {}

    @rule(days=st.integers(1, 200))
    def time_passes(self, days: int) -> None:
        """The day ends; what the tables hold is kept."""
        self.keep()
        super().time_passes(days)

    def keep(self) -> None:
        with self.store.reading() as session:
            self.kept[self.clock.today()] = present(session)

    def teardown(self) -> None:
        self.keep()
        try:
            for day, rows in self.kept.items():
                with self.store.snapshot() as session:
                    states = states_on(session, None, day, RECORDED)
                assert recorded(states) == rows, day
                assert states.without_history == 0
        finally:
            self.store.engine.dispose()
            self.path.unlink()


def test_every_day_is_told_as_it_was(
    case_sqlite: Path, migrated_sqlite: Path, tmp_path: Path
) -> None:
    Archive.case, Archive.migrated, Archive.folder = case_sqlite, migrated_sqlite, tmp_path
    run_state_machine_as_test(
        Archive,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_worked_case_as_it_was_known_on_the_first_of_june(case_store: Store) -> None:
    with case_store.snapshot() as session:
        states = states_on(session, None, date(2021, 6, 1))
        names = {str(row.id): row.number for row in session.exec(select(Item))}
        names |= {str(row.id): row.code for row in session.exec(select(Unit))}
    items = [
        (row["number"], row["status"], names[row["unit_id"]], row["reference_date"])
        for row in states.of(Item).values()
    ]
    deadlines = [
        (
            names[row["item_id"]],
            row["certainty"],
            row.get("due_on", ""),
            row.get("on_time_until", ""),
            row.get(FIRST, ""),
            row["state"],
        )
        for row in states.of(Deadline).values()
    ]
    # On 30 June, M-2021-0003 was proposed as met; this was not known yet.
    assert sorted(items) == [
        ("A-2021-0001", "in_progress", "DRC", "2020-10-16"),
        ("A-2021-0002", "in_progress", "DRC", "2020-10-16"),
        ("A-2021-0003", "in_progress", "DRC", "2020-10-16"),
        ("M-2021-0001", "in_progress", "DMB", "2019-07-03"),
        ("M-2021-0002", "in_progress", "DRC", "2021-01-11"),
        ("M-2021-0003", "in_progress", "DRC", "2021-01-11"),
        ("T-2021-0001", "in_progress", "DMB", "2020-06-09"),
    ]
    assert sorted(deadlines) == [
        ("A-2021-0001", "firm", *["2021-12-31"] * 3, "open"),
        ("A-2021-0001", "provisional", *["2021-04-11"] * 3, "met"),
        ("A-2021-0001", "provisional", *["2021-07-11"] * 3, "open"),
        ("A-2021-0001", "unresolved", "", "", "", "open"),
        ("A-2021-0002", "firm", *["2021-12-31"] * 3, "open"),
        ("A-2021-0003", "firm", *["2021-06-30"] * 3, "open"),
        ("M-2021-0002", "unresolved", "", "", "", "open"),
        ("T-2021-0001", "firm", "2021-07-08", "2021-07-09", "2021-07-09", "open"),
        ("T-2021-0001", "firm", "2021-07-08", "2021-07-09", "2021-07-09", "open"),
    ]


def test_before_the_first_change_there_was_nothing(case_store: Store) -> None:
    with case_store.snapshot() as session:
        first = first_day(session)
        assert first == date(2021, 1, 13)
        before = states_on(session, None, first - timedelta(days=1))
    assert before == PastStates({Item: {}, Deadline: {}}, 0)


def test_examples_count_as_they_are_and_what_was_changed_later_is_undone(
    case_store: Store,
) -> None:
    with case_store.writing() as session:
        add_examples(session, CLOCK, 40)
    with case_store.snapshot() as session:
        example = session.exec(
            select(Deadline)
            .where(Deadline.rule == "example")
            .where(Deadline.state == DeadlineState.OPEN)
            .where(Deadline.certainty == "firm")
        ).first()
        before = states_on(session, None, date(2021, 7, 1), RECORDED)
        assert recorded(before) == present(session)
        assert before.without_history == 40
        assert states_on(session, None, date(2021, 6, 30), RECORDED).without_history == 0
    assert example is not None
    later = MovingClock(timedelta(), [3])
    plan = Plan(example.wording, example.reference_date, own_date=date(2023, 1, 2))
    with case_store.writing() as session:
        move_deadline(
            session, actor(case_store), later, shipped_calendar(), example.id, example.version,
            plan, reason="Later",
        )  # fmt: skip
    with case_store.snapshot() as session:
        unmoved = states_on(session, None, date(2021, 7, 3), RECORDED)
        moved = states_on(session, None, date(2021, 7, 4), RECORDED)
        assert recorded(moved) == present(session)
    assert unmoved.rows == before.rows
    row = moved.of(Deadline)[str(example.id)]
    assert (row["due_on"], row[FIRST], row[MOVES]) == (
        "2023-01-02",
        example.on_time_until.isoformat() if example.on_time_until else None,
        1,
    )
