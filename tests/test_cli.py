"""The command: each does its work, and each known failure is one clear line."""

import json
import os
import re
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest
import vobject
from click.testing import CliRunner, Result
from pypdf import PdfReader
from sqlalchemy import text
from sqlmodel import func, select

from tests.mail_server import mail_server
from tests.reminding import NOWHERE
from tests.worked_case import ADMINISTRATOR, CASE, CLOCK, NOOR
from tracker.cli import commands
from tracker.cli.output import write_whole
from tracker.db.session import Store, make_engine
from tracker.db.tables import Item, View
from tracker.services import progress_letters
from tracker.services.actors import SYSTEM, act

COMMAND = Path(sys.executable).with_name("nakoming")
DEMO_STARTED = "  The clock starts at Thursday 1 July 2021, 09:00. Stop with Ctrl+C.\n"
LETTER = "Moties, toezeggingen en aanbevelingen mensenhandel"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder for the commands, and nothing else set."""
    for name in [name for name in os.environ if name.startswith("NAKOMING_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("NAKOMING_DATA_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def case(data: Path, case_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The worked case as the configured database."""
    monkeypatch.setenv("NAKOMING_DATABASE_URL", case_url)
    store = Store(make_engine(case_url))
    yield store
    store.engine.dispose()


def run(*arguments: str | Path, stdin: str | bytes = "") -> Result:
    return CliRunner().invoke(commands, [str(one) for one in arguments], input=stdin)


def answers(*arguments: str | Path, stdin: str = "") -> list[dict[str, object]]:
    result = run(*arguments, "--json", stdin=stdin)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def refused(*arguments: str | Path, stdin: str | bytes = "") -> str:
    """The one line with which a command fails."""
    result = run(*arguments, stdin=stdin)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    [line] = result.stderr.splitlines()
    return line.removeprefix("Error: ")


def started(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """The real command, in a process of its own."""
    return subprocess.run(
        [COMMAND, *map(str, arguments)], input=stdin, capture_output=True, text=True, check=False
    )


# Terms


def test_a_term_is_explained() -> None:
    result = run("term", "uiterlijk voor het zomerreces van 2021", "--on", "2021-01-11")
    assert result.exit_code == 0
    assert result.stdout.startswith("Het zomerreces van 2021 loopt van vrijdag 9 juli")
    [answer] = answers("term", "eind 2021", "--on", "2021-01-11")
    assert (answer["due_on"], answer["certainty"]) == ("2021-12-31", "firm")


def test_a_table_of_terms_answers_what_it_can() -> None:
    table = (
        "phrase\treference_date\neind 2021\t2021-01-11\neind 2021\t2021-13-11\nx\0\t2021-01-11\n"
    )
    result = run("term", "--batch", "--json", stdin=table)
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 1
    assert [one.get("line") for one in found] == [None, 3, 4]


@pytest.mark.parametrize(
    ("arguments", "stdin", "line"),
    [
        (
            ["eind 2021", "--on", "30-02-2021"],
            "",
            "'30-02-2021' is no date; write it as 2021-01-11.",
        ),
        (["--batch"], "", "De eerste regel mist de kolom phrase, reference_date."),
        (["--batch"], "term\tdate\n", "De eerste regel mist de kolom phrase, reference_date."),
        (["--batch"], b"phrase\treference_date\n\xff\t2021-01-11\n", "The text is not UTF-8."),
    ],
)
def test_what_is_no_term_is_said(arguments: list[str], stdin: str | bytes, line: str) -> None:
    assert refused("term", *arguments, stdin=stdin).startswith(line)


def test_the_command_ends_with_the_exit_code_and_without_a_trace() -> None:
    wrong = started("term", "--batch", stdin="phrase\treference_date\neind 2021\tgisteren\n")
    assert (wrong.returncode, wrong.stderr) == (1, "")
    unusable = started("term", "eind 2021")
    assert (unusable.returncode, unusable.stdout) == (2, "")
    assert unusable.stderr == (
        "Give a phrase and --on DATE, or --batch with a file on stdin. See: nakoming --help\n"
    )


# Import and export


def test_what_was_exported_comes_in_whole(
    case: Store, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = data / "first.jsonl", data / "second.jsonl"
    assert answers("export", "-o", first) == [{"file": str(first), "bytes": first.stat().st_size}]
    assert run("export").stdout == first.read_text(encoding="utf-8")
    monkeypatch.setenv("NAKOMING_DATABASE_URL", f"sqlite:///{data / 'other.sqlite3'}")
    assert run("db", "upgrade").output == "The database has the present schema.\n"
    lines = first.read_text("utf-8").splitlines()
    total = sum('"type": "action"' not in line for line in lines)
    shipped = sum('"type": "recess"' in line for line in lines)
    said = {"file": str(first), "rows": total, "known": shipped}
    assert shipped > 0
    assert answers("import", first) == [said]
    assert run("import", first).output == f"0 rows imported, {total} were here already.\n"
    run("export", "-o", second)
    assert besides_upgrades(second) == besides_upgrades(first)


def besides_upgrades(file: Path) -> list[str]:
    """The lines of an export, but for the sources that are built in, and when the shipped
    recesses and those sources came in."""
    lines = file.read_text("utf-8").splitlines()
    upgrades = [line for line in lines if '"way": "command"' in line]
    assert upgrades
    return [line for line in lines if line not in upgrades and '"type": "source' not in line]


def test_a_file_with_a_byte_order_mark_is_read(case: Store, data: Path) -> None:
    file = data / "mark.jsonl"
    file.write_text('\ufeff{"type": "unit", "code": "A", "name": "B"}\n', encoding="utf-8")
    assert run("import", file).output == "1 rows imported.\n"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b'{"type": "unit"\n', "line 1: no JSON: expecting ',' delimiter at character 16"),
        (b'\n{"type": "unit", "code": "A\\u0000"}\n', "line 2: a text holds a NUL character"),
        (b"\0\n", "line 1: no JSON: expecting value at character 1"),
        (b"\xff\xfe\n", "is not UTF-8 text"),
    ],
)
def test_a_file_that_cannot_be_read_brings_in_nothing(
    case: Store, data: Path, content: bytes, line: str
) -> None:
    file = data / "bad.jsonl"
    file.write_bytes(content)
    said = refused("import", file)
    assert line in said
    assert said.endswith("Nothing was imported.")


