"""Heavy work in a process of its own, so that pages stay quick and a crash stays outside.

Each call starts a fresh interpreter, which takes a third of a second with the annex
formats loaded. A kept worker would save that, but could not be ended at its time
limit, would keep its memory, and would import the whole program that started it.
"""

import os
import pickle
import subprocess
import sys
import traceback
from collections.abc import Callable
from typing import TypeVar

_MODULE = "tracker.adapters.child"
_SHOWN_OF_ERRORS = 2_000

T = TypeVar("T")


class ChildFailed(Exception):
    """The work gave no result; the text is for the log."""


class ChildTimedOut(ChildFailed):
    """The work took longer than it may, and was ended."""


class ChildCrashed(ChildFailed):
    """The process ended without an answer."""


def in_child(function: Callable[..., T], *args: object, timeout: float) -> T:
    """The function's result, worked out in a new process within `timeout` seconds.

    The function stands at the top of a module; it, its arguments and its result can
    be pickled. An exception of the function is raised here, with the child's
    traceback as its note. Raises ChildTimedOut and ChildCrashed.
    """
    name = f"{function.__module__}.{function.__qualname__}"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        finished = subprocess.run(
            [sys.executable, "-m", _MODULE],
            input=pickle.dumps((function, args)),
            capture_output=True,
            env=environment,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired as expired:
        raise ChildTimedOut(f"{name} took longer than {timeout} seconds") from expired
    if finished.returncode != 0 or not finished.stdout:
        errors = finished.stderr.decode(errors="replace")[-_SHOWN_OF_ERRORS:]
        raise ChildCrashed(f"{name} ended with code {finished.returncode}: {errors}")
    result, raised = pickle.loads(finished.stdout)
    if raised is not None:
        raise raised
    return result  # type: ignore[no-any-return]


def _answer(request: bytes) -> bytes:
    try:
        function, args = pickle.loads(request)
        return pickle.dumps((function(*args), None))
    except Exception as error:
        error.add_note(traceback.format_exc())
        return _pickled_error(error)


def _pickled_error(error: Exception) -> bytes:
    """The exception to raise on the other side; one that cannot go there is raised here."""
    try:
        answer = pickle.dumps((None, error))
        pickle.loads(answer)
    except Exception:
        raise error from None
    return answer


def _serve() -> None:
    """Answer the one request on standard input; what the work prints goes to the errors."""
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        answers.write(_answer(sys.stdin.buffer.read()))


if __name__ == "__main__":
    _serve()
