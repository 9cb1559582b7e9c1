"""Every page, in every state that a reader can meet, by the rules of WCAG 2.2 AA.

Each is seen in light and dark, wide and narrow; it may not be wider than a telephone, and
the console stays silent, which says that the content security policy was kept.
"""

import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect
from sqlmodel import col, select

from tests import house_debates, house_queue, letters_read, letters_sent, lists_brought, worked_case
from tests.live_server import SECRET, SERVED, Complaints, open_context, serving, sign_in
from tests.worked_case import CLOCK
from tracker.app import make_app
from tracker.config import Settings
from tracker.db.session import Store, make_engine
from tracker.db.tables import (
    Deadline,
    Item,
    LeadLine,
    Measure,
    ProgressLetter,
    ProgressNote,
    ReminderMail,
    View,
)
from tracker.db.tables.house import HouseProposalKind
from tracker.db.tables.reminders import MailState
from tracker.domain.planning import Certainty, DeadlineState
from tracker.services.accounts import new_setup_link
from tracker.services.actors import act
from tracker.services.exchange import recess_key
from tracker.services.reminder_choices import token_of
from tracker.services.reminders import collect
from tracker.services.sources import add_built_in, list_sources
from tracker.services.subscriptions import Wanted, subscribe
from tracker.web.desk import SESSION_COOKIE

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ALL_RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": RULES},
    # The one rule of WCAG 2.2; axe leaves it out unless it is asked for.
    "rules": {"target-size": {"enabled": True}},
}
COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast"]},
}
# What answers a GET and is no page.
NO_PAGES = {
    "/calendars/{token:str}": "a calendar file",
    "/subscriptions/{subscription_id:uuid}/file": "a calendar file",
    "/deadlines/{deadline_id:uuid}/event": "a calendar file",
    "/progress-letters/{letter_id:uuid}/annex/{file_format:str}": "a document",
    "/deadlines/{deadline_id:uuid}/delay-letter/{file_format:str}": "a document",
    "/letter-templates/{template_id:uuid}": "a document",
    "/reports/status.pdf": "a document",
    "/dossiers/{number:str}/handover.pdf": "a document",
    "/dossiers/{number:str}/handover.odt": "a document",
    "/dossiers/{number:str}/handover.docx": "a document",
    "/items/export/{file_format:str}": "a spreadsheet",
    "/deadlines/preview": "a part of the forms of a deadline",
    "/static/{file_path:path}": "style sheets and scripts",
}
LOOKS = {"light": ALL_RULES, "dark": COLOURS}
WIDE: ViewportSize = {"width": 1280, "height": 900}
NARROW: ViewportSize = {"width": 390, "height": 900}
AXE = Axe().axe_script
NUMBER = "M-2021-0002"
ITEM = "/items/{number:str}"
DEADLINE = "/deadlines/{deadline_id:uuid}"
LETTER = "/progress-letters/{letter_id:uuid}"
ROUND = "/rounds/{round_id:uuid}"
READ = "/letters/{letter_id:uuid}"
PAPER = "/papers/{identifier:str}"
DOSSIER = "/dossiers/{number:str}"
JUDGED = {"letter_id": "read", "position": "7"}
REMINDERS = "/account/reminders"
OFF = "/reminders/off/{token:str}"
RECESS = "/admin/recesses/{recess_id:uuid}"
NOTE = f"{ITEM}/notes/{{note_id:uuid}}"
COMMITMENT = {"number": "T-2021-0001"}
RECOMMENDATION = {"number": "A-2021-0002"}
SETTLED = {"deadline_id": "settled"}

# What is done on a page; gives the status of the answer.
Then = Callable[[Page], int]


@dataclass(frozen=True)
class Seen:
    """A page in a state: its route, what fills the route in, what is done there, and how it
    is answered."""

    name: str
    route: str
    query: str = ""
    then: Then | None = None
    keys: Mapping[str, str] | None = None
    status: int = 200


