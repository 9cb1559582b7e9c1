"""An officer's day from end to end, in a real Chromium on the real server."""

import io
import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import vobject
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pypdf import PdfReader

from tests.live_server import sign_in
from tests.worked_case import JORIS

MOTION = "/items/M-2021-0002"
TERM = "uiterlijk voor het zomerreces van 2021"
NOTE = "VWS heeft het plan van aanpak akkoord bevonden."


def test_an_officers_day(
    page: Page, new_context: Callable[..., BrowserContext], soffice: str, tmp_path: Path
) -> None:
    see_what_asks_attention(page)
    find_and_keep_a_selection(page)
    read_the_motion(page)
    change_the_status(page)
    write_a_progress_note(page)
    add_a_deadline_by_its_wording(page)
    move_it(page)
    see_the_rules_of_closing(page)
    edit_the_same_item_at_once(page, sign_in(new_context(), JORIS))
    see_the_deadlines_by_month(page)
    subscribe_and_revoke(page)
    make_a_letter(page, soffice, tmp_path)


def see_what_asks_attention(page: Page) -> None:
    follow(page.get_by_role("link", name="Iedereen"))
    figures = page.locator(".nk-figures a")
    expect(figures).to_have_text(
        [
            re.compile(r"1\s*Te laat"),
            re.compile(r"3\s*Komende vier weken"),
            re.compile(r"2\s*Vóór het zomerreces"),
            re.compile(r"2\s*Opnieuw bekijken"),
        ]
    )
    addresses = [str(figure.get_attribute("href")) for figure in figures.all()]
    rows = []
    for address in addresses:
        page.goto(address)
        rows.append(page.locator("tbody tr:has(time), tbody tr:has(.nk-due--open)").count())
    assert rows == [1, 3, 2, 2]


def find_and_keep_a_selection(page: Page) -> None:
    menu(page, "Overzicht")
    subjects = page.locator("td.subject a")
    expect(subjects).to_have_count(7)
    page.get_by_role("checkbox", name="Moties").check()
    expect(subjects).to_have_count(3)
    page.get_by_role("link", name="Onderwerp").click()
    expect(page.locator("th[aria-sort]")).to_have_text(re.compile("Onderwerp"))
    expect(subjects).to_have_text(
        [re.compile("^Meerjarig"), re.compile("^Onderzoek"), re.compile("^Verkenning")]
    )
    assert set(page.url.partition("?")[2].split("&")) == {"kind=motion", "sort=title"}
    follow(page.get_by_role("link", name="Bewaar als weergave"))
    page.get_by_label("Naam").fill("Moties op onderwerp")
    follow(page.get_by_role("button", name="Bewaar"))
    expect(said(page)).to_contain_text("Weergave opgeslagen.")
    expect(page.locator(".nk-tabs [aria-current=page]")).to_have_text(
        re.compile(r"Moties op onderwerp\s*3")
    )


def read_the_motion(page: Page) -> None:
    follow(page.get_by_role("link", name="Meerjarig plan"))
    expect(page).to_have_url(re.compile(MOTION))
    expect(page.locator(".nk-dictum")).to_contain_text("plan voor meerdere jaren")
    expect(page.locator(".nk-itemhead")).to_contain_text("Motie van de leden Kuik en Van der Graaf")
    source = page.get_by_role("link", name="35 570 VI, nr. 50").first
    expect(source).to_have_attribute("href", "/papers/kst-35570-VI-50")
    address = "https://zoek.officielebekendmakingen.nl/kst-35570-VI-50.html"
    outside = page.get_by_role("link", name="bij de bron 35 570 VI, nr. 50").first
    expect(outside).to_have_attribute("href", address)
    expect(panel(page, "Verbanden")).to_contain_text("geeft uitvoering aan")
    expect(panel(page, "Verbanden").get_by_role("link", name="A-2021-0002")).to_be_visible()
    expect(section(page, "Maatregelen")).to_contain_text("Meerjarenagenda 2021–2024")
    deadline = section(page, "Termijnen").locator("article")
    expect(deadline).to_contain_text("de komende maanden")
    expect(deadline).to_contain_text("Datum nog te bepalen")
    expect(deadline).to_contain_text("De bewoording noemt geen maand, reces of gebeurtenis")
    expect(section(page, "Stand van zaken").locator("li")).to_have_count(3)
    expect(section(page, "Kamerstukken")).to_contain_text("28 638, nr. 185")
    expect(section(page, "Verloop")).to_contain_text("Mila Hoekstra")


