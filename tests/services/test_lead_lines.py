"""Lines to count back by, as administrators keep them and deadlines follow them."""

import json
import uuid
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from tests.worked_case import ADMINISTRATOR, CLOCK, actor
from tracker.adapters.messages import translator
from tracker.adapters.sittings import shipped_calendar
from tracker.db.session import Store
from tracker.db.tables import Change, Deadline, Item
from tracker.db.tables import LeadLine as LeadLineRow
from tracker.domain.errors import DomainError
from tracker.domain.lead_times import LeadLine, LeadStep
from tracker.domain.planning import DeadlineState
from tracker.services import deadlines, lead_lines
from tracker.services.deadline_lists import DeadlineCard, read_deadline
from tracker.services.deadlines import Stale
from tracker.services.history import story
from tracker.services.imports import ExchangeError, import_lines
from tracker.services.lead_lines import StaleLine, StepDue

CALENDAR = shipped_calendar()
LINE = LeadLine(
    "Brief aan de Kamer",
    (LeadStep("a", "Concept", 20), LeadStep("b", "Minister", 5), LeadStep("c", "Kamer", 0)),
    skips_recesses=False,
)


def add(store: Store, line: LeadLine = LINE, key: uuid.UUID | None = None) -> uuid.UUID:
    who, key = actor(store, ADMINISTRATOR), key or uuid.uuid4()
    with store.writing() as session:
        lead_lines.add_line(session, who, CLOCK, key, line)
    return key


def withdraw(store: Store, key: uuid.UUID, version: int = 1) -> None:
    who = actor(store, ADMINISTRATOR)
    with store.writing() as session:
        lead_lines.withdraw_line(session, who, CLOCK, key, version)


def listed(store: Store) -> list[tuple[str, int, int]]:
    who = actor(store)
    with store.reading() as session:
        found = lead_lines.list_lines(session, who)
    return [(one.line.name, one.version, one.followers) for one in found]


def deadline_of(store: Store, what: str) -> tuple[uuid.UUID, int]:
    with store.reading() as session:
        row = session.exec(
            select(Deadline)
            .where(Deadline.state == DeadlineState.OPEN)
            .where(col(Deadline.what).startswith(what))
        ).one()
        return row.id, row.version


def follow(store: Store, key: uuid.UUID, version: int, line: uuid.UUID | None) -> None:
    who = actor(store)
    with store.writing() as session:
        deadlines.follow_line(session, who, CLOCK, key, version, line)


def card(store: Store, key: uuid.UUID) -> DeadlineCard:
    who = actor(store)
    with store.reading() as session:
        return read_deadline(session, who, key, CLOCK.today(), CALENDAR, translator("nl"))


def test_a_form_sent_twice_makes_one_line_and_a_name_is_used_once(case_store: Store) -> None:
    key = add(case_store)
    add(case_store, key=key)
    with pytest.raises(DomainError) as refused:
        add(case_store, LeadLine("brief AAN de kamer", LINE.steps, True))
    assert refused.value.code == "lead.twice"
    assert listed(case_store) == [("Brief aan de Kamer", 1, 0)]


def test_a_line_changes_only_from_what_was_seen(case_store: Store) -> None:
    key, who = add(case_store), actor(case_store, ADMINISTRATOR)
    changed = LeadLine("Brief", LINE.steps[1:], skips_recesses=True)
    with case_store.writing() as session:
        lead_lines.change_line(session, who, CLOCK, key, 1, changed)
    with case_store.writing() as session, pytest.raises(StaleLine):
        lead_lines.change_line(session, who, CLOCK, key, 1, LINE)
    with case_store.reading() as session:
        assert lead_lines.read_line(session, who, key).line == changed
        kept = select(Change.fields).where(Change.record == str(key)).order_by(col(Change.sequence))
        told = [sorted(fields) for fields in session.exec(kept)]
    assert told[1] == ["name", "skips_recesses", "steps"]
    assert len(told) == 2


