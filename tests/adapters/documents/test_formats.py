"""One letter in five formats gives the same text, footnotes in their place, and the same finds."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.documents.letter_files import converted, word_file
from tests.domain.test_letters import check_worked_letter
from tracker.adapters.documents import read_document
from tracker.adapters.sittings import shipped_calendar
from tracker.domain.letter_texts import BlockKind, LetterText
from tracker.domain.letters import read_letter
from tracker.services.letter_answers import letter_answer

LETTER = Path(__file__).parents[3].parent / "shared" / "letter" / "kst-31015-221.md"
SUFFIXES = ("docx", "odt", "html", "pdf")

OWN = """\
**31 936**

**BRIEF VAN DE MINISTER VAN INFRASTRUCTUUR EN WATERSTAAT**

Aan de Voorzitter van de Tweede Kamer der Staten-Generaal

Den Haag, 8 maart 2021

Met deze brief informeer ik uw Kamer over de geluidsmetingen rond de luchthavens<sup>1</sup>. De
zorg- en onderwijsinstellingen in de buurt hebben om deze data-analyse gevraagd<sup>2</sup>, en ik

<sup>1</sup> Kamerstuk 31 936, nr. 801.

<sup>2</sup> Handelingen II 2020/21, nr. 40, item 9.

heb hun toegezegd dat de uitkomsten voor het zomerreces van 2021 met uw Kamer worden gedeeld.

### Motie van het lid Kröger

De motie van het lid Kröger<sup>3</sup> verzoekt de regering te meten:

- bij *alle* scholen binnen tien kilometer van een baan;
- in de nacht, want dan hebben omwonenden er het meest last van, ook al vliegt er dan minder.

| Luchthaven | Scholen |
| --- | --- |
| Schiphol | twaalf |
| Eelde | drie |

De Minister van Infrastructuur en Waterstaat,<br>
C. van Nieuwenhuizen Wijbenga

<sup>3</sup> Kamerstuk 31 936, nr. 790.
"""

Shape = list[tuple[str, str | None, str, str | None]]


@dataclass(frozen=True)
class Written:
    """A letter in Markdown as it is read, and the folder with its other formats."""

    text: LetterText
    folder: Path

    def read(self, suffix: str) -> LetterText:
        file = self.folder / f"brief.{suffix}"
        return read_document(file.read_bytes(), file.name)


def written(markdown: bytes, soffice: str, folder: Path) -> Written:
    text = read_document(markdown, "brief.md")
    source = folder / "brief.docx"
    source.write_bytes(word_file(text))
    for suffix in SUFFIXES[1:]:
        converted(soffice, source, suffix)
    return Written(text, folder)


@pytest.fixture(scope="module")
def real(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Written:
    if not LETTER.exists():
        pytest.skip("the letter of ../shared is not here")
    return written(LETTER.read_bytes(), soffice, tmp_path_factory.mktemp("real"))


@pytest.fixture(scope="module")
def own(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Written:
    return written(OWN.encode(), soffice, tmp_path_factory.mktemp("own"))


def shape(text: LetterText) -> Shape:
    """Of each block its kind, mark and words, and the words before the place where it hangs."""
    return [
        (
            block.kind.value,
            block.mark,
            " ".join(text.text[block.start : block.end].split()),
            None if block.hangs_at is None else "".join(text.text[: block.hangs_at].split())[-60:],
        )
        for block in text.blocks
    ]


def finds(text: LetterText) -> dict[str, Any]:
    """All that is found in a letter, without where it stands."""
    answer = letter_answer(read_letter(text, shipped_calendar()), text.text)
    del answer["text"]
    found: dict[str, Any] = _without_places(answer)
    return found


def _without_places(value: Any) -> Any:
    match value:
        case dict():
            places = ("start", "end", "phrase_start", "phrase_end")
            return {k: _without_places(v) for k, v in value.items() if k not in places}
        case list():
            return [_without_places(each) for each in value]
        case str():
            return " ".join(value.split())
    return value


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_real_letter_reads_alike(real: Written, suffix: str) -> None:
    assert len([b for b in real.text.blocks if b.kind is BlockKind.FOOTNOTE]) == 16
    assert shape(real.read(suffix)) == shape(real.text)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_the_real_letter_gives_what_the_officer_took(real: Written, suffix: str) -> None:
    officer = json.loads((LETTER.parent / "expected.json").read_text("utf-8"))
    text = real.read(suffix)

    check_worked_letter(letter_answer(read_letter(text, shipped_calendar()), text.text), officer)
    assert finds(text) == finds(real.text)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_letter_of_our_own_reads_alike(own: Written, suffix: str) -> None:
    expected = shape(own.text)
    if suffix == "pdf":
        # A PDF does not say that its words stand in a table.
        expected = [
            ("paragraph" if kind == "table_row" else kind, mark, words, place)
            for kind, mark, words, place in expected
        ]
    assert shape(own.read(suffix)) == expected
    assert finds(own.read(suffix)) == finds(own.text)
