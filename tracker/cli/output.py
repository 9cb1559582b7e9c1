"""What commands print and write."""

import json
import os
import secrets
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import click

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON lines.")
output_option = click.option(
    "-o",
    "--output",
    "output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write.",
)


def print_answers(
    answers: Iterable[dict[str, Any]], as_json: bool, line: Callable[[dict[str, Any]], str]
) -> None:
    """Each answer as a JSON line, or as the line that a person reads."""
    for answer in answers:
        click.echo(json.dumps(answer, ensure_ascii=False) if as_json else line(answer))


def failure_words(code: str, facts: Mapping[str, Any]) -> str:
    """What went wrong, by its code and its facts."""
    told = ", ".join(f"{name} {value}" for name, value in facts.items())
    return f"({code}{': ' if told else ''}{told})"


def write_whole(path: Path, parts: Iterable[bytes]) -> int:
    """Write a file that appears whole or not at all; its size in bytes.

    Devices and pipes cannot be replaced, and are written as they are.
    """
    if path.exists() and not path.is_file():
        return path.write_bytes(b"".join(parts))
    path = path.resolve()
    beside = path.with_name(f".nakoming-{secrets.token_hex(8)}")
    try:
        with beside.open("xb") as file:
            for part in parts:
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
            size = file.tell()
        beside.replace(path)
    except OSError as error:
        reason = error.strerror or str(error)
        raise click.ClickException(f"Cannot write {path}: {reason}.") from error
    finally:
        beside.unlink(missing_ok=True)
    return size
