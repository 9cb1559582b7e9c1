"""The templates of progress letters: added, downloaded, and no longer used."""

import uuid
from collections.abc import Sequence
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath, MultipartBody

from tracker.adapters.annexes.templates import Problem, TemplateRefused
from tracker.adapters.annexes.templates.fields import CHOICES, LETTER_FIELDS, ROW_FIELDS
from tracker.adapters.refusals import refusal
from tracker.domain.errors import DomainError, Refusals
from tracker.services import letter_templates as templates
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form, FormData
from tracker.web.progress_letters import attached


class LetterTemplateController(Controller):
    """A ministry's own documents."""

    path = "/letter-templates"

    @get("/", sync_to_thread=True)
    def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """All templates, the form for a new one, and the fields that it can name."""
        return _page(desk_of(request), {"submission": str(uuid.uuid4())}, {})

    @post("/", sync_to_thread=True, request_max_body_size=templates.LARGEST + 100_000)
    def add(
        self, request: Request[Any, Any, Any], data: MultipartBody[dict[str, Any]]
    ) -> Response[Any]:
        """Check a template, and keep it when all its fields are known."""
        desk = desk_of(request)
        upload = data.pop("file", None)
        form = Form(data)
        name = form.line("name", required=True, limit=200)
        submission = form.key("submission") or uuid.uuid4()
        try:
            file_format, content = _checked(upload)
            if form.refusals:
                raise Refusals(form.refusals)
            with desk.store.writing() as session:
                templates.add_template(
                    session,
                    desk.actor,
                    desk.clock,
                    template_id=submission,
                    name=name,
                    file_format=file_format,
                    content=content,
                )
        except TemplateRefused as refused:
            errors = {
                "file": desk.messages.text("Verbeter dit in het document en kies het opnieuw:")
            }
            return _page(desk, form.values, errors, refused.problems, 422)
        except (DomainError, Refusals) as error:
            return _page(desk, form.values, desk.sentences(error), status_code=422)
        return desk.redirect("/letter-templates", desk.messages.text("Sjabloon toegevoegd."))

    @get("/{template_id:uuid}", sync_to_thread=True)
    def download(
        self, request: Request[Any, Any, Any], template_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """A template as it was uploaded."""
        desk = desk_of(request)
        with desk.store.reading() as session:
            _name, file_format, content = templates.template_file(session, template_id)
        return attached(content, f"sjabloon.{file_format}", file_format)

    @post("/{template_id:uuid}/remove", sync_to_thread=True)
    def remove(
        self, request: Request[Any, Any, Any], template_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Offer a template no longer."""
        desk = desk_of(request)
        with desk.store.writing() as session:
            templates.remove_template(session, desk.actor, desk.clock, template_id)
        return desk.redirect(
            "/letter-templates", desk.messages.text("Het sjabloon wordt niet meer aangeboden.")
        )


def _checked(upload: Any) -> tuple[str, bytes]:
    name = (upload.filename or "") if isinstance(upload, UploadFile) else ""
    if not name:
        raise DomainError("text.required", field="file")
    content = upload.file.read()
    return templates.check_file(name, content), content


def _page(
    desk: Desk,
    values: dict[str, str],
    errors: dict[str, str],
    problems: Sequence[Problem] = (),
    status_code: int = 200,
) -> Response[Any]:
    with desk.store.reading() as session:
        found = templates.list_templates(session)
    return desk.page(
        "letter_templates/index.html",
        title=desk.messages.text("Sjablonen"),
        nav="progress_letters",
        crumbs=[
            (desk.messages.text("Stand-van-zakenbrieven"), "/progress-letters"),
            (desk.messages.text("Sjablonen"), None),
        ],
        status_code=status_code,
        templates=found,
        values=values,
        errors=errors,
        problems=[
            refusal(DomainError(one.code, name=one.field), desk.messages) for one in problems
        ],
        letter_fields=LETTER_FIELDS,
        row_fields=ROW_FIELDS,
        choices=CHOICES,
    )
