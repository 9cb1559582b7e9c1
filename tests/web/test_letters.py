"""Brief inlezen in the browser without JavaScript, and what htmx gets."""

import re

import pytest

from tests import letters_read
from tests.web_client import Client, Page
from tracker.db.session import Store, make_engine

LETTER = """Aanbeveling 7

Ik zeg uw Kamer toe het tolkenregister vóór 1 oktober 2021 te vernieuwen."""


@pytest.fixture
def letter(client: Client, case_url: str) -> str:
    """The address of the letter made by hand."""
    engine = make_engine(case_url)
    letter_id = letters_read.read(Store(engine))
    engine.dispose()
    return f"/letters/{letter_id}"


def test_nothing_to_judge(client: Client) -> None:
    page = client.get("/proposals")
    assert "Er wachten geen voorstellen uit brieven." in page.text
    assert "Er is nog geen brief gelezen." in client.get("/letters").text


def test_a_form_without_anything_says_what_to_do(client: Client) -> None:
    page = _send(client)
    assert page.status == 422
    assert "Kies een bestand, plak de tekst" in page.text


def test_a_nul_is_all_that_is_said_of_a_pasted_text(client: Client) -> None:
    page = _send(client, text="Ik zeg toe \0 te doen.")
    assert (page.status, "onzichtbaar teken (NUL)" in page.text) == (422, True)
    assert "Kies een bestand, plak de tekst" not in page.texts("//*[@role='alert']")[0]
    assert "Kies een bestand, plak de tekst" in _send(client, text=" \n ").text


def test_what_was_pasted_stays_when_it_is_refused(client: Client) -> None:
    page = _send(client, text=LETTER, paper="geen stuk")
    assert page.status == 422
    assert page.form("/letters/new")["text"] == LETTER
    assert page.form("/letters/new")["paper"] == "geen stuk"


def test_a_pasted_letter_with_its_date(client: Client) -> None:
    refused = _send(client, text=LETTER)
    assert (refused.status, "Vul die in" in refused.text) == (422, True)
    page = _send(client, text=LETTER, dated_on="15-6-2021", paper="99 001, nr. 8")
    assert page.status == 200
    assert "99 001, nr. 8" in page.text
    assert "Deze brief is al eerder gelezen" in _send(client, paper="99 001, nr. 8").text


def test_pasted_markdown_is_read_as_such(client: Client) -> None:
    marked = "**31 015**\n\n**Nr. 999**\n\n**BRIEF VAN DE MINISTER**\n\nDen Haag, 15 juni 2021\n\n"
    page = _send(client, text=marked + "Ik zeg uw Kamer toe de tolken op te leiden.<sup>1</sup>")
    assert (page.status, "**" in page.text, "<sup>1</sup>" in page.text) == (200, False, False)
    assert page.texts("//article//h3")[:1] == ["31 015"]


def test_a_paper_whose_text_is_not_here(client: Client) -> None:
    page = _send(client, paper="31 015, nr. 221")
    assert page.status == 422
    assert "De tekst van 31 015, nr. 221 is hier nog niet gelezen." in page.text


def test_the_letter_with_its_finds(client: Client, letter: str) -> None:
    page = client.get(letter)
    assert page.texts("//li[contains(@class, 'nk-prop')]/a[@class='no']") == list("12345678")
    assert page.texts("//mark[@id='find-6']") == ["voor 1 oktober 20216"]
    assert page.texts("//nav//*[@id='wachtend']//span[@aria-hidden]") == ["8"]
    assert "0 beoordeeld, 8 open" in page.text


def test_accept_and_undo(client: Client, letter: str) -> None:
    page = _decide(client, letter, 1, "accept")
    [number] = page.texts("//li[@id='proposal-1']//div[@class='m']/a")
    item = client.get(f"/items/{number}")
    assert item.all(f"//a[@href='{letter}#find-1']")
    assert "Gelezen in de brief 99 001, nr. 7" in item.text
    page = _decide(client, letter, 1, "undo")
    assert "Voorstel 1 staat weer open." in page.text
    assert client.get(f"/items/{number}").status == 404


