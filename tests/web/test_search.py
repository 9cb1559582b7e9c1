"""The page that finds items and papers."""

from tests.web_client import Client


def test_the_box_in_the_header_leads_to_what_is_found_with_the_words_marked(
    client: Client,
) -> None:
    [form] = client.get("/").all("//header//form[@role='search']")
    assert (form.get("action"), form.get("method")) == ("/search", "get")

    page = client.get("/search?q=slachtoff")

    assert page.texts("//section[.//h2[@id='items']]//td[1]//a") != []
    assert {text.lower() for text in page.texts("//section//mark")} >= {"slachtoffers"}
    assert page.all("//main//input[@name='q'][@value='slachtoff']")


def test_a_number_goes_to_the_top(client: Client) -> None:
    page = client.get("/search?q=31+015%2C+nr.+221")

    assert page.texts("//main//table[1]//td[1]//a") == [
        "A-2021-0003", "A-2021-0002", "A-2021-0001", "31 015, nr. 221",
    ]  # fmt: skip
    assert [one.get("href") for one in page.all("//main//table//td[1]//a")][-1] == (
        "/papers/kst-31015-221"
    )


def test_items_or_papers_alone(client: Client) -> None:
    items = client.get("/search?q=de&soort=items")
    papers = client.get("/search?q=de&soort=papers&page=9999999")

    assert items.texts("//main//h2") == ["Items"]
    assert papers.texts("//main//h2") == ["Kamerstukken"]
    assert items.texts("//nav//a[@aria-current='true']") == ["Items (7)"]


def test_what_to_do_where_nothing_is_found_or_asked(client: Client) -> None:
    assert "Niets gevonden." in client.get("/search?q=walvis").texts("//div[@class='nk-empty']")[0]
    assert "Typ een nummer" in client.get("/search").texts("//div[@class='nk-empty']")[0]


def test_markup_in_a_query_stays_text(client: Client) -> None:
    page = client.get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22%27&soort=%22")

    assert not page.all("//main//script")
    assert page.all("//main//input[@name='q']")[0].get("value") == "<script>alert(1)</script>\"'"
