"""words to search"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

ON_SQLITE = [
    "CREATE VIRTUAL TABLE searchwords USING fts5("
    "title, words, tokenize = 'ascii', detail = 'column', prefix = '2 3 4')",
]
ON_POSTGRES = [
    "CREATE TABLE searchwords (place bigint PRIMARY KEY, title tsvector NOT NULL, "
    "words tsvector NOT NULL)",
    "CREATE INDEX ix_searchwords_title ON searchwords USING gin (title)",
    "CREATE INDEX ix_searchwords_words ON searchwords USING gin (words)",
]


def upgrade() -> None:
    op.create_table(
        "searchsubject",
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("place"),
        sa.UniqueConstraint("subject"),
    )
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in ON_SQLITE if on_sqlite else ON_POSTGRES:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE searchwords")
    op.drop_table("searchsubject")
