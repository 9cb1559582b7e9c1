"""Footnotes found by their raised marks, and sentences made whole that a page cut in two."""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator

from tracker.adapters.documents.drafts import Draft, Piece, Role, plainer
from tracker.domain.letter_texts import BlockKind

_MARK = re.compile(r"\[?(\d{1,3}|[*†‡§]{1,3})\]?")
_CLOSERS = "»”’\"')]} \u00a0\n"
_TERMINALS = tuple(".!?:;…")
_SHORTEST_LINE = 40
_LOOKED_BACK = 400
_UNENDING = frozenset(
    {
        *("de", "het", "een", "der", "deze", "dit", "die", "dat", "en", "of", "om", "als", "te"),
        *("aan", "bij", "door", "in", "met", "naar", "onder", "op", "over", "tot", "uit", "van"),
        *("voor", "waar", "is", "was", "zijn", "werd", "wordt", "worden", "zal", "zullen"),
    }
)
# In a compound, vowels that would be read as one sound are parted by a hyphen.
_CLASHING = frozenset({"aa", "ae", "ai", "au", "ee", "ei", "eu", "ie", "oe", "oi", "oo", "ou"})
_PREFIX = re.compile(r"(?:aan|af|bij|door|in|om|on|op|over|toe|uit|ver|voor)?[bg]e")
_AFTER_HANGING_HYPHEN = frozenset({"en", "of", "tot", "noch", "resp."})


def mark_of(text: str) -> str | None:
    """The mark of a footnote that a raised text is ('3', '*'), without brackets."""
    found = _MARK.fullmatch(text.strip())
    return found[1] if found else None


def resolve_marks(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts with paragraphs that begin with a raised mark as footnotes, tied to their place.

    A mark that comes more than once, because it restarts on each page, is paired in order.
    Raised text that is no mark (m², 1e) becomes ordinary text.
    """
    parted = [part for draft in drafts for part in _parted(draft)]
    notes = [draft for draft in parted if _leading_mark(draft) is not None]
    body = [draft for draft in parted if _leading_mark(draft) is None]
    places = _places(body)
    for number, note in enumerate(notes):
        mark = _leading_mark(note)
        assert mark is not None
        del note.pieces[: _first_word(note) + 1]
        note.kind, note.mark, note.key = BlockKind.FOOTNOTE, mark, f"raised {number}"
        if places[mark]:
            draft, column = places[mark].popleft()
            draft.pieces[column] = Piece(note.key, Role.NOTE)
    for draft in parted:
        draft.pieces = [plainer(piece) for piece in draft.pieces]
    return parted


def _places(body: list[Draft]) -> dict[str, deque[tuple[Draft, int]]]:
    places: dict[str, deque[tuple[Draft, int]]] = defaultdict(deque)
    for draft in body:
        for column, piece in enumerate(draft.pieces):
            mark = mark_of(piece.text) if piece.role is Role.RAISED else None
            if mark:
                places[mark].append((draft, column))
    return places


def _first_word(draft: Draft) -> int:
    for column, piece in enumerate(draft.pieces):
        if piece.text.strip():
            return column
    return len(draft.pieces)


def _leading_mark(draft: Draft) -> str | None:
    first = _first_word(draft)
    if draft.kind is not BlockKind.PARAGRAPH or first + 1 >= len(draft.pieces):
        return None
    piece = draft.pieces[first]
    return mark_of(piece.text) if piece.role is Role.RAISED else None


def _parted(draft: Draft) -> Iterator[Draft]:
    """The draft, or each of the footnotes that stand together in it."""
    mark = _leading_mark(draft)
    if mark is None or not mark.isdecimal():
        yield draft
        return
    start, expected = 0, int(mark) + 1
    for column in range(_first_word(draft) + 1, len(draft.pieces)):
        piece, before = draft.pieces[column], draft.pieces[column - 1]
        begins_line = before.role is Role.LINE or before.text.endswith(("\n", " "))
        if piece.role is Role.RAISED and begins_line and mark_of(piece.text) == str(expected):
            yield Draft(draft.kind, draft.pieces[start:column], cut_before=draft.cut_before)
            start, expected = column, expected + 1
    yield Draft(draft.kind, draft.pieces[start:], cut_before=draft.cut_before)


def heal(drafts: Iterable[Draft]) -> list[Draft]:
    """The drafts with each sentence whole that a footnote or the end of a page cut in two."""
    healed: list[Draft] = []
    notes: list[Draft] = []
    cut = False
    for draft in drafts:
        cut = cut or draft.cut_before
        if draft.kind is BlockKind.FOOTNOTE:
            notes.append(draft)
            cut = True
            continue
        if healed and _continues(healed[-1], draft, cut=cut):
            join(healed[-1], draft)
        else:
            healed.append(draft)
        cut = False
    return healed + notes


def _continues(before: Draft, draft: Draft, *, cut: bool) -> bool:
    if before.kind not in {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM}:
        return False
    if draft.kind is not BlockKind.PARAGRAPH:
        return False
    last = _last_words(before)
    end, begin = last.rstrip(_CLOSERS), draft.words[:400].lstrip()
    if not end or not begin or end.endswith(_TERMINALS):
        return False
    long = len(last) >= _SHORTEST_LINE
    if not cut:
        return long and end[-1].isalpha() and begin[0].islower() and _unfinished(end)
    return begin[0].islower() or long or _unfinished(end)


def _last_words(draft: Draft) -> str:
    """The end of a draft, which may have grown out of very many."""
    parts: list[str] = []
    length = 0
    for piece in reversed(draft.pieces):
        if piece.role in {Role.TEXT, Role.RAISED}:
            parts.append(piece.text)
            length += len(piece.text)
        if length >= _LOOKED_BACK:
            break
    return "".join(reversed(parts))[-_LOOKED_BACK:]


def _unfinished(text: str) -> bool:
    """Whether a sentence cannot end with the last word."""
    return text.rsplit(maxsplit=1)[-1].lower() in _UNENDING


def join(before: Draft, draft: Draft) -> None:
    """Put the pieces of a draft at the end of the one that it continues."""
    last = before.pieces[-1]
    if last.role is Role.TEXT:
        text, glue = joint(last.text.rstrip(), draft.words.lstrip())
        before.pieces[-1] = Piece(text, last.role, last.bold, last.italic)
    else:
        glue = " "
    before.pieces += [Piece(glue), *draft.pieces]


def joint(before: str, after: str, words: frozenset[str] = frozenset()) -> tuple[str, str]:
    """How a line goes on in the next: the line, without its hyphen if need be, and the glue.

    `words` are the other words of the document: they tell whether a hyphen that stands at
    the end of a line belongs to the word.
    """
    if before.endswith("\u00ad"):
        return before, ""
    if not before.endswith(("-", "\u2010")) or not before[-2:-1].isalnum() or not after:
        return before, " "
    follower = after.split(maxsplit=1)[0]
    if follower.lower() in _AFTER_HANGING_HYPHEN:
        return before, " "
    if not follower[0].islower() or not before[-2].isalpha():
        return before, ""
    return (before, "") if _keeps_hyphen(before, follower, words) else (before[:-1], "")


def _keeps_hyphen(before: str, follower: str, words: frozenset[str]) -> bool:
    word = re.findall(r"[\w-]+$", before)[0]
    if word[-3:-1].isupper():
        return True
    first = word.lower()
    rest = re.findall(r"^[\w-]+", follower)[0].lower()
    if first[:-1] + rest in words:
        return False
    clashes = first[-2:-1] + rest[0] in _CLASHING and not _PREFIX.fullmatch(first[:-1])
    return first + rest in words or clashes
