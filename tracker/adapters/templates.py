"""Templates for pages and mails, with the sentences and dates of one language."""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import tracker
from tracker.adapters.labels import label
from tracker.adapters.messages import Messages

KEPT_PLURALS = 2000
PACKAGE = Path(tracker.__file__).parent


def folder(name: str) -> Path:
    """A folder that the wheel carries inside the package, and a checkout beside it."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


def new_environment(messages: Messages, *, html: bool = True) -> Environment:
    """The templates with a language's sentences; those of plain text escape nothing."""
    env = Environment(
        loader=FileSystemLoader(folder("templates")),
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    if html:
        env.globals.update(_=_gettext(messages), ngettext=_ngettext(messages))
    else:
        env.globals.update(_=messages.text, ngettext=messages.plural)
    env.globals["label"] = lambda group, code: label(messages, group, str(code))
    filters: dict[str, Callable[..., Any]] = {
        "long_date": messages.long_date,
        "date": messages.date,
        "short_date": messages.short_date,
        "day_month": messages.day_month,
        "month": messages.month,
        "month_short": messages.month_short,
        "moment": messages.moment,
        "time": messages.time,
    }
    env.filters.update(filters)
    return env


def _gettext(messages: Messages) -> Callable[..., Markup]:
    """Jinja's own `_` reads every sentence anew; one without facts is always the same."""
    sentences: dict[str, Markup] = {}

    def gettext(msgid: str, **facts: object) -> Markup:
        if facts:
            return Markup(messages.gettext(msgid)) % facts
        if msgid not in sentences:
            sentences[msgid] = Markup(messages.gettext(msgid)) % ()
        return sentences[msgid]

    return gettext


def _ngettext(messages: Messages) -> Callable[..., Markup]:
    @lru_cache(KEPT_PLURALS)
    def ngettext(singular: str, plural: str, num: int, **facts: object) -> Markup:
        return Markup(messages.ngettext(singular, plural, num)) % {"num": num, **facts}

    return ngettext