def test_reject(client: Client, letter: str) -> None:
    page = _decide(client, letter, 4, "reject")
    assert "1 beoordeeld, 7 open" in page.text
    assert "Verworpen" in page.texts("//li[@id='proposal-4']")[0]


def test_a_choice_is_asked(client: Client, letter: str) -> None:
    page = _decide(client, letter, 4, "accept")
    assert (page.status, "Kies eerst welke het is." in page.text) == (422, True)
    page = _decide(client, letter, 4, "accept", choice="kst-28638-172")
    assert page.texts("//li[@id='proposal-4']//div[@class='m']/a") == ["M-2021-0001"]


def test_edit_and_accept(client: Client, letter: str) -> None:
    path = f"{letter}/proposals/7"
    fields = client.get(f"{path}/edit").form(path)
    assert (fields["wording"], fields["review_on"]) == ("Binnenkort", "29-07-2021")
    page = client.post(path, fields | {"do": "save", "what": "", "item": "m-2021-0002"})
    assert page.status == 422
    assert page.form(path)["item"] == "m-2021-0002"
    page = client.post(path, fields | {"do": "save", "what": "Plan", "item": "m-2021-0002"})
    assert page.texts("//li[@id='proposal-7']//div[@class='m']/a") == ["M-2021-0002"]
    assert "Plan" in client.get("/items/M-2021-0002").text


def test_an_old_form_is_told_what_happened(client: Client, letter: str) -> None:
    path = f"{letter}/proposals/4"
    fields = client.get(letter).form(path)
    client.post(path, fields | {"do": "reject"})
    page = client.post(path, fields | {"do": "accept", "choice": "kst-28638-172"})
    assert (page.status, "intussen beoordeeld" in page.text) == (422, True)


def test_all_that_is_sure(client: Client, letter: str) -> None:
    page = client.submit(letter, f"{letter}/accept-sure")
    assert "6 zekere voorstellen overgenomen." in page.text
    assert "6 beoordeeld, 2 open" in page.text
    assert client.get("/proposals").texts("//td/strong") == ["2 open"]


def test_htmx_gets_the_proposal_and_the_progress(client: Client, letter: str) -> None:
    path = f"{letter}/proposals/6"
    fields = client.get(letter).form(path)
    answer = client.client.post(
        path,
        data={**fields, "do": "accept"},
        headers={"HX-Request": "true", "Origin": client.origin},
    )
    assert answer.status_code == 200
    assert "<html" not in answer.text
    changed = re.findall(r'<li class="nk-prop[^>]* id="proposal-(\d)"', answer.text)
    assert changed[0] == "6"
    assert "5" in changed
    assert "2 beoordeeld, 6 open" in answer.text


@pytest.mark.parametrize(
    "path", ["/proposals/99/edit", "/proposals/0/edit", "/proposals/99", "/nothing"]
)
def test_what_is_not_there(client: Client, letter: str, path: str) -> None:
    assert client.fragment(letter + path).status == 404


def test_a_file_that_is_too_large_is_said(client: Client) -> None:
    fields = client.get("/letters/new").form("/letters/new")
    fields.pop("file", None)
    answer = client.client.post(
        "/letters/new",
        data=fields,
        files={"file": ("brief.pdf", b"x" * (46 * 1024**2))},
        headers={"Origin": client.origin},
    )
    assert answer.status_code == 413
    assert "groter dan 25 MB" in answer.text


def test_who_has_not_signed_in_sees_the_door(anonymous: Client) -> None:
    for path in ("/proposals", "/letters", "/letters/new"):
        assert anonymous.get(path).all("//form[@action='/sign-in']")


def _send(client: Client, **given: str) -> Page:
    fields = client.get("/letters/new").form("/letters/new")
    fields.pop("file", None)
    return Page(
        client.client.post(
            "/letters/new",
            data={**fields, **given},
            files={"file": ("", b"")},
            headers={"Origin": client.origin},
            follow_redirects=True,
        )
    )


def _decide(client: Client, letter: str, position: int, action: str, **given: str) -> Page:
    path = f"{letter}/proposals/{position}"
    return client.post(path, client.get(letter).form(path) | {"do": action, **given})
