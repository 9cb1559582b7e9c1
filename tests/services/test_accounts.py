"""Accounts: the right password opens, everything else is refused alike."""

from datetime import timedelta

import pytest
from sqlmodel import select

from tracker.db.session import Store
from tracker.db.tables import SignIn, User
from tracker.db.tables.accounts import Role
from tracker.domain.errors import DomainError
from tracker.services import accounts
from tracker.services.actors import SYSTEM
from tracker.services.clock import Clock

CLOCK = Clock()
PASSWORD = "een-lang-wachtwoord"


def make_user(store: Store) -> None:
    with store.writing() as session:
        accounts.create_user(
            session, SYSTEM, CLOCK, email="Noor@Voorbeeld.nl", name="Noor Aksoy", password=PASSWORD
        )


def test_signing_in_opens_and_signing_out_closes(store: Store) -> None:
    make_user(store)
    with store.writing() as session:
        token = accounts.sign_in(session, CLOCK, "noor@voorbeeld.NL ", PASSWORD)
    with store.reading() as session:
        found = accounts.signed_in(session, CLOCK, token)
        assert found is not None
        assert (found.actor.email, found.actor.initials) == ("noor@voorbeeld.nl", "NA")
        assert not found.flash_waits
        kept = session.exec(select(SignIn)).one()
        assert token not in kept.token_hash
    with store.writing() as session:
        accounts.sign_out(session, token)
    with store.reading() as session:
        assert accounts.signed_in(session, CLOCK, token) is None


@pytest.mark.parametrize(
    ("email", "password"),
    [("noor@voorbeeld.nl", "fout"), ("niemand@voorbeeld.nl", PASSWORD), ("", ""), ("\0", "\0")],
)
def test_anything_but_the_right_password_is_refused_alike(
    store: Store, email: str, password: str
) -> None:
    make_user(store)
    with pytest.raises(DomainError) as refused, store.writing() as session:
        accounts.sign_in(session, CLOCK, email, password)
    assert (refused.value.code, refused.value.field, refused.value.facts) == (
        "account.wrong_password",
        "password",
        {},
    )


def test_a_sign_in_ends_by_itself(store: Store) -> None:
    make_user(store)
    with store.writing() as session:
        token = accounts.sign_in(session, CLOCK, "noor@voorbeeld.nl", PASSWORD)
        session.exec(select(SignIn)).one().expires_at = CLOCK.real_now() - timedelta(seconds=1)
    with store.reading() as session:
        assert accounts.signed_in(session, CLOCK, token) is None


def test_a_deactivated_person_is_out_at_once(store: Store) -> None:
    make_user(store)
    with store.writing() as session:
        token = accounts.sign_in(session, CLOCK, "noor@voorbeeld.nl", PASSWORD)
    with store.writing() as session:
        accounts.deactivate(session, SYSTEM, CLOCK, "noor@voorbeeld.nl")
    with store.writing() as session:
        assert accounts.signed_in(session, CLOCK, token) is None
        with pytest.raises(DomainError):
            accounts.sign_in(session, CLOCK, "noor@voorbeeld.nl", PASSWORD)


def test_the_setup_link_makes_one_administrator_and_works_once(store: Store) -> None:
    with store.writing() as session:
        stale = accounts.new_setup_link(session, CLOCK)
    with store.writing() as session:
        link = accounts.new_setup_link(session, CLOCK)
    with store.writing() as session:
        assert not accounts.setup_is_open(session, CLOCK, stale)
        accounts.set_up(
            session, CLOCK, link, email="baas@voorbeeld.nl", name="De Baas", password=PASSWORD
        )
    with store.writing() as session:
        assert session.exec(select(User.role)).all() == [Role.ADMINISTRATOR]
        with pytest.raises(DomainError, match="account.setup_closed"):
            accounts.set_up(
                session, CLOCK, link, email="twee@voorbeeld.nl", name="Twee", password=PASSWORD
            )


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"email": "geen adres"}, "account.no_email"),
        ({"email": "a@b"}, "account.no_email"),
        ({"email": ""}, "text.required"),
        ({"name": " "}, "text.required"),
        ({"password": "kort"}, "account.short_password"),
        ({"password": "x" * 2000}, "account.odd_password"),
        ({"email": "noor@voorbeeld.nl"}, "account.exists"),
    ],
)
def test_what_an_account_needs(store: Store, fields: dict[str, str], code: str) -> None:
    make_user(store)
    given = {"email": "joris@voorbeeld.nl", "name": "Joris", "password": PASSWORD} | fields
    with pytest.raises(DomainError) as refused, store.writing() as session:
        accounts.create_user(
            session,
            SYSTEM,
            CLOCK,
            email=given["email"],
            name=given["name"],
            password=given["password"],
        )
    assert refused.value.code == code
