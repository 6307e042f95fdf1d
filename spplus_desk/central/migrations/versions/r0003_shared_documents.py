"""Shared documents: templates become one kind of them, with their versions.

Revision ID: 0003
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shared_documents",
        sa.Column("entity", sa.String(20), nullable=False),
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("structure_id", sa.String(200), nullable=False),
        sa.Column("agent_id", sa.String(64), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("command_id", sa.String(64), nullable=True),
        sa.Column("removed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["structure_id"], ["structures.id"], name=op.f("fk_shared_documents_structure_id")),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_shared_documents_agent_id")),
        sa.PrimaryKeyConstraint("entity", "id", name=op.f("pk_shared_documents")),
    )
    op.create_index(op.f("ix_shared_documents_structure_id"), "shared_documents", ["structure_id"], unique=False)
    op.create_table(
        "document_versions",
        sa.Column("entity", sa.String(20), nullable=False),
        sa.Column("id", sa.String(200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entity", "id", "version", name=op.f("pk_document_versions")),
    )
    _carry_templates_over()
    op.drop_index(op.f("ix_templates_structure_id"), table_name="templates")
    op.drop_table("templates")


def _carry_templates_over() -> None:
    connection = op.get_bind()
    templates = sa.table("templates", sa.column("id"), sa.column("structure_id"))
    documents = sa.table("documents", sa.column("entity"), sa.column("id"), sa.column("doc"))
    query = sa.select(templates.c.id, templates.c.structure_id, documents.c.doc).join(
        documents, (documents.c.id == templates.c.id) & (documents.c.entity == "template")
    )
    rows = [(row.id, row.structure_id, row.doc) for row in connection.execute(query)]
    keys = [{"entity": "template", "id": key, "version": json.loads(doc)["version"]} for key, _, doc in rows]
    records = [{**key, "structure_id": owner} for key, (_, owner, _) in zip(keys, rows, strict=True)]
    versions = [{**key, "doc": doc} for key, (_, _, doc) in zip(keys, rows, strict=True)]
    if rows:
        names = ("entity", "id", "structure_id", "version")
        op.bulk_insert(sa.table("shared_documents", *map(sa.column, names)), records)
        op.bulk_insert(sa.table("document_versions", *map(sa.column, ("entity", "id", "version", "doc"))), versions)