def test_an_export_appears_whole_or_not_at_all(case: Store, data: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")

    file = data / "export.jsonl"
    file.write_text("before", encoding="utf-8")
    left = sorted(data.iterdir())
    with pytest.raises(Exception, match="No space left on device"):
        write_whole(file, broken())
    assert file.read_text(encoding="utf-8") == "before"
    assert sorted(data.iterdir()) == left


def test_a_file_that_cannot_be_written_is_said(case: Store, data: Path) -> None:
    place = data / "absent" / "export.jsonl"
    assert refused("export", "-o", place) == f"Cannot write {place}: No such file or directory."
    assert Path(os.devnull).is_char_device()
    assert run("export", "-o", os.devnull).exit_code == 0
    assert Path(os.devnull).is_char_device()


def test_a_reader_that_stops_early_is_no_fault(case: Store) -> None:
    line = f'"{COMMAND}" export | head -c 10'
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ('{"type": "', "")


# Databases that are not what a command needs


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", CASE], ["export"], ["annex", LETTER, "-o", "x.odt"], ["db", "check"],
        ["calendar", "all", "-o", "x.ics"], ["user", "deactivate", NOOR],
    ],
)  # fmt: skip
def test_each_command_says_that_there_is_no_database(data: Path, arguments: list[str]) -> None:
    file = data / "nakoming.sqlite3"
    said = f"There is no database {file}. Run: nakoming db upgrade"
    assert refused(*arguments) == said
    assert not file.exists()


def test_a_database_that_is_behind_is_said(case: Store) -> None:
    with case.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert refused("export") == "The database is behind. Run: nakoming db upgrade"
    assert refused("db", "upgrade").startswith("This database belongs to another release")


def test_a_file_that_is_no_database_is_said(data: Path) -> None:
    (data / "nakoming.sqlite3").write_text("Dit is een brief. " * 100, encoding="utf-8")
    assert refused("export") == (
        "The database cannot be used: file is not a database. Look at NAKOMING_DATABASE_URL."
    )


@pytest.mark.parametrize(
    ("setting", "value", "line"),
    [
        ("NAKOMING_DATABASE_URL", "mysql://x", "NAKOMING_DATABASE_URL begins with sqlite:///"),
        ("NAKOMING_BASE_URL", "nakoming", "NAKOMING_BASE_URL: 'nakoming' is no address such as"),
        ("NAKOMING_DATA_DIR", "/dev/null/x", "NAKOMING_DATA_DIR: cannot make the folder"),
    ],
)
def test_a_setting_that_cannot_be_used_is_said(
    data: Path, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, line: str
) -> None:
    monkeypatch.setenv(setting, value)
    assert refused("export").startswith(line)


