"""The versions of replies that go through validation. They begin here: earlier texts are in the commands that brought
them.

Revision ID: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reply_versions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("experience_id", sa.String(length=200), nullable=False),
        sa.Column("structure_id", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["experience_id"], ["experiences.id"], name=op.f("fk_reply_versions_experience_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_versions")),
    )
    op.create_index(op.f("ix_reply_versions_experience_id"), "reply_versions", ["experience_id"], unique=False)
