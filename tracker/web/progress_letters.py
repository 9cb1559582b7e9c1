"""Progress letters: the list, a new one, its rows, and its annex on screen and as a file."""

import uuid
from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, FromQuery

from tracker.adapters.annexes.layouts import compose
from tracker.adapters.annexes.wording import proposed_text
from tracker.adapters.labels import label
from tracker.adapters.printed import MEDIA_TYPES, FileFormat
from tracker.db.tables.progress_letters import Addressee
from tracker.domain.annexes import Layout
from tracker.domain.errors import DomainError, Refusals
from tracker.services import letter_files
from tracker.services import progress_letters as letters
from tracker.services.conflicts import save
from tracker.services.missing import Missing
from tracker.services.progress_letters import Letter, StaleVersion
from tracker.services.view_choices import (
    OF_DOSSIER,
    chosen_view,
    dossier_choice,
    view_choices,
)
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form, FormData
from tracker.web.letter_forms import combined, letter_form, marks, row_change, ticked


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
    def show_new(
        self,
        request: Request[Any, Any, Any],
        view: FromQuery[str] = "",
        layout: FromQuery[str] = "budget",
    ) -> Response[Any]:
        """The form for a new letter."""
        desk = desk_of(request)
        values = {
            "submission": str(uuid.uuid4()),
            "view": view,
            "layout": layout,
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
        layout = form.code("layout", Layout, required=True)
        subject = form.line("subject")
        submission = form.key("submission") or uuid.uuid4()
        try:
            if form.refusals or day is None or addressee is None or layout is None:
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
                    layout=layout,
                    subject=subject,
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
        return _letter_page(desk, read(desk, letter_id), {})

    @get("/{letter_id:uuid}/rows", sync_to_thread=True)
    def show_rows(
        self, request: Request[Any, Any, Any], letter_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """The form that adjusts the rows."""
        desk = desk_of(request)
        letter = read(desk, letter_id)
        if not letter.is_draft:
            raise Missing
        return _rows_page(desk, letter, letter_form(letter), {})

    @post("/{letter_id:uuid}/rows", sync_to_thread=True)
    def adjust_rows(
        self, request: Request[Any, Any, Any], letter_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Write the adjusted rows; where another changed the same text, both are shown."""
        desk = desk_of(request)
        letter = read(desk, letter_id)
        merged = combined(letter_form(letter), Form(data).values)
        if merged.clashing:
            errors = {"": _clash(desk, len(merged.clashing))}
            return _rows_page(desk, letter, merged.values, errors, merged.clashing, 409)
        try:
            _adjust(desk, letter, Form({**merged.values, **ticked(Form(data).values)}))
        except StaleVersion:
            return _rows_page(desk, letter, merged.values, {"": stale(desk)}, status_code=409)
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
        """Keep the rows and the files as the officer saw them."""
        desk, form = desk_of(request), Form(data)
        try:
            letter_files.freeze_letter(
                desk.store,
                desk.actor,
                desk.clock,
                lambda session: read_in(session, desk, letter_id),
                form.line("seal"),
            )
        except StaleVersion:
            return _letter_page(desk, read(desk, letter_id), {"": stale(desk)}, 409)
        except DomainError as error:
            return _letter_page(desk, read(desk, letter_id), desk.sentences(error), 422)
        return desk.redirect(
            f"/progress-letters/{letter_id}", desk.messages.text("Brief vastgesteld.")
        )

    @post("/{letter_id:uuid}/items", sync_to_thread=True)
    def add_items(
        self, request: Request[Any, Any, Any], letter_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Add items to a draft, by their numbers or from the selection as it is now."""
        desk, form = desk_of(request), Form(data)
        letter = read(desk, letter_id)
        numbers = form.line("numbers").upper().replace(",", " ").replace(";", " ").split()
        try:
            if form.refusals:
                raise Refusals(form.refusals)
            added = save(
                desk.store,
                lambda session: (
                    letters.add_items(
                        session, desk.actor, desk.clock, letter.id, letter.version, numbers
                    )
                    if numbers
                    else letters.refresh_selection(
                        session, desk.actor, desk.clock, desk.calendar, letter.id, letter.version
                    )
                ),
            )
        except StaleVersion:
            return _rows_page(desk, letter, letter_form(letter), {"": stale(desk)}, status_code=409)
        except (DomainError, Refusals) as error:
            values = letter_form(letter) | {"numbers": form.values.get("numbers", "")}
            return _rows_page(desk, letter, values, desk.sentences(error), status_code=422)
        told = desk.messages.plural("Eén rij toegevoegd.", "%(num)s rijen toegevoegd.", len(added))
        return desk.redirect(f"/progress-letters/{letter_id}/rows", told)

    @get("/{letter_id:uuid}/annex/{file_format:str}", sync_to_thread=True)
    def download(
        self,
        request: Request[Any, Any, Any],
        letter_id: FromPath[uuid.UUID],
        file_format: FromPath[str],
    ) -> Response[Any]:
        """The letter as a file; of a printed letter the bytes that are kept."""
        desk = desk_of(request)
        letter = read(desk, letter_id)
        if file_format not in letter_files.letter_formats(letter):
            raise Missing
        content = letter_files.file_of(desk.store, desk.actor, desk.clock, letter, file_format)
        name = f"bijlage-{letter.reference_date.isoformat()}.{file_format}"
        return attached(content, name, file_format)


def attached(content: bytes, name: str, file_format: str) -> Response[bytes]:
    """A file for the browser to keep."""
    return Response(
        content,
        media_type=MEDIA_TYPES[FileFormat(file_format)],
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def read(desk: Desk, letter_id: uuid.UUID) -> Letter:
    """A letter as it is now. Raises Missing."""
    with desk.store.reading() as session:
        return read_in(session, desk, letter_id)


def read_in(session: Any, desk: Desk, letter_id: uuid.UUID) -> Letter:
    """The same, in a session."""
    return letters.read_letter(session, desk.actor, letter_id, desk.office.base_url, desk.messages)


def _adjust(desk: Desk, letter: Letter, form: Form) -> None:
    title = form.line("title", required=True)
    day = form.day("reference_date", required=True)
    addressee = form.code("addressee", Addressee, required=True)
    proposed = _proposed(desk, letter)
    changes = [
        row_change(form, row.item_id, place, proposed.get(row.item_id, ""))
        for place, row in enumerate(letter.rows, 1)
    ]
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


def _proposed(desk: Desk, letter: Letter) -> dict[uuid.UUID, str]:
    """The standing sentence that each row's facts carry, where its text does not say it."""
    annex = letters.annex_of(letter)
    found = {row.item_id: proposed_text(row.annex, annex, desk.messages) for row in letter.rows}
    return {
        row.item_id: text
        for row in letter.rows
        if (text := found[row.item_id]) and text not in row.annex.status_text
    }


def _clash(desk: Desk, texts: int) -> str:
    return desk.messages.plural(
        "Eén tekst die u aanpaste, is intussen ook elders veranderd. De uwe staat in het veld, "
        "de andere eronder. Sla opnieuw op om te houden wat in het veld staat.",
        "%(num)s teksten die u aanpaste, zijn intussen ook elders veranderd. De uwe staan in het "
        "veld, de andere eronder. Sla opnieuw op om te houden wat in het veld staat.",
        texts,
    )


def stale(desk: Desk) -> str:
    """What to tell someone whose form was made of an older letter."""
    return desk.messages.text(
        "De brief of een tekst erin is intussen veranderd. Lees wat er nu staat en probeer het "
        "opnieuw."
    )


def _new_page(
    desk: Desk, values: dict[str, str], errors: dict[str, str], status_code: int = 200
) -> Response[Any]:
    with desk.store.reading() as session:
        choices = [*view_choices(session, desk.actor, desk.messages)]
    if values.get("view", "").startswith(OF_DOSSIER):
        with suppress(DomainError):
            choices.append(dossier_choice(desk.messages, values["view"].removeprefix(OF_DOSSIER)))
    return desk.page(
        "progress_letters/new.html",
        title=desk.messages.text("Nieuwe stand-van-zakenbrief"),
        nav="progress_letters",
        crumbs=crumbs(desk, desk.messages.text("Nieuw")),
        status_code=status_code,
        values=values,
        errors=errors,
        choices=[(choice.value, choice.name) for choice in choices],
        addressees=_addressees(desk),
        layouts=layout_choices(desk),
    )


def layout_choices(desk: Desk) -> list[tuple[str, str, str]]:
    """The layouts, each with what it is for."""
    return [
        (one, label(desk.messages, "layout", one), label(desk.messages, "layout_help", one))
        for one in Layout
    ]


def _letter_page(
    desk: Desk, letter: Letter, errors: dict[str, str], status_code: int = 200
) -> Response[Any]:
    with desk.store.reading() as session:
        files = letter_files.kept_files(session, letter.id)
    return desk.page(
        "progress_letters/detail.html",
        title=letter.title,
        nav="progress_letters",
        crumbs=crumbs(desk, letter.title),
        status_code=status_code,
        letter=letter,
        submission=uuid.uuid4(),
        errors=errors,
        flagged=[row.annex for row in letter.included if row.annex.flag],
        blocks=compose(letters.annex_of(letter), desk.messages).blocks[1:],
        formats=letter_files.letter_formats(letter),
        files=files,
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
        proposed=_proposed(desk, letter),
        marks=marks(letter_form(letter)),
        clashing=clashing,
        errors=errors,
        addressees=_addressees(desk),
    )


def _addressees(desk: Desk) -> list[tuple[str, str]]:
    return [(code, label(desk.messages, "addressee", code)) for code in Addressee]


def crumbs(desk: Desk, last: str) -> list[tuple[str, str | None]]:
    """The way to a page of a letter."""
    return [(desk.messages.text("Stand-van-zakenbrieven"), "/progress-letters"), (last, None)]
