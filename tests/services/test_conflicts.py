"""A write that loses a race is tried anew, and then sees what the other saved."""

import threading
from dataclasses import replace

import pytest

from tests import worked_case
from tests.services.test_item_changes import MOTION, as_input
from tests.worked_case import CLOCK
from tracker.db.session import Store
from tracker.services.conflicts import Conflict, save
from tracker.services.item_changes import edit_item, item_form, read_item


def test_two_transactions_at_one_moment_end_in_one_question(case_store: Store) -> None:
    noor = worked_case.actor(case_store)
    joris = worked_case.actor(case_store, worked_case.JORIS)
    with case_store.reading() as session:
        item, seen = read_item(session, noor, MOTION)
        given = as_input(session, item)
    together = threading.Barrier(2)
    asked: list[Conflict] = []

    def edit(name: str) -> None:
        actor = {"Noor": noor, "Joris": joris}[name]
        together.wait()
        try:
            save(
                case_store,
                lambda session: edit_item(
                    session, actor, CLOCK, MOTION, given=replace(given, title=name), seen=seen
                ),
            )
        except Conflict as conflict:
            asked.append(conflict)

    threads = [threading.Thread(target=edit, args=(name,)) for name in ("Noor", "Joris")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    with case_store.reading() as session:
        title = item_form(session, read_item(session, noor, MOTION)[0])["title"]
    [conflict] = asked
    assert {title, conflict.merge.values["title"]} == {"Noor", "Joris"}
    assert conflict.theirs["title"] == title


def test_an_error_of_another_sort_is_not_tried_anew(case_store: Store) -> None:
    tries = []

    def broken(_session: object) -> None:
        tries.append(1)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        save(case_store, broken)

    assert tries == [1]
