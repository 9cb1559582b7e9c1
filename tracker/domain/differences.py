"""What differs between two texts, and how two people's changes to one record combine."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import groupby, pairwise

_WORD = re.compile(r"\s+|[^\s.,;:!?()\"]+|[.,;:!?()\"]+")
_SMALL = 40_000
_DEEPEST = 12


class Part(StrEnum):
    """What became of a piece of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


Difference = tuple[tuple[Part, str], ...]


def differences(old: str, new: str) -> Difference:
    """The pieces of two texts, word by word and in order.

    Kept and removed pieces together are the old text, kept and added ones the new.
    """
    steps = _compare(_WORD.findall(old), _WORD.findall(new), 0)
    return tuple(_joined(_without_lone_spaces(list(_joined(steps)))))


def _compare(old: Sequence[str], new: Sequence[str], depth: int) -> Iterator[tuple[Part, str]]:
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    yield Part.KEPT, "".join(old[:start])
    yield from _compare_middle(old[start : len(old) - end], new[start : len(new) - end], depth)
    yield Part.KEPT, "".join(old[len(old) - end :])


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    pairs = enumerate(zip(old, new, strict=False))
    return next((n for n, (one, other) in pairs if one != other), min(len(old), len(new)))


def _compare_middle(
    old: Sequence[str], new: Sequence[str], depth: int
) -> Iterator[tuple[Part, str]]:
    if len(old) * len(new) <= _SMALL:
        yield from _match(old, new)
        return
    anchors = _anchors(old, new) if depth < _DEEPEST else []
    if not anchors:
        yield Part.REMOVED, "".join(old)
        yield Part.ADDED, "".join(new)
        return
    borders = [(-1, -1), *anchors, (len(old), len(new))]
    for (old_from, new_from), (old_to, new_to) in pairwise(borders):
        yield from _compare(old[old_from + 1 : old_to], new[new_from + 1 : new_to], depth + 1)
        yield Part.KEPT, old[old_to] if old_to < len(old) else ""


def _match(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[Part, str]]:
    matcher = SequenceMatcher(str.isspace, old, new, autojunk=False)
    for step, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if step == "equal":
            yield Part.KEPT, "".join(old[old_from:old_to])
        else:
            yield Part.REMOVED, "".join(old[old_from:old_to])
            yield Part.ADDED, "".join(new[new_from:new_to])


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Places of words that occur once in both texts, as many as keep their order."""
    once_old, once_new = Counter(old), Counter(new)
    places = {word: n for n, word in enumerate(new) if once_new[word] == 1}
    return _longest_rising(
        [(n, places[word]) for n, word in enumerate(old) if once_old[word] == 1 and word in places]
    )


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    ends: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for index, (_, place) in enumerate(pairs):
        at = bisect_left(ends, place)
        before.append(last[at - 1] if at else -1)
        ends[at : at + 1] = [place]
        last[at : at + 1] = [index]
    found = []
    index = last[-1] if last else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]


def _joined(steps: Iterable[tuple[Part, str]]) -> Iterator[tuple[Part, str]]:
    """Steps with neighbours of a sort as one, and what is removed before what is added."""
    told = (step for step in steps if step[1])
    for _, run in groupby(told, key=lambda step: step[0] is Part.KEPT):
        texts = list(run)
        for part in Part:
            text = "".join(text for one, text in texts if one is part)
            if text:
                yield part, text


def _without_lone_spaces(steps: list[tuple[Part, str]]) -> Iterator[tuple[Part, str]]:
    """Steps in which white space between two changes counts as changed."""
    for n, (part, text) in enumerate(steps):
        between = 0 < n < len(steps) - 1
        if part is Part.KEPT and text.isspace() and between:
            yield Part.REMOVED, text
            yield Part.ADDED, text
        else:
            yield part, text


@dataclass(frozen=True)
class Merge:
    """How two changes of one record combine.

    `values` holds every field, with mine where both changed it differently; `clashing`
    names those fields, `theirs` the fields that only the other changed.
    """

    values: dict[str, str]
    clashing: tuple[str, ...]
    theirs: tuple[str, ...]


def merge(base: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]) -> Merge:
    """Combine my fields with theirs, both made from the same base (the same names in each)."""
    only_theirs = tuple(f for f in mine if mine[f] == base[f] != theirs[f])
    clashing = tuple(
        f for f in mine if mine[f] != theirs[f] and base[f] not in (mine[f], theirs[f])
    )
    values = {f: theirs[f] if f in only_theirs else mine[f] for f in mine}
    return Merge(values, clashing, only_theirs)
