"""Whatever happens on the way, what an officer typed is there, once."""

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.live_server import Complaints, sign_in
from tests.worked_case import PASSWORD
from tracker.web.desk import SESSION_COOKIE

ITEM = "/items/M-2021-0002"
NOTE = "Wat hier staat, mag niet weg: <b>50%</b> & 'één' 🙂 שלום."


def test_a_form_sent_twice_makes_one(page: Page) -> None:
    page.goto(f"{ITEM}/notes/new")
    note(page).fill(NOTE)
    page.get_by_role("button", name="Stand van zaken opslaan").dblclick()
    expect(page).to_have_url(re.compile(rf"{ITEM}(#|$)"))
    expect(page.locator(".nk-notes > li")).to_have_count(4)
    expect(page.locator(".nk-notes > li", has_text=NOTE)).to_have_count(1)


def test_a_form_sent_again_from_the_past_makes_one(page: Page) -> None:
    page.goto(f"{ITEM}/notes/new")
    note(page).fill(NOTE)
    fields = page.locator("main form[method=post]")
    sent = fields.evaluate("(form) => Object.fromEntries(new FormData(form))")
    for _ in range(2):
        answer = page.request.post(
            f"{ITEM}/notes/new", form=sent, headers={"Origin": page.url.partition("/items")[0]}
        )
        assert answer.ok
    page.goto(ITEM)
    expect(page.locator(".nk-notes > li", has_text=NOTE)).to_have_count(1)


def test_back_keeps_what_was_typed(page: Page) -> None:
    page.goto(f"{ITEM}/notes/new")
    note(page).fill(NOTE)
    page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name="Overzicht").click()
    expect(page).to_have_title("Overzicht - Nakoming")
    page.go_back()
    expect(note(page)).to_have_value(NOTE)


def test_another_way_back_puts_an_edit_back(page: Page) -> None:
    page.goto(f"{ITEM}/edit")
    before = page.get_by_label("Dictum").input_value()
    page.get_by_label("Dictum").fill(f"{before} {NOTE}")
    page.goto("/items")
    page.goto(f"{ITEM}/edit")
    expect(page.get_by_label("Dictum")).to_have_value(f"{before} {NOTE}")
    expect(page.locator(".nk-restored")).to_contain_text("is teruggezet")
    page.get_by_role("button", name="Weggooien").click()
    expect(page.get_by_label("Dictum")).to_have_value(before)
    page.reload()
    expect(page.get_by_label("Dictum")).to_have_value(before)


def test_a_draft_does_not_cover_what_someone_else_saved(
    page: Page, new_context: Callable[..., BrowserContext]
) -> None:
    page.goto(f"{ITEM}/edit")
    page.get_by_label("Dictum").fill("Een oud concept.")
    page.goto("/items")
    other = sign_in(new_context())
    other.goto(f"{ITEM}/edit")
    other.get_by_label("Dictum").fill("Intussen opgeslagen.")
    with other.expect_navigation():
        other.get_by_role("button", name="Opslaan").click()
    page.goto(f"{ITEM}/edit")
    expect(page.get_by_label("Dictum")).to_have_value("Intussen opgeslagen.")


def test_what_was_saved_is_not_put_back(page: Page) -> None:
    page.goto(f"{ITEM}/notes/new")
    note(page).fill(NOTE)
    with page.expect_navigation():
        page.get_by_role("button", name="Stand van zaken opslaan").click()
    page.goto(f"{ITEM}/notes/new")
    expect(note(page)).to_have_value("")
    expect(page.locator(".nk-restored")).to_have_count(0)


def test_an_ended_session_keeps_what_was_typed(page: Page) -> None:
    page.goto(f"{ITEM}/notes/new")
    note(page).fill(NOTE)
    page.context.clear_cookies(name=SESSION_COOKIE)
    page.get_by_role("button", name="Stand van zaken opslaan").click()
    expect(page.get_by_role("main")).to_contain_text("Wat u verstuurde is bewaard")
    page.get_by_label("E-mailadres").fill("noor.aksoy@voorbeeld.nl")
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.get_by_role("button", name="Aanmelden").click()
    expect(page.get_by_role("main")).to_contain_text(NOTE)
    page.get_by_role("button", name="Alsnog opslaan").click()
    expect(page.locator(".nk-notes > li", has_text=NOTE)).to_have_count(1)


def test_a_lost_network_is_said_and_loses_nothing(page: Page) -> None:
    page.goto(f"{ITEM}/notes/new")
    note(page).fill(NOTE)
    page.context.set_offline(True)
    page.get_by_role("button", name="Stand van zaken opslaan").click()
    expect(page.locator("#melding")).to_contain_text("De server is niet bereikbaar")
    expect(note(page)).to_have_value(NOTE)
    page.context.set_offline(False)
    page.get_by_role("button", name="Stand van zaken opslaan").click()
    expect(page.locator(".nk-notes > li", has_text=NOTE)).to_have_count(1)


def test_a_server_that_is_away_loses_nothing(page: Page) -> None:
    page.goto(f"{ITEM}/notes/new")
    note(page).fill(NOTE)
    page.route("**/notes/new", lambda route: route.abort("connectionrefused"))
    page.get_by_role("button", name="Stand van zaken opslaan").click()
    page.wait_for_url("chrome-error://**")
    page.unroute("**/notes/new")
    page.go_back()
    page.goto(f"{ITEM}/notes/new")
    expect(note(page)).to_have_value(NOTE)


def test_a_list_without_network_says_so(page: Page, complaints: Complaints) -> None:
    page.goto("/items")
    page.context.set_offline(True)
    page.get_by_role("checkbox", name="Moties").check()
    expect(page.locator("#melding")).to_contain_text("De server is niet bereikbaar")
    expect(page.locator("td.subject a")).to_have_count(7)
    assert "ERR_INTERNET_DISCONNECTED" in complaints[-1]
    complaints.clear()


def note(page: Page) -> Locator:
    return page.get_by_label("Stand van zaken", exact=True)
