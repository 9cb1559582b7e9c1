"""Reading a letter to the House: from its text to the proposals that an officer judges."""

from datetime import date

from tracker.domain.letter_texts import LetterText
from tracker.domain.letters_commitments import find_commitments
from tracker.domain.letters_dicta import read_dictum, requested_deadlines
from tracker.domain.letters_finds import (
    CommitmentFound,
    Confidence,
    DeadlineFound,
    DictumFound,
    Find,
    ItemRef,
    LetterReading,
    MeasureFound,
    MotionFound,
    PaperFound,
    PaperKind,
    RecommendationFound,
    ReferenceFound,
    SourceReport,
)
from tracker.domain.letters_material import Material
from tracker.domain.letters_motions import find_motions
from tracker.domain.letters_owners import Owners
from tracker.domain.letters_paper import Title, read_paper
from tracker.domain.letters_promises import find_deadlines, find_measures
from tracker.domain.letters_recommendations import find_recommendations
from tracker.domain.letters_reports import find_programme, find_report
from tracker.domain.letters_sentences import Pages
from tracker.domain.references_found import FoundReference, find_references
from tracker.domain.references_registers import RegisterReference
from tracker.domain.sittings import SittingCalendar
from tracker.domain.terms_found import FoundTerm, find_requested_terms, find_terms

__all__ = [
    "CommitmentFound",
    "Confidence",
    "DeadlineFound",
    "DictumFound",
    "Find",
    "ItemRef",
    "LetterReading",
    "MeasureFound",
    "MotionFound",
    "PaperFound",
    "PaperKind",
    "RecommendationFound",
    "ReferenceFound",
    "SourceReport",
    "read_letter",
]


def read_letter(
    text: LetterText, calendar: SittingCalendar, dated_on: date | None = None
) -> LetterReading:
    """The proposals of a letter, or of a motion's own paper; what is not sure is left out.

    Terms are counted from the letter's own date, or from `dated_on` where that is given. A
    letter without a date has no deadlines: `paper.dated_on` is None then.
    """
    pages = Pages(text)
    paper, title = read_paper(pages, dated_on)
    references = tuple(_reference(each) for each in find_references(text.text))
    material = Material(pages, paper, references)
    if paper.kind is PaperKind.MOTION:
        return _read_motion(material, title, calendar)
    if paper.kind is PaperKind.OTHER:
        return LetterReading(paper=paper, references=references)
    return _read_items(material, calendar)


def _reference(found: FoundReference) -> ReferenceFound:
    find = Find(found.start, found.end, found.text, f"reference.{found.kind}", Confidence.SURE)
    of_register = isinstance(found.reference, RegisterReference)
    return ReferenceFound(
        find,
        found.id,
        found.kind.value,
        cites_annex=not of_register and getattr(found.reference, "cites_annex", False),
        corrected_from=found.corrected_from,
    )


def _read_items(material: Material, calendar: SittingCalendar) -> LetterReading:
    answered = find_recommendations(material)
    motions = find_motions(material, answered.under)
    commitments = find_commitments(material, answered.under)
    owners = Owners(material, answered, motions, commitments)
    quoted = [(each.find.start, each.find.end) for each in answered.found]
    terms = _terms(material, calendar)
    deadlines, own = find_deadlines(material, terms, owners, commitments, quoted)
    measures = find_measures(material, deadlines, commitments, answered.under, answered.openings)
    return LetterReading(
        paper=material.paper,
        source_report=find_report(material, has_recommendations=bool(answered.found)),
        programme=find_programme(material),
        recommendations=answered.found,
        motions=motions.found,
        commitments=(*commitments.found, *own),
        deadlines=tuple(deadlines),
        measures=tuple(measures),
        references=tuple(material.references),
    )


def _terms(material: Material, calendar: SittingCalendar) -> tuple[FoundTerm, ...]:
    day = material.paper.dated_on
    return find_terms(material.text, day, calendar) if day else ()


def _read_motion(material: Material, title: Title, calendar: SittingCalendar) -> LetterReading:
    dictum = read_dictum(material, title)
    paper = material.paper
    if dictum is None:
        return LetterReading(paper=paper, references=tuple(material.references))
    day = paper.dated_on
    terms = find_requested_terms(material.text, day, calendar) if day else ()
    deadlines = requested_deadlines(material, dictum, terms)
    motion = MotionFound(
        find=dictum.find,
        submitters=dictum.submitters,
        cum_suis=dictum.cum_suis,
        papers=(paper.identifier,) if paper.identifier else (),
        letter_says=None,
        proposes_closing=False,
    )
    return LetterReading(
        paper=paper,
        motions=(motion,),
        deadlines=deadlines,
        references=tuple(material.references),
        dictum=dictum,
    )
