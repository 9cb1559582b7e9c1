"""Sentences and dates in the reader's language.

The Dutch text is the message itself; a catalogue under `locale/` holds a language's
translations, so that another language is one file more.
"""

import datetime
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, get_day_names, get_month_names
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

SOURCE_LANGUAGE = "nl"
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LOCALES = Path(__file__).parent.parent / "locale"


def N_(msgid: str) -> str:  # noqa: N802 (gettext's own name for a message that is translated later)
    """Mark a message of a module's table, so that the catalogues hold it."""
    return msgid


class Messages:
    """Texts, plurals and dates in one language."""

    def __init__(self, language: str, translations: dict[str, tuple[str, ...]]) -> None:
        self.language = language
        self._translations = translations
        self._months = get_month_names(locale=language)
        self._days = get_day_names(locale=language)
        self._short_days = get_day_names("short", locale=language)

    @property
    def tag(self) -> str:
        """The language as documents name it (BCP 47): 'nl-NL'."""
        return "nl-NL" if self.language == SOURCE_LANGUAGE else self.language

    def gettext(self, msgid: str) -> str:
        """The translation of a Dutch message, or the message itself."""
        return self._translations.get(msgid, (msgid,))[0]

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """The translated singular (one) or plural (any other count)."""
        forms = self._translations.get(singular, (singular, plural))
        return forms[0] if count == 1 else forms[-1]

    def text(self, msgid: str, **facts: object) -> str:
        """The translated message with its facts filled in."""
        return self.gettext(msgid) % facts if facts else self.gettext(msgid)

    def plural(self, singular: str, plural: str, num: int, **facts: object) -> str:
        """The translated singular or plural with `num` and its facts filled in."""
        return self.ngettext(singular, plural, num) % {"num": num, **facts}

    def date(self, day: datetime.date) -> str:
        """8 juli 2021"""
        return f"{day.day} {self.month(day)}"

    def long_date(self, day: datetime.date) -> str:
        """donderdag 8 juli 2021"""
        return f"{self._days[day.weekday()]} {self.date(day)}"

    def short_date(self, day: datetime.date) -> str:
        """do 8 juli 2021"""
        return f"{self._short_days[day.weekday()]} {self.date(day)}"

    def day_month(self, day: datetime.date) -> str:
        """do 8 juli"""
        return f"{self._short_days[day.weekday()]} {day.day} {self._months[day.month]}"

    def long_day_month(self, day: datetime.date) -> str:
        """donderdag 8 juli"""
        return f"{self._days[day.weekday()]} {day.day} {self._months[day.month]}"

    def month(self, day: datetime.date) -> str:
        """juli 2021"""
        return f"{self._months[day.month]} {day.year}"

    def month_short(self, day: datetime.date) -> str:
        """jul"""
        return format_date(day, "LLL", locale=self.language).rstrip(".")

    def time(self, moment: datetime.datetime) -> str:
        """09.12 uur, in Amsterdam"""
        return self.text(
            "%(time)s uur",
            time=format_datetime(moment, "HH.mm", tzinfo=AMSTERDAM, locale=self.language),
        )

    def moment(self, moment: datetime.datetime) -> str:
        """do 8 juli 2021, 09.12 uur"""
        day = moment.astimezone(AMSTERDAM).date()
        return f"{self.short_date(day)}, {self.time(moment)}"


@cache
def languages() -> tuple[str, ...]:
    """The languages that can be chosen: Dutch, and each with a catalogue."""
    return (SOURCE_LANGUAGE, *sorted(path.stem for path in LOCALES.glob("*.po")))


@cache
def translator(language: str) -> Messages:
    """The messages of a language; unknown languages get Dutch."""
    path = LOCALES / f"{language}.po"
    if language == SOURCE_LANGUAGE or language not in languages():
        return Messages(SOURCE_LANGUAGE, {})
    with path.open(encoding="utf-8") as source:
        catalogue = read_po(source, locale=language)
    return Messages(language, dict(_entries(catalogue)))


def _entries(catalogue: Catalog) -> Iterator[tuple[str, tuple[str, ...]]]:
    for message in catalogue:
        if not message.id:
            continue
        if isinstance(message.id, str):
            yield message.id, (str(message.string),)
        else:
            yield message.id[0], tuple(message.string)
