"""Forms that were filled in wrongly, by accident or on purpose: a sentence, never a fault."""

from datetime import date

import pytest

from tests.web_client import Client, Fields, keys
from tests.worked_case import NOOR, PASSWORD
from tracker.domain.errors import DomainError
from tracker.web.forms import read_day

ODD = {
    "NUL": "a\0b",
    "very long": "x" * 250_000,
    "markup": "<script>alert(1)</script>\"'",
    "right to left": "\u202eabc\u05d0",
    "large number": "9" * 30,
    "other digits": "²",
    "no such day": "31-02-2021",
    "year beyond all": "1-1-99999999999",
    "key of nothing": "7d0c4b6e-0000-4000-8000-000000000000",
    "paper beyond all": "31 015, nr. 99999999999999999999999",
    "term beyond all": "over 99999999 maanden",
}
ANSWERS = {200, 303, 404, 409, 413, 422}


@pytest.mark.parametrize("text", ["31-02-2021", "1-1-99999999999", "1-1-" + "9" * 30, "²", "1-²-2"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_day(text, "due_on")

    assert refused.value.code in {"date.unreadable", "date.too_far"}


def test_a_day_is_read_as_people_and_browsers_write_it() -> None:
    written = ("31-12-2021", "31/12/2021", "31.12.2021", "2021-12-31", " 31-12-2021 ")

    assert {read_day(text, "due_on") for text in written} == {date(2021, 12, 31)}


def forms(client: Client) -> list[tuple[str, Fields]]:
    """Every form that changes something: its action and its fields."""
    numbers = ("M-2021-0001", "T-2021-0001", "A-2021-0001")
    pages = [f"/items/new?kind={kind}" for kind in ("motion", "commitment", "recommendation")]
    for number in numbers:
        parts = ("edit", "status?status=met", "notes/new", "measures/new", "links/new")
        pages += [f"/items/{number}/{part}" for part in (*parts, "papers/new", "deadlines/new")]
        item = client.get(f"/items/{number}")
        pages += keys(item, r'href="(/deadlines/[0-9a-f-]{36}/\w+)"')
        pages += keys(item, r'href="(/items/[^"/]+/(?:notes|measures)/[0-9a-f-]{36})"')
        pages.append(f"/items/{number}")
    letters = client.get("/progress-letters")
    pages += [f"{path}/rows" for path in keys(letters, r'href="(/progress-letters/[0-9a-f-]{36})"')]
    pages += ["/progress-letters/new", "/subscriptions", "/views/new?kind=motion"]
    pages += ["/account/reminders"]
    found = {}
    for path in pages:
        page = client.get(path)
        is_page = page.status == 200 and page.tree is not None  # and no calendar file
        for form in page.all("//main//form[@method='post']") if is_page else []:
            named = dict.fromkeys(form.xpath(".//*[@name][not(self::button)]/@name"), "")
            filled = {name: value or "" for name, value in form.form_values()}
            found[form.get("action")] = named | filled
    return list(found.items())


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD.keys())
def test_no_form_breaks(client: Client, odd: str) -> None:
    sent = forms(client)
    answers = {
        action: client.post(
            action, fields | dict.fromkeys(fields.keys() - {"_csrf_token"}, odd), follow=False
        ).status
        for action, fields in sent
    }

    assert len(sent) > 30
    assert {action: status for action, status in answers.items() if status not in ANSWERS} == {}


def test_a_field_that_is_sent_twice_counts_once(client: Client) -> None:
    edit = "/items/M-2021-0001/edit"
    fields = client.get(edit).form(edit)
    twice: Fields = {name: [str(value), str(value)] for name, value in fields.items()}
    choices: Fields = {
        f"{part}.title": ["een", "twee"] for part in ("choose", "mine", "theirs", "unchosen")
    }

    page = client.post(edit, twice | choices | {"_csrf_token": fields["_csrf_token"]})

    assert page.status == 200


def test_a_name_that_no_form_has_does_not_reach_the_story(client: Client) -> None:
    edit = "/items/M-2021-0001/edit"
    fields = client.get(edit).form(edit)
    before = client.get("/items/M-2021-0001").texts("//*[@id='verloop']")

    page = client.post(edit, fields | {"unchosen.onzin": "tekst", "choose.onzin": "theirs"})

    assert page.status == 200
    assert before
    assert page.texts("//*[@id='verloop']") == before


def test_a_link_of_an_unknown_role_is_not_there(client: Client) -> None:
    token = client.get("/items/M-2021-0001/links/new").form("/items/M-2021-0001/links/new")

    page = client.post("/items/M-2021-0001/links/remove", token | {"role": "onzin"})

    assert page.status == 404


def test_a_status_form_that_does_not_say_what_it_saw_is_older_than_everything(
    client: Client,
) -> None:
    status = "/items/T-2021-0001/status"
    fields = client.get(f"{status}?status=proposed_met").form(status)

    page = client.post(status, fields | {"reason": "Gedaan", "version": "", "seen": ""})

    assert page.status == 409


@pytest.mark.parametrize("sent", [["/items", "/deadlines"], "/\t/elsewhere.example", "//elsewhere"])
def test_a_form_that_waited_goes_nowhere_else(anonymous: Client, sent: str | list[str]) -> None:
    door = anonymous.get("/sign-in").form("/sign-in")
    known: Fields = {"email": NOOR, "password": PASSWORD}

    page = anonymous.post(
        "/sign-in", door | known | {"pending_action": sent, "pending.title": "tekst"}
    )

    assert page.status == 200
    assert page.all("//main//form/@action")[0] in {"/", "/deadlines"}


@pytest.mark.parametrize(
    "next_page", ["//elsewhere.example", "/\\elsewhere.example", "/\t/elsewhere.example", "https:x"]
)
def test_signing_in_leads_to_this_site(anonymous: Client, next_page: str) -> None:
    door = anonymous.get("/sign-in").form("/sign-in")
    known: Fields = {"email": NOOR, "password": PASSWORD}

    answer = anonymous.post("/sign-in", door | known | {"next": next_page}, follow=False)

    assert (answer.status, answer.headers["location"]) == (303, "/")


@pytest.mark.parametrize("month", ["020210000-05", "2021-0120", "2021-13", "0000-00", "²-1", "x"])
def test_a_month_that_does_not_exist_is_not_shown(client: Client, month: str) -> None:
    assert client.get(f"/deadlines?from={month}").status == 200
