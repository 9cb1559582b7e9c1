#!/usr/bin/env python3
"""Runs the project's tasks: `python3 dev.py TASK`.

Needs Python 3.11 and nothing else: it makes .venv, installs into it what requirements/
pins by hash, and then runs the task there. Only what has changed is done again.

  setup     make the whole development environment
  demo      start Nakoming with the worked case
            [--port N] [--data DIR] [--fresh] [--items N]
  test      run the tests [--system] [arguments for pytest]
            --system installs Chromium, LibreOffice and pdftoppm with apt-get
  check     lint, types, layers, templates, migrations and translations
  bench     measure the speed
  soak      run the long tests
  messages  collect the messages to translate
  lock      pin the newest allowed versions in requirements/
"""

import errno
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

if sys.version_info < (3, 11):
    sys.exit(
        f"Nakoming needs Python 3.11 or newer, and this is {sys.version.split()[0]}. "
        "Start dev.py with a newer one, for example: python3.11 dev.py"
    )

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
STAMP = VENV / "nakoming.json"
LOG = VENV / "nakoming.log"
REQUIREMENTS = ROOT / "requirements"
VENDOR_SOURCES = ROOT / "tracker" / "static" / "vendor" / "SOURCES.txt"

# What each file of requirements/ is made from: with the project's own dependencies or not,
# and which groups of pyproject.toml.
LOCKS: dict[str, tuple[bool, tuple[str, ...]]] = {
    "runtime": (True, ()),
    "test": (True, ("test",)),
    "bench": (True, ("bench",)),
    "dev": (True, ("dev",)),
    "build": (False, ("build",)),
    "uv": (False, ("uv",)),
}
# The files of requirements/ that hold all of another one.
INCLUDES = {
    "runtime": {"runtime"},
    "test": {"runtime", "test"},
    "bench": {"runtime", "bench"},
    "dev": {"runtime", "test", "dev"},
}
BUILD_INPUTS = ("pyproject.toml", "hatch_build.py", "package.json", "package-lock.json", ".npmrc")

# Programs that some tests use, by their names on PATH, with Debian's package.
PROGRAMS = {
    "Chromium": (("chromium", "chromium-browser", "google-chrome"), "chromium"),
    "LibreOffice": (("soffice",), "libreoffice-writer"),
    "pdftoppm": (("pdftoppm",), "poppler-utils"),
}
FONTS = "fonts-liberation"

CHECKS = {
    "ruff check": [str(BIN / "ruff"), "check"],
    "ruff format": [str(BIN / "ruff"), "format", "--check"],
    "mypy": [str(BIN / "mypy")],
    "layers": [str(BIN / "lint-imports")],
    "templates": [str(BIN / "djlint"), "--lint", "--quiet", "templates"],
    "migrations": [str(PYTHON), "-m", "tasks.schema"],
    "translations": [str(PYTHON), "-m", "tasks.catalogues", "check"],
}

NEEDED_BYTES = 1_500_000_000
NO_NETWORK = (
    "error sending request",
    "dns error",
    "name resolution",
    "name or service not known",
    "connection refused",
    "network is unreachable",
    "newconnectionerror",
    "connecttimeout",
    "operation timed out",
    "no matching distribution found for uv",
    "enotfound",
    "eai_again",
    "econnrefused",
    "etimedout",
    "econnreset",
    "enetunreach",
    "could not resolve",
    "temporary failure resolving",
)


class Failure(Exception):
    """Something that the reader can put right: one line that says what to do."""


