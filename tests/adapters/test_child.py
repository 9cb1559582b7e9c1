import operator
import os
import time

import pytest
from lxml import etree

from tracker.adapters.child import ChildCrashed, ChildTimedOut, in_child


def test_the_result_comes_from_another_process() -> None:
    assert in_child(operator.add, "Naar ", "Kamer", timeout=30) == "Naar Kamer"
    assert in_child(os.getpid, timeout=30) != os.getpid()


def test_what_the_work_prints_does_not_mix_with_its_answer() -> None:
    assert in_child(print, "voortgang", timeout=30) is None


def test_an_exception_of_the_work_is_raised_here_with_its_traceback() -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        in_child(operator.truediv, 1, 0, timeout=30)

    assert "function(*args)" in raised.value.__notes__[0]


def test_work_that_takes_too_long_is_ended() -> None:
    before = time.monotonic()

    with pytest.raises(ChildTimedOut, match=r"time\.sleep took longer than 0\.5 seconds"):
        in_child(time.sleep, 60, timeout=0.5)

    assert time.monotonic() - before < 10


def test_a_crash_is_an_error_that_names_the_work() -> None:
    with pytest.raises(ChildCrashed, match=r"posix\._exit ended with code 7"):
        in_child(os._exit, 7, timeout=30)
    with pytest.raises(ChildCrashed, match=r"posix\.abort ended with code -6"):
        in_child(os.abort, timeout=30)


def test_an_answer_that_cannot_be_handed_over_is_an_error_here() -> None:
    with pytest.raises(TypeError, match="pickle"):
        in_child(open, os.devnull, timeout=30)


def test_an_exception_that_cannot_be_handed_over_ends_as_a_crash_that_shows_it() -> None:
    with pytest.raises(ChildCrashed, match="XMLSyntaxError: StartTag"):
        in_child(etree.fromstring, "<", timeout=30)
