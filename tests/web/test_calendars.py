"""Agendakoppelingen: an address shown once, and the calendar that a program reads under it."""

import re
from urllib.parse import urlsplit

import httpx
import pytest
import vobject

from tests.web_client import Client, Page
from tests.worked_case import ADMINISTRATOR, JORIS, NOOR
from tracker.services import accounts
from tracker.services.actors import SYSTEM
from tracker.web.desk import Office

PAGE = "/subscriptions"
NAME = "Mijn <termijnen> 😀"


def subscribe(client: Client, **fields: str) -> Page:
    return client.submit(PAGE, PAGE, **({"name": NAME, "view": "all"} | fields))


def address_on(page: Page) -> str:
    """The path of the address that a page shows."""
    [address] = page.all("//input[contains(@value, '/calendars/')]/@value")
    assert address.startswith("http://testserver.local/calendars/")
    return str(urlsplit(address).path)


def program(client: Client, path: str, method: str = "GET", **headers: str) -> httpx.Response:
    """An answer to a calendar program, which has no session."""
    client.client.cookies.clear()
    asked = {"Accept-Encoding": "identity"} | headers
    return client.client.request(method, path, headers=asked, follow_redirects=False)


@pytest.fixture
def path(client: Client) -> str:
    """The path of a new calendar of everything; Noor Aksoy stays signed in."""
    return address_on(subscribe(client))


def sign_in_again(client: Client, email: str = NOOR) -> None:
    client.client.cookies.clear()
    client.sign_in(email)


def action(client: Client, verb: str) -> str:
    """The action of the first subscription's form."""
    actions = map(str, client.get(PAGE).all("//form/@action"))
    return next(one for one in actions if one.endswith(f"/{verb}"))


def test_an_address_is_shown_once_with_a_way_to_copy_and_to_download(client: Client) -> None:
    page = subscribe(client)
    path = address_on(page)
    assert "Het adres van ‘Mijn <termijnen> 😀’ staat hieronder, één keer." in page.text
    assert page.all(f"//a[substring-after(@href, 'testserver.local')='{path}']")
    assert page.all("//button[@data-copy] | //*[@data-copy]")
    later = client.get(PAGE)
    assert "/calendars/" not in later.response.text
    assert NAME in later.text


def test_a_program_without_a_session_reads_a_calendar(client: Client, path: str) -> None:
    answer = program(client, path)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert "set-cookie" not in answer.headers
    calendar = vobject.readOne(answer.text)
    assert len(calendar.vevent_list) > 5
    for event in calendar.vevent_list:
        assert re.fullmatch(r"http://testserver\.local/items/[MTA]-2021-\d{4}", event.url.value)
        assert (event.dtend.value - event.dtstart.value).days == 1


