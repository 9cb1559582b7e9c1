import re
import subprocess
import sys
import tomllib
from pathlib import Path
from zipfile import ZipFile

import pytest

import dev
import tracker

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "requirements"
PIN = re.compile(r"^([a-z0-9-]+)==([^ ]+)( ; [^\\]+)? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")
VENDOR = ["SOURCES.txt", "htmx.min.js", "utrecht.css", "voorbeeld.css"]


@pytest.fixture(scope="module")
def wheel_names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The names in the wheel that is built from the tree."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = folder.glob(f"nakoming-{tracker.__version__}-py3-none-any.whl")
    with ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("folder", ["templates", "fixtures"])
def test_the_wheel_carries_the_whole_folder(wheel_names: set[str], folder: str) -> None:
    files = [path for path in (ROOT / folder).rglob("*") if path.is_file()]
    expected = {f"tracker/{path.relative_to(ROOT).as_posix()}" for path in files}
    assert expected
    assert {name for name in wheel_names if name.startswith(f"tracker/{folder}/")} == expected


def test_the_wheel_carries_the_static_files(wheel_names: set[str]) -> None:
    own = {
        f"tracker/static/{path.relative_to(ROOT / 'tracker' / 'static').as_posix()}"
        for path in (ROOT / "tracker" / "static").rglob("*")
        if path.is_file()
    }
    assert own >= {f"tracker/static/vendor/{name}" for name in VENDOR}
    assert {name for name in wheel_names if name.startswith("tracker/static/")} == own


def test_the_wheel_carries_migrations_catalogue_and_licence(wheel_names: set[str]) -> None:
    licence = f"nakoming-{tracker.__version__}.dist-info/licenses/LICENSE"
    assert wheel_names >= {"tracker/db/migrations/env.py", "tracker/locale/messages.pot", licence}


def test_the_style_sheets_load_nothing_from_elsewhere() -> None:
    for name in ("utrecht.css", "voorbeeld.css"):
        text = (ROOT / "tracker" / "static" / "vendor" / name).read_text(encoding="utf-8")
        assert "@import" not in text
        assert set(re.findall(r'url\("?(\w+:)?', text)) == {"data:"}


@pytest.mark.parametrize("name", dev.LOCKS)
def test_requirements_hold_only_pins_and_hashes(name: str) -> None:
    lines = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not PIN.match(line) and not HASH.match(line)] == []
    pins = [number for number, line in enumerate(lines) if PIN.match(line)]
    assert pins
    assert [lines[number] for number in pins if not HASH.match(lines[number + 1])] == []


def test_requirements_agree_with_each_other() -> None:
    versions: dict[tuple[str, str], set[str]] = {}
    for name in dev.LOCKS:
        for package, version, marker in _pins(name):
            versions.setdefault((package, marker), set()).add(version)
    assert {key: found for key, found in versions.items() if len(found) > 1} == {}


def test_every_dependency_of_the_project_is_pinned() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = settings["dependency-groups"]
    for name, (project, chosen) in dev.LOCKS.items():
        wanted = [text for group in chosen for text in groups[group] if isinstance(text, str)]
        wanted += settings["project"]["dependencies"] if project else []
        missing = {_package(text) for text in wanted} - {pin[0] for pin in _pins(name)}
        assert (name, missing) == (name, set())


def test_what_builds_the_project_is_pinned() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    hook = (ROOT / "hatch_build.py").read_text(encoding="utf-8")
    (node,) = re.findall(r'^NODE = "(.+)"$', hook, re.MULTILINE)
    needed = {*settings["build-system"]["requires"], node}
    assert needed == set(settings["dependency-groups"]["build"])


def test_the_npm_lock_pins_contents_and_names_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert "resolved" not in text
    assert "://" not in text
    assert text.count('"integrity": "sha512-') == text.count('"node_modules/')


def _pins(name: str) -> list[tuple[str, str, str]]:
    lines = (REQUIREMENTS / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    found = filter(None, map(PIN.match, lines))
    return [(match[1], match[2], match[3] or "") for match in found]


def _package(requirement: str) -> str:
    return re.split(r"[<>=\[ ]", requirement, maxsplit=1)[0].lower()
