"""The files of a progress letter: kept as they were at freezing, and never made again."""

import hashlib
import uuid

import pytest
from sqlmodel import select

from tests import worked_case
from tests.progress_letters_made import JUNE, KEY, MARCH, MOTION, edit, freeze, make, read
from tests.worked_case import CLOCK
from tracker.adapters.printed import FileFormat
from tracker.db.session import Store
from tracker.db.tables import ProgressLetterFile
from tracker.services.actors import Actor
from tracker.services.letter_files import file_of, kept_files, letter_formats
from tracker.services.progress_letters import annex_of, list_letters


@pytest.fixture
def noor(case_store: Store) -> Actor:
    return worked_case.actor(case_store)


def stored(store: Store, letter_id: uuid.UUID) -> dict[str, bytes]:
    with store.reading() as session:
        rows = session.exec(
            select(ProgressLetterFile).where(ProgressLetterFile.letter_id == letter_id)
        )
        return {row.file_format: row.content for row in rows}


def test_freezing_keeps_every_format_with_its_digest(case_store: Store, noor: Actor) -> None:
    make(case_store, noor, JUNE)
    frozen = freeze(case_store, noor)

    bytes_of = stored(case_store, KEY)
    with case_store.reading() as session:
        files = kept_files(session, KEY)
    assert {one.file_format for one in files} == {one.value for one in FileFormat}
    assert letter_formats(frozen) == tuple(FileFormat)
    for one in files:
        assert one.sha256 == hashlib.sha256(bytes_of[one.file_format]).hexdigest()
        assert one.size == len(bytes_of[one.file_format])
        assert one.made_at == frozen.row.frozen_at


def test_a_download_of_a_frozen_letter_gives_the_kept_bytes(case_store: Store, noor: Actor) -> None:
    make(case_store, noor, JUNE)
    freeze(case_store, noor)
    edit(case_store, noor, MOTION, title="Een andere titel")
    with case_store.writing() as session:
        row = session.get_one(ProgressLetterFile, (KEY, "csv"))
        from tracker.services.actors import act

        act(session, noor, CLOCK)
        row.content = b"precies deze bytes"

    letter = read(case_store, noor)
    assert file_of(case_store, noor, CLOCK, letter, "csv") == b"precies deze bytes"
    for one in ("odt", "docx"):
        assert file_of(case_store, noor, CLOCK, letter, one) == stored(case_store, KEY)[one]


def test_a_draft_is_made_anew_each_time_and_nothing_is_kept(case_store: Store, noor: Actor) -> None:
    make(case_store, noor, JUNE)
    before = file_of(case_store, noor, CLOCK, read(case_store, noor), "md")
    edit(case_store, noor, MOTION, title="Een andere titel")
    after = file_of(case_store, noor, CLOCK, read(case_store, noor), "md")

    assert (b"Een andere titel" in before, b"Een andere titel" in after) == (False, True)
    assert stored(case_store, KEY) == {}


def test_a_letter_of_before_files_were_kept_gets_them_once(case_store: Store, noor: Actor) -> None:
    with case_store.reading() as session:
        march = next(one for one in list_letters(session) if one.reference_date == MARCH)
    letter = read(case_store, noor, march.id)
    first = file_of(case_store, noor, CLOCK, letter, "csv")
    kept = stored(case_store, march.id)

    assert set(kept) == {one.value for one in FileFormat}
    assert file_of(case_store, noor, CLOCK, letter, "csv") == first == kept["csv"]
    assert annex_of(letter).draft is False
