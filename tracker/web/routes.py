"""Every controller of the application."""

from litestar import Controller

from tracker.web.accounts import AccountController

CONTROLLERS: list[type[Controller]] = [AccountController]
