"""Security headers stand on every answer, whatever it says."""

import pytest

from tests.web_client import Client
from tracker.web.security import HEADERS


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/sign-in", 200),
        ("/account", 200),
        ("/no-such-page", 404),
        ("/calendars/onzin.ics", 404),
        ("/static/css/tokens.css", 200),
        ("/static/geen.css", 404),
        ("/static/%00", 404),
        ("/items/%00", 404),
        ("/static/%2e%2e/app.py", 404),
        ("/static/%2fetc%2fpasswd", 404),
    ],
)
def test_every_answer_has_the_headers(client: Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status == status
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS


def test_the_policy_allows_nothing_inline() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy


def test_pages_are_not_kept_and_differ_for_htmx(client: Client) -> None:
    answer = client.get("/account")
    assert answer.headers["cache-control"] == "no-store"
    assert "HX-Request" in answer.headers["vary"]


def test_the_session_cookie_cannot_be_read_by_scripts(anonymous: Client) -> None:
    fields = anonymous.get("/sign-in").form("/sign-in")
    answer = anonymous.post(
        "/sign-in",
        fields | {"email": "noor.aksoy@voorbeeld.nl", "password": "een-lang-wachtwoord"},
        follow=False,
    )
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("nakoming="))
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
