"""Every table, a module a noun."""

from sqlmodel import SQLModel

from tracker.db.tables.accounts import SetupLink, SignIn, User
from tracker.db.tables.deadlines import Deadline
from tracker.db.tables.history import Change
from tracker.db.tables.house import (
    Citation,
    DocumentText,
    FollowRule,
    HouseProposal,
    HouseRecord,
    HouseTie,
    LookUp,
    Publication,
    RecordToJudge,
)
from tracker.db.tables.items import (
    Item,
    ItemLink,
    ItemMinister,
    ItemPaper,
    Measure,
    NumberSeries,
    ProgressNote,
)
from tracker.db.tables.lead_lines import LeadLine
from tracker.db.tables.letters import Letter, Proposal
from tracker.db.tables.list_imports import ListImport, ListMapping
from tracker.db.tables.organisation import Executor, Minister, Programme, Tenure, Unit
from tracker.db.tables.papers import Dossier, Paper
from tracker.db.tables.progress_letters import (
    LetterTemplate,
    ProgressLetter,
    ProgressLetterFile,
    ProgressLetterRow,
)
from tracker.db.tables.recesses import RecessCalendar, RecessRow
from tracker.db.tables.reminders import Reminder, ReminderChoices, ReminderMail
from tracker.db.tables.rounds import Round, RoundQuestion
from tracker.db.tables.search import SearchSubject
from tracker.db.tables.sources import SetAside, Source, SourceState
from tracker.db.tables.views import Subscription, View

metadata = SQLModel.metadata

__all__ = [
    "Change",
    "Citation",
    "Deadline",
    "DocumentText",
    "Dossier",
    "Executor",
    "FollowRule",
    "HouseProposal",
    "HouseRecord",
    "HouseTie",
    "Item",
    "ItemLink",
    "ItemMinister",
    "ItemPaper",
    "LeadLine",
    "Letter",
    "LetterTemplate",
    "ListImport",
    "ListMapping",
    "LookUp",
    "Measure",
    "Minister",
    "NumberSeries",
    "Paper",
    "Programme",
    "ProgressLetter",
    "ProgressLetterFile",
    "ProgressLetterRow",
    "ProgressNote",
    "Proposal",
    "Publication",
    "RecessCalendar",
    "RecessRow",
    "RecordToJudge",
    "Reminder",
    "ReminderChoices",
    "ReminderMail",
    "Round",
    "RoundQuestion",
    "SearchSubject",
    "SetAside",
    "SetupLink",
    "SignIn",
    "Source",
    "SourceState",
    "Subscription",
    "Tenure",
    "Unit",
    "User",
    "View",
    "metadata",
]
