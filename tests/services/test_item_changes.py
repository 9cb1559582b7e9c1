"""Items made and edited, alone and by two officers at once."""

import uuid
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from tests import worked_case
from tests.worked_case import CLOCK
from tracker.db.session import Store
from tracker.db.tables import Change, Item, ItemLink, ItemMinister, ItemPaper, Minister, Paper
from tracker.db.tables.items import LinkRole, MinisterRole, PaperRole
from tracker.domain.differences import Merge
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.references_read import read_dossier, read_reference
from tracker.domain.statuses import Kind, Outcome, Response
from tracker.services.actors import Actor
from tracker.services.conflicts import Conflict, Seen
from tracker.services.item_changes import (
    ItemInput,
    Saved,
    add_link,
    add_paper,
    create_item,
    edit_item,
    item_form,
    read_item,
    remove_link,
    remove_paper,
)
from tracker.services.items import item_page

MOTION = "M-2021-0002"
SUBMISSION = uuid.UUID("6f9a1b1c-0000-4000-8000-000000000001")


@pytest.fixture
def noor(case_store: Store) -> Actor:
    return worked_case.actor(case_store)


@pytest.fixture
def joris(case_store: Store) -> Actor:
    return worked_case.actor(case_store, worked_case.JORIS)


def as_input(session: Session, item: Item) -> ItemInput:
    """What an officer sends who changes nothing."""
    roles = session.exec(select(ItemMinister).where(ItemMinister.item_id == item.id)).all()
    paper = session.get(Paper, item.source_paper_id)
    return ItemInput(
        **{
            name: getattr(item, name)
            for name in ItemInput.__dataclass_fields__
            if hasattr(item, name)
        }
        | {
            "submitters": tuple(item.submitters),
            "source_paper": read_reference(paper.label) if paper else None,
            "dossier": read_dossier("35 570 VI"),
            "on_behalf_of": frozenset(
                row.minister_id for row in roles if row.role is MinisterRole.ON_BEHALF_OF
            ),
            "co_responsible": frozenset(
                row.minister_id for row in roles if row.role is MinisterRole.CO_RESPONSIBLE
            ),
        }
    )


def open_form(store: Store, actor: Actor, number: str = MOTION) -> tuple[ItemInput, Seen]:
    with store.reading() as session:
        item, seen = read_item(session, actor, number)
        return as_input(session, item), seen


def send(store: Store, actor: Actor, given: ItemInput, seen: Seen, **more: Any) -> Saved:
    with store.writing() as session:
        return edit_item(session, actor, CLOCK, MOTION, given=given, seen=seen, **more)


def stored(store: Store, actor: Actor) -> dict[str, str]:
    with store.reading() as session:
        return item_form(session, read_item(session, actor, MOTION)[0])


def test_a_new_motion_has_a_number_a_dossier_and_its_source(case_store: Store, noor: Actor) -> None:
    given = ItemInput(
        title="Meer capaciteit bij de opvang",
        reference_date=date(2021, 6, 15),
        text="Verzoekt de regering …",
        source_paper=read_reference("28 638, nr. 190"),
        outcome=Outcome.ADOPTED,
        submitters=("Kuik", "Van der Graaf"),
    )
    with case_store.writing() as session:
        number = create_item(
            session, noor, CLOCK, submission=SUBMISSION, kind=Kind.MOTION, given=given
        )
    with case_store.reading() as session:
        found = item_page(session, noor, number)

    assert number == "M-2021-0004"
    assert found.names.paper is not None
    assert (found.names.paper.identifier, found.names.dossier) == ("kst-28638-190", "28 638")
    assert [(line.paper.label, line.roles) for line in found.papers] == [
        ("28 638, nr. 190", (PaperRole.SOURCE,))
    ]
    assert found.item.submitters == ["Kuik", "Van der Graaf"]
    assert "kst-28638-190" in found.item.words


def test_a_form_sent_twice_makes_one_item(case_store: Store, noor: Actor) -> None:
    given = ItemInput(
        title="Betere registratie", reference_date=date(2021, 6, 1), response=Response.PENDING
    )
    numbers = []
    for _ in range(2):
        with case_store.writing() as session:
            numbers.append(
                create_item(
                    session,
                    noor,
                    CLOCK,
                    submission=SUBMISSION,
                    kind=Kind.RECOMMENDATION,
                    given=given,
                )
            )

    assert numbers == ["A-2021-0004"] * 2


