"""What a letter says, as plain values: the names of the fields are those of the JSON output."""

from typing import Any

from tracker.domain.letters import (
    CommitmentFound,
    DeadlineFound,
    Find,
    ItemRef,
    LetterReading,
    MeasureFound,
    MotionFound,
    PaperFound,
    RecommendationFound,
    ReferenceFound,
    SourceReport,
)

Answer = dict[str, Any]


def letter_answer(reading: LetterReading, text: str) -> Answer:
    """A reading with its text; offsets count code points in `text`."""
    return {
        "paper": _paper(reading.paper),
        "source_report": _report(reading.source_report) if reading.source_report else None,
        "programme": reading.programme.quote if reading.programme else None,
        "recommendations": [_recommendation(each) for each in reading.recommendations],
        "motions": [_motion(each, reading) for each in reading.motions],
        "commitments": [_commitment(each, reading) for each in reading.commitments],
        "deadlines": [_deadline(each, reading) for each in reading.deadlines],
        "measures_without_term": [_measure(each, reading) for each in reading.measures],
        "references": [_reference(each) for each in reading.references],
        "text": text,
    }


def _find(find: Find) -> Answer:
    return {
        "quote": find.quote,
        "start": find.start,
        "end": find.end,
        "rule": find.rule,
        "confidence": find.confidence.value,
    }


def _paper(paper: PaperFound) -> Answer:
    return {
        "id": paper.identifier,
        "kind": paper.kind.value,
        "dossier": paper.dossier,
        "dossier_title": paper.dossier_title,
        "number": paper.number,
        "date": paper.dated_on and paper.dated_on.isoformat(),
        "session_year": paper.session_year,
        "author": paper.author,
        "on_behalf_of": list(paper.on_behalf_of),
        "signed_by": paper.signed_by,
    }


def _report(report: SourceReport) -> Answer:
    return {
        "title": report.title,
        "body": report.body,
        "date": report.published_on and report.published_on.isoformat(),
        **_find(report.find),
    }


def _number(printed: str | None) -> int | str | None:
    return int(printed) if printed and printed.isdigit() else printed


def _recommendation(found: RecommendationFound) -> Answer:
    return {
        "number": _number(found.number),
        "page": found.page,
        "response": found.response.value,
        "response_quote": found.response_find and found.response_find.quote,
        "co_responsible": list(found.co_responsible),
        **_find(found.find),
    }


def _under(at: int | None, reading: LetterReading) -> int | str | None:
    if at is None:
        return None
    return _number(reading.recommendations[at].number) or at + 1


def _motion(found: MotionFound, reading: LetterReading) -> Answer:
    return {
        "submitters": list(found.submitters),
        "cum_suis": found.cum_suis,
        "paper": found.papers[0] if len(found.papers) == 1 else None,
        "papers": list(found.papers),
        "under_recommendation": _under(found.under, reading),
        "letter_says": found.letter_says and found.letter_says.quote,
        "proposes_closing": found.proposes_closing,
        "dictum": reading.dictum.find.quote if reading.dictum else None,
        "replaces": reading.dictum.replaces if reading.dictum else None,
        **_find(found.find),
    }


def _commitment(found: CommitmentFound, reading: LetterReading) -> Answer:
    return {
        "what": found.what,
        "made_by": found.made_by,
        "made_to": found.made_to,
        "made_in": found.made_in_printed,
        "made_in_id": found.made_in,
        "made_on": found.made_on and found.made_on.isoformat(),
        "register_number": found.register_number,
        "proposes_closing": found.proposes_closing,
        "under_recommendation": _under(found.under, reading),
        **_find(found.find),
    }


def _deadline(found: DeadlineFound, reading: LetterReading) -> Answer:
    term = found.term
    return {
        "what": found.what,
        "phrase": found.phrase,
        "phrase_start": found.phrase_start,
        "phrase_end": found.phrase_end,
        "due_on": term.due_on and term.due_on.isoformat(),
        "on_time_until": term.on_time_until and term.on_time_until.isoformat(),
        "not_before": term.not_before and term.not_before.isoformat(),
        "certainty": term.certainty.value,
        "recurs": term.recurs,
        "strength": found.strength.value,
        "executor": found.executor,
        "belongs_to": _owner(found.belongs_to, reading),
        **_find(found.find),
    }


def _owner(owner: ItemRef | None, reading: LetterReading) -> str | None:
    """'motion kst-35570-VI-50', 'recommendation 2'; a commitment by its place if there are more."""
    if owner is None:
        return None
    if owner.kind == "motion":
        motion = reading.motions[owner.index]
        name = " of ".join(motion.papers) or " en ".join(motion.submitters)
        return f"motion {name}"
    if owner.kind == "recommendation":
        return f"recommendation {_under(owner.index, reading)}"
    return "commitment" if len(reading.commitments) == 1 else f"commitment {owner.index + 1}"


def _measure(found: MeasureFound, reading: LetterReading) -> Answer:
    return {
        "what": found.what,
        "executor": found.executor,
        "under_recommendation": _under(found.under, reading),
        **_find(found.find),
    }


def _reference(found: ReferenceFound) -> Answer:
    return {
        "id": found.identifier,
        "start": found.find.start,
        "end": found.find.end,
        "text": found.find.quote,
        "kind": found.kind,
        "cites_annex": found.cites_annex,
        "corrected_from": found.corrected_from,
    }
