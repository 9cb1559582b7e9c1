"""reminders and the mails that bring them"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _code(*values: str) -> sa.Enum:
    return sa.Enum(*values, native_enum=False, length=32)


def upgrade() -> None:
    op.create_table(
        "reminderchoices",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("rhythm", _code("daily", "weekly", "off"), nullable=False),
        sa.Column("off_kinds", sa.JSON(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("paused_until", sa.Date(), nullable=True),
        sa.Column("changes_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("collected_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"]),
        sa.PrimaryKeyConstraint("user_id"),
    )
    op.create_table(
        "remindermail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state", _code("waiting", "sending", "sent", "failed", "dropped"), nullable=False
        ),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_holder", sa.String(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failure_code", sa.String(), nullable=True),
        sa.Column("failure_facts", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_remindermail_user_id", "remindermail", ["user_id"])
    op.create_index("ix_remindermail_state_next", "remindermail", ["state", "next_at"])
    op.create_table(
        "reminder",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column(
            "about",
            _code("due", "late", "review", "round", "letter", "proposals", "changed"),
            nullable=False,
        ),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("mail_id", sa.Uuid(), nullable=False),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["remindermail.id"]),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_reminder_user_key", "reminder", ["user_id", "key"], unique=True)
    op.create_index("ix_reminder_subject", "reminder", ["subject"])
    op.create_index("ix_reminder_mail_id", "reminder", ["mail_id"])


def downgrade() -> None:
    op.drop_table("reminder")
    op.drop_table("remindermail")
    op.drop_table("reminderchoices")
