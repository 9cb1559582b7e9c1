"""Templates, with the words, dates and figures of the reader's language."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

import tracker
from tracker.adapters.labels import label
from tracker.adapters.messages import translator

PACKAGE = Path(tracker.__file__).parent


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
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
    )
    env.install_gettext_callables(  # type: ignore[attr-defined]
        messages.gettext, messages.ngettext, newstyle=True
    )
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


def render(language: str, template: str, **context: Any) -> str:
    """A template as text."""
    return environment(language).get_template(template).render(**context)