def test_a_post_that_does_not_exist_is_refused_at_its_field(case_store: Store, noor: Actor) -> None:
    given = ItemInput(
        title="Titel",
        reference_date=date(2021, 6, 1),
        minister_id=uuid.uuid4(),
        unit_id=uuid.uuid4(),
    )
    with pytest.raises(Refusals) as refused, case_store.writing() as session:
        create_item(session, noor, CLOCK, submission=SUBMISSION, kind=Kind.COMMITMENT, given=given)

    assert sorted((one.code, one.field) for one in refused.value.refusals) == [
        ("choice.unknown", "minister_id"),
        ("choice.unknown", "unit_id"),
    ]


def test_saving_what_is_there_changes_nothing(case_store: Store, noor: Actor) -> None:
    given, seen = open_form(case_store, noor)

    assert send(case_store, noor, given, seen) == Saved(changed=False)
    assert open_form(case_store, noor) == (given, seen)


def test_an_edit_changes_fields_posts_and_the_source(case_store: Store, noor: Actor) -> None:
    given, seen = open_form(case_store, noor)
    with case_store.reading() as session:
        bz = session.exec(select(Minister.id).where(Minister.code == "Min BZ")).one()

    changed = replace(
        given,
        title="Nieuwe titel",
        voted_on=date(2020, 11, 24),
        on_behalf_of=frozenset({bz}),
        source_paper=read_reference("28 638, nr. 190"),
        dossier=None,
    )
    before = stored(case_store, noor)
    saved = send(case_store, noor, changed, seen, reason="Nagezien")

    after = stored(case_store, noor)
    assert saved == Saved(changed=True)
    assert {name: after[name] for name in after if after[name] != before[name]} == {
        "title": "Nieuwe titel",
        "voted_on": "24-11-2020",
        "on_behalf_of": str(bz),
        "source_paper": "28 638, nr. 190",
        "dossier": "28 638",
    }
    with case_store.reading() as session:
        found = item_page(session, noor, MOTION)
        reasons = set(
            session.exec(
                select(Change.reason).where(Change.at == CLOCK.now(), Change.noun != "recess")
            )
        )
    sources = [line.paper.label for line in found.papers if PaperRole.SOURCE in line.roles]
    assert sources == ["28 638, nr. 190"]
    assert reasons == {"Nagezien"}
    assert "nieuwe titel" in found.item.words


def test_a_final_outcome_changes_with_a_reason_only(case_store: Store, noor: Actor) -> None:
    given, seen = open_form(case_store, noor)
    other = replace(given, outcome=Outcome.REJECTED)

    with pytest.raises(DomainError) as refused:
        send(case_store, noor, other, seen)
    send(case_store, noor, other, seen, reason="Verkeerd overgenomen")

    assert (refused.value.code, refused.value.field) == ("outcome.needs_reason", "reason")
    assert stored(case_store, noor)["outcome"] == "rejected"


def test_fields_of_two_officers_combine_without_a_question(
    case_store: Store, noor: Actor, joris: Actor
) -> None:
    given, seen = open_form(case_store, noor)
    with case_store.reading() as session:
        bz = session.exec(select(Minister.id).where(Minister.code == "Min BZ")).one()
    send(
        case_store,
        joris,
        replace(given, text="De tekst van Joris", co_responsible=frozenset({bz})),
        seen,
    )

    saved = send(case_store, noor, replace(given, title="De titel van Noor"), seen)

    after = stored(case_store, noor)
    assert saved == Saved(changed=True, kept=("text", "co_responsible"), by="Joris Vermaat")
    assert (after["title"], after["text"], after["co_responsible"]) == (
        "De titel van Noor",
        "De tekst van Joris",
        str(bz),
    )


def test_a_field_that_both_changed_is_asked(case_store: Store, noor: Actor, joris: Actor) -> None:
    given, seen = open_form(case_store, noor)
    send(case_store, joris, replace(given, title="Van Joris", note="Let op"), seen)

    with pytest.raises(Conflict) as raised:
        send(case_store, noor, replace(given, title="Van Noor"), seen)

    conflict = raised.value
    assert conflict.merge == Merge(
        values=conflict.merge.values, clashing=("title",), theirs=("note",)
    )
    assert (
        conflict.base["title"],
        conflict.theirs["title"],
        conflict.merge.values["title"],
        conflict.merge.values["note"],
        conflict.by,
        conflict.at,
    ) == (given.title, "Van Joris", "Van Noor", "Let op", "Joris Vermaat", CLOCK.now())
    assert stored(case_store, noor)["title"] == "Van Joris"