def change_the_status(page: Page) -> None:
    follow(page.get_by_role("link", name="Status wijzigen"))
    page.get_by_role("radio", name="Deels afgedaan").check()
    page.get_by_label("Reden").fill("Het eerste deel van het plan is klaar.")
    follow(page.get_by_role("button", name="Status opslaan"))
    expect(page.locator(".nk-itemhead .line")).to_contain_text("Deels afgedaan")
    expect(section(page, "Verloop")).to_contain_text("Het eerste deel van het plan is klaar.")


def write_a_progress_note(page: Page) -> None:
    section(page, "Stand van zaken").get_by_role("link", name="Schrijven").click()
    page.get_by_label("Stand van zaken", exact=True).fill(NOTE)
    follow(page.get_by_role("button", name="Stand van zaken opslaan"))
    newest = section(page, "Stand van zaken").locator("li").first
    expect(newest).to_contain_text("1 juli 2021")
    expect(newest).to_contain_text(NOTE)


def add_a_deadline_by_its_wording(page: Page) -> None:
    page.locator("summary", has_text="Nieuwe termijn").click()
    form = page.locator("form", has=page.get_by_role("heading", name="Nieuwe termijn"))
    form.get_by_label("Wat", exact=True).fill("Plan van aanpak aan de Kamer sturen")
    form.get_by_label("Bewoording").press_sequentially(TERM, delay=5)
    why = page.locator("#waarom")
    expect(why).to_contain_text("donderdag 8 juli 2021")
    expect(why).to_contain_text("vrijdag 9 juli 2021")
    expect(why).to_contain_text("Vaste datum")
    expect(why.locator("ol li").first).to_be_visible()
    form.get_by_label("Hardheid").select_option(label="Toegezegd")
    follow(form.get_by_role("button", name="Termijn opslaan"))
    expect(said(page)).to_contain_text("Termijn")
    saved = deadline(page, "Plan van aanpak aan de Kamer sturen")
    expect(saved).to_contain_text("do 8 juli 2021")
    expect(saved).to_contain_text(TERM)


def move_it(page: Page) -> None:
    saved = deadline(page, "Plan van aanpak aan de Kamer sturen")
    follow(saved.get_by_role("link", name="Termijn verplaatsen"))
    page.get_by_label("Bewoording").fill("voor het kerstreces van 2021")
    expect(page.locator("#waarom")).to_contain_text("donderdag 16 december 2021")
    follow(page.get_by_role("button", name="Verplaatsing opslaan"))
    expect(page.get_by_role("alert")).to_contain_text("Nog niet opgeslagen.")
    reason = page.get_by_label("Reden van de verplaatsing")
    expect(reason).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Bewoording")).to_have_value("voor het kerstreces van 2021")
    reason.fill("VWS vraagt meer tijd.")
    follow(page.get_by_role("button", name="Verplaatsing opslaan"))
    moved = deadline(page, "Plan van aanpak aan de Kamer sturen")
    expect(moved).to_contain_text("do 16 december 2021")
    expect(moved).to_contain_text("Nog niet gemeld")
    expect(moved).to_contain_text("do 8 juli 2021")
    expect(moved).to_contain_text("VWS vraagt meer tijd.")


