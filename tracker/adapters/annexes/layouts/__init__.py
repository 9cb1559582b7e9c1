"""The layouts of progress letters: each makes a document of a letter's rows."""

from collections.abc import Callable

from tracker.adapters.annexes.layouts import budget, debate, prose, rappel, themes
from tracker.adapters.annexes.layouts.changes import changes_section
from tracker.adapters.annexes.layouts.pieces import opening
from tracker.adapters.annexes.wording import facts, no_rows, one_line
from tracker.adapters.messages import Messages
from tracker.domain.annexes import Annex, Layout
from tracker.domain.printed import Block, Printed, plain

_BODIES: dict[Layout, Callable[[Annex, Messages], list[Block]]] = {
    Layout.BUDGET: budget.body,
    Layout.PROSE: prose.body,
    Layout.THEMES: themes.body,
    Layout.RAPPEL: rappel.body,
    Layout.DEBATE: debate.body,
    # What a ministry's own template prints besides, such as the overview on screen.
    Layout.TEMPLATE: budget.body,
}
_PORTRAIT = frozenset({Layout.PROSE, Layout.THEMES, Layout.DEBATE})


def compose(annex: Annex, messages: Messages) -> Printed:
    """The letter as a document, in its layout; a draft says so on each page."""
    body = _BODIES[annex.layout](annex, messages)
    if not annex.rows:
        body = [plain(no_rows(messages))]
    return Printed(
        title=one_line(annex.title),
        subject=one_line(". ".join(facts(annex, messages))),
        author=one_line(annex.author),
        language=messages.tag,
        made_at=annex.made_at,
        reference_date=annex.reference_date,
        blocks=(*opening(annex, messages), *body, *changes_section(annex, messages)),
        mark=messages.text("Concept") if annex.draft else "",
        landscape=annex.layout not in _PORTRAIT,
    )
