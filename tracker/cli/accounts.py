"""`nakoming user`: accounts."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from tracker.cli.output import json_option, print_answers
from tracker.cli.store import open_store
from tracker.config import read_settings

if TYPE_CHECKING:
    from sqlmodel import Session

    from tracker.services.clock import Clock

password_option = click.password_option(help="Asked for when it is not given.")


@click.group()
def user() -> None:
    """Accounts."""


@user.command("add")
@click.argument("email")
@click.argument("name")
@click.option("--administrator", is_flag=True)
@password_option
@json_option
def user_add(email: str, name: str, administrator: bool, password: str, as_json: bool) -> None:
    """Make an account."""
    from tracker.db.tables.accounts import Role
    from tracker.services import accounts
    from tracker.services.actors import SYSTEM

    role = Role.ADMINISTRATOR if administrator else Role.OFFICER
    _write(
        lambda session, clock: accounts.create_user(
            session, SYSTEM, clock, email=email, name=name, password=password, role=role
        )
    )
    _say(email, "added", f"{email} can sign in.", as_json)


@user.command("password")
@click.argument("email")
@password_option
@json_option
def user_password(email: str, password: str, as_json: bool) -> None:
    """Give an account a new password; it is signed out everywhere."""
    from tracker.services import accounts

    _write(lambda session, _clock: accounts.set_password(session, email, password))
    _say(email, "password", f"{email} has a new password.", as_json)


@user.command("deactivate")
@click.argument("email")
@json_option
def user_deactivate(email: str, as_json: bool) -> None:
    """Close an account; what it did stays in the history."""
    from tracker.services import accounts
    from tracker.services.actors import SYSTEM

    _write(lambda session, clock: accounts.deactivate(session, SYSTEM, clock, email))
    _say(email, "deactivated", f"{email} can no longer sign in.", as_json)


def _write(use: "Callable[[Session, Clock], object]") -> None:
    from tracker.services.clock import Clock

    settings = read_settings()
    with open_store(settings).writing() as session:
        use(session, Clock(settings.clock_offset))


def _say(email: str, done: str, sentence: str, as_json: bool) -> None:
    print_answers([{"email": email, "done": done}], as_json, lambda _: sentence)