def see_the_rules_of_closing(page: Page) -> None:
    page.goto("/items/T-2021-0001/status")
    page.get_by_role("radio", name="Afgedaan", exact=True).check()
    expect(page.locator("form#status-form")).to_contain_text("noem het Kamerstuk")
    questions = page.locator("fieldset.nk-panel")
    expect(questions).to_have_count(2)
    page.get_by_role("textbox", name="Kamer geïnformeerd met").fill("28 638, nr. 190")
    follow(page.get_by_role("button", name="Status opslaan"))
    expect(page.get_by_role("alert")).to_contain_text("Nog niet opgeslagen.")
    expect(questions.locator(".utrecht-form-field-error-message")).to_have_count(2)
    page.get_by_role("textbox", name="Kamer geïnformeerd met").fill("")
    page.locator("#f-reason").fill("De brief is klaar, maar nog niet verzonden.")
    follow(page.get_by_role("button", name="Status opslaan"))
    expect(page.locator(".nk-itemhead .line")).to_contain_text("Voorgesteld als afgedaan")
    expect(panel(page, "Gegevens")).to_contain_text("nog niet gemeld")
    expect(section(page, "Termijnen").locator("article")).to_have_count(2)


def edit_the_same_item_at_once(mine: Page, theirs: Page) -> None:
    for page in (mine, theirs):
        page.goto(f"{MOTION}/edit")
    before = mine.get_by_label("Dictum").input_value()
    theirs.get_by_label("Dictum").fill(f"{before} Dat zegt Joris.")
    theirs.get_by_label("Appreciatie").select_option(label="Oordeel Kamer")
    follow(theirs.get_by_role("button", name="Opslaan"))
    expect(theirs.locator(".nk-dictum")).to_have_text(f"{before} Dat zegt Joris.")
    mine.get_by_label("Dictum").fill(f"{before} Dat zegt Noor.")
    follow(mine.get_by_role("button", name="Opslaan"))
    expect(mine.get_by_role("main")).to_contain_text("Joris Vermaat sloeg dit op")
    sides = mine.locator(".nk-side")
    expect(sides.first).to_contain_text("Uw tekst")
    expect(sides.first.locator("ins")).to_have_text("Dat zegt Noor.")
    expect(sides.last.locator("ins")).to_have_text("Dat zegt Joris.")
    mine.get_by_role("radio", name="Tekst van Joris Vermaat").check()
    follow(mine.get_by_role("button", name="Keuze opslaan"))
    expect(mine.locator(".nk-dictum")).to_have_text(f"{before} Dat zegt Joris.")
    expect(panel(mine, "Gegevens")).to_contain_text("Oordeel Kamer")
    expect(section(mine, "Verloop")).to_contain_text(f"{before} Dat zegt Noor.")


def see_the_deadlines_by_month(page: Page) -> None:
    menu(page, "Termijnen")
    table = page.get_by_role("table", name="Termijnen per maand")
    expect(table).to_contain_text("Plan van aanpak aan de Kamer sturen")
    expect(table).to_contain_text("Zomerreces: vrijdag 9 juli 2021 tot en met maandag 6 september")
    expect(table).to_contain_text("Geschatte datum")
    expect(table).to_contain_text("Datum nog te bepalen")


