"""Opening the database: SQLite by default, PostgreSQL through psycopg for real use."""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from spplus_desk.domain.errors import BadInput


def open_engine(url: str, *, pool_size: int = 8) -> Engine:
    """An engine for `sqlite:///PATH` or `postgresql+psycopg://…`. Raises BadInput for any other address.

    Parameters are hidden: an error that is logged must not carry a citizen's text.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise BadInput("L’adresse de la base de données est illisible.", detail=str(error)) from error
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername in ("sqlite", "sqlite+pysqlite"):
        if not parsed.database or parsed.database == ":memory:":
            raise BadInput("La base SQLite doit être un fichier\u00a0: sqlite:///chemin/vers/central.db.")
        engine = create_engine(
            parsed, pool_size=pool_size, max_overflow=8, hide_parameters=True, connect_args={"timeout": 60}
        )
        _tune_sqlite(engine)
        return engine
    if parsed.drivername == "postgresql+psycopg":
        return create_engine(
            parsed,
            pool_size=pool_size,
            max_overflow=8,
            hide_parameters=True,
            # No ping before each use: it would be one more round trip for each page. After a restart of the database
            # the first answer is a 503, which drops the stale connections and which desks try again.
            connect_args={"options": "-c timezone=UTC", "connect_timeout": 10},
        )
    raise BadInput("La base de données doit être sqlite:///… ou postgresql+psycopg://….")


def _tune_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: Any) -> None:
        # We begin transactions ourselves: the driver would begin late, and reads before it would see another state.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "busy_timeout=60000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Connection) -> None:
        # IMMEDIATE: a writer waits its turn at the start, instead of failing in the middle.
        readonly = connection.get_execution_options().get("readonly", False)
        connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")


def reading(engine: Engine) -> Engine:
    """The same database, for transactions that only read: one snapshot, which waits for no writer."""
    if engine.dialect.name == "sqlite":
        return engine.execution_options(readonly=True)
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
