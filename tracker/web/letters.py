"""Brief inlezen: a letter comes in, and its proposals are judged beside it."""

import re
import uuid
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath, FromQuery, MultipartBody
from litestar.status_codes import HTTP_413_REQUEST_ENTITY_TOO_LARGE

from tracker.adapters.child import ChildFailed, in_child
from tracker.adapters.documents import LARGEST
from tracker.adapters.labels import label
from tracker.adapters.messages import N_
from tracker.db.tables.letters import ProposalKind
from tracker.domain.errors import DomainError, Refusals
from tracker.domain.planning import Strength
from tracker.domain.references_read import read_reference
from tracker.domain.statuses import Outcome
from tracker.domain.statuses import Response as Answer
from tracker.domain.texts import read_text
from tracker.services.choices import choices
from tracker.services.conflicts import save
from tracker.services.house_queue import open_groups, open_total, recently_judged
from tracker.services.letters import (
    Document,
    Opened,
    known_letter,
    letter_head,
    letters,
    marked_text,
    open_letter,
    open_proposals,
    read_file,
)
from tracker.services.missing import Missing
from tracker.services.offers import Offers
from tracker.services.proposal_undo import undo
from tracker.services.proposals import (
    LOOK_AGAIN,
    AcceptedAll,
    Decision,
    accept,
    accept_sure,
    judge,
    reject,
)
from tracker.web.desk import Desk, desk_of
from tracker.web.forms import Form, FormData
from tracker.web.house_proposal_views import house_groups, house_view
from tracker.web.proposal_views import (
    FIELDS,
    Shown,
    choice_lists,
    form_values,
    groups,
    letter_name,
    name_of,
    parents,
    views,
)

READ_WITHIN_SECONDS = 60
LONGEST_PASTED = 5_000_000
ASSUMED = N_(
    "Uitkomst verondersteld: de brief zegt niet wanneer de Kamer de motie aannam. Ga uitkomst en "
    "dag van de stemming na; tot dan is gerekend vanaf de datum van de brief."
)
_MARKDOWN = re.compile(r"^(?:\*\*.+\*\*|#{1,6} .+)[ \t]*\r?$|<sup>\d+</sup>", re.MULTILINE)
"""Headings and footnote marks that only Markdown has."""
NEW_FIELDS = ("text", "paper", "dated_on")


