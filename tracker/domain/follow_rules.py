"""What a ministry follows of all that the House publishes."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property, lru_cache

from tracker.domain.errors import DomainError
from tracker.domain.letters_names import MINISTRIES
from tracker.domain.references_read import read_dossier
from tracker.domain.texts import fold


class FollowKind(StrEnum):
    """By what an administrator says what to follow."""

    MINISTRY = "ministry"
    POST = "post"
    DOSSIER = "dossier"
    COMMITTEE = "committee"
    WORDS = "words"


@dataclass(frozen=True)
class FollowRule:
    """One thing to follow, as an administrator typed it.

    A ministry or a post by its name or its code ('JenV', 'Stas JenV'), a dossier as printed
    or by its identifier, a committee by its name or abbreviation, words that must stand in
    the text one after the other. What was settled by the House before `since` is left alone.
    """

    kind: FollowKind
    value: str
    since: date | None = None


@dataclass(frozen=True)
class Subject:
    """What something of the House is about: all names under which a source gives it.

    `decided_on` is the day on which the House was done with it, if it is.
    """

    ministries: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()
    dossiers: tuple[str, ...] = ()
    committees: tuple[str, ...] = ()
    text: str = ""
    decided_on: date | None = None

    @cached_property
    def words(self) -> str:
        """The words of its text, as rules compare them."""
        return _spelled(self.text)


def is_followed(subject: Subject, rules: Sequence[FollowRule]) -> FollowRule | None:
    """The first rule by which it is followed; None if there is none."""
    counting = (rule for rule in rules if _counts(subject, rule))
    return next((rule for rule in counting if _APPLIES[rule.kind](subject, rule.value)), None)


def _counts(subject: Subject, rule: FollowRule) -> bool:
    return not (rule.since and subject.decided_on and subject.decided_on < rule.since)


# The same few names come again and again.
_NAMES_KEPT = 2000

# Ministries and posts


def _plain(printed: str) -> str:
    return fold(printed.replace("&", " en ").replace(",", " "))


def _code(printed: str) -> str:
    return _plain(printed).replace(" ", "")


_MINISTRY = re.compile(r"^(?:het )?ministerie (?:van|voor) ")
_OFFICE = re.compile(
    r"^(?:de )?(?:demissionair )?(?P<rank>minister|min|staatssecretaris|stas)\b\.?"
    r"(?: (?P<link>van|voor))? (?P<portfolio>.+)$"
)
_RANKS = {"minister": "min", "min": "min", "staatssecretaris": "stas", "stas": "stas"}
_CODES = {_plain(name): _code(short) for name, short in MINISTRIES.items()}
_PORTFOLIOS_WITH = Counter(_CODES.values())


def _follows_ministry(subject: Subject, value: str) -> bool:
    """A ministry is followed by its own name, and by the posts that belong to it."""
    followed = _ministry(value)
    offices = [_OFFICE.match(_plain(post)) for post in subject.posts]
    belonging = [_ministry(office["portfolio"]) for office in offices if office]
    return bool(followed) and followed in [*map(_ministry, subject.ministries), *belonging]


@lru_cache(_NAMES_KEPT)
def _ministry(printed: str) -> str:
    """A ministry by its code if that is known, and otherwise by its name."""
    name = _MINISTRY.sub("", _plain(printed))
    return _CODES.get(name) or _code(name)


def _follows_post(subject: Subject, value: str) -> bool:
    followed = _post(value)
    return any(followed & _post(post) for post in subject.posts)


@lru_cache(_NAMES_KEPT)
def _post(printed: str) -> frozenset[str]:
    """The names of a post: 'stas justitieenveiligheid', 'stas jenv'.

    A minister *for* something leads no ministry, and has not its code.
    """
    plain = _plain(printed)
    office = _OFFICE.match(plain)
    if office is None:
        return frozenset({plain} - {""})
    names = {_code(office["portfolio"])}
    code = _CODES.get(office["portfolio"])
    if code and (office["link"] != "voor" or _PORTFOLIOS_WITH[code] == 1):
        names.add(code)
    return frozenset(f"{_RANKS[office['rank']]} {name}" for name in names)


# Dossiers, committees and words

_COMMITTEE = re.compile(
    r"^(?:de )?(?:(?:vaste|algemene|tijdelijke|bijzondere) )*(?:kamer)?commissie (?:voor |van )?"
)
_WORD = re.compile(r"[^\W_]+")


def _follows_dossier(subject: Subject, value: str) -> bool:
    """A dossier without a suffix is followed with all its suffixes."""
    number, suffix = _dossier(value)
    given = [_dossier(each) for each in subject.dossiers]
    return bool(number) and any(
        each == (number, suffix) or (suffix is None and each[0] == number) for each in given
    )


@lru_cache(_NAMES_KEPT)
def _dossier(printed: str) -> tuple[str, str | None]:
    """Number and suffix; the Senate's own dossiers have a Roman number and no more."""
    try:
        dossier = read_dossier(printed)
    except DomainError:
        return fold(printed), None
    return dossier.number, dossier.suffix


def _follows_committee(subject: Subject, value: str) -> bool:
    followed = _committee(value)
    return bool(followed) and followed in map(_committee, subject.committees)


@lru_cache(_NAMES_KEPT)
def _committee(printed: str) -> str:
    return _COMMITTEE.sub("", _plain(printed)).replace(" ", "")


def _follows_words(subject: Subject, value: str) -> bool:
    words = _spelled(value)
    return words != "  " and words in subject.words


def _spelled(text: str) -> str:
    return f" {' '.join(_WORD.findall(fold(text)))} "


_APPLIES: dict[FollowKind, Callable[[Subject, str], bool]] = {
    FollowKind.MINISTRY: _follows_ministry,
    FollowKind.POST: _follows_post,
    FollowKind.DOSSIER: _follows_dossier,
    FollowKind.COMMITTEE: _follows_committee,
    FollowKind.WORDS: _follows_words,
}