def test_a_deadline_follows_a_line_and_shows_its_steps(case_store: Store) -> None:
    line = add(case_store)
    key, version = deadline_of(case_store, "De Kamer berichten wat de data-analyse")
    follow(case_store, key, version, line)
    found = card(case_store, key)
    assert found.steps is not None
    assert found.steps.steps == (
        StepDue("Concept", 20, date(2021, 6, 10), is_sure=True, is_past=True),
        StepDue("Minister", 5, date(2021, 7, 1), is_sure=True, is_past=False),
        StepDue("Kamer", 0, date(2021, 7, 8), is_sure=True, is_past=False),
    )
    assert [step.name for step in found.steps.past] == ["Concept"]
    assert listed(case_store) == [("Brief aan de Kamer", 1, 1)]
    with case_store.reading() as session:
        item = session.exec(select(Item).where(Item.number == "T-2021-0001")).one()
        newest = story(session, item, translator("nl")).entries[0]
    assert [(one.code, one.field, one.new) for one in newest.lines] == [
        ("filled", "Terugrekenen", "Brief aan de Kamer")
    ]
    with pytest.raises(Stale):
        follow(case_store, key, version, None)
    follow(case_store, key, found.version, None)
    assert card(case_store, key).steps is None


def test_a_deadline_without_a_date_has_no_steps_yet(case_store: Store) -> None:
    line = add(case_store)
    key, version = deadline_of(case_store, "Plan van aanpak")
    follow(case_store, key, version, line)
    steps = card(case_store, key).steps
    assert steps is not None
    assert (steps.line, steps.steps, steps.lacking) == ("Brief aan de Kamer", (), ())


def test_a_withdrawn_line_is_kept_by_its_followers_and_chosen_no_more(case_store: Store) -> None:
    line = add(case_store)
    key, version = deadline_of(case_store, "De Kamer berichten wat de data-analyse")
    follow(case_store, key, version, line)
    for _ in range(2):
        withdraw(case_store, line)
    assert listed(case_store) == []
    steps = card(case_store, key).steps
    assert steps is not None
    assert (steps.is_withdrawn, len(steps.steps)) == (True, 3)
    other, version = deadline_of(case_store, "Plan van aanpak")
    with pytest.raises(DomainError) as refused:
        follow(case_store, other, version, line)
    assert (refused.value.code, refused.value.field) == ("lead.not_to_choose", "line_id")


def test_the_next_occurrence_follows_the_same_line(case_store: Store) -> None:
    line, who = add(case_store), actor(case_store)
    key, version = deadline_of(case_store, "Sessie over migratie")
    follow(case_store, key, version, line)
    with case_store.writing() as session:
        following = deadlines.settle_deadline(
            session, who, CLOCK, key, version + 1, DeadlineState.MET
        )
        assert following is not None
        assert (following.occurrence, following.lead_line_id) == (2, line)


@pytest.mark.parametrize(
    "steps",
    [
        ["Concept"],
        [["a", "Concept"]],
        [["a", "Concept", "20"]],
        [["a", "Concept", -1]],
        [["a", "Concept", 100_000]],
        [["a", "Concept", True]],
        [["a", "Concept", 20], ["a", "Minister", 5]],
    ],
)
def test_steps_with_which_nothing_can_be_counted_are_not_taken_in(
    case_store: Store, steps: list[Any]
) -> None:
    action = {"type": "action", "at": "2021-07-01T09:00:00+02:00", "way": "import"}
    line = {
        "type": "leadline", "id": str(uuid.uuid4()), "name": "Brief", "steps": steps,
        "changed_at": "2021-07-01T09:00:00+02:00",
    }  # fmt: skip
    with pytest.raises(ExchangeError, match="line 2"), case_store.writing() as session:
        import_lines(session, [json.dumps(action), json.dumps(line)], CLOCK)
    with case_store.reading() as session:
        assert not session.exec(select(LeadLineRow)).all()
