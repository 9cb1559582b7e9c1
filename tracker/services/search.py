"""Search over items and papers: a number first, then words, the best first.

A number as it is printed or pasted ('31015 221', 'kst-31015-221', 'M-2021-0002',
'TZ202603-130') leads to what bears it before anything that only has its words.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import or_
from sqlmodel import Session, col, select

from tracker.db.queries.search import item_numbers, paper_identifiers
from tracker.db.queries.visible import visible
from tracker.db.tables import Item, Paper, Publication
from tracker.domain.errors import DomainError
from tracker.domain.references_read import read_reference
from tracker.domain.search_words import Piece, Query, excerpt, mark, read_query
from tracker.domain.statuses import Kind, Status
from tracker.services.actors import Actor
from tracker.services.paper_pages import paper_line

PAGE_SIZE = 25
FIRST_OF_BOTH = 10
COUNTED_UP_TO = 1000
NUMBER_LENGTH = 100


class Part(StrEnum):
    """What is looked in; the first of both where nothing is chosen."""

    BOTH = ""
    ITEMS = "items"
    PAPERS = "papers"


@dataclass(frozen=True)
class FoundItem:
    """An item, its title and the words around what was found in pieces."""

    number: str
    kind: Kind
    status: Status
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]


@dataclass(frozen=True)
class FoundPaper:
    """A paper, followed or not; `label` and `href` are those of a PaperLine."""

    identifier: str
    label: str
    href: str | None
    title: tuple[Piece, ...]
    snippet: tuple[Piece, ...]
    kind: str | None
    dated_on: date | None


@dataclass(frozen=True)
class Counts:
    """How much was found, counted up to COUNTED_UP_TO; one more means that there is more."""

    items: int
    papers: int


@dataclass(frozen=True)
class Results:
    """One page of what was found, and how much there is of each."""

    text: str
    part: Part
    page: int
    items: tuple[FoundItem, ...]
    papers: tuple[FoundPaper, ...]
    counts: Counts

    @property
    def listed(self) -> int:
        """How much the pages list."""
        count = self.counts.papers if self.part is Part.PAPERS else self.counts.items
        return min(count, COUNTED_UP_TO)


def search(
    session: Session, actor: Actor, text: str, page: int = 1, part: Part = Part.BOTH
) -> Results:
    """What a reader finds under a text; any text will do. `page` counts from 1.

    Without a part it is the first of both, and has one page.
    """
    query = read_query(text)
    named = _identifiers(text)
    numbers = _with_first(
        _items_named(session, actor, text, named),
        item_numbers(session, query, actor.user_id, COUNTED_UP_TO + 1),
    )
    papers = _with_first(
        _papers_named(session, text, named),
        paper_identifiers(session, query, COUNTED_UP_TO + 1),
    )
    counts = Counts(len(numbers), len(papers))
    return Results(
        text=text,
        part=part,
        page=page,
        items=_items(session, actor, query, _page(numbers, page, part, Part.ITEMS)),
        papers=_papers(session, query, _page(papers, page, part, Part.PAPERS)),
        counts=counts,
    )


def _identifiers(text: str) -> list[str]:
    """The identifier of the paper that a text names, if it does."""
    try:
        return [read_reference(text[:NUMBER_LENGTH]).identifier]
    except DomainError:
        return []


def _number(text: str) -> str:
    return "".join(text[:NUMBER_LENGTH].replace("\0", "").upper().split())


def _items_named(
    session: Session, actor: Actor, text: str, identifiers: Sequence[str]
) -> list[str]:
    """The items with this number, here or in the House's register, then those of the paper."""
    number = _number(text)
    by_number = or_(col(Item.number) == number, col(Item.register_number) == number)
    own = visible(select(Item.number).where(by_number), actor.user_id)
    found = list(session.exec(own.order_by(col(Item.number).desc()).limit(COUNTED_UP_TO)))
    if identifiers:
        of_paper = (
            select(Item.number)
            .join(Paper, col(Paper.id) == col(Item.source_paper_id))
            .where(col(Paper.identifier).in_(identifiers))
            .order_by(col(Item.reference_date).desc(), col(Item.number).desc())
            .limit(COUNTED_UP_TO)
        )
        found += session.exec(visible(of_paper, actor.user_id))
    return found


def _papers_named(session: Session, text: str, identifiers: Sequence[str]) -> list[str]:
    number = _number(text)
    told = or_(
        col(Publication.identifier).in_([*identifiers, number]), col(Publication.number) == number
    )
    found = list(session.exec(select(Publication.identifier).where(told).limit(COUNTED_UP_TO)))
    used = select(Paper.identifier).where(col(Paper.identifier).in_(identifiers))
    return sorted({*found, *session.exec(used)})


def _with_first(first: Iterable[str], found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys((*first, *found)))[: COUNTED_UP_TO + 1]


def _page(found: Sequence[str], page: int, part: Part, own: Part) -> Sequence[str]:
    if part is Part.BOTH:
        return found[:FIRST_OF_BOTH]
    if part is not own:
        return ()
    return found[:COUNTED_UP_TO][(page - 1) * PAGE_SIZE : page * PAGE_SIZE]


def _items(
    session: Session, actor: Actor, query: Query, numbers: Sequence[str]
) -> tuple[FoundItem, ...]:
    shown = select(Item.number, Item.kind, Item.status, Item.title, Item.text)  # type: ignore[call-overload]
    rows = session.exec(visible(shown.where(col(Item.number).in_(numbers)), actor.user_id))
    found = {
        row.number: FoundItem(
            row.number, row.kind, row.status, mark(row.title, query), excerpt(row.text, query)
        )
        for row in rows
    }
    return tuple(found[number] for number in numbers if number in found)


def _papers(session: Session, query: Query, identifiers: Sequence[str]) -> tuple[FoundPaper, ...]:
    of_page = col(Publication.identifier).in_(identifiers)
    told = {row.identifier: row for row in session.exec(select(Publication).where(of_page))}
    ours = col(Paper.identifier).in_(identifiers)
    used = {row.identifier: row for row in session.exec(select(Paper).where(ours))}
    return tuple(
        _paper(query, identifier, told.get(identifier), used.get(identifier))
        for identifier in identifiers
        if identifier in told or identifier in used
    )


def _paper(
    query: Query, identifier: str, told: Publication | None, used: Paper | None
) -> FoundPaper:
    title = (used.title if used else None) or (told.title if told else None) or ""
    line = paper_line(identifier, address=told.address if told else None)
    return FoundPaper(
        identifier=identifier,
        label=line.label,
        href=line.href,
        title=mark(title, query),
        snippet=excerpt(told.text, query) if told else (),
        kind=told.kind if told else None,
        dated_on=(used.dated_on if used else None) or (told.dated_on if told else None),
    )
