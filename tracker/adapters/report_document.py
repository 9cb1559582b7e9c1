"""A status report as a document, before any file format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.adapters.labels import label
from tracker.adapters.messages import Messages
from tracker.adapters.report_charts import delay_chart, throughput_chart
from tracker.adapters.report_words import (
    as_known,
    days_words,
    delay_sentence,
    lateness_sentence,
    moved_sentence,
    throughput_sentence,
)
from tracker.domain.printed import Block, Column, Heading, Picture, Printed, Style, Table, plain
from tracker.domain.status_reports import WEEKS, DelayBand, Place, StatusReport
from tracker.domain.statuses import OPEN, Kind, Status


@dataclass(frozen=True)
class ReportSheet:
    """What a printed report says: the report, and the rows of its places by name ('' for none).

    `of` is the place that it is of, '' for the whole ministry.
    """

    title: str
    author: str
    made_at: datetime
    by: Place
    of: str
    report: StatusReport
    places: tuple[tuple[str, StatusReport], ...]
    without_history: int
    is_today: bool


def report_document(sheet: ReportSheet, messages: Messages) -> Printed:
    """The report in the reader's language."""
    return Printed(
        title=sheet.title,
        subject=_known(sheet, messages),
        author=sheet.author,
        language=messages.tag,
        made_at=sheet.made_at,
        reference_date=sheet.report.on,
        blocks=tuple(_blocks(sheet, messages)),
        landscape=False,
    )


def _known(sheet: ReportSheet, messages: Messages) -> str:
    if not sheet.is_today:
        return as_known(messages, sheet.report)
    return messages.text("Stand van %(day)s.", day=messages.date(sheet.report.on))


def _blocks(sheet: ReportSheet, messages: Messages) -> Iterator[Block]:
    report, text = sheet.report, messages.text
    yield Heading(1, sheet.title)
    yield plain(_known(sheet, messages), Style.FACT)
    if sheet.without_history:
        yield plain(
            messages.plural(
                "%(num)s item heeft geen geschiedenis (voorbeeldgegevens) en telt mee zoals het "
                "nu is.",
                "%(num)s items hebben geen geschiedenis (voorbeeldgegevens) en tellen mee zoals "
                "ze nu zijn.",
                sheet.without_history,
            ),
            Style.REMARK,
        )
    yield Heading(2, text("Naar soort en status"))
    yield _standings(report, messages)
    yield Heading(2, text("Open termijnen"))
    yield _deadlines(report, messages)
    yield plain(f"{lateness_sentence(messages, report)} {moved_sentence(messages, report)}")
    if sheet.places:
        yield Heading(2, _per(sheet, messages))
        yield _places(sheet, messages)
    yield Heading(2, text("Doorloop per maand"))
    words = throughput_sentence(messages, report)
    yield Picture(throughput_chart(report.months, messages, words, on_paper=True), words)
    yield plain(
        text(
            "Gevuld: binnengekomen. Omlijnd: afgesloten. Een item komt binnen op de dag waarop "
            "het is gevraagd of toegezegd."
        )
    )
    yield _months(report, messages)
    yield Heading(2, text("Vertraging"))
    words = delay_sentence(messages, report)
    if report.delay.met:
        yield Picture(delay_chart(report.delay, messages, words, on_paper=True), words)
        yield plain(words)
        yield _delay(report, messages)
    else:
        yield plain(words)


def _standings(report: StatusReport, messages: Messages) -> Table:
    rows: list[Sequence[str | int]] = []
    sums = (messages.text("Alle open items"), messages.text("Alle gesloten items"))
    for is_open, name in zip((True, False), sums, strict=True):
        for status in Status:
            if (status in OPEN) is is_open and report.with_status(status):
                counts = [report.counts.get((kind, status), 0) for kind in Kind]
                rows.append([label(messages, "status", status), *counts, sum(counts)])
        counts = [report.of_kind(kind, open_=is_open) for kind in Kind]
        rows.append([name, *counts, sum(counts)])
    kinds = [label(messages, "kinds", kind) for kind in Kind]
    headings = [messages.text("Status"), *kinds, messages.text("Samen")]
    return _table(messages.text("Items naar status en soort"), headings, rows, (34, 14, 18, 20, 14))


def _deadlines(report: StatusReport, messages: Messages) -> Table:
    text = messages.text
    amounts = [
        (text("Te laat"), report.late.amount),
        *((text("Binnen %(weeks)s weken", weeks=weeks), report.due[weeks]) for weeks in WEEKS),
        (text("Zonder datum"), report.undated),
    ]
    rows = [(name, amount.deadlines, amount.items) for name, amount in amounts]
    headings = [text("Wanneer"), text("Termijnen"), text("Items")]
    caption = text("Open termijnen, en de items waar ze bij horen")
    return _table(caption, headings, rows, (40, 30, 30))


def _per(sheet: ReportSheet, messages: Messages) -> str:
    return messages.text("Per %(place)s", place=label(messages, "report_by", sheet.by).lower())


def _places(sheet: ReportSheet, messages: Messages) -> Table:
    text = messages.text
    rows = [
        (
            name or text("Nog niet toegewezen"),
            one.open,
            one.late.amount.items,
            one.due[4].items,
            one.came_in,
            one.closed_lately,
            days_words(messages, one.delay.median_days),
        )
        for name, one in sheet.places
    ]
    headings = [
        label(messages, "report_by", sheet.by),
        text("Open"),
        text("Te laat"),
        text("Binnen 4 weken"),
        text("Binnengekomen"),
        text("Afgesloten"),
        text("Vertraging"),
    ]
    caption = text(
        "Binnengekomen, afgesloten en vertraging (mediaan) gelden voor de laatste twaalf maanden."
    )
    return _table(caption, headings, rows, (22, 9, 10, 12, 19, 15, 13))


def _months(report: StatusReport, messages: Messages) -> Table:
    rows = [(messages.month(one.first), one.came_in, one.closed) for one in report.months]
    headings = [
        messages.text("Maand"), messages.text("Binnengekomen"), messages.text("Afgesloten"),
    ]  # fmt: skip
    caption = messages.text("Binnengekomen en afgesloten per maand")
    return _table(caption, headings, rows, (40, 30, 30))


def _delay(report: StatusReport, messages: Messages) -> Table:
    rows = [(label(messages, "delay_band", band), report.delay.bands[band]) for band in DelayBand]
    if report.delay.undated:
        rows.append((messages.text("zonder eerdere datum"), report.delay.undated))
    headings = [messages.text("Nagekomen"), messages.text("Termijnen")]
    return _table(messages.text("Hoe laat termijnen werden nagekomen"), headings, rows, (60, 40))


def _table(
    caption: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str | int]],
    shares: Sequence[int],
) -> Table:
    """A table of figures, its columns so many percent wide."""
    return Table(
        caption=caption,
        columns=tuple(Column(*one) for one in zip(headings, shares, strict=True)),
        rows=tuple(tuple((plain(str(value)),) for value in row) for row in rows),
    )
