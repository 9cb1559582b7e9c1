"""The documentation tells of what is there, and of all of it."""

import re
from pathlib import Path

import click
import pytest

from tracker.cli import commands

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_names_every_setting_and_no_other() -> None:
    config = (ROOT / "tracker" / "config.py").read_text(encoding="utf-8")
    read = set(re.findall(r"environment(?:\.get\(|\[|,)\s*\"(NAKOMING_\w+)", config))
    assert set(re.findall(r"`(NAKOMING_\w+)`", README)) == read


def test_the_readme_names_every_command() -> None:
    spans = [span.removeprefix("nakoming ") for span in re.findall(r"`([^`]+)`", README)]
    missing = {
        name
        for name in command_names(commands)
        if not any(f"{span} ".startswith(f"{name} ") for span in spans)
    }
    assert missing == set()


def command_names(group: click.Group) -> list[str]:
    names = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            names += [f"{name} {part}" for part in command.commands]
        else:
            names.append(name)
    return names


@pytest.mark.parametrize(
    "document", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda p: p.name
)
def test_every_link_of_a_document_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in link]
    missing = [link for link in links if not (document.parent / link).exists()]
    assert missing == []


def test_no_document_speaks_of_the_place_where_it_was_made() -> None:
    for document in [ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")]:
        text = document.read_text(encoding="utf-8")
        assert not re.search(r"/work/|/root/|/tmp/|https?://(pypi|registry)", text), document.name
