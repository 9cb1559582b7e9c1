"""Collects the messages of code and templates, and checks their translations.

`python -m tasks.catalogues write` remakes tracker/locale/messages.pot and brings each
language's catalogue up to it; `check` exits with 1 when anything is missing.
"""

import ast
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALES = ROOT / "tracker" / "locale"
COLLECTED = LOCALES / "messages.pot"

MARKS = {"N_", "_"}
METHODS = {"text", "gettext"}
PLURAL_METHODS = {"plural", "ngettext"}
# `text` of these is SQL, and no message.
SQL_MODULES = {"sa", "sqlalchemy"}
TEMPLATE_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
TEMPLATE_OPTIONS = {"extensions": "jinja2.ext.do", "silent": "false"}

Found = str | tuple[str, ...]


def collect() -> Catalog:
    """Every message of the code and of the templates, with the files that it is in."""
    catalogue = Catalog()
    for path in sorted((ROOT / "tracker").rglob("*.py")):
        _add(catalogue, path, messages_of_code(path.read_text(encoding="utf-8")))
    for path in sorted((ROOT / "templates").rglob("*.*")):
        with path.open("rb") as source:
            found = extract("jinja2", source, TEMPLATE_KEYWORDS, options=TEMPLATE_OPTIONS)
            _add(catalogue, path, (message for _line, message, _comments, _context in found))
    return catalogue


def messages_of_code(source: str) -> Iterator[Found]:
    """The messages that Python code marks, or asks the reader's Messages for."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            count = _forms(node.func)
            forms = [
                argument.value
                for argument in node.args[:count]
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            ]
            if forms and len(forms) == count:
                yield forms[0] if count == 1 else tuple(forms)


def problems() -> Iterator[str]:
    """What is out of date, untranslated or translated wrongly; a line each."""
    fresh = collect()
    if not COLLECTED.is_file() or COLLECTED.read_bytes() != _written(fresh):
        yield f"{COLLECTED.relative_to(ROOT)} is out of date; run: python3 dev.py messages"
    for path in sorted(LOCALES.glob("*.po")):
        yield from (f"{path.relative_to(ROOT)}: {problem}" for problem in _lacks(path, fresh))


def write() -> None:
    """Remake messages.pot, and add to each language what it lacks, still untranslated."""
    fresh = collect()
    LOCALES.mkdir(exist_ok=True)
    COLLECTED.write_bytes(_written(fresh))
    for path in sorted(LOCALES.glob("*.po")):
        catalogue = _read(path)
        fresh.creation_date = catalogue.creation_date
        catalogue.update(fresh, no_fuzzy_matching=True)
        with path.open("wb") as target:
            write_po(target, catalogue, include_lineno=False, ignore_obsolete=True)


def _forms(function: ast.expr) -> int:
    """How many of a call's first arguments are messages: none, one, or singular and plural."""
    if isinstance(function, ast.Name):
        return 1 if function.id in MARKS else 0
    if not isinstance(function, ast.Attribute):
        return 0
    if isinstance(function.value, ast.Name) and function.value.id in SQL_MODULES:
        return 0
    return 1 if function.attr in METHODS else 2 if function.attr in PLURAL_METHODS else 0


def _add(catalogue: Catalog, path: Path, found: Iterator[Found]) -> None:
    for message in found:
        catalogue.add(message, locations=[(path.relative_to(ROOT).as_posix(), 0)])


def _written(catalogue: Catalog) -> bytes:
    """The catalogue as a file that changes only when a message or its place does."""
    target = BytesIO()
    write_po(target, catalogue, omit_header=True, include_lineno=False, sort_output=True)
    return target.getvalue()


def _lacks(path: Path, fresh: Catalog) -> Iterator[str]:
    catalogue = _read(path)
    for message in fresh:
        if not message.id:
            continue
        translated = catalogue.get(message.id)
        if translated is None:
            yield f"{message.id!r} is missing"
        elif translated.fuzzy or not all(_strings(translated.string)):
            yield f"{message.id!r} is not translated"
    for message in catalogue:
        if message.id and fresh.get(message.id) is None:
            yield f"{message.id!r} is no message any more"
    for message, errors in catalogue.check():
        yield from (f"{message.id!r}: {error}" for error in errors)


def _strings(string: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else tuple(string)


def _read(path: Path) -> Catalog:
    with path.open("rb") as source:
        return read_po(source, locale=path.stem)


def main(arguments: list[str]) -> int:
    if arguments == ["write"]:
        write()
        return 0
    if arguments != ["check"]:
        print("Use: python -m tasks.catalogues write|check")
        return 2
    found = list(problems())
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
