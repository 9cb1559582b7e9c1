"""What a digest says: a title and a note for each line, and the mail of all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from jinja2 import Environment

from tracker.adapters.labels import label
from tracker.adapters.messages import N_, Messages, translator
from tracker.adapters.templates import new_environment
from tracker.domain.reminder_lines import Doing, ReminderGroup, ReminderLine
from tracker.domain.reminders import About, ReminderKind

LISTED = 40
"""How many lines of a kind a mail has; it says how many more there are."""
_COUNTS = {
    ReminderKind.LATE: (N_("%(num)s te laat"), N_("%(num)s te laat")),
    ReminderKind.DUE: (N_("%(num)s binnenkort"), N_("%(num)s binnenkort")),
    ReminderKind.WAITING: (N_("%(num)s wacht op u"), N_("%(num)s wachten op u")),
    ReminderKind.CHANGED: (N_("%(num)s gewijzigd"), N_("%(num)s gewijzigd")),
}
_DOINGS = {
    "given": N_("%(who)s gaf u dit item"),
    "taken": N_("%(who)s haalde dit item bij u weg"),
    "item_made": N_("%(who)s maakte dit item"),
    "status": N_("%(who)s zette de status op ‘%(status)s’"),
    "note_made": N_("%(who)s schreef een stand van zaken"),
    "deadline_met": N_("%(who)s kwam een termijn na"),
    "deadline_withdrawn": N_("%(who)s trok een termijn in"),
    "deadline_moved": N_("%(who)s verplaatste een termijn"),
    "deadline_made": N_("%(who)s voegde een termijn toe"),
    "deadline_review": N_("%(who)s koos wanneer een termijn opnieuw wordt bekeken"),
    "measure_made": N_("%(who)s voegde een maatregel toe"),
    "changed": N_("%(who)s wijzigde gegevens"),
}


@dataclass(frozen=True)
class Words:
    """What a line says: the words of its link, and what follows them."""

    title: str
    note: str


@dataclass(frozen=True)
class MailText:
    """A whole digest, in both forms."""

    subject: str
    plain: str
    html: str


def line_words(line: ReminderLine, messages: Messages) -> Words:
    """A line in the reader's words."""
    return Words(_title(line, messages), _note(line, messages))


def digest_text(
    groups: Sequence[ReminderGroup],
    language: str,
    *,
    name: str,
    today: date,
    base_url: str,
    off_url: str,
) -> MailText:
    """The mail of a digest. Paths become addresses at `base_url`; `off_url` ends reminders."""
    messages = translator(language)
    counts = [messages.plural(*_COUNTS[one.kind], len(one.lines)) for one in groups]
    facts = {
        "subject": messages.text("Nakoming: %(counts)s", counts=", ".join(counts)),
        "groups": [
            {
                "title": label(messages, "reminder_kind", one.kind),
                "lines": [(line, line_words(line, messages)) for line in one.lines[:LISTED]],
                "more": max(0, len(one.lines) - LISTED),
            }
            for one in groups
        ],
        "name": name,
        "today": today,
        "base_url": base_url,
        "off_url": off_url,
        "language": messages.tag,
    }
    return _text("digest", language, facts)


def trial_text(language: str, *, name: str, base_url: str) -> MailText:
    """The mail by which an administrator tries the mail server."""
    messages = translator(language)
    subject = messages.text("Nakoming: proefbericht")
    facts = {"subject": subject, "name": name, "base_url": base_url, "language": messages.tag}
    return _text("trial", language, facts)


def _text(template: str, language: str, facts: Mapping[str, object]) -> MailText:
    plain, html = (
        _environment(language, of_html)
        .get_template(f"mails/{template}.{'html' if of_html else 'txt'}")
        .render(facts)
        for of_html in (False, True)
    )
    return MailText(str(facts["subject"]), plain, html)


@cache
def _environment(language: str, of_html: bool) -> Environment:
    return new_environment(translator(language), html=of_html)


def _title(line: ReminderLine, messages: Messages) -> str:
    if line.about is About.ROUND:
        return messages.text("Uitvraag: %(title)s", title=line.title)
    if line.about is About.LETTER:
        name = line.title or messages.text("geplakte tekst")
        return messages.text("Ingelezen brief: %(name)s", name=name)
    if line.about is About.PROPOSALS or line.kind is None:
        return messages.text("Voorstellen uit de bronnen")
    kind = label(messages, "kind", line.kind)
    name = f"{kind} {line.number}"
    if line.submitters:
        name = f"{kind} {'/'.join(line.submitters)}{' c.s.' if line.cum_suis else ''}"
    return f"{name}: {line.title}"


def _note(line: ReminderLine, messages: Messages) -> str:
    notes = {
        About.DUE: _due,
        About.LATE: _late,
        About.REVIEW: _review,
        About.ROUND: _round,
        About.LETTER: _proposals,
        About.PROPOSALS: _proposals,
        About.CHANGED: _changed,
    }
    return notes[line.about](line, messages)


def _due(line: ReminderLine, messages: Messages) -> str:
    day = _day(line, messages)
    if not line.days:
        return messages.text("%(day)s, geen werkdag meer te gaan", day=day)
    return messages.plural(
        "%(day)s, nog %(num)s werkdag", "%(day)s, nog %(num)s werkdagen", line.days, day=day
    )


def _late(line: ReminderLine, messages: Messages) -> str:
    if line.day is None:
        return messages.plural("%(num)s dag te laat", "%(num)s dagen te laat", line.days)
    return messages.plural(
        "%(num)s dag te laat: %(day)s",
        "%(num)s dagen te laat: %(day)s",
        line.days,
        day=_day(line, messages),
    )


def _review(line: ReminderLine, messages: Messages) -> str:
    day = _day(line, messages)
    return messages.text("heeft nog geen datum; opnieuw te bekijken op %(day)s", day=day)


def _round(line: ReminderLine, messages: Messages) -> str:
    return messages.plural(
        "%(num)s vraag wacht op u, te beantwoorden voor het einde van %(day)s",
        "%(num)s vragen wachten op u, te beantwoorden voor het einde van %(day)s",
        line.days,
        day=_day(line, messages),
    )


def _proposals(line: ReminderLine, messages: Messages) -> str:
    return messages.plural(
        "%(num)s voorstel wacht op uw oordeel",
        "%(num)s voorstellen wachten op uw oordeel",
        line.days,
    )


def _changed(line: ReminderLine, messages: Messages) -> str:
    return "; ".join(_doing(one, messages) for one in line.doings)


def _doing(doing: Doing, messages: Messages) -> str:
    status = label(messages, "status", doing.detail) if doing.code == "status" else ""
    return messages.text(_DOINGS[doing.code], who=doing.who, status=status)


def _day(line: ReminderLine, messages: Messages) -> str:
    day = messages.long_date(line.day) if line.day else ""
    return messages.text("%(day)s (voorlopig)", day=day) if line.is_provisional else day
