"""Progress letters: the list, a new one, its rows, and its annex on screen and as a file."""

import uuid
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from tracker.adapters.annexes.wording import (
    columns,
    flag_text,
    section_title,
    source_place,
    status_text,
)
from tracker.adapters.labels import label
from tracker.db.tables.progress_letters import Addressee
from tracker.domain.annexes import arrange
from tracker.domain.errors import DomainError, Refusals
from tracker.services import progress_letters as letters
from tracker.services.conflicts import save
from tracker.services.missing import Missing
from tracker.services.progress_letters import Letter, StaleVersion
from tracker.services.view_choices import chosen_view, view_choices
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form, FormData
from tracker.web.letter_forms import combined, letter_form, marks, row_change

MEDIA_TYPES = {"odt": "application/vnd.oasis.opendocument.text", "pdf": "application/pdf"}


class ProgressLetterController(Controller):
    """The letters of this ministry."""

    path = "/progress-letters"

    @get("/", sync_to_thread=True)
    def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """All letters."""
        desk = desk_of(request)
        with desk.store.reading() as session:
            found = letters.list_letters(session)
        return desk.page(
            "progress_letters/index.html",
            title=desk.messages.text("Stand-van-zakenbrieven"),
            nav="progress_letters",
            crumbs=[(desk.messages.text("Stand-van-zakenbrieven"), None)],
            letters=found,
        )

    @get("/new", sync_to_thread=True)
    def show_new(self, request: Request[Any, Any, Any], view: FromQuery[str] = "") -> Response[Any]:
        """The form for a new letter."""
        desk = desk_of(request)
        values = {
            "submission": str(uuid.uuid4()),
            "view": view,
            "reference_date": desk.clock.today().isoformat(),
            "addressee": "second_chamber",
            "with_closed": "1",
        }
        return _new_page(desk, values, {})

    @post("/new", sync_to_thread=True)
    def create(self, request: Request[Any, Any, Any], data: FormData) -> Response[Any]:
        """Make a draft and go to it."""
        desk, form = desk_of(request), Form(data)
        title = form.line("title", required=True)
        day = form.day("reference_date", required=True)
        addressee = form.code("addressee", Addressee, required=True)
        submission = form.key("submission") or uuid.uuid4()
        try:
            if form.refusals or day is None or addressee is None:
                raise Refusals(form.refusals)
            with desk.store.reading() as session:
                choice = chosen_view(session, desk.actor, desk.messages, form.line("view"))
            letter_id = save(
                desk.store,
                lambda session: letters.create_letter(
                    session,
                    desk.actor,
                    desk.clock,
                    desk.calendar,
                    letter_id=submission,
                    title=title,
                    reference_date=day,
                    addressee=addressee,
                    query=choice.query,
                    with_closed=form.ticked("with_closed"),
                ),
            )
        except (DomainError, Refusals) as error:
            return _new_page(desk, form.values, desk.sentences(error), 422)
        return desk.redirect(
            f"/progress-letters/{letter_id}", desk.messages.text("Concept gemaakt.")
        )

    @get("/{letter_id:uuid}", sync_to_thread=True)
    def show(
        self, request: Request[Any, Any, Any], letter_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """The annex on screen."""
        desk = desk_of(request)
        return _letter_page(desk, _read(desk, letter_id), {})

    @get("/{letter_id:uuid}/rows", sync_to_thread=True)
    def show_rows(
        self, request: Request[Any, Any, Any], letter_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """The form that adjusts the rows."""
        desk = desk_of(request)
        letter = _read(desk, letter_id)
        if not letter.is_draft:
            raise Missing
        return _rows_page(desk, letter, letter_form(letter), {})

    @post("/{letter_id:uuid}/rows", sync_to_thread=True)
    def adjust_rows(
        self, request: Request[Any, Any, Any], letter_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Write the adjusted rows; where another changed the same text, both are shown."""
        desk = desk_of(request)
        letter = _read(desk, letter_id)
        merged = combined(letter_form(letter), Form(data).values)
        if merged.clashing:
            errors = {"": _clash(desk, len(merged.clashing))}
            return _rows_page(desk, letter, merged.values, errors, merged.clashing, 409)
        try:
            _adjust(desk, letter, Form(merged.values))
        except StaleVersion:
            return _rows_page(desk, letter, merged.values, {"": _stale(desk)}, status_code=409)
        except (DomainError, Refusals) as error:
            errors = desk.sentences(error)
            return _rows_page(desk, letter, merged.values, errors, status_code=422)
        return desk.redirect(
            f"/progress-letters/{letter_id}", desk.messages.text("Brief opgeslagen.")
        )

    @post("/{letter_id:uuid}/freeze", sync_to_thread=True)
    def freeze(
        self, request: Request[Any, Any, Any], letter_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Keep the rows as the officer saw them."""
        desk, form = desk_of(request), Form(data)
        try:
            save(
                desk.store,
                lambda session: letters.freeze_letter(
                    session,
                    desk.actor,
                    desk.clock,
                    _read_in(session, desk, letter_id),
                    form.line("seal"),
                ),
            )
        except StaleVersion:
            return _letter_page(desk, _read(desk, letter_id), {"": _stale(desk)}, 409)
        except DomainError as error:
            return _letter_page(desk, _read(desk, letter_id), desk.sentences(error), 422)
        return desk.redirect(
            f"/progress-letters/{letter_id}", desk.messages.text("Brief vastgesteld.")
        )

    @get("/{letter_id:uuid}/annex/{file_format:str}", sync_to_thread=True)
    def download(
        self,
        request: Request[Any, Any, Any],
        letter_id: FromPath[uuid.UUID],
        file_format: FromPath[str],
    ) -> Response[Any]:
        """The annex as a file."""
        desk = desk_of(request)
        if file_format not in MEDIA_TYPES:
            raise NotFoundException
        letter = _read(desk, letter_id)
        content = letters.render_annex(letters.annex_of(letter, desk.messages), file_format)
        name = f"bijlage-{letter.reference_date.isoformat()}.{file_format}"
        return Response(
            content,
            media_type=MEDIA_TYPES[file_format],
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )


def _read(desk: Desk, letter_id: uuid.UUID) -> Letter:
    with desk.store.reading() as session:
        return _read_in(session, desk, letter_id)


def _read_in(session: Any, desk: Desk, letter_id: uuid.UUID) -> Letter:
    return letters.read_letter(session, desk.actor, letter_id, desk.office.base_url, desk.messages)


def _adjust(desk: Desk, letter: Letter, form: Form) -> None:
    title = form.line("title", required=True)
    day = form.day("reference_date", required=True)
    addressee = form.code("addressee", Addressee, required=True)
    changes = [row_change(form, row.item_id, place) for place, row in enumerate(letter.rows, 1)]
    if form.refusals or day is None or addressee is None:
        raise Refusals(form.refusals)
    save(
        desk.store,
        lambda session: letters.adjust_letter(
            session,
            desk.actor,
            desk.clock,
            letter,
            title=title,
            reference_date=day,
            addressee=addressee,
            changes=changes,
        ),
    )


def _clash(desk: Desk, texts: int) -> str:
    return desk.messages.plural(
        "Eén tekst die u aanpaste, is intussen ook elders veranderd. De uwe staat in het veld, "
        "de andere eronder. Sla opnieuw op om te houden wat in het veld staat.",
        "%(num)s teksten die u aanpaste, zijn intussen ook elders veranderd. De uwe staan in het "
        "veld, de andere eronder. Sla opnieuw op om te houden wat in het veld staat.",
        texts,
    )


def _stale(desk: Desk) -> str:
    return desk.messages.text(
        "De brief of een tekst erin is intussen veranderd. Lees wat er nu staat en probeer het "
        "opnieuw."
    )


def _new_page(
    desk: Desk, values: dict[str, str], errors: dict[str, str], status_code: int = 200
) -> Response[Any]:
    with desk.store.reading() as session:
        choices = view_choices(session, desk.actor, desk.messages)
    return desk.page(
        "progress_letters/new.html",
        title=desk.messages.text("Nieuwe stand-van-zakenbrief"),
        nav="progress_letters",
        crumbs=_crumbs(desk, desk.messages.text("Nieuw")),
        status_code=status_code,
        values=values,
        errors=errors,
        choices=[(choice.value, choice.name) for choice in choices],
        addressees=_addressees(desk),
    )


def _letter_page(
    desk: Desk, letter: Letter, errors: dict[str, str], status_code: int = 200
) -> Response[Any]:
    sections = arrange(row.annex for row in letter.included)
    return desk.page(
        "progress_letters/detail.html",
        title=letter.title,
        nav="progress_letters",
        crumbs=_crumbs(desk, letter.title),
        status_code=status_code,
        letter=letter,
        errors=errors,
        flagged=[row.annex for row in letter.included if row.annex.flag],
        columns=columns(desk.messages),
        sections=[
            (section_title(one, letter.reference_date, desk.messages), one.rows) for one in sections
        ],
        flag_text=lambda row: flag_text(row, desk.messages),
        status_text=lambda row: status_text(row, desk.messages),
        source_place=source_place,
    )


def _rows_page(
    desk: Desk,
    letter: Letter,
    values: Mapping[str, str],
    errors: Mapping[str, str],
    clashing: Mapping[str, str] = MappingProxyType({}),
    status_code: int = 200,
) -> Response[Any]:
    return desk.page(
        "progress_letters/rows.html",
        title=desk.messages.text("Rijen aanpassen"),
        nav="progress_letters",
        crumbs=[
            (desk.messages.text("Stand-van-zakenbrieven"), "/progress-letters"),
            (letter.title, f"/progress-letters/{letter.id}"),
            (desk.messages.text("Aanpassen"), None),
        ],
        status_code=status_code,
        letter=letter,
        values=values,
        marks=marks(letter_form(letter)),
        clashing=clashing,
        errors=errors,
        addressees=_addressees(desk),
    )


def _addressees(desk: Desk) -> list[tuple[str, str]]:
    return [(code, label(desk.messages, "addressee", code)) for code in Addressee]


def _crumbs(desk: Desk, last: str) -> list[tuple[str, str | None]]:
    return [(desk.messages.text("Stand-van-zakenbrieven"), "/progress-letters"), (last, None)]
