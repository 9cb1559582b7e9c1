"""Termijnen, and the forms of a deadline, as a browser without JavaScript sees them."""

import re

import pytest

from tests.web_client import Client, Fields, Page
from tests.worked_case import JORIS

NEW = "/items/M-2021-0001/deadlines/new"
ODD = "<b>vet</b> 😀 ‮om‬"


def new_fields(client: Client, **changes: str) -> Fields:
    given = {
        "what": "Kamer informeren",
        "wording": "uiterlijk voor het zomerreces van 2021",
        "reference_date": "11-01-2021",
        "strength": "promised",
    }
    return client.get(NEW).form(NEW) | given | changes


def deadline_path(client: Client, number: str, what: str) -> str:
    """The address of a deadline, found by what is due."""
    page = client.get(f"/items/{number}")
    [card] = page.all(f"//article[contains(@class, 'nk-deadline')][.//h3[.='{what}']]")
    return "/deadlines/" + str(card.get("id")).removeprefix("termijn-")


def errors(page: Page) -> list[str]:
    return page.texts("//*[contains(@class, 'utrecht-form-field-error-message')]")


ROUNDTABLES = "Rondetafelgesprekken met ervaringsdeskundigen, voor de verkenning met het CKM"
PLAN = "Plan van aanpak voor kwetsbare jongeren"
SESSIONS = "Sessie over migratie van Nigeria naar Nederland"


# Termijnen


def test_termijnen_lists_by_month_with_the_recesses_in_between(client: Client) -> None:
    page = client.get("/deadlines")
    assert page.texts("//h1") == ["Termijnen"]
    assert page.texts("//tbody/tr[1]/th") == [
        "April 2021 tot en met mei 2021 0",
        "Juni 2021 1",
        "Juli 2021 3",
        "Augustus 2021 tot en met november 2021 0",
        "December 2021 2",
        "Januari 2022 tot en met maart 2022 0",
        "Datum nog te bepalen 2",
    ]
    assert page.texts("//tr[contains(@class, 'nk-recesstr')]") == [
        "Geen termijnen. Meireces: vrijdag 23 april 2021 tot en met maandag 10 mei 2021",
        "Zomerreces: vrijdag 9 juli 2021 tot en met maandag 6 september 2021",
        "Geen termijnen. Herfstreces: vrijdag 15 oktober 2021 tot en met maandag 25 oktober 2021",
        "Kerstreces: vrijdag 17 december 2021 tot en met maandag 10 januari 2022",
        "Geen termijnen. Voorjaarsreces: vrijdag 25 februari 2022 tot en met maandag 7 maart 2022",
    ]
    july = page.texts("//tbody[starts-with(normalize-space(tr[1]/th), 'Juli')]//td[1]")
    assert "Geschatte datum" in july[-1]


@pytest.mark.parametrize(
    ("query", "whats"),
    [
        ("due=late", [ROUNDTABLES]),
        ("due=review", [PLAN, "Tweede expertsessie over mensenhandel vanuit Nigeria"]),
        ("due=late&kind=motion", []),
        ("q=slachtoffers&kind=motion", [PLAN]),
        ("due=late&zoom=month&from=2030-01", [ROUNDTABLES]),
        ("zoom=month&from=2021-08", []),
    ],
)
def test_termijnen_follows_its_address(client: Client, query: str, whats: list[str]) -> None:
    page = client.get(f"/deadlines?{query}")
    assert page.texts("//td[contains(@class, 'subject')]/a") == whats
    assert page.texts("//h2[@id='als-tabel']/following-sibling::span") == [str(len(whats))]


def test_what_an_address_says_wrongly_is_said_and_does_not_filter(client: Client) -> None:
    page = client.get("/deadlines?kind=onzin&zoom=eeuw&from=9999-99&page=x")
    assert page.status == 200
    assert "Niet begrepen, en dus niet gefilterd: kind=onzin." in page.text
    assert "8 termijnen van april 2021 tot en met maart 2022" in page.text


