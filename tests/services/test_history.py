"""The story of an item, in Dutch words."""

from dataclasses import replace

import pytest

from tests import worked_case
from tests.services.test_item_changes import MOTION, as_input
from tests.worked_case import CLOCK
from tracker.adapters.labels import LABELS
from tracker.adapters.messages import translator
from tracker.db.recording import TRACKED, UNRECORDED
from tracker.db.session import Store
from tracker.domain.differences import Part
from tracker.services.actors import Actor
from tracker.services.history import (
    UNTOLD,
    Entry,
    Line,
    story,
)
from tracker.services.item_changes import edit_item, read_item

MESSAGES = translator("nl")
AT_AN_ITEM = {"item", "deadline", "measure", "progressnote"}


@pytest.fixture
def noor(case_store: Store) -> Actor:
    return worked_case.actor(case_store)


def entries(store: Store, actor: Actor, number: str = MOTION) -> tuple[Entry, ...]:
    with store.reading() as session:
        return story(session, read_item(session, actor, number)[0], MESSAGES).entries


def test_every_field_has_a_dutch_name_or_is_left_out_on_purpose() -> None:
    columns = {
        name
        for table in TRACKED
        if str(table.__tablename__) in AT_AN_ITEM
        for name in table.model_fields
    }

    assert columns - UNRECORDED - UNTOLD - LABELS["field"].keys() == set()


def test_the_story_of_the_motion_speaks_dutch(case_store: Store, noor: Actor) -> None:
    told = entries(case_store, noor)

    statuses = [
        (entry.who, line.old, line.new)
        for entry in told
        for line in entry.lines
        if line.code == "changed" and line.field == "Status"
    ]
    assert statuses == [
        ("Noor Aksoy", "In beoordeling", "In behandeling"),
        ("Noor Aksoy", "Nieuw", "In beoordeling"),
    ]
    assert told == tuple(sorted(told, key=lambda entry: entry.at, reverse=True))


def test_the_first_entry_says_how_the_item_came_to_be(case_store: Store, noor: Actor) -> None:
    first = entries(case_store, noor)[-1]

    assert first.who == "Mila Hoekstra"
    assert Line("made", "item", subject=first.lines[0].subject) == first.lines[0]
    assert (
        Line("made", "itemlink", subject="A-2021-0002", new="geeft uitvoering aan") in first.lines
    )
    assert Line("made", "itempaper", subject="35 570 VI, nr. 50", new="bron") in first.lines


def test_a_link_is_told_at_both_ends(case_store: Store, noor: Actor) -> None:
    lines = [
        line
        for entry in entries(case_store, noor, "A-2021-0002")
        for line in entry.lines
        if line.noun == "itemlink"
    ]

    assert lines == [Line("made", "itemlink", subject=MOTION, new="krijgt uitvoering door")]


def test_a_rewritten_text_shows_the_words_that_changed(case_store: Store, noor: Actor) -> None:
    with case_store.reading() as session:
        item, seen = read_item(session, noor, MOTION)
        given = as_input(session, item)
    new = given.text.replace("plan", "meerjarig plan", 1)
    with case_store.writing() as session:
        edit_item(
            session,
            noor,
            CLOCK,
            MOTION,
            given=replace(given, text=new),
            seen=seen,
            reason="Letterlijk",
            unchosen={"title": "Andere titel", "owner_id": str(noor.user_id), "minister_id": "x"},
        )

    last = entries(case_store, noor)[0]

    assert (last.who, last.initials, last.at, last.reason) == (
        "Noor Aksoy",
        "NA",
        CLOCK.now(),
        "Letterlijk",
    )
    rewritten = next(line for line in last.lines if line.code == "rewritten")
    assert rewritten.field == "Dictum"
    assert [text for part, text in rewritten.difference if part is Part.ADDED] == ["meerjarig "]
    assert [(line.field, line.old) for line in last.lines if line.code == "unchosen"] == [
        ("Titel", "Andere titel"),
        ("Behandelaar", "Noor Aksoy"),
        ("Bewindspersoon", "x"),
    ]


def test_a_long_story_says_that_there_is_more(case_store: Store, noor: Actor) -> None:
    with case_store.reading() as session:
        item, _ = read_item(session, noor, MOTION)
        short, whole = (story(session, item, MESSAGES, n) for n in (3, None))

    assert (short.more, whole.more) == (True, False)
    assert sum(len(entry.lines) for entry in short.entries) <= 3
