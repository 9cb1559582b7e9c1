"""In what role a paper speaks of something: it mentions it, reports on it, or fulfils it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from enum import StrEnum
from functools import cached_property

from tracker.domain.letter_texts import Block, BlockKind
from tracker.domain.letters_met import is_foreseen, says_met
from tracker.domain.letters_sentences import Paragraph, Sentence


class Role(StrEnum):
    """What a paper does for an item."""

    MENTIONS = "mentions"
    REPORTS_ON = "reports_on"
    FULFILS = "fulfils"

    @property
    def strength(self) -> int:
        """Higher is stronger."""
        return list(Role).index(self)


_ASKED = ("motie", "toezegging", "aanbeveling")
_DONE_AWAY = re.compile(
    r"\b(?:hier(?:mee|bij)|daarmee|met (?:deze|dit|bijgaande)|bij deze)\b[^.;]{0,80}"
    r"\b(?:doe|doen|doet)\b[^;]{0,250}\b(?:motie|toezegging|aanbeveling)[^;]{0,250}\baf\b"
    r"|\bdoe (?:ik|wij) (?:hier|daar)mee\b[^;]{0,250}\baf\b",
    re.IGNORECASE,
)
_IN_EXECUTION = re.compile(
    r"\bter (?:uitvoering|nakoming|afdoening) van\b[^.;]{0,80}"
    r"(?:\b(?:motie|toezegging|aanbeveling)|\bTZ?\d)",
    re.IGNORECASE,
)
_SETTLING = re.compile(
    r"\b(?:afdoening|nakoming|gestanddoening)(?: van)?(?: de| het| een)?(?: \w+){0,2}?"
    r"[ -](?:motie|toezegging|aanbeveling)",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"\b(?:zal|zullen|zou|zouden|niet|deels|gedeeltelijk|voornemens|verwacht\w*)\b", re.IGNORECASE
)
_REPORTS = re.compile(
    r"\bstand van zaken\b|\bvoortgang|\btussenrapportage\b|\btussenstand\b"
    r"|\b(?:uitvoering|invulling|opvolging|gevolg|gestand|nakoming|afdoening)\b[^;]{0,80}"
    r"(?:\b(?:motie|toezegging|aanbeveling|kst-)|\bTZ?\d)"
    r"|\b(?:kamer|u)\b[^;]{0,200}\b(?:informeer|informeren|geïnformeerd|bericht|berichten)\b"
    r"|\b(?:informeer|bericht)\b[^.;]{0,60}\b(?:kamer|u)\b"
    r"|\b(?:nakomen|nagekomen|uitgevoerd|uit te voeren|afgedaan|afgehandeld|deels|"
    r"gedeeltelijk)\b",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"(?=.*\b(?:stand van zaken|voortgang\w*|overzicht))"
    r"(?=.*\b(?:moties|toezeggingen|aanbevelingen)\b)",
    re.IGNORECASE,
)
_BY_ANOTHER = re.compile(
    r"\b(?:met|bij|in|per) (?:de|mijn|onze|een) (?:[\w-]+ )?(?:[\w-]*brief|brieven) "
    r"(?:van|d\.?d\.?|aan)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(
    r"\b(?:deze|die|de|beide|mijn) (?:motie|toezegging|aanbeveling)", re.IGNORECASE
)
_FOLLOWING = 5
_OPENING = 1000


def role_in(sentence: str) -> Role:
    """The role that a sentence gives to what it names.

    What was done with another letter is reported here, and not done.
    """
    if _BY_ANOTHER.search(sentence):
        return Role.REPORTS_ON
    if any(says_met(sentence, what) for what in _ASKED) or _settles(sentence):
        return Role.FULFILS
    return Role.REPORTS_ON if _REPORTS.search(sentence) else Role.MENTIONS


def _settles(sentence: str) -> bool:
    if _OPEN.search(sentence):
        return False
    ways = (_DONE_AWAY, _IN_EXECUTION, _SETTLING)
    return any(way.search(sentence) for way in ways)


class Told:
    """What a text says at a place; `cited` and `named` are where it names anything at all."""

    def __init__(self, text: str, cited: Sequence[int], named: Sequence[int]) -> None:
        self._text = text
        self._places = sorted([*cited, *named])
        self._by_sentence: dict[int, tuple[Role, int, int]] = {}

    @cached_property
    def _sentences(self) -> tuple[Sentence, ...]:
        whole = Block(0, len(self._text), BlockKind.PARAGRAPH)
        return Paragraph(0, whole, self._text, 0).sentences

    @cached_property
    def _starts(self) -> list[int]:
        return [each.start for each in self._sentences]

    @cached_property
    def _floor(self) -> Role:
        """A letter that begins as one on the state of motions reports on all that it names."""
        opening = self._sentences[: bisect_left(self._starts, _OPENING)]
        is_report = any(_REPORT.match(each.text) for each in opening)
        return Role.REPORTS_ON if is_report else Role.MENTIONS

    def at(self, place: int) -> tuple[Role, int, int]:
        """The role of what is named at an offset, and from where to where the text shows it:
        its sentence, up to a later one that says that it is done.
        """
        at = max(0, bisect_right(self._starts, place) - 1)
        if at not in self._by_sentence:
            self._by_sentence[at] = self._told_in(at)
        return self._by_sentence[at]

    def _told_in(self, at: int) -> tuple[Role, int, int]:
        sentence = self._sentences[at]
        role = max(role_in(sentence.text), self._floor, key=lambda each: each.strength)
        if role is not Role.FULFILS and (closing := self._closing(at)):
            return Role.FULFILS, sentence.start, closing.end
        return role, sentence.start, sentence.end

    def _closing(self, at: int) -> Sentence | None:
        """The sentence close behind that says that this is done, with nothing named between."""
        before = self._sentences[at]
        for sentence in self._sentences[at + 1 : at + 1 + _FOLLOWING]:
            if self._names_anything(sentence):
                return None
            if _POINTS_BACK.search(sentence.text) and role_in(sentence.text) is Role.FULFILS:
                return None if is_foreseen(before.text, sentence.text) else sentence
            before = sentence
        return None

    def _names_anything(self, sentence: Sentence) -> bool:
        first = bisect_left(self._places, sentence.start)
        return first < len(self._places) and self._places[first] < sentence.end
