"""Letters as their readers get them: the bytes of a file, or pasted text, to a LetterText.

White space is one plain space, but a single no-break or thin space is kept. A line that the
writer ended within a block is a newline in it, and the cells of a row are parted by a tab.
Numbers of lists are part of the text; dashes and dots before items are not.
"""

import sys

from tracker.adapters.child import ChildFailed, in_child
from tracker.adapters.documents.drafts import letter_text
from tracker.adapters.documents.encodings import decoded
from tracker.adapters.documents.kinds import Kind, kind_of
from tracker.domain.errors import DomainError
from tracker.domain.letter_texts import LetterText

LARGEST = 25 * 1024 * 1024
"""In bytes; what is larger is refused unread."""


_SECONDS = 60
_MEMORY = 2 * 1024**3


def read_document(content: bytes, name: str) -> LetterText:
    """The text of a letter in any known format; `name` is the file's.

    Raises DomainError with a code `document.…`, and nothing else, whatever the bytes are.
    """
    if len(content) > LARGEST:
        raise DomainError("document.too_large", limit=LARGEST // 1024**2)
    try:
        text = _read(content, kind_of(content, name))
    except RecursionError as error:
        raise DomainError("document.broken") from error
    except MemoryError as error:
        raise DomainError("document.too_heavy") from error
    if not text.text:
        raise DomainError("document.empty")
    return text


def read_document_safely(content: bytes, name: str, timeout: float = _SECONDS) -> LetterText:
    """The same, in a process of its own with a limit of time (seconds) and memory.

    Raises DomainError `document.too_heavy` too, when it takes longer or the process ends.
    """
    if len(content) > LARGEST:
        raise DomainError("document.too_large", limit=LARGEST // 1024**2)
    try:
        return in_child(_read_within_limits, content, name, timeout=timeout)
    except ChildFailed as error:
        raise DomainError("document.too_heavy") from error


def _read_within_limits(content: bytes, name: str) -> LetterText:
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    return read_document(content, name)


def _read(content: bytes, kind: Kind) -> LetterText:
    match kind:
        case Kind.OFFICIAL_XML:
            from tracker.adapters.documents.official_xml import read_official_xml

            return letter_text(*read_official_xml(content))
        case Kind.HTML:
            from tracker.adapters.documents.html import read_html

            return letter_text(read_html(decoded(content, declared=True)))
        case Kind.DOCX:
            from tracker.adapters.documents.docx import read_docx

            return letter_text(read_docx(content))
        case Kind.ODT:
            from tracker.adapters.documents.odt import read_odt

            return letter_text(read_odt(content))
        case Kind.PDF:
            from tracker.adapters.documents.pdf import read_pdf

            return letter_text(read_pdf(content))
        case Kind.MARKDOWN:
            from tracker.adapters.documents.markdown import read_markdown

            return letter_text(read_markdown(decoded(content)))
        case Kind.PLAIN:
            return plain_text(decoded(content))


def plain_text(text: str) -> LetterText:
    """The text of a letter that was pasted. Raises DomainError `text.nul`."""
    from tracker.adapters.documents.plain import read_plain

    if "\0" in text:
        raise DomainError("text.nul")
    return letter_text(read_plain(text))
