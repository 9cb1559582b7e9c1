"""Motions that a paper names by their submitters, and which known motion is meant."""

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from tracker.domain.letters_names import CUM_SUIS, NAMES, surnames
from tracker.domain.texts import fold

# So far around a name the subject may stand, and so long is a text that is all about it.
_AROUND = 300
_SHORT = 300

_WORD = r"\b(?:[Mm]otie|MOTIE)(?P<many>s)?\b"
_BY = r"(?:-| )(?:van )?(?:(?:de |het )?(?:[Kk]amer)?(?:leden|lid) )?"
_NAMED = re.compile(rf"{_WORD}{_BY}(?P<names>{NAMES})(?P<cs>{CUM_SUIS})?")
_IN_BRACKETS = re.compile(r" ?\([^()]{0,200}\)")
_NEXT = re.compile(
    rf"(?:, ?| en |/)(?:van |en |het lid |de leden )*(?P<names>{NAMES})(?P<cs>{CUM_SUIS})?"
)
_ABOUT = re.compile(r",?(?: ?\([^()]{0,200}\))?,? (?:over|om|inzake|betreffende) ([^.;\n(]{1,250})")
_MOTION = re.compile(r"\bmotie", re.IGNORECASE)
_REACH = 120
# 'Gewijzigde motie van het lid …' at the very beginning is the paper's own title.
_IS_MOTION = re.compile(
    r"\s*(?:(?:\w+ )?gewijzigde )?motie van (?:het lid|de leden) ", re.IGNORECASE
)


@dataclass(frozen=True)
class NamedMotion:
    """A motion as a paper names it; `about` is what stands behind 'over', `reach` where what
    is said of this one ends.
    """

    start: int
    end: int
    names: tuple[str, ...]
    cum_suis: bool
    about: str
    reach: int


def named_motions(text: str) -> Iterator[NamedMotion]:
    """The motions that a text names by their submitters, its own title left out."""
    own = _IS_MOTION.match(text)
    for found in _NAMED.finditer(text, own.end() if own else 0):
        stop = _MOTION.search(text, found.end())
        end = stop.start() if stop else len(text)
        if found["many"]:
            yield from _several(text, found, end)
        else:
            yield _motion(text, found, found.start(), end)


def _several(text: str, first: re.Match[str], end: int) -> Iterator[NamedMotion]:
    """'de moties A (Kamerstuk …), B c.s. en C'; 'moties van A en B' may be one by both."""
    found: re.Match[str] | None = first
    start = first.start()
    while found is not None:
        named = _motion(text, found, start, end)
        yield named
        if len(named.names) > 1:
            for name in named.names:
                yield NamedMotion(start, named.end, (name,), False, named.about, named.reach)
        brackets = _IN_BRACKETS.match(text, found.end(), end)
        found = _NEXT.match(text, brackets.end() if brackets else found.end(), end)
        start = found.start("names") if found else start


def _motion(text: str, found: re.Match[str], start: int, end: int) -> NamedMotion:
    about = _ABOUT.match(text, found.end(), end)
    said_to = about.end() if about else found.end()
    return NamedMotion(
        start,
        found.end(),
        surnames(found["names"]),
        found["cs"] is not None,
        about[1] if about else "",
        min(end, said_to + _REACH),
    )


# Which one is meant


@dataclass(frozen=True)
class _Candidate:
    key: str
    names: tuple[str, ...]
    printed: str

    @cached_property
    def words(self) -> frozenset[str]:
        """What it is about, without the names of its submitters."""
        return _words(self.printed) - _words(" ".join(self.names))


