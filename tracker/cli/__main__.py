"""`python -m tracker.cli` is the command as well."""

from tracker.cli import main

main()
