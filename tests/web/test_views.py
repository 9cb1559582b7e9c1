"""Saving, changing and removing a view, as forms."""

from tests.web_client import Client, Page


def tabs(page: Page) -> list[str]:
    return page.texts("//nav[@aria-label='Weergaven']//a")


def save(client: Client, name: str = "Mijn moties", **fields: str) -> Page:
    [link] = client.get("/items?kind=motion&owner=me").all("//a[.='Bewaar als weergave']")
    return client.submit(link.get("href"), "/views", name=name, **fields)


def test_a_selection_is_saved_as_a_view_and_shown(client: Client) -> None:
    page = save(client)

    assert str(page.response.url).endswith("/items?kind=motion&owner=me")
    assert "Weergave opgeslagen." in page.text
    assert tabs(page)[-2:] == ["Mijn moties1", "Samen tegen mensenhandel7"]
    assert page.all("//a[.='Weergave wijzigen']")
    assert not page.all("//a[.='Bewaar als weergave']")


def test_what_was_typed_stays_when_a_name_is_refused(client: Client) -> None:
    save(client)
    again = client.submit("/views/new?kind=motion", "/views", name="  MIJN moties", shared="1")

    assert again.status == 422
    assert again.texts("//*[@id='f-name-error']") == [
        "U hebt al een weergave ‘MIJN moties’. Kies een andere naam."
    ]
    assert again.form("/views") | {"_csrf_token": "", "submission": ""} == {
        "_csrf_token": "",
        "submission": "",
        "query": "kind=motion",
        "name": "  MIJN moties",
        "shared": "1",
    }


def test_a_form_that_is_sent_twice_makes_one_view(client: Client) -> None:
    fields = client.get("/views/new?kind=motion").form("/views") | {"name": "Moties"}
    client.post("/views", fields)
    page = client.post("/views", fields)

    assert [tab for tab in tabs(page) if tab.startswith("Moties")] == ["Moties3"]


def test_a_view_says_what_is_in_it_and_is_renamed_and_removed(client: Client) -> None:
    [link] = save(client).all("//a[.='Weergave wijzigen']")
    address = link.get("href")
    page = client.get(address)
    renamed = client.submit(address, address, name="<b>Moties & meer</b>", shared="1")
    removed = client.submit(address, f"{address}/delete")

    assert page.texts("//main//form//ul/li") == ["stand: open", "soort: motie", "behandelaar: ik"]
    assert tabs(renamed)[-2] == "<b>Moties & meer</b>1"
    assert "Weergave ‘<b>Moties & meer</b>’ verwijderd." in removed.text
    assert tabs(removed)[-1] == "Samen tegen mensenhandel7"
    assert client.get(address).status == 404


def test_two_editors_of_one_view_lose_nothing(client: Client) -> None:
    [link] = save(client).all("//a[.='Weergave wijzigen']")
    address = link.get("href")
    stale = client.get(address).form(address) | {"name": "Tweede"}
    client.submit(address, address, name="Eerste")
    refused = client.post(address, stale)
    saved = client.post(address, refused.form(address))

    assert refused.status == 409
    assert "Iemand heeft deze weergave intussen opgeslagen als ‘Eerste’." in refused.text
    assert refused.form(address)["name"] == "Tweede"
    assert tabs(saved)[-1] == "Tweede1"


def test_anothers_view_can_be_seen_and_not_changed(client: Client) -> None:
    page = client.get("/items?programme=Samen+tegen+mensenhandel")
    assert not page.all("//a[.='Weergave wijzigen']")
    assert not page.all("//a[.='Bewaar als weergave']")


def test_a_view_that_a_calendar_shows_stays(client: Client) -> None:
    [link] = save(client).all("//a[.='Weergave wijzigen']")
    address = link.get("href")
    key = address.rpartition("/")[2]
    client.submit("/subscriptions", "/subscriptions", name="Agenda", view=key)
    page = client.submit(address, f"{address}/delete")

    assert page.status == 422
    assert "Deze weergave staat nog in 1 agendakoppeling(en)." in page.text
