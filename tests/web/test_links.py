"""Whatever a page links to is there: the pages, and the places in them."""

from urllib.parse import urldefrag, urljoin, urlsplit

from tests.web_client import Client, Page

# A page has many addresses that only differ in their filters; so many of each are followed.
FOLLOWED_PER_PATH = 4


def test_every_link_leads_somewhere(client: Client) -> None:
    seen: dict[str, Page] = {}
    wanted: list[tuple[str, str]] = [("", "/")]
    wrong: list[str] = []
    while wanted:
        source, href = wanted.pop()
        address, fragment = urldefrag(href)
        if address not in seen:
            if per_path(seen, address) >= FOLLOWED_PER_PATH:
                continue
            seen[address] = client.get(address)
            wanted += [(address, urljoin(address, one)) for one in links(seen[address])]
        page = seen[address]
        if page.status != 200:
            wrong.append(f"{source} → {href}: {page.status}")
        elif fragment and page.tree is not None and not page.all(f"//*[@id='{fragment}']"):
            wrong.append(f"{source} → {href}: no such place")
    assert wrong == []
    assert len({urlsplit(address).path for address in seen}) > 50


def per_path(seen: dict[str, Page], address: str) -> int:
    path = urlsplit(address).path
    return sum(urlsplit(one).path == path for one in seen)


def links(page: Page) -> list[str]:
    """The links of a page that stay on the site."""
    if page.tree is None:
        return []
    return [one for one in map(str, page.all("//a/@href")) if one.startswith(("/", "?", "#"))]
