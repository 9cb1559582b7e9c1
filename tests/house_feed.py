"""The House's SyncFeed and news feeds, played by a server of the tests' own on a real socket.

It serves what it is given by skiptoken, remembers each address that it was asked for, and
answers otherwise where a test says so.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.house_contents import Entity

PAGE = 250
BETWEEN_TOKENS = 10
ATOM = "http://www.w3.org/2005/Atom"
FEED = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    """What one request gets instead of a page."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Instead = Callable[[str, Mapping[str, str]], Answer | None]


@dataclass(frozen=True)
class _Told:
    token: int
    entity: Entity | str


class HouseFeed:
    """A running server, until the end of the `with`.

    `asked` counts requests by path and query. `instead` may answer a request itself: it gets
    path and query, and gives None for the ordinary page. `pause` is how long each answer
    waits, in seconds.
    """

    def __init__(self, entries: Iterable[Entity] = (), pause: float = 0) -> None:
        self.asked: Counter[str] = Counter()
        self.agents: set[str] = set()
        self.instead: Instead = _nothing
        self.pause = pause
        self._told: dict[str, list[_Told]] = {}
        self._token = 26_700_000
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.add(*entries)

    def __enter__(self) -> "HouseFeed":
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def origin(self) -> str:
        """'http://127.0.0.1:PORT'."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def base(self) -> str:
        """The address to set as that of the SyncFeed."""
        return f"{self.origin}/SyncFeed/2.0"

    def add(self, *entries: Entity) -> None:
        """Tell these, after all that was told."""
        for entity in entries:
            self._tell(entity.category, entity)

    def add_raw(self, category: str, entry: str) -> None:
        """Tell an entry in these very words; '{next}' becomes the link after it."""
        self._tell(category, entry)

    def pages(self, category: str) -> list[str]:
        """The paths of all pages of a category as it stands, the empty one at the end too."""
        told = self._told.get(category, [])
        ends = [told[at - 1].token for at in range(PAGE, len(told), PAGE)]
        ends += [told[-1].token] if told else []
        return [_path(category, None), *(_path(category, token) for token in ends)]

    def answer(self, path: str, headers: Mapping[str, str]) -> Answer:
        """What a request gets."""
        with self._lock:
            self.asked[path] += 1
            self.agents.add(headers.get("User-Agent", ""))
        if self.pause:
            time.sleep(self.pause)
        return self.instead(path, headers) or self._ordinary(path)

    def _tell(self, category: str, entity: Entity | str) -> None:
        self._token += BETWEEN_TOKENS
        self._told.setdefault(category, []).append(_Told(self._token, entity))

    def _ordinary(self, path: str) -> Answer:
        parts = urlsplit(path)
        asked = {name: found[0] for name, found in parse_qs(parts.query).items()}
        if parts.path != "/SyncFeed/2.0/Feed":
            return Answer(404)
        category, token = asked.get("category", ""), int(asked.get("skiptoken", 0))
        waiting = [one for one in self._told.get(category, ()) if one.token > token]
        body = _page(self.base, category, waiting, self._token + 1)
        return Answer(200, body.encode(), {"Content-Type": FEED})


def _page(base: str, category: str, waiting: list[_Told], resume: int) -> str:
    """A page of the entries that wait, in the recorded shape."""
    served = waiting[:PAGE]
    link = _link("next", base, category, served[-1].token) if served else ""
    link = link or _link("resume", base, category, resume)
    entries = "".join(_entry(base, category, one) for one in served)
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="{ATOM}">'
        f"<title>Gegevensmagazijn SyncFeed (category: {category})</title>{link}"
        f"<updated>2021-07-01T07:00:00Z</updated>{entries}</feed>"
    )


def _nothing(_path: str, _headers: Mapping[str, str]) -> None:
    """Answer as usual."""


def pages_of(entities: Iterable[Entity], base: str = "http://house.invalid") -> Iterable[bytes]:
    """Pages of one category, without a server."""
    told: list[_Told] = []
    for number, entity in enumerate(entities, start=1):
        told.append(_Told(number * BETWEEN_TOKENS, entity))
        if len(told) == PAGE:
            yield _page(base, entity.category, told, 0).encode()
            told = []
    if told:
        yield _page(base, entity.category, told, 0).encode()


def _entry(base: str, category: str, told: _Told) -> str:
    following = _link("next", base, category, told.token)
    if isinstance(told.entity, str):
        return told.entity.replace("{next}", following)
    one = told.entity
    updated = one.changed.strftime("%Y-%m-%dT%H:%M:%SZ")
    enclosure = (
        f'<link rel="enclosure" href="{base}/Resources/{one.id}"/>'
        if category == "Document" and not one.deleted
        else ""
    )
    return (
        f"<entry><title>{one.id}</title><id>{base}/Entiteiten/{one.id}</id>"
        f'<updated>{updated}</updated><category term="{one.element}"/>{following}{enclosure}'
        f'<content type="application/xml">{one.content()}</content></entry>'
    )


def _link(relation: str, base: str, category: str, token: int) -> str:
    query = _path(category, token).partition("?")[2].replace("&", "&amp;")
    return f'<link rel="{relation}" href="{base}/Feed?{query}"/>'


def _path(category: str, token: int | None) -> str:
    after = "" if token is None else f"&skiptoken={token}"
    return f"/SyncFeed/2.0/Feed?category={category}{after}"


def _handler(feed: HouseFeed) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            answer = feed.answer(self.path, dict(self.headers))
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Say nothing."""

    return Handler
