"""Choosing the debate that a deadline hangs on."""

import uuid
from collections.abc import Iterator
from datetime import date

import pytest

from tests.house_debates import DEBATE, LATER, hold, promised
from tests.web_client import Client
from tracker.db.session import Store, make_engine


@pytest.fixture
def served(case_url: str) -> Iterator[Store]:
    """The database that the client's application serves."""
    store = Store(make_engine(case_url))
    yield store
    store.engine.dispose()


def test_an_officer_chooses_a_debate_and_hears_that_it_moves(client: Client, served: Store) -> None:
    hold(served)
    deadline = promised(served)
    page = f"/deadlines/{deadline.id}/debate"
    assert client.get("/items/T-2021-0001").all(f"//a[@href='{page}']")

    nothing = client.submit(page, page)
    assert (nothing.status, "Vul dit veld in" in nothing.text) == (422, True)
    done = client.submit(page, page, debate_id=str(DEBATE))
    assert "De termijn volgt nu dit debat." in done.text
    assert "Commissiedebat Mensenhandel (2021A00001) op 16 september 2021" in done.text
    assert "wo 15 september 2021" in done.text

    hold(served, on=LATER)
    told = client.get("/")
    assert "Het debat van 16 september 2021 is verplaatst naar 23 september 2021." in told.text
    assert told.all(f"//a[@href='{page}']")
    again = client.get(page)
    assert again.form(page)["debate_id"] == str(DEBATE)
    client.submit(page, page)
    assert "is verplaatst naar" not in client.get("/").text


def test_words_narrow_the_list_and_none_found_says_so(client: Client, served: Store) -> None:
    hold(served)
    page = f"/deadlines/{promised(served).id}/debate"
    assert "Commissiedebat, Mensenhandel" in client.get(f"{page}?q=mensen").text
    assert "Geen debat gevonden met deze woorden." in client.get(f"{page}?q=walvis").text


def test_without_debates_it_leads_to_a_date_of_ones_own(client: Client, served: Store) -> None:
    deadline = promised(served)
    empty = client.get(f"/deadlines/{deadline.id}/debate")
    assert empty.all(f"//main//a[@href='/deadlines/{deadline.id}/move']")
    assert client.get(f"/deadlines/{uuid.uuid4()}/debate").status == 404
    assert date(2021, 9, 16).isoformat() not in empty.text
