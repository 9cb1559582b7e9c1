"""The page of an item, new items, and the form for an item's own fields."""

import re
from datetime import date

import pytest
from litestar.testing import TestClient

from tests import worked_case
from tests.web_client import Client, Fields, Page

MOTION = "/items/M-2021-0002"
RIGHT_TO_LEFT = "مرحبا بالعالم"
ODD_TEXTS = [
    pytest.param("<script>alert('x')</script> & \"zo\"", id="html"),
    pytest.param("👩‍👩‍👧‍👦 gezin", id="emoji"),
    pytest.param(RIGHT_TO_LEFT, id="right to left"),
    pytest.param("x" * 100_000, id="100,000 characters"),
    pytest.param("{{ 7 * 7 }} {% raw %}", id="template"),
    pytest.param("%(who)s 100% %d", id="percent"),
]


def errors(page: Page) -> dict[str, str]:
    """The sentence next to each field that is wrong."""
    found = {}
    for one in page.all("//*[contains(@class, 'utrecht-form-field-error-message')]"):
        field = one.getparent().xpath(".//*[@name]")[0]
        found[field.get("name")] = " ".join(one.text_content().split())
    return found


def value(page: Page, name: str) -> str:
    """What a browser shows in a field: it eats the line end that a textarea begins with."""
    [control] = page.all(f"//main//*[@name='{name}']")
    text = str(control.value)
    return text.removeprefix("\n") if control.tag == "textarea" else text


def facts(page: Page) -> dict[str, str]:
    """The facts beside an item."""
    names = page.texts("//aside//dl[contains(@class, 'nk-facts')]//dt")
    values = page.texts("//aside//dl[contains(@class, 'nk-facts')]//dd")
    return dict(zip(names, values, strict=True))


def test_the_page_tells_what_is_known_of_a_motion(client: Client) -> None:
    page = client.get(MOTION)

    assert page.texts("//h1") == ["Meerjarig plan om de minst zichtbare slachtoffers te vinden"]
    assert (
        "Motie van de leden Kuik en Van der Graaf, Kamerstukken II 2020/21, 35 570 VI, nr. 50"
        in page.text
    )
    assert facts(page) == {
        "Uitkomst": "Aangenomen · stemming: datum invullen",
        "Indieners": "Kuik, Van der Graaf",
        "Appreciatie": "niet bekend",
        "Gerekend vanaf": "11 januari 2021",
        "Bewindspersoon": "Staatssecretaris van Justitie en Veiligheid",
        "Medeverantwoordelijk": "Staatssecretaris van Volksgezondheid, Welzijn en Sport",
        "Directie": "DRC",
        "Behandelaar": "NANoor Aksoy",
        "Dossier": "35 570 VI",
        "Programma": "Samen tegen mensenhandel",
        "Register": "geen nummer ingevuld",
    }
    assert page.texts("//span[contains(@class, 'utrecht-status-badge')]") == [
        "Opnieuw bekijken: vandaag"
    ]


def test_each_paper_links_to_its_page_and_its_publication(client: Client) -> None:
    page = client.get(MOTION)

    assert [(one.get("href"), one.get("rel")) for one in page.all("//table//a")] == [
        link
        for identifier in ("kst-35570-VI-50", "kst-31015-221", "kst-28638-185")
        for link in (
            (f"/papers/{identifier}", None),
            (f"https://zoek.officielebekendmakingen.nl/{identifier}.html", "external"),
        )
    ]


def test_links_and_measures_are_shown_at_both_ends(client: Client) -> None:
    motion, advice = client.get(MOTION), client.get("/items/A-2021-0002")

    assert "geeft uitvoering aan" in " ".join(motion.texts("//aside//li"))
    assert "krijgt uitvoering door" in " ".join(advice.texts("//aside//li"))
    assert motion.all("//a[text()='aanbeveling A-2021-0002']")
    assert len(advice.texts("//h2[@id='maatregelen']/ancestor::section//li")) == 3


def test_what_the_house_was_not_told_is_said(client: Client) -> None:
    page = client.get("/items/M-2021-0003")

    assert facts(page)["Kamer geïnformeerd met"] == "nog niet gemeld"


