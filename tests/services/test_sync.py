"""Reading the sources on, on both databases: pages, failures, leases, and ends at any moment."""

import logging
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session, col, func, select, update

from tests import house_sync, worked_case
from tests.faulty_server import faulty_server, page
from tests.house_contents import Entity, contents, key
from tests.house_feed import PAGE, Answer, HouseFeed
from tests.house_sync import differences, rows, syncer, syncer_of
from tests.sync_process import SyncProcesses
from tests.worked_case import ADMINISTRATOR, CLOCK, actor
from tracker.adapters.fetcher import Fetcher
from tracker.db.session import Store, make_engine
from tracker.db.tables import (
    HouseProposal,
    HouseRecord,
    HouseTie,
    Publication,
    RecordToJudge,
    SetAside,
    Source,
    SourceState,
)
from tracker.db.tables.house import HouseProposalKind
from tracker.domain.errors import DomainError
from tracker.services import sources, sync
from tracker.services.actors import SYSTEM, act
from tracker.services.background import Background
from tracker.services.clock import Clock
from tracker.services.house_proposals_found import judge_all
from tracker.services.leases import new_holder
from tracker.services.sync import SourceRun, Syncer, SyncSettings
from tracker.services.sync_pages import keep_page

BROKEN = (
    '<entry xmlns="http://www.w3.org/2005/Atom"><title>?</title>'
    "<id>http://house.invalid/Entiteiten/{key}</id><updated>2021-06-01T10:00:00Z</updated>"
    '<category term="zaak"/>{{next}}<content type="application/xml">'
    '<zaak xmlns="http://www.tweedekamer.nl/xsd/tkData/v1-0" id="{identity}">'
    "<nummer>2021Z99999</nummer></zaak></content></entry>"
)
RSS = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Nieuws</title>
<item><guid>kst-29000-90</guid><link>https://nieuws.example.nl/1</link><title>{title}</title>
<pubDate>Tue, 22 Jun 2021 10:00:00 +0200</pubDate></item></channel></rss>"""
FEEDS = Path(__file__).parents[2] / "fixtures" / "feeds"
Rows = dict[str, list[str]]
SHORTLY = timedelta(minutes=5)


@pytest.fixture
def feed() -> Iterator[HouseFeed]:
    """A House that has told nothing yet."""
    with HouseFeed() as running:
        yield running


@pytest.fixture
def sourced(store: Store) -> Store:
    """A database with the built-in sources, those of the House alone unpaused."""
    house_sync.prepare(store, followed=False)
    return store


@pytest.fixture
def followed(store: Store) -> Store:
    """The same, with the worked case and what it follows."""
    house_sync.prepare(store)
    return store


@pytest.fixture(scope="module")
def house() -> Iterator[HouseFeed]:
    """500 entries of all categories, of which one is broken."""
    with HouseFeed(contents(500)) as running:
        running.add_raw("Document", broken_entry(uuid.UUID(int=7)))
        yield running


@pytest.fixture(scope="module")
def larger_house() -> Iterator[HouseFeed]:
    """1,500 entries of all categories."""
    with HouseFeed(contents(1_500)) as running:
        yield running


@pytest.fixture(scope="module")
def undisturbed(house: HouseFeed, migrated_sqlite: Path, tmp_path_factory: Any) -> Rows:
    """The rows of a sync of the smaller House that nothing disturbed."""
    return synced(house, migrated_sqlite, tmp_path_factory.mktemp("undisturbed"))


@pytest.fixture(scope="module")
def undisturbed_larger(
    larger_house: HouseFeed, migrated_sqlite: Path, tmp_path_factory: Any
) -> Rows:
    """The same of the larger House."""
    return synced(larger_house, migrated_sqlite, tmp_path_factory.mktemp("larger"))


def synced(house: HouseFeed, migrated: Path, folder: Path) -> Rows:
    path = shutil.copyfile(migrated, folder / "undisturbed.sqlite3")
    engine = make_engine(f"sqlite:///{path}")
    house_sync.prepare(Store(engine))
    runs = syncer(Store(engine), house).run_once()
    found = rows(Store(engine))
    engine.dispose()
    assert {run.ended for run in runs} == {"caught_up", "paused"}
    assert len(found["HouseProposal"]) > 20
    return found


@pytest.fixture(scope="module")
def processes() -> Iterator[SyncProcesses]:
    """What begins processes that read."""
    with SyncProcesses() as running:
        yield running


def broken_entry(key: uuid.UUID, identity: str = "unreadable") -> str:
    return BROKEN.format(key=key, identity=identity)


def case(number: int, subject: str = "Motie over tolken", **more: Any) -> Entity:
    fields = (("nummer", f"2021Z{number:05}"), ("soort", "Motie"), ("onderwerp", subject))
    return Entity("Zaak", key("Zaak", number), worked_case.DEMO_START, fields, **more)


def cases(count: int) -> list[Entity]:
    return [case(number) for number in range(count)]


def read(store: Store, feed: HouseFeed, code: str = "zaak", **options: Any) -> SourceRun:
    [run] = syncer(store, feed).run_once([code], **options)
    return run


def state_of(store: Store, code: str = "zaak") -> SourceState:
    with store.reading() as session:
        statement = select(SourceState).join(Source).where(Source.code == code)
        return session.exec(statement).one()


def change_state(store: Store, code: str = "zaak", **values: Any) -> None:
    with store.writing() as session:
        of_source = select(Source.id).where(Source.code == code).scalar_subquery()
        session.execute(
            update(SourceState).where(col(SourceState.source_id) == of_source).values(values)
        )


def count(store: Store, table: Any = HouseRecord) -> int:
    with store.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def set_aside(store: Store) -> list[tuple[str | None, bool]]:
    """The key of each entry that was set aside, and whether it waits."""
    with store.reading() as session:
        every = session.exec(select(SetAside).order_by(col(SetAside.set_aside_at)))
        return [(one.entry_key, one.settled_at is None) for one in every]


def answering(*answers: Answer | None, path: str = "") -> Any:
    """Each request for what begins with `path` gets the next answer; None is the ordinary one."""
    waiting = list(answers)

    def answer(asked: str, _headers: Mapping[str, str]) -> Answer | None:
        return waiting.pop(0) if waiting and asked.startswith(path) else None

    return answer


# Pages


def test_pages_land_one_by_one_and_none_is_asked_for_twice(sourced: Store, feed: HouseFeed) -> None:
    feed.add(*cases(2 * PAGE + 10))
    pages = feed.pages("Zaak")
    stop, seen = threading.Event(), []

    def after_a_page(run: SourceRun) -> None:
        seen.append((run.kept.entries, count(sourced), state_of(sourced).checkpoint))
        stop.set()

    stopped = read(sourced, feed, on_page=after_a_page, stop=stop)
    rest = read(sourced, feed)

    assert (stopped.ended, stopped.pages, stopped.kept.new) == ("stopped", 1, PAGE)
    assert seen == [(PAGE, PAGE, f"{feed.origin}{pages[1]}")]
    assert (rest.ended, rest.pages, rest.kept.new) == ("caught_up", 3, PAGE + 10)
    assert count(sourced) == 2 * PAGE + 10
    assert feed.asked == Counter(pages)
    state = state_of(sourced)
    assert (state.entries, state.caught_up, state.lease_holder) == (2 * PAGE + 10, True, None)
    assert state.next_at
    assert state.answered_at
    assert state.next_at - state.answered_at == timedelta(minutes=10)


def test_a_later_round_begins_at_the_resume_link(sourced: Store, feed: HouseFeed) -> None:
    feed.add(*cases(3))
    read(sourced, feed)
    resume = state_of(sourced).checkpoint
    feed.add(case(77))

    run = read(sourced, feed)

    assert run.kept.new == 1
    assert feed.asked[str(resume).removeprefix(feed.origin)] == 1
    assert state_of(sourced).entries == 4


def test_a_page_and_its_checkpoint_are_kept_together_or_not_at_all(
    sourced: Store, feed: HouseFeed
) -> None:
    feed.add(*cases(2 * PAGE))
    second = feed.pages("Zaak")[1]

    def lose_the_lease(path: str, _headers: Mapping[str, str]) -> None:
        if path == second:
            change_state(sourced, lease_holder="elsewhere/1/1/x")

    feed.instead = lose_the_lease
    run = read(sourced, feed)

    assert (run.ended, run.pages) == ("leased", 1)
    assert count(sourced) == PAGE
    state = state_of(sourced)
    assert (state.checkpoint, state.entries) == (f"{feed.origin}{second}", PAGE)
    assert state.lease_holder == "elsewhere/1/1/x"


def test_what_is_told_again_replaces_what_was_there(sourced: Store, feed: HouseFeed) -> None:
    feed.add(case(1, refs=(("kamerstukdossier", key("Kamerstukdossier", 1)),)), case(2), case(3))
    read(sourced, feed)
    again = case(1, "Motie over hertolken", refs=(("kamerstukdossier", key("K", 2)),))
    feed.add(case(2), replace(case(1), fields=()), again, replace(case(3), deleted=True))

    run = read(sourced, feed)

    assert (run.kept.changed, run.kept.same, run.kept.deleted, run.kept.new) == (1, 2, 1, 0)
    with sourced.reading() as session:
        kept = {one.id: one for one in session.exec(select(HouseRecord))}
        ties = session.exec(select(HouseTie.from_id, HouseTie.to_id)).all()
    assert kept[key("Zaak", 1)].fields["onderwerp"] == ["Motie over hertolken"]
    assert (kept[key("Zaak", 3)].deleted, kept[key("Zaak", 3)].fields) == (True, {})
    assert ties == [(key("Zaak", 1), key("K", 2))]


def test_a_number_as_long_as_a_book_is_kept_as_a_field_alone(
    sourced: Store, feed: HouseFeed
) -> None:
    """Texts that do not pack well are more than an index of PostgreSQL holds."""
    book = random.Random(1).randbytes(20_000).hex()
    odd = [("Zaak", "nummer"), ("Document", "documentNummer"), ("Toezegging", "nummer")]
    feed.add(*(Entity(one, key(one, 1), CLOCK.now(), ((name, book),)) for one, name in odd))
    codes = [category.lower() for category, _ in odd]

    runs = syncer(sourced, feed).run_once(codes)

    assert [(run.ended, run.kept.new) for run in runs] == [("caught_up", 1)] * 3
    with sourced.reading() as session:
        kept = session.exec(select(HouseRecord)).all()
    assert {one.number for one in kept} == {None}
    assert all(book in (one.fields.get("nummer") or one.fields["documentNummer"]) for one in kept)


def test_papers_follow_the_number_of_their_dossier_and_nothing_else_of_it(
    sourced: Store, feed: HouseFeed
) -> None:
    dossier, paper = key("Kamerstukdossier", 1), key("Document", 1)
    fields = (("soort", "Brief regering"), ("documentNummer", "2021D00001"), ("volgnummer", "7"))
    reader = syncer(sourced, feed, judged=False)

    def tell(number: str, highest: str) -> int:
        told = (("nummer", number), ("hoogsteVolgnummer", highest))
        feed.add(Entity("Kamerstukdossier", dossier, worked_case.DEMO_START, told))
        feed.add(Entity("Document", paper, CLOCK.now(), fields, (("kamerstukdossier", dossier),)))
        runs = reader.run_once(["kamerstukdossier", "document"])
        marked = count(sourced, RecordToJudge)
        judge_all(sourced, CLOCK)
        return marked if all(run.ended == "caught_up" for run in runs) else -1

    assert [tell("31015", "7"), tell("31015", "8"), tell("31016", "8")] == [1, 0, 1]
    with sourced.reading() as session:
        assert session.exec(select(Publication.identifier)).all() == ["kst-31016-7"]


def test_of_250_entries_the_broken_one_is_set_aside_and_the_others_land(
    sourced: Store, feed: HouseFeed
) -> None:
    broken = uuid.UUID(int=7)
    feed.add(*cases(PAGE - 1))
    feed.add_raw("Zaak", broken_entry(broken))

    run = read(sourced, feed)

    assert (run.ended, run.kept.new, run.kept.set_aside) == ("caught_up", PAGE - 1, 1)
    assert set_aside(sourced) == [(str(broken), True)]
    assert retried(sourced) == 0
    make_readable(sourced)
    assert retried(sourced) == 1
    assert set_aside(sourced) == [(str(broken), False)]
    assert count(sourced) == PAGE


def test_a_newer_entry_takes_the_place_of_one_set_aside(sourced: Store, feed: HouseFeed) -> None:
    feed.add_raw("Zaak", broken_entry(key("Zaak", 1)))
    read(sourced, feed)
    make_readable(sourced)
    feed.add(case(1))

    read(sourced, feed)

    assert set_aside(sourced) == [(str(key("Zaak", 1)), False)]
    assert retried(sourced) == 0


def retried(store: Store) -> int:
    with store.writing() as session:
        [zaak] = session.exec(select(Source.id).where(Source.code == "zaak"))
        return sources.retry_set_aside(session, CLOCK, zaak)


def make_readable(store: Store) -> None:
    """As if a later release could read it."""
    with store.writing() as session:
        for one in session.exec(select(SetAside)):
            one.raw = one.raw.replace("unreadable", one.entry_key or "")


def test_an_empty_page_that_names_a_next_one_is_not_the_end(
    sourced: Store, feed: HouseFeed
) -> None:
    feed.add(case(1))
    empty = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Gegevensmagazijn SyncFeed</title>'
        f'<link rel="next" href="{feed.base}/Feed?category=Zaak&amp;skiptoken=5"/></feed>'
    )
    feed.instead = answering(Answer(body=empty.encode()))

    assert read(sourced, feed).kept.new == 1


@pytest.mark.parametrize(
    ("to", "code"),
    [
        ("/SyncFeed/2.0/Feed?category=Zaak", "sync.stuck"),
        ("http://other.invalid/Feed", "sync.elsewhere"),
    ],
)
def test_links_in_a_circle_or_elsewhere_are_not_followed(
    sourced: Store, feed: HouseFeed, to: str, code: str
) -> None:
    feed.add_raw(
        "Zaak",
        BROKEN.format(key=uuid.UUID(int=7), identity=uuid.UUID(int=7)).replace(
            "{next}", f'<link rel="next" href="{to}"/>'
        ),
    )

    run = read(sourced, feed)

    assert (run.ended, run.failure_code) == ("failed", code)
    assert sum(feed.asked.values()) == 1


def test_a_mirror_of_the_houses_own_pages_is_read_on_at_the_mirror(sourced: Store) -> None:
    """The pages of fixtures/feeds, whose links name the House itself."""
    first = "/SyncFeed/2.0/Feed?category=Toezegging"
    pages = {
        first: "toezegging.xml",
        f"{first}&skiptoken=26710006": "toezegging-vervolg.xml",
        f"{first}&skiptoken=26710012": "toezegging-bij.xml",
    }
    with faulty_server() as mirror:
        for path, name in pages.items():
            mirror.url(path, page((FEEDS / name).read_bytes()))
        settings = SyncSettings(f"{mirror.origin}/SyncFeed/2.0")
        reader = Syncer(
            sourced, CLOCK, settings, lambda: Fetcher("Nakoming/test", (house_sync.LOOPBACK,))
        )
        runs = [run for _ in range(2) for run in reader.run_once(["toezegging"])]

    assert [(run.ended, run.pages) for run in runs] == [("caught_up", 2), ("caught_up", 1)]
    assert [asked.path for asked in mirror.asked] == list(pages)
    assert count(sourced, HouseRecord) == 2


def test_another_base_address_is_read_from_its_beginning(sourced: Store, feed: HouseFeed) -> None:
    feed.add(*cases(3))
    read(sourced, feed)
    with HouseFeed([*cases(3), case(4)]) as mirror:
        run = read(sourced, mirror)

        assert (run.kept.same, run.kept.new) == (3, 1)
        assert str(state_of(sourced).checkpoint).startswith(mirror.base)


# Failures


def test_a_source_that_fails_waits_ever_longer_and_no_other_waits_with_it(
    sourced: Store, feed: HouseFeed
) -> None:
    feed.add(*cases(PAGE + 1), Entity("Fractie", key("Fractie", 1), worked_case.DEMO_START))
    second = feed.pages("Zaak")[1]
    feed.instead = lambda path, _headers: Answer(500) if path == second else None
    reader = syncer(sourced, feed)

    runs = {run.code: run for run in reader.run_once(only_due=True)}
    first = state_of(sourced)
    asked = feed.asked.copy()
    assert reader.run_once(only_due=True) == ()
    assert feed.asked == asked
    waits = [waited(first)]
    for _ in range(3):
        change_state(sourced, next_at=None)
        reader.run_once(only_due=True)
        waits.append(waited(state_of(sourced)))

    assert (runs["zaak"].ended, runs["zaak"].failure_code) == ("failed", "fetch.server")
    assert (first.failures, first.failure_facts, first.caught_up) == (1, {"status": 500}, False)
    assert (first.entries, runs["fractie"].ended, runs["fractie"].kept.new) == (
        PAGE,
        "caught_up",
        1,
    )
    assert waits == sorted(waits)
    assert waits[-1] > 4 * waits[0]
    feed.instead = answering()
    assert read(sourced, feed).ended == "caught_up"
    healed = state_of(sourced)
    assert (healed.failures, healed.failure_code, healed.failed_at) == (0, None, None)
    assert healed.entries == PAGE + 1


def waited(state: SourceState) -> timedelta:
    assert state.next_at
    assert state.failed_at
    return state.next_at - state.failed_at


def test_a_busy_source_is_left_alone_as_long_as_it_asks(sourced: Store, feed: HouseFeed) -> None:
    feed.instead = answering(Answer(429, headers={"Retry-After": "7200"}))

    run = read(sourced, feed)

    assert (run.ended, run.failure_code) == ("failed", "fetch.busy")
    assert waited(state_of(sourced)) >= timedelta(hours=2)


@pytest.mark.parametrize(
    "answer",
    [
        Answer(
            200, b"<!doctype html><html><body>Storing</body></html>", {"Content-Type": "text/html"}
        ),
        Answer(200, b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry>'),
        Answer(200, b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><feed>&b;</feed>'),
    ],
    ids=["an HTML page", "half a page", "entities"],
)
def test_what_is_no_page_of_the_feed_keeps_nothing(
    sourced: Store, feed: HouseFeed, answer: Answer
) -> None:
    feed.add(case(1))
    feed.instead = answering(answer)

    run = read(sourced, feed)

    assert run.ended == "failed"
    assert re.match(r"page\.", run.failure_code or "")
    assert (count(sourced), state_of(sourced).checkpoint) == (0, None)


def test_private_addresses_are_reached_only_where_the_settings_allow_them(
    sourced: Store, feed: HouseFeed
) -> None:
    elsewhere = feed.origin.replace("127.0.0.1", "127.0.0.2")
    feed.instead = answering(Answer(302, headers={"Location": f"{elsewhere}/secret"}))
    only_this = (ip_network("127.0.0.1/32"),)

    [run] = syncer_of(sourced, feed.base, networks=only_this).run_once(["zaak"])
    [refused] = syncer_of(sourced, feed.base, networks=()).run_once(["zaak"])

    assert (run.failure_code, run.failure_facts["host"]) == ("fetch.private", "127.0.0.2")
    assert (refused.failure_code, refused.failure_facts["host"]) == ("fetch.private", "127.0.0.1")
    assert sum(feed.asked.values()) == 1


def test_a_fault_in_judging_leaves_its_marks_for_the_next_round(
    sourced: Store, feed: HouseFeed, caplog: pytest.LogCaptureFixture
) -> None:
    feed.add(case(1))

    def fail(_store: Store, _clock: Clock) -> None:
        raise ZeroDivisionError

    failing = Syncer(
        sourced, CLOCK, SyncSettings(feed.base), syncer(sourced, feed)._make_fetcher, fail
    )
    with caplog.at_level(logging.CRITICAL):
        [run] = failing.run_once(["zaak"])

    assert run.ended == "caught_up"
    assert count(sourced, RecordToJudge) == 1
    read(sourced, feed)
    assert count(sourced, RecordToJudge) == 0


def test_a_page_that_another_writer_came_in_the_way_of_is_kept_at_the_second_try(
    sourced: Store, feed: HouseFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed.add(*cases(3))
    tries: list[int] = []

    def keep_later(session: Session, *arguments: Any) -> Any:
        kept = keep_page(session, *arguments)
        tries.append(1)
        if len(tries) == 1:
            raise OperationalError("", {}, Exception("deadlock detected"))
        return kept

    monkeypatch.setattr(sync, "keep_page", keep_later)

    assert read(sourced, feed).kept.new == 3
    assert (count(sourced), len(tries), set(feed.asked.values())) == (3, 3, {1})


# RSS and Atom


def test_a_news_feed_is_asked_for_what_changed_and_its_papers_are_judged(
    followed: Store, feed: HouseFeed
) -> None:
    given: list[str | None] = []
    titles = ["Brief over de motie, Kamerstuk 28 638, nr. 172"]

    def news(path: str, headers: Mapping[str, str]) -> Answer:
        given.append(headers.get("If-None-Match"))
        tag = f'"{len(titles)}"'
        if given[-1] == tag:
            return Answer(304, headers={"ETag": tag})
        body = RSS.format(title=titles[-1]).encode()
        return Answer(200, body, {"Content-Type": "application/rss+xml", "ETag": tag})

    feed.instead = news
    with followed.writing() as session:
        sources.add_feed(
            session,
            actor(followed, ADMINISTRATOR),
            CLOCK,
            uuid.uuid4(),
            "Nieuws",
            f"{feed.origin}/rss",
        )
    first, same = read(followed, feed, "nieuws"), read(followed, feed, "nieuws")
    titles.append("Een brief, Kamerstuk 28 638, nr. 172, hersteld")
    changed = read(followed, feed, "nieuws")

    assert given == [None, '"1"', '"1"']
    assert [(run.ended, run.kept.new, run.kept.changed) for run in (first, same, changed)] == [
        ("caught_up", 1, 0), ("caught_up", 0, 0), ("caught_up", 0, 1),
    ]  # fmt: skip
    with followed.reading() as session:
        [told] = session.exec(select(Publication).where(Publication.source == "nieuws"))
        links = session.exec(
            select(HouseProposal.quote).where(HouseProposal.kind == HouseProposalKind.LINK)
        ).all()
    assert told.title == titles[-1]
    assert links == [titles[-1]]
    assert state_of(followed, "nieuws").etag == '"2"'


# What an administrator and a signal say


def test_a_dry_run_counts_and_keeps_nothing(sourced: Store, feed: HouseFeed) -> None:
    feed.add(*cases(PAGE + 5))
    before = rows(sourced)

    run = read(sourced, feed, dry_run=True)

    assert (run.ended, run.pages, run.kept.new) == ("caught_up", 3, PAGE + 5)
    assert rows(sourced) == before
    assert state_of(sourced).answered_at is None


def test_a_paused_source_is_not_asked_and_one_paused_meanwhile_ends_after_its_page(
    sourced: Store, feed: HouseFeed
) -> None:
    feed.add(*cases(2 * PAGE))
    who = actor_of_source(sourced)

    ended = read(sourced, feed, on_page=lambda _run: who("pause"))
    asked = feed.asked.copy()
    paused = read(sourced, feed)
    who("resume")
    rest = read(sourced, feed)

    assert (ended.ended, ended.pages, paused.ended, paused.pages) == ("paused", 2, "paused", 0)
    assert sum(asked.values()) == 2
    assert rest.ended == "caught_up"


def actor_of_source(store: Store) -> Any:
    def use(how: str) -> None:
        with store.writing() as session:
            act(session, SYSTEM, CLOCK)
            [zaak] = session.exec(select(Source).where(Source.code == "zaak"))
            zaak.paused = how == "pause"

    return use


def test_a_code_that_no_source_has_is_refused(sourced: Store, feed: HouseFeed) -> None:
    with pytest.raises(DomainError) as refused:
        read(sourced, feed, "niets")

    assert (refused.value.code, refused.value.facts) == ("source.unknown", {"name": "niets"})


def test_in_the_server_one_with_much_to_tell_gives_way(
    sourced: Store, feed: HouseFeed, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed.add(*cases(2 * PAGE), Entity("Fractie", key("Fractie", 1), worked_case.DEMO_START))
    monkeypatch.setattr(sync, "TURN", timedelta())
    reader = syncer(sourced, feed)

    ends = [{run.code: run.pages for run in reader.run_once(only_due=True)} for _ in range(4)]

    assert [one.get("zaak") for one in ends] == [1, 1, 1, None]
    assert state_of(sourced).caught_up


def test_the_servers_loop_reads_until_it_is_stopped(sourced: Store, feed: HouseFeed) -> None:
    feed.add(case(1))
    after: list[int] = []
    reading = syncer(sourced, feed)
    loop = Background(
        "sync", lambda stop: reading.keep_running(stop, lambda _stop: after.append(count(sourced)))
    )

    loop.start()
    until = time.monotonic() + 20
    while not state_of(sourced, "toezegging").caught_up and time.monotonic() < until:
        time.sleep(0.02)
    loop.stop()

    assert after == [1]
    assert not [one for one in threading.enumerate() if one.name == "sync"]


# Leases


def ended_process() -> str:
    """The holder of a lease whose process has ended."""
    code = "from tracker.services.leases import new_holder; print(new_holder())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("holder", "left", "ended"),
    [
        (ended_process, SHORTLY, "caught_up"),
        (new_holder, SHORTLY, "leased"),
        (new_holder, -SHORTLY, "caught_up"),
        (lambda: "elsewhere/1/1/x", SHORTLY, "leased"),
    ],
    ids=["a process that ended", "one that lives", "one that let it run out", "another machine"],
)
def test_a_lease_is_taken_over_once_its_holder_is_gone(
    sourced: Store, feed: HouseFeed, holder: Any, left: timedelta, ended: str
) -> None:
    until = Clock.real_now() + left
    change_state(sourced, lease_holder=holder(), lease_until=until)

    assert read(sourced, feed).ended == ended


# Any order, several at once, ended at any moment


class StopAfterPage(threading.Event):
    """Ends a reading after its first page."""

    def after(self, _run: SourceRun) -> None:
        """Set it."""
        self.set()


def test_in_whatever_order_pages_come_the_same_comes_of_them(
    followed: Store, house: HouseFeed, undisturbed: Rows
) -> None:
    reader, chance = syncer(followed, house), random.Random(4)
    left = [code.lower() for code in sources.CATEGORIES]
    while left:
        code, stop = chance.choice(left), StopAfterPage()
        [run] = reader.run_once([code], stop=stop, on_page=stop.after)
        if run.ended == "caught_up":
            left.remove(code)

    reader.run_once([])
    assert differences(undisturbed, rows(followed)) == {}


def test_two_threads_read_each_page_once(
    followed: Store, house: HouseFeed, undisturbed: Rows
) -> None:
    house.asked.clear()
    begin = threading.Barrier(2)

    def run() -> list[str]:
        begin.wait()
        return [one.ended for one in syncer(followed, house).run_once()]

    with ThreadPoolExecutor(2) as pool:
        ends = [one.result() for one in [pool.submit(run), pool.submit(run)]]

    assert set(ends[0] + ends[1]) == {"caught_up", "leased", "paused"}
    assert set(house.asked.values()) == {1}
    assert differences(undisturbed, rows(followed)) == {}


def test_processes_share_the_work_and_one_killed_in_it_takes_nothing_along(
    followed: Store,
    database_url: str,
    larger_house: HouseFeed,
    undisturbed_larger: Rows,
    processes: SyncProcesses,
) -> None:
    house, chance = larger_house, random.Random()
    house.asked.clear()
    for _ in range(3):
        killed = processes.begin(database_url, house.base)
        wait_for_requests(house, sum(house.asked.values()) + chance.randint(5, 12))
        time.sleep(chance.random() / 50)
        os.kill(killed, signal.SIGKILL)
        assert processes.wait(killed) == -signal.SIGKILL
    both = [processes.begin(database_url, house.base) for _ in range(2)]

    assert [processes.wait(one) for one in both] == [0, 0]
    full = [page for category in sources.CATEGORIES for page in house.pages(category)[:-1]]
    assert sum(house.asked[page] - 1 for page in full) <= 3
    assert differences(undisturbed_larger, rows(followed)) == {}


def wait_for_requests(house: HouseFeed, number: int) -> None:
    until = time.monotonic() + 20
    while sum(house.asked.values()) < number:
        assert time.monotonic() < until
        time.sleep(0.001)


def test_what_changes_while_it_is_judged_is_judged_again(followed: Store, feed: HouseFeed) -> None:
    """The mark is there already when the page comes, and is taken before the page is kept."""
    promise = promised("Een brief over het tolkenregister")
    feed.add(promise)
    reader = syncer(followed, feed, judged=False)
    reader.run_once(["toezegging"])
    feed.add(replace(promised("Een nota over het tolkenregister"), changed=CLOCK.now()))
    waiting: list[threading.Thread] = []

    def keep_and_judge(session: Session, *arguments: Any) -> Any:
        kept = keep_page(session, *arguments)
        session.flush()
        waiting.append(threading.Thread(target=judge_all, args=(followed, CLOCK)))
        waiting[-1].start()
        waiting[-1].join(0.3)
        return kept

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sync, "keep_page", keep_and_judge)
        reader.run_once(["toezegging"])
    for thread in waiting:
        thread.join()
    judge_all(followed, CLOCK)

    with followed.reading() as session:
        quotes = session.exec(
            select(HouseProposal.quote).where(HouseProposal.kind == HouseProposalKind.COMMITMENT)
        ).all()
    assert quotes == ["Een nota over het tolkenregister"]


def promised(text: str) -> Entity:
    fields = (
        ("nummer", "TZ202106-900"), ("status", "Openstaand"), ("tekst", text),
        ("aanmaakdatum", "2021-06-22T10:00:00+02:00"),
    )  # fmt: skip
    return Entity("Toezegging", key("Toezegging", 900), worked_case.DEMO_START, fields)
