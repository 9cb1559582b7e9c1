"""The pages around a letter: its look, its changes, sending, decisions, templates, delay."""

import io
import uuid
from typing import Any

import pytest
from docx import Document

from tests.web_client import Client, keys

NEW = "/progress-letters/new"


@pytest.fixture
def letter(client: Client) -> str:
    """The path of a new draft of 30 June 2021."""
    page = client.submit(NEW, NEW, title="Moties", reference_date="30-06-2021")
    [path] = set(keys(page, r'action="(/progress-letters/[^/"]+)/freeze"'))
    return path


def freeze(client: Client, letter: str) -> None:
    page = client.submit(letter, f"{letter}/freeze")
    assert "Brief vastgesteld." in page.text


def lay_out(client: Client, letter: str, **changes: str) -> Any:
    return client.submit(f"{letter}/layout", f"{letter}/layout", **changes)


def test_a_letter_takes_another_look(client: Client, letter: str) -> None:
    fields = {"place.description": "2", "place.number": "1", "heading.description": "Onderwerp"}
    page = lay_out(client, letter, **fields, **{"heading.motion.open": "Open op {peildatum}"})

    assert "Opmaak opgeslagen." in page.text
    assert page.texts("//caption")[0] == "Open op 30 juni 2021"
    assert list(dict.fromkeys(page.texts("//th"))) == ["Nummer", "Onderwerp"]
    shown = client.get(f"{letter}/layout").form(f"{letter}/layout")
    assert {name: shown[name] for name in fields} == fields
    prose = lay_out(client, letter, layout="prose", grouping="post")
    assert prose.texts("//*[@class='nk-printed']//table") == []
    assert len(prose.all("//ol[@class='nk-footnotes']/li")) == 7


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"layout": "template"}, "Kies het sjabloon, of een andere opmaak."),
        ({"place.number": "eerste"}, "‘eerste’ is geen heel getal."),
        ({"layout": "x"}, "Kies een van de mogelijkheden in de lijst."),
    ],
)
def test_a_look_that_cannot_be_is_refused_and_stays(
    client: Client, letter: str, changes: dict[str, str], sentence: str
) -> None:
    page = lay_out(client, letter, subject="Commissiedebat", **changes)

    assert page.status == 422
    assert sentence in page.text
    assert page.form(f"{letter}/layout")["subject"] == "Commissiedebat"


def test_two_officers_at_one_look(client: Client, letter: str) -> None:
    form = client.get(f"{letter}/layout").form(f"{letter}/layout")
    lay_out(client, letter, subject="De ander")
    page = client.post(f"{letter}/layout", form | {"subject": "De een"})

    assert page.status == 409
    assert page.form(f"{letter}/layout")["subject"] == "De een"
    assert client.post(f"{letter}/layout", page.form(f"{letter}/layout")).status == 200


def test_the_changes_since_the_previous_letter_are_a_page(client: Client, letter: str) -> None:
    page = client.get(f"{letter}/changes")

    assert page.texts("//h2")[0] == "Gewijzigd sinds de brief met peildatum 31 maart 2021"
    assert page.texts("//caption") == ["Gewijzigde teksten"]
    assert len(page.all("//ins")) > 3
    assert len(page.all("//del")) > 3


def test_a_frozen_letter_shows_its_digests_and_is_sent(client: Client, letter: str) -> None:
    freeze(client, letter)
    shown = client.get(letter)
    assert len(shown.all("//dl[@class='nk-hashes']/dd")) == 8
    assert client.get(f"{letter}/layout").status == 404
    refused = client.submit(f"{letter}/send", f"{letter}/send", paper="kaas", sent_on="1-7-2021")
    assert refused.status == 422
    assert refused.form(f"{letter}/send")["paper"] == "kaas"
    sent = client.submit(
        f"{letter}/send", f"{letter}/send", paper="31 015, nr. 230", sent_on="1-7-2021"
    )
    assert "Verzonden; de brief staat nu als Kamerstuk bij elk item." in sent.text
    assert sent.all("//a[@href='/papers/kst-31015-230']") != []
    assert "31 015, nr. 230" in client.get("/items/M-2021-0002").text
    assert client.get(f"{letter}/send").status == 404


def test_a_correction_is_a_new_letter_that_replaces(client: Client, letter: str) -> None:
    freeze(client, letter)
    page = client.submit(letter, f"{letter}/correct")

    assert "Concept gemaakt dat de vastgestelde brief zal vervangen." in page.text
    assert page.all(f"//a[@href='{letter}']") != []
    assert "Een latere brief vervangt deze:" in client.get(letter).text


def test_a_folder_for_a_debate_is_of_a_dossier(client: Client) -> None:
    [address] = client.get("/dossiers/31015").all("//a[contains(@href, 'layout=debate')]/@href")
    page = client.get(address)
    assert page.all("//select[@name='view']/option[@selected]/text()") == ["Dossier 31 015"]
    made = client.post(NEW, page.form(NEW) | {"title": "Debat", "subject": "Commissiedebat"})
    assert sorted(made.texts("//div[@class='nk-printed']/h3")) == [
        "Aanbeveling 1. Zicht op buitenlandse slachtoffers met een Dublinstatus",
        "Aanbeveling 2. Seksuele uitbuiting in de minder zichtbare sectoren integraal aanpakken",
        "Aanbeveling 3. Inzicht in technologie bij binnenlandse seksuele uitbuiting",
        "Fenomeenonderzoek naar asielzoekers die de COA-opvang mob verlaten",
        "Motie van het lid Van der Graaf c.s.: Verkenning van een online outreachprogramma",
    ]
    assert client.get(f"{NEW}?layout=debate&view=dossier:kaas").status == 200
    refused = client.post(NEW, page.form(NEW) | {"title": "x", "view": "dossier:kaas"})
    assert refused.status == 422


