import subprocess
import sys
from pathlib import Path

import pytest

import dev

ROOT = Path(dev.__file__).parent


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "dev.py"), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        (
            "error: Failed to fetch\n  Caused by: dns error: failed to lookup address",
            "Installing failed, because no package registry answered; "
            "check the network (or its proxy) and run this again.",
        ),
        (
            "npm ci failed:\nnpm error code EAI_AGAIN",
            "Installing failed, because no package registry answered; "
            "check the network (or its proxy) and run this again.",
        ),
        (
            "error: failed to write: No space left on device (os error 28)",
            "Installing failed, because the disk is full; make room and run this again.",
        ),
        (
            "error: Hash mismatch for `uvicorn==0.54.0`",
            "Installing failed: a download is not the file that requirements/ pins; "
            "do not go on, and report it.",
        ),
        (
            "warning: something\nerror: it broke\n\n",
            "Installing failed: error: it broke (all of it is in .venv/nakoming.log)",
        ),
    ],
)
def test_a_failure_becomes_one_line(
    printed: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".venv").mkdir()
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "LOG", tmp_path / ".venv" / "nakoming.log")
    assert dev.explain("Installing", printed) == said


@pytest.mark.parametrize(
    ("installed", "needed", "wanted"),
    [
        (set(), "runtime", {"runtime"}),
        ({"runtime"}, "test", {"test"}),
        ({"dev"}, "runtime", {"dev"}),
        ({"dev"}, "bench", {"bench", "dev"}),
        ({"bench", "dev"}, "test", {"bench", "dev"}),
    ],
)
def test_a_task_throws_nothing_of_another_away(
    installed: set[str], needed: str, wanted: set[str]
) -> None:
    assert dev.combine(installed, needed) == wanted


def test_each_task_is_told_of() -> None:
    shown = run("--help").stdout
    told = [
        line.split()[0] for line in shown.splitlines() if line.startswith("  ") and line[2] > " "
    ]
    assert told == list(dev.TASKS)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["deploy"],
            "There is no task 'deploy'; choose from: "
            "setup, demo, test, check, bench, soak, messages, lock.\n",
        ),
        (["check", "--fast"], "This task takes no arguments, and got: --fast\n"),
    ],
)
def test_a_wrong_command_is_told_in_one_line(arguments: list[str], said: str) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)
