"""Uses the application as a browser without JavaScript does: pages, links and forms."""

import re
from typing import Any
from urllib.parse import urlencode

from httpx import Response
from litestar import Litestar
from litestar.testing import TestClient
from lxml import html

from tests.worked_case import PASSWORD

Fields = dict[str, str | list[str]]


class Page:
    """An answer, and what a reader finds in it."""

    def __init__(self, response: Response) -> None:
        self.response = response
        self.status = response.status_code
        self.headers = response.headers
        self.content = response.content
        is_page = "html" in response.headers.get("content-type", "") and response.content
        self.tree = html.document_fromstring(response.text) if is_page else None

    @property
    def text(self) -> str:
        """Everything that is to be read, white space single."""
        assert self.tree is not None, self.status
        return " ".join(self.tree.text_content().split())

    def all(self, path: str) -> list[Any]:
        """What an XPath finds."""
        assert self.tree is not None, self.status
        return list(self.tree.xpath(path))

    def texts(self, path: str) -> list[str]:
        """The texts of what an XPath finds, white space single."""
        return [" ".join(one.text_content().split()) for one in self.all(path)]

    def form(self, action: str) -> Fields:
        """The fields of the form with this action, as a browser would send them.

        Where a form that looks for something has the same action, the one that sends it is meant.
        """
        here = f"//form[@action={action!r}]"
        [form] = self.all(f"{here}[@method='post']") or self.all(here)
        fields: Fields = {}
        for area in form.iter("textarea"):
            area.text = (area.text or "").removeprefix("\n")  # as HTML says
        for name, value in form.form_values():
            if name in fields:
                earlier = fields[name]
                fields[name] = [*(earlier if isinstance(earlier, list) else [earlier]), value]
            else:
                fields[name] = value
        return fields


class Client:
    """One browser."""

    def __init__(self, client: TestClient[Litestar]) -> None:
        self.client = client
        self.origin = str(client.base_url).rstrip("/")

    def get(self, path: str, **headers: str) -> Page:
        """A page, after any redirects."""
        return Page(self.client.get(path, headers=headers, follow_redirects=True))

    def fragment(self, path: str) -> Page:
        """What htmx gets at an address."""
        return self.get(path, **{"HX-Request": "true"})

    def post(self, path: str, fields: Fields, *, follow: bool = True) -> Page:
        """Send a form; the token of a page is part of `fields`."""
        pairs = [
            (name, one)
            for name, value in fields.items()
            for one in (value if isinstance(value, list) else [value])
        ]
        response = self.client.post(
            path,
            content=urlencode(pairs),
            headers={
                "Content-Type": "application/x-www-form-urlencoded",
                "Origin": self.origin,
            },
            follow_redirects=follow,
        )
        return Page(response)

    def upload(self, path: str, fields: Fields, name: str, content: bytes) -> Page:
        """Send a form with a file under `file`."""
        response = self.client.post(
            path,
            data=fields,
            files={"file": (name, content)},
            headers={"Origin": self.origin},
            follow_redirects=True,
        )
        return Page(response)

    def submit(self, page: str, action: str, **changes: str | list[str]) -> Page:
        """Open a page, fill in its form with this action, and send it."""
        return self.post(action, self.get(page).form(action) | changes)

    def sign_in(self, email: str, password: str = PASSWORD) -> Page:
        """Sign in at the door."""
        return self.submit("/sign-in", "/sign-in", email=email, password=password)

    def sign_out(self) -> Page:
        """Sign out with the button in the header."""
        return self.submit("/account", "/sign-out")


def keys(page: Page, pattern: str) -> list[str]:
    """The parts of addresses on a page that a pattern's group finds."""
    return re.findall(pattern, page.response.text)
