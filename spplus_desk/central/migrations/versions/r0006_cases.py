"""The recall base: the published answers of each network.

Revision ID: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("networks", sa.Column("case_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False))
    op.create_table(
        "cases",
        sa.Column("id", sa.String(400), nullable=False),
        sa.Column("network", sa.String(200), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", "network", name=op.f("pk_cases")),
    )
    op.create_index(op.f("ix_cases_network_seq"), "cases", ["network", "seq"], unique=False)