def send(page: Page, changes: Mapping[str, str], action: str = "", *, clear: bool = False) -> int:
    """Send the form of the content with this end of its address, changed as said."""
    with page.expect_navigation() as answer:
        page.evaluate(
            """([action, clear, changes]) => {
              const forms = [...document.querySelectorAll("main form[method=post]")];
              const form = forms.find((one) => one.action.endsWith(action));
              for (const field of form.querySelectorAll("input[type=text], textarea"))
                if (clear) field.value = "";
              for (const [name, value] of Object.entries(changes))
                form.elements.namedItem(name).value = value;
              form.submit();
            }""",
            [action, clear, changes],
        )
    return answer.value.status


def press(page: Page, button: str) -> int:
    """Press a button that htmx answers."""
    with page.expect_response(re.compile("/proposals/")) as answer:
        page.locator(button).click()
    expect(page.locator("[data-focus]")).to_be_visible()
    return answer.value.status


def sent(action: str = "", **changes: str) -> Then:
    """A form that is sent, changed as said."""
    return lambda page: send(page, changes, action)


def sent_empty(action: str = "") -> Then:
    """A form that is sent with nothing in its fields."""
    return lambda page: send(page, {}, action, clear=True)


def sent_too_late(action: str, name: str) -> Then:
    """A form that is sent after another page of the same form was saved."""

    def then(page: Page) -> int:
        other = page.context.new_page()
        other.goto(page.url)
        send(other, {name: "Wat de een ervan maakt"}, action)
        other.close()
        return send(page, {name: "Dit vindt een ander"}, action)

    return then


def sent_signed_out(page: Page) -> int:
    """Send a form after the session has ended, and be signed in again afterwards."""
    cookies = page.context.cookies()
    page.context.clear_cookies(name=SESSION_COOKIE)
    status = send(page, {"text": "Dit is nog niet opgeslagen."})
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    return status


def typed_a_term(page: Page) -> int:
    """Type a wording, and wait for the date that it gives."""
    with page.expect_response(re.compile("/deadlines/preview")) as answer:
        page.get_by_label("Bewoording").fill("uiterlijk voor het zomerreces")
    expect(page.locator("#waarom dl")).to_be_visible()
    return answer.value.status


