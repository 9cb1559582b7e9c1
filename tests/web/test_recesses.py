"""Recesses on the pages: changed by an administrator, decided on by an officer."""

import re

from tests.web_client import Client, Fields
from tests.worked_case import ADMINISTRATOR, NOOR
from tracker.services.exchange import recess_key

SUMMER = f"/admin/recesses/{recess_key('zomerreces', '2021-2022')}"
AUTUMN: Fields = {
    "kind": "herfstreces",
    "start": "21-10-2022",
    "end": "31-10-2022",
    "status": "official",
    "sources": "Kamerbrief",
}
DEADLINE = {
    "what": "De Kamer inlichten",
    "wording": "voor het zomerreces van 2022",
    "strength": "promised",
}


def with_deadline(client: Client) -> None:
    client.submit(
        "/items/M-2021-0002/deadlines/new", "/items/M-2021-0002/deadlines/new", **DEADLINE
    )
    client.sign_out()


def test_a_correction_waits_on_the_start_page_until_an_officer_decides(client: Client) -> None:
    with_deadline(client)
    client.sign_in(ADMINISTRATOR)
    page = client.submit(SUMMER, SUMMER, start="15-07-2022", last_sitting_before="")
    assert "1 termijn krijgt een andere datum" in page.text
    client.sign_out()
    client.sign_in(NOOR)
    assert "1 termijn krijgt daardoor een andere datum" in client.get("/").text

    page = client.get("/deadlines/recalculated")
    assert "do 7 juli 2022, op tijd tot en met vr 8 juli 2022" in page.text
    assert "do 14 juli 2022, op tijd tot en met vr 15 juli 2022" in page.text
    [action] = re.findall(r'action="(/deadlines/[^"]+/recalculated)"', page.response.text)
    kept = client.submit(action, action, decision="keep", told_by="31 015, nr. 230")
    assert kept.status == 422
    assert "Geef een reden" in kept.text
    assert kept.form(action)["told_by"] == "31 015, nr. 230"
    done = client.submit("/deadlines/recalculated", action)
    assert "De nieuwe datum is overgenomen." in done.text
    assert "Geen termijn krijgt door de recesagenda een andere datum." in done.text
    story = client.get("/items/M-2021-0002").text
    assert "De recesagenda is gewijzigd: zomerreces 2021-2022." in story


def test_a_sitting_day_that_stayed_behind_is_refused(anonymous: Client) -> None:
    anonymous.sign_in(ADMINISTRATOR)
    shown = anonymous.get(SUMMER).form(SUMMER)
    page = anonymous.submit(SUMMER, SUMMER, start="15-07-2022", last_sitting_before="07-07-2022")
    assert (shown["start"], page.status) == ("08-07-2022", 422)
    said = "Deze vergaderdag ligt een week of meer van het reces."
    assert [said in text for text in page.texts("//*[@id='f-last_sitting_before-error']")] == [True]
    page = anonymous.submit(SUMMER, SUMMER, first_sitting_after="20-09-2022")
    assert [said in text for text in page.texts("//*[@id='f-first_sitting_after-error']")] == [True]


def test_what_is_wrong_is_said_next_to_its_field_and_the_rest_stays(anonymous: Client) -> None:
    anonymous.sign_in(ADMINISTRATOR)
    new = "/admin/recesses/new"
    page = anonymous.submit(new, new, **AUTUMN | {"end": "31-02-2022", "sources": ""})
    assert page.status == 422
    assert page.texts("//*[@id='f-end-error']") == [
        "‘31-02-2022’ is geen bestaande datum. Schrijf dag, maand en jaar, bijvoorbeeld 31-12-2021."
    ]
    assert page.texts("//*[@id='f-sources-error']") == [
        "Noem ten minste één bron waarin de dagen staan."
    ]
    assert page.form(new)["start"] == "21-10-2022"
    assert "Reces toegevoegd." in anonymous.submit(new, new, **AUTUMN).text


def test_an_older_form_is_a_conflict_and_keeps_what_was_typed(anonymous: Client) -> None:
    anonymous.sign_in(ADMINISTRATOR)
    typed = anonymous.get(SUMMER).form(SUMMER) | {"sources": "Mijn bron"}
    anonymous.submit(SUMMER, SUMMER, sources="Een ander")
    page = anonymous.post(SUMMER, typed)
    assert page.status == 409
    assert "Iemand heeft dit reces gewijzigd" in page.text
    assert page.form(SUMMER)["sources"] == "Mijn bron"
    assert "Reces opgeslagen." in anonymous.post(SUMMER, page.form(SUMMER)).text


def test_a_recess_is_withdrawn_with_a_reason_and_put_back(anonymous: Client) -> None:
    anonymous.sign_in(ADMINISTRATOR)
    withdraw = f"{SUMMER}/withdraw"
    assert "Geef een reden" in anonymous.submit(withdraw, withdraw).text
    page = anonymous.submit(withdraw, withdraw, reason="Onjuiste bron")
    assert "Ingetrokken: Onjuiste bron" in page.text
    assert "Reces teruggezet." in anonymous.submit(SUMMER, f"{SUMMER}/put-back").text
    assert "Onjuiste bron" in anonymous.get(SUMMER).text


def test_officers_read_the_list_and_change_nothing(client: Client) -> None:
    assert client.get("/admin/recesses").status == 200
    assert client.get("/admin/recesses/new").status == 403
    assert client.get(SUMMER).status == 403
