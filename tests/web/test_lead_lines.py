"""Terugrekenen: an administrator makes a line, an officer lets a deadline follow it."""

import re

from tests.web_client import Client
from tests.worked_case import ADMINISTRATOR, NOOR

LIST = "/admin/lead-lines"
STEPS = {
    "name": "Brief aan de Kamer",
    "name-0": "Concept",
    "days-0": "20",
    "name-1": "Minister",
    "days-1": "5",
    "name-2": "Naar de Kamer",
    "days-2": "0",
}


def test_an_officer_keeps_no_lines(client: Client) -> None:
    assert (client.get(LIST).status, client.get(f"{LIST}/new").status) == (403, 403)


def test_a_refused_line_keeps_all_that_was_typed(anonymous: Client) -> None:
    anonymous.sign_in(ADMINISTRATOR)
    typed = {**STEPS, "days-0": "veel", "name-1": "", "skips_recesses": "1"}
    page = anonymous.submit(f"{LIST}/new", f"{LIST}/new", **typed)
    assert page.status == 422
    assert "Geef deze stap een naam." in page.text
    assert "‘veel’ is geen aantal werkdagen." in page.text
    fields = page.form(f"{LIST}/new")
    assert {name: fields[name] for name in typed} == typed


def test_a_line_is_made_changed_followed_and_withdrawn(anonymous: Client) -> None:
    anonymous.sign_in(ADMINISTRATOR)
    page = anonymous.submit(f"{LIST}/new", f"{LIST}/new", **STEPS)
    assert "Lijn opgeslagen." in page.text
    assert page.texts("//ol[@class='nk-plain']/li") == [
        "Concept: 20 werkdagen vooraf",
        "Minister: 5 werkdagen vooraf",
        "Naar de Kamer: 0 werkdagen vooraf",
    ]
    [edit] = page.all(f"//a[starts-with(@href, '{LIST}/') and text()='Wijzigen']/@href")
    again = anonymous.submit(edit, edit, **{"name-0": "Concept gereed"})
    assert "Concept gereed: 20 werkdagen vooraf" in again.text

    anonymous.sign_out()
    anonymous.sign_in(NOOR)
    item = anonymous.get("/items/T-2021-0001")
    deadline = re.findall(r"/deadlines/[0-9a-f-]{36}/line", item.response.text)[0]
    line = edit.rsplit("/", 1)[1]
    choice = anonymous.get(deadline)
    assert "Concept gereed: do 10 juni 2021 (al voorbij)" in choice.text
    followed = anonymous.submit(deadline, deadline, line_id=line)
    assert "do 10 juni 2021 Concept gereed (al voorbij)" in followed.text
    stale = anonymous.post(deadline, choice.form(deadline) | {"line_id": ""})
    assert (stale.status, "Nog niet opgeslagen." in stale.text) == (409, True)

    anonymous.sign_out()
    anonymous.sign_in(ADMINISTRATOR)
    assert "1 open termijn volgt deze lijn." in anonymous.get(LIST).text
    gone = anonymous.submit(edit, f"{edit}/withdraw")
    assert "Er is nog geen lijn" in gone.text
    assert "(ingetrokken lijn)" in anonymous.get("/items/T-2021-0001").text
