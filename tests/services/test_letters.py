"""Letters survive an export, and a long one is shown quickly."""

import json
import shutil
import time
import uuid
from pathlib import Path

from sqlmodel import select

from tests import letters_read, worked_case
from tests.worked_case import CLOCK
from tracker.adapters.sittings import shipped_calendar
from tracker.db.recording import plain_value
from tracker.db.session import Store, make_engine
from tracker.db.tables import Letter, Proposal
from tracker.domain.letter_texts import Block, BlockKind, LetterText
from tracker.domain.letters import (
    Confidence,
    Find,
    LetterReading,
    MeasureFound,
    PaperFound,
    PaperKind,
)
from tracker.services.exports import export_lines
from tracker.services.imports import import_lines
from tracker.services.letters import Document, letter_head, marked_text, open_letter
from tracker.services.offers import Offers
from tracker.services.proposal_undo import undo
from tracker.services.proposals import accept_sure, judge

CALENDAR = shipped_calendar()
PAGES, PROPOSALS = 40, 150
UNKEPT = {"version", "paper_id", "read_by_id", "decided_by_id", "accepted_item_id"}
"""Versions, and keys that are names in an export."""


def test_letters_and_proposals_are_exported_and_imported(
    case_store: Store, tmp_path: Path, migrated_sqlite: Path
) -> None:
    letter_id = _read(case_store, letters_read.document(CALENDAR))
    actor = worked_case.actor(case_store)
    with case_store.writing() as session:
        accept_sure(judge(session, actor, CLOCK, CALENDAR, letter_id), "Uit de brief", "")
    for position in (6, 5):
        with case_store.writing() as session:
            desk = judge(session, actor, CLOCK, CALENDAR, letter_id)
            row = desk.offers.at(position)
            assert row is not None
            undo(desk, position, row.version)
    with case_store.snapshot() as session:
        lines = list(export_lines(session))
    before = _rows(case_store)
    copy = tmp_path / "elsewhere.sqlite3"
    shutil.copyfile(migrated_sqlite, copy)
    elsewhere = Store(make_engine(f"sqlite:///{copy}"))
    with elsewhere.writing() as session:
        import_lines(session, lines, CLOCK)
    assert _rows(elsewhere) == before
    elsewhere.engine.dispose()
    removed = [json.loads(line) for line in lines if '"removed": true' in line]
    items = [line["number"] for line in removed if line["type"] == "item"]
    assert [number[:7] for number in items] == ["T-2021-"]


def test_a_letter_of_forty_pages_is_shown_quickly(case_store: Store) -> None:
    letter_id = _read(case_store, _long_letter())
    actor = worked_case.actor(case_store)
    with case_store.reading() as session:
        start = time.perf_counter()
        head = letter_head(session, actor, letter_id)
        offers = Offers(session, actor, head.letter, CALENDAR)
        blocks = marked_text(head.letter, offers.proposals)
        for proposal in offers.proposals:
            offers.of(proposal)
        seconds = time.perf_counter() - start
    assert len(offers.proposals) == PROPOSALS
    assert sum(len(run.ends) for block in blocks for run in block.runs) == PROPOSALS
    assert seconds < 1


def _long_letter() -> Document:
    sentence = "De IND leidt dit jaar nieuwe tolken op in regio {n:03}. "
    filler = "Het gesprek hierover met de betrokken organisaties wordt voortgezet. " * 8
    paragraphs = [sentence.format(n=n) + filler for n in range(PROPOSALS)]
    text = "\n\n".join(paragraphs)
    blocks, finds, at = [], [], 0
    for n, paragraph in enumerate(paragraphs):
        blocks.append(Block(at, at + len(paragraph), BlockKind.PARAGRAPH))
        quote = sentence.format(n=n).strip()
        finds.append(Find(at, at + len(quote), quote, "by_hand", Confidence.LIKELY))
        at += len(paragraph) + 2
    assert len(text) > PAGES * 2_000
    reading = LetterReading(
        paper=PaperFound(PaperKind.LETTER, dated_on=letters_read.DATED),
        measures=tuple(MeasureFound(find, find.quote, "IND") for find in finds),
    )
    return Document(LetterText(text, tuple(blocks)), reading)


def _read(store: Store, document: Document) -> uuid.UUID:
    with store.writing() as session:
        return open_letter(
            session,
            worked_case.actor(store),
            CLOCK,
            submission=uuid.uuid4(),
            name="brief.txt",
            document=document,
        ).letter_id


def _rows(store: Store) -> list[dict[str, object]]:
    with store.reading() as session:
        rows = [*session.exec(select(Letter)), *session.exec(select(Proposal))]
        return [
            {name: plain_value(value) for name, value in row.model_dump(exclude=UNKEPT).items()}
            for row in sorted(rows, key=lambda row: str(row.id))
        ]
