"""The pages of a round: asking, answering, checking, reminding, and the letter of it."""

import pytest

from tests.web_client import Client, Page, keys
from tests.worked_case import JORIS, NOOR

NEW = "/rounds/new"
ASKED = {"title": "Voortgang", "view": "all", "answer_by": "05-07-2021"}
DAY = {"reference_date": "30-06-2021"}


@pytest.fixture
def asked(client: Client) -> str:
    """The path of a round of 30 June 2021 over everything that is open."""
    page = client.submit(NEW, NEW, **ASKED, **DAY)
    assert "Uitvraag begonnen." in page.text
    [path] = set(keys(page, r'action="(/rounds/[0-9a-f-]+)/remind"'))
    return path


def my_item(page: Page) -> str:
    """The item of the first question that the reader must answer."""
    return keys(page, r'action="/rounds/[0-9a-f-]+/items/([0-9a-f-]+)/answer"')[0]


def answer(client: Client, asked: str, **changes: str) -> tuple[str, Page]:
    page = client.get(f"{asked}/mine")
    item = my_item(page)
    fields = {f"text.{item}": "Het is **klaar**.", **changes}
    sent = client.submit(f"{asked}/mine", f"{asked}/items/{item}/answer", **fields)
    return item, sent


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("title", "", "Vul dit veld in."),
        ("answer_by", "30-06-2021", "Deze dag is voorbij."),
        ("answer_by", "morgen", "‘morgen’ is geen bestaande datum."),
        ("view", "onbekend", "Kies een van de mogelijkheden in de lijst."),
    ],
)
def test_a_round_that_cannot_be_is_refused_and_stays(
    client: Client, field: str, value: str, sentence: str
) -> None:
    page = client.submit(NEW, NEW, **(ASKED | DAY | {field: value, "question": "Mijn vraag"}))

    assert page.status == 422
    [said] = page.texts(f"//*[@id='f-{field}-error']")
    assert said.startswith(sentence)
    assert page.form(NEW)["question"] == "Mijn vraag"


def test_the_start_page_says_what_waits(client: Client, asked: str) -> None:
    assert "Uitvragen die op u wachten" in client.get("/").text
    client.submit(asked, f"{asked}/remind")
    client.sign_out()
    client.sign_in(JORIS)
    assert "herinnerd op do 1 juli 2021" in client.get("/").text


def test_an_answer_is_written_in_place_and_shown_to_all(client: Client, asked: str) -> None:
    item, sent = answer(client, asked)

    assert "Klaar gemeld." in sent.text
    assert sent.texts("//section//strong") == ["klaar"]
    assert f"{asked}/items/{item}/judge" not in client.get(asked).text
    client.sign_out()
    client.sign_in(JORIS)
    page = client.submit(asked, f"{asked}/items/{item}/judge", verdict="send_back")
    assert page.status == 422
    assert page.texts(f"//*[@id='f-remark.{item}-error']") == ["Vul dit veld in."]
    remark = {f"remark.{item}": "Noem de datum.", "verdict": "send_back"}
    client.submit(asked, f"{asked}/items/{item}/judge", **remark)
    client.sign_out()
    client.sign_in(NOOR)
    assert "Noem de datum." in client.get(f"{asked}/mine").text
    assert "1 teruggestuurd" in client.get("/").text


def test_what_was_typed_stays_when_it_is_refused(client: Client, asked: str) -> None:
    item = my_item(client.get(f"{asked}/mine"))
    _, page = answer(client, asked, **{f"noted_on.{item}": "02-07-2021"})

    assert page.status == 422
    [said] = page.texts(f"//*[@id='f-noted_on.{item}-error']")
    assert said.startswith("De peildatum is 30 juni 2021")
    assert page.form(f"{asked}/items/{item}/answer")[f"text.{item}"] == "Het is **klaar**."


def test_an_older_form_does_not_overwrite_an_answer(client: Client, asked: str) -> None:
    page = client.get(f"{asked}/mine")
    item = my_item(page)
    old = page.form(f"{asked}/items/{item}/answer")
    answer(client, asked)
    again = client.get(f"{asked}/mine").form(f"{asked}/items/{item}/answer")
    late = old | {f"text.{item}": "Anders", "submission": again["submission"]}
    refused = client.post(f"{asked}/items/{item}/answer", late)

    assert refused.status == 409
    assert refused.form(f"{asked}/items/{item}/answer")[f"text.{item}"] == "Anders"


def test_the_last_note_is_kept_with_one_button(client: Client, asked: str) -> None:
    page = client.get(f"{asked}/mine")
    item = my_item(page)
    note = keys(page, r'name="keep" value="([0-9a-f-]+)"')[0]
    sent = client.submit(f"{asked}/mine", f"{asked}/items/{item}/answer", keep=note)

    assert "Klaar gemeld." in sent.text


def test_a_round_is_adjusted_closed_and_opened(client: Client, asked: str) -> None:
    assert (
        "Datum gewijzigd." in client.submit(asked, f"{asked}/postpone", answer_by="09-07-2021").text
    )
    assert client.submit(asked, f"{asked}/postpone", answer_by="x").status == 422
    refused = client.submit(asked, f"{asked}/items", number="M-1")
    assert (refused.status, refused.form(f"{asked}/items")["number"]) == (422, "M-1")
    assert "Uitvraag gesloten." in client.submit(asked, f"{asked}/close").text
    assert "Deze uitvraag is gesloten" in client.get(f"{asked}/mine").text
    assert "Uitvraag heropend." in client.submit(asked, f"{asked}/reopen").text


def test_the_letter_of_a_round_names_what_is_open(client: Client, asked: str) -> None:
    answer(client, asked)
    before = client.get(f"{asked}/letter").text
    assert "6 vragen zijn nog niet beantwoord:" in before
    assert "Eén antwoord is niet gecontroleerd:" in before
    page = client.submit(f"{asked}/letter", f"{asked}/letter")
    assert page.texts("//h1") == ["Voortgang"]
    assert page.texts("//td//strong") == ["klaar"]
    assert client.get(asked).all("//a[contains(@href, '/progress-letters/')]/@href") != []