def test_each_drawn_deadline_leads_to_its_item(client: Client) -> None:
    page = client.get("/deadlines")
    links = page.all("//*[local-name()='svg' and @role='group']//*[local-name()='a']")
    assert len(links) == 7
    labels = [link.get("aria-label") for link in links]
    assert f"wo 30 juni: {ROUNDTABLES}, 1 dag te laat" in labels
    assert all(
        re.fullmatch(r"/items/[MTA]-2021-\d{4}#termijn-.+", one.get("href")) for one in links
    )


# A new deadline


def test_what_is_typed_shows_its_date_before_it_is_saved(client: Client) -> None:
    query = "wording=voor+het+zomerreces&reference_date=11-01-2021"
    shown = client.fragment(f"/deadlines/preview?{query}").text
    assert "Uiterlijk donderdag 8 juli 2021" in shown
    assert "Op tijd tot en met vrijdag 9 juli 2021" in shown
    assert "Het zomerreces van 2021 loopt van vrijdag 9 juli" in shown


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("wording=x&reference_date=31-02-2021", "‘31-02-2021’ is geen bestaande datum."),
        ("wording=x&reference_date=", "Vul dit veld in."),
        ("wording=x&reference_date=11-01-2021&own_date=31+februari+2021", "geen bestaande datum"),
        ("wording=31+februari+2021&reference_date=11-01-2021", "De dag 31-2-2021 bestaat niet."),
        ("wording=%00&reference_date=11-01-2021", "onzichtbaar teken (NUL)"),
        ("wording=eind+2021&reference_date=11-01-2021&own_date=10-07-2021", "valt in een reces"),
        ("wording=" + "x" * 2000 + "&reference_date=11-01-2021", "2000 tekens lang"),
    ],
)
def test_odd_input_gets_a_sentence_in_the_preview(
    client: Client, query: str, sentence: str
) -> None:
    page = client.fragment(f"/deadlines/preview?{query}")
    assert page.status == 200
    assert sentence in page.text


def test_without_a_script_a_button_shows_the_date_and_keeps_what_is_typed(
    client: Client,
) -> None:
    page = client.post(NEW, new_fields(client, what=ODD, show="1"))
    assert page.status == 200
    assert page.all("//input[@name='what']/@value") == [ODD]
    assert "Uiterlijk donderdag 8 juli 2021" in " ".join(page.texts("//*[@id='waarom']"))
    assert client.get("/items/M-2021-0001").texts("//article[@class='nk-deadline']") == []


def test_a_saved_deadline_stands_at_its_item(client: Client) -> None:
    page = client.post(NEW, new_fields(client, what=ODD))
    assert "Termijn opgeslagen." in page.text
    assert page.texts("//article[@class='nk-deadline']//h3") == [" ".join(ODD.split())]
    assert client.get("/deadlines?kind=motion").texts("//td[contains(@class, 'subject')]/a") == [
        " ".join(ODD.split()),
        PLAN,
    ]


def test_a_form_that_is_sent_twice_makes_one_row(client: Client) -> None:
    fields = new_fields(client)
    client.post(NEW, fields)
    page = client.post(NEW, fields)
    assert page.texts("//article[@class='nk-deadline']//h3") == ["Kamer informeren"]