def test_a_server_that_does_not_answer_is_said(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        url = f"postgresql+psycopg://someone:secret@127.0.0.1:{port}/x"
        monkeypatch.setenv("NAKOMING_DATABASE_URL", url)
        said = refused("export")
    assert said.startswith("The database cannot be used: connection failed")
    assert "secret" not in said


# Annex and calendar


def test_the_annex_as_odt_and_pdf(case: Store, data: Path) -> None:
    odt, pdf = data / "bijlage.odt", data / "bijlage.pdf"
    with case.reading() as session:
        first, letter = progress_letters.letters_called(session, LETTER)
    [answer] = answers("annex", str(first.id), "-o", odt)
    assert answer == {"file": str(odt), "bytes": odt.stat().st_size}
    with ZipFile(odt) as archive:
        assert archive.read("mimetype") == b"application/vnd.oasis.opendocument.text"
        assert "Dublinstatus" in archive.read("content.xml").decode()
    assert run("annex", str(letter.id), "--format", "pdf", "-o", pdf).exit_code == 0
    assert "Dublinstatus" in PdfReader(BytesIO(pdf.read_bytes())).pages[0].extract_text()


@pytest.mark.parametrize("file_format", ["docx", "xlsx", "ods", "csv", "md", "html"])
def test_the_annex_in_every_other_format(case: Store, data: Path, file_format: str) -> None:
    with case.reading() as session:
        first, *_ = progress_letters.letters_called(session, LETTER)
    file = data / f"bijlage.{file_format}"
    [answer] = answers("annex", str(first.id), "--format", file_format, "-o", file)
    assert answer == {"file": str(file), "bytes": file.stat().st_size}
    assert file.stat().st_size > 1_000


def test_a_format_that_is_not_there_is_said(case: Store, data: Path) -> None:
    with case.reading() as session:
        first, *_ = progress_letters.letters_called(session, LETTER)
    said = refused("annex", str(first.id), "--format", "doc", "-o", data / "x")
    assert said == (
        "There is no annex as doc; choose from: odt, docx, pdf, xlsx, ods, csv, md, html."
    )


# Lists


def test_a_list_is_imported_as_a_whole(case: Store, data: Path) -> None:
    file = data / "lijst.csv"
    file.write_text("Soort;Titel;Datum\nMotie;Dijken;01-02-2021\n", encoding="utf-8")
    counts = {"new": 1, "same": 0, "changed": 0, "error": 0}
    assert answers("import", file) == [{"file": str(file), **counts}]
    again = counts | {"new": 0, "same": 1}
    assert answers("import", file) == [{"file": str(file), **again}]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Soort;Titel;Kleur\nMotie;Dijken;blauw\n", "These columns mean nothing here: Kleur."),
        ("Soort;Titel;Datum\nMotie;Dijken;31-02-2021\n", "C2: ‘31-02-2021’ is geen bestaande"),
        ("Soort;Titel;Datum\n", "Onder de kopregel staat geen enkele rij."),
    ],
)
def test_a_list_that_cannot_be_imported_is_one_line(
    case: Store, data: Path, text: str, said: str
) -> None:
    file = data / "lijst.csv"
    file.write_text(text, encoding="utf-8")
    line = refused("import", file)
    assert said in line
    assert line.endswith("Nothing was imported.")


def test_a_letter_or_view_that_is_not_there_is_said(case: Store, data: Path) -> None:
    said = refused("annex", "Geen brief", "-o", data / "x.odt")
    assert said == "There is no progress letter 'Geen brief'."
    said = refused("calendar", "Geen weergave", "-o", data / "x.ics")
    assert said == "There is no view 'Geen weergave'."


def test_a_title_that_two_letters_bear_is_said(case: Store, data: Path) -> None:
    said = refused("annex", LETTER, "-o", data / "x.odt")
    assert said.startswith(f"More than one progress letter is called '{LETTER}'; give an id: ")
    assert re.findall(r"\((.*?)\)", said) == ["2021-06-30", "2021-03-31"]


def test_a_name_that_two_views_bear_is_said(case: Store, data: Path) -> None:
    with case.writing() as session:
        act(session, SYSTEM, CLOCK)
        session.add_all([View(name="Dubbel"), View(name="Dubbel", query="kind=motion")])
    said = refused("calendar", "Dubbel", "-o", data / "x.ics")
    assert sorted(re.findall(r"\((.*?)\)", said)) == ["all", "kind=motion"]
    [motions] = re.findall(r"(\S+) \(kind=motion\)", said)
    assert run("calendar", motions, "-o", data / "x.ics").exit_code == 0


