"""Who asks, found in one query from the token: the agent, and where the feeds of their networks stand."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, TextClause, text

from spplus_desk.central.problems import revoked, unauthorized
from spplus_desk.domain.values import Value

SESSION_SQL = """
SELECT a.id, a.name, a.scope_version, n.id, n.feed_seq, n.tree_version
FROM sessions s
JOIN agents a ON a.id = s.agent_id
LEFT JOIN memberships m ON m.agent_id = a.id
LEFT JOIN structures t ON t.id = m.structure_id
LEFT JOIN networks n ON n.id = t.network
WHERE s.token_hash = {token} AND s.expires_at > {now} AND a.revoked_at IS NULL
"""
"""One row per post. The token, its expiry, the scope's versions and the counters are all of one instant."""

_REVOKED: TextClause = text(
    "SELECT 1 FROM sessions s JOIN agents a ON a.id = s.agent_id"
    " WHERE s.token_hash = :token AND a.revoked_at IS NOT NULL"
)
_STATEMENT: TextClause = text(SESSION_SQL.format(token=":token", now=":now"))


class Principal(Value):
    """`heads`: the last number of each network in which the agent holds a post. `scope` changes when what the agent
    may see changes otherwise than by the feed: posts given or taken, structures moved in the tree."""

    agent_id: str
    name: str
    scope: str
    heads: dict[str, int]


def principal_of(rows: Iterable[Any]) -> Principal | None:
    """From the rows of SESSION_SQL, whichever driver read them. None: no such living session."""
    found = list(rows)
    if not found:
        return None
    agent_id, name, scope_version = found[0][:3]
    heads: dict[str, int] = {}
    trees: list[str] = []
    for row in sorted(found, key=lambda row: row[3] or ""):
        if row[3] is not None and row[3] not in heads:
            heads[row[3]] = row[4]
            trees.append(f"{row[3]}={row[5]}")
    scope = sha256("\n".join([agent_id, str(scope_version), *trees]).encode()).hexdigest()[:16]
    return Principal(agent_id, name, scope, heads)


def token_digest(authorization: str | None) -> str | None:
    """The digest of a `Bearer` token, as the store keeps it."""
    if authorization is None:
        return None
    scheme, _, token = authorization.partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token or len(token) > 500:
        return None
    return sha256(token.encode()).hexdigest()


def stored_instant(dialect: str, instant: datetime) -> str | datetime:
    """`instant` (aware UTC) in the form that comparisons need: SQLite keeps instants as text."""
    if dialect == "sqlite":
        return instant.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
    return instant


def require_principal(connection: Connection, authorization: str | None, now: datetime) -> Principal:
    """Raises ProblemError 401: `session_expired`, or `account_revoked` to whoever shows a token of such an account."""
    digest = token_digest(authorization)
    if digest is None:
        raise unauthorized()
    moment = stored_instant(connection.dialect.name, now)
    found = principal_of(connection.execute(_STATEMENT, {"token": digest, "now": moment}))
    if found is None:
        if connection.execute(_REVOKED, {"token": digest}).first() is not None:
            raise revoked()
        raise unauthorized()
    return found
