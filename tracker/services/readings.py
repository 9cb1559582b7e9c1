"""What is found in a letter, as the plain values that proposals keep.

Each kind's payload, with None or [] for what the letter does not say:
recommendation  title, text, number, report_page, report_title, report_body, report_date,
                response, co_responsible (abbreviations of ministries)
motion          title, text (the dictum), submitters, cum_suis, papers (identifiers that it may be)
commitment      title, text, made_by, made_to, made_in (identifier), made_in_printed, made_on,
                register_number
deadline        what, wording, wording_start, wording_end, strength, executor
measure         text, executor
note            text, closing (whether the letter says that it has been carried out)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.db.tables.letters import ProposalKind
from tracker.domain.letters import (
    CommitmentFound,
    DeadlineFound,
    Find,
    ItemRef,
    LetterReading,
    MeasureFound,
    MotionFound,
    RecommendationFound,
    SourceReport,
)

LONGEST_TITLE = 300

Key = tuple[ProposalKind, int]


@dataclass(frozen=True)
class Draft:
    """A proposal before it has its number: `key` names it, `parent` the one it belongs to."""

    key: Key
    find: Find
    at: int
    payload: dict[str, Any]
    parent: Key | None = None


def drafts(reading: LetterReading) -> tuple[Draft, ...]:
    """The proposals of a reading in the order of the letter."""
    found = [
        *_recommendations(reading),
        *_motions(reading),
        *_commitments(reading.commitments),
        *_deadlines(reading),
        *_measures(reading.measures),
    ]
    places = {draft.key: draft.at for draft in found}
    rank = list(ProposalKind)
    known = [
        Draft(d.key, d.find, d.at, d.payload, d.parent if d.parent in places else None)
        for d in found
    ]
    return tuple(sorted(known, key=lambda d: (d.at, rank.index(d.key[0]), d.key[1])))


def motion_title(submitters: Iterable[str], *, cum_suis: bool) -> str:
    """'Motie van het lid Van der Graaf c.s.', as the House writes it."""
    names = list(submitters)
    if not names:
        return "Motie"
    if len(names) == 1:
        return f"Motie van het lid {names[0]}{' c.s.' if cum_suis else ''}"
    whole = f"{', '.join(names[:-1])} en {names[-1]}"
    return f"Motie van de leden {whole}{' c.s.' if cum_suis else ''}"


def _recommendations(reading: LetterReading) -> Iterable[Draft]:
    report = _report(reading.source_report)
    for index, found in enumerate(reading.recommendations):
        yield Draft(
            (ProposalKind.RECOMMENDATION, index),
            found.find,
            found.find.start,
            _recommendation(found) | report,
        )


def _recommendation(found: RecommendationFound) -> dict[str, Any]:
    return {
        "title": title_of(found.find.quote),
        "text": found.find.quote,
        "number": found.number,
        "report_page": found.page,
        "response": found.response.value,
        "co_responsible": list(found.co_responsible),
    }


def _report(report: SourceReport | None) -> dict[str, Any]:
    return {
        "report_title": report.title if report else None,
        "report_body": report.body if report else None,
        "report_date": _iso(report.published_on) if report else None,
    }


def _motions(reading: LetterReading) -> Iterable[Draft]:
    for index, found in enumerate(reading.motions):
        key = (ProposalKind.MOTION, index)
        yield Draft(key, found.find, found.find.start, _motion(found), _under(found.under))
        if found.letter_says:
            note = {"text": found.letter_says.quote, "closing": found.proposes_closing}
            yield Draft(
                (ProposalKind.NOTE, index), found.letter_says, found.letter_says.start, note, key
            )
    if reading.dictum:
        yield Draft(
            (ProposalKind.MOTION, len(reading.motions)),
            reading.dictum.find,
            reading.dictum.find.start,
            {
                "title": motion_title(reading.dictum.submitters, cum_suis=reading.dictum.cum_suis),
                "text": reading.dictum.find.quote,
                "submitters": list(reading.dictum.submitters),
                "cum_suis": reading.dictum.cum_suis,
                "papers": [reading.paper.identifier] if reading.paper.identifier else [],
            },
        )


def _motion(found: MotionFound) -> dict[str, Any]:
    return {
        "title": motion_title(found.submitters, cum_suis=found.cum_suis),
        "text": None,
        "submitters": list(found.submitters),
        "cum_suis": found.cum_suis,
        "papers": list(found.papers),
    }


def _commitments(commitments: Iterable[CommitmentFound]) -> Iterable[Draft]:
    for index, found in enumerate(commitments):
        payload = {
            "title": title_of(found.what),
            "text": found.find.quote,
            "made_by": found.made_by,
            "made_to": found.made_to,
            "made_in": found.made_in,
            "made_in_printed": found.made_in_printed,
            "made_on": _iso(found.made_on),
            "register_number": found.register_number,
        }
        key = (ProposalKind.COMMITMENT, index)
        yield Draft(key, found.find, found.find.start, payload, _under(found.under))


def _deadlines(reading: LetterReading) -> Iterable[Draft]:
    asked = (ProposalKind.MOTION, len(reading.motions)) if reading.dictum else None
    for index, found in enumerate(reading.deadlines):
        parent = _key_of(found.belongs_to) if found.belongs_to else asked
        yield _deadline(index, found, parent)


def _deadline(index: int, found: DeadlineFound, parent: Key | None) -> Draft:
    payload = {
        "what": title_of(found.what),
        "wording": found.phrase,
        "wording_start": found.phrase_start,
        "wording_end": found.phrase_end,
        "strength": found.strength.value,
        "executor": found.executor,
    }
    return Draft((ProposalKind.DEADLINE, index), found.find, found.phrase_start, payload, parent)


def _measures(measures: Iterable[MeasureFound]) -> Iterable[Draft]:
    for index, found in enumerate(measures):
        payload = {"text": title_of(found.what), "executor": found.executor}
        key = (ProposalKind.MEASURE, index)
        yield Draft(key, found.find, found.find.start, payload, _under(found.under))


def _under(index: int | None) -> Key | None:
    return None if index is None else (ProposalKind.RECOMMENDATION, index)


def _key_of(item: ItemRef) -> Key:
    return ProposalKind(item.kind.value), item.index


def title_of(text: str) -> str:
    """A stretch of a sentence as a title: one line, a capital, no full stop, not too long."""
    line = " ".join(text.split()).rstrip(".;,")
    if len(line) > LONGEST_TITLE:
        line = line[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
    return line[:1].upper() + line[1:]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
