"""The newest schema as SQLAlchemy Core sees it. `migrations` makes it; a test holds the two against each other."""

from collections.abc import Collection

from sqlalchemy import Column, Integer, MetaData, Table, Text
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.sqlite import insert

metadata = MetaData()


def _texts(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _numbers(*names: str) -> list[Column[int]]:
    return [Column(name, Integer, nullable=False) for name in names]


def _maybe_text(name: str) -> Column[str | None]:
    return Column(name, Text, nullable=True)


def _maybe_number(name: str) -> Column[int | None]:
    return Column(name, Integer, nullable=True)


structures = Table(
    "structures",
    metadata,
    Column("id", Text, primary_key=True),
    *_texts("network", "name", "typology"),
    _maybe_text("parent_id"),
    *_texts("town", "country", "timezone", "holiday_territory"),
    *_numbers("validation_required", "generation"),
)
members = Table(
    "members",
    metadata,
    Column("id", Text, primary_key=True),
    *_texts("agent_id", "name", "structure_id", "role"),
    *_numbers("generation"),
)
experiences = Table(
    "experiences",
    metadata,
    Column("rid", Integer, primary_key=True),
    *_texts("id", "title", "body", "pseudonym"),
    *_numbers("published_at"),
    *_texts("posted_as"),
    _maybe_text("sentiment"),
    _maybe_text("written_on"),
    *_numbers("published_date_only"),
    _maybe_number("first_reply_at"),
    *_numbers("first_reply_date_only"),
    *_texts("country", "region", "department", "procedures", "tags"),
    *_numbers("similar_count", "words", "generation"),
)
slots = Table(
    "slots",
    metadata,
    Column("id", Text, primary_key=True),
    *_texts("experience_id", "structure_id", "structure_name", "channels", "business_tags"),
    *_numbers("improvement"),
    _maybe_text("claimed_by"),
    *_texts("claimed_by_name"),
    _maybe_number("claimed_at"),
    *_numbers("version", "generation"),
    *_texts("channel_sentiments", "writers"),
)
replies = Table(
    "replies",
    metadata,
    *_texts("id", "experience_id", "structure_id", "body", "state", "greeting", "closing", "signature"),
    _maybe_text("author"),
    *_texts("author_name"),
    _maybe_number("submitted_at"),
    _maybe_number("published_at"),
    _maybe_number("useful"),
    _maybe_number("not_useful"),
    *_texts("return_comment", "receipt"),
    *_numbers("version", "generation"),
    *_texts("template_id", "sources", "change", "evaluation"),
)
comments = Table(
    "comments",
    metadata,
    Column("id", Text, primary_key=True),
    *_texts("experience_id", "structure_id", "author", "body"),
    *_numbers("created_at"),
    *_texts("author_name"),
    *_numbers("generation"),
)
trail = Table(
    "trail",
    metadata,
    Column("id", Text, primary_key=True),
    *_texts("experience_id", "structure_id", "structure_name", "kind"),
    *_numbers("at"),
    *_texts("by_name", "detail"),
    *_numbers("generation"),
)
reply_versions = Table(
    "reply_versions",
    metadata,
    Column("id", Text, primary_key=True),
    *_texts("experience_id", "structure_id", "step"),
    *_numbers("version", "at"),
    *_texts("doc"),
    *_numbers("generation"),
)
documents = Table(
    "documents",
    metadata,
    Column("entity", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    *_texts("structure_id"),
    *_numbers("version"),
    *_texts("doc"),
    *_numbers("generation"),
)
cases = Table(
    "cases",
    metadata,
    Column("rid", Integer, primary_key=True),
    *_texts("id", "structure_name", "title", "body", "reply"),
    *_numbers("published_at"),
    _maybe_text("sentiment"),
    *_texts("procedures", "channels"),
    *_numbers("useful", "not_useful"),
)
inbox = Table(
    "inbox",
    metadata,
    Column("slot_id", Text, primary_key=True),
    *_numbers("rid"),
    *_texts("experience_id", "structure_id", "structure_name"),
    *_numbers("rank", "urgency"),
    *_texts("state"),
    *_numbers("published_at", "due_at"),
    *_texts("timezone"),
    _maybe_number("replied_at"),
    _maybe_text("claimed_by"),
    *_texts("claimed_by_name", "channels"),
    *_numbers("similar_count"),
    _maybe_number("internal_due_at"),
    *_texts("facets"),
)
internal_rules = Table(
    "internal_rules",
    metadata,
    Column("structure_id", Text, primary_key=True),
    *_texts("mark"),
)
commands = Table(
    "commands",
    metadata,
    Column("seq", Integer, primary_key=True),
    *_texts("id", "kind", "subject", "structure_id", "slot_id"),
    _maybe_number("base"),
    _maybe_text("after"),
    *_numbers("issued_at"),
    *_texts("payload", "state"),
    _maybe_number("hold_until"),
    _maybe_number("hold_us"),
    *_numbers("attempts"),
    _maybe_number("next_attempt_at"),
    *_texts("code", "reason", "known", "receipt"),
    _maybe_number("received_at"),
    _maybe_number("acknowledgement"),
    _maybe_text("replaces"),
    *_numbers("closed"),
    *_texts("title", "pseudonym", "structure_name"),
)
events = Table(
    "events",
    metadata,
    Column("number", Integer, primary_key=True),
    _maybe_text("command_id"),
    *_texts("slot_id"),
    *_numbers("at"),
    *_texts("event", "detail"),
)
drafts = Table(
    "drafts",
    metadata,
    Column("slot_id", Text, primary_key=True),
    *_texts("greeting", "body", "closing", "signature"),
    _maybe_text("template_id"),
    *_texts("template_title"),
    *_numbers("cursor", "saved_at", "empty"),
    *_texts("title", "pseudonym", "structure_name"),
    *_texts("sources", "change"),
)


def upsert(table: Table, key: str, keep: Collection[str] = ()) -> str:
    """The driver's text of an insert that replaces all other columns of a row with the same `key`, but those in `keep`.

    Values in the order of the table's columns. Bulk writes hand it to the driver's `executemany`: SQLAlchemy's own
    would cost more than the insert. SQLite writes each index again that has a column of the SET, the value being the
    same or not, and all of them where the row's number is in it: `keep` spares their pages.
    """
    statement = insert(table)
    others = {c.name: statement.excluded[c.name] for c in table.columns if c.name != key and c.name not in keep}
    statement = statement.on_conflict_do_update(index_elements=[key], set_=others)
    return str(statement.compile(dialect=sqlite.dialect(paramstyle="qmark")))
