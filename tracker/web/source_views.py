"""How a source fares, in sentences."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tracker.adapters.messages import Messages
from tracker.adapters.refusals import refusal
from tracker.domain.errors import DomainError
from tracker.services.sources import SourceStanding

RECENTLY = timedelta(days=7)


@dataclass(frozen=True)
class SourceView:
    """A source on its page. `tone` is 'ok', 'busy', 'late' or 'stopped'."""

    id: uuid.UUID
    version: int
    name: str
    address: str
    built_in: bool
    paused: bool
    tone: str
    answered: str
    behind: str
    failure: str
    next: str
    set_aside: int
    entries: int


def source_view(messages: Messages, one: SourceStanding, now: datetime) -> SourceView:
    """A source as its page shows it at a moment in real time."""
    return SourceView(
        id=one.id,
        version=one.version,
        name=one.name,
        address=one.address or "",
        built_in=one.built_in,
        paused=one.paused,
        tone=_tone(one),
        answered=ago(messages, one.answered_at, now) if one.answered_at else "",
        behind=_behind(messages, one, now),
        failure=_failure(messages, one, now),
        next=_next(messages, one, now),
        set_aside=one.set_aside,
        entries=one.entries,
    )


def ago(messages: Messages, moment: datetime, now: datetime) -> str:
    """'3 minuten geleden'; after a week the moment itself."""
    seconds = (now - moment).total_seconds()
    if seconds >= RECENTLY.total_seconds():
        return messages.moment(moment)
    if seconds < 60:
        return messages.text("zojuist")
    return messages.text("%(time)s geleden", time=duration(messages, seconds))


def duration(messages: Messages, seconds: float) -> str:
    """'3 minuten', '2 uur', '5 dagen', '4 maanden' or '12 jaar', rounded down."""
    minutes = max(int(seconds // 60), 1)
    if minutes < 60:
        return messages.plural("%(num)s minuut", "%(num)s minuten", minutes)
    if minutes < 48 * 60:
        return messages.plural("%(num)s uur", "%(num)s uur", minutes // 60)
    days = minutes // (24 * 60)
    if days < 60:
        return messages.plural("%(num)s dag", "%(num)s dagen", days)
    if days < 730:
        return messages.plural("%(num)s maand", "%(num)s maanden", int(days / 30.44))
    return messages.plural("%(num)s jaar", "%(num)s jaar", int(days / 365.25))


def failure_words(messages: Messages, code: str, facts: Mapping[str, Any]) -> str:
    """The sentence for what failed; a code without a sentence or its facts is named as it is."""
    try:
        return refusal(DomainError(code, **facts), messages)
    except KeyError:
        return messages.text("Onbekende fout: %(code)s.", code=code)


def _tone(one: SourceStanding) -> str:
    if one.paused:
        return "stopped"
    if one.failure_code:
        return "late"
    return "ok" if one.caught_up else "busy"


def _behind(messages: Messages, one: SourceStanding, now: datetime) -> str:
    if one.answered_at is None:
        return messages.text("nog nooit opgehaald")
    if one.caught_up:
        return messages.text("bij")
    if one.newest_at is None:
        return messages.text("nog niet bij")
    return messages.text(
        "loopt %(time)s achter: gelezen tot en met %(moment)s",
        time=duration(messages, (now - one.newest_at).total_seconds()),
        moment=messages.moment(one.newest_at),
    )


def _failure(messages: Messages, one: SourceStanding, now: datetime) -> str:
    if not one.failure_code:
        return ""
    said = failure_words(messages, one.failure_code, one.failure_facts)
    if one.failed_at is None:
        return said
    return f"{said} ({ago(messages, one.failed_at, now)})"


def _next(messages: Messages, one: SourceStanding, now: datetime) -> str:
    if one.paused:
        return messages.text("Gepauzeerd: er wordt niets opgehaald.")
    if one.leased:
        return messages.text("Wordt nu opgehaald.")
    if one.next_at is None or one.next_at <= now:
        return messages.text("Wordt bij de volgende ronde opgehaald.")
    wait = duration(messages, (one.next_at - now).total_seconds())
    if one.failures:
        return messages.plural(
            "Nieuwe poging over %(wait)s, na %(num)s mislukte.",
            "Nieuwe poging over %(wait)s, na %(num)s mislukte.",
            one.failures,
            wait=wait,
        )
    return messages.text("Wordt over %(wait)s weer opgehaald.", wait=wait)
