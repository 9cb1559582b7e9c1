"""Databases that read from the tests' own House, and what must be the same in them afterwards."""

import json
import os
import sys
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlmodel import SQLModel, col, select

from tests import worked_case
from tests.house_feed import HouseFeed
from tracker.adapters.fetcher import Fetcher
from tracker.db.session import Store
from tracker.db.tables import (
    Citation,
    FollowRule,
    HouseProposal,
    HouseRecord,
    HouseTie,
    Item,
    Publication,
    RecordToJudge,
    SetAside,
    Source,
    SourceState,
)
from tracker.db.tables.sources import SourceKind
from tracker.domain.follow_rules import FollowKind
from tracker.services.actors import SYSTEM, act
from tracker.services.house_proposals_found import judge_all
from tracker.services.sources import add_built_in
from tracker.services.sync import Syncer, SyncSettings

LOOPBACK = ip_network("127.0.0.0/8")
COMPARED: tuple[type[SQLModel], ...] = (
    HouseRecord, HouseTie, Publication, Citation, RecordToJudge, HouseProposal, SetAside,
    SourceState,
)  # fmt: skip
# When something happened and how often it was written follow from the run, not from the House.
RECORDED = {
    HouseProposal: {"found_at", "version"},
    SetAside: {"set_aside_at", "settled_at"},
    SourceState: {"asked_at", "answered_at", "next_at", "lease_holder", "lease_until"},
}
ENVIRONMENT = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith("NAKOMING_") and not name.lower().endswith("_proxy")
}
PROMISED_IN = {"T-2021-0001": "TZ202101-00005"}


def prepare(store: Store, *, followed: bool = True) -> None:
    """The built-in sources, those of the House alone unpaused.

    With `followed` the worked case is there too, its commitment under a number of the House,
    and rules to follow a ministry, a committee and words.
    """
    if followed:
        worked_case.load(store)
    with store.writing() as session:
        add_built_in(session, worked_case.CLOCK)
    with store.writing() as session:
        act(session, SYSTEM, worked_case.CLOCK)
        others = col(Source.kind) != SourceKind.SYNCFEED
        for source in session.exec(select(Source).where(others)):
            source.paused = True
        if followed:
            session.add(FollowRule(kind=FollowKind.MINISTRY, value="Financiën"))
            session.add(FollowRule(kind=FollowKind.COMMITTEE, value="C3"))
            session.add(FollowRule(kind=FollowKind.WORDS, value="het tolkenregister"))
            for number, register_number in PROMISED_IN.items():
                item = session.exec(select(Item).where(Item.number == number)).one()
                item.register_number = register_number


def syncer(store: Store, feed: HouseFeed, *, judged: bool = True) -> Syncer:
    """What reads a House of the tests, with the real fetcher."""
    return syncer_of(store, feed.base, judged=judged)


def syncer_of(
    store: Store,
    base: str,
    *,
    networks: tuple[IPv4Network | IPv6Network, ...] = (LOOPBACK,),
    judged: bool = True,
) -> Syncer:
    """What reads a SyncFeed at an address, with the real fetcher."""
    return Syncer(
        store,
        worked_case.CLOCK,
        SyncSettings(base),
        lambda: Fetcher("Nakoming/test", networks),
        judge_all if judged else None,
    )


def environment(database_url: str, feed: HouseFeed, data_dir: Path) -> dict[str, str]:
    """The environment of a `nakoming` that reads a House of the tests into a database."""
    return ENVIRONMENT | {
        "NAKOMING_DATA_DIR": str(data_dir),
        "NAKOMING_DATABASE_URL": database_url,
        "NAKOMING_SYNCFEED_URL": feed.base,
        "NAKOMING_PRIVATE_NETWORKS": str(LOOPBACK),
    }


def command(*arguments: str) -> list[str]:
    """`nakoming sync` as a command line."""
    return [sys.executable, "-m", "tracker.cli", "sync", *arguments]


def rows(store: Store) -> dict[str, list[str]]:
    """Every row that the sources led to, recorded times left out, in an order of its own."""
    found = {table.__name__: _rows_of(store, table) for table in COMPARED}
    return found | {"search": _searched(store)}


def differences(one: dict[str, list[str]], other: dict[str, list[str]]) -> dict[str, Any]:
    """What one has and the other has not, by table; empty when they are the same."""
    return {
        name: {"gone": sorted(gone)[:3], "more": sorted(more)[:3], "counts": (len(gone), len(more))}
        for name in one
        if (gone := set(one[name]) - set(other[name])) | (more := set(other[name]) - set(one[name]))
        or len(one[name]) != len(other[name])
    }


def _rows_of(store: Store, table: type[SQLModel]) -> list[str]:
    left_out = RECORDED.get(table, set())
    with store.reading() as session:
        items = {str(key): number for key, number in session.exec(select(Item.id, Item.number))}
        found = [
            row.model_dump(mode="json", exclude=left_out) for row in session.exec(select(table))
        ]
    return sorted(json.dumps(_named(row, items), sort_keys=True) for row in found)


def _named(row: dict[str, Any], items: dict[str, str]) -> dict[str, Any]:
    """Items have another key in each database, and so has what derives from it."""
    if row.get("item_id"):
        return row | {"item_id": items[row["item_id"]], "id": None}
    return row


def _searched(store: Store) -> list[str]:
    """Which words find what; the place of a row in the index is nobody's business."""
    key = "rowid" if store.engine.dialect.name == "sqlite" else "place"
    statement = text(
        "SELECT subject, title, words FROM searchsubject "
        f"JOIN searchwords ON searchwords.{key} = searchsubject.place"
    )
    with store.reading() as session:
        found = session.connection().execute(statement).all()
    return sorted(f"{subject} {_words(title)} {_words(words)}" for subject, title, words in found)


def _words(indexed: str) -> list[str]:
    return sorted({word.strip("'") for word in indexed.split()})