def subscribe_and_revoke(page: Page) -> None:
    menu(page, "Agendakoppelingen")
    page.get_by_label("Naam").fill("Mensenhandel")
    page.get_by_label("Weergave").select_option(label="Samen tegen mensenhandel")
    follow(page.get_by_role("button", name="Koppeling maken"))
    field = page.get_by_label("Adres van de agenda")
    address = field.input_value()
    site = page.url.partition("/subscriptions")[0]
    assert re.fullmatch(re.escape(site) + r"/calendars/[\w-]{22,}\.ics", address)
    page.get_by_role("button", name="Kopiëren").click()
    expect(said(page)).to_contain_text("Gekopieerd.")
    events = {str(one.summary.value): one for one in vobject.readOne(fetched(address)).vevent_list}
    [sent] = [one for name, one in events.items() if "EMM-fenomeenonderzoek" in name]
    assert sent.dtstart.value == date(2021, 7, 8)
    assert sent.dtend.value == date(2021, 7, 9)
    assert f"{site}/items/T-2021-0001" in str(sent.contents)
    assert all(
        type(one.dtstart.value) is date and one.dtend.value - one.dtstart.value == timedelta(1)
        for one in events.values()
    )
    follow(page.get_by_role("button", name="Mensenhandel intrekken"))
    expect(said(page)).to_contain_text("Koppeling ingetrokken.")
    with pytest.raises(urllib.error.HTTPError, match="404") as refusal:
        fetched(address)
    refusal.value.close()


def make_a_letter(page: Page, soffice: str, folder: Path) -> None:
    menu(page, "Stand-van-zakenbrieven")
    follow(page.get_by_role("link", name="Nieuwe brief"))
    page.get_by_label("Titel").fill("Moties en toezeggingen voor de zomer")
    page.get_by_label("Peildatum").fill("01-07-2021")
    page.get_by_label("Weergave").select_option(label="Samen tegen mensenhandel")
    follow(page.get_by_role("button", name="Concept maken"))
    follow(page.get_by_role("link", name="Rijen aanpassen"))
    row = page.locator("fieldset", has_text="M-2021-0002")
    row.get_by_label("Stand van zaken").fill("Het plan van aanpak volgt voor het kerstreces.")
    follow(page.get_by_role("button", name="Brief opslaan"))
    annex = page.locator("table.nk-annex")
    expect(annex.first.locator("th")).to_have_text(
        ["Omschrijving", "Vindplaats", "Stand van zaken"]
    )
    expect(annex.locator("tbody tr")).to_have_count(7)
    wording = ["Het plan van aanpak volgt voor het kerstreces.", "35 570 VI, nr. 50"]
    for text in wording:
        expect(page.get_by_role("main")).to_contain_text(text)
    text = read_by_libreoffice(soffice, saved(page, "Bijlage als ODT", folder))
    assert [one for one in wording if one not in text] == []
    pages = PdfReader(io.BytesIO(saved(page, "Bijlage als PDF", folder).read_bytes())).pages
    text = " ".join(" ".join(one.extract_text() for one in pages).split())
    assert [one for one in wording if one not in text] == []


def menu(page: Page, name: str) -> None:
    follow(page.get_by_role("navigation", name="Hoofdmenu").get_by_role("link", name=name))


def follow(link: Locator) -> None:
    """Click, and wait until the scripts of the next page run."""
    with link.page.expect_navigation():
        link.click()


def said(page: Page) -> Locator:
    return page.locator("#melding")


def section(page: Page, heading: str) -> Locator:
    return page.locator("section").filter(has=page.get_by_role("heading", name=heading, level=2))


def panel(page: Page, heading: str) -> Locator:
    return page.get_by_role("complementary").locator("section", has_text=heading).first


def deadline(page: Page, what: str) -> Locator:
    return page.locator("article").filter(has=page.get_by_role("heading", name=what))


def fetched(address: str) -> str:
    with urllib.request.urlopen(address, timeout=5) as answer:
        assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
        return str(answer.read().decode())


def saved(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download(timeout=30_000) as download:
        page.get_by_role("link", name=name).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def read_by_libreoffice(soffice: str, document: Path) -> str:
    home = f"-env:UserInstallation={(document.parent / 'libreoffice').as_uri()}"
    command = [soffice, home, "--headless", "--convert-to", "txt:Text", document.name]
    subprocess.run(command, cwd=document.parent, check=True, capture_output=True, timeout=60)
    return " ".join(document.with_suffix(".txt").read_text(encoding="utf-8-sig").split())
