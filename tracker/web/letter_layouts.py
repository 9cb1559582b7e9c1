"""How a progress letter looks: its layout, groups, columns and headings."""

import uuid
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath

from tracker.adapters.annexes.wording import usual_column, usual_title
from tracker.adapters.labels import label
from tracker.domain.annex_rows import AnnexKind
from tracker.domain.annexes import Field, Grouping, Layout, PlaceBy
from tracker.domain.errors import DomainError, Refusals
from tracker.services import letter_templates
from tracker.services import progress_letters as letters
from tracker.services.conflicts import save
from tracker.services.missing import Missing
from tracker.services.progress_letters import Letter, Look, StaleVersion
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form, FormData
from tracker.web.progress_letters import crumbs, layout_choices, read, stale


class LetterLayoutController(Controller):
    """The look of one letter."""

    path = "/progress-letters/{letter_id:uuid}/layout"

    @get("/", sync_to_thread=True)
    def show(
        self, request: Request[Any, Any, Any], letter_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """The form that lays a letter out."""
        desk = desk_of(request)
        letter = read(desk, letter_id)
        if not letter.is_draft:
            raise Missing
        return _page(desk, letter, _values(letter), {})

    @post("/", sync_to_thread=True)
    def lay_out(
        self, request: Request[Any, Any, Any], letter_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Give the letter another look."""
        desk, form = desk_of(request), Form(data)
        version = form.whole("version") or 0
        look = _look(form)
        try:
            if form.refusals or look is None:
                raise Refusals(form.refusals)
            save(
                desk.store,
                lambda session: letters.lay_out(
                    session, desk.actor, desk.clock, letter_id, version, look
                ),
            )
        except StaleVersion:
            letter = read(desk, letter_id)
            values = form.values | {"version": str(letter.version)}
            return _page(desk, letter, values, {"": stale(desk)}, 409)
        except (DomainError, Refusals) as error:
            return _page(desk, read(desk, letter_id), form.values, desk.sentences(error), 422)
        return desk.redirect(
            f"/progress-letters/{letter_id}", desk.messages.text("Opmaak opgeslagen.")
        )


def _look(form: Form) -> Look | None:
    layout = form.code("layout", Layout, required=True)
    grouping = form.code("grouping", Grouping, required=True)
    place_by = form.code("place_by", PlaceBy, required=True)
    places = {one: form.whole(f"place.{one}") for one in Field}
    headings = {name: form.line(f"heading.{name}", limit=200) for name in (*Field, *_tables())}
    placed = [(place, one) for one, place in places.items() if place]
    if layout is None or grouping is None or place_by is None:
        return None
    return Look(
        layout=layout,
        grouping=grouping,
        place_by=place_by,
        subject=form.line("subject"),
        with_changes=form.ticked("with_changes"),
        previous_id=form.key("previous"),
        template_id=form.key("template"),
        fields=tuple(one for _place, one in sorted(placed, key=lambda pair: pair[0])),
        headings=headings,
    )


def _tables() -> list[str]:
    return [f"{kind}.{state}" for kind in AnnexKind for state in ("closed", "open")]


def _values(letter: Letter) -> dict[str, str]:
    row, settings = letter.row, letters.read_settings(letter.row.settings)
    places = {f"place.{one}": str(at) for at, one in enumerate(settings.fields, start=1)}
    return {
        "version": str(letter.version),
        "layout": row.layout.value,
        "grouping": row.grouping.value,
        "place_by": row.place_by.value,
        "subject": row.subject,
        "with_changes": "1" if row.with_changes else "",
        "previous": str(row.previous_id or ""),
        "template": str(row.template_id or ""),
        **places,
        **{f"heading.{name}": text for name, text in settings.headings.items()},
    }


def _page(
    desk: Desk,
    letter: Letter,
    values: dict[str, str],
    errors: dict[str, str],
    status_code: int = 200,
) -> Response[Any]:
    messages = desk.messages
    with desk.store.reading() as session:
        earlier = [one for one in letters.list_letters(session) if one.id != letter.id]
        templates = letter_templates.list_templates(session)
    return desk.page(
        "progress_letters/layout.html",
        title=messages.text("Opmaak"),
        nav="progress_letters",
        crumbs=[
            *crumbs(desk, "")[:1],
            (letter.title, f"/progress-letters/{letter.id}"),
            (messages.text("Opmaak"), None),
        ],
        status_code=status_code,
        letter=letter,
        values=values,
        errors=errors,
        layouts=layout_choices(desk),
        groupings=[(one, label(messages, "grouping", one)) for one in Grouping],
        places=[(one, label(messages, "place_by", one)) for one in PlaceBy],
        letters=[
            ("", messages.text("De vorige aan deze Kamer")),
            *((one.id, f"{one.title}, {messages.date(one.reference_date)}") for one in earlier),
        ],
        templates=[("", messages.text("Geen")), *((one.id, one.name) for one in templates)],
        columns=[(one, usual_column(one, messages)) for one in Field],
        tables=[(name, _usual(name, letter, desk)) for name in _tables()],
    )


def _usual(name: str, letter: Letter, desk: Desk) -> str:
    kind, _, state = name.partition(".")
    title = usual_title(AnnexKind(kind), state == "closed", desk.messages)
    return title % {"day": "{peildatum}", "house": letter.addressed_to, "body": ""}