@pytest.mark.parametrize(
    ("view", "name"), [("all", "Alle items"), ("Samen tegen mensenhandel",) * 2]
)
def test_the_calendar_of_a_view(case: Store, data: Path, view: str, name: str) -> None:
    file = data / "termijnen.ics"
    assert run("calendar", view, "-o", file).output == f"{file} written.\n"
    calendar = vobject.readOne(file.read_bytes().decode())
    assert calendar.x_wr_calname.value == name
    assert len(calendar.vevent_list) > 5
    first = file.read_bytes()
    run("calendar", view, "-o", file)
    assert file.read_bytes() == first


# Accounts


def test_an_account_is_made_changed_and_closed(case: Store) -> None:
    new, password = "nieuw@voorbeeld.nl", "een-lang-genoeg-wachtwoord"
    added = answers("user", "add", new, "Nieuw", "--password", password)
    assert added == [{"email": new, "done": "added"}]
    said = refused("user", "add", new, "Nieuw", "--password", password)
    assert said == "Er is al een account met het adres nieuw@voorbeeld.nl."
    changed = run("user", "password", new, stdin=f"{password}2\n{password}2\n")
    assert changed.exit_code == 0
    assert answers("user", "deactivate", new) == [{"email": new, "done": "deactivated"}]


def test_an_account_that_cannot_be_is_said(case: Store) -> None:
    assert refused("user", "add", "x", "X", "--password", "een-lang-wachtwoord").startswith(
        "‘x’ is geen e-mailadres."
    )
    assert refused("user", "password", ADMINISTRATOR, "--password", "kort").startswith(
        "Kies een wachtwoord van ten minste 12 tekens."
    )
    assert refused("user", "deactivate", "niemand@voorbeeld.nl") == (
        "Er is geen account met het adres niemand@voorbeeld.nl."
    )


# Doctor


def findings(*, code: int) -> dict[str, tuple[bool, str]]:
    result = run("doctor", "--json")
    assert result.exit_code == code, result.output
    told = [json.loads(line) for line in result.stdout.splitlines()]
    return {one["check"]: (one["ok"], f"{one['says']} {one['todo']}".strip()) for one in told}


@pytest.fixture
def in_2021(monkeypatch: pytest.MonkeyPatch) -> None:
    """Today is the demonstration's day, of which the calendar knows the recesses."""
    monkeypatch.setattr("tracker.services.clock.Clock.real_now", staticmethod(CLOCK.now))


def test_a_sound_installation(case: Store, data: Path, in_2021: None) -> None:
    assert findings(code=0) == {
        "base address": (True, "http://127.0.0.1:8000"),
        "secret": (True, f"{data / 'secret'} has mode 600."),
        "database": (True, "it opens."),
        "schema": (True, "it is the present one."),
        "integrity": (True, "no damage found."),
        "recesses": (True, "known from 2021-07-01 to 2022-07-01."),
        "mail": (True, "no mail is sent: NAKOMING_SMTP_URL is not set."),
    }


