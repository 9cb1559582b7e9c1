"""Afstemming: the page that lays our account beside the register's."""

from collections.abc import Iterator

import pytest

from tests.house_register import NUMBER, enter, number_item
from tests.web_client import Client
from tracker.db.session import Store, make_engine


@pytest.fixture
def served(case_url: str) -> Iterator[Store]:
    """The database that the client's application serves."""
    engine = make_engine(case_url)
    yield Store(engine)
    engine.dispose()


def test_a_register_that_was_not_read(client: Client) -> None:
    assert "is hier nog niet gelezen" in client.get("/register").text


def test_a_difference_leads_to_the_form_that_solves_it(client: Client, served: Store) -> None:
    number_item(served)
    enter(served, status="Voldaan", kamerbriefNakoming="kst-29344-150")
    page = client.get("/register")
    [row] = page.texts("//section[@aria-labelledby='verschillen']//tbody/tr")
    assert "Voldaan 29 344, nr. 150" in row
    assert "Het register noemt dit voldaan; hier staat het nog open." in row
    [href] = page.all("//section[@aria-labelledby='verschillen']//a[contains(., 'Afdoen')]/@href")
    form = client.get(href).form("/items/T-2021-0001/status")
    assert (form["status"], form["paper"]) == ("met", "29 344, nr. 150")


def test_what_agrees_and_what_the_register_lacks(client: Client, served: Store) -> None:
    number_item(served)
    enter(served, status="Openstaand")
    page = client.get("/register")
    assert "Geen verschil: het register zegt van elke toezegging hetzelfde." in page.text
    assert len(page.all("//section[@aria-labelledby='gelijk']//tbody/tr")) == 1
    number_item(served, number="TZ202103-999")
    page = client.get("/register")
    assert page.texts("//section[@aria-labelledby='onbekend']//li/a") == ["T-2021-0001"]
    assert NUMBER not in page.text


def test_the_page_of_an_item_has_the_line_of_the_register(client: Client, served: Store) -> None:
    number_item(served)
    enter(served, status="Voldaan", datumNakoming="2021-06-30T00:00:00")
    [said] = client.get("/items/T-2021-0001").texts("//dt[.='Register']/following-sibling::dd")
    assert said == f"{NUMBER} · Voldaan, 30 juni 2021 Afstemming met het register"
