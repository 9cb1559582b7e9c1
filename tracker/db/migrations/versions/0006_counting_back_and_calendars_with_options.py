"""counting back, and calendars with options"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OPTIONS = {
    "deadlines": True,
    "provisional": True,
    "steps": True,
    "reviews": False,
    "recesses": False,
    "closed": False,
}


def upgrade() -> None:
    op.create_table(
        "leadline",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("skips_recesses", sa.Boolean(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    # Without making the table anew: rows refer to it already.
    kind = sa.Uuid().compile(dialect=op.get_bind().dialect)
    op.execute(f"ALTER TABLE deadline ADD COLUMN lead_line_id {kind} REFERENCES leadline (id)")
    with op.batch_alter_table("subscription") as batch:
        for name, usual in OPTIONS.items():
            default = sa.true() if usual else sa.false()
            batch.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=default))
        batch.add_column(sa.Column("alarm_days", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("content_hash", sa.String(), nullable=True))
        batch.add_column(sa.Column("content_changed_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("subscription") as batch:
        for name in ("content_changed_at", "content_hash", "alarm_days", *reversed(OPTIONS)):
            batch.drop_column(name)
    with op.batch_alter_table("deadline") as batch:
        batch.drop_column("lead_line_id")
    op.drop_table("leadline")
