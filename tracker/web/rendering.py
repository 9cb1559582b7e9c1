"""Pages, with the words, dates and figures of the reader's language."""

from functools import cache
from typing import Any

from jinja2 import Environment

from tracker.adapters.marked_texts import marked_blocks
from tracker.adapters.messages import translator
from tracker.adapters.templates import new_environment
from tracker.services.offers import printed

# Macros of parts.html that say the same for the same code: they are drawn once.
SAME_FOR_A_CODE = ("icon", "kind", "kind_icon", "status", "certainty")


@cache
def environment(language: str) -> Environment:
    """The templates with one language's sentences."""
    env = new_environment(translator(language))
    env.filters.update(printed=printed, marked=marked_blocks)
    for name in SAME_FOR_A_CODE:
        module = env.get_template("macros/parts.html").module
        setattr(module, name, cache(getattr(module, name)))
    return env


def render(language: str, template: str, **context: Any) -> str:
    """A template as text."""
    return environment(language).get_template(template).render(**context)
