"""Views: saved, shared, renamed and removed."""

import uuid

import pytest
from sqlmodel import col, select

from tests import worked_case
from tests.worked_case import ADMINISTRATOR, CLOCK, JORIS, NOOR
from tracker.db.session import Store
from tracker.db.tables import Change, Subscription, View
from tracker.domain.errors import DomainError
from tracker.services.actors import Actor, act
from tracker.services.missing import Missing
from tracker.services.views import edit_view, list_views, read_view, remove_view, save_view

VIEW = uuid.UUID("6f9a1b1c-0000-4000-8000-000000000011")


@pytest.fixture
def noor(case_store: Store) -> Actor:
    return worked_case.actor(case_store, NOOR)


@pytest.fixture
def joris(case_store: Store) -> Actor:
    return worked_case.actor(case_store, JORIS)


@pytest.fixture
def saved(case_store: Store, noor: Actor) -> uuid.UUID:
    save(case_store, noor, "Mijn moties", "sort=-number&kind=motion&owner=me")
    return VIEW


def save(
    store: Store,
    actor: Actor,
    name: str,
    query: str,
    view_id: uuid.UUID = VIEW,
    shared: bool = False,
) -> None:
    with store.writing() as session:
        save_view(session, actor, CLOCK, view_id=view_id, name=name, query=query, shared=False)


def names(store: Store, actor: Actor) -> list[str]:
    with store.reading() as session:
        return [view.name for view in list_views(session, actor)]


def test_a_view_keeps_its_selection_in_the_fixed_form(
    case_store: Store, noor: Actor, saved: uuid.UUID
) -> None:
    with case_store.reading() as session:
        view = read_view(session, noor, saved)

    assert (view.name, view.query, view.shared, view.owner, view.may_edit, view.version) == (
        "Mijn moties",
        "kind=motion&owner=me&sort=-number",
        False,
        "Noor Aksoy",
        True,
        1,
    )


def test_a_form_that_is_sent_twice_makes_one_view(
    case_store: Store, noor: Actor, saved: uuid.UUID
) -> None:
    save(case_store, noor, "Mijn moties", "kind=motion", saved)

    assert names(case_store, noor) == ["Mijn moties", "Samen tegen mensenhandel"]


def test_others_see_only_what_is_shared(
    case_store: Store, noor: Actor, joris: Actor, saved: uuid.UUID
) -> None:
    before = names(case_store, joris)
    with case_store.writing() as session:
        edit_view(session, noor, CLOCK, saved, version=1, name="Moties van Noor", shared=True)
    with case_store.reading() as session:
        shared = read_view(session, joris, saved)

    assert before == ["Samen tegen mensenhandel"]
    assert (shared.name, shared.may_edit) == ("Moties van Noor", False)
    with case_store.writing() as session, pytest.raises(Missing):
        edit_view(session, joris, CLOCK, saved, version=2, name="Gekaapt", shared=True)


def test_an_administrator_may_edit_what_is_shared_and_never_sees_the_rest(
    case_store: Store, noor: Actor, saved: uuid.UUID
) -> None:
    administrator = worked_case.actor(case_store, ADMINISTRATOR)

    assert names(case_store, administrator) == ["Samen tegen mensenhandel"]
    with case_store.reading() as session:
        [shared] = list_views(session, administrator)
        with pytest.raises(Missing):
            read_view(session, administrator, saved)
    assert shared.may_edit


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("  ", "view.needs_name"),
        ("MIJN  moties", "view.name_taken"),
        ("x" * 61, "text.too_long"),
        ("nul\0", "text.nul"),
    ],
)
def test_a_name_that_cannot_be_used_is_refused(
    case_store: Store, noor: Actor, saved: uuid.UUID, name: str, code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        save(case_store, noor, name, "", uuid.uuid4())

    assert (refused.value.code, refused.value.field) == (code, "name")
    assert names(case_store, noor) == ["Mijn moties", "Samen tegen mensenhandel"]


def test_a_view_keeps_its_own_name(case_store: Store, noor: Actor, saved: uuid.UUID) -> None:
    with case_store.writing() as session:
        edit_view(session, noor, CLOCK, saved, version=1, name="mijn moties", shared=False)

    assert names(case_store, noor) == ["mijn moties", "Samen tegen mensenhandel"]


def test_the_second_of_two_editors_is_told(
    case_store: Store, noor: Actor, saved: uuid.UUID
) -> None:
    with case_store.writing() as session:
        edit_view(session, noor, CLOCK, saved, version=1, name="Eerste", shared=False)
    with case_store.writing() as session, pytest.raises(DomainError) as refused:
        edit_view(session, noor, CLOCK, saved, version=1, name="Tweede", shared=False)

    assert (refused.value.code, refused.value.facts) == ("view.changed", {"name": "Eerste"})
    assert "Eerste" in names(case_store, noor)


def test_a_removed_view_is_offered_nowhere_and_stays_in_the_history(
    case_store: Store, noor: Actor, saved: uuid.UUID
) -> None:
    with case_store.writing() as session:
        name = remove_view(session, noor, CLOCK, saved)
    with case_store.reading() as session:
        row = session.get_one(View, saved)
        changes = session.exec(
            select(Change).where(Change.record == str(saved)).order_by(col(Change.sequence))
        ).all()
        with pytest.raises(Missing):
            read_view(session, noor, saved)

    assert (name, row.removed_at) == ("Mijn moties", CLOCK.now())
    assert names(case_store, noor) == ["Samen tegen mensenhandel"]
    assert [sorted(change.fields) for change in changes] == [
        ["id", "name", "owner_id", "query", "shared"],
        ["removed_at"],
    ]
    save(case_store, noor, "Mijn moties", "", uuid.uuid4())


def test_a_view_stays_while_a_calendar_shows_it(
    case_store: Store, noor: Actor, saved: uuid.UUID
) -> None:
    assert noor.user_id
    with case_store.writing() as session:
        act(session, noor, CLOCK)
        subscription = Subscription(
            name="Moties",
            user_id=noor.user_id,
            view_id=saved,
            token_hash="x",
            created_at=CLOCK.now(),
        )
        session.add(subscription)
    with case_store.writing() as session, pytest.raises(DomainError) as refused:
        remove_view(session, noor, CLOCK, saved)
    with case_store.writing() as session:
        act(session, noor, CLOCK)
        session.get_one(Subscription, subscription.id).revoked_at = CLOCK.now()
        session.flush()
        removed = remove_view(session, noor, CLOCK, saved)

    assert (refused.value.code, refused.value.facts) == ("view.in_use", {"calendars": 1})
    assert removed == "Mijn moties"