class Progress:
    """Numbers the steps as they start: '1/5 Making .venv'."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.number = 0

    def step(self, title: str) -> None:
        self.number += 1
        print(f"{self.number}/{self.total} {title}", flush=True)


def main(arguments: list[str]) -> int:
    name, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if name in ("help", "-h", "--help"):
        print((__doc__ or "").strip())
        return 0
    if name not in TASKS:
        raise Failure(f"There is no task '{name}'; choose from: {', '.join(TASKS)}.")
    if os.name != "posix":
        raise Failure("dev.py runs on Linux and macOS; on Windows, run it inside WSL.")
    return TASKS[name](rest)


def setup(arguments: list[str]) -> int:
    refuse(arguments)
    prepare("dev", "Done")
    print("Ready. Now for example: python3 dev.py demo")
    return 0


def demo(arguments: list[str]) -> int:
    prepare("runtime", "Starting the demo")
    command = str(BIN / "nakoming")
    os.execv(command, [command, "demo", *arguments])


def test(arguments: list[str]) -> int:
    system = "--system" in arguments
    rest = [argument for argument in arguments if argument != "--system"]
    if system or in_ci():
        install_programs()
    prepare("test", "Testing")
    alone = any(argument.startswith(("-n", "-p", "--pdb")) for argument in rest)
    workers = [] if alone else ["-n", "logical"]
    return run_task([str(PYTHON), "-m", "pytest", *workers, *rest])


def check(arguments: list[str]) -> int:
    refuse(arguments)
    prepare("dev", "Checking")
    failed = [title for title, command in CHECKS.items() if not passes(title, command)]
    print(f"{len(CHECKS) - len(failed)} checks passed, {len(failed)} failed.")
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    prepare("bench", "Measuring")
    return run_task([str(PYTHON), "-m", "tests.bench", *arguments])


def soak(arguments: list[str]) -> int:
    prepare("test", "Running the long tests")
    return run_task([str(PYTHON), "-m", "tests.soak", *arguments])


def messages(arguments: list[str]) -> int:
    refuse(arguments)
    prepare("runtime", "Collecting the messages")
    return run_task([str(PYTHON), "-m", "tasks.catalogues", "write"])


def lock(arguments: list[str]) -> int:
    """Resolve everything at once first, so that the files agree with each other."""
    refuse(arguments)
    progress = Progress(2 + len(LOCKS))
    make_venv(progress)
    get_uv(progress)
    REQUIREMENTS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        together = Path(folder) / "all.txt"
        compile_lock(
            together, True, tuple(group for _, groups in LOCKS.values() for group in groups)
        )
        for name, (project, groups) in LOCKS.items():
            progress.step(f"Pinning requirements/{name}.txt")
            compile_lock(REQUIREMENTS / f"{name}.txt", project, groups, together)
    return 0


TASKS = {
    "setup": setup,
    "demo": demo,
    "test": test,
    "check": check,
    "bench": bench,
    "soak": soak,
    "messages": messages,
    "lock": lock,
}


def prepare(needed: str, last_step: str) -> None:
    """Bring .venv to what a file of requirements/ pins, with the project itself in it."""
    if not all((REQUIREMENTS / f"{name}.txt").is_file() for name in LOCKS):
        raise Failure("requirements/ is not complete; run: git checkout requirements")
    installed = read_stamp()
    wanted = combine(installed, needed)
    if installed and installed == wanted and stamp(wanted) == STAMP.read_text(encoding="utf-8"):
        return
    if shutil.disk_usage(ROOT).free < NEEDED_BYTES:
        raise Failure("The disk is nearly full: installing takes up to 1.5 GB; make room first.")
    progress = Progress(5)
    make_venv(progress)
    STAMP.unlink(missing_ok=True)
    get_uv(progress)
    files = [str(REQUIREMENTS / f"{name}.txt") for name in sorted(wanted)]
    progress.step(f"Installing {' and '.join(sorted(wanted))}, as requirements/ pins them")
    uv("Installing", "pip", "sync", "--require-hashes", *files)
    progress.step("Building Nakoming with its style sheets")
    install_project()
    STAMP.write_text(stamp(wanted), encoding="utf-8")
    progress.step(last_step)


def combine(installed: set[str], needed: str) -> set[str]:
    """The files to install, so that nothing of another task is thrown away."""
    names = installed | {needed}
    return {name for name in names if not any(name in INCLUDES[other] for other in names - {name})}


def stamp(names: set[str]) -> str:
    """What .venv was made from: equal texts mean that there is nothing to do."""
    inputs = [REQUIREMENTS / f"{name}.txt" for name in sorted(names | {"build", "uv"})]
    inputs += [ROOT / name for name in BUILD_INPUTS]
    digest = hashlib.sha256()
    for path in inputs:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    facts = {"root": str(ROOT), "requirements": sorted(names), "inputs": digest.hexdigest()}
    return json.dumps(facts, indent=1)


def read_stamp() -> set[str]:
    """The files of requirements/ that .venv was made from; none when it must be made again."""
    if not (STAMP.is_file() and (BIN / "nakoming").is_file() and VENDOR_SOURCES.is_file()):
        return set()
    try:
        facts = json.loads(STAMP.read_text(encoding="utf-8"))
    except ValueError:
        return set()
    return set(facts["requirements"]) if facts["root"] == str(ROOT) else set()


def make_venv(progress: Progress) -> None:
    progress.step("Making .venv")
    if PYTHON.exists() and works(PYTHON):
        return
    base = getattr(sys, "_base_executable", sys.executable)
    made = subprocess.run(
        [base, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode != 0:
        output = made.stdout + made.stderr
        if "ensurepip" in output or "No module named venv" in output:
            raise Failure("Python has no venv module; on Debian: apt-get install python3-venv")
        raise Failure(explain("Making .venv", output))


def works(python: Path) -> bool:
    """Whether .venv's Python is there, has pip, belongs to this folder, and is new enough."""
    code = "import pip, sys; assert sys.version_info >= (3, 11); print(sys.prefix)"
    done = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=False)
    return done.returncode == 0 and Path(done.stdout.strip()) == VENV


