"""Lists of people with their stages, moves, notes and links to share."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("made_by", sa.String(100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_lists"),
    )
    op.create_table(
        "list_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(300), nullable=False),
        sa.Column("login", sa.String(100), nullable=True),
        sa.Column("github_id", sa.BigInteger(), nullable=True),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("index_name", sa.String(100), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("micros", sa.BigInteger(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("added_by", sa.String(100), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["lists.id"], name="fk_list_entries_list_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_list_entries"),
    )
    op.create_index("ix_list_entries_list_id_person", "list_entries", ["list_id", "person"], unique=True)
    op.create_index("ix_list_entries_person", "list_entries", ["person"])
    op.create_table(
        "list_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(20), nullable=False),
        sa.Column("after", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("moved_by", sa.String(100), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["list_entries.id"], name="fk_list_moves_entry_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_list_moves"),
    )
    op.create_index("ix_list_moves_entry_id", "list_moves", ["entry_id"])
    op.create_table(
        "list_notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.String(100), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["list_entries.id"], name="fk_list_notes_entry_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_list_notes"),
    )
    op.create_index("ix_list_notes_entry_id", "list_notes", ["entry_id"])
    op.create_table(
        "list_shares",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_blind", sa.Boolean(), nullable=False),
        sa.Column("has_notes", sa.Boolean(), nullable=False),
        sa.Column("made_by", sa.String(100), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["lists.id"], name="fk_list_shares_list_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_list_shares"),
    )
    op.create_index("ix_list_shares_digest", "list_shares", ["digest"], unique=True)