def test_mail_that_did_not_arrive_is_a_finding(
    case: Store, data: Path, in_2021: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NAKOMING_SMTP_URL", NOWHERE)
    monkeypatch.setenv("NAKOMING_MAIL_FROM", "nakoming@example.nl")
    assert findings(code=0)["mail"] == (True, "by 127.0.0.1:1; 0 did not arrive.")

    result = run("remind", "--json")
    assert result.exit_code == 1
    told = json.loads(result.stdout)
    assert (told["to"], told["state"]) == (NOOR, "waiting")
    assert told["failure"] == "mail.unreachable"
    says = "by 127.0.0.1:1; 1 did not arrive. Look at http://127.0.0.1:8000/admin/mail."
    assert findings(code=1)["mail"] == (False, says)


def test_reminders_go_by_command(
    case: Store, data: Path, in_2021: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_server() as server:
        monkeypatch.setenv("NAKOMING_SMTP_URL", server.url)
        monkeypatch.setenv("NAKOMING_MAIL_FROM", "Nakoming <nakoming@example.nl>")
        assert run("remind").stdout == f"{NOOR}: sent, reminders: 6\n"
        assert (run("remind").stdout, len(server.taken)) == ("", 1)


def test_without_a_mail_server_reminding_is_refused(case: Store, data: Path) -> None:
    result = run("remind")
    assert result.exit_code != 0
    assert "set NAKOMING_SMTP_URL and NAKOMING_MAIL_FROM" in result.output


def test_what_is_wrong_is_said_with_what_to_do(
    case: Store, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("doctor")
    (data / "secret").chmod(0o644)
    monkeypatch.setenv("NAKOMING_BASE_URL", "http://nakoming.example.nl")
    with case.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    with case.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("UPDATE item SET owner_id = 'nobody' WHERE number LIKE 'M%'")
    after_the_calendar = CLOCK.now().replace(year=2026, month=12, day=1)
    monkeypatch.setattr(
        "tracker.services.clock.Clock.real_now", staticmethod(lambda: after_the_calendar)
    )
    found = findings(code=1)
    assert [check for check, (ok, _) in found.items() if ok] == ["database", "mail"]
    assert found["secret"][1].endswith(f"Run: chmod 600 {data / 'secret'}")
    assert found["base address"][1].endswith("set NAKOMING_BASE_URL to https.")
    assert found["schema"][1] == "it is behind. Run: nakoming db upgrade"
    assert found["integrity"][1].startswith("3 faults, the first: row ")
    assert found["recesses"][1].startswith(
        "not known: kerstreces 2026, voorjaarsreces 2027, meireces 2027, zomerreces 2027, "
        "herfstreces 2027. Terms that rest on them get no date."
    )


def test_an_empty_folder_says_how_to_begin(data: Path, in_2021: None) -> None:
    found = findings(code=1)
    missing = f"there is no {data / 'nakoming.sqlite3'}. Run: nakoming db upgrade"
    assert found["database"] == (False, missing)
    assert list(found) == ["base address", "secret", "database", "recesses", "mail"]


def test_a_database_that_is_none_is_found(data: Path, in_2021: None) -> None:
    (data / "nakoming.sqlite3").write_text("Dit is een brief. " * 100, encoding="utf-8")
    says = "file is not a database. Look at NAKOMING_DATABASE_URL."
    assert findings(code=1)["database"] == (False, says)


def test_settings_that_cannot_be_used_are_a_finding(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NAKOMING_BASE_URL", "nakoming")
    assert list(findings(code=1)) == ["settings"]
    assert run("doctor").stdout.startswith("WRONG settings: NAKOMING_BASE_URL")


# Secrets and serving


def test_the_secret_is_made_once_and_for_its_owner(case: Store, data: Path) -> None:
    run("db", "check")
    secret = (data / "secret").read_text(encoding="ascii")
    run("db", "check")
    assert (data / "secret").read_text(encoding="ascii") == secret
    assert len(secret) == 64
    assert stat.S_IMODE((data / "secret").stat().st_mode) == 0o600


def test_a_taken_port_is_said(data: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refused("serve", "--port", str(port))
    assert said.startswith(f"Port {port} is taken")
    assert said.endswith(f"--port {port + 1}.")


@pytest.mark.parametrize("host", ["198.51.100.7", "no.such.host.invalid"])
def test_an_address_that_is_not_of_this_machine_is_said(data: Path, host: str) -> None:
    said = refused("serve", "--host", host, "--port", "8999")
    assert said.startswith(f"Cannot serve at {host}, port 8999: ")


def test_the_demonstration_keeps_to_a_database_of_its_own(data: Path) -> None:
    real = data / "nakoming.sqlite3"
    real.write_text("someone's work", encoding="utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    arguments = ["demo", "--port", str(port), "--data", str(data), "--fresh", "--items", "5"]
    with subprocess.Popen([COMMAND, *arguments], stdout=subprocess.PIPE, text=True) as demo:
        assert demo.stdout
        try:
            said = "".join(iter(demo.stdout.readline, DEMO_STARTED))
            await_answer(f"http://127.0.0.1:{port}/sign-in")
        finally:
            demo.terminate()
    assert f"Nakoming is at http://127.0.0.1:{port}" in said
    assert real.read_text(encoding="utf-8") == "someone's work"
    store = Store(make_engine(f"sqlite:///{data / 'demo.sqlite3'}"))
    with store.reading() as session:
        assert session.exec(select(func.count()).select_from(Item)).one() == 7 + 5
    store.engine.dispose()


def await_answer(address: str) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + 30
    while True:
        try:
            assert httpx.get(address).status_code == 200
            return
        except httpx.TransportError:
            assert time.monotonic() < until, "the server did not start"
            time.sleep(0.1)
