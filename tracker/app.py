"""Puts the web application together."""

from datetime import timedelta
from functools import partial

from litestar import Litestar
from litestar.datastructures import State
from litestar.static_files import create_static_files_router

import tracker
from tracker.adapters.fetcher import Fetcher, FetchLimits
from tracker.adapters.templates import PACKAGE
from tracker.config import Settings
from tracker.db.session import Store, make_engine
from tracker.services.background import Background
from tracker.services.clock import Clock
from tracker.services.house_proposals_found import judge_all
from tracker.services.lookups import LookUps
from tracker.services.outbox import MailSettings, Outbox
from tracker.services.reminding import keep_reminding
from tracker.services.sync import Syncer, SyncSettings
from tracker.web.desk import Office
from tracker.web.errors import HANDLERS
from tracker.web.routes import CONTROLLERS
from tracker.web.security import add_headers, csrf_config, refuse_nul

ONE_PAPER = FetchLimits(connect_seconds=5, read_seconds=10, total_seconds=20)
STATIC_KEPT_FOR = timedelta(days=1)


def make_app(settings: Settings, clock: Clock | None = None) -> Litestar:
    """The application for these settings; its database must be at the present schema."""
    store = Store(make_engine(settings.database_url))
    look_ups = make_look_ups(settings, store)
    office = Office(
        store=store,
        clock=clock or Clock(settings.clock_offset),
        base_url=settings.base_url,
        demo=settings.demo,
        look_ups=look_ups,
        reads_sources=settings.sync,
        answer_within=settings.answer_within,
        mail=mail_settings(settings),
        secret=settings.secret,
    )
    beside = _beside(settings, office, look_ups)
    static = create_static_files_router(
        path="/static", directories=[PACKAGE / "static"], include_in_schema=False
    )
    return Litestar(
        route_handlers=[*CONTROLLERS, static],
        state=State({"office": office}),
        csrf_config=csrf_config(settings.secret, https=settings.https),
        exception_handlers=HANDLERS,
        before_request=refuse_nul,
        before_send=[add_headers],
        openapi_config=None,
        on_startup=[one.start for one in beside],
        on_shutdown=[
            *(one.stop for one in beside),
            look_ups.fetcher.close,
            store.engine.dispose,
        ],
    )


def _beside(settings: Settings, office: Office, look_ups: LookUps) -> list[Background]:
    """What runs beside the server, as far as the settings ask for it."""
    found = []
    if settings.sync:
        syncer = make_syncer(settings, office.store)
        read = partial(syncer.keep_running, after=look_ups.resolve_waiting)
        found.append(Background("sync", read))
    if office.mail:
        outbox = Outbox(office.store, office.clock, office.mail)
        found.append(Background("reminders", partial(keep_reminding, outbox)))
    return found


def mail_settings(settings: Settings) -> MailSettings | None:
    """How this installation sends mail; None when it does not."""
    if settings.mail_server is None:
        return None
    return MailSettings(
        settings.mail_server, settings.mail_from, settings.base_url, settings.secret
    )


def make_syncer(settings: Settings, store: Store) -> Syncer:
    """What reads the sources of a database with these settings."""
    return Syncer(
        store,
        Clock(settings.clock_offset),
        SyncSettings(settings.syncfeed_url, settings.sync_every),
        lambda: make_fetcher(settings, FetchLimits()),
        judge_all,
    )


def make_look_ups(settings: Settings, store: Store) -> LookUps:
    """What asks the sources for single papers; somebody may be waiting for the answer."""
    return LookUps(
        store,
        Clock(settings.clock_offset),
        make_fetcher(settings, ONE_PAPER),
        settings.sru_url,
        settings.odata_url,
    )


def make_fetcher(settings: Settings, limits: FetchLimits) -> Fetcher:
    """What fetches from the networks that the settings allow."""
    agent = f"Nakoming/{tracker.__version__} (+{settings.base_url})"
    return Fetcher(agent, settings.private_networks, limits)
