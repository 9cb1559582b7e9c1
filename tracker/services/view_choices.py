"""What a calendar or a progress letter can be made of: saved views, and two that always are."""

import uuid
from dataclasses import dataclass

from sqlmodel import Session

from tracker.adapters.labels import label
from tracker.adapters.messages import Messages
from tracker.domain.errors import DomainError
from tracker.domain.references_read import read_dossier
from tracker.domain.selections import Selection, write_selection
from tracker.services.actors import Actor
from tracker.services.views import list_views

BUILT_IN = {"all": "", "mine": "owner=me"}
OF_DOSSIER = "dossier:"


@dataclass(frozen=True)
class ViewChoice:
    """One choice: the value in a form, and the selection that it stands for."""

    value: str
    name: str
    query: str
    view_id: uuid.UUID | None = None


def view_choices(session: Session, actor: Actor, messages: Messages) -> tuple[ViewChoice, ...]:
    """Everything that this person can choose, the saved views last."""
    built_in = (
        ViewChoice(value, label(messages, "view", value), query)
        for value, query in BUILT_IN.items()
    )
    saved = (
        ViewChoice(str(view.id), view.name, view.query, view.id)
        for view in list_views(session, actor)
    )
    return (*built_in, *saved)


def dossier_choice(messages: Messages, number: str) -> ViewChoice:
    """All items of a dossier, by its number as anybody writes it. Refuses what is none."""
    printed = read_dossier(number).printed
    query = write_selection(Selection(dossier=printed))
    name = messages.text("Dossier %(number)s", number=printed)
    return ViewChoice(f"{OF_DOSSIER}{printed}", name, query)


def chosen_view(session: Session, actor: Actor, messages: Messages, value: str) -> ViewChoice:
    """The choice that a form sent; DomainError for one that this person does not have."""
    if value.startswith(OF_DOSSIER):
        return dossier_choice(messages, value.removeprefix(OF_DOSSIER))
    for choice in view_choices(session, actor, messages):
        if choice.value == value:
            return choice
    raise DomainError("choice.unknown", field="view")
