"""An export holds everything: two databases are the same row for row, in every table."""

import shutil
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table
from sqlmodel import col, select

from tests import house_sync, worked_case
from tests.conftest import _on_server, _with_database
from tests.house_contents import contents
from tests.house_feed import HouseFeed
from tests.services.test_exchange import KEYS, read_in, work_a_day, write_out
from tests.worked_case import CLOCK
from tracker.db.recording import TRACKED, plain_value
from tracker.db.session import Store, make_engine
from tracker.db.tables import (
    Deadline,
    DocumentText,
    HouseRecord,
    Item,
    LeadLine,
    LetterTemplate,
    ListImport,
    ListMapping,
    LookUp,
    NumberSeries,
    ProgressLetterFile,
    Publication,
    Round,
    RoundQuestion,
    SetAside,
    Source,
    SourceState,
    User,
    metadata,
)
from tracker.services.actors import act
from tracker.services.exchange import LEFT_OUT, PLAIN
from tracker.services.imports import ExchangeError, Imported
from tracker.services.items import refresh_words
from tracker.services.reminders import collect

# What docs/exchange.md says that an import gives anew.
ANEW = {"version", "sequence", "password_hash", "token_hash"}
NOW = datetime(2021, 6, 30, 12, 0, 0, 123456, tzinfo=UTC)


def compared() -> list[Table]:
    """Every table whose rows must be the same; the history is one of them."""
    out = {str(table.__tablename__) for table in LEFT_OUT} - {"change"}
    return [table for table in metadata.sorted_tables if table.name not in out]


