"""Bringing the schema up to date. The scripts are found beside this package: source tree, wheel or frozen program."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

# Named here so that a frozen program carries them: Alembic loads them by path.
MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_LOCK = 7_211_960_254
"""The advisory lock that makes two servers starting together migrate one after the other (any fixed number)."""


def migrate(engine: Engine) -> None:
    """Create or upgrade all tables; does nothing when they are up to date."""
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        command.upgrade(config(connection), "head")


def config(connection: Connection | None = None) -> Config:
    found = Config()
    found.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    found.attributes["connection"] = connection
    return found