def get_uv(progress: Progress) -> None:
    progress.step("Getting uv, which installs the rest")
    pinned = REQUIREMENTS / "uv.txt"
    which = ["-r", str(pinned), "--require-hashes"] if pinned.is_file() else ["uv"]
    pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    logged("Getting uv", [*pip, "--retries", "2", "--no-input", *which])


def uv(title: str, *arguments: str) -> None:
    logged(title, [str(BIN / "uv"), *arguments, "--python", str(PYTHON)])


def install_project() -> None:
    """Install the project without its dependencies, built with requirements/build.txt."""
    constraints = str(REQUIREMENTS / "build.txt")
    uv(
        "Building Nakoming", "pip", "install", "--no-deps", "--reinstall-package", "nakoming",
        "--build-constraints", constraints, "--editable", str(ROOT),
    )  # fmt: skip


def compile_lock(
    output: Path, project: bool, groups: tuple[str, ...], constraints: Path | None = None
) -> None:
    """Write one file of pinned packages with all their hashes, and with no address."""
    sources = ["pyproject.toml"] if project else []
    for group in groups:
        sources += ["--group", f"pyproject.toml:{group}"]
    if constraints:
        sources += ["--constraints", str(constraints)]
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "pins.txt"
        uv(
            "Pinning", "pip", "compile", *sources, "--universal", "--python-version", "3.11",
            "--generate-hashes", "--no-annotate", "--no-header", "--output-file", str(fresh),
        )  # fmt: skip
        shutil.copyfile(fresh, output)


def install_programs() -> None:
    """Bring the programs that tests use from Debian's packages, those that are absent."""
    absent = [package for names, package in PROGRAMS.values() if not any(map(shutil.which, names))]
    if not absent:
        return
    packages = [*absent, FONTS]
    if not shutil.which("apt-get"):
        raise Failure(f"There is no apt-get here; install by hand: {' '.join(packages)}")
    if os.geteuid() != 0:
        raise Failure(f"Only root can do that; run: sudo apt-get install {' '.join(packages)}")
    print(f"Installing {' '.join(packages)} with apt-get", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    logged("apt-get update", ["apt-get", "update", "--quiet"], environment)
    install = ["apt-get", "install", "--quiet", "--yes", "--no-install-recommends"]
    logged("apt-get install", [*install, *packages], environment)


def passes(title: str, command: list[str]) -> bool:
    """Run one check, print its result, and its output when it found something."""
    started = time.monotonic()
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    result = "ok" if done.returncode == 0 else "FAILED"
    print(f"{result:<7}{title} ({time.monotonic() - started:.1f} s)", flush=True)
    if done.returncode != 0:
        print(done.stdout.strip(), flush=True)
    return done.returncode == 0


def run_task(command: list[str]) -> int:
    """Run a task on this terminal; its exit code is ours."""
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def logged(title: str, command: list[str], environment: dict[str, str] | None = None) -> None:
    """Run a command out of sight; its output is shown in short only when it fails."""
    done = subprocess.run(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
        check=False,
    )
    if done.returncode != 0:
        raise Failure(explain(title, done.stdout))


def explain(title: str, output: str) -> str:
    """One line about a command that failed, from what it printed; the rest goes to a file."""
    lowered = output.lower()
    if "no space left" in lowered or "enospc" in lowered:
        return f"{title} failed, because the disk is full; make room and run this again."
    if any(sign in lowered for sign in NO_NETWORK):
        return (
            f"{title} failed, because no package registry answered; "
            "check the network (or its proxy) and run this again."
        )
    if "hash mismatch" in lowered or "do not match the hashes" in lowered:
        return (
            f"{title} failed: a download is not the file that requirements/ pins; "
            "do not go on, and report it."
        )
    last = next((line.strip() for line in reversed(output.splitlines()) if line.strip()), "")
    if VENV.is_dir():
        LOG.write_text(output, encoding="utf-8")
        return f"{title} failed: {last} (all of it is in {LOG.relative_to(ROOT)})"
    return f"{title} failed: {last}"


def refuse(arguments: list[str]) -> None:
    if arguments:
        raise Failure(f"This task takes no arguments, and got: {' '.join(arguments)}")


def in_ci() -> bool:
    return os.environ.get("CI") == "true"


def run() -> int:
    try:
        return main(sys.argv[1:])
    except Failure as failure:
        message, code = str(failure), 1
    except KeyboardInterrupt:
        message, code = "Stopped.", 130
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        message = "The disk is full; make room and run this again." if full else str(error)
        code = 1
    print(message, file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(run())
