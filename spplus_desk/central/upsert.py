"""INSERT … ON CONFLICT DO UPDATE, which both back ends know under the same words."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite


@lru_cache(maxsize=50)
def upsert(table: Table, dialect: str, *columns: str) -> Any:
    """The statement that inserts a row, or else sets `columns` (all but the key when none is named).

    Kept: building it again for each batch costs more than running it.
    """
    maker = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = maker(table)
    keys = [column.name for column in table.primary_key.columns]
    names = columns or tuple(column.name for column in table.columns if column.name not in keys)
    return statement.on_conflict_do_update(index_elements=keys, set_={name: statement.excluded[name] for name in names})
