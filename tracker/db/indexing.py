"""Keeps what a search looks in up to date, in the transaction that changes an item or paper.

Items and papers that go through a session are indexed by their flush. Who writes publications
in bulk calls `index_papers` with their identifiers.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Connection, delete, inspect, select, text
from sqlalchemy.orm import Session as OrmSession
from sqlmodel import col

from tracker.db.tables import Item, Paper, Publication, SearchSubject
from tracker.db.tables.search import place_of
from tracker.domain.errors import DomainError
from tracker.domain.references import parse_identifier, short_form
from tracker.domain.search_words import words_of

AT_ONCE = 500
_LATER = "index_later"
_SHOWN_OF_ITEM = ("number", "title", "words", "reference_date")
_SHOWN_OF_PAPER = ("identifier", "title", "author", "dated_on")
One = TypeVar("One")


@dataclass(frozen=True)
class Entry:
    """An item's or paper's texts to find it by."""

    subject: str
    is_item: bool
    day: date | None
    title: str
    texts: tuple[str, ...]


def index_papers(connection: Connection, identifiers: Iterable[str]) -> None:
    """Let searches find these papers as they are now; those that are gone are found no more."""
    for part in _parts(dict.fromkeys(identifiers)):
        _forget(connection, part)
        _put(connection, [*_papers(connection, part)])


def unindex(connection: Connection, subjects: Iterable[str]) -> None:
    """Let searches no longer find items by these numbers or papers by these identifiers."""
    for part in _parts(subjects):
        _forget(connection, part)


def index_if_empty(connection: Connection) -> None:
    """Index what a database held before there was anything to search in."""
    if connection.execute(select(col(SearchSubject.place)).limit(1)).first() is None:
        reindex(connection)


def reindex(connection: Connection) -> int:
    """Index all items and papers anew. Gives how many there are."""
    connection.execute(text("DELETE FROM searchwords"))
    connection.execute(delete(SearchSubject))
    items = connection.execute(_items()).all()
    for part in _parts(items):
        _put(connection, [_of_item(row) for row in part])
    identifiers = connection.execute(
        select(col(Publication.identifier)).union(select(col(Paper.identifier)))
    ).scalars()
    count = len(items)
    for papers in _parts(identifiers):
        _put(connection, [*_papers(connection, papers)])
        count += len(papers)
    return count


def index_flushed(session: OrmSession, _context: Any) -> None:
    """Index what this flush wrote, where it changed what is found or shown first."""
    written = [
        row
        for row in (*session.new, *session.dirty)
        if _has_changed(row, _SHOWN_OF_ITEM if isinstance(row, Item) else _SHOWN_OF_PAPER)
    ]
    gone = [*filter(_is_indexed, session.deleted)]
    if (later := session.info.get(_LATER)) is not None:
        later.note((*written, *gone))
        return
    items = [row for row in written if isinstance(row, Item)]
    papers = [row for row in (*written, *gone) if isinstance(row, Paper | Publication)]
    if items or gone:
        subjects = [row.number for row in (*items, *gone) if isinstance(row, Item)]
        unindex(session.connection(), subjects)
        for part in _parts(items):
            _put(session.connection(), [_of_item(row) for row in part])
    if papers:
        index_papers(session.connection(), [row.identifier for row in papers])


def index_later(session: OrmSession) -> None:
    """From here on, only note what a session's flushes write, until `index_now`."""
    session.info[_LATER] = _Later()


def index_now(session: OrmSession) -> None:
    """Index what was written since `index_later`, as it is now."""
    session.flush()
    later: _Later = session.info.pop(_LATER)
    connection = session.connection()
    for numbers in _parts(later.items):
        _forget(connection, numbers)
        found = connection.execute(_items().where(col(Item.number).in_(numbers)))
        _put(connection, [_of_item(row) for row in found])
    index_papers(connection, later.papers)


@dataclass
class _Later:
    """The numbers of items and identifiers of papers that are to be indexed, in their order."""

    items: dict[str, None] = field(default_factory=dict)
    papers: dict[str, None] = field(default_factory=dict)

    def note(self, rows: Iterable[Any]) -> None:
        """Keep what these rows are called."""
        for row in rows:
            if isinstance(row, Item):
                self.items[row.number] = None
            else:
                self.papers[row.identifier] = None


def _is_indexed(row: object) -> bool:
    return isinstance(row, Item | Paper | Publication)


def _has_changed(row: object, names: Sequence[str]) -> bool:
    return _is_indexed(row) and any(
        inspect(row, raiseerr=True).attrs[name].history.has_changes() for name in names
    )


