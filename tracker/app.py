"""Puts the web application together."""

from datetime import timedelta

from litestar import Litestar
from litestar.datastructures import State
from litestar.static_files import create_static_files_router

from tracker.config import Settings
from tracker.db.session import Store, make_engine
from tracker.services.clock import Clock
from tracker.web.desk import Office
from tracker.web.errors import HANDLERS
from tracker.web.rendering import PACKAGE
from tracker.web.routes import CONTROLLERS
from tracker.web.security import add_headers, csrf_config, refuse_nul

STATIC_KEPT_FOR = timedelta(days=1)


def make_app(settings: Settings, clock: Clock | None = None) -> Litestar:
    """The application for these settings; its database must be at the present schema."""
    office = Office(
        store=Store(make_engine(settings.database_url)),
        clock=clock or Clock(settings.clock_offset),
        base_url=settings.base_url,
        demo=settings.demo,
    )
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
        on_shutdown=[office.store.engine.dispose],
    )
