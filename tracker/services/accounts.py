"""Signing in and out, and the accounts themselves."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col, delete, select

from tracker.adapters.identity import hash_password, hash_token, new_token, password_matches
from tracker.db.tables import SetupLink, SignIn, User
from tracker.db.tables.accounts import Role
from tracker.domain.errors import DomainError
from tracker.domain.texts import initials, read_line
from tracker.services.actors import SYSTEM, Actor, act
from tracker.services.clock import Clock

SIGNED_IN_FOR = timedelta(hours=12)
SETUP_LINK_FOR = timedelta(hours=24)
PASSWORD_LENGTH = 12


@dataclass(frozen=True)
class SignedIn:
    """Who holds a token, and whether a sentence is kept for that browser's next page."""

    actor: Actor
    flash_waits: bool


def actor_of(user: User) -> Actor:
    """A signed-in person as services know them."""
    return Actor(
        user_id=user.id,
        name=user.name,
        email=user.email,
        initials=user.initials,
        role=user.role,
        unit_id=user.unit_id,
        language=user.language,
    )


def create_user(
    session: Session,
    actor: Actor,
    clock: Clock,
    *,
    email: str,
    name: str,
    password: str,
    role: Role = Role.OFFICER,
) -> User:
    """A new account; refuses a second one for the same e-mail address."""
    act(session, actor, clock)
    email = _read_email(email)
    if _find(session, email):
        raise DomainError("account.exists", field="email", email=email)
    user = User(email=email, name=read_line(name, "name", required=True, limit=100), role=role)
    user.password_hash = hash_password(_read_password(password))
    session.add(user)
    session.flush()
    return user


def set_password(session: Session, email: str, password: str) -> None:
    """Give an account a new password and sign it out everywhere."""
    user = _known(session, email)
    user.password_hash = hash_password(_read_password(password))
    session.exec(delete(SignIn).where(col(SignIn.user_id) == user.id))


def change_password(
    session: Session, actor: Actor, *, present: str, wanted: str, token: str
) -> None:
    """Change one's own password; other browsers are signed out, this one stays."""
    user = session.get_one(User, actor.user_id)
    if not password_matches(present, user.password_hash):
        raise DomainError("account.wrong_present_password", field="present")
    user.password_hash = hash_password(_read_password(wanted))
    session.exec(
        delete(SignIn)
        .where(col(SignIn.user_id) == user.id)
        .where(col(SignIn.token_hash) != hash_token(token))
    )


def deactivate(session: Session, actor: Actor, clock: Clock, email: str) -> None:
    """Close an account: its sign-ins end, its calendars answer no more, its history stays."""
    act(session, actor, clock)
    user = _known(session, email)
    user.active = False
    session.exec(delete(SignIn).where(col(SignIn.user_id) == user.id))


def sign_in(session: Session, clock: Clock, email: str, password: str) -> str:
    """A new token for the right password; one and the same refusal for anything else."""
    user = _find(session, email)
    known = user.password_hash if user and user.active else None
    if not password_matches(password, known) or user is None:
        raise DomainError("account.wrong_password", field="password")
    return _new_sign_in(session, clock.real_now(), user)


_SIGNED_IN = (
    columns(
        col(User.id),
        col(User.name),
        col(User.email),
        col(User.role),
        col(User.unit_id),
        col(User.language),
        col(SignIn.flash),
    )
    .join(SignIn, col(SignIn.user_id) == col(User.id))
    .where(col(SignIn.token_hash) == bindparam("token_hash"))
    .where(col(SignIn.expires_at) > bindparam("now"))
    .where(col(User.active))
)


def signed_in(session: Session, clock: Clock, token: str) -> SignedIn | None:
    """The active person whose browser holds this token; every page asks this first."""
    values = {"token_hash": hash_token(token), "now": clock.real_now()}
    found = session.execute(_SIGNED_IN, values).first()
    if found is None:
        return None
    key, name, email, role, unit_id, language, flash = found
    actor = Actor(key, name, email, initials(name), role, unit_id, language)
    return SignedIn(actor, flash_waits=bool(flash))


def sign_out(session: Session, token: str) -> None:
    """End one sign-in."""
    session.exec(delete(SignIn).where(col(SignIn.token_hash) == hash_token(token)))


def leave_flash(session: Session, token: str, text: str) -> None:
    """Keep a sentence for the next page of this browser."""
    sign_in_row = session.get(SignIn, hash_token(token))
    if sign_in_row:
        sign_in_row.flash = {"text": text}


def take_flash(session: Session, token: str) -> str | None:
    """The sentence kept for this browser, once."""
    sign_in_row = session.get(SignIn, hash_token(token))
    if sign_in_row is None or not sign_in_row.flash:
        return None
    text = sign_in_row.flash["text"]
    sign_in_row.flash = None
    return text


def needs_setup(session: Session) -> bool:
    """Whether nobody has an account yet."""
    return session.exec(select(User.id).limit(1)).first() is None


def new_setup_link(session: Session, clock: Clock) -> str:
    """The token of a fresh one-time set-up link; earlier ones end."""
    session.exec(delete(SetupLink))
    token = new_token()
    session.add(SetupLink(token_hash=hash_token(token), created_at=clock.real_now()))
    return token


def setup_is_open(session: Session, clock: Clock, token: str) -> bool:
    """Whether a set-up link still works."""
    link = session.get(SetupLink, hash_token(token))
    fresh = link is not None and link.created_at > clock.real_now() - SETUP_LINK_FOR
    return fresh and needs_setup(session)


def set_up(
    session: Session, clock: Clock, token: str, *, email: str, name: str, password: str
) -> str:
    """Make the first administrator and sign them in; the link works once."""
    if not setup_is_open(session, clock, token):
        raise DomainError("account.setup_closed")
    user = create_user(
        session, SYSTEM, clock, email=email, name=name, password=password, role=Role.ADMINISTRATOR
    )
    session.exec(delete(SetupLink))
    return _new_sign_in(session, clock.real_now(), user)


def _find(session: Session, email: str) -> User | None:
    wanted = email.replace("\0", "").strip().lower()
    return session.exec(select(User).where(User.email == wanted)).first()


def _known(session: Session, email: str) -> User:
    user = _find(session, email)
    if user is None:
        raise DomainError("account.unknown", field="email", email=email)
    return user


def _new_sign_in(session: Session, now: datetime, user: User) -> str:
    session.exec(delete(SignIn).where(col(SignIn.expires_at) < now))
    token = new_token()
    session.add(
        SignIn(
            token_hash=hash_token(token),
            user_id=user.id,
            created_at=now,
            expires_at=now + SIGNED_IN_FOR,
        )
    )
    return token


def _read_email(value: str) -> str:
    email = read_line(value, "email", required=True, limit=200).lower()
    name, at, host = email.rpartition("@")
    if not (name and at and "." in host) or " " in email:
        raise DomainError("account.no_email", field="email", email=email)
    return email


def _read_password(value: str) -> str:
    if len(value) < PASSWORD_LENGTH:
        raise DomainError("account.short_password", field="password", length=PASSWORD_LENGTH)
    if len(value) > 1000 or "\0" in value:
        raise DomainError("account.odd_password", field="password")
    return value
