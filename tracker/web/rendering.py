"""Templates, with the words, dates and figures of the reader's language."""

from collections.abc import Callable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import tracker
from tracker.adapters.labels import label
from tracker.adapters.marked_texts import marked_blocks
from tracker.adapters.messages import Messages, translator
from tracker.services.offers import printed

KEPT_PLURALS = 2000
PACKAGE = Path(tracker.__file__).parent
# Macros of parts.html that say the same for the same code: they are drawn once.
SAME_FOR_A_CODE = ("icon", "kind", "kind_icon", "status", "certainty")


def folder(name: str) -> Path:
    """A folder that the wheel carries inside the package, and a checkout beside it."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


@cache
def environment(language: str) -> Environment:
    """The templates with one language's sentences."""
    messages = translator(language)
    env = Environment(
        loader=FileSystemLoader(folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    env.globals.update(_=_gettext(messages), ngettext=_ngettext(messages))
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
        "printed": printed,
        "marked": marked_blocks,
    }
    env.filters.update(filters)
    for name in SAME_FOR_A_CODE:
        module = env.get_template("macros/parts.html").module
        setattr(module, name, cache(getattr(module, name)))
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


def render(language: str, template: str, **context: Any) -> str:
    """A template as text."""
    return environment(language).get_template(template).render(**context)
