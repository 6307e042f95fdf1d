"""The cheapest question, asked most often: is this session alive, and has anything moved?

Desks ask it every minute, so it has a connection and a path of its own: one prepared query on the driver itself,
awaited in the event loop. The answer is the same as that of `principal.require_principal`.
"""

import sqlite3
from datetime import datetime
from typing import Any, Protocol

import psycopg
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from sqlalchemy import Engine

from spplus_desk.central.principal import SESSION_SQL, Principal, principal_of, stored_instant


class PulseUnavailable(Exception):
    """This path cannot answer just now; the ordinary one will, or will say why."""


class Pulse(Protocol):
    async def principal(self, digest: str, now: datetime) -> Principal | None:
        """Raises PulseUnavailable."""

    async def close(self) -> None: ...


def open_pulse(engine: Engine) -> Pulse:
    if engine.dialect.name == "postgresql":
        return _PostgresPulse(engine)
    return _SqlitePulse(engine)


class _SqlitePulse:
    """In WAL a reader waits for nobody, and this query takes tens of microseconds: a thread would cost more."""

    def __init__(self, engine: Engine) -> None:
        assert engine.url.database is not None
        self._path = engine.url.database
        self._connection: sqlite3.Connection | None = None
        self._sql = SESSION_SQL.format(token="?", now="?")

    async def principal(self, digest: str, now: datetime) -> Principal | None:
        try:
            if self._connection is None:
                self._connection = sqlite3.connect(self._path, isolation_level=None, timeout=0.2)
                self._connection.execute("PRAGMA query_only=ON")
            rows = self._connection.execute(self._sql, (digest, stored_instant("sqlite", now))).fetchall()
        except sqlite3.Error as error:
            raise PulseUnavailable from error
        return principal_of(rows)

    async def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


class _PostgresPulse:
    def __init__(self, engine: Engine) -> None:
        url = engine.url.set(drivername="postgresql")
        self._address = url.render_as_string(hide_password=False)
        self._pool: AsyncConnectionPool[Any] | None = None
        self._sql = SESSION_SQL.format(token="%s", now="%s")

    async def principal(self, digest: str, now: datetime) -> Principal | None:
        try:
            pool = self._pool or await self._open()
            async with pool.connection() as connection:
                cursor = await connection.execute(self._sql, (digest, now), prepare=True)
                rows = await cursor.fetchall()
        except (psycopg.Error, PoolTimeout) as error:
            raise PulseUnavailable from error
        return principal_of(rows)

    async def _open(self) -> AsyncConnectionPool[Any]:
        self._pool = AsyncConnectionPool(
            self._address, min_size=1, max_size=4, timeout=5.0, open=False, kwargs={"autocommit": True}
        )
        await self._pool.open()
        return self._pool

    async def close(self) -> None:
        if self._pool is not None:
            await self._pool.close()
            self._pool = None
