"""Alles exporteren: the file of the page is the file of the command, for administrators only."""

import json

from tests.services.test_exchange import write_out
from tests.web_client import Client
from tests.worked_case import ADMINISTRATOR
from tracker.db.session import Store, make_engine


def test_an_administrator_gets_everything(anonymous: Client, case_url: str) -> None:
    page = anonymous.sign_in(ADMINISTRATOR)
    assert page.all("//footer//a[@href='/admin/export']")
    file = anonymous.submit("/admin/export", "/admin/export")
    assert file.status == 200
    assert file.headers["content-type"] == "application/jsonl; charset=utf-8"
    assert file.headers["content-disposition"] == (
        'attachment; filename="nakoming-2021-07-01.jsonl"'
    )
    store = Store(make_engine(case_url))
    assert file.content.decode().splitlines() == write_out(store)
    store.engine.dispose()
    kinds = {json.loads(line)["type"] for line in file.content.decode().splitlines()}
    assert {"item", "deadline", "numberseries", "recess"} <= kinds


def test_an_officer_gets_nothing(client: Client) -> None:
    assert not client.get("/").all("//footer//a[@href='/admin/export']")
    assert client.get("/admin/export").status == 403
    token = client.get("/account").form("/sign-out")["_csrf_token"]
    assert client.post("/admin/export", {"_csrf_token": token}).status == 403


def test_without_the_token_of_a_form_nothing_is_sent(anonymous: Client) -> None:
    anonymous.sign_in(ADMINISTRATOR)
    assert anonymous.post("/admin/export", {}).status == 403
