"""People who asked to be left out, under every name they are known by."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "suppressions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.String(100), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("learned_from", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["learned_from"],
            ["suppressions.id"],
            name="fk_suppressions_learned_from",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_suppressions"),
    )
    op.create_index("ix_suppressions_name", "suppressions", ["learned_from", "login", "account_id"], unique=True)
    op.create_index("ix_suppressions_login", "suppressions", ["login"])
