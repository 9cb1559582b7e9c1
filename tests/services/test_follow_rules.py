"""What is followed, as administrators keep it."""

import uuid

import pytest

from tests.worked_case import ADMINISTRATOR, CLOCK, actor
from tracker.db.session import Store
from tracker.domain.errors import DomainError
from tracker.domain.follow_rules import FollowKind
from tracker.services.follow_rules import add_rule, list_rules, withdraw_rule


def add(store: Store, kind: FollowKind, value: str, key: uuid.UUID | None = None) -> None:
    who = actor(store, ADMINISTRATOR)
    with store.writing() as session:
        add_rule(session, who, CLOCK, key or uuid.uuid4(), kind, value)


def followed(store: Store) -> list[tuple[FollowKind, str]]:
    with store.reading() as session:
        return [(one.kind, one.value) for one in list_rules(session)]


def test_a_form_sent_twice_makes_one_rule(case_store: Store) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        add(case_store, FollowKind.POST, "Stas JenV", key)
    assert followed(case_store) == [(FollowKind.POST, "Stas JenV")]


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (FollowKind.WORDS, "Mensenhandel", "follow.twice"),
        (FollowKind.DOSSIER, "mensenhandel", "follow.no_dossier"),
    ],
)
def test_what_is_refused(case_store: Store, kind: FollowKind, value: str, code: str) -> None:
    add(case_store, FollowKind.WORDS, "mensenhandel")
    with pytest.raises(DomainError) as refused:
        add(case_store, kind, value)
    assert refused.value.code == code
    assert followed(case_store) == [(FollowKind.WORDS, "mensenhandel")]


def test_a_rule_is_withdrawn_once_and_may_come_again(case_store: Store) -> None:
    who = actor(case_store, ADMINISTRATOR)
    add(case_store, FollowKind.DOSSIER, "31 015")
    with case_store.reading() as session:
        [rule] = list_rules(session)
    with case_store.writing() as session, pytest.raises(DomainError):
        withdraw_rule(session, who, CLOCK, rule.id, rule.version + 1)
    for _ in range(2):
        with case_store.writing() as session:
            withdraw_rule(session, who, CLOCK, rule.id, rule.version)
    assert followed(case_store) == []
    add(case_store, FollowKind.DOSSIER, "31 015")
    assert followed(case_store) == [(FollowKind.DOSSIER, "31 015")]