SEEN = [
    Seen("today", "/"),
    Seen("today of a unit", "/", "scope=unit"),
    Seen("today of everybody", "/", "scope=all"),
    Seen("items", "/items"),
    Seen("items, filtered", "/items", "kind=motion&status=in_progress&dossier=28+638"),
    Seen("items, none", "/items", "q=niets+heet+zo"),
    Seen("items, unknown filter", "/items", "kind=onzin"),
    Seen("a new item", "/items/new"),
    Seen("a new motion", "/items/new", "kind=motion"),
    Seen("a new commitment", "/items/new", "kind=commitment"),
    Seen("a new recommendation", "/items/new", "kind=recommendation"),
    Seen("a new motion, refused", "/items/new", "kind=motion", sent_empty(), status=422),
    Seen(
        "a new recommendation, refused",
        "/items/new",
        "kind=recommendation",
        sent_empty(),
        None,
        422,
    ),
    Seen("an item", ITEM),
    Seen("an item with a review", ITEM, keys={"number": "M-2021-0001"}),
    Seen("an item proposed as met", ITEM, keys={"number": "M-2021-0003"}),
    Seen("a commitment", ITEM, keys={"number": "T-2021-0001"}),
    Seen("a recommendation", ITEM, "whole_story=true", keys={"number": "A-2021-0001"}),
    Seen("an edit", f"{ITEM}/edit"),
    Seen("an edit, refused", f"{ITEM}/edit", then=sent_empty(), status=422),
    Seen("an edit, too late", f"{ITEM}/edit", then=sent_too_late("/edit", "text"), status=409),
    Seen("a status", f"{ITEM}/status"),
    *(
        Seen(f"a status, {name}", f"{ITEM}/status", f"status={name}", keys=COMMITMENT)
        for name in ("met", "transferred", "not_carried_out")
    ),
    Seen("a status, refused", f"{ITEM}/status", "status=met", sent_empty(), COMMITMENT, 422),
    Seen("a new note", f"{ITEM}/notes/new"),
    Seen("a new note, refused", f"{ITEM}/notes/new", then=sent_empty(), status=422),
    Seen("a new note, signed out", f"{ITEM}/notes/new", then=sent_signed_out, status=401),
    Seen("a new note, token gone", f"{ITEM}/notes/new", then=sent(_csrf_token="oud"), status=403),
    Seen("a note", NOTE),
    Seen("a note, refused", NOTE, then=sent_empty(), status=422),
    Seen("a note, too late", NOTE, then=sent_too_late("", "text"), status=409),
    Seen("a new measure", f"{ITEM}/measures/new"),
    Seen("a new measure, refused", f"{ITEM}/measures/new", then=sent_empty(), status=422),
    Seen("a measure", f"{ITEM}/measures/{{measure_id:uuid}}", keys=RECOMMENDATION),
    Seen("a new link", f"{ITEM}/links/new"),
    Seen("a new link, refused", f"{ITEM}/links/new", then=sent_empty(), status=422),
    Seen("a new paper", f"{ITEM}/papers/new"),
    Seen("a new paper, refused", f"{ITEM}/papers/new", then=sent_empty(), status=422),
    Seen("a new deadline", f"{ITEM}/deadlines/new"),
    Seen("a new deadline, refused", f"{ITEM}/deadlines/new", then=sent_empty(), status=422),
    Seen("a new deadline, typed", f"{ITEM}/deadlines/new", then=typed_a_term),
    Seen("deadlines", "/deadlines"),
    Seen("deadlines of a month", "/deadlines", "zoom=month"),
    Seen("deadlines, none", "/deadlines", "q=niets+heet+zo"),
    Seen("deadlines, unknown filter", "/deadlines", "kind=onzin"),
    *(
        Seen(f"to {action} a deadline", f"{DEADLINE}/{action}")
        for action in ("move", "settle", "told", "review")
    ),
    *(
        Seen(f"to {action} a deadline, refused", f"{DEADLINE}/{action}", "", then, None, 422)
        for action, then in {
            "move": sent_empty(),
            "settle": sent(settled_on="31-02-2021"),
            "told": sent_empty(),
            "review": sent_empty(),
        }.items()
    ),
    Seen("to reopen a deadline", f"{DEADLINE}/reopen", keys=SETTLED),
    Seen("to reopen a deadline, refused", f"{DEADLINE}/reopen", "", sent_empty(), SETTLED, 422),
    Seen("recesses", "/sittings"),
    Seen("recesses to change", "/admin/recesses"),
    Seen("a new recess, by an officer", "/admin/recesses/new", status=403),
    Seen("a recess, by an officer", RECESS, status=403),
    Seen("to withdraw a recess, by an officer", f"{RECESS}/withdraw", status=403),
    Seen("what is followed, by an officer", "/admin/follow", status=403),
    Seen("lines to count back by, by an officer", "/admin/lead-lines", status=403),
    Seen("a new line, by an officer", "/admin/lead-lines/new", status=403),
    Seen("a line, by an officer", "/admin/lead-lines/{line_id:uuid}", status=403),
    Seen("mail, by an officer", "/admin/mail", status=403),
    Seen("a line for a deadline", f"{DEADLINE}/line"),
    Seen("reminders", REMINDERS),
    Seen("reminders, refused", REMINDERS, then=sent(days="tien", paused_until="x"), status=422),
    Seen("what a reminder would tell", f"{REMINDERS}/preview"),
    Seen("to end reminders", OFF),
    Seen("reminders, ended by a wrong link", OFF, keys={"token": "onjuist"}, status=404),
    Seen("everything to take along, by an officer", "/admin/export", status=403),
    Seen("the register", "/register"),
    Seen("the status report", "/reports/status"),
    Seen("the status report of a day", "/reports/status", "by=unit&of=DRC&on=2021-06-01"),
    Seen("the status report, refused", "/reports/status", "on=2099-01-01", status=422),
    Seen("a search", "/search", "q=mensenhandel"),
    Seen("a search that finds nothing", "/search", "q=walvis"),
    Seen("a debate to choose", f"{DEADLINE}/debate", keys={"deadline_id": "hanging"}),
    Seen("no debate found", f"{DEADLINE}/debate", "q=walvis", keys={"deadline_id": "hanging"}),
    Seen(
        "a debate to choose, refused",
        f"{DEADLINE}/debate",
        "",
        sent_empty(),
        {"deadline_id": "hanging"},
        422,
    ),
    Seen("sources", "/sources"),
    Seen("a source", "/sources/{source_id:uuid}"),
    Seen("dates that a recess changes", "/deadlines/recalculated"),
    Seen("a date that no recess changes", f"{DEADLINE}/recalculated", status=404),
    Seen("help", "/help"),
    Seen("accessibility", "/accessibility"),
    Seen("an account", "/account"),
    Seen("an account, refused", "/account", then=sent("/password", present="x"), status=422),
    Seen("a new view", "/views/new", "kind=motion"),
    Seen("a new view, refused", "/views/new", then=sent_empty(), status=422),
    Seen("a view", "/views/{view_id:uuid}"),
    Seen("a view, refused", "/views/{view_id:uuid}", then=sent_empty(), status=422),
    Seen("a view of someone else", "/views/{view_id:uuid}", keys={"view_id": "shared"}),
    Seen("subscriptions", "/subscriptions"),
    Seen("subscriptions, refused", "/subscriptions", "", sent_empty("/subscriptions"), None, 422),
    Seen("a subscription", "/subscriptions/{subscription_id:uuid}"),
    Seen(
        "a subscription, refused",
        "/subscriptions/{subscription_id:uuid}",
        "",
        sent_empty(),
        None,
        422,
    ),
    Seen("subscriptions, made", "/subscriptions", then=sent("/subscriptions", name="Agenda")),
    Seen("letters", "/progress-letters"),
    Seen("a new letter", "/progress-letters/new"),
    Seen("a new letter, refused", "/progress-letters/new", then=sent_empty(), status=422),
    Seen("a letter, draft", LETTER),
    Seen("a letter, frozen", LETTER, keys={"letter_id": "frozen"}),
    Seen("the rows of a letter", f"{LETTER}/rows"),
    Seen("the rows of a letter, refused", f"{LETTER}/rows", then=sent_empty(), status=422),
    Seen("the rows, too late", f"{LETTER}/rows", then=sent_too_late("/rows", "title"), status=409),
    Seen("the look of a letter", f"{LETTER}/layout"),
    Seen(
        "the look of a letter, refused",
        f"{LETTER}/layout",
        then=sent(layout="template"),
        status=422,
    ),
    Seen("what changed in a letter", f"{LETTER}/changes"),
    Seen("a letter to send", f"{LETTER}/send", keys={"letter_id": "frozen"}),
    Seen(
        "a letter to send, refused",
        f"{LETTER}/send",
        "",
        sent_empty(),
        {"letter_id": "frozen"},
        422,
    ),
    Seen("a letter, sent", LETTER, keys={"letter_id": "rappel"}),
    Seen("what a committee decided", f"{LETTER}/decisions", keys={"letter_id": "rappel"}),
    Seen("templates of letters", "/letter-templates"),
    Seen("templates of letters, refused", "/letter-templates", then=sent_empty(), status=422),
    Seen("lists", "/imports"),
    Seen("lists, refused", "/imports", then=sent_empty(), status=422),
    Seen("a list", "/imports/{import_id:uuid}"),
    Seen("a list of new rows", "/imports/{import_id:uuid}", "fate=new"),
    Seen("rounds", "/rounds"),
    Seen("a new round", "/rounds/new"),
    Seen("a new round, refused", "/rounds/new", then=sent_empty(), status=422),
    Seen("a round", ROUND),
    Seen("a round, refused", ROUND, then=sent("/items", number="X-1"), status=422),
    Seen("my answers", f"{ROUND}/mine"),
    Seen("my answers, refused", f"{ROUND}/mine", then=sent_empty(), status=422),
    Seen("a letter of a round", f"{ROUND}/letter"),
    Seen("proposals", "/proposals"),
    Seen("a house proposal", "/proposals/{proposal_id:uuid}"),
    Seen(
        "a house proposal, refused",
        "/proposals/{proposal_id:uuid}",
        then=lambda page: press(page, "button[value=accept]"),
        keys={"proposal_id": "settling"},
        status=422,
    ),
    Seen("letters that were read", "/letters"),
    Seen("a letter to read", "/letters/new"),
    Seen("a letter to read, refused", "/letters/new", then=sent_empty("/new"), status=422),
    Seen("a letter that was read", READ, keys=JUDGED),
    Seen("a proposal", f"{READ}/proposals/{{position:int}}", keys=JUDGED),
    Seen("a proposal to edit", f"{READ}/proposals/{{position:int}}/edit", keys=JUDGED),
    Seen(
        "a proposal, refused",
        READ,
        then=lambda page: press(page, "#proposal-4 button[value=accept]"),
        keys=JUDGED,
        status=422,
    ),
    Seen(
        "a letter, judged",
        READ,
        then=lambda page: send(page, {}, "/accept-sure"),
        keys=JUDGED,
    ),
    Seen("a paper", PAPER, keys={"identifier": "kst-31015-221"}),
    Seen("a paper that nobody told of", PAPER, keys={"identifier": "kst-31015-187"}),
    Seen("what is no paper", PAPER, keys={"identifier": "kaas"}, status=404),
    Seen("a dossier", DOSSIER, keys={"number": "31015"}),
    Seen("what is no dossier", DOSSIER, keys={"number": "kaas"}, status=404),
    Seen("no page", "/no-such-page", status=404),
]
SEEN_BY_AN_ADMINISTRATOR = [
    Seen("mail", "/admin/mail"),
    Seen("lines to count back by", "/admin/lead-lines"),
    Seen("a new line", "/admin/lead-lines/new"),
    Seen("a new line, refused", "/admin/lead-lines/new", then=sent_empty(), status=422),
    Seen("a line to change", "/admin/lead-lines/{line_id:uuid}"),
    Seen("a deadline with steps", ITEM, keys=COMMITMENT),
    Seen("a new recess", "/admin/recesses/new"),
    Seen("a new recess, refused", "/admin/recesses/new", then=sent_empty(), status=422),
    Seen("a recess to change", RECESS),
    Seen("a recess to withdraw", f"{RECESS}/withdraw"),
]
SEEN_SIGNED_OUT = [
    Seen("the door", "/sign-in"),
    Seen(
        "the door, refused", "/sign-in", then=sent(email="x@y.nl", password="onjuist"), status=422
    ),
    Seen("the set-up", "/setup/{token:str}"),
    Seen("the set-up, refused", "/setup/{token:str}", then=sent_empty(), status=422),
]
FOLDED = {
    "the menu": ("/", "button:has-text('Menu')"),
    "the filters of items": ("/items", "button.nk-filterbtn"),
    "the filters of deadlines": ("/deadlines", "button.nk-filterbtn"),
    "the user's menu": ("/help", "details.nk-user summary"),
}


