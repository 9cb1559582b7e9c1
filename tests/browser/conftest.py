"""The served worked case, and browsers on it that may not complain."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.live_server import Complaints, open_context, serving, sign_in


@pytest.fixture
def site(case_sqlite: Path, tmp_path: Path) -> Iterator[str]:
    """The address of the real server on a fresh worked case, on 1 July 2021, 09:00."""
    with serving(case_sqlite, tmp_path) as address:
        yield address


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """What browsers complain about during a test; it fails when they did."""
    heard = Complaints()
    yield heard
    assert heard == []


@pytest.fixture
def new_context(
    chromium: Browser, site: str, complaints: Complaints
) -> Iterator[Callable[..., BrowserContext]]:
    """Opens browsers of their own on the site; all are closed after the test."""
    opened: list[BrowserContext] = []

    def new(**options: object) -> BrowserContext:
        opened.append(open_context(chromium, site, complaints, **options))  # type: ignore[arg-type]
        return opened[-1]

    yield new
    for context in opened:
        context.close()


@pytest.fixture
def page(new_context: Callable[..., BrowserContext]) -> Page:
    """Noor Aksoy at the start page."""
    return sign_in(new_context())