def test_items_are_added_to_a_draft(client: Client) -> None:
    page = client.submit(NEW, NEW, title="Mijn", reference_date="30-06-2021", view="mine")
    [path] = set(keys(page, r'action="(/progress-letters/[^/"]+)/freeze"'))
    before = len(client.get(f"{path}/rows").texts("//legend/a"))
    added = client.submit(f"{path}/rows", f"{path}/items", numbers="m-2021-0001, M-2021-0002")
    assert "Eén rij toegevoegd." in added.text
    assert len(added.texts("//legend/a")) == before + 1
    refused = client.submit(f"{path}/rows", f"{path}/items", numbers="M-1999-0001")
    assert refused.status == 422
    assert "Er is geen item M-1999-0001." in refused.text


def test_a_standing_sentence_is_proposed_and_put_first(client: Client, letter: str) -> None:
    page = client.get(f"{letter}/rows")
    [first, *_] = page.all("//input[starts-with(@name, 'proposed.')]/@name")
    [said, *_] = page.texts(f"//input[@name='{first}']/following-sibling::span")
    after = client.submit(f"{letter}/rows", f"{letter}/rows", **{first: "1"})
    sentence = said.split("“")[1].rstrip("”")
    assert sentence in after.text
    assert client.get(f"{letter}/rows").all(f"//input[@name='{first}']") == []


def test_what_a_committee_decided_is_kept(client: Client) -> None:
    rappel = {"title": "Rappel", "layout": "rappel", "addressee": "first_chamber"}
    page = client.submit(NEW, NEW, reference_date="30-06-2021", **rappel)
    [path] = set(keys(page, r'action="(/progress-letters/[^/"]+)/freeze"'))
    assert client.get(f"{path}/decisions").status == 404
    freeze(client, path)
    client.submit(f"{path}/send", f"{path}/send", paper="31 015, nr. 231", sent_on="1-7-2021")
    form = client.get(f"{path}/decisions").form(f"{path}/decisions")
    decision = next(name for name in form if name.startswith("decision."))
    item = decision.partition(".")[2]
    wrong = form | {decision: "settled", f"decided_on.{item}": "", f"due_on.{item}": "1-12-2021"}
    refused = client.post(f"{path}/decisions", wrong)
    assert refused.status == 422
    assert refused.form(f"{path}/decisions")[f"due_on.{item}"] == "1-12-2021"
    right = form | {decision: "partly", f"decided_on.{item}": "1-7-2021"}
    assert "Besluiten opgeslagen." in client.post(f"{path}/decisions", right).text
    assert client.get(f"{path}/decisions").form(f"{path}/decisions")[decision] == "partly"


def template(text: str) -> bytes:
    document: Any = Document()
    document.add_paragraph(text)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def upload(client: Client, content: bytes, name: str = "sjabloon.docx") -> Any:
    form = client.get("/letter-templates").form("/letter-templates")
    return client.upload("/letter-templates", form | {"name": "Onze brief"}, name, content)


def test_a_template_is_checked_kept_and_filled(client: Client, letter: str) -> None:
    wrong = upload(client, template("{{titel}} {{onderwerp}}"))
    assert wrong.status == 422
    assert "Het veld {{onderwerp}} bestaat niet." in wrong.text
    assert wrong.form("/letter-templates")["name"] == "Onze brief"
    other = upload(client, b"tekst", "sjabloon.txt")
    assert "Kies een DOCX of een ODT." in other.text
    assert "Sjabloon toegevoegd." in upload(client, template("{{titel}}, {{peildatum}}")).text
    [value] = client.get(f"{letter}/layout").all("//select[@name='template']/option[2]/@value")
    page = lay_out(client, letter, layout="template", template=value)
    assert page.all("//a[contains(@href, '/annex/')]/@href") == [f"{letter}/annex/docx"]
    document: Any = Document(io.BytesIO(client.get(f"{letter}/annex/docx").content))
    assert [one.text for one in document.paragraphs] == ["Moties, 30 juni 2021"]
    kept = client.get(f"/letter-templates/{uuid.UUID(value)}")
    assert kept.headers["content-type"].startswith("application/vnd.openxml")
    gone = client.submit("/letter-templates", f"/letter-templates/{value}/remove")
    assert gone.all("//table") == []


def test_a_delay_letter_only_for_a_moved_deadline(client: Client) -> None:
    page = client.get("/items/T-2021-0001")
    [deadline, *_] = keys(page, r'href="(/deadlines/[^/"]+)/move"')
    assert client.get(f"{deadline}/delay-letter/docx").status == 404
    form = client.get(f"{deadline}/move").form(f"{deadline}/move")
    own = next(name for name in form if name in ("own_date", "own_due_on", "due_on"))
    moved = client.post(
        f"{deadline}/move", form | {own: "01-12-2021", "reason": "Het OM leest nog mee"}
    )
    assert moved.status == 200
    document: Any = Document(io.BytesIO(client.get(f"{deadline}/delay-letter/docx").content))
    text = "\n".join(one.text for one in document.paragraphs)
    assert "Het OM leest nog mee" in text
    assert "Ik informeer uw Kamer uiterlijk op 1 december 2021." in text
    odt = client.get(f"{deadline}/delay-letter/odt")
    assert odt.headers["content-type"] == "application/vnd.oasis.opendocument.text"
    assert client.get(f"{deadline}/delay-letter/pdf").status == 404
