"""Failures that a user can put right, each as one line."""

import os
import sys
from typing import Any

import click

from tracker.config import SettingError
from tracker.domain.errors import DomainError, Refusals


class KnownFailures(click.Group):
    """Commands of which a known failure is one line, and any other keeps its trace."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(1)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            sentence = _sentence(error)
            if sentence is None:
                raise
            raise click.ClickException(sentence) from error


def _sentence(error: Exception) -> str | None:
    """What went wrong and what to do; None for a fault of the program itself."""
    if isinstance(error, SettingError):
        return str(error)
    if isinstance(error, DomainError | Refusals):
        return _refusal(error)
    if isinstance(error, OSError) and error.filename:
        return f"{error.filename}: {error.strerror}."
    if isinstance(error, UnicodeDecodeError):
        return "The text is not UTF-8. Save it as UTF-8 and try again."
    return _of_libraries(error)


def _refusal(error: DomainError | Refusals) -> str:
    from tracker.adapters.messages import translator
    from tracker.adapters.refusals import refusal

    refusals = error.refusals if isinstance(error, Refusals) else [error]
    return " ".join(refusal(one, translator("nl")) for one in refusals)


def _of_libraries(error: Exception) -> str | None:
    """By name, so that nothing is imported just to fail."""
    names = {f"{kind.__module__}.{kind.__name__}" for kind in type(error).__mro__}
    first_line = str(getattr(error, "orig", None) or error).partition("\n")[0]
    if "sqlalchemy.exc.OperationalError" in names or "not a database" in first_line:
        return f"The database cannot be used: {first_line}. Look at NAKOMING_DATABASE_URL."
    if "alembic.util.exc.CommandError" in names:
        return f"This database belongs to another release of Nakoming: {first_line}."
    if "tracker.adapters.child.ChildFailed" in names:
        return f"The file could not be made: {first_line}"
    return None
