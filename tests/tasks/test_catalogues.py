from pathlib import Path

import pytest

from tasks import catalogues


def test_code_gives_marked_messages_and_those_asked_for() -> None:
    source = """
TITLE = N_("Nakoming")
page = desk.messages.text("Termijn " "van %(day)s", day=day)
count = messages.plural("%(num)s dag", "%(num)s dagen", 3)
label = messages.text(TITLE)
rows = session.execute(sa.text("SELECT 1"))
other = text("SELECT 2")
"""
    assert list(catalogues.messages_of_code(source)) == [
        "Nakoming",
        "Termijn van %(day)s",
        ("%(num)s dag", "%(num)s dagen"),
    ]


@pytest.fixture
def small_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one message in code and two in a template, and an English catalogue."""
    (tmp_path / "tracker" / "locale").mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    (tmp_path / "tracker" / "labels.py").write_text('N_("Motie")\n')
    (tmp_path / "templates" / "index.html").write_text(
        '{{ _("Te laat") }} {{ ngettext("%(num)s dag", "%(num)s dagen", n) }}\n'
    )
    monkeypatch.setattr(catalogues, "ROOT", tmp_path)
    monkeypatch.setattr(catalogues, "LOCALES", tmp_path / "tracker" / "locale")
    monkeypatch.setattr(catalogues, "COLLECTED", tmp_path / "tracker" / "locale" / "messages.pot")
    (tmp_path / "tracker" / "locale" / "en.po").write_text(
        'msgid "Motie"\nmsgstr "Motion"\n\n'
        'msgid "Te laat"\nmsgstr ""\n\n'
        'msgid "%(num)s dag"\nmsgid_plural "%(num)s dagen"\n'
        'msgstr[0] "%(num)s day"\nmsgstr[1] "%(number)s days"\n\n'
        'msgid "Oud"\nmsgstr "Old"\n'
    )
    return tmp_path


def test_each_gap_in_a_catalogue_is_named(small_project: Path) -> None:
    assert list(catalogues.problems()) == [
        "tracker/locale/messages.pot is out of date; run: python3 dev.py messages",
        "tracker/locale/en.po: 'Te laat' is not translated",
        "tracker/locale/en.po: 'Oud' is no message any more",
        "tracker/locale/en.po: ('%(num)s dag', '%(num)s dagen'): "
        "unknown named placeholder 'number'",
    ]


def test_writing_leaves_only_what_is_to_be_translated(small_project: Path) -> None:
    catalogue = small_project / "tracker" / "locale" / "en.po"
    complete = catalogue.read_text().replace("number", "num")
    catalogue.write_text(complete)

    catalogues.write()

    assert list(catalogues.problems()) == ["tracker/locale/en.po: 'Te laat' is not translated"]
    before = catalogue.read_text()
    assert 'msgstr "Motion"' in before
    catalogues.write()
    assert catalogue.read_text() == before
