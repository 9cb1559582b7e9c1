"""What a sentence does with a term: promise, aim at, intend, tell of the past, or ask."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum


class Stance(IntEnum):
    """What the verb that governs a term makes of it; of two in one clause the higher counts."""

    NONE = 0
    PRESENT = 1  # told as a fact of now
    PAST = 2
    PASSIVE = 3  # 'wordt gestuurd': a promise of one time, the practice of many
    PROMISED = 4
    ASKED = 5
    INTENDED = 6
    AIMED = 7


@dataclass(frozen=True)
class Part:
    """A clause of a sentence: where it starts, and what its verb does.

    `is_infinite`: its only verb may be an infinitive, which a verb before it governs.
    `is_object`: it says what is aimed at, intended or asked ('het streven is dat ...').
    """

    start: int
    stance: Stance
    is_infinite: bool
    is_object: bool


class Statement:
    """A sentence as its clauses."""

    def __init__(self, folded: str) -> None:
        self._parts = _parts(folded)
        self._starts = [part.start for part in self._parts]
        self._before = _running(self._parts)
        self._after = _running(self._parts[::-1])[::-1]

    def stance_at(self, offset: int) -> Stance:
        """Of the clause that holds the offset; else of the nearest before it, else after it."""
        at = bisect_right(self._starts, offset) - 1
        own, before = self._parts[at], self._before[at - 1] if at else Stance.NONE
        if own.stance is Stance.NONE or (own.is_infinite and before > Stance.PRESENT):
            return before or self._after_clause(at) or own.stance
        return max(own.stance, before) if own.is_object else own.stance

    def stance_after(self, offset: int) -> Stance:
        """Of the first clause with a verb after the one that holds the offset."""
        return self._after_clause(bisect_right(self._starts, offset) - 1)

    def _after_clause(self, at: int) -> Stance:
        return self._after[at + 1] if at + 1 < len(self._after) else Stance.NONE


def _running(parts: Sequence[Part]) -> list[Stance]:
    """The last stance met up to each clause."""
    stances: list[Stance] = []
    last = Stance.NONE
    for part in parts:
        last = part.stance or last
        stances.append(last)
    return stances


_PARTING = re.compile(
    r"[,;:()]|\s-+\s|\b(?:dat|om|omdat|zodat|opdat|waarin|waarbij|waarmee|waarvoor|waarna|waarop"
    r"|waarover|die|welke|wat|of|maar|hoe)\b"
)


def _parts(folded: str) -> list[Part]:
    openers = [(0, ""), *((match.end(), match.group()) for match in _PARTING.finditer(folded))]
    ends = [*(start for start, _ in openers[1:]), len(folded)]
    return [
        _part(start, folded[start:end], opener)
        for (start, opener), end in zip(openers, ends, strict=True)
    ]


_VERBS = {
    Stance.ASKED: "verzoekt verzoeken verzocht vraagt vroeg vroegen gevraagd adviseert adviseerde "
    "adviseren pleit pleiten pleitte dringt beveelt bepleit roept oproept opgeroepen",
    Stance.AIMED: "streeft streef streven strevend gestreefd beoogd beoogde beoogt beogen mikt "
    "mikken hoop hoopt hopen probeert probeer proberen poogt streefdatum streefdoel zet",
    Stance.INTENDED: "voornemens voorzien voorziet gepland ingepland verwacht "
    "verwachten wil willen overweeg overweegt overwegen denk denkt voorgenomen",
    Stance.PROMISED: "zal zullen zult zeg zegt toezeg toezegt komt komen kom ga gaat gaan "
    "informeer stuur zend bericht doe rapporteer meld ontvangt bied lever laat breng",
    Stance.PASSIVE: "word wordt worden",
    Stance.PAST: "was waren werd werden had hadden zegde zegden bracht brachten kwam kwamen vond "
    "vonden stond stonden ging gingen deed deden gaf gaven zou zouden bleek bleken stuurde "
    "stuurden verscheen verschenen ontving ontvingen informeerde schreef",
    Stance.PRESENT: "is zijn ben organiseert organiseren organiseer vindt vinden treedt treden "
    "start starten begint beginnen houdt houden overlegt voert voeren loopt lopen heeft hebben "
    "heb kan kunnen moet moeten eindigt eindigen publiceert publiceren rapporteert rapporteren "
    "verschijnt verschijnen evalueert evalueren bespreekt bespreken monitort monitoren "
    "actualiseert actualiseren spreekt spreken spreek brengt brengen maakt maken verstrekt "
    "verstrekken levert leveren stuurt sturen plaatsvindt plaatsvinden neemt nemen doet "
    "doen blijft blijven informeert informeren biedt bieden meldt melden toetst toetsen "
    "werkt werken geeft geven volgt volgen onderzoekt onderzoeken bezoekt bezoeken",
}
_STANCES = {
    verb: stance for stance, verbs in sorted(_VERBS.items()) for verb in verbs.split()
}  # fmt: skip
_AIMS = {"doel", "doelstelling", "streven", "inzet", "ambitie"}
_INTENTIONS = {"bedoeling", "planning", "plan", "verwachting", "voornemen"}
_HELPERS = {"heb", "hebt", "heeft", "hebben", "is", "zijn", "ben"}
_RESULTS = {
    "afgerond", "voltooid", "opgeleverd", "gerealiseerd", "geimplementeerd", "ingericht",
    "gereed", "beschikbaar", "bekend", "klaar",
}  # fmt: skip
_PARTICIPLE = re.compile(r"(?:[a-z]{0,10}ge[a-z]{2,30}|(?:be|ver|ont|her)[a-z]{2,30})(?:d|t|en)")
_WORD = re.compile(r"[a-z]+")


def _part(start: int, clause: str, opener: str) -> Part:
    words = _WORD.findall(clause)
    stance, verbs = Stance.NONE, 0
    infinite = False
    for before, word in zip(["", *words], words, strict=False):
        found = _stance_of(before, word, words)
        if found is Stance.NONE:
            continue
        verbs += 1
        infinite = found is Stance.PRESENT and word.endswith(("en", "zijn"))
        stance = max(stance, found)
    if stance in (Stance.NONE, Stance.PRESENT) and _is_perfect(words):
        stance, infinite = Stance.PAST, False
    return Part(start, stance, infinite and verbs == 1, opener in ("dat", "om"))


def _stance_of(before: str, word: str, words: Sequence[str]) -> Stance:
    if before == "te":
        return Stance.NONE
    if word in _AIMS and "is" in words and before != "als":
        return Stance.AIMED if "gericht" in words or not _is_perfect(words) else Stance.NONE
    if word in _INTENTIONS and ("is" in words or (before, word) == ("van", "plan")):
        return Stance.NONE if (before, word) == ("naar", "verwachting") else Stance.INTENDED
    if word == "hoop" and before == "de":  # a surname
        return Stance.NONE
    if word == "zet" and "in" not in words:
        return Stance.NONE
    if word == "streven" and before in ("het", "dit", "een"):
        return Stance.AIMED
    return _STANCES.get(word, Stance.NONE)


def _is_perfect(words: Sequence[str]) -> bool:
    """'heeft plaatsgevonden', 'is gelanceerd': over; 'is afgerond' may be said of a result."""
    if _HELPERS.isdisjoint(words):
        return False
    return any(_is_participle(at, words) for at in range(len(words)))


def _is_participle(at: int, words: Sequence[str]) -> bool:
    """Of words in -en, which may be nouns, only those at the end or beside the helping verb."""
    word = words[at]
    if word in _RESULTS or word in _STANCES or _PARTICIPLE.fullmatch(word) is None:
        return False
    beside = {*words[max(0, at - 1) : at], *words[at + 1 : at + 2]}
    return not word.endswith("en") or at == len(words) - 1 or not _HELPERS.isdisjoint(beside)
