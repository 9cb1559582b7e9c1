"""Te beoordelen: what the sources propose, accepted, rejected and undone."""

from collections.abc import Iterator

import pytest

from tests.house_queue import COMMITMENT, LINK, SETTLING, propose
from tests.web_client import Client, Page
from tracker.db.session import Store, make_engine
from tracker.db.tables.house import HouseProposalKind

QUEUE = "/proposals"


@pytest.fixture
def served(case_url: str) -> Iterator[Store]:
    """The database that the client's application serves."""
    engine = make_engine(case_url)
    yield Store(engine)
    engine.dispose()


@pytest.fixture
def commitment(served: Store) -> str:
    """Where a commitment of the register is judged."""
    return f"{QUEUE}/{propose(served, HouseProposalKind.COMMITMENT, COMMITMENT)}"


def waiting(page: Page) -> list[str]:
    return page.texts("//nav//*[@id='wachtend']//*[@class='nk-hidden']")


def test_a_commitment_is_shown_with_what_accepting_does(client: Client, commitment: str) -> None:
    page = client.get(QUEUE)
    assert waiting(page) == ["1 open voorstel"]
    assert page.texts("//h3[contains(., 'register')]") == ["Toezeggingen in het register1 voorstel"]
    assert page.texts("//*[contains(@class, 'nk-effects')]/li") == [
        "maakt de toezegging ‘Informeren over het tolkenregister’, nummer TZ202106-001 in het "
        "register",
        "met de termijn ‘voor 1 oktober 2021’: donderdag 30 september 2021 (vaste datum)",
    ]
    assert "Kamer <b>voor</b> 1 oktober" in page.text


def test_accepting_makes_it_and_undoing_takes_it_back(client: Client, commitment: str) -> None:
    done = client.submit(QUEUE, commitment, do="accept")
    assert "Voorstel overgenomen bij T-2021-0002." in done.text
    assert waiting(done) == []
    item = client.get("/items/T-2021-0002")
    assert "TZ202106-001" in item.text
    assert "do 30 september 2021" in item.text

    undone = client.submit(QUEUE, commitment, do="undo")
    assert "Voorstel staat weer open." in undone.text
    assert waiting(undone) == ["1 open voorstel"]
    assert client.get("/items/T-2021-0002").status == 404


def test_what_is_rejected_can_be_opened_again(client: Client, commitment: str) -> None:
    page = client.submit(QUEUE, commitment, do="reject")
    assert "Er wachten geen voorstellen uit de bronnen." in page.text
    assert "Onlangs beoordeeld" in page.text
    assert "staat weer open" in client.submit(QUEUE, commitment, do="undo").text


def test_who_comes_too_late_hears_so(client: Client, commitment: str) -> None:
    fields = client.get(QUEUE).form(commitment)
    client.post(commitment, fields | {"do": "reject"})
    late = client.post(commitment, fields | {"do": "accept"})
    assert (late.status, "intussen beoordeeld" in late.text) == (422, True)


def test_htmx_gets_the_proposal_and_the_count(client: Client, commitment: str) -> None:
    fields = client.get(QUEUE).form(commitment)
    response = client.client.post(
        commitment,
        data=dict(fields) | {"do": "accept"},
        headers={"Origin": client.origin, "HX-Request": "true"},
    )
    part = Page(response)
    assert part.status == 200
    assert part.texts("//*[@id='melding']//span") == ["Voorstel overgenomen bij T-2021-0002."]
    assert part.all("//li[@data-state='accepted']//button[@value='undo']") != []
    assert "Te beoordelen" not in part.text
    assert client.fragment(commitment).all("//li[@data-state='accepted']") != []


def test_a_paper_that_is_linked(client: Client, served: Store) -> None:
    kind = HouseProposalKind.LINK
    key = propose(served, kind, LINK, item="M-2021-0002", source_key="kst-29344-150")
    page = client.get(f"{QUEUE}/{key}")
    assert page.texts("//*[contains(@class, 'nk-effects')]/li") == [
        "zet 29 344, nr. 150 bij M-2021-0002, in de rol ‘doet verslag’"
    ]
    client.submit(QUEUE, f"{QUEUE}/{key}", do="accept")
    assert "29 344, nr. 150" in client.get("/items/M-2021-0002").text


def test_closing_leads_to_the_form_where_terms_are_asked(client: Client, served: Store) -> None:
    key = propose(served, HouseProposalKind.SETTLE, SETTLING, item="T-2021-0001")
    action = f"{QUEUE}/{key}"
    page = client.submit(QUEUE, action, do="accept")
    assert (page.status, "elke open termijn" in page.text) == (422, True)
    [href] = page.all("//*[@role='alert']//a/@href")
    form = client.get(href).form("/items/T-2021-0001/status")
    assert (form["status"], form["paper"]) == ("met", "29 344, nr. 150")


def test_the_start_page_says_how_many_wait(client: Client, commitment: str) -> None:
    page = client.get("/")
    assert "1 voorstel uit de bronnen wacht op een oordeel." in page.text
