"""The places of items and papers by their words, the best first, alike on both databases.

First what has all the words in its title, then what has them anywhere, the newest first in
each. Places are read no further than a limit, along the key that orders them: a word that half
of the papers have costs no more than one that a thousand have.
"""

import uuid
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, column, not_, select, table, text
from sqlmodel import Session, col

from tracker.db.queries.visible import visible
from tracker.db.tables import Item, SearchSubject
from tracker.db.tables.search import ITEMS_FROM, PLACES_END, WORDS_TABLE
from tracker.domain.search_words import Query


def item_numbers(
    session: Session, query: Query, reader_id: uuid.UUID | None, limit: int
) -> list[str]:
    """The numbers of the items that a reader may see and that have all the words."""
    return _subjects(session, query, limit, (ITEMS_FROM, PLACES_END), reader_id)


def paper_identifiers(session: Session, query: Query, limit: int) -> list[str]:
    """The identifiers of the papers that have all the words."""
    return _subjects(session, query, limit, (0, ITEMS_FROM - 1), None)


def _subjects(
    session: Session,
    query: Query,
    limit: int,
    between: tuple[int, int],
    reader_id: uuid.UUID | None,
) -> list[str]:
    if not query:
        return []
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    place: Any = column("rowid" if on_sqlite else "place")
    words = table(WORDS_TABLE, place)
    match = _on_sqlite if on_sqlite else _on_postgres
    found: list[str] = []
    for in_title in (True, False):
        places = (
            select(words.c[place.name].label("place"))
            .where(match(query, in_title), words.c[place.name].between(*between))
            .order_by(words.c[place.name].desc())
            .limit(limit - len(found))
        )
        found += session.execute(_named(places, between[0] == ITEMS_FROM, reader_id)).scalars()
        if len(found) >= limit:
            break
    return found


def _named(places: Select[Any], items: bool, reader_id: uuid.UUID | None) -> Select[Any]:
    inner = places.subquery()
    named: Select[Any] = select(col(SearchSubject.subject)).join(
        inner, inner.c.place == col(SearchSubject.place)
    )
    if items:
        named = visible(named.join(Item, col(Item.number) == SearchSubject.subject), reader_id)
    return named.order_by(inner.c.place.desc())


def _on_sqlite(query: Query, in_title: bool) -> ColumnElement[bool]:
    last = f'"{query.words[-1]}"' + ("*" if query.begins else "")
    words = " AND ".join([*(f'"{word}"' for word in query.words[:-1]), last])
    asked = f"title : ({words})" if in_title else f"(words : ({words})) NOT (title : ({words}))"
    return text("searchwords MATCH :asked").bindparams(asked=asked)  # type: ignore[return-value]


def _on_postgres(query: Query, in_title: bool) -> ColumnElement[bool]:
    """What is asked is part of the statement: the planner must see how common the words are."""
    last = f"'{query.words[-1]}'" + (":*" if query.begins else "")
    asked = " & ".join([*(f"'{word}'" for word in query.words[:-1]), last])

    def has(name: str) -> Any:
        return column(name).op("@@")(
            text("CAST(:asked AS tsquery)").bindparams(
                bindparam("asked", asked, literal_execute=True)
            )
        )

    return has("title") if in_title else and_(has("words"), not_(has("title")))