def test_what_was_read_before_is_not_sent_again(client: Client, path: str) -> None:
    first = program(client, path)
    tag = first.headers["etag"]
    for known in (tag, f'"anders", {tag}'):
        again = program(client, path, **{"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = program(client, path, **{"If-None-Match": '"anders"'})
    assert (other.status_code, other.content) == (200, first.content)


def test_what_did_not_change_since_is_not_sent_again(client: Client, path: str) -> None:
    first = program(client, path)
    modified = first.headers["last-modified"]
    again = program(client, path, **{"If-Modified-Since": modified})
    assert (again.status_code, again.headers["last-modified"]) == (304, modified)
    for since in ("Thu, 01 Jan 1970 00:00:00 GMT", "gisteren", ""):
        assert program(client, path, **{"If-Modified-Since": since}).status_code == 200
    other_tag = {"If-Modified-Since": modified, "If-None-Match": '"anders"'}
    assert program(client, path, **other_tag).status_code == 200


def test_who_asks_for_gzip_gets_it_under_another_tag(client: Client, path: str) -> None:
    plain = program(client, path)
    assert "content-encoding" not in plain.headers
    for accepted in ("br;q=1.0, gzip;q=0", "deflate", "gzip;q=0.000"):
        answer = program(client, path, **{"Accept-Encoding": accepted})
        assert "content-encoding" not in answer.headers
    packed = program(client, path, **{"Accept-Encoding": "br, gzip;q=0.5"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert packed.headers["etag"] != plain.headers["etag"]
    assert {plain.headers["vary"], packed.headers["vary"]} == {"Accept-Encoding"}
    again = program(
        client, path, **{"Accept-Encoding": "gzip", "If-None-Match": packed.headers["etag"]}
    )
    assert again.status_code == 304


def test_what_an_address_shows_can_be_changed(client: Client, path: str) -> None:
    before = vobject.readOne(program(client, path).text)
    sign_in_again(client)
    [page] = client.get(PAGE).all("//a[text()='Wijzigen']/@href")
    form = client.get(str(page)).form(str(page))
    assert (form["name"], form["view"], form.get("recesses")) == (NAME, "all", None)
    form["recesses"] = "1"
    changed = client.post(str(page), form | {"name": "Met reces", "alarm_days": "7"})
    assert "‘Met reces’ is gewijzigd. Het adres blijft hetzelfde." in changed.text
    after = vobject.readOne(program(client, path).text)
    names = [event.summary.value for event in after.vevent_list]
    assert "Zomerreces" in names
    assert "Zomerreces" not in [event.summary.value for event in before.vevent_list]
    assert after.x_wr_calname.value == "Met reces"
    assert any(hasattr(event, "valarm") for event in after.vevent_list)


def test_an_empty_calendar_is_refused_and_keeps_what_was_typed(client: Client) -> None:
    form = client.get(PAGE).form(PAGE) | {"name": NAME, "view": "all"}
    for box in ("deadlines", "reviews"):
        del form[box]
    page = client.post(PAGE, form)
    assert page.status == 422
    assert "Kies ten minste termijnen, dagen om opnieuw te bekijken of recessen." in page.text
    assert page.form(PAGE)["name"] == NAME


def test_a_file_can_be_taken_along_by_its_owner_alone(client: Client, path: str) -> None:
    [address] = client.get(PAGE).all("//a[text()='Bestand']/@href")
    taken = client.get(str(address)).response
    assert taken.headers["content-disposition"] == 'attachment; filename="nakoming.ics"'
    assert taken.content == program(client, path).content
    sign_in_again(client, JORIS)
    assert client.get(str(address)).status == 404


def test_one_deadline_can_be_added_to_a_calendar(client: Client) -> None:
    page = client.get("/items/T-2021-0001")
    addresses = page.all("//a[text()='In agenda zetten']/@href")
    taken = client.get(str(addresses[0])).response
    assert taken.headers["content-type"] == "text/calendar; charset=utf-8"
    event = vobject.readOne(taken.text).vevent_list[0]
    assert event.uid.value == f"deadline-{str(addresses[0]).split('/')[2]}@nakoming"


def test_an_address_is_never_in_the_log(
    client: Client, path: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    office: Office = client.client.app.state.office

    def fail(*_given: str) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr(office.calendar_files, "read", fail)
    client.client._transport.raise_server_exceptions = False  # type: ignore[attr-defined]
    caplog.set_level("WARNING")
    assert program(client, path).status_code == 500
    assert "GET /calendars/{token}" in caplog.text
    assert path.removeprefix("/calendars/").removesuffix(".ics") not in caplog.text


def test_the_headers_alone(client: Client, path: str) -> None:
    whole, headers = program(client, path), program(client, path, "HEAD")
    assert (headers.status_code, headers.content) == (200, b"")
    for name in ("content-type", "etag", "cache-control", "content-disposition"):
        assert headers.headers[name] == whole.headers[name]
    assert headers.headers["content-length"] == str(len(whole.content))


def test_the_last_reading_is_on_the_page_and_not_in_the_file(client: Client, path: str) -> None:
    assert "nog niet" in client.get(PAGE).texts("//tbody/tr")[0]
    first = program(client, path, **{"User-Agent": "Outlook <16>"})
    sign_in_again(client)
    assert "do 1 juli 2021, 09.00 uur Outlook <16>" in client.get(PAGE).texts("//tbody/tr")[0]
    assert program(client, path).content == first.content


def test_what_is_not_a_working_address_answers_alike(client: Client, path: str) -> None:
    revoked = action(client, "revoke")
    page = client.submit(PAGE, revoked)
    assert "Koppeling ingetrokken." in page.text
    [line] = page.texts("//tbody/tr")
    assert "Ingetrokken op do 1 juli 2021, 09.00 uur" in line
    token = path.removeprefix("/calendars/").removesuffix(".ics")
    odd = [
        path, f"/calendars/{token[:-1]}.ics", "/calendars/x.ics", "/calendars/.ics",
        "/calendars/%ff%fe", f"/calendars/{'x' * 5000}.ics",
    ]  # fmt: skip
    answers = [program(client, one) for one in odd]
    assert {(one.status_code, one.content) for one in answers} == {(404, b"Not found")}
    assert {one.headers["content-type"] for one in answers} == {"text/plain; charset=utf-8"}
    assert program(client, path, "HEAD").status_code == 404


def test_a_renewed_address_ends_the_old_one(client: Client, path: str) -> None:
    renewal = action(client, "renew")
    form = client.get(PAGE).form(renewal)
    page = client.post(renewal, form)
    renewed = address_on(page)
    again = client.post(renewal, form)
    assert "Het adres was al vernieuwd." in again.text
    assert "/calendars/" not in again.response.text
    answers = [program(client, one).status_code for one in (path, renewed)]
    assert answers == [404, 200]


def test_a_closed_account_has_no_calendar(client: Client, path: str) -> None:
    office: Office = client.client.app.state.office
    with office.store.writing() as session:
        accounts.deactivate(session, SYSTEM, office.clock, NOOR)
    answer = program(client, path)
    assert (answer.status_code, answer.content) == (404, b"Not found")


@pytest.mark.parametrize("email", [JORIS, ADMINISTRATOR])
@pytest.mark.parametrize("verb", ["renew", "revoke"])
def test_nobody_touches_the_address_of_another(
    client: Client, path: str, email: str, verb: str
) -> None:
    target = action(client, verb)
    sign_in_again(client, email)
    page = client.get(PAGE)
    assert NAME not in page.text
    assert client.post(target, page.form(PAGE) | {"version": "1"}).status == 404
    assert program(client, path).status_code == 200


def test_a_form_sent_twice_makes_one_address(client: Client) -> None:
    form = client.get(PAGE).form(PAGE) | {"name": NAME, "view": "all"}
    path = address_on(client.post(PAGE, form))
    again = client.post(PAGE, form)
    assert "Deze koppeling was al gemaakt." in again.text
    assert len(again.all("//tbody/tr")) == 1
    assert program(client, path).status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Vul dit veld in."),
        ("name", "   ", "Vul dit veld in."),
        ("name", "x" * 101, "Deze tekst is 101 tekens lang; hier passen er 100."),
        ("name", "a\0b", "Deze tekst bevat een onzichtbaar teken (NUL)."),
        ("view", "onbekend", "Kies een van de mogelijkheden in de lijst."),
        ("view", "", "Kies een van de mogelijkheden in de lijst."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    client: Client, field: str, value: str, sentence: str
) -> None:
    typed = {"name": NAME, "view": "mine"} | {field: value}
    page = subscribe(client, **typed)
    assert page.status == 422
    [said] = page.texts(f"//*[@id='f-{field}-error']")
    assert said.startswith(sentence)
    kept = page.form(PAGE)
    assert str(kept["name"]).replace("\ufffd", "\0") == typed["name"]
    if field != "view":
        assert kept["view"] == "mine"
    assert "U hebt nog geen agendakoppeling." in client.get(PAGE).text


def test_a_saved_view_can_be_chosen(client: Client) -> None:
    form = client.get(PAGE)
    choices = form.texts("//select[@name='view']/option")
    assert choices == ["Alle items", "Mijn werk", "Samen tegen mensenhandel"]
    [value] = form.all("//option[text()='Samen tegen mensenhandel']/@value")
    path = address_on(subscribe(client, view=value))
    assert "Samen tegen mensenhandel" in client.get(PAGE).texts("//tbody/tr/td[2]")
    assert len(vobject.readOne(program(client, path).text).vevent_list) > 5