@pytest.mark.parametrize("path", ["/items/M-1999-0001", "/items/%3Cb%3E", f"{MOTION}/notes/1"])
def test_what_is_not_there_is_a_page_that_says_so(client: Client, path: str) -> None:
    assert client.get(path).status == 404


@pytest.mark.parametrize(
    "path", [MOTION, f"{MOTION}/edit", f"{MOTION}/status", "/items/new", f"{MOTION}/notes/new"]
)
def test_who_is_not_signed_in_sees_nothing(anonymous: Client, path: str) -> None:
    assert anonymous.get(path).texts("//h1") == ["Aanmelden"]


@pytest.mark.parametrize(
    ("kind", "own", "of_others"),
    [
        ("motion", "submitters", {"promised_to", "report_page"}),
        ("commitment", "promised_to", {"outcome", "report_page"}),
        ("recommendation", "report_page", {"outcome", "promised_to"}),
    ],
)
def test_the_form_shows_the_fields_of_the_kind(
    client: Client, kind: str, own: str, of_others: set[str]
) -> None:
    fields = client.get(f"/items/new?kind={kind}").form(f"/items/new?kind={kind}")

    assert own in fields
    assert not of_others & fields.keys()


def new_motion(client: Client, **changes: str | list[str]) -> tuple[Fields, Page]:
    action = "/items/new?kind=motion"
    fields = client.get(action).form(action) | {
        "title": "Meer opvang",
        "reference_date": "15-06-2021",
        "outcome": "adopted",
        "source_paper": "28 638, nr. 190",
    }
    return fields | changes, client.post(action, fields | changes)


def test_a_new_motion_is_recorded_once(client: Client) -> None:
    fields, page = new_motion(client, submitters="Kuik , Van der Graaf,")
    again = client.post("/items/new?kind=motion", fields)

    assert page.response.url.path == again.response.url.path == "/items/M-2021-0004"
    assert facts(page)["Indieners"] == "Kuik, Van der Graaf"
    assert facts(page)["Dossier"] == "28 638"
    assert "M-2021-0004 is vastgelegd." in page.text
    assert client.get("/items/M-2021-0005").status == 404


def test_everything_wrong_is_said_at_its_field_and_what_was_typed_stays(client: Client) -> None:
    typed: Fields = {
        "title": "",
        "reference_date": "31-02-2021",
        "source_paper": "ergens in een brief",
        "dossier": "zomaar",
        "outcome": "",
        "minister_id": "onzin",
        "text": "met\0nul",
        "voted_on": "01-01-1600",
    }
    _, page = new_motion(client, **typed)

    assert page.status == 422
    assert errors(page).keys() == typed.keys()
    assert errors(page)["source_paper"].startswith("‘ergens in een brief’")
    assert value(page, "source_paper") == "ergens in een brief"
    assert value(page, "reference_date") == "31-02-2021"
    assert value(page, "text").endswith("nul")


def test_a_whole_number_is_asked_for_a_page(client: Client) -> None:
    action = "/items/new?kind=recommendation"
    page = client.submit(
        action, action, title="T", reference_date="01-06-2021", report_page="blz. 7"
    )

    assert errors(page).keys() == {"report_page"}
    assert value(page, "report_page") == "blz. 7"


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_any_text_comes_back_as_it_was_typed(client: Client, text: str) -> None:
    page = client.submit(f"{MOTION}/edit", f"{MOTION}/edit", text=text, note=text)

    assert page.status == 200
    assert value(client.get(f"{MOTION}/edit"), "text") == text
    [dictum] = page.all("//div[contains(@class, 'nk-dictum')]")
    assert dictum.text_content() == text
    assert not page.all("//main//script")


def test_a_line_that_is_too_long_is_refused_and_kept(client: Client) -> None:
    page = client.submit(f"{MOTION}/edit", f"{MOTION}/edit", title="t" * 501)

    assert page.status == 422
    assert errors(page).keys() == {"title"}
    assert value(page, "title") == "t" * 501