@pytest.fixture(scope="module")
def complaints() -> Complaints:
    """What the console said."""
    return Complaints()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the served databases of this module are."""
    return tmp_path_factory.mktemp("seen")


@pytest.fixture(scope="module")
def served(case_sqlite: Path, folder: Path) -> Iterator[str]:
    """The address of the worked case."""
    with serving(case_sqlite, folder) as address:
        yield address


@pytest.fixture(scope="module")
def administration(
    chromium: Browser, complaints: Complaints, served: str
) -> Iterator[BrowserContext]:
    """The browser of an administrator, on what Noor Aksoy works on."""
    context = open_context(chromium, served, complaints)
    sign_in(context, worked_case.ADMINISTRATOR).close()
    yield context
    context.close()


@pytest.fixture(scope="module")
def office(chromium: Browser, complaints: Complaints, served: str) -> Iterator[BrowserContext]:
    """Noor Aksoy's browser on the worked case; she has a view of her own."""
    context = open_context(chromium, served, complaints)
    page = sign_in(context)
    page.goto("/views/new?kind=motion")
    send(page, {"name": "Moties"})
    page.close()
    yield context
    context.close()


@pytest.fixture(scope="module")
def empty_office(
    chromium: Browser, complaints: Complaints, migrated_sqlite: Path, folder: Path
) -> Iterator[BrowserContext]:
    """A browser on an installation without accounts."""
    (folder / "empty").mkdir()
    with serving(migrated_sqlite, folder / "empty") as address:
        context = open_context(chromium, address, complaints)
        yield context
        context.close()


