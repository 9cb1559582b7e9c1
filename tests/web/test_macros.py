"""The macros' whole output, for the cases in which it differs."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from tracker.adapters.labels import LABELS
from tracker.adapters.templates import PACKAGE, folder
from tracker.domain.statuses import Kind, Status
from tracker.web.rendering import environment

TODAY = date(2021, 7, 1)


@dataclass(frozen=True)
class Due:
    """What the macro `due` reads of a deadline."""

    due_on: date | None = None
    on_time_until: date | None = None
    days_late: int = 0
    days_left: int = 0
    certainty: str = "firm"
    review_on: date | None = None
    state: str = "open"


def rendered(module: str, call: str, **context: Any) -> str:
    """What a macro call gives, without the white space that a browser drops as well."""
    source = f'{{% import "macros/{module}.html" as m with context %}}{{{{ m.{call} }}}}'
    text = environment("nl").from_string(source).render(csrf_token="token", **context)
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", text)).strip()


def icon(name: str) -> str:
    drawing = f'<use href="#i-{name}" />'
    return f'<svg class="nk-icon" viewBox="0 0 16 16" aria-hidden="true">{drawing}</svg>'


def day(iso: str, words: str) -> str:
    return f'<b><time datetime="{iso}">{words}</time></b>'


@pytest.mark.parametrize(
    ("deadline", "expected"),
    [
        pytest.param(None, '<span class="nk-muted">geen termijn</span>', id="none"),
        pytest.param(
            Due(date(2021, 6, 30), date(2021, 6, 30), days_late=1, days_left=-1),
            f'<span class="nk-due nk-due--late">{day("2021-06-30", "wo 30 juni 2021")}'
            f"<span>{icon('late')}1 dag te laat</span></span>",
            id="late",
        ),
        pytest.param(
            Due(date(2021, 6, 1), date(2021, 6, 1), 30, -30, certainty="provisional"),
            f'<span class="nk-due nk-due--late nk-due--est">{day("2021-06-01", "di 1 juni 2021")}'
            f"<span>{icon('provisional')}Geschatte datum</span>"
            f"<span>{icon('late')}30 dagen te laat</span></span>",
            id="late on an estimated date",
        ),
        pytest.param(
            Due(date(2021, 7, 8), date(2021, 7, 9), days_left=7),
            f'<span class="nk-due nk-due--soon">{day("2021-07-08", "do 8 juli 2021")}'
            f"<span>{icon('soon')}over 7 dagen</span></span>",
            id="near",
        ),
        pytest.param(
            Due(TODAY, TODAY, days_left=0),
            f'<span class="nk-due nk-due--soon">{day("2021-07-01", "do 1 juli 2021")}'
            f"<span>{icon('soon')}vandaag</span></span>",
            id="today",
        ),
        pytest.param(
            Due(date(2021, 6, 30), TODAY, days_left=-1),
            f'<span class="nk-due nk-due--soon">{day("2021-06-30", "wo 30 juni 2021")}'
            f"<span>{icon('soon')}op tijd tot en met do 1 juli 2021</span></span>",
            id="past, and still on time",
        ),
        pytest.param(
            Due(date(2021, 12, 31), date(2021, 12, 31), days_left=183),
            f'<span class="nk-due">{day("2021-12-31", "vr 31 december 2021")}'
            "<span>over 6 maanden</span></span>",
            id="far",
        ),
        pytest.param(
            Due(date(2021, 12, 31), days_left=183, certainty="provisional"),
            f'<span class="nk-due nk-due--est">{day("2021-12-31", "vr 31 december 2021")}'
            f"<span>{icon('provisional')}Geschatte datum</span></span>",
            id="estimated",
        ),
        pytest.param(
            Due(certainty="unresolved", review_on=TODAY),
            '<span class="nk-due nk-due--open nk-due--soon"><b>Datum nog te bepalen</b>'
            f"<span>{icon('unresolved')}opnieuw bekijken: vandaag</span></span>",
            id="to look at again today",
        ),
        pytest.param(
            Due(certainty="unresolved", review_on=date(2021, 6, 24)),
            '<span class="nk-due nk-due--open nk-due--soon"><b>Datum nog te bepalen</b>'
            f"<span>{icon('unresolved')}opnieuw bekijken sinds do 24 juni 2021</span></span>",
            id="should have been looked at",
        ),
        pytest.param(
            Due(certainty="unresolved", review_on=date(2021, 7, 15)),
            '<span class="nk-due nk-due--open"><b>Datum nog te bepalen</b>'
            f"<span>{icon('unresolved')}opnieuw bekijken: do 15 juli 2021</span></span>",
            id="to look at again later",
        ),
        pytest.param(
            Due(date(2021, 4, 11), days_late=81, state="met"),
            f'<span class="nk-due">{day("2021-04-11", "zo 11 april 2021")}'
            f"<span>{icon('check')}Nagekomen</span></span>",
            id="met, so no longer late",
        ),
    ],
)
def test_a_deadline_says_in_words_how_it_stands(deadline: Due | None, expected: str) -> None:
    assert rendered("parts", "due(deadline, today)", deadline=deadline, today=TODAY) == expected


def test_a_kind_and_a_status_have_a_shape_and_a_word() -> None:
    assert rendered("parts", 'kind("motion", box=True)') == (
        f'<span class="nk-kind nk-kind--motion nk-kind--box">{icon("motion")}Motie</span>'
    )
    assert rendered("parts", 'kind_icon("measure")') == (
        '<span class="nk-kind nk-kind--measure"><svg class="nk-icon" viewBox="0 0 16 16" role="img"'
        ' aria-label="Maatregel"><use href="#i-measure" /></svg></span>'
    )
    assert rendered("parts", 'status("in_progress")') == (
        f'<span class="nk-status nk-status--busy">{icon("in_progress")}In behandeling</span>'
    )
    assert rendered("parts", 'status("lapsed")') == (
        f'<span class="nk-status">{icon("lapsed")}Vervallen</span>'
    )


def test_an_error_stands_between_label_and_control() -> None:
    call = 'text("wording", "Bewoording", value, help="Zoals het er staat.", error="Te lang.")'
    assert rendered("forms", call, value='"><b>') == (
        '<div class="utrecht-form-field nk-f6 utrecht-form-field--invalid">'
        '<label class="utrecht-form-label" for="f-wording">Bewoording</label>'
        '<div class="utrecht-form-field-error-message" id="f-wording-error">Te lang.</div>'
        '<input class="utrecht-textbox utrecht-textbox--html-input utrecht-textbox--invalid"'
        ' id="f-wording" name="wording" type="text" value="&#34;&gt;&lt;b&gt;" aria-invalid="true"'
        ' aria-describedby="f-wording-error f-wording-help">'
        '<div class="utrecht-form-field-description nk-help" id="f-wording-help">'
        "Zoals het er staat.</div></div>"
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [(date(2021, 7, 8), "08-07-2021"), ("2021-07-08", "08-07-2021"), ("31-2-2021", "31-2-2021")],
)
def test_a_date_is_shown_as_people_write_it_and_a_wrong_one_as_it_was_typed(
    value: date | str, shown: str
) -> None:
    assert rendered("forms", 'date("due_on", "Datum", value, required=True)', value=value) == (
        '<div class="utrecht-form-field nk-f2">'
        '<label class="utrecht-form-label" for="f-due_on">Datum</label>'
        '<input class="utrecht-textbox utrecht-textbox--html-input" id="f-due_on" name="due_on"'
        f' type="text" value="{shown}" aria-required="true" inputmode="numeric"'
        ' placeholder="dd-mm-jjjj" autocomplete="off"></div>'
    )


@pytest.mark.parametrize(
    ("named", "lines"),
    [
        (["what"], '<li><a href="#f-what">Vul dit veld in.</a></li><li>Iets anders.</li>'),
        (
            {"what": "Wat"},
            '<li><a href="#f-what">Wat: Vul dit veld in.</a></li><li>Iets anders.</li>',
        ),
    ],
)
def test_a_summary_leads_to_each_field_and_names_it(named: Any, lines: str) -> None:
    errors = {"what": "Vul dit veld in.", "": "Iets anders."}
    summary = rendered("forms", "error_summary(errors, named)", errors=errors, named=named)
    assert f'<ul class="nk-errors">{lines}</ul>' in summary


def test_a_text_keeps_the_line_break_that_it_begins_with() -> None:
    source = '{% import "macros/forms.html" as m %}{{ m.textarea("note", "Tekst", "\\nregel") }}'
    assert "></textarea>" not in environment("nl").from_string(source).render()
    assert ">\n\nregel</textarea>" in environment("nl").from_string(source).render()


def test_a_choice_keeps_what_was_chosen() -> None:
    options = 'options=[("", "Geen"), ("emm", "EMM")]'
    assert rendered("forms", f'select("executor", "Uitvoerder", {options}, value="emm")') == (
        '<div class="utrecht-form-field nk-f2">'
        '<label class="utrecht-form-label" for="f-executor">Uitvoerder</label>'
        '<select class="utrecht-select utrecht-select--html-select" id="f-executor"'
        ' name="executor">'
        '<option value="">Geen</option><option value="emm" selected>EMM</option></select></div>'
    )
    assert rendered("forms", f'radios("executor", "Uitvoerder", {options}, value="emm")') == (
        '<div class="utrecht-form-field nk-f6">'
        '<fieldset class="nk-radios" id="f-executor" tabindex="-1">'
        '<legend class="utrecht-form-label">Uitvoerder</legend>'
        '<label class="nk-check"><input name="executor" type="radio" value=""><span>Geen</span>'
        '</label><label class="nk-check"><input name="executor" type="radio" value="emm" checked>'
        "<span>EMM</span></label></fieldset></div>"
    )


@pytest.mark.parametrize(
    ("number", "total", "words", "pages"),
    [
        (1, 0, [], []),
        (1, 20, ["1 tot en met 20 van 20"], []),
        (1, 41, ["1 tot en met 20 van 41"], ["1", "2", "3", "Volgende"]),
        (3, 41, ["41 tot en met 41 van 41"], ["Vorige", "1", "2", "3"]),
        (
            5,
            400,
            ["81 tot en met 100 van 400"],
            ["Vorige", "1", "…", "4", "5", "6", "…", "20", "Volgende"],
        ),
    ],
)
def test_the_pages_of_a_list(number: int, total: int, words: list[str], pages: list[str]) -> None:
    text = rendered(
        "navigation",
        "pager(number, 20, total, link)",
        number=number,
        total=total,
        link=lambda page, size: f"/items?page={page}&size={size}",
    )
    assert re.findall(r"<span>(\d[^<]*)</span>", text) == words
    inside = re.search(r"<nav[^>]*>(.*)</nav>", text)
    assert (re.findall(r">([^<>]+)<", inside[1]) if inside else []) == pages


def test_every_icon_that_a_template_or_a_code_names_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="i-([^"]+)"', read("shared/_icons.html")))
    codes = {*Kind, *Status, *LABELS["certainty"], "measure", "deadline"}
    assert codes - drawn == set()
    comment = re.compile(r"\{#.*?#\}", re.DOTALL)
    text = "".join(comment.sub("", source) for source in sources().values())
    named = set(re.findall(r'(?:href="#i-|\bicon\("|icon_name=")([\w-]+)"', text))
    assert named - drawn == set()


def test_every_own_style_sheet_and_script_is_loaded_once() -> None:
    loaded = re.findall(r'"((?:css|js)/\w+)"', read("base.html"))
    static = PACKAGE / "static"
    there = [*static.glob("css/*.css"), *static.glob("js/*.js")]
    assert sorted(loaded) == sorted(str(path.relative_to(static).with_suffix("")) for path in there)


def test_templates_hold_no_inline_script_or_style() -> None:
    jinja = re.compile(r"\{[{%#].*?[}%#]\}", re.DOTALL)
    inline = re.compile(r"<style|<script(?![^>]*\bsrc=)|\s(?:style|on[a-z]+)=|hx-on", re.IGNORECASE)
    found = {name for name, source in sources().items() if inline.search(jinja.sub("", source))}
    assert found == set()


def sources() -> dict[str, str]:
    """The source of every template of a page, by its name; mails are shown by no browser."""
    templates = folder("templates")
    return {
        str(path.relative_to(templates)): path.read_text(encoding="utf-8")
        for path in templates.rglob("*.html")
        if path.parent.name != "mails"
    }


def read(template: str) -> str:
    """The source of a template."""
    return (folder("templates") / template).read_text(encoding="utf-8")
