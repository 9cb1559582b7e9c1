"""Word-wise differences, and the combining of two changes."""

import itertools
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.domain.differences import Difference, Merge, Part, differences, merge

TEXTS = st.text(st.sampled_from("ab c.\n😀é"), max_size=80)
FIELDS = st.fixed_dictionaries({name: st.sampled_from(["", "a", "b"]) for name in "xyz"})


def old_of(parts: Difference) -> str:
    return "".join(text for part, text in parts if part is not Part.ADDED)


def new_of(parts: Difference) -> str:
    return "".join(text for part, text in parts if part is not Part.REMOVED)


def test_words_are_marked_and_not_letters() -> None:
    parts = differences(
        "Een opzet is besproken met VWS en de VNG.",
        "Een opzet is op 24 juni besproken met VWS, de VNG.",
    )

    assert parts == (
        (Part.KEPT, "Een opzet is "),
        (Part.ADDED, "op 24 juni "),
        (Part.KEPT, "besproken met VWS"),
        (Part.REMOVED, " en"),
        (Part.ADDED, ","),
        (Part.KEPT, " de VNG."),
    )


def test_a_space_between_two_changed_words_does_not_split_them() -> None:
    assert differences("rood groen", "blauw geel") == (
        (Part.REMOVED, "rood groen"),
        (Part.ADDED, "blauw geel"),
    )


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("", "", ()),
        ("gelijk", "gelijk", ((Part.KEPT, "gelijk"),)),
        ("", "nieuw", ((Part.ADDED, "nieuw"),)),
        ("oud", "", ((Part.REMOVED, "oud"),)),
        ("<b>", "<i>", ((Part.REMOVED, "<b>"), (Part.ADDED, "<i>"))),
    ],
)
def test_the_ends_of_what_can_differ(old: str, new: str, parts: Difference) -> None:
    assert differences(old, new) == parts


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_both_texts_come_back_whole(old: str, new: str) -> None:
    parts = differences(old, new)

    assert (old_of(parts), new_of(parts)) == (old, new)


@given(TEXTS, TEXTS)
@settings(deadline=None)
def test_no_piece_is_empty_and_no_two_neighbours_are_of_a_sort(old: str, new: str) -> None:
    parts = differences(old, new)

    assert all(text for _, text in parts)
    assert all(one[0] is not other[0] for one, other in itertools.pairwise(parts))


def words(seed: int, vocabulary: int, length: int) -> str:
    chance = random.Random(seed)
    return " ".join(f"w{chance.randrange(vocabulary)}" for _ in range(length))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param(words(1, 5_000, 17_000), words(2, 5_000, 17_000), id="unlike"),
        pytest.param(words(1, 2, 34_000), words(2, 2, 34_000), id="two words only"),
        pytest.param(words(1, 500, 20_000), "X " + words(1, 500, 20_000) + " Y", id="ends"),
        pytest.param("a" * 100_000, "b" * 100_000, id="one word"),
        pytest.param(".a" * 50_000, ".b" * 50_000, id="signs"),
        pytest.param(
            words(1, 9_000, 17_000), words(1, 9_000, 17_000).replace("w1", "v1"), id="alike"
        ),
    ],
)
def test_texts_of_100_000_characters_are_quick(old: str, new: str) -> None:
    started = time.perf_counter()
    parts = differences(old, new)
    took = time.perf_counter() - started

    assert (old_of(parts), new_of(parts)) == (old, new)
    assert took < 3


def test_a_long_text_with_one_changed_word_marks_just_that_word() -> None:
    old = words(7, 4_000, 17_000)
    new = old.replace(" ", " NIEUW ", 1)

    parts = differences(old, new)

    assert [text for part, text in parts if part is Part.ADDED] in (["NIEUW "], [" NIEUW"])
    assert [part for part, _ in parts if part is Part.REMOVED] == []


def test_fields_that_one_of_both_changed_combine_without_a_question() -> None:
    base = {"title": "oud", "text": "oud", "note": "oud", "same": "oud", "alike": "oud"}
    mine = {"title": "mijn", "text": "oud", "note": "mijn", "same": "oud", "alike": "nieuw"}
    theirs = {"title": "oud", "text": "hun", "note": "hun", "same": "oud", "alike": "nieuw"}

    assert merge(base, mine, theirs) == Merge(
        values={
            "title": "mijn", "text": "hun", "note": "mijn", "same": "oud", "alike": "nieuw",
        },
        clashing=("note",),
        theirs=("text",),
    )  # fmt: skip


@given(FIELDS, FIELDS, FIELDS)
def test_nobody_loses_a_change_silently(
    base: dict[str, str], mine: dict[str, str], theirs: dict[str, str]
) -> None:
    found = merge(base, mine, theirs)

    for name in base:
        if theirs[name] not in (base[name], found.values[name]):
            assert name in found.clashing
        if mine[name] != base[name]:
            assert found.values[name] == mine[name]
