"""The sentences of a status report, on screen and on paper."""

from tracker.adapters.messages import Messages
from tracker.domain.status_reports import DelayBand, StatusReport


def number_words(value: float) -> str:
    """A number of days as it is read: 12, or 12,5."""
    return f"{value:g}".replace(".", ",")


def days_words(messages: Messages, days: float | None) -> str:
    """So many days; a dash for none."""
    if days is None:
        return "–"
    if days == 1:
        return messages.text("1 dag")
    return messages.text("%(days)s dagen", days=number_words(days))


def as_known(messages: Messages, report: StatusReport) -> str:
    """That a past day is told as it was known then."""
    return messages.text("Zoals wij het op %(day)s wisten.", day=messages.date(report.on))


def throughput_sentence(messages: Messages, report: StatusReport) -> str:
    """What came in and was closed over the months of the report."""
    return messages.text(
        "Van %(first)s tot en met %(last)s: %(came_in)s binnengekomen en %(closed)s afgesloten.",
        first=messages.month(report.months[0].first),
        last=messages.date(report.on),
        came_in=report.came_in,
        closed=report.closed_lately,
    )


def lateness_sentence(messages: Messages, report: StatusReport) -> str:
    """How long what is late has been so."""
    late = report.late
    if not late.amount.deadlines:
        return messages.text("Er is niets te laat.")
    return messages.text(
        "Wat te laat is, is dat %(median)s (mediaan); het langst: %(longest)s.",
        median=days_words(messages, late.median_days),
        longest=days_words(messages, late.longest_days),
    )


def moved_sentence(messages: Messages, report: StatusReport) -> str:
    """Which open deadlines were moved, and whether the House knows."""
    moved = report.moved
    if not moved.told + moved.untold:
        return messages.text("Van de open termijnen is er geen verplaatst.")
    return messages.plural(
        "Van de open termijnen is er %(num)s verplaatst; van %(untold)s weet de Kamer dat nog "
        "niet.",
        "Van de open termijnen zijn er %(num)s verplaatst; van %(untold)s weet de Kamer dat nog "
        "niet.",
        moved.told + moved.untold,
        untold=moved.untold,
    )


def delay_sentence(messages: Messages, report: StatusReport) -> str:
    """How long after the first promised date deadlines were met."""
    delay = report.delay
    if not delay.met:
        return messages.text(
            "Vanaf %(first)s is er geen termijn nagekomen.",
            first=messages.month(report.months[0].first),
        )
    sentence = messages.text(
        "Nagekomen: %(met)s, waarvan op tijd %(in_time)s, gerekend naar de eerst toegezegde "
        "datum. Mediaan: %(median)s te laat; het langst: %(longest)s.",
        met=delay.met,
        in_time=delay.bands[DelayBand.ON_TIME],
        median=days_words(messages, delay.median_days),
        longest=days_words(messages, delay.longest_days),
    )
    if not delay.undated:
        return sentence
    return f"{sentence} " + messages.text(
        "Zonder eerdere datum: %(undated)s.", undated=delay.undated
    )