class MotionsByName:
    """Motions by the folded surnames of their submitters: (key, submitters, subject)."""

    def __init__(self, motions: Iterable[tuple[str, tuple[str, ...], str]]) -> None:
        self._by_name: dict[str, list[_Candidate]] = {}
        for key, submitters, printed in motions:
            candidate = _Candidate(key, tuple(map(_name, submitters)), printed)
            for name in dict.fromkeys(candidate.names):
                self._by_name.setdefault(name, []).append(candidate)

    def meant_by(
        self,
        named: NamedMotion,
        text: str,
        cited: AbstractSet[str],
        *,
        has_other_paper: bool,
    ) -> list[str]:
        """The keys of the motions that a name stands for: those that fit its subject best.

        `cited` are the motions that the text cites elsewhere: of those a name is enough.
        `has_other_paper` says that a paper stands beside it that is none of theirs.
        """
        names = tuple(map(self._known_name, named.names))
        candidates = [each for each in self._by_name.get(names[0], ()) if _is_by(each, names)]
        whole = [each for each in candidates if _is_whole(each, names, named.cum_suis)]
        here = [each for each in whole if each.key in cited]
        if here and not named.about and not has_other_paper:
            return [each.key for each in here]
        if named.about:
            return _best(candidates, _words(named.about))
        if has_other_paper:
            return []
        around = text[max(0, named.start - _AROUND) : named.end + _AROUND]
        words = _words(around) - _words(" ".join(names))
        if fitting := _best(whole, words):
            return fitting
        says_more = len(text) > _SHORT or len(words) > 2
        has_one_name = len(names) == 1 and not named.cum_suis
        return [whole[0].key] if len(whole) == 1 and not says_more and not has_one_name else []

    def _known_name(self, printed: str) -> str:
        """A surname folded, without a capitalised word behind it that is no part of it."""
        name = _name(printed)
        shorter = name.rpartition(" ")[0]
        return shorter if name not in self._by_name and shorter in self._by_name else name


def _name(printed: str) -> str:
    return fold(printed.replace("-", " ").replace("’", "'"))


def _is_by(motion: _Candidate, names: tuple[str, ...]) -> bool:
    by_first = motion.names[0] == names[0] and set(names) <= set(motion.names)
    return by_first or set(names) == set(motion.names)


def _is_whole(motion: _Candidate, names: tuple[str, ...], cum_suis: bool) -> bool:
    """Whether all submitters are named, or 'c.s.' stands for the others."""
    return cum_suis or set(names) == set(motion.names)


def _best(candidates: Sequence[_Candidate], words: frozenset[str]) -> list[str]:
    """Those that share the most words with a subject, and two at least if there are two."""
    shared = {each.key: _shared(each.words, words) for each in candidates}
    needed = {each.key: min(2, len(each.words), len(words)) for each in candidates}
    most = max(shared.values(), default=0)
    return [key for key, count in shared.items() if count == most and count >= needed[key] > 0]


def _shared(words: frozenset[str], others: frozenset[str]) -> int:
    """How many words the others have too, be it as a part of a longer word."""
    return sum(word in others or any(_is_part(word, each) for each in others) for word in words)


def _is_part(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= _SHORTEST_PART and (long.startswith(short) or long.endswith(short))


_SHORTEST_PART = 6
_PART = re.compile(r"[^\W\d_]{4,}")
_SAYS_LITTLE = frozenset([
    "aan", "afdoening", "alle", "brief", "daar", "daarmee", "deze", "door", "dient", "eerste",
    "eigen", "gewijzigde", "haar", "hebben", "heeft", "hier", "hiermee", "hoe", "hun", "inzake",
    "jaar", "kamer", "kamerbrief", "kamerstuk", "kamerstukken", "komen", "kunnen", "leden",
    "maken", "meer", "meest", "mensen", "mogelijk", "moet", "moeten", "motie", "moties", "naar",
    "nader", "nederland", "nederlandse", "niet", "onder", "onderzoek", "onderzoeken", "over",
    "regering", "reactie", "stand", "toezegging", "toezeggingen", "tussen", "tweede",
    "uitvoering", "verzoek", "verzoekt", "voor", "voortgang", "waar", "wanneer", "waarbij",
    "welke", "worden", "wordt", "zaken", "zich", "zijn", "zoals", "zodat", "zorgen", "zouden",
])  # fmt: skip
_ENDINGS = re.compile(r"(?<=[^\W\d_]{4})(?:en|s|e)$")


def _words(text: str) -> frozenset[str]:
    """The words that tell what a text is about, folded and without the endings of plurals."""
    return frozenset(
        _ENDINGS.sub("", word) for word in _PART.findall(fold(text)) if word not in _SAYS_LITTLE
    )
