"""The command line's answers about terms: one wording, or a table of them."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from tracker.adapters.explanations import explanation
from tracker.adapters.messages import Messages
from tracker.adapters.refusals import refusal
from tracker.domain.errors import DomainError
from tracker.domain.sittings import SittingCalendar
from tracker.domain.terms import read_term

Answer = dict[str, object]

PHRASE = "phrase"
REFERENCE_DATE = "reference_date"


def term_answer(
    phrase: str, reference_date: date, calendar: SittingCalendar, messages: Messages
) -> Answer:
    """What a wording says, as plain values: ISO dates, None where there is none.

    Raises DomainError for a wording that cannot be stored (a NUL character).
    """
    term = read_term(phrase, reference_date, calendar)
    return {
        "phrase": term.phrase,
        "due_on": _iso(term.due_on),
        "on_time_until": _iso(term.on_time_until),
        "not_before": _iso(term.not_before),
        "certainty": term.certainty.value,
        "recurs": term.recurs,
        "flags": [flag.value for flag in term.flags],
        "rule": term.rule.value,
        "explanation": explanation(term, messages),
        "sources": list(term.sources),
    }


def term_answers(
    tsv_lines: Iterable[str], calendar: SittingCalendar, messages: Messages
) -> Iterator[Answer]:
    """An answer a row of an unquoted, tab-separated table, in order.

    The header names the columns phrase and reference_date; other columns are passed over.
    A row that cannot be answered gives its line number, its phrase and what is wrong.
    Raises DomainError `terms.no_columns` when the header lacks a column.
    """
    rows = enumerate(_rows(tsv_lines), start=1)
    _, header = next(rows, (1, []))
    if missing := [name for name in (PHRASE, REFERENCE_DATE) if name not in header]:
        raise DomainError("terms.no_columns", columns=", ".join(missing))
    for number, cells in rows:
        if cells:
            yield _row_answer(number, dict(zip(header, cells, strict=False)), calendar, messages)


def _rows(lines: Iterable[str]) -> Iterator[list[str]]:
    """The cells of each line; a byte order mark in front of the first is passed over."""
    lines = iter(lines)
    first = (line.removeprefix("\ufeff") for line in (next(lines, ""),))
    for line in chain(first, lines):
        text = line.rstrip("\r\n")
        yield text.split("\t") if text.strip() else []


def _row_answer(
    number: int, row: dict[str, str], calendar: SittingCalendar, messages: Messages
) -> Answer:
    phrase = row.get(PHRASE, "")
    try:
        reference_date = _read_date(row.get(REFERENCE_DATE, ""))
        return term_answer(phrase, reference_date, calendar, messages)
    except DomainError as error:
        return {"line": number, "phrase": phrase, "error": refusal(error, messages)}


def _read_date(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise DomainError("terms.no_reference_date", text=text) from None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