def everything(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, in the order of its key, and what a search finds."""
    found: dict[str, list[Any]] = {"search": list(house_sync.rows(store)["search"])}
    with store.reading() as session:
        for table in compared():
            rows = session.execute(select(*table.columns).order_by(*table.primary_key)).mappings()
            told = [
                {name: plain_value(value) for name, value in row.items() if name not in ANEW}
                for row in rows
            ]
            # PostgreSQL orders texts by the rules of a language.
            keys = [column.name for column in table.primary_key if column.name not in ANEW]
            found[table.name] = sorted(told, key=lambda row: [str(row[key]) for key in keys])
    return found


def fill(store: Store) -> None:
    """A day's work on the worked case, and rows where nothing is otherwise."""
    worked_case.load(store)
    work_a_day(store)
    with store.writing() as session:
        noor = session.exec(select(User.id).where(User.email == worked_case.NOOR)).one()
        item = session.exec(select(Item.id).where(Item.number == "M-2021-0002")).one()
        act(session, worked_case.actor(store), CLOCK)
        session.add_all(
            [
                LetterTemplate(
                    name="Huisstijl", file_format="odt", content=bytes(range(256)),
                    uploaded_by_id=noor, uploaded_at=NOW,
                ),
                ProgressLetterFile(
                    letter_id=KEYS[5], file_format="pdf", content=b"%PDF-\x00\xff",
                    sha256="ab" * 32, made_at=NOW,
                ),
                Round(
                    id=KEYS[6], title="Uitvraag", reference_date=date(2021, 6, 30),
                    answer_by=date(2021, 6, 20), created_by_id=noor, created_at=NOW,
                ),
                ListImport(
                    file_name="lijst.xlsx", file_format="xlsx", content=b"PK\x03\x04",
                    mapping={"0": "title"}, choices={"kind": "motion"}, counts={"new": 2},
                    batch=uuid.UUID(int=7), created_by_id=noor, created_at=NOW,
                ),
                LeadLine(
                    id=KEYS[7], name="Brief", steps=[["a", "Concept", 20], ["b", "Kamer", 0]],
                    changed_at=NOW,
                ),
                ListMapping(header="Titel|Stand", mapping={"0": "title"}, used_at=NOW),
            ]
        )  # fmt: skip
        session.flush()
        deadline = session.exec(select(Deadline).where(Deadline.item_id == item)).first()
        assert deadline
        deadline.lead_line_id = KEYS[7]
        session.add(RoundQuestion(round_id=KEYS[6], item_id=item, owner_id=noor))
        session.add_all(
            [
                NumberSeries(series="M-2019", last=41),
                LookUp(identifier="kst-31015-999", answered_at=NOW, leased_until=NOW),
                DocumentText(
                    record_id=uuid.UUID(int=9), length="812", text="Regel één\n😀", read_at=NOW
                ),
            ]
        )
    collect(store, CLOCK)


def read_the_house(store: Store) -> None:
    """The worked case, the sources, and what a day of the House's feed brings."""
    with HouseFeed(contents(600)) as house:
        house_sync.prepare(store)
        house_sync.syncer(store, house).run_once()
    with store.writing() as session:
        for item in session.exec(select(Item)):  # which was numbered past the services
            refresh_words(session, item)
        source = session.exec(select(Source.id).order_by(col(Source.code))).first()
        assert source
        session.add(
            SetAside(
                id=uuid.UUID(int=11), source_id=source, raw="<entry", code="entry.not_xml",
                facts={"line": 3}, set_aside_at=NOW,
            )
        )  # fmt: skip


def empty(store: Store) -> Store:
    """The store without a single row."""
    with store.writing() as session:
        for table in reversed(metadata.sorted_tables):
            session.execute(table.delete())
        session.connection().exec_driver_sql("DELETE FROM searchwords")
    return store


def test_every_table_is_carried_or_left_out_for_a_reason() -> None:
    carried = {str(table.__tablename__) for table in (*TRACKED, *PLAIN.values(), *LEFT_OUT)}
    assert {table.name for table in metadata.sorted_tables} == carried


@pytest.mark.postgres
@pytest.mark.parametrize("brought", [fill, read_the_house])
def test_everything_goes_over_and_back(
    brought: Callable[[Store], None],
    migrated_sqlite: Path,
    tmp_path: Path,
    postgres_url: str,
    migrated_postgres: str,
) -> None:
    for name in ("one", "other"):
        shutil.copyfile(migrated_sqlite, tmp_path / f"{name}.sqlite3")
    _on_server(postgres_url, f"CREATE DATABASE whole TEMPLATE {migrated_postgres}")
    addresses = [
        f"sqlite:///{tmp_path / 'one.sqlite3'}",
        _with_database(postgres_url, "whole"),
        f"sqlite:///{tmp_path / 'other.sqlite3'}",
    ]
    here, there, back = stores = [Store(make_engine(address)) for address in addresses]
    try:
        brought(here)
        before, lines = everything(here), write_out(here)
        read_in(empty(there), lines)
        assert everything(there) == before
        read_in(empty(back), write_out(there))
        assert everything(back) == before
        assert sorted(write_out(back)) == sorted(lines)
        again = read_in(back, lines)
        assert again.known == again.rows
        assert everything(back) == before
    finally:
        for store in stores:
            store.engine.dispose()
        _on_server(postgres_url, "DROP DATABASE whole WITH (FORCE)")


def test_what_was_filled_is_really_there(store: Store) -> None:
    fill(store)
    found = everything(store)
    filled = {name for name, rows in found.items() if rows}
    sources = {
        "source", "sourcestate", "setaside", "houserecord", "housetie", "publication", "citation",
        "recordtojudge", "houseproposal", "followrule", "letter", "proposal",
    }  # fmt: skip
    assert {table.name for table in compared()} - filled <= sources


def test_no_secret_leaves(case_store: Store) -> None:
    with case_store.writing() as session:
        for user in session.exec(select(User)):
            user.password_hash = "scrypt$geheim"
    text = "\n".join(write_out(case_store))
    assert "geheim" not in text
    assert "password" not in text
    assert "signin" not in text


PUBLICATION = (
    '{"type": "publication", "id": "%s", "identifier": "kst-31015-221", "title": "Brief", '
    '"text": "", "source": ""}'
)


def test_rows_outside_the_history_stay_as_they_are(store: Store) -> None:
    one = PUBLICATION % uuid.UUID(int=1)
    assert read_in(store, [one, '{"type": "numberseries", "series": "M-2021", "last": 7}']) == (
        Imported(2, 0)
    )
    changed = one.replace("Brief", "Andere brief")
    lines = [changed, '{"type": "numberseries", "series": "M-2021", "last": 5}']
    assert read_in(store, lines) == Imported(2, 2)
    with store.reading() as session:
        assert session.exec(select(Publication.title)).all() == ["Brief"]
        assert session.exec(select(NumberSeries.last)).all() == [7]
    assert read_in(store, ['{"type": "numberseries", "series": "M-2021", "last": 9}']).known == 0
    with store.reading() as session:
        assert session.exec(select(NumberSeries.last)).all() == [9]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"type": "publication", "id": "x"}', "publication needs 'identifier'"),
        ('{"type": "housetie", "from_id": 7}', "from_id must be a text, not 7"),
        ('{"type": "houserecord", "id": "x", "category": "Zaak", "colour": 1}', "houserecord has"),
        ('{"type": "sourcestate", "source": "onzin"}', "no source 'onzin' in this file"),
        (PUBLICATION % uuid.UUID(int=2), ""),
    ],
)
def test_a_bad_row_outside_the_history_is_named(store: Store, line: str, reason: str) -> None:
    lines = [PUBLICATION % uuid.UUID(int=1), "", line]
    with pytest.raises(ExchangeError) as refused:
        read_in(store, lines)
    assert refused.value.line == 3
    assert refused.value.reason.startswith(reason)
    with store.reading() as session:
        assert session.exec(select(Publication.id)).all() == []


def test_many_rows_come_in_at_once(store: Store) -> None:
    rows = [
        f'{{"type": "houserecord", "id": "{uuid.UUID(int=number)}", "category": "Zaak"}}'
        for number in range(2_500)
    ]
    assert read_in(store, rows) == Imported(2_500, 0)
    with store.reading() as session:
        found = session.exec(select(HouseRecord.id, HouseRecord.fields)).all()
        assert len(found) == 2_500
        assert {str(fields) for _, fields in found} == {"{}"}
        assert session.exec(select(SourceState.source_id)).all() == []
