"""The same work without JavaScript: each action is a plain form."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.live_server import sign_in

ITEM = "/items/M-2021-0002"
WHAT = "Plan van aanpak aan de Kamer sturen"


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """Noor Aksoy at the start page, in a browser that runs no script."""
    return sign_in(new_context(java_script=False))


def test_filter_and_sort(page: Page) -> None:
    page.goto("/items")
    page.get_by_role("checkbox", name="Moties").check()
    page.get_by_role("button", name="Toon").click()
    subjects = page.locator("td.subject a")
    expect(subjects).to_have_count(3)
    page.get_by_role("link", name="Nummer").click()
    expect(page.locator("tbody td.nk-num")).to_have_text(
        ["M-2021-0001", "M-2021-0002", "M-2021-0003"]
    )
    page.get_by_role("link", name="Nummer").click()
    expect(page.locator("tbody td.nk-num")).to_have_text(
        ["M-2021-0003", "M-2021-0002", "M-2021-0001"]
    )


def test_see_the_date_of_a_term_and_add_it(page: Page) -> None:
    page.goto(ITEM)
    page.locator("summary", has_text="Nieuwe termijn").click()
    page.get_by_label("Wat", exact=True).fill(WHAT)
    page.get_by_label("Bewoording").fill("uiterlijk voor het zomerreces van 2021")
    page.get_by_role("button", name="Toon datum").click()
    expect(page.locator("#waarom")).to_contain_text("donderdag 8 juli 2021")
    expect(page.locator("#waarom")).to_contain_text("vrijdag 9 juli 2021")
    expect(page.get_by_label("Wat", exact=True)).to_have_value(WHAT)
    page.get_by_label("Hardheid").select_option(label="Toegezegd")
    page.get_by_role("button", name="Termijn opslaan").click()
    saved = page.locator("article", has_text=WHAT)
    expect(saved).to_contain_text("do 8 juli 2021")
    expect(page.locator("#melding")).to_contain_text("Termijn opgeslagen.")


def test_write_a_note(page: Page) -> None:
    page.goto(f"{ITEM}/notes/new")
    page.get_by_role("button", name="Stand van zaken opslaan").click()
    expect(page.get_by_role("alert")).to_contain_text("Nog niet opgeslagen.")
    page.get_by_label("Stand van zaken", exact=True).fill("Zonder script geschreven.")
    page.get_by_role("button", name="Stand van zaken opslaan").click()
    expect(page.locator(".nk-notes > li").first).to_contain_text("Zonder script geschreven.")


def test_change_a_status(page: Page) -> None:
    page.goto(f"{ITEM}/status")
    page.get_by_role("radio", name="Wordt niet uitgevoerd").check()
    page.get_by_role("button", name="Verder").click()
    page.locator("#f-reason").fill("De Kamer is gevolgd in de begroting.")
    page.get_by_role("radio", name="Vervalt").check()
    page.get_by_role("group", name="Plan van aanpak").get_by_label("Reden").fill("Niet nodig.")
    page.get_by_role("button", name="Status opslaan").click()
    expect(page.locator(".nk-itemhead .line")).to_contain_text("Wordt niet uitgevoerd")
    expect(page.get_by_text("1 afgesloten termijn")).to_be_visible()


def test_subscribe(page: Page) -> None:
    page.goto("/subscriptions")
    page.get_by_label("Naam").fill("Alles")
    page.get_by_role("button", name="Koppeling maken").click()
    address = page.get_by_label("Adres van de agenda").input_value()
    assert page.request.get(address).text().startswith("BEGIN:VCALENDAR")


def test_make_a_letter(page: Page) -> None:
    page.goto("/progress-letters/new")
    page.get_by_label("Titel").fill("Moties mensenhandel")
    page.get_by_label("Weergave").select_option(label="Samen tegen mensenhandel")
    page.get_by_role("button", name="Concept maken").click()
    expect(page.locator("table.nk-annex tbody tr")).to_have_count(7)


def test_the_menus_open_on_a_telephone(new_context: Callable[..., BrowserContext]) -> None:
    page = sign_in(new_context(java_script=False, width=390))
    page.get_by_role("button", name="Menu").click()
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Overzicht").click()
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("checkbox", name="Moties").check()
    page.get_by_role("button", name="Toon").click()
    expect(page.locator("td.subject a")).to_have_count(3)