def test_after_the_question_the_choice_is_saved_and_the_other_text_kept(
    case_store: Store, noor: Actor, joris: Actor
) -> None:
    given, seen = open_form(case_store, noor)
    send(case_store, joris, replace(given, title="Van Joris"), seen)
    with pytest.raises(Conflict) as raised:
        send(case_store, noor, replace(given, title="Van Noor"), seen)

    send(
        case_store,
        noor,
        replace(given, title="Van Joris"),
        raised.value.seen,
        unchosen={"title": "Van Noor"},
    )

    with case_store.reading() as session:
        kept = session.exec(select(Change).where(Change.noun == "unchosen")).one()
    assert (kept.fields, kept.actor_id) == ({"title": ["Van Noor", None]}, noor.user_id)
    assert stored(case_store, noor)["title"] == "Van Joris"


def test_a_third_officer_who_saves_during_the_question_is_asked_about_too(
    case_store: Store, noor: Actor, joris: Actor
) -> None:
    given, seen = open_form(case_store, noor)
    send(case_store, joris, replace(given, title="Van Joris"), seen)
    with pytest.raises(Conflict) as first:
        send(case_store, noor, replace(given, title="Van Noor"), seen)
    again, fresh = open_form(case_store, joris)
    send(case_store, joris, replace(again, title="Nogmaals Joris"), fresh)

    with pytest.raises(Conflict) as second:
        send(case_store, noor, replace(given, title="Van Noor"), first.value.seen)

    assert second.value.theirs["title"] == "Nogmaals Joris"


def test_the_same_edit_sent_twice_is_saved_once(case_store: Store, noor: Actor) -> None:
    given, seen = open_form(case_store, noor)
    edited = replace(given, title="Eén keer")

    results = [send(case_store, noor, edited, seen).changed for _ in range(2)]

    assert results == [True, False]


def test_links_go_both_ways_and_come_off_again(case_store: Store, noor: Actor) -> None:
    with case_store.writing() as session:
        for _ in range(2):
            add_link(
                session, noor, CLOCK, MOTION, other="t-2021-0001", role=LinkRole.RELATED, back=True
            )
    with case_store.reading() as session:
        links = [
            (link.role, link.back, link.number) for link in item_page(session, noor, MOTION).links
        ]
        other = session.exec(select(Item.id).where(Item.number == "T-2021-0001")).one()
    with case_store.writing() as session:
        for _ in range(2):
            remove_link(
                session, noor, CLOCK, MOTION, other_id=other, role=LinkRole.RELATED, back=True
            )
    with case_store.reading() as session:
        left = session.exec(select(ItemLink).where(ItemLink.from_id == other)).all()

    assert links == [
        (LinkRole.GIVES_EFFECT_TO, False, "A-2021-0002"),
        (LinkRole.RELATED, True, "T-2021-0001"),
    ]
    assert LinkRole.RELATED not in {link.role for link in left}


@pytest.mark.parametrize(("other", "code"), [("X-1", "item.unknown"), (MOTION, "item.to_itself")])
def test_a_link_to_nothing_or_itself_is_refused(
    case_store: Store, noor: Actor, other: str, code: str
) -> None:
    with pytest.raises(DomainError) as refused, case_store.writing() as session:
        add_link(session, noor, CLOCK, MOTION, other=other, role=LinkRole.RELATED)

    assert (refused.value.code, refused.value.field) == (code, "other")


def test_a_paper_is_added_in_a_role_and_taken_away(case_store: Store, noor: Actor) -> None:
    reference = read_reference("28 638, nr. 190")
    with case_store.writing() as session:
        for _ in range(2):
            add_paper(
                session,
                noor,
                CLOCK,
                MOTION,
                paper=reference,
                role=PaperRole.MENTIONS,
                title="Voortgangsbrief",
            )
    with case_store.reading() as session:
        paper = session.exec(select(Paper).where(Paper.identifier == "kst-28638-190")).one()
        added = session.exec(select(ItemPaper).where(ItemPaper.paper_id == paper.id)).all()
    with case_store.writing() as session:
        remove_paper(session, noor, CLOCK, MOTION, paper_id=paper.id, role=PaperRole.MENTIONS)
    with case_store.reading() as session:
        left = session.exec(select(ItemPaper).where(ItemPaper.paper_id == paper.id)).all()

    assert ([row.role for row in added], paper.title, left) == (
        [PaperRole.MENTIONS],
        "Voortgangsbrief",
        [],
    )
