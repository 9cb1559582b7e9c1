"""The worked letter of 31 015, nr. 221: all that an officer takes from it, field by field."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.domain import letter_expectations as expected
from tracker.adapters.documents import read_document
from tracker.adapters.sittings import shipped_calendar
from tracker.domain.letters import LetterReading, read_letter
from tracker.services.letter_answers import letter_answer

SHARED = Path(__file__).parents[3] / "shared"
LETTER = SHARED / "letter" / "kst-31015-221.md"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="the material ../shared is not here")

# An anchor of each measure of expected.json, in its order.
MEASURES = (
    (1, "B8-aanvragen"),
    (2, "Meerjarenagenda"),
    (2, "weerbaarheid van jongeren"),
    (2, "in gesprek over wat nodig is"),
    (3, "kwalitatieve verkenning"),
    (3, "expertmeetings"),
    (3, "geïnvesteerd in twee pijlers"),
    (3, "team van professionele online hulpverleners"),
)


def answer_of(path: Path) -> dict[str, Any]:
    """The reading of a file as its JSON has it."""
    text = read_document(path.read_bytes(), path.name)
    return letter_answer(read_letter(text, shipped_calendar()), text.text)


def plain(text: str) -> str:
    return " ".join(re.sub(r"[*_]", "", text).split())


@pytest.fixture(scope="module")
def worked() -> dict[str, Any]:
    return answer_of(LETTER)


@pytest.fixture(scope="module")
def officer() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((LETTER.parent / "expected.json").read_text("utf-8"))
    return found


def check_worked_letter(answer: dict[str, Any], officer: dict[str, Any]) -> None:
    """Everything that expected.json says, and nothing besides."""
    assert {k: answer["paper"][k] for k in officer["paper"]} == officer["paper"]
    assert {k: answer["source_report"][k] for k in officer["source_report"]} == officer[
        "source_report"
    ]
    assert answer["programme"] == officer["programme"]
    recommendations = [{"co_responsible": [], **each} for each in officer["recommendations"]]
    assert [{k: each[k] for k in recommendations[0]} for each in answer["recommendations"]] == (
        recommendations
    )
    check_motions(answer, officer)
    check_commitments(answer, officer)
    assert [deadline_facts(each) for each in answer["deadlines"]] == [
        deadline_facts({"executor": None, "recurs": None, **each}) for each in officer["deadlines"]
    ]
    found = [
        (each["under_recommendation"], each["quote"]) for each in answer["measures_without_term"]
    ]
    assert len(found) == len(MEASURES)
    for (under, quote), (number, anchor) in zip(found, MEASURES, strict=True):
        assert (under, anchor in quote) == (number, True), anchor
    check_references(answer, officer)


def check_motions(answer: dict[str, Any], officer: dict[str, Any]) -> None:
    facts = ("submitters", "cum_suis", "under_recommendation")
    assert [{k: each[k] for k in facts} for each in answer["motions"]] == [
        {k: each.get(k, False) for k in facts} for each in officer["motions"]
    ]
    assert [set(each["papers"]) for each in answer["motions"]] == [
        {"kst-28638-172", "kst-28638-173"},
        {"kst-35570-VI-50"},
        {"kst-31015-186"},
    ]
    assert [each["proposes_closing"] for each in answer["motions"]] == [False, False, True]
    anchors = ("niet door het WODC uitgevoerd", "plan van aanpak", "invulling gegeven")
    for motion, anchor in zip(answer["motions"], anchors, strict=True):
        assert anchor in motion["letter_says"]


def check_commitments(answer: dict[str, Any], officer: dict[str, Any]) -> None:
    facts = ("made_by", "made_in", "made_on", "under_recommendation")
    assert [{k: each[k] for k in facts} for each in answer["commitments"]] == [
        {k: each[k] for k in facts} for each in officer["commitments"]
    ]
    assert officer["commitments"][0]["quote"] in plain(answer["commitments"][0]["quote"])
    assert "onbekende bestemming" in answer["commitments"][0]["what"]


def deadline_facts(each: dict[str, Any]) -> dict[str, Any]:
    names = (
        "phrase", "due_on", "certainty", "strength", "recurs", "executor", "belongs_to"
    )  # fmt: skip
    return {name: each[name] for name in names}


def check_references(answer: dict[str, Any], officer: dict[str, Any]) -> None:
    found = [each["id"] for each in answer["references"]]
    assert sorted(set(found)) == sorted(officer["references"])
    assert found.count("kst-28638-185") == 4
    by_id = {each["id"]: each for each in answer["references"]}
    assert by_id["h-tk-20192020-80-3"]["corrected_from"] == "2019/21"
    assert by_id["kst-27062-110"]["cites_annex"] is True


def all_finds(answer: dict[str, Any]) -> list[dict[str, Any]]:
    names = ("recommendations", "motions", "commitments", "deadlines", "measures_without_term")
    return [each for name in names for each in answer[name]]


@needs_shared
def test_the_worked_letter_comes_out_whole(worked: dict[str, Any], officer: dict[str, Any]) -> None:
    check_worked_letter(worked, officer)


@needs_shared
def test_every_find_says_where_it_is_and_by_which_rule(worked: dict[str, Any]) -> None:
    text = worked["text"]
    for each in all_finds(worked):
        assert text[each["start"] : each["end"]] == each["quote"]
        assert re.fullmatch(r"[a-z_]+\.[a-z_]+", each["rule"])
        assert each["confidence"] in ("sure", "likely")
    for each in worked["deadlines"]:
        assert text[each["phrase_start"] : each["phrase_end"]] == each["phrase"]
    for each in worked["references"]:
        assert text[each["start"] : each["end"]] == each["text"]


def reading_of(name: str) -> LetterReading:
    path = SHARED / "corpus" / "kst" / name
    return read_letter(read_document(path.read_bytes(), name), shipped_calendar())


def paper_facts(reading: LetterReading, facts: dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(reading.paper, name) for name in facts}


@needs_shared
def test_the_letter_on_lobbying_gives_what_was_written_down() -> None:
    reading = reading_of("kst-28844-269.xml")
    assert paper_facts(reading, expected.LOBBY_PAPER) == expected.LOBBY_PAPER
    assert (reading.recommendations, reading.source_report, reading.programme) == ((), None, None)
    assert len(reading.motions) == len(expected.LOBBY_MOTIONS)
    for motion, its in zip(reading.motions, expected.LOBBY_MOTIONS, strict=True):
        assert (motion.submitters, motion.cum_suis) == (its.submitters, its.cum_suis)
        assert (motion.papers, motion.proposes_closing) == (its.papers, its.proposes_closing)
        assert motion.letter_says is not None
        assert its.says in motion.letter_says.quote
    check_lobby_promises(reading)
    counts = [each.identifier for each in reading.references]
    assert {each: counts.count(each) for each in counts} == expected.LOBBY_REFERENCES


def check_lobby_promises(reading: LetterReading) -> None:
    for commitment, said in zip(reading.commitments, expected.LOBBY_COMMITMENTS, strict=True):
        assert said.quote in commitment.find.quote
        assert (
            commitment.made_on,
            commitment.made_in,
            commitment.made_to,
            commitment.proposes_closing,
        ) == (said.made_on, said.made_in, said.made_to, said.proposes_closing)
    found = [
        expected.ExpectedDeadline(
            each.phrase,
            each.term.due_on,
            each.term.certainty,
            each.strength,
            (each.belongs_to.kind, each.belongs_to.index) if each.belongs_to else ("", 0),
        )
        for each in reading.deadlines
    ]
    assert found == list(expected.LOBBY_DEADLINES)
    assert len(reading.measures) == len(expected.LOBBY_MEASURES)
    for measure, anchor in zip(reading.measures, expected.LOBBY_MEASURES, strict=True):
        assert anchor in measure.find.quote


@needs_shared
def test_a_motion_paper_gives_its_submitters_and_what_it_asks() -> None:
    reading = reading_of("kst-35786-7.xml")
    assert paper_facts(reading, expected.MOTION_PAPER) == expected.MOTION_PAPER
    assert reading.dictum is not None
    assert reading.dictum.submitters == expected.MOTION_SUBMITTERS
    assert reading.dictum.cum_suis
    assert reading.dictum.find.quote.startswith(expected.DICTUM_FIRST)
    assert reading.dictum.find.quote.endswith(expected.DICTUM_LAST)
    assert [each.papers for each in reading.motions] == [("kst-35786-7",)]
    assert (reading.deadlines, reading.commitments, reading.measures) == ((), (), ())


@needs_shared
@pytest.mark.parametrize(
    "name",
    [
        "kst-24447-6.excerpt.xml",
        "kst-35470-XIV-4.excerpt.xml",
        "kst-36750-3.excerpt.xml",
        "kst-37020-X-1.excerpt.xml",
    ],
)
def test_papers_that_are_no_letters_give_their_references_and_no_items(name: str) -> None:
    reading = reading_of(name)
    assert reading.paper.identifier == name.removesuffix(".excerpt.xml")
    assert (reading.motions, reading.commitments, reading.deadlines) == ((), (), ())
    assert (reading.measures, reading.recommendations) == ((), ())
    gold = [
        json.loads(line)
        for line in (SHARED / "corpus/kst/extref_gold.jsonl").read_text("utf-8").splitlines()
    ]
    published = {
        ref["doc"] for each in gold if each["file"] == name for ref in each["refs"]
        if ref["soort"] == "document"
    }  # fmt: skip
    assert published <= {each.identifier for each in reading.references}
