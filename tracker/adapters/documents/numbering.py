"""How the numbers of lists are written that a word processor counts itself."""

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LARGEST_ROMAN = 4_000


def roman(number: int) -> str:
    """4 as 'iv'."""
    written = ""
    if not 0 < number < _LARGEST_ROMAN:
        return str(number)
    for value, letters in _ROMAN:
        while number >= value:
            written += letters
            number -= value
    return written


def letters(number: int) -> str:
    """3 as 'c'; after z comes aa, then bb."""
    if not 0 < number <= 26 * 26:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def written(number: int, form: str) -> str:
    """A number in one of the forms of DOCX, ODT and HTML; '' for a dash or a dot."""
    match form:
        case "1" | "decimal":
            return str(number)
        case "a" | "lowerLetter":
            return letters(number)
        case "A" | "upperLetter":
            return letters(number).upper()
        case "i" | "lowerRoman":
            return roman(number)
        case "I" | "upperRoman":
            return roman(number).upper()
        case "decimalZero":
            return f"{number:02}"
        case _:
            return ""


class Counters:
    """The numbers of the levels of one list."""

    def __init__(self) -> None:
        self._counts: dict[int, int] = {}

    def next(self, level: int, start: int) -> dict[int, int]:
        """The counts of all levels after one more item on this one, deeper ones begun anew."""
        self._counts[level] = self._counts.get(level, start - 1) + 1
        self._counts = {key: count for key, count in self._counts.items() if key <= level}
        return self._counts
