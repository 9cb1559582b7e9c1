"""The work of the child process of tests.bench.documents."""

import resource

from tracker.adapters.messages import translator
from tracker.adapters.printed import FileFormat, render_printed
from tracker.domain.printed import Printed


def made(document: Printed, file_format: FileFormat) -> tuple[int, float]:
    """The size of the file in bytes, and the peak of this process in MB."""
    file = render_printed(document, file_format, translator("nl"))
    return len(file), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
