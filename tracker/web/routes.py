"""Every controller of the application."""

from litestar import Controller

from tracker.web.accounts import AccountController
from tracker.web.calendars import CalendarController, SubscriptionController
from tracker.web.progress_letters import ProgressLetterController

CONTROLLERS: list[type[Controller]] = [
    AccountController,
    CalendarController,
    SubscriptionController,
    ProgressLetterController,
]
