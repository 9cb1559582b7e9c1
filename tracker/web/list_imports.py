"""Lists that a ministry brings: uploaded, mapped, looked at, taken in, taken back."""

import uuid
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath, MultipartBody

from tracker.adapters.labels import label
from tracker.adapters.refusals import refusal
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.list_columns import ListColumn
from tracker.domain.statuses import Kind
from tracker.services import list_imports as lists
from tracker.services.list_imports import Changed, Preview
from tracker.services.list_reading import Fate, ListRow
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form, FormData

A_PAGE = 100
"""Rows of a preview on one page."""


class ListImportController(Controller):
    """The lists."""

    path = "/imports"

    @get("/", sync_to_thread=True)
    def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """Earlier lists, and the form for a new one."""
        return _index(desk_of(request), {"submission": str(uuid.uuid4())}, {})

    @post("/", sync_to_thread=True, request_max_body_size=lists.LARGEST + 100_000)
    def bring(
        self, request: Request[Any, Any, Any], data: MultipartBody[dict[str, Any]]
    ) -> Response[Any]:
        """Read a list, and show what would become of it."""
        desk = desk_of(request)
        upload = data.pop("file", None)
        form = Form(data)
        try:
            name, content = _uploaded(upload)
            rows = lists.read_file(name, content)
            with desk.store.writing() as session:
                key = lists.bring(
                    session,
                    desk.actor,
                    desk.clock,
                    import_id=form.key("submission") or uuid.uuid4(),
                    file_name=name,
                    content=content,
                    rows=rows,
                )
        except (DomainError, Refusals) as error:
            errors = {name or "file": text for name, text in desk.sentences(error).items()}
            return _index(desk, form.values, errors, 422)
        return desk.redirect(f"/imports/{key}", desk.messages.text("Lijst gelezen."))

    @get("/{import_id:uuid}", sync_to_thread=True)
    def show(
        self, request: Request[Any, Any, Any], import_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """What would become of each row."""
        return _detail(desk_of(request), import_id, {}, {})

    @post("/{import_id:uuid}/columns", sync_to_thread=True)
    def map_columns(
        self, request: Request[Any, Any, Any], import_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Say what the columns mean."""
        desk, form = desk_of(request), Form(data)
        headings = _rows(desk, import_id)[0]
        columns = {at: form.code(f"column.{at}", ListColumn) for at in range(len(headings))}
        kind = form.code("kind", Kind)
        try:
            if form.refusals:
                raise Refusals(form.refusals)
            with desk.store.writing() as session:
                lists.map_columns(
                    session,
                    desk.actor,
                    desk.clock,
                    import_id,
                    headings,
                    {at: one for at, one in columns.items() if one},
                    kind,
                )
        except (DomainError, Refusals) as error:
            return _detail(desk, import_id, form.values, desk.sentences(error), 422)
        return desk.redirect(f"/imports/{import_id}", desk.messages.text("Kolommen opgeslagen."))

    @post("/{import_id:uuid}/take-in", sync_to_thread=True)
    def take_in(
        self, request: Request[Any, Any, Any], import_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Take the whole list in, or nothing of it."""
        desk, form = desk_of(request), Form(data)
        rows = _rows(desk, import_id)
        try:
            with desk.store.writing() as session:
                counts = lists.take_in(
                    session,
                    desk.actor,
                    desk.clock,
                    desk.calendar,
                    desk.messages,
                    import_id,
                    rows,
                    form.line("seal"),
                )
        except Changed:
            said = desk.messages.text("Er is intussen iets gewijzigd. Kijk de rijen opnieuw na.")
            return _detail(desk, import_id, {}, {"": said}, 409)
        except (DomainError, Refusals) as error:
            return _detail(desk, import_id, {}, desk.sentences(error), 422)
        said = desk.messages.text(
            "Overgenomen: %(new)s nieuw, %(changed)s gewijzigd.",
            new=counts[Fate.NEW],
            changed=counts[Fate.CHANGED],
        )
        return desk.redirect(f"/imports/{import_id}", said)

    @post("/{import_id:uuid}/undo", sync_to_thread=True)
    def undo(
        self, request: Request[Any, Any, Any], import_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Take everything of a list back."""
        desk = desk_of(request)
        try:
            with desk.store.writing() as session:
                lists.undo_import(session, desk.actor, desk.clock, import_id)
        except DomainError as error:
            return _detail(desk, import_id, {}, desk.sentences(error), 422)
        return desk.redirect(f"/imports/{import_id}", desk.messages.text("Lijst teruggedraaid."))


def _uploaded(upload: Any) -> tuple[str, bytes]:
    name = (upload.filename or "") if isinstance(upload, UploadFile) else ""
    if not name:
        raise DomainError("text.required", field="file")
    return name, upload.file.read()


def _rows(desk: Desk, import_id: uuid.UUID) -> tuple[tuple[str, ...], ...]:
    with desk.store.reading() as session:
        name, content = lists.content_of(session, import_id)
    return lists.read_file(name, content)


def _index(
    desk: Desk, values: dict[str, str], errors: dict[str, str], status_code: int = 200
) -> Response[Any]:
    with desk.store.reading() as session:
        found = lists.list_imports(session)
    return desk.page(
        "list_imports/index.html",
        title=desk.messages.text("Lijst importeren"),
        nav="items",
        crumbs=[*_crumbs(desk)[:1], (desk.messages.text("Lijst importeren"), None)],
        status_code=status_code,
        imports=found,
        values=values,
        errors=errors,
        columns=[label(desk.messages, "list_column", one) for one in ListColumn],
    )


def _crumbs(desk: Desk) -> list[tuple[str, str | None]]:
    return [
        (desk.messages.text("Overzicht"), "/items"),
        (desk.messages.text("Lijst importeren"), "/imports"),
    ]


def _detail(
    desk: Desk,
    import_id: uuid.UUID,
    values: dict[str, str],
    errors: dict[str, str],
    status_code: int = 200,
) -> Response[Any]:
    rows = _rows(desk, import_id)
    with desk.store.reading() as session:
        seen = lists.preview(
            session, desk.actor, desk.clock, desk.calendar, desk.messages, import_id, rows
        )
    query = desk.request.query_params
    wanted = query.get("fate", "")
    fate = Fate(wanted) if wanted in set(Fate) else _first_fate(seen)
    page = query.get("page", "1")
    at = max(int(page) if page.isdigit() and len(page) < 6 else 1, 1)
    chosen = [row for row in seen.rows if row.fate is fate]
    return desk.page(
        "list_imports/detail.html",
        title=seen.row.file_name,
        nav="items",
        crumbs=[*_crumbs(desk), (seen.row.file_name, None)],
        status_code=status_code,
        seen=seen,
        examples=rows[1:4],
        values=values or _mapping(seen),
        errors=errors,
        meanings=[("", desk.messages.text("Niet lezen")), *_meanings(desk)],
        kinds=[("", desk.messages.text("Staat in de lijst")), *_kinds(desk)],
        fate=fate,
        shown=chosen[(at - 1) * A_PAGE : at * A_PAGE],
        page_at=at,
        pages=(len(chosen) + A_PAGE - 1) // A_PAGE,
        sentence=lambda error: refusal(error, desk.messages),
        printed=lambda row: _printed(desk, row),
    )


def _first_fate(seen: Preview) -> Fate:
    order = (Fate.ERROR, Fate.CHANGED, Fate.NEW, Fate.SAME)
    return next((fate for fate in order if seen.counts[fate]), Fate.NEW)


def _mapping(seen: Preview) -> dict[str, str]:
    mapping = {f"column.{at}": one.value for at, one in seen.columns.items()}
    return mapping | {"kind": seen.kind.value if seen.kind else ""}


def _meanings(desk: Desk) -> list[tuple[str, str]]:
    return [(one.value, label(desk.messages, "list_column", one)) for one in ListColumn]


def _kinds(desk: Desk) -> list[tuple[str, str]]:
    return [(one.value, label(desk.messages, "kind", one)) for one in Kind]


def _printed(desk: Desk, row: ListRow) -> list[tuple[str, str, str]]:
    return [
        (label(desk.messages, "list_column", one.column), one.old, one.new) for one in row.changes
    ]
