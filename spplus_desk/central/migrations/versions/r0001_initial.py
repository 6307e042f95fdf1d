"""The first schema.

Revision ID: 0001
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agents",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("username", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("scope_version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agents")),
        sa.UniqueConstraint("username", name=op.f("uq_agents_username")),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=400), nullable=True),
        sa.Column("structure_id", sa.String(length=200), nullable=True),
        sa.Column("command_id", sa.String(length=64), nullable=True),
        sa.Column("detail", sa.Text(), server_default=sa.text("'{}'"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "documents",
        sa.Column("entity", sa.String(length=20), nullable=False),
        sa.Column("id", sa.String(length=400), nullable=False),
        sa.Column("doc", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entity", "id", name=op.f("pk_documents")),
    )
    op.create_table(
        "experiences",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_experiences")),
    )
    op.create_table(
        "feed",
        sa.Column("entity", sa.String(length=20), nullable=False),
        sa.Column("entity_id", sa.String(length=400), nullable=False),
        sa.Column("network", sa.String(length=200), nullable=False),
        sa.Column("structure_id", sa.String(length=200), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.Column("inherits", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("entity", "entity_id", "network", "structure_id", name=op.f("pk_feed")),
    )
    op.create_index(
        "ix_feed_inherited",
        "feed",
        ["network", "structure_id", "seq"],
        unique=False,
        sqlite_where=sa.text("inherits"),
        postgresql_where=sa.text("inherits"),
    )
    op.create_index("ix_feed_seq", "feed", ["network", "seq"], unique=False)
    op.create_index("ix_feed_structure", "feed", ["network", "structure_id", "seq"], unique=False)
    op.create_table(
        "meta",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "networks",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("feed_seq", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("tree_version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_networks")),
    )
    op.create_table(
        "sign_in_failures",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_sign_in_failures")),
    )
    op.create_table(
        "commands",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("agent_id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("base", sa.Integer(), nullable=True),
        sa.Column("after", sa.String(length=64), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("known", sa.Text(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("receipt", sa.String(length=20), nullable=True),
        sa.Column("slot_version", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_commands_agent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commands")),
        sa.UniqueConstraint("receipt", name=op.f("uq_commands_receipt")),
    )
    op.create_index(op.f("ix_commands_agent_id"), "commands", ["agent_id"], unique=False)
    op.create_index(op.f("ix_commands_subject"), "commands", ["subject"], unique=False)
    op.create_table(
        "comments",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("experience_id", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["experience_id"], ["experiences.id"], name=op.f("fk_comments_experience_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    op.create_index(op.f("ix_comments_experience_id"), "comments", ["experience_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("agent_id", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_sessions_agent_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_agent_id"), "sessions", ["agent_id"], unique=False)
    op.create_index(op.f("ix_sessions_expires_at"), "sessions", ["expires_at"], unique=False)
    op.create_table(
        "structures",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("network", sa.String(length=200), nullable=False),
        sa.Column("parent_id", sa.String(length=200), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("typology_key", sa.Text(), nullable=False),
        sa.Column("validation_required", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["network"], ["networks.id"], name=op.f("fk_structures_network")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_structures")),
    )
    op.create_index(op.f("ix_structures_name_key"), "structures", ["name_key"], unique=False)
    op.create_index(op.f("ix_structures_network"), "structures", ["network"], unique=False)
    op.create_index(op.f("ix_structures_parent_id"), "structures", ["parent_id"], unique=False)
    op.create_table(
        "unresolved_slots",
        sa.Column("experience_id", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=400), nullable=False),
        sa.Column("typology_key", sa.String(length=400), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["experience_id"], ["experiences.id"], name=op.f("fk_unresolved_slots_experience_id")),
        sa.PrimaryKeyConstraint("experience_id", "name_key", "typology_key", name=op.f("pk_unresolved_slots")),
    )
    op.create_index(op.f("ix_unresolved_slots_name_key"), "unresolved_slots", ["name_key"], unique=False)
    op.create_table(
        "memberships",
        sa.Column("agent_id", sa.String(length=64), nullable=False),
        sa.Column("structure_id", sa.String(length=200), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["agents.id"], name=op.f("fk_memberships_agent_id")),
        sa.ForeignKeyConstraint(["structure_id"], ["structures.id"], name=op.f("fk_memberships_structure_id")),
        sa.PrimaryKeyConstraint("agent_id", "structure_id", name=op.f("pk_memberships")),
    )
    op.create_index(op.f("ix_memberships_structure_id"), "memberships", ["structure_id"], unique=False)
    op.create_table(
        "slots",
        sa.Column("experience_id", sa.String(length=200), nullable=False),
        sa.Column("structure_id", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("transferred_to", sa.String(length=200), nullable=True),
        sa.Column("reply_state", sa.String(length=20), nullable=True),
        sa.Column("reply_version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("reply_command", sa.String(length=64), nullable=True),
        sa.Column("tags_version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("tags_command", sa.String(length=64), nullable=True),
        sa.Column("channels_version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("channels_command", sa.String(length=64), nullable=True),
        sa.Column("improvement_version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("improvement_command", sa.String(length=64), nullable=True),
        sa.Column("transfer_version", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("transfer_command", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["experience_id"], ["experiences.id"], name=op.f("fk_slots_experience_id")),
        sa.ForeignKeyConstraint(["structure_id"], ["structures.id"], name=op.f("fk_slots_structure_id")),
        sa.PrimaryKeyConstraint("experience_id", "structure_id", name=op.f("pk_slots")),
    )
    op.create_index(op.f("ix_slots_structure_id"), "slots", ["structure_id"], unique=False)
    op.create_table(
        "templates",
        sa.Column("id", sa.String(length=200), nullable=False),
        sa.Column("structure_id", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["structure_id"], ["structures.id"], name=op.f("fk_templates_structure_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_templates")),
    )
    op.create_index(op.f("ix_templates_structure_id"), "templates", ["structure_id"], unique=False)
    _name_this_store()
    _forbid_changes_of_audit()


def _name_this_store() -> None:
    """Each store has its own name and its own key for cursors: one of another store is never taken for ours."""
    rows = [{"key": "epoch", "value": secrets.token_hex(6)}, {"key": "cursor_key", "value": secrets.token_hex(32)}]
    op.bulk_insert(sa.table("meta", sa.column("key"), sa.column("value")), rows)


def _forbid_changes_of_audit() -> None:
    """The audit is append-only, for whoever holds the connection."""
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{event.lower()} BEFORE {event} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON audit "
        "FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()"
    )
    op.execute(
        "CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()"
    )
