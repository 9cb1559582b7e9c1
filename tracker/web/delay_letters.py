"""The draft of a letter about a deadline that moved."""

import uuid
from typing import Any

from litestar import Controller, Request, Response, get
from litestar.params import FromPath

from tracker.domain.errors import DomainError
from tracker.services import delay_letters
from tracker.services.missing import Missing
from tracker.web.desk import desk_of
from tracker.web.progress_letters import attached


class DelayLetterController(Controller):
    """The letter, as a file to work on."""

    @get("/deadlines/{deadline_id:uuid}/delay-letter/{file_format:str}", sync_to_thread=True)
    def download(
        self,
        request: Request[Any, Any, Any],
        deadline_id: FromPath[uuid.UUID],
        file_format: FromPath[str],
    ) -> Response[Any]:
        """The draft, as ODT or DOCX; there is none for a date that the House knows."""
        desk = desk_of(request)
        if file_format not in delay_letters.FORMATS:
            raise Missing
        try:
            with desk.store.reading() as session:
                letter = delay_letters.read_delay_letter(
                    session, desk.actor, desk.clock, deadline_id, desk.messages
                )
        except DomainError as error:
            raise Missing from error
        content = delay_letters.delay_letter_file(letter, desk.messages.language, file_format)
        name = f"uitstelbrief-{letter.on.isoformat()}.{file_format}"
        return attached(content, name, file_format)
