"""Serves Nakoming as `nakoming serve` does, with its clock at the start of the demo.

Then the calendar knows the next recess, so that every view above the list is counted.
"""

import sys
from dataclasses import replace
from datetime import UTC, datetime

from tracker.cli import DEMO_START, run_server
from tracker.config import read_settings

if __name__ == "__main__":
    folder, port, workers = sys.argv[1:]
    settings = read_settings(
        {"NAKOMING_DATA_DIR": folder, "NAKOMING_BASE_URL": f"http://127.0.0.1:{port}"}
    )
    moved = replace(settings, clock_offset=DEMO_START - datetime.now(UTC))
    run_server(moved, "127.0.0.1", int(port), int(workers))