@pytest.fixture(scope="module")
def keys(office: BrowserContext, folder: Path) -> dict[str, str]:
    """What fills in the routes, where a page does not say otherwise."""
    with store_in(folder).reading() as session:
        deadlines = session.exec(select(Deadline)).all()
        letters = {one.state.value: one.id for one in session.exec(select(ProgressLetter))}
        views = {one.shared: one.id for one in session.exec(select(View))}
        numbers = {one.number: one.id for one in session.exec(select(Item))}
        notes = {one.item_id: one.id for one in session.exec(select(ProgressNote))}
        measures = {one.item_id: one.id for one in session.exec(select(Measure))}
    unresolved = [one.id for one in deadlines if one.certainty is Certainty.UNRESOLVED]
    settled = [one.id for one in deadlines if one.state is DeadlineState.MET]
    found = {
        "deadline_id": unresolved[0],
        "recess_id": recess_key("zomerreces", "2020-2021"),
        "settled": settled[0],
        "letter_id": letters["draft"],
        "frozen": letters["frozen"],
        "read": letters_read.read(store_in(folder)),
        "source_id": first_source(store_in(folder)),
        "hanging": hanging_deadline(store_in(folder)),
        "proposal_id": house_queue.propose(
            store_in(folder), HouseProposalKind.COMMITMENT, house_queue.COMMITMENT
        ),
        "settling": house_queue.propose(
            store_in(folder), HouseProposalKind.SETTLE, house_queue.SETTLING, item="T-2021-0001"
        ),
        "import_id": lists_brought.bring(store_in(folder)),
        "round_id": letters_sent.ask(store_in(folder)),
        "rappel": letters_sent.send_rappel(store_in(folder)),
        "subscription_id": subscribed(store_in(folder)),
        "line_id": followed_line(store_in(folder)),
        "token": off_token(store_in(folder)),
        "view_id": views[False],
        "shared": views[True],
        "note_id": notes[numbers[NUMBER]],
        "measure_id": measures[numbers["A-2021-0002"]],
    }
    return {"number": NUMBER} | {name: str(key) for name, key in found.items()}