def test_a_form_of_an_ended_session_waits_and_is_saved_after_signing_in(client: Client) -> None:
    action = f"{MOTION}/edit"
    fields = client.get(action).form(action) | {"title": "Na het afmelden", "note": "Twee\nregels"}
    client.client.cookies.delete("nakoming")

    door = client.post(action, fields)
    signed_in = client.post(
        "/sign-in",
        door.form("/sign-in") | {"email": worked_case.NOOR, "password": worked_case.PASSWORD},
    )
    page = client.post(action, signed_in.form(action))

    assert door.status == 401
    assert page.texts("//h1") == ["Na het afmelden"]
    assert value(client.get(action), "note") == "Twee\nregels"


@pytest.fixture
def joris(client: Client) -> Client:
    """A second browser at the same application, with Joris Vermaat signed in."""
    other = Client(TestClient(client.client.app, "http://testserver.local"))
    other.sign_in(worked_case.JORIS)
    return other


def conflicting(client: Client, joris: Client) -> Page:
    action = f"{MOTION}/edit"
    mine, theirs = client.get(action).form(action), joris.get(action).form(action)
    joris.post(action, theirs | {"title": "Titel van Joris", "note": "Opmerking van Joris"})
    return client.post(action, mine | {"title": "Titel van Noor", "text": "Tekst van Noor"})


def choose(client: Client, page: Page, step: str = "save", **choices: str) -> Page:
    action = f"{MOTION}/edit"
    made = {f"choose.{name}": choice for name, choice in choices.items()}
    return client.post(action, page.form(action) | made | {"conflict": step})


def test_two_versions_are_shown_field_by_field(client: Client, joris: Client) -> None:
    page = conflicting(client, joris)

    assert page.status == 409
    assert page.texts("//legend") == ["Titel"]
    assert page.texts("//ins") == ["Titel van Noor", "Titel van Joris"]
    assert "Joris Vermaat sloeg dit op terwijl u het bewerkte" in page.text
    assert "Opmerking van Joris" in " ".join(page.texts("//dl//dd"))


@pytest.mark.parametrize(
    ("choice", "title"), [("mine", "Titel van Noor"), ("theirs", "Titel van Joris")]
)
def test_the_choice_is_saved_and_the_rest_combined(
    client: Client, joris: Client, choice: str, title: str
) -> None:
    page = choose(client, conflicting(client, joris), title=choice)

    assert page.texts("//h1") == [title]
    form = client.get(f"{MOTION}/edit")
    assert (value(form, "text"), value(form, "note")) == ("Tekst van Noor", "Opmerking van Joris")
    story = " ".join(page.texts("//h2[@id='verloop']/ancestor::section"))
    assert "Titel van Noor" in story
    assert "Titel van Joris" in story


def test_merging_gives_both_texts_in_one_field_and_saves_nothing_yet(
    client: Client, joris: Client
) -> None:
    form = choose(client, conflicting(client, joris), title="merge")
    saved = client.post(
        f"{MOTION}/edit", form.form(f"{MOTION}/edit") | {"title": "Titel van allebei"}
    )

    assert value(form, "title") == "Titel van Noor Titel van Joris"
    assert saved.texts("//h1") == ["Titel van allebei"]


def test_back_to_editing_keeps_what_was_typed(client: Client, joris: Client) -> None:
    form = choose(client, conflicting(client, joris), "back", title="theirs")

    assert (value(form, "title"), value(form, "text"), value(form, "note")) == (
        "Titel van Noor",
        "Tekst van Noor",
        "Opmerking van Joris",
    )


def test_a_dropped_change_stays_in_the_story(client: Client, joris: Client) -> None:
    lines = {"note": "Een\r\nregel meer"}
    client.submit(f"{MOTION}/edit", f"{MOTION}/edit", **lines)
    page = choose(client, conflicting(client, joris), "drop", title="mine")

    story = " ".join(page.texts("//h2[@id='verloop']/ancestor::section"))
    assert page.texts("//h1") == ["Titel van Joris"]
    assert "Titel van Noor" in story
    assert "Tekst van Noor" in story
    assert story.count("koos bij twee versies niet") == 2


