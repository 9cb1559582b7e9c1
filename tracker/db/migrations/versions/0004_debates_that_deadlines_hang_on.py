"""debates that deadlines hang on"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("deadline") as batch:
        batch.add_column(sa.Column("debate_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("debate_on", sa.Date(), nullable=True))
        batch.create_index(batch.f("ix_deadline_debate_id"), ["debate_id"])


def downgrade() -> None:
    with op.batch_alter_table("deadline") as batch:
        batch.drop_index(batch.f("ix_deadline_debate_id"))
        batch.drop_column("debate_on")
        batch.drop_column("debate_id")
