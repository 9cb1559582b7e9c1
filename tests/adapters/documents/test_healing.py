"""Sentences made whole, in time that grows as the text does."""

import time

import pytest

from tracker.adapters.documents import read_document

LINES = (
    "De Minister deelt de uitkomsten van de\nmetingen rond de luchthavens met de omwo-\nnenden.\n\n"
)
MARKED = "De *motie*<sup>1</sup> van het lid.\n\n<sup>1</sup> Kamerstuk 31 936, nr. 5.\n\n- een\n\n"


@pytest.mark.parametrize(
    ("unit", "name"),
    [
        (LINES, "a.txt"),
        (LINES.replace("\n\n", "\n"), "a.txt"),
        ("en zo gaan wij samen verder op weg naar huis met\n\n", "a.txt"),
        (MARKED, "a.md"),
        ("<li>een punt</li>", "a.html"),
    ],
)
def test_twice_the_text_takes_about_twice_the_time(unit: str, name: str) -> None:
    head = "<html><body><ol>" if name == "a.html" else ""

    def seconds(size: int) -> float:
        content = (head + unit * (size // len(unit))).encode()
        taken = []
        for _ in range(3):
            began = time.process_time()
            read_document(content, name)
            taken.append(time.process_time() - began)
        return min(taken)

    assert seconds(400_000) < 3 * seconds(200_000) + 0.2
