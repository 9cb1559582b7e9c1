"""The status report: how things stand, or stood on a day that has passed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from litestar import Controller, Request, Response, get
from markupsafe import Markup

from tracker.adapters.child import in_child
from tracker.adapters.labels import label
from tracker.adapters.messages import Messages
from tracker.adapters.printed import MEDIA_TYPES, FileFormat, render_printed
from tracker.adapters.report_charts import delay_chart, throughput_chart
from tracker.adapters.report_document import ReportSheet, report_document
from tracker.adapters.report_words import (
    as_known,
    days_words,
    delay_sentence,
    lateness_sentence,
    moved_sentence,
    throughput_sentence,
)
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.selections import Due, Openness, Selection, write_selection
from tracker.domain.status_reports import WEEKS, DelayBand, Place
from tracker.domain.statuses import CLOSED, OPEN, Kind, Status
from tracker.services.status_reports import Answer, PlaceName, Question, ask_report, places
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form

ADDRESS = "/reports/status"
RENDER_WITHIN = 60.0
"""Seconds that making the PDF may take."""


class StatusReportController(Controller):
    """The report on screen; the browser prints it."""

    @get(ADDRESS, sync_to_thread=True)
    def show(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """The report that the query asks for: of today, and along the units, unless it says so."""
        desk = desk_of(request)
        form = Form(dict(request.query_params))
        try:
            question = read_question(desk, form)
            with desk.store.snapshot() as session:
                answer = ask_report(session, desk.actor, desk.clock, question)
        except (DomainError, Refusals) as error:
            return _page(desk, form.values, None, desk.sentences(error))
        return _page(desk, form.values, answer, {})

    @get("/reports/status.pdf", sync_to_thread=True)
    def as_pdf(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """The report as PDF; the page where it is refused."""
        desk = desk_of(request)
        form = Form(dict(request.query_params))
        try:
            question = read_question(desk, form)
            with desk.store.snapshot() as session:
                answer = ask_report(session, desk.actor, desk.clock, question)
        except (DomainError, Refusals) as error:
            return _page(desk, form.values, None, desk.sentences(error))
        document = report_document(_sheet(desk, answer), desk.messages)
        content = in_child(
            render_printed, document, FileFormat.PDF, desk.messages, timeout=RENDER_WITHIN
        )
        name = f"stand-{answer.question.on.isoformat()}.pdf"
        return Response(
            content,
            media_type=MEDIA_TYPES[FileFormat.PDF],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def _sheet(desk: Desk, answer: Answer) -> ReportSheet:
    return ReportSheet(
        title=_title(desk.messages, answer),
        author=desk.actor.name,
        made_at=desk.clock.now(),
        by=answer.question.by,
        of=answer.place.name if answer.place else "",
        report=answer.report,
        places=tuple((row.place.name if row.place else "", row.report) for row in answer.places),
        without_history=answer.without_history,
        is_today=answer.is_today,
    )


def read_question(desk: Desk, form: Form) -> Question:
    """What the form of the page asks; raises Refusals for what cannot be read."""
    question = Question(
        by=form.code("by", Place) or Place.UNIT,
        of=form.line("of"),
        on=form.day("on") or desk.clock.today(),
    )
    if form.refusals:
        raise Refusals(form.refusals)
    return question


def address(question: Question, path: str = ADDRESS) -> str:
    """The address of a report."""
    pairs = {"by": question.by.value, "of": question.of, "on": question.on.isoformat()}
    return f"{path}?{urlencode({name: value for name, value in pairs.items() if value})}"


def _page(
    desk: Desk, values: dict[str, str], answer: Answer | None, errors: dict[str, str]
) -> Response[Any]:
    by = answer.question.by if answer else _place(values.get("by", ""))
    with desk.store.reading() as session:
        offered = places(session)[by]
    title = _title(desk.messages, answer)
    return desk.page(
        "status_reports/index.html",
        title=title,
        nav="items",
        crumbs=[(desk.messages.text("Overzicht"), "/items"), (title, None)],
        status_code=422 if errors else 200,
        answer=answer,
        errors=errors,
        by=by,
        by_options=[(one.value, label(desk.messages, "report_by", one)) for one in Place],
        of=answer.question.of if answer else values.get("of", ""),
        of_options=[(place.code, place.name) for place in offered],
        on=answer.question.on if answer else values.get("on", ""),
        **(_drawn(desk, answer) if answer else {}),
    )


def _place(value: str) -> Place:
    return Place(value) if value in set(Place) else Place.UNIT


def _title(messages: Messages, answer: Answer | None) -> str:
    if answer and answer.place:
        return messages.text("Stand van %(place)s", place=answer.place.name)
    return messages.text("Stand van het ministerie")


def _drawn(desk: Desk, answer: Answer) -> dict[str, Any]:
    report, messages = answer.report, desk.messages
    throughput = throughput_sentence(messages, report)
    delay = delay_sentence(messages, report)
    question = answer.question
    return {
        "report": report,
        "kinds": list(Kind),
        "standings": [(name, sorted(found, key=list(Status).index)) for name, found in _STANDINGS],
        "weeks": WEEKS,
        "bands": list(DelayBand),
        "throughput_words": throughput,
        "throughput": Markup(throughput_chart(report.months, messages, throughput)),
        "delay_words": delay,
        "delay": Markup(delay_chart(report.delay, messages, delay)),
        "known_words": as_known(messages, report),
        "late_words": lateness_sentence(messages, report),
        "moved_words": moved_sentence(messages, report),
        "days": lambda count: days_words(messages, count),
        "list_href": _links(answer),
        "place_href": lambda place: address(replace(question, of=place.code)),
        "pdf_href": address(question, f"{ADDRESS}.pdf"),
        "whole_href": address(replace(question, of="")),
        "today_href": address(replace(question, on=desk.clock.today())),
    }


_STANDINGS = (("open", OPEN), ("closed", CLOSED))


def _links(answer: Answer) -> Callable[..., str | None]:
    """Where the list has just what a count counts; it shows today only."""

    def href(
        kind: Kind | None = None,
        status: Status | None = None,
        due: str = "",
        openness: str = "open",
        place: PlaceName | None = answer.place,
    ) -> str | None:
        if not answer.is_today:
            return None
        code, by = place.code if place else "", answer.question.by
        selection = Selection(
            openness=Openness.ALL if status else Openness(openness),
            kinds=(kind,) if kind else (),
            statuses=(status,) if status else (),
            due=Due(due) if due else None,
            unit=code if by is Place.UNIT else "",
            minister=code if by is Place.MINISTER else "",
            programme=code if by is Place.PROGRAMME else "",
        )
        return f"/items?{write_selection(selection)}"

    return href
