"""Reading the append-only trace out. It holds acts, never texts of citizens; no ranking of persons is made of it."""

from collections.abc import Iterator

import msgspec
from sqlalchemy import Engine, select

from spplus_desk.central.engine import reading
from spplus_desk.central.tables import audit


def lines(engine: Engine) -> Iterator[str]:
    """Each act as one line of JSON, oldest first, streamed."""
    with reading(engine).connect() as connection:
        rows = connection.execution_options(yield_per=1_000).execute(select(audit).order_by(audit.c.id))
        for row in rows:
            act = dict(row._mapping)
            act["detail"] = msgspec.Raw(row.detail.encode())
            yield msgspec.json.encode(act).decode()