def first_source(store: Store) -> uuid.UUID:
    """The first of the built-in sources."""
    with store.writing() as session:
        add_built_in(session, CLOCK)
    with store.reading() as session:
        return list_sources(session, CLOCK.now())[0].id


def subscribed(store: Store) -> uuid.UUID:
    """A calendar address of Noor Aksoy."""
    key, noor = uuid.uuid4(), worked_case.actor(store)
    with store.writing() as session:
        subscribe(session, noor, CLOCK, key, Wanted("Mijn termijnen", None, "owner=me"))
    return key


def followed_line(store: Store) -> uuid.UUID:
    """A line that the deadlines of the commitment follow; two of its steps are past."""
    line_id, ilse = uuid.uuid4(), worked_case.actor(store, worked_case.ADMINISTRATOR)
    steps = (("Concept", 20), ("Afstemming", 15), ("Minister", 3), ("Naar de Kamer", 0))
    with store.writing() as session:
        act(session, ilse, CLOCK)
        kept = [[name.lower(), name, days] for name, days in steps]
        session.add(LeadLine(id=line_id, name="Brief", steps=kept, changed_at=CLOCK.now()))
        session.flush()
        commitment = select(Item.id).where(Item.number == COMMITMENT["number"])
        for one in session.exec(select(Deadline).where(col(Deadline.item_id).in_(commitment))):
            one.lead_line_id = line_id
    return line_id


def off_token(store: Store) -> str:
    """What ends Noor Aksoy's reminders; a digest to her has failed."""
    noor = worked_case.actor(store).user_id
    assert noor
    collect(store, CLOCK)
    with store.writing() as session:
        for mail in session.exec(select(ReminderMail)):
            mail.state, mail.failure_code = MailState.FAILED, "mail.refused"
            mail.failure_facts = {"host": "mail.example.nl", "reply": 550, "text": "No such user"}
    return token_of(noor, SECRET)


