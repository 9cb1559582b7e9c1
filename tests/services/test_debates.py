"""Debates of the House: what is ahead, and the deadlines that hang on one."""

import uuid
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from tests.house_debates import DEBATE, HELD, LATER, hold, promised
from tests.worked_case import CLOCK, actor
from tracker.db.session import Store
from tracker.db.tables import Deadline, HouseRecord, HouseTie, Item
from tracker.domain.errors import DomainError
from tracker.domain.planning import Certainty
from tracker.services.deadlines import Plan, move_deadline
from tracker.services.debates import (
    choose_debate,
    debates_ahead,
    moved_debates,
    next_debates,
    read_debate,
)
from tracker.services.publications import refresh
from tracker.services.sittings import read_calendar

OTHER, DOCUMENT, DOSSIER = (uuid.UUID(int=n) for n in range(2, 5))
TODAY = date(2021, 7, 1)


def tie(store: Store, from_id: uuid.UUID, field: str, to_id: uuid.UUID) -> None:
    with store.writing() as session:
        session.merge(HouseTie(from_id=from_id, field=field, to_id=to_id))


def choose(store: Store, deadline: Deadline, debate: uuid.UUID = DEBATE) -> Deadline:
    with store.writing() as session:
        calendar = read_calendar(session)
        return choose_debate(
            session, actor(store), CLOCK, calendar, deadline.id, deadline.version, debate, "Debat"
        )


def moved(store: Store) -> list[tuple[Any, ...]]:
    with store.reading() as session:
        found = moved_debates(session, actor(store))
        return [(one.was_on, one.debate and (one.debate.id, one.debate.on)) for one in found]


def test_debates_ahead_are_found_by_words_and_none_that_is_off(case_store: Store) -> None:
    hold(case_store)
    hold(case_store, OTHER, LATER, status="Geannuleerd")
    hold(case_store, DOSSIER, date(2021, 6, 30), onderwerp="Gisteren")
    with case_store.reading() as session:
        assert [one.id for one in debates_ahead(session, TODAY)] == [DEBATE]
        assert [one.id for one in debates_ahead(session, TODAY, "JUSTITIE mensen")] == [DEBATE]
        assert debates_ahead(session, TODAY, "walvis") == ()
        [found] = debates_ahead(session, TODAY)
    assert (found.number, found.begins_at, found.on) == ("2021A00001", "14.00", HELD)


def test_the_next_debate_of_an_item_is_one_that_has_its_dossier(case_store: Store) -> None:
    hold(case_store)
    hold(case_store, OTHER, LATER)
    with case_store.writing() as session:
        fields = {"nummer": ["28638"]}
        session.add(HouseRecord(id=DOSSIER, category="Kamerstukdossier", fields=fields))
        paper = {"soort": ["Brief regering"], "volgnummer": ["300"]}
        session.add(
            HouseRecord(id=DOCUMENT, category="Document", number="2021D00001", fields=paper)
        )
        session.add(HouseTie(from_id=DOCUMENT, field="kamerstukdossier", to_id=DOSSIER))
        session.add(HouseTie(from_id=DOCUMENT, field="activiteit", to_id=DEBATE))
        session.flush()
        refresh(session, [DOCUMENT])
        item = session.exec(select(Item).where(Item.number == "M-2021-0001")).one()
        other = session.exec(select(Item).where(Item.number == "A-2021-0001")).one()
        assert [one.id for one in next_debates(session, item, TODAY)] == [DEBATE]
        assert next_debates(session, other, TODAY) == ()


def test_a_chosen_debate_gives_the_date_and_the_wording_stays(case_store: Store) -> None:
    hold(case_store)
    deadline = promised(case_store)
    assert deadline.certainty is Certainty.UNRESOLVED
    chosen = choose(case_store, deadline)
    assert (chosen.due_on, chosen.certainty, chosen.wording) == (
        date(2021, 9, 15),
        Certainty.PROVISIONAL,
        "voor het volgende commissiedebat",
    )
    assert (chosen.debate_id, chosen.debate_on, chosen.house_due_on, chosen.review_on) == (
        DEBATE,
        HELD,
        date(2021, 9, 15),
        None,
    )
    assert moved(case_store) == []


def test_a_debate_that_moves_is_told_and_moves_nothing(case_store: Store) -> None:
    hold(case_store)
    chosen = choose(case_store, promised(case_store))
    hold(case_store, on=LATER)
    assert moved(case_store) == [(HELD, (DEBATE, LATER))]
    again = choose(case_store, chosen)
    assert (again.due_on, moved(case_store)) == (date(2021, 9, 22), [])

    hold(case_store, on=LATER, status="Verplaatst")
    assert moved(case_store) == [(LATER, (DEBATE, LATER))]
    with pytest.raises(DomainError, match=r"debate\.off"):
        choose(case_store, again)
    hold(case_store, OTHER, date(2021, 10, 7))
    tie(case_store, OTHER, "vervangenVanuit", DEBATE)
    assert moved(case_store) == [(LATER, (OTHER, date(2021, 10, 7)))]
    with case_store.reading() as session:
        assert read_debate(session, DEBATE).id == OTHER
    final = choose(case_store, again, OTHER)
    assert (final.debate_id, final.due_on) == (OTHER, date(2021, 10, 6))


def test_one_that_is_gone_is_told_too(case_store: Store) -> None:
    hold(case_store)
    choose(case_store, promised(case_store))
    with case_store.writing() as session:
        session.get_one(HouseRecord, DEBATE).deleted = True
    assert moved(case_store) == [(HELD, None)]


def test_another_date_lets_go_of_the_debate(case_store: Store) -> None:
    hold(case_store)
    chosen = choose(case_store, promised(case_store))
    with case_store.writing() as session:
        plan = Plan(chosen.wording, chosen.reference_date, own_date=date(2021, 12, 1))
        calendar, who = read_calendar(session), actor(case_store)
        own = move_deadline(
            session, who, CLOCK, calendar, chosen.id, chosen.version, plan, reason="Anders"
        )
        assert (own.debate_id, own.certainty) == (None, Certainty.FIRM)


def test_a_wording_that_sets_no_last_day_is_refused(case_store: Store) -> None:
    hold(case_store)
    deadline = promised(case_store, "na het commissiedebat")
    with pytest.raises(DomainError, match=r"debate\.sets_no_day"):
        choose(case_store, deadline)
