"""What is found in a letter: proposals that an officer judges, each with its place and its rule.

Every offset counts code points in the text that was read. An item is named by its kind and
its place in the tuple of that kind, because letters number badly: two reports may both have
a first recommendation.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.planning import Strength
from tracker.domain.statuses import Kind, Response
from tracker.domain.terms import Term


class Confidence(StrEnum):
    """Whether a proposal is right."""

    SURE = "sure"
    LIKELY = "likely"


@dataclass(frozen=True)
class Find:
    """A stretch of the text, and the code of the rule that found it."""

    start: int
    end: int
    quote: str
    rule: str
    confidence: Confidence


class PaperKind(StrEnum):
    """What a text is, as far as reading it depends on that."""

    LETTER = "letter"
    MOTION = "motion"
    OTHER = "other"


@dataclass(frozen=True)
class PaperFound:
    """Who says it, when and where; None or empty where the text does not say.

    `identifier` is 'kst-31015-221', `dossier` as printed ('31 015'), `session_year`
    '2020-2021', `dated_on` the day that terms are counted from. `author` is the post,
    `signed_by` the person.
    """

    kind: PaperKind
    identifier: str | None = None
    dossier: str | None = None
    dossier_title: str | None = None
    number: str | None = None
    dated_on: date | None = None
    session_year: str | None = None
    author: str | None = None
    on_behalf_of: tuple[str, ...] = ()
    signed_by: str | None = None


@dataclass(frozen=True)
class SourceReport:
    """The report that a letter answers; `find` is the sentence that names it."""

    find: Find
    title: str
    body: str | None
    published_on: date | None


@dataclass(frozen=True)
class ItemRef:
    """An item of this reading: its kind, and its place in the tuple of that kind."""

    kind: Kind
    index: int


@dataclass(frozen=True)
class RecommendationFound:
    """A recommendation; `find` is its own wording, `response_find` the sentence of the answer.

    `number` is as printed ('1', '2a'), `co_responsible` the abbreviations of the other
    ministries ('BZ', 'VWS').
    """

    find: Find
    number: str | None
    page: int | None
    response: Response
    response_find: Find | None = None
    co_responsible: tuple[str, ...] = ()


@dataclass(frozen=True)
class MotionFound:
    """A motion that a letter is about; `find` is where it is named first.

    `papers` are the identifiers that it may be: more than one has to be asked about.
    `letter_says` is the sentence that says what is done with it, `under` the place of a
    recommendation in `LetterReading.recommendations`. `proposes_closing`: the letter says
    that it has been carried out.
    """

    find: Find
    submitters: tuple[str, ...]
    cum_suis: bool
    papers: tuple[str, ...]
    letter_says: Find | None
    proposes_closing: bool
    under: int | None = None


@dataclass(frozen=True)
class CommitmentFound:
    """A promise to the House; `what` is a stretch of its sentence.

    `made_in` is the identifier of the place (of the proceedings, mostly), `made_in_printed`
    how the letter prints it, `register_number` a TZ or T number, `under` as of a motion.
    """

    find: Find
    what: str
    made_by: str | None
    made_to: str | None
    made_in: str | None
    made_in_printed: str | None
    made_on: date | None
    register_number: str | None
    proposes_closing: bool
    under: int | None = None


@dataclass(frozen=True)
class DeadlineFound:
    """A promise with a term; `find` is its sentence, `phrase` the wording of the term in it.

    `executor` does the work and is no minister. `belongs_to` is what it carries out, None
    where the letter does not say.
    """

    find: Find
    what: str
    phrase: str
    phrase_start: int
    phrase_end: int
    term: Term
    strength: Strength
    executor: str | None
    belongs_to: ItemRef | None


@dataclass(frozen=True)
class MeasureFound:
    """Something that is done, without a term; `find` is its sentence."""

    find: Find
    what: str
    executor: str | None
    under: int | None = None


@dataclass(frozen=True)
class ReferenceFound:
    """A paper that is cited; `corrected_from` is the printed year where that is a misprint."""

    find: Find
    identifier: str
    kind: str
    cites_annex: bool = False
    corrected_from: str | None = None


@dataclass(frozen=True)
class DictumFound:
    """What a motion asks; `find` runs from 'verzoekt de regering' to the end of the request."""

    find: Find
    submitters: tuple[str, ...]
    cum_suis: bool
    replaces: str | None


@dataclass(frozen=True)
class LetterReading:
    """All that is found in one text, each kind in the order of the text."""

    paper: PaperFound
    source_report: SourceReport | None = None
    programme: Find | None = None
    recommendations: tuple[RecommendationFound, ...] = ()
    motions: tuple[MotionFound, ...] = ()
    commitments: tuple[CommitmentFound, ...] = ()
    deadlines: tuple[DeadlineFound, ...] = ()
    measures: tuple[MeasureFound, ...] = ()
    references: tuple[ReferenceFound, ...] = ()
    dictum: DictumFound | None = None
