"""The history records itself, and nothing changes without it."""

from datetime import UTC, date, datetime

import pytest
from sqlmodel import col, select

from tracker.db.recording import Action, begin_action
from tracker.db.session import Store
from tracker.db.tables import Change, Item, Unit
from tracker.db.tables.history import Way
from tracker.domain.statuses import Kind, Status

NOW = datetime(2021, 7, 1, 7, 0, tzinfo=UTC)


def an_item() -> Item:
    return Item(
        number="T-2021-0001",
        kind=Kind.COMMITMENT,
        title="Onderzoek",
        reference_date=date(2021, 1, 11),
        created_at=NOW,
        changed_at=NOW,
    )


def test_a_change_outside_an_action_is_refused(store: Store) -> None:
    with (
        pytest.raises(RuntimeError, match="outside an action"),
        store.writing() as session,
    ):
        session.add(an_item())
    with store.reading() as session:
        assert session.exec(select(Item)).all() == []


def test_each_field_is_kept_old_and_new_under_one_batch(store: Store) -> None:
    with store.writing() as session:
        begin_action(session, Action(None, Way.IMPORT, NOW))
        session.add(an_item())
    with store.writing() as session:
        action = Action(None, Way.PAGE, NOW, "uitvoering belegd")
        begin_action(session, action)
        item = session.exec(select(Item)).one()
        item.status = Status.IN_PROGRESS
        item.title = "Verkenning"
        session.flush()
        session.add(Unit(code="DRC", name="Directie"))
    with store.reading() as session:
        item_id = session.exec(select(Item.id)).one()
        changes = session.exec(
            select(Change).where(Change.batch == action.batch).order_by(col(Change.sequence))
        ).all()
    assert [(c.noun, c.item_id, c.reason, c.fields) for c in changes] == [
        (
            "item",
            item_id,
            "uitvoering belegd",
            {"status": ["received", "in_progress"], "title": ["Onderzoek", "Verkenning"]},
        ),
        (
            "unit",
            None,
            "uitvoering belegd",
            {
                "code": [None, "DRC"],
                "id": [None, changes[1].record],
                "name": [None, "Directie"],
            },
        ),
    ]


def test_a_change_that_changes_nothing_leaves_no_trace(store: Store) -> None:
    with store.writing() as session:
        begin_action(session, Action(None, Way.IMPORT, NOW))
        session.add(an_item())
    with store.writing() as session:
        begin_action(session, Action(None, Way.PAGE, NOW))
        item = session.exec(select(Item)).one()
        item.title = "Onderzoek"
    with store.reading() as session:
        told = session.exec(select(Change).where(Change.noun == "item")).all()
        assert [one.way for one in told] == [Way.IMPORT]
