"""What a promise carries out: a commitment, else a motion, else a recommendation."""

import re
from bisect import bisect_right

from tracker.domain.letters_commitments import Commitments
from tracker.domain.letters_finds import CommitmentFound, ItemRef
from tracker.domain.letters_material import Material
from tracker.domain.letters_met import is_in_this_letter
from tracker.domain.letters_motions import Motions
from tracker.domain.letters_recommendations import Answered
from tracker.domain.letters_sentences import Paragraph, Sentence
from tracker.domain.statuses import Kind

_GOES_ON = re.compile(
    r"(?:Ook|Daarnaast|Tevens|Verder|Voorts|Vervolgens|Daarbij|Ten (?:eerste|tweede|derde|vierde)|"
    r"Hiertoe|Daartoe|Bovendien)\b"
)
_TO_DO_SO = re.compile(
    r"(?:Hiertoe|Daartoe|Ter uitvoering|Hieraan|(?:Aan |Om )?[Dd]eze toezegging)\b"
)
_POINTS_BACK = re.compile(
    r"^(?:Hier|Daar|Dit|Deze|Dat|Die|Zij|Ze|Het|Dan)\w*\b(?! [A-Z])|\b(?:hier|daar)\w+\b"
    r"|\b(?:deze|die|dit) \w+\b|^Ik (?:verwacht|streef|doe|zal|stuur)\b"
)
_MOTION_GOES_ON = re.compile(
    r"(?:Hiertoe|Daartoe|Ter uitvoering|Hieraan|(?:Aan |Om )?(?:[Dd]eze|[Dd]e) motie)\b"
)
_ANNOUNCES = re.compile(
    r"\btoezegging\b[^.]{0,80}\b(?:als volgt|op de volgende wijze|hieronder|hierna)\b"
)


class Owners:
    """Which item each paragraph works at, by its headings and by how paragraphs go on."""

    def __init__(
        self, material: Material, answered: Answered, motions: Motions, commitments: Commitments
    ) -> None:
        self._under = answered.under
        self._answers = answered.answers()
        self._starts = [start for start, _ in motions.mentions]
        self._motions = [at for _, at in motions.mentions]
        self._promised = commitments.sentences
        self._promises = sorted(commitments.sentences)
        self._commitments: dict[int, int] = {}
        self._by_motion: dict[int, int] = {}
        self._topics = [
            frozenset() if is_in_this_letter(each.what) else _long_words(each.what)
            for each in commitments.found
        ]
        self._made_here = [_is_made_here(each) for each in commitments.found]
        self._walk(material)

    def of(self, paragraph: Paragraph, sentence: Sentence) -> ItemRef | None:
        """The item that a sentence's promise carries out; None where the letter names none."""
        commitment = self._commitment_before(paragraph, sentence)
        if commitment is not None:
            return ItemRef(Kind.COMMITMENT, commitment)
        motion = self._motion_before(paragraph, sentence)
        if motion is not None:
            return ItemRef(Kind.MOTION, motion)
        recommendation = self._answer_before(paragraph, sentence)
        return None if recommendation is None else ItemRef(Kind.RECOMMENDATION, recommendation)

    def _answer_before(self, paragraph: Paragraph, sentence: Sentence) -> int | None:
        """What a paragraph stands under, or has answered before the sentence."""
        at = bisect_right(self._answers, (sentence.start, len(self._answers)))
        if at and self._answers[at - 1][0] >= paragraph.block.start:
            return self._answers[at - 1][1]
        return self._under.get(paragraph.index)

    def _commitment_before(self, paragraph: Paragraph, sentence: Sentence) -> int | None:
        at = bisect_right(self._promises, sentence.start)
        if at and self._promises[at - 1] >= paragraph.block.start:
            start = self._promises[at - 1]
            commitment = self._promised[start]
            return commitment if self._is_about(commitment, start, paragraph, sentence) else None
        return self._commitments.get(paragraph.index)

    def _is_about(
        self, commitment: int, start: int, paragraph: Paragraph, sentence: Sentence
    ) -> bool:
        """Whether the sentences behind a promise made here go on about it, one after another."""
        if not self._made_here[commitment]:
            return True
        between = paragraph.sentences[max(0, sentence.place - 12) : sentence.place + 1]
        words = self._topics[commitment]
        for each in between:
            if each.start <= start:
                continue
            own = _long_words(each.text)
            if not (words & own or _POINTS_BACK.search(each.text)):
                return False
            words |= own
        return True

    def _motion_before(self, paragraph: Paragraph, sentence: Sentence) -> int | None:
        at = bisect_right(self._starts, sentence.end)
        if at and self._starts[at - 1] >= paragraph.block.start:
            return self._motions[at - 1]
        return self._by_motion.get(paragraph.index)

    def _walk(self, material: Material) -> None:
        of_heading: ItemRef | None = None
        commitment: int | None = None
        motion: int | None = None
        announced = just_announced = False
        for paragraph in material.pages.body:
            if paragraph.is_heading:
                of_heading = self._of_heading(paragraph)
                commitment = motion = None
                continue
            if not (announced and _GOES_ON.match(paragraph.text)) and not just_announced:
                announced = False
                if not _TO_DO_SO.match(paragraph.text):
                    commitment = None
            if not _MOTION_GOES_ON.match(paragraph.text):
                motion = None
            self._keep(paragraph, of_heading, commitment, motion)
            commitment = self._last_promise(paragraph, commitment)
            motion = self._last_motion(paragraph, motion)
            just_announced = _ANNOUNCES.search(paragraph.text[-500:]) is not None
            announced = announced or just_announced

    def _keep(
        self,
        paragraph: Paragraph,
        of_heading: ItemRef | None,
        commitment: int | None,
        motion: int | None,
    ) -> None:
        if commitment is None and of_heading and of_heading.kind is Kind.COMMITMENT:
            commitment = of_heading.index
        if motion is None and of_heading and of_heading.kind is Kind.MOTION:
            motion = of_heading.index
        if commitment is not None:
            self._commitments[paragraph.index] = commitment
        if motion is not None:
            self._by_motion[paragraph.index] = motion

    def _last_promise(self, paragraph: Paragraph, before: int | None) -> int | None:
        at = bisect_right(self._promises, paragraph.block.end)
        if at and self._promises[at - 1] >= paragraph.block.start:
            return self._promised[self._promises[at - 1]]
        return before

    def _last_motion(self, paragraph: Paragraph, before: int | None) -> int | None:
        at = bisect_right(self._starts, paragraph.block.end)
        if at and self._starts[at - 1] >= paragraph.block.start:
            return self._motions[at - 1]
        return before

    def _of_heading(self, heading: Paragraph) -> ItemRef | None:
        """The promise or motion that a heading names, or the promise whose subject it repeats."""
        promise = self._promised.get(heading.block.start)
        if promise is not None:
            return ItemRef(Kind.COMMITMENT, promise)
        motion = self._last_motion(heading, None)
        if motion is not None:
            return ItemRef(Kind.MOTION, motion)
        words = _long_words(heading.text)
        if len(words) < 3 or len(self._topics) > 200:
            return None
        for at, topic in enumerate(self._topics):
            if len(words & topic) >= 0.7 * len(words):
                return ItemRef(Kind.COMMITMENT, at)
        return None


def _is_made_here(commitment: CommitmentFound) -> bool:
    """'Ik zeg uw Kamer toe …': what is promised stands in that one sentence."""
    quote = commitment.find.quote
    return commitment.find.rule == "commitment.separable_verb" and "zegde" not in quote


def _long_words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w{5,}", text.lower()[:1000]))
