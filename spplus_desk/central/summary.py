"""How many rows of each kind a reader sees: what a desk holds its mirror against now and then."""

from sqlalchemy import ColumnElement, Connection, func, or_, select, union

from spplus_desk.central.scope import read_scope
from spplus_desk.central.tables import feed
from spplus_desk.domain.vocabulary import Entity

_IN = 900


def summary(connection: Connection, agent_id: str) -> dict[str, int]:
    """Counts by entity, each entity once however many posts give sight of it."""
    scope = read_scope(connection, agent_id)
    parts = []
    for network in sorted(scope.below.keys() | scope.above.keys()):
        below = sorted(scope.below.get(network, ()))
        above = sorted(scope.above.get(network, ()))
        seen: list[ColumnElement[bool]] = [
            feed.c.structure_id.in_(below[start : start + _IN]) for start in range(0, len(below), _IN)
        ]
        if above:
            seen.append(feed.c.inherits & feed.c.structure_id.in_(above))
        parts.append(
            select(feed.c.entity, feed.c.entity_id).where(feed.c.network == network, ~feed.c.deleted, or_(*seen))
        )
    counts = {entity.value: 0 for entity in Entity}
    if parts:
        rows = union(*parts).subquery()  # a union tells each row once
        found = connection.execute(select(rows.c.entity, func.count()).group_by(rows.c.entity))
        counts.update({str(entity): int(number) for entity, number in found})
    return counts
