"""The history of each experience. It begins here: what was done before is told by the rows themselves.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("experience_id", sa.String(length=200), nullable=False),
        sa.Column("structure_id", sa.String(length=200), nullable=False),
        sa.Column("own_only", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["experience_id"], ["experiences.id"], name=op.f("fk_events_experience_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_events")),
    )
    op.create_index(op.f("ix_events_experience_id"), "events", ["experience_id"], unique=False)
