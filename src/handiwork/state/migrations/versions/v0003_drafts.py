"""How many drafts were made, as digests of their texts; no text and no person."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("operator", sa.String(100), nullable=False),
        sa.Column("text_digest", sa.String(64), nullable=False),
        sa.Column("own_digest", sa.String(64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
    )
    op.create_index("ix_drafts_operator_made_at", "drafts", ["operator", "made_at"])
    op.create_index("ix_drafts_text_digest", "drafts", ["text_digest"])
