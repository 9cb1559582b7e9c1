"""Every controller of the application."""

from litestar import Controller

from tracker.web.accounts import AccountController
from tracker.web.calendars import CalendarController
from tracker.web.deadline_forms import DeadlineFormController
from tracker.web.deadlines import DeadlineController
from tracker.web.debates import DebateController
from tracker.web.delay_letters import DelayLetterController
from tracker.web.exports import ExportController
from tracker.web.follow_rules import FollowRuleController
from tracker.web.handovers import HandoverController
from tracker.web.help import HelpController
from tracker.web.house_proposals import HouseProposalController
from tracker.web.item_links import ItemLinkController, ItemPaperController
from tracker.web.item_statuses import ItemStatusController
from tracker.web.items import ItemController
from tracker.web.lead_lines import DeadlineLineController, LeadLineController
from tracker.web.letter_layouts import LetterLayoutController
from tracker.web.letter_sending import LetterSendingController
from tracker.web.letter_templates import LetterTemplateController
from tracker.web.letters import LetterController, ProposalController
from tracker.web.list_exports import ListExportController
from tracker.web.list_imports import ListImportController
from tracker.web.mail import MailController
from tracker.web.measures import MeasureController
from tracker.web.overviews import OverviewController
from tracker.web.papers import DossierController, PaperController
from tracker.web.progress_letters import ProgressLetterController
from tracker.web.progress_notes import ProgressNoteController
from tracker.web.recalculations import RecalculationController
from tracker.web.recesses import RecessController
from tracker.web.register import RegisterController
from tracker.web.reminders import ReminderController
from tracker.web.round_answers import RoundAnswerController
from tracker.web.rounds import RoundController
from tracker.web.search import SearchController
from tracker.web.sittings import SittingController
from tracker.web.sources import SourceController
from tracker.web.status_reports import StatusReportController
from tracker.web.subscriptions import SubscriptionController
from tracker.web.today import TodayController
from tracker.web.views import ViewController

CONTROLLERS: list[type[Controller]] = [
    AccountController,
    ReminderController,
    MailController,
    CalendarController,
    SubscriptionController,
    ItemController,
    ItemStatusController,
    ProgressNoteController,
    MeasureController,
    LetterController,
    ListImportController,
    ListExportController,
    ProposalController,
    HouseProposalController,
    ItemLinkController,
    ItemPaperController,
    PaperController,
    DossierController,
    ProgressLetterController,
    LetterLayoutController,
    LetterSendingController,
    LetterTemplateController,
    OverviewController,
    DeadlineController,
    DeadlineFormController,
    DebateController,
    DelayLetterController,
    RoundController,
    RoundAnswerController,
    SearchController,
    SittingController,
    RecessController,
    RecalculationController,
    RegisterController,
    StatusReportController,
    ExportController,
    HandoverController,
    FollowRuleController,
    LeadLineController,
    DeadlineLineController,
    SourceController,
    HelpController,
    TodayController,
    ViewController,
]
