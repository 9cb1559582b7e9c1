"""Work that goes on in a thread beside the server."""

import threading
from collections.abc import Callable

STOPS_WITHIN_SECONDS = 20


class Background:
    """A thread that runs until it is told to stop by its event."""

    def __init__(self, name: str, run: Callable[[threading.Event], object]) -> None:
        self._stop = threading.Event()
        self._thread = threading.Thread(target=run, args=(self._stop,), name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after what is at hand."""
        self._stop.set()
        self._thread.join(STOPS_WITHIN_SECONDS)
