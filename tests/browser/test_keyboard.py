"""The work with the keyboard alone: the focus is seen, and never lost."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from tests.worked_case import NOOR, PASSWORD

MOST_STEPS = 80
TERM = "uiterlijk voor het zomerreces van 2021"
WHAT = "Plan van aanpak aan de Kamer sturen"


def test_sign_in_and_find_an_item(new_context: Callable[..., BrowserContext]) -> None:
    page = new_context().new_page()
    page.goto("/sign-in")
    tab_to(page, "input#f-email")
    page.keyboard.type(NOOR)
    tab_to(page, "input#f-password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("/")
    page.keyboard.press("/")
    expect(page.locator("#zoek")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.type("Kuik")
        page.keyboard.press("Enter")
    found = "main a[href^='/items/M-']"
    expect(page.locator(found)).to_have_count(1)
    tab_to(page, found)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Meerjarig plan")


def test_the_skip_link_comes_first_and_works(page: Page) -> None:
    page.goto("/items")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)


def test_filter_and_sort_keep_the_focus(page: Page) -> None:
    page.goto("/items")
    tab_to(page, "input[name=kind][value=motion]")
    page.keyboard.press("Space")
    expect(page.locator("td.subject a")).to_have_count(3)
    expect(page.locator("input[name=kind][value=motion]")).to_be_focused()
    tab_to(page, "th.subject a")
    page.keyboard.press("Enter")
    expect(page.locator("th.subject[aria-sort=ascending]")).to_be_visible()
    expect(page.locator("#list:focus, #list :focus")).to_have_count(1)
    tab_to(page, "td.subject a")


def test_write_a_note(page: Page) -> None:
    page.goto("/items/M-2021-0002")
    tab_to(page, "a[href$='/notes/new']")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    tab_to(page, "textarea[name=text]")
    page.keyboard.type("Met het toetsenbord geschreven.")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.locator(".nk-notes")).to_contain_text("Met het toetsenbord geschreven.")
    expect(page.locator("#melding")).to_contain_text("opgeslagen")


def test_choose_a_status(page: Page) -> None:
    page.goto("/items/M-2021-0002/status")
    tab_to(page, "input[name=status]")
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="Status opslaan")).to_be_visible()
    expect(page.locator("input[name=status]:focus")).to_have_count(1)
    tab_to(page, "textarea[name=reason]")
    page.keyboard.type("Uit de test.")
    tab_to(page, "#status-form button[type=submit]:has-text('Status opslaan')")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".nk-itemhead .line")).to_contain_text("In beoordeling")


def test_add_a_deadline(page: Page) -> None:
    page.goto("/items/M-2021-0002")
    tab_to(page, "summary:has-text('Nieuwe termijn')")
    page.keyboard.press("Space")
    tab_to(page, "input[name=what]")
    page.keyboard.type(WHAT)
    tab_to(page, "input[name=wording]")
    page.keyboard.type(TERM)
    expect(page.locator("#waarom")).to_contain_text("donderdag 8 juli 2021")
    expect(page.locator("input[name=wording]")).to_be_focused()
    tab_to(page, "select[name=strength]")
    page.keyboard.type("Toe")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.locator("article.nk-deadline", has_text=WHAT)).to_contain_text("do 8 juli 2021")


def test_a_refused_form_says_so_first(page: Page) -> None:
    page.goto("/items/M-2021-0002/notes/new")
    tab_to(page, "textarea[name=text]")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("textarea[name=text]")).to_be_focused()


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element has the focus; each stop on the way can be seen."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        unseen = page.evaluate(UNSEEN)
        assert unseen is None, f"No focus to be seen: {unseen}"
        if page.locator(selector).evaluate_all("(all) => all.includes(document.activeElement)"):
            return
    raise AssertionError(f"{selector} is not reached with Tab")


# What has the focus without showing it: no outline or shadow, or outside the window; the body
# may have it once, between the last element and the first.
UNSEEN = """async () => {
  // The window scrolls to it in the next frame.
  for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
  const one = document.activeElement;
  if (one === document.body) return null;
  const box = one.getBoundingClientRect();
  const style = getComputedStyle(one);
  const label = one.closest("label");
  const ring = (of) => of.outlineStyle !== "none" && parseFloat(of.outlineWidth) > 0;
  const rings = [style, ...(label ? [getComputedStyle(label)] : [])].some(ring);
  const shown = rings || style.boxShadow !== "none";
  const inside = box.bottom > 0 && box.top < innerHeight && box.width > 0;
  return shown && inside ? null : `${shown} ${inside} ${one.outerHTML.slice(0, 200)}`;
}"""