@pytest.mark.parametrize(
    ("changes", "sentences"),
    [
        ({"what": "", "wording": "", "strength": ""}, ["Vul dit veld in."] * 3),
        (
            {"wording": "31 februari 2021"},
            ["Kies een dag waarop u deze termijn opnieuw bekijkt; zonder die dag raakt zij uit "
             "beeld."],
        ),
        (
            {"own_date": "31 februari 2021"},
            ["‘31 februari 2021’ is geen bestaande datum. Schrijf dag, maand en jaar, "
             "bijvoorbeeld 31-12-2021."],
        ),
        ({"own_date": "01-09-2021"}, ["Geef een reden; die komt in het verloop te staan."]),
        (
            {"wording": "de komende maanden", "review_on": "01-06-2021"},
            ["Kies een dag vanaf vandaag."],
        ),
        (
            {"told_by": "iets", "reason": "x"},
            ["‘iets’ is niet te herkennen als Kamerstuk. Schrijf bijvoorbeeld 31 015, nr. 221 of "
             "Handelingen II 2019/20, nr. 80, item 3."],
        ),
    ],
)  # fmt: skip
def test_what_is_refused_is_said_at_its_field_and_kept(
    client: Client, changes: dict[str, str], sentences: list[str]
) -> None:
    page = client.post(NEW, new_fields(client, **changes))
    assert page.status == 422
    assert errors(page) == sentences
    for name, value in changes.items():
        if name != "strength":
            assert page.all(f"//input[@name='{name}']/@value") == [value]
    assert client.get("/items/M-2021-0001").texts("//article[@class='nk-deadline']") == []


def test_a_text_of_a_hundred_thousand_characters_is_refused_with_its_length(
    client: Client,
) -> None:
    page = client.post(NEW, new_fields(client, what="a" * 100_000))
    assert (page.status, errors(page)) == (
        422,
        ["Deze tekst is 100000 tekens lang; hier passen er 500. Kort de tekst in."],
    )


def test_replacing_keeps_the_old_wording_and_says_what_the_house_does_not_know(
    client: Client,
) -> None:
    path = "/items/M-2021-0002/deadlines/new"
    key = deadline_path(client, "M-2021-0002", PLAN).removeprefix("/deadlines/")
    page = client.submit(
        path,
        path,
        what="Kamer informeren over het plan",
        wording="uiterlijk voor het zomerreces van 2021",
        strength="promised",
        replaces=key,
        reason="Afgesproken met VWS",
    )
    assert "Nog niet gemeld: de Kamer kent van deze termijn nog geen datum." in page.text
    assert "1 afgesloten termijn" in page.text
    settled = page.texts(f"//article[@id='termijn-{key}']")[0]
    assert "de komende maanden" in settled
    assert "Afgesproken met VWS" in settled


# Moving, telling, settling


def test_moving_keeps_the_old_date_in_sight(client: Client) -> None:
    path = deadline_path(client, "A-2021-0003", ROUNDTABLES)
    page = client.submit(
        f"{path}/move", f"{path}/move", wording="eind 2021", reason="Twee gesprekken volgen"
    )
    assert "Termijn verplaatst." in page.text
    card = page.texts(f"//article[@id='termijn-{path.removeprefix('/deadlines/')}']")[0]
    assert "vr 31 december 2021" in card
    assert "1 dag te laat" in card
    assert "Nog niet gemeld: de Kamer kent woensdag 30 juni 2021." in card
    assert "wo 30 juni 2021 (in de eerste helft van 2021), verplaatst op" in card

    told = client.submit(f"{path}/told", f"{path}/told", told_by="28 638, nr. 190")
    card = told.texts(f"//article[@id='termijn-{path.removeprefix('/deadlines/')}']")[0]
    assert "Kamer geïnformeerd met 28 638, nr. 190" in card
    assert "te laat" not in card


def test_moving_without_a_change_or_a_reason_is_refused(client: Client) -> None:
    path = deadline_path(client, "A-2021-0003", ROUNDTABLES) + "/move"
    page = client.submit(path, path)
    assert page.status == 422
    assert errors(page) == [
        "Bewoording en datum zijn nog dezelfde. Geef een andere bewoording of een eigen datum.",
        "Geef een reden; die komt in het verloop te staan.",
    ]


