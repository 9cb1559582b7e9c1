"""Processes that read a House of the tests, begun at once because all is imported before.

`python -m tests.sync_process` takes lines: 'begin DATABASE BASE' begins a process and answers
its number, 'wait NUMBER' waits for its end and answers its exit code, which is 1 where a source
failed and negative where it was killed.
"""

import os
import subprocess
import sys
from types import TracebackType

from tests.house_sync import ENVIRONMENT, syncer_of
from tracker.db.session import Store, make_engine


class SyncProcesses:
    """Begins such processes, until the end of the `with`."""

    def __enter__(self) -> "SyncProcesses":
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.sync_process"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=ENVIRONMENT,
        )
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._server.communicate()

    def begin(self, database_url: str, base: str) -> int:
        """Begin one; its number."""
        return self._ask(f"begin {database_url} {base}")

    def wait(self, number: int) -> int:
        """Wait for its end; its exit code."""
        return self._ask(f"wait {number}")

    def _ask(self, line: str) -> int:
        assert self._server.stdin
        assert self._server.stdout
        self._server.stdin.write(line + "\n")
        self._server.stdin.flush()
        return int(self._server.stdout.readline())


def read(database_url: str, base: str) -> int:
    """Read once."""
    runs = syncer_of(Store(make_engine(database_url)), base).run_once()
    return int(any(run.ended == "failed" for run in runs))


def main() -> None:
    """Do what the lines say."""
    for line in sys.stdin:
        word, *arguments = line.split()
        if word == "wait":
            answer = os.waitstatus_to_exitcode(os.waitpid(int(arguments[0]), 0)[1])
        elif not (answer := os.fork()):
            os._exit(read(*arguments))
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
