"""The tables of the central store, the same on SQLite and on PostgreSQL.

What an agent is served (the full row of an experience, a slot, a reply…) is rendered once, when it is written, and
kept in `documents`; the other tables hold what rules, scope and feed need to be decided on. The reason is in
docs/decisions: a page of the feed is then one join, and the two shapes cannot drift apart.
"""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Instant(TypeDecorator[datetime]):
    """An aware instant, always UTC: SQLite keeps no zone, PostgreSQL answers in the zone of its session."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


# SQLite only numbers by itself a column that is exactly INTEGER.
_Serial = BigInteger().with_variant(Integer, "sqlite")

meta = Table(
    "meta",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
"""`epoch` names this very store, `cursor_key` signs its cursors."""

networks = Table(
    "networks",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("feed_seq", BigInteger, nullable=False, server_default=text("0")),
    Column("tree_version", Integer, nullable=False, server_default=text("0")),
    Column("case_seq", BigInteger, nullable=False, server_default=text("0")),
)
"""One counter row per network: locked by the last statements of each writing transaction, so the feed is in commit
order. `tree_version` grows when a structure moves in the tree."""

structures = Table(
    "structures",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("network", ForeignKey("networks.id"), nullable=False, index=True),
    # No foreign key: a file may name the parent after its children.
    Column("parent_id", String(200), index=True),
    Column("name", Text, nullable=False),
    Column("name_key", Text, nullable=False, index=True),
    Column("typology_key", Text, nullable=False),
    Column("validation_required", Boolean, nullable=False, server_default=false()),
)

agents = Table(
    "agents",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("username", String(200), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("scope_version", Integer, nullable=False, server_default=text("0")),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
)

memberships = Table(
    "memberships",
    metadata,
    Column("agent_id", ForeignKey("agents.id"), primary_key=True),
    Column("structure_id", ForeignKey("structures.id"), primary_key=True, index=True),
    Column("role", String(20), nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("agent_id", ForeignKey("agents.id"), nullable=False, index=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
)
"""Tokens are kept as their SHA-256: a stolen copy of the store opens no session."""

sign_in_failures = Table(
    "sign_in_failures",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("since", Instant, nullable=False),
    Column("blocked_until", Instant),
)
"""`key` is a digest of username and address."""

experiences = Table(
    "experiences",
    metadata,
    Column("id", String(200), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("published_at", Instant, nullable=False),
)

slots = Table(
    "slots",
    metadata,
    Column("experience_id", ForeignKey("experiences.id"), primary_key=True),
    Column("structure_id", ForeignKey("structures.id"), primary_key=True, index=True),
    Column("version", Integer, nullable=False, server_default=text("0")),
    Column("transferred_to", String(200)),
    Column("reply_state", String(20)),
    # Each facet remembers the version of its last change, and the command that made it.
    Column("reply_version", Integer, nullable=False, server_default=text("0")),
    Column("reply_command", String(64)),
    Column("tags_version", Integer, nullable=False, server_default=text("0")),
    Column("tags_command", String(64)),
    Column("channels_version", Integer, nullable=False, server_default=text("0")),
    Column("channels_command", String(64)),
    Column("improvement_version", Integer, nullable=False, server_default=text("0")),
    Column("improvement_command", String(64)),
    Column("transfer_version", Integer, nullable=False, server_default=text("0")),
    Column("transfer_command", String(64)),
)
"""A slot that was transferred stays, with `transferred_to`: seen by nobody, and never made again by an import."""

unresolved_slots = Table(
    "unresolved_slots",
    metadata,
    Column("experience_id", ForeignKey("experiences.id"), primary_key=True),
    Column("name_key", String(400), primary_key=True, index=True),
    Column("typology_key", String(400), primary_key=True),
    Column("label", Text, nullable=False),
    Column("content", Text, nullable=False),
)
"""What an import told of structures that are not known yet; `content` is the incoming slot as JSON."""

comments = Table(
    "comments",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("experience_id", ForeignKey("experiences.id"), nullable=False, index=True),
)

events = Table(
    "events",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("experience_id", ForeignKey("experiences.id"), nullable=False, index=True),
    Column("structure_id", String(200), nullable=False),
    Column("own_only", Boolean, nullable=False, server_default=false()),
)
"""Lines of the histories. `own_only`: of a reply that is not public yet, seen where the reply itself is seen."""

reply_versions = Table(
    "reply_versions",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("experience_id", ForeignKey("experiences.id"), nullable=False, index=True),
    Column("structure_id", String(200), nullable=False),
)
"""Steps of the replies that go through validation: seen by their own structure and those above it, for ever."""

shared_documents = Table(
    "shared_documents",
    metadata,
    Column("entity", String(20), primary_key=True),
    Column("id", String(200), primary_key=True),
    Column("structure_id", ForeignKey("structures.id"), nullable=False, index=True),
    Column("agent_id", ForeignKey("agents.id")),
    Column("version", Integer, nullable=False),
    Column("command_id", String(64)),
    Column("removed", Boolean, nullable=False, server_default=false()),
)
"""Whose each shared document is (`domain.documents`), and what last changed it. What was removed stays, seen by nobody:
its id is never used again."""

document_versions = Table(
    "document_versions",
    metadata,
    Column("entity", String(20), primary_key=True),
    Column("id", String(200), primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("doc", Text, nullable=False),
)
"""Every version of a shared document, as it was saved."""

cases = Table(
    "cases",
    metadata,
    Column("id", String(400), primary_key=True),
    Column("network", String(200), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("removed", Boolean, nullable=False),
    Column("doc", Text, nullable=False),
    Index("ix_cases_network_seq", "network", "seq"),
)
"""The recall base: published, hence public, answers. Numbered by `networks.case_seq`, apart from the feed."""

documents = Table(
    "documents",
    metadata,
    Column("entity", String(20), primary_key=True),
    Column("id", String(400), primary_key=True),
    Column("doc", Text, nullable=False),
)

feed = Table(
    "feed",
    metadata,
    Column("entity", String(20), primary_key=True),
    Column("entity_id", String(400), primary_key=True),
    Column("network", String(200), primary_key=True),
    Column("structure_id", String(200), primary_key=True),
    Column("seq", BigInteger, nullable=False),
    Column("deleted", Boolean, nullable=False),
    Column("inherits", Boolean, nullable=False),
)
"""One row per structure that gives (or gave) sight of an entity; it moves up at each change of the entity."""
Index("ix_feed_structure", feed.c.network, feed.c.structure_id, feed.c.seq)
Index("ix_feed_seq", feed.c.network, feed.c.seq)
Index(
    "ix_feed_inherited",
    feed.c.network,
    feed.c.structure_id,
    feed.c.seq,
    sqlite_where=feed.c.inherits,
    postgresql_where=feed.c.inherits,
)

commands = Table(
    "commands",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("agent_id", ForeignKey("agents.id"), nullable=False, index=True),
    Column("kind", String(40), nullable=False),
    Column("subject", String(200), nullable=False, index=True),
    Column("base", Integer),
    Column("after", String(64)),
    Column("issued_at", Instant, nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("payload", Text, nullable=False),
    Column("outcome", String(20), nullable=False),
    Column("code", String(40)),
    Column("known", Text, nullable=False, server_default=text("'{}'")),
    Column("receipt", String(20), unique=True),
    Column("slot_version", Integer),
)

audit = Table(
    "audit",
    metadata,
    Column("id", _Serial, primary_key=True, autoincrement=True),
    Column("at", Instant, nullable=False),
    Column("actor", String(64)),
    Column("action", String(60), nullable=False),
    Column("subject", String(400)),
    Column("structure_id", String(200)),
    Column("command_id", String(64)),
    Column("detail", Text, nullable=False, server_default=text("'{}'")),
    sqlite_autoincrement=True,
)
"""Append only: triggers of the first migration refuse updates and deletions on both back ends."""