def test_who_saves_second_sees_both_and_loses_nothing(client: Client) -> None:
    path = deadline_path(client, "A-2021-0003", ROUNDTABLES) + "/move"
    second = client.get(path).form(path)
    client.submit(path, path, wording="eind 2021", reason="Eerst")
    mine: Fields = {"wording": "medio 2022", "reason": "Mijn reden"}
    conflict = client.post(path, second | mine)
    assert conflict.status == 409
    assert "Iemand heeft deze termijn gewijzigd nadat u haar opende." in conflict.text
    assert "eind 2021" in conflict.texts("//section[@aria-labelledby='nu-opgeslagen']")[0]
    assert conflict.all("//input[@name='wording']/@value") == ["medio 2022"]

    saved = client.post(path, conflict.form(path))
    assert "medio 2022" in saved.texts("//article[@class='nk-deadline']")[0]
    assert "Termijn verplaatst." in saved.text


def test_meeting_what_returns_opens_the_next(client: Client) -> None:
    path = open_session(client)
    page = client.submit(f"{path}/settle", f"{path}/settle", state="met")
    assert "De volgende keer staat op maandag 11 oktober 2021." in page.text


def test_nothing_is_settled_by_an_empty_form(client: Client) -> None:
    path = deadline_path(client, "M-2021-0002", PLAN)
    blank = client.submit(f"{path}/settle", f"{path}/settle")
    assert (blank.status, errors(blank)) == (422, ["Vul dit veld in."])
    assert blank.all("//input[@name='state'][@checked]") == []
    undated = client.submit(f"{path}/settle", f"{path}/settle", state="met", settled_on="")
    assert (undated.status, errors(undated)) == (422, ["Vul dit veld in."])


def open_session(client: Client) -> str:
    page = client.get("/deadlines?q=Dublinstatus")
    [link] = page.all(f"//td[contains(@class, 'subject')]/a[.='{SESSIONS}']/@href")
    return "/deadlines/" + str(link).partition("#termijn-")[2]


def test_withdrawing_asks_a_reason_and_can_be_undone(client: Client) -> None:
    path = deadline_path(client, "M-2021-0002", PLAN)
    refused = client.submit(f"{path}/settle", f"{path}/settle", state="withdrawn")
    assert (refused.status, errors(refused)) == (
        422,
        ["Geef een reden; die komt in het verloop te staan."],
    )
    client.submit(f"{path}/settle", f"{path}/settle", state="withdrawn", reason="Vervallen")
    again = client.submit(f"{path}/settle", f"{path}/settle", state="met")
    assert (again.status, "Deze termijn is al afgesloten." in again.text) == (422, True)
    page = client.submit(f"{path}/reopen", f"{path}/reopen", reason="Vergissing")
    assert "Termijn heropend." in page.text


def test_reviewing_later_moves_the_day(client: Client) -> None:
    path = deadline_path(client, "M-2021-0002", PLAN)
    page = client.submit(f"{path}/review", f"{path}/review", review_on="15-08-2021")
    assert "opnieuw bekijken: zo 15 augustus 2021" in page.text


def test_a_closed_item_takes_no_new_deadline(client: Client) -> None:
    fields = new_fields(client)
    status = "/items/M-2021-0001/status"
    client.submit(status, status, status="lapsed", reason="Ingehaald")
    page = client.post(NEW, fields | {"what": "Toch nog"})
    assert page.status == 422
    assert page.all("//input[@name='what']/@value") == ["Toch nog"]


@pytest.mark.parametrize("form", ["move", "told", "settle", "reopen", "review"])
def test_a_deadline_that_is_not_there_is_missing(client: Client, form: str) -> None:
    assert client.get(f"/deadlines/00000000-0000-0000-0000-000000000001/{form}").status == 404


def test_another_officer_sees_the_same(client: Client) -> None:
    before = client.get("/deadlines").texts("//tbody//td")
    client.sign_out()
    client.sign_in(JORIS)
    assert client.get("/deadlines").texts("//tbody//td") == before