def too_large(request: Request[Any, Any, Any], _error: Exception) -> Response[Any]:
    """The form again, for a file that is too large to be taken in."""
    desk = desk_of(request)
    error = DomainError("letter.too_large", field="file", limit=LARGEST // 1024**2)
    return _new(desk, {"submission": str(uuid.uuid4())}, desk.sentences(error), 413)


class LetterController(Controller):
    """Letters that come in."""

    path = "/letters"

    @get("/", sync_to_thread=True)
    def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """Every letter that was read."""
        return _list(desk_of(request), waiting=False)

    @get("/new", sync_to_thread=True)
    def show_new(
        self, request: Request[Any, Any, Any], paper: FromQuery[str] = ""
    ) -> Response[Any]:
        """The form for a letter: a file, a pasted text, or a paper that was read here."""
        return _new(desk_of(request), {"paper": paper, "submission": str(uuid.uuid4())}, {})

    @post(
        "/new",
        sync_to_thread=True,
        request_max_body_size=LARGEST + LONGEST_PASTED * 4,
        exception_handlers={HTTP_413_REQUEST_ENTITY_TOO_LARGE: too_large},
    )
    def create(
        self, request: Request[Any, Any, Any], data: MultipartBody[dict[str, Any]]
    ) -> Response[Any]:
        """Read a letter; one that was read before is opened again."""
        desk = desk_of(request)
        upload = data.pop("file", None)
        form = Form(data)
        try:
            opened = _open(desk, form, upload if isinstance(upload, UploadFile) else None)
        except (DomainError, Refusals) as error:
            return _new(desk, form.values, desk.sentences(error), 422)
        _ = desk.messages.text
        said = _("Deze brief is al eerder gelezen; dit is die lezing.") if opened.again else None
        return desk.redirect(f"/letters/{opened.letter_id}", said or _("Brief gelezen."))

    @get("/{letter_id:uuid}", sync_to_thread=True)
    def show(
        self, request: Request[Any, Any, Any], letter_id: FromPath[uuid.UUID]
    ) -> Response[Any]:
        """A letter beside its proposals."""
        return _reader(desk_of(request), letter_id)

    @post("/{letter_id:uuid}/accept-sure", sync_to_thread=True)
    def accept_all(
        self, request: Request[Any, Any, Any], letter_id: FromPath[uuid.UUID], data: FormData
    ) -> Response[Any]:
        """Accept all that is sure."""
        desk = desk_of(request)
        reason = _reason(desk, letter_id)
        assumed = desk.messages.gettext(ASSUMED)

        def use(session: Any) -> AcceptedAll:
            taken = judge(session, desk.actor, desk.clock, desk.calendar, letter_id)
            return accept_sure(taken, reason, assumed)

        done = save(desk.store, use)
        said = desk.messages.plural(
            "%(num)s zeker voorstel overgenomen.",
            "%(num)s zekere voorstellen overgenomen.",
            done.accepted,
        )
        if done.refused:
            left = ", ".join(map(str, done.refused))
            said += " " + desk.messages.text("Blijft open: %(numbers)s.", numbers=left)
        return desk.redirect(f"/letters/{letter_id}", said)


class ProposalController(Controller):
    """The proposals that wait, and each of them on its letter's page."""

    @get("/proposals", sync_to_thread=True)
    def index(self, request: Request[Any, Any, Any]) -> Response[Any]:
        """The letters with proposals that wait to be judged."""
        return _list(desk_of(request), waiting=True)

    @get("/letters/{letter_id:uuid}/proposals/{position:int}", sync_to_thread=True)
    def show(
        self,
        request: Request[Any, Any, Any],
        letter_id: FromPath[uuid.UUID],
        position: FromPath[int],
    ) -> Response[Any]:
        """One proposal as it stands."""
        return _answer(desk_of(request), letter_id, Shown(position))

    @get("/letters/{letter_id:uuid}/proposals/{position:int}/edit", sync_to_thread=True)
    def show_edit(
        self,
        request: Request[Any, Any, Any],
        letter_id: FromPath[uuid.UUID],
        position: FromPath[int],
    ) -> Response[Any]:
        """One proposal as a form."""
        return _answer(desk_of(request), letter_id, Shown(position, editing=True))

    @post("/letters/{letter_id:uuid}/proposals/{position:int}", sync_to_thread=True)
    def decide(
        self,
        request: Request[Any, Any, Any],
        letter_id: FromPath[uuid.UUID],
        position: FromPath[int],
        data: FormData,
    ) -> Response[Any]:
        """Accept, reject, edit and accept, or undo."""
        desk, form = desk_of(request), Form(data)
        action = form.values.get("do", "")
        try:
            _decide(desk, letter_id, position, action, form)
        except (DomainError, Refusals) as error:
            shown = Shown(position, action == "save", form.values, desk.sentences(error))
            return _answer(desk, letter_id, shown, 422)
        _ = desk.messages.text
        said = {
            "reject": _("Voorstel %(n)s verworpen.", n=position),
            "undo": _("Voorstel %(n)s staat weer open.", n=position),
        }.get(action, _("Voorstel %(n)s overgenomen.", n=position))
        if desk.wants_fragment:
            return _answer(desk, letter_id, Shown(position), said=said)
        return desk.redirect(f"/letters/{letter_id}#proposal-{position}", said)


# Reading a letter


def _open(desk: Desk, form: Form, upload: UploadFile | None) -> Opened:
    paper_text, day = form.line("paper"), form.day("dated_on")
    text = _pasted(form)
    name = (upload.filename or "") if upload else ""
    content = upload.file.read() if upload and name else b""
    if name and text:
        form.refuse(DomainError("letter.both", field="text"))
    if len(content) > LARGEST:
        form.refuse(DomainError("letter.too_large", field="file", limit=LARGEST // 1024**2))
    reference = None
    if paper_text:
        try:
            reference = read_reference(paper_text)
        except DomainError as error:
            form.refuse(DomainError(error.code, field="paper", **error.facts))
    if not (name or form.values.get("text", "").strip() or paper_text):
        form.refuse(DomainError("letter.nothing", field="file"))
    if form.refusals:
        raise Refusals(form.refusals)
    if reference and not (name or text):
        with desk.store.reading() as session:
            return Opened(known_letter(session, desk.actor, reference), again=True)
    field = "file" if name else "text"
    document = _understood(desk, content or text.encode(), name or _pasted_name(text), day, field)
    submission = form.key("submission") or uuid.uuid4()
    return save(
        desk.store,
        lambda session: open_letter(
            session,
            desk.actor,
            desk.clock,
            submission=submission,
            name=name[:200],
            document=document,
            paper=reference,
            dated_on=day,
        ),
    )


def _pasted(form: Form) -> str:
    try:
        return read_text(form.values.get("text", ""), "text", limit=LONGEST_PASTED)
    except DomainError as error:
        form.refuse(error)
        return ""


def _pasted_name(text: str) -> str:
    """A name by which a pasted text is read as what it is: plain, or that of a Markdown file."""
    return "brief.md" if len(_MARKDOWN.findall(text)) >= 3 else "brief.txt"


def _understood(desk: Desk, content: bytes, name: str, day: Any, field: str) -> Document:
    try:
        return in_child(read_file, content, name, day, desk.calendar, timeout=READ_WITHIN_SECONDS)
    except ChildFailed as error:
        raise DomainError("letter.unreadable", field=field) from error
    except DomainError as error:
        raise DomainError(error.code, field=field, **error.facts) from error


def _new(
    desk: Desk, values: dict[str, str], errors: dict[str, str], status_code: int = 200
) -> Response[Any]:
    _ = desk.messages.text
    blank = dict.fromkeys((*NEW_FIELDS, "submission"), "")
    return desk.page(
        "letters/new.html",
        title=_("Brief inlezen"),
        nav="proposals",
        crumbs=[(_("Te beoordelen"), "/proposals"), (_("Brief inlezen"), None)],
        status_code=status_code,
        values=blank | values,
        errors=errors,
        largest=LARGEST // 1024**2,
    )


# Showing


def _list(desk: Desk, *, waiting: bool) -> Response[Any]:
    with desk.store.reading() as session:
        found = letters(session, desk.actor, waiting=waiting)
        queue = _queue(desk, session) if waiting else {}
    _ = desk.messages.text
    title = _("Te beoordelen") if waiting else _("Gelezen brieven")
    crumbs = [] if waiting else [(_("Te beoordelen"), "/proposals")]
    return desk.page(
        "proposals/index.html",
        title=title,
        nav="proposals",
        crumbs=[*crumbs, (title, None)],
        letters=[(line, name_of(line.label, line.name, desk.messages)) for line in found],
        waiting=waiting,
        **queue,
    )


def _queue(desk: Desk, session: Any) -> dict[str, Any]:
    """What the sources propose, and what was judged of it last."""
    return {
        "house_groups": house_groups(desk.messages, open_groups(session, desk.actor)),
        "house_judged": [
            house_view(desk.messages, offer) for offer in recently_judged(session, desk.actor)
        ],
        "house_total": open_total(session),
        "may_follow": desk.actor.is_administrator,
    }


def _reader(
    desk: Desk, letter_id: uuid.UUID, shown: Shown | None = None, status_code: int = 200
) -> Response[Any]:
    context = _context(desk, letter_id, shown or Shown())
    _ = desk.messages.text
    return desk.page(
        "letters/detail.html",
        title=_("Brief inlezen"),
        nav="proposals",
        crumbs=[(_("Te beoordelen"), "/proposals"), (context["name"], None)],
        status_code=status_code,
        **context,
    )


def _answer(
    desk: Desk, letter_id: uuid.UUID, shown: Shown, status_code: int = 200, said: str = ""
) -> Response[Any]:
    """One proposal, with what else of the page it changes; without htmx the whole page."""
    if shown.position < 1:
        raise Missing
    if not desk.wants_fragment:
        return _reader(desk, letter_id, shown, status_code)
    context = _context(desk, letter_id, shown, with_text=False)
    found = context["views"]
    view = found[shown.position - 1]
    family = {view.parent} | {one.row.position for one in found if one.parent == view.row.position}
    others = [one for one in found if one.row.position in family]
    if view.parent:
        others += [
            one for one in found if one.parent == view.parent and one.row.position != shown.position
        ]
    return desk.fragment(
        "proposals/_answer.html",
        status_code=status_code,
        view=view,
        others=others if said else [],
        said=said,
        **context,
    )


def _context(
    desk: Desk, letter_id: uuid.UUID, shown: Shown, *, with_text: bool = True
) -> dict[str, Any]:
    with desk.store.reading() as session:
        head = letter_head(session, desk.actor, letter_id)
        offers = Offers(session, desk.actor, head.letter, desk.calendar)
        lists = choices(session) if shown.editing else None
        waiting = open_proposals(session)
    proposal = offers.at(shown.position)
    if shown.position and proposal is None:
        raise Missing
    review_on = (desk.clock.today() + LOOK_AGAIN).isoformat()
    if shown.editing and proposal and not shown.values:
        values = form_values(offers, proposal, review_on)
        shown = Shown(shown.position, True, values, shown.errors)
    found = views(offers, desk.messages, shown)
    return {
        "head": head,
        "letter": head.letter,
        "name": letter_name(head, desk.messages),
        "blocks": marked_text(head.letter, offers.proposals) if with_text else (),
        "views": found,
        "by_number": {view.row.position: view for view in found},
        "groups": groups(found),
        "open_proposals": waiting,
        "judged": sum(not view.is_open for view in found),
        "sure": sum(offers.is_sure(one) for one in offers.proposals),
        "review_on": review_on,
        "parents": parents(offers, proposal.id) if shown.editing and proposal else [],
        "executors": [code for _, code in lists.executors] if lists else [],
        "lists": choice_lists(desk.messages, lambda *code: label(desk.messages, *code)),
    }


# Deciding


def _reason(desk: Desk, letter_id: uuid.UUID) -> str:
    with desk.store.reading() as session:
        head = letter_head(session, desk.actor, letter_id)
    name = letter_name(head, desk.messages)
    return desk.messages.text("Gelezen in de brief %(name)s", name=name)


def _decide(desk: Desk, letter_id: uuid.UUID, position: int, action: str, form: Form) -> None:
    version = form.whole("version") or 0
    reason = _reason(desk, letter_id)
    decision = Decision(
        version=version,
        reason=reason,
        assumed=desk.messages.gettext(ASSUMED),
        choice=form.line("choice"),
        with_parent=form.ticked("with_parent"),
        review_on=form.day("review_on"),
        parent_id=form.key("belongs_to") if action == "save" else None,
    )
    if form.refusals:
        raise Refusals(form.refusals)

    def use(session: Any) -> None:
        taken = judge(session, desk.actor, desk.clock, desk.calendar, letter_id)
        if action == "reject":
            reject(taken, position, version, reason)
        elif action == "undo":
            undo(taken, position, version, reason)
        elif action == "save":
            kind = _kind(taken.offers, position)
            edited = _edited(form, kind)
            accept(taken, position, Decision(**(vars(decision) | {"edited": edited})))
        else:
            accept(taken, position, decision)

    save(desk.store, use)


def _kind(offers: Offers, position: int) -> ProposalKind | None:
    proposal = offers.at(position)
    return proposal.kind if proposal else None


def _edited(form: Form, kind: ProposalKind | None) -> dict[str, Any]:
    """The fields of a proposal's payload as the form gives them; refuses what cannot be."""
    readers: dict[str, Any] = {
        "text": lambda name: form.text(name, required=kind is not ProposalKind.MOTION),
        "title": lambda name: form.line(name, required=True),
        "what": lambda name: form.line(name, required=True),
        "wording": lambda name: form.line(name, required=True),
        "submitters": lambda name: [n.strip() for n in form.line(name).split(",") if n.strip()],
        "cum_suis": form.ticked,
        "report_page": form.whole,
        "response": lambda name: _value(form.code(name, Answer, required=True)),
        "strength": lambda name: _value(form.code(name, Strength, required=True)),
        "outcome": lambda name: _value(form.code(name, Outcome)),
        "item": lambda name: form.line(name).upper() or None,
        "made_on": lambda name: _iso(form.day(name)),
        "voted_on": lambda name: _iso(form.day(name)),
        "reference_date": lambda name: _iso(form.day(name, required=True)),
    }
    form.refusals.clear()
    edited = {
        name: readers.get(name, lambda other: form.line(other) or None)(name)
        for name in FIELDS[kind or ProposalKind.NOTE]
        if name not in ("belongs_to", "review_on")
    }
    if paper := edited.pop("paper", None):
        try:
            edited["papers"] = [read_reference(paper).identifier]
        except DomainError as error:
            form.refuse(DomainError(error.code, field="paper", **error.facts))
    if form.refusals:
        raise Refusals(form.refusals)
    return edited


def _value(code: Any) -> str | None:
    return code.value if code else None


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