def hanging_deadline(store: Store) -> uuid.UUID:
    """A deadline that hangs on a debate, and a debate."""
    house_debates.hold(store)
    return house_debates.promised(store).id


def store_in(folder: Path) -> Store:
    """The database that is served from a folder."""
    return Store(make_engine(f"sqlite:///{folder / SERVED}"))


@pytest.mark.parametrize("seen", SEEN, ids=lambda seen: seen.name)
def test_a_page(
    office: BrowserContext, keys: dict[str, str], complaints: Complaints, seen: Seen
) -> None:
    assert look_at(office, seen, keys) == []
    assert complaints == []


@pytest.mark.parametrize("seen", SEEN_BY_AN_ADMINISTRATOR, ids=lambda seen: seen.name)
def test_a_page_for_administrators(
    administration: BrowserContext, keys: dict[str, str], complaints: Complaints, seen: Seen
) -> None:
    assert look_at(administration, seen, keys) == []
    assert complaints == []


@pytest.mark.parametrize("seen", SEEN_SIGNED_OUT, ids=lambda seen: seen.name)
def test_a_page_for_nobody(
    empty_office: BrowserContext, folder: Path, complaints: Complaints, seen: Seen
) -> None:
    with store_in(folder / "empty").writing() as session:
        token = new_setup_link(session, CLOCK)
    assert look_at(empty_office, seen, {"token": token}) == []
    assert complaints == []


@pytest.mark.parametrize("name", FOLDED)
def test_what_is_folded_on_a_telephone(
    office: BrowserContext, complaints: Complaints, name: str
) -> None:
    path, button = FOLDED[name]
    page = office.new_page()
    page.set_viewport_size(NARROW)
    page.goto(path)
    page.locator(button).click()
    assert [*broken_rules(page, ALL_RULES), *too_wide(page)] == []
    assert complaints == []
    page.close()


def test_no_page_is_forgotten(tmp_path: Path) -> None:
    settings = Settings(tmp_path, f"sqlite:///{tmp_path}/none.sqlite3", "http://localhost", "-")
    routes = {route.path for route in make_app(settings).routes if "GET" in route.methods}
    every = (*SEEN, *SEEN_BY_AN_ADMINISTRATOR, *SEEN_SIGNED_OUT)
    known = {seen.route for seen in every} - {"/no-such-page"}
    assert routes == known | NO_PAGES.keys()


def look_at(context: BrowserContext, seen: Seen, keys: Mapping[str, str]) -> list[str]:
    """What is wrong with a page in a state, in all four looks."""
    page = context.new_page()
    page.emulate_media(reduced_motion="reduce")
    filled = {**keys} | {name: keys.get(key, key) for name, key in (seen.keys or {}).items()}
    path = re.sub(r"{(\w+):\w+}", lambda match: quote(filled[match[1]]), seen.route)
    answer = page.goto(f"{path}?{seen.query}" if seen.query else path)
    status = seen.then(page) if seen.then else answer and answer.status
    assert status == seen.status
    page.evaluate("document.querySelectorAll('main details').forEach((one) => (one.open = true))")
    wrong = [] if page.locator("h1").count() == 1 else ["not one h1"]
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        for scheme, rules in LOOKS.items():
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            wrong += [f"{size['width']} {scheme} {one}" for one in broken_rules(page, rules)]
        wrong += too_wide(page)
    page.close()
    return wrong


def broken_rules(page: Page, rules: Mapping[str, object]) -> list[str]:
    """The rules of axe that the page breaks, and where."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE)
    found = page.evaluate("(rules) => axe.run(document, rules)", rules)
    return [
        f"{one['id']}: {node['html']} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def too_wide(page: Page) -> list[str]:
    """What sticks out, where the page is wider than its window."""
    found: list[str] = page.evaluate(
        """() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          if (scrollWidth <= clientWidth) return [];
          const out = [...document.querySelectorAll("body *")].filter(
            (one) => one.getBoundingClientRect().right > clientWidth + 1);
          return [`${scrollWidth} wide`, ...out.map((one) => one.outerHTML.slice(0, 200))];
        }"""
    )
    return found