def test_what_only_the_other_changed_is_kept_and_said(client: Client, joris: Client) -> None:
    action = f"{MOTION}/edit"
    mine, theirs = client.get(action).form(action), joris.get(action).form(action)
    joris.post(action, theirs | {"note": "Opmerking van Joris"})

    page = client.post(action, mine | {"title": "Titel van Noor"})

    assert page.texts("//h1") == ["Titel van Noor"]
    assert "Joris Vermaat wijzigde intussen: Opmerking; dat is behouden." in page.text


def test_the_story_never_shows_a_code(client: Client) -> None:
    story = " ".join(client.get("/items/T-2021-0001").texts("//h2[@id='verloop']/.."))

    assert not re.findall(r"\b\w+_\w+\b|\b[0-9a-f]{8}-[0-9a-f]{4}", story)


def test_today_is_the_date_of_a_new_note(client: Client) -> None:
    form = client.get(f"{MOTION}/notes/new")

    assert value(form, "noted_on") == f"{date(2021, 7, 1):%d-%m-%Y}"


def test_a_note_is_written_edited_and_its_old_text_kept(client: Client) -> None:
    action = f"{MOTION}/notes/new"
    written = client.submit(action, action, text="Eerste stand")
    [edit] = [
        one.get("href")
        for one in written.all("//ol[contains(@class, 'nk-notes')]/li[1]//a")
        if "notes" in one.get("href")
    ]
    page = client.submit(edit, edit, text="Tweede stand")

    assert page.texts("//ol[contains(@class, 'nk-notes')]/li[1]//p[@dir]") == ["Tweede stand"]
    assert "Eerste" in " ".join(page.texts("//del"))


def test_a_note_of_tomorrow_is_refused_with_a_sentence(client: Client) -> None:
    action = f"{MOTION}/notes/new"
    page = client.submit(action, action, noted_on="02-07-2021", text="Morgen")

    assert page.status == 422
    assert errors(page) == {
        "noted_on": "Een stand van zaken ligt niet in de toekomst: kies een dag tot en met "
        "1 juli 2021."
    }
    assert value(page, "text") == "Morgen"


def test_a_measure_is_added_and_removed_with_a_reason(client: Client) -> None:
    action = f"{MOTION}/measures/new"
    added = client.submit(action, action, text="Overleg met gemeenten", partners="VNG")
    [edit] = {
        one.get("href") for one in added.all("//h2[@id='maatregelen']/ancestor::section//li//a")
    }
    refused = client.post(f"{edit}/remove", client.get(edit).form(edit))
    removed = client.post(f"{edit}/remove", client.get(edit).form(edit) | {"reason": "Dubbel"})

    assert "Overleg met gemeenten" in added.text
    assert errors(refused).keys() == {"reason"}
    assert not removed.all("//h2[@id='maatregelen']/ancestor::section//li//a[text()='bewerken']")
    assert "Overleg met gemeenten" in " ".join(removed.texts("//del"))


def test_links_and_papers_are_laid_and_taken_away(client: Client) -> None:
    links, papers = f"{MOTION}/links", f"{MOTION}/papers"
    wrong = client.submit(f"{links}/new", f"{links}/new", other="X-1")
    laid = client.submit(f"{links}/new", f"{links}/new", other="t-2021-0001", role="related")
    added = client.submit(
        f"{papers}/new", f"{papers}/new", paper="28 638, nr. 190", role="mentions"
    )
    token = added.form("/sign-out")["_csrf_token"]
    [paper_id] = added.all(
        "//a[text()='28 638, nr. 190']/ancestor::tr//input[@name='paper_id']/@value"
    )
    gone = client.post(
        f"{papers}/remove",
        {"_csrf_token": token, "paper_id": paper_id, "role": "mentions"},
    )

    assert errors(wrong) == {"other": "Item X-1 bestaat niet."}
    assert "T-2021-0001" in " ".join(laid.texts("//aside//li"))
    assert "28 638, nr. 190" in " ".join(added.texts("//table"))
    assert "28 638, nr. 190" not in " ".join(gone.texts("//table"))
