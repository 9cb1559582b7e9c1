"""A letter is judged with the keyboard, beside its words."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

LETTER = """Den Haag, 15 juni 2021

Aanbeveling 1. Zorg dat tolken beter bereikbaar zijn (p. 12)

Het kabinet neemt deze aanbeveling over. Ik zeg uw Kamer toe het tolkenregister te vernieuwen. \
Uw Kamer wordt voor 1 oktober 2021 geïnformeerd over de uitkomsten.
"""


def read_letter(page: Page) -> None:
    """Paste the letter; the page of its proposals opens."""
    page.goto("/letters/new")
    page.get_by_label("Tekst van de brief").fill(LETTER)
    page.get_by_label("Datum van de brief").fill("15-06-2021")
    page.get_by_role("button", name="Brief lezen").click()
    page.wait_for_url("**/letters/*-*")
    expect(page.locator(".nk-prop").first).to_be_visible()


def test_the_keys_judge_and_undo(page: Page) -> None:
    read_letter(page)
    count = page.locator(".nk-prop").count()
    assert count >= 1
    page.keyboard.press("j")
    first = page.locator("#proposal-1")
    expect(first).to_be_focused()
    expect(page.locator("mark[data-find='1'].is-focus").first).to_be_visible()
    page.keyboard.press("x")
    expect(first).to_have_attribute("data-state", "rejected")
    expect(page.locator("#voortgang")).to_contain_text(f"1 beoordeeld, {count - 1} open")
    page.keyboard.press("u")
    expect(first).to_have_attribute("data-state", "open")
    expect(first).to_be_focused()
    page.keyboard.press("e")
    expect(page.locator("#proposal-1 button[value=save]")).to_be_visible()


def test_the_form_of_a_proposal_takes_the_keyboard_and_gives_it_back(page: Page) -> None:
    read_letter(page)
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.get_by_label("Titel")).to_be_focused()
    page.locator("#proposal-1").get_by_role("link", name="Annuleren").press("Enter")
    expect(page.locator("#proposal-1")).to_be_focused()


def test_the_keys_can_be_switched_off(page: Page) -> None:
    read_letter(page)
    page.get_by_label("Toetsen gebruiken op deze pagina").uncheck()
    page.locator("#proposal-1").focus()
    page.keyboard.press("x")
    page.reload()
    expect(page.get_by_label("Toetsen gebruiken op deze pagina")).not_to_be_checked()
    expect(page.locator("#proposal-1")).to_have_attribute("data-state", "open")


def test_a_find_leads_to_its_proposal(page: Page) -> None:
    read_letter(page)
    page.locator("mark[data-find='1'] a").first.click()
    expect(page.locator("#proposal-1")).to_be_focused()


def test_a_place_in_the_letter_shows_its_words_and_its_proposal(page: Page) -> None:
    read_letter(page)
    page.goto(page.url.split("#")[0] + "#find-2")
    page.reload()
    expect(page.locator("mark[data-find='2']").first).to_have_class(re.compile("is-focus"))
    expect(page.locator("#proposal-2")).to_have_attribute("aria-current", "true")


def test_a_file_is_read(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "brief.txt"
    path.write_text(LETTER, encoding="utf-8")
    page.goto("/letters/new")
    page.get_by_label("Bestand").set_input_files(path)
    page.get_by_label("Datum van de brief").fill("15-06-2021")
    page.get_by_role("button", name="Brief lezen").click()
    page.wait_for_url("**/letters/*-*")
    expect(page.locator(".nk-crumbs")).to_contain_text("brief.txt")
