"""Motions, commitments and recommendations: read, made and changed."""

from sqlmodel import Session

from tracker.db.tables import Item, Paper
from tracker.domain.texts import fold


def refresh_words(session: Session, item: Item) -> None:
    """Repeat an item's texts, folded, where searches look."""
    paper = session.get(Paper, item.source_paper_id) if item.source_paper_id else None
    texts = [
        item.number,
        item.title,
        item.text,
        item.register_number or "",
        item.report_title or "",
        *item.submitters,
        paper.label if paper else "",
        paper.identifier if paper else "",
    ]
    item.words = fold(" ".join(texts))