def _items() -> Any:
    return select(
        col(Item.number), col(Item.reference_date), col(Item.title), col(Item.words)
    ).order_by(col(Item.number))


def _of_item(row: Any) -> Entry:
    return Entry(row.number, True, row.reference_date, row.title, (row.words,))


def _papers(connection: Connection, identifiers: Collection[str]) -> Iterator[Entry]:
    """What is known of papers: what the officers filled in, and what the sources tell."""
    told = {row.identifier: row for row in connection.execute(_told_of(identifiers))}
    used = {row.identifier: row for row in connection.execute(_used(identifiers))}
    for identifier in sorted(told.keys() | used.keys()):
        ours, theirs = used.get(identifier), told.get(identifier)
        rows = [row for row in (ours, theirs) if row]
        more = (theirs.number, theirs.text, theirs.kind, theirs.dossier) if theirs else ()
        titles = dict.fromkeys(row.title for row in rows if row.title)
        authors = dict.fromkeys(row.author for row in rows if row.author)
        yield Entry(
            subject=identifier,
            is_item=False,
            day=next((row.dated_on for row in rows if row.dated_on), None),
            title=" ".join(titles),
            texts=(identifier, _printed(identifier), *titles, *authors, *filter(None, more)),
        )


def _told_of(identifiers: Collection[str]) -> Any:
    columns = (
        "identifier", "number", "title", "text", "kind", "dated_on", "author", "dossier",
    )  # fmt: skip
    shown = [col(getattr(Publication, name)) for name in columns]
    return select(*shown).where(col(Publication.identifier).in_(identifiers))


def _used(identifiers: Collection[str]) -> Any:
    shown = [col(getattr(Paper, name)) for name in _SHOWN_OF_PAPER]
    return select(*shown).where(col(Paper.identifier).in_(identifiers))


def _printed(identifier: str) -> str:
    try:
        return short_form(parse_identifier(identifier))
    except DomainError:
        return ""


def _put(connection: Connection, entries: Sequence[Entry]) -> None:
    """Add entries, none of whose subjects is there."""
    if not entries:
        return
    places = _free_places(connection, entries)
    subjects = [
        {"place": place, "subject": entry.subject}
        for place, entry in zip(places, entries, strict=True)
    ]
    connection.execute(SearchSubject.__table__.insert(), subjects)  # type: ignore[attr-defined]
    rows = [
        {
            "place": place,
            "title": _words([entry.title]),
            "words": _words([entry.title, *entry.texts]),
        }
        for place, entry in zip(places, entries, strict=True)
    ]
    if connection.dialect.name == "sqlite":
        insert = "INSERT INTO searchwords (rowid, title, words) VALUES (:place, :title, :words)"
    else:
        insert = (
            "INSERT INTO searchwords (place, title, words) "
            "VALUES (:place, CAST(:title AS tsvector), CAST(:words AS tsvector))"
        )
    connection.execute(text(insert), rows)


def _free_places(connection: Connection, entries: Sequence[Entry]) -> list[int]:
    """A place for each entry, the next one where another subject has it."""
    wanted = [place_of(entry.subject, entry.day, entry.is_item) for entry in entries]
    taken = _taken(connection, wanted)
    places = []
    for place in wanted:
        while place in taken:
            place += 1
            if place not in taken:
                taken |= _taken(connection, [place])
        taken.add(place)
        places.append(place)
    return places


def _taken(connection: Connection, places: Sequence[int]) -> set[int]:
    found = select(col(SearchSubject.place)).where(col(SearchSubject.place).in_(places))
    return set(connection.execute(found).scalars())


def _forget(connection: Connection, subjects: Collection[str]) -> None:
    of_subjects = col(SearchSubject.subject).in_(subjects)
    places = connection.execute(select(col(SearchSubject.place)).where(of_subjects)).scalars().all()
    if not places:
        return
    key = "rowid" if connection.dialect.name == "sqlite" else "place"
    connection.execute(
        text(f"DELETE FROM searchwords WHERE {key} = :place"),
        [{"place": place} for place in places],
    )
    connection.execute(delete(SearchSubject).where(of_subjects))


def _words(texts: Iterable[str]) -> str:
    """The words of texts, each once."""
    return " ".join(dict.fromkeys(word for one in texts for word in words_of(one)))


def _parts(values: Iterable[One]) -> Iterator[list[One]]:
    listed = list(values)
    for start in range(0, len(listed), AT_ONCE):
        yield listed[start : start + AT_ONCE]
