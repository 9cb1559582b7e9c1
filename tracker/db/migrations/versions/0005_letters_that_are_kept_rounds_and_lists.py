"""letters that are kept, rounds, and lists of ministries"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

REFERENCES = {
    "template_id": "lettertemplate",
    "previous_id": "progressletter",
    "replaces_id": "progressletter",
    "paper_id": "paper",
}


def _code(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=32)


def upgrade() -> None:
    op.create_table(
        "listmapping",
        sa.Column("header", sa.String(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("header"),
    )
    op.create_table(
        "lettertemplate",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("file_format", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("uploaded_by_id", sa.Uuid(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["uploaded_by_id"], ["user.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "listimport",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("file_format", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("state", _code("importstate", "preview", "imported", "undone"), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("batch", sa.Uuid(), nullable=True),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "progressletterfile",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("file_format", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["progressletter.id"]),
        sa.PrimaryKeyConstraint("letter_id", "file_format"),
    )
    op.create_table(
        "round",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("reference_date", sa.Date(), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["user.id"]),
        sa.ForeignKeyConstraint(["letter_id"], ["progressletter.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "roundquestion",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state", _code("answerstate", "asked", "ready", "sent_back", "checked"), nullable=False
        ),
        sa.Column("note_id", sa.Uuid(), nullable=True),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["answered_by_id"], ["user.id"]),
        sa.ForeignKeyConstraint(["checked_by_id"], ["user.id"]),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"]),
        sa.ForeignKeyConstraint(["note_id"], ["progressnote.id"]),
        sa.ForeignKeyConstraint(["owner_id"], ["user.id"]),
        sa.ForeignKeyConstraint(["round_id"], ["round.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.PrimaryKeyConstraint("round_id", "item_id"),
    )
    with op.batch_alter_table("roundquestion") as batch:
        batch.create_index(batch.f("ix_roundquestion_item_id"), ["item_id"], unique=False)
        batch.create_index(batch.f("ix_roundquestion_owner_id"), ["owner_id"], unique=False)

    with op.batch_alter_table("progressletter") as batch:
        batch.add_column(
            sa.Column(
                "layout",
                _code("layout", "budget", "prose", "themes", "rappel", "debate", "template"),
                nullable=False,
                server_default="budget",
            )
        )
        batch.add_column(
            sa.Column(
                "grouping",
                _code("grouping", "kind", "dossier", "post", "programme", "recommendation"),
                nullable=False,
                server_default="kind",
            )
        )
        batch.add_column(
            sa.Column(
                "place_by",
                _code("placeby", "paper", "debate"),
                nullable=False,
                server_default="paper",
            )
        )
        batch.add_column(sa.Column("subject", sa.String(), nullable=False, server_default=""))
        batch.add_column(
            sa.Column("with_changes", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch.add_column(sa.Column("settings", sa.JSON(), nullable=False, server_default="{}"))
        batch.add_column(sa.Column("sent_on", sa.Date(), nullable=True))

    _add_references()
    with op.batch_alter_table("progressletterrow") as batch:
        batch.add_column(sa.Column("kept", sa.JSON(none_as_null=True), nullable=True))
        batch.add_column(
            sa.Column("decision", _code("decision", "settled", "partly", "open"), nullable=True)
        )
        batch.add_column(sa.Column("decided_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("decision_due_on", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("progressletterrow") as batch:
        batch.drop_column("decision_due_on")
        batch.drop_column("decided_on")
        batch.drop_column("decision")
        batch.drop_column("kept")

    with op.batch_alter_table("progressletter") as batch:
        batch.drop_column("paper_id")
        batch.drop_column("sent_on")
        batch.drop_column("replaces_id")
        batch.drop_column("previous_id")
        batch.drop_column("template_id")
        batch.drop_column("settings")
        batch.drop_column("with_changes")
        batch.drop_column("subject")
        batch.drop_column("place_by")
        batch.drop_column("grouping")
        batch.drop_column("layout")

    with op.batch_alter_table("roundquestion") as batch:
        batch.drop_index(batch.f("ix_roundquestion_owner_id"))
        batch.drop_index(batch.f("ix_roundquestion_item_id"))

    op.drop_table("roundquestion")
    op.drop_table("round")
    op.drop_table("progressletterfile")
    op.drop_table("listimport")
    op.drop_table("lettertemplate")
    op.drop_table("listmapping")


def _add_references() -> None:
    """Columns that refer to rows, without making the table anew: rows refer to it already."""
    kind = sa.Uuid().compile(dialect=op.get_bind().dialect)
    for column, table in REFERENCES.items():
        op.execute(f"ALTER TABLE progressletter ADD COLUMN {column} {kind} REFERENCES {table} (id)")
