"""The annex of the budget: a table of each kind, completed and not yet completed."""

from tracker.adapters.annexes.layouts.pieces import rows_table
from tracker.adapters.annexes.wording import group_title, one_line, section_title
from tracker.adapters.messages import Messages
from tracker.domain.annexes import Annex, arrange, group
from tracker.domain.printed import Block, Heading


def body(annex: Annex, messages: Messages) -> list[Block]:
    """A heading a group, and its tables."""
    blocks: list[Block] = []
    for one in group(annex.rows, annex.grouping):
        blocks.append(Heading(2, one_line(group_title(one, annex.grouping, messages))))
        for section in arrange(one.rows):
            caption = section_title(section, annex, messages)
            blocks.append(rows_table(caption, section.rows, annex, messages))
    return blocks
