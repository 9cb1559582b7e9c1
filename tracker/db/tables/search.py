"""Where a search looks: each item and paper with its words.

The words are kept by what each database has for it: an FTS5 table on SQLite, tsvectors under
GIN on PostgreSQL. Both get words that are cut and folded in Python (domain/search_words.py)
and take them as they are: FTS5 with its `ascii` tokenizer, which breaks on what stands between
the words only, PostgreSQL by reading them as lexemes, without a dictionary. What is found is
therefore the same.

So is the order, for neither bm25 nor ts_rank has a part in it: `place` alone orders, newest
first, and is the key of the words' rows, so that the first of many are read without sorting
all of them. Items have the upper half of the places, papers the lower.

`searchwords` differs by database, so the migration makes it and alembic passes it over: on
SQLite rowid, title and words, on PostgreSQL place, title and words; `words` has all the words,
those of the title included.
"""

import re
import zlib
from datetime import date

from sqlalchemy import BigInteger, Column
from sqlmodel import Field, SQLModel

ITEMS_FROM = 1 << 62
PLACES_END = (1 << 63) - 1
WORDS_TABLE = "searchwords"

_FIRST_DAY = date(1800, 1, 1)
_DAY_BITS, _DOSSIER_BITS, _NUMBER_BITS, _TIE_BITS = 17, 17, 13, 15
_DIGITS = re.compile(r"\d{1,9}", re.ASCII)


class SearchSubject(SQLModel, table=True):
    """What is at a place: the number of an item, or the identifier of a paper."""

    __tablename__ = "searchsubject"

    place: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    subject: str = Field(unique=True)


def place_of(subject: str, day: date | None, is_item: bool) -> int:
    """Where a subject comes: the later its day and the higher its number, the higher.

    Without a day it comes last. Two subjects of one day and number are told apart by a sum.
    """
    days = (day - _FIRST_DAY).days if day else 0
    *others, number = [0, *map(int, _DIGITS.findall(subject))]
    dossier = others[-1] if others else 0
    if number < 1 << _NUMBER_BITS:
        number += min(dossier, (1 << _DOSSIER_BITS) - 1) << _NUMBER_BITS
    place = max(0, min(days, (1 << _DAY_BITS) - 1))
    place = place << _DOSSIER_BITS + _NUMBER_BITS
    place += min(number, (1 << _DOSSIER_BITS + _NUMBER_BITS) - 1)
    place = (place << _TIE_BITS) + (zlib.crc32(subject.encode()) & (1 << _TIE_BITS) - 1)
    return place + (ITEMS_FROM if is_item else 0)
