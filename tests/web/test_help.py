"""Pages of text, and that what they promise is there."""

import pytest

from tests.web_client import Client


@pytest.mark.parametrize(
    ("path", "heading"),
    [("/help", "Hoe werkt dit"), ("/accessibility", "Toegankelijkheid")],
)
def test_a_page_of_text_is_linked_from_every_page(client: Client, path: str, heading: str) -> None:
    assert client.get(path).texts("//h1") == [heading]
    assert client.get("/deadlines").all(f"//footer//a[@href='{path}']")


def test_the_keys_that_the_help_names_are_on_the_pages(client: Client) -> None:
    assert client.get("/help").texts("//kbd")[-3:] == ["/", "Ctrl", "Enter"]
    assert client.get("/help").all("//input[@data-shortcut='/']")
