"""Reading pages of the feed, in one snapshot, strictly inside the reader's scope."""

from functools import lru_cache
from typing import Any, NamedTuple

import msgspec
from sqlalchemy import Connection, TextClause, func, or_, select, text

from spplus_desk.central.cursor import Cursor, CursorSeal
from spplus_desk.central.principal import Principal
from spplus_desk.central.problems import ProblemError
from spplus_desk.central.scope import ReadScope, read_scope
from spplus_desk.central.tables import feed
from spplus_desk.domain.values import Value
from spplus_desk.protocol import Change

_FEW = 16
"""Up to so many structures, each is read by its own index; above, the network's whole feed is walked and filtered."""
_IN = 900
"""Structures in one IN list; a larger scope takes several."""


class Page(Value):
    changes: list[Change]
    cursor: str
    more: bool
    remaining: int
    moved: bool
    """False when there was nothing for this reader: with the same ETag, a 304."""


class _Entry(NamedTuple):
    seq: int
    entity: str
    entity_id: str
    deleted: bool
    doc: str | None


def nothing_new(principal: Principal, cursor: Cursor) -> bool:
    """True when no counter moved since the cursor: no page needs to be read to know that it is empty."""
    return (
        cursor.scope == principal.scope
        and len(cursor.places) == len(principal.heads)
        and all(cursor.places.get(network, (-1, 0))[0] == head for network, head in principal.heads.items())
    )


def read_page(connection: Connection, principal: Principal, seal: CursorSeal, told: str | None, limit: int) -> Page:
    """The next `limit` changes after the cursor `told` (None: from zero). `connection` is in one snapshot, in which
    `principal` was read too. Raises ProblemError 400 `bad_cursor`, 410 `cursor_expired` or `scope_changed`."""
    cursor = _start(principal, seal) if told is None else seal.read(told)
    if cursor.scope != principal.scope:
        raise ProblemError(410, "scope_changed")
    if any(position > principal.heads.get(network, -1) for network, (position, _) in cursor.places.items()):
        raise ProblemError(410, "cursor_expired")
    scope = read_scope(connection, principal.agent_id)
    changes: list[Change] = []
    places = dict(cursor.places)
    more = False
    networks = sorted(principal.heads)
    for number, network in enumerate(networks):
        position, floor = places.get(network, (0, principal.heads[network]))
        head = principal.heads[network]
        if position >= head:
            continue
        if len(changes) >= limit:
            more = more or _any_after(connection, scope, network, position, floor)
            continue
        entries, last = _read(connection, scope, network, position, floor, limit - len(changes))
        places[network] = (head if last is None else last, floor)
        more = more or last is not None
        changes.extend(_changes(connection, scope, entries, networks[:number], networks))
    left = 0
    if more and cursor.left:
        # Counted once, at the first page of a long read: counting at each page would cost more than the pages.
        left = max(cursor.left - len(changes), 1)
    elif more:
        left = _count(connection, scope, places, networks)
    after = Cursor(epoch=seal.epoch, scope=principal.scope, places=places, left=left)
    return Page(changes, seal.write(after), more, left, moved=bool(changes) or more)


def _start(principal: Principal, seal: CursorSeal) -> Cursor:
    places = {network: (0, head) for network, head in principal.heads.items()}
    return Cursor(epoch=seal.epoch, scope=principal.scope, places=places)


def _read(
    connection: Connection, scope: ReadScope, network: str, position: int, floor: int, limit: int
) -> tuple[list[_Entry], int | None]:
    """Up to `limit` entries (entities, not rows), and the number of the last one; None when nothing is left."""
    fetch = limit + 1
    while True:
        rows = _rows(connection, scope, network, position, floor, fetch)
        groups: dict[int, _Entry] = {}
        for seq, entity, entity_id, deleted, doc in rows:
            # The same entity by several structures: gone from one and still seen from another is still there.
            if seq not in groups or (groups[seq].deleted and not deleted):
                groups[seq] = _Entry(seq, entity, entity_id, deleted, doc)
        complete = len(rows) < fetch
        entries = list(groups.values())
        if not complete:
            entries = entries[:-1]  # its other rows may lie beyond what was fetched
        if len(entries) > limit:
            return entries[:limit], entries[limit - 1].seq
        if complete:
            return entries, None
        if entries:
            return entries, entries[-1].seq
        fetch *= 4


def _rows(connection: Connection, scope: ReadScope, network: str, position: int, floor: int, fetch: int) -> list[Any]:
    below = sorted(scope.below.get(network, ()))
    above = sorted(scope.above.get(network, ()))
    values: dict[str, Any] = {"network": network, "position": position, "floor": floor, "fetch": fetch}
    values |= {f"b{place}": structure_id for place, structure_id in enumerate(below)}
    values |= {f"a{place}": structure_id for place, structure_id in enumerate(above)}
    return list(connection.execute(_page_statement(len(below), len(above)), values).all())


@lru_cache(maxsize=500)
def _page_statement(below: int, above: int) -> TextClause:
    """The query for so many structures of the reader and above them. Kept: building it costs more than running it."""
    few = below <= _FEW
    groups = [[place] for place in range(below)] if few else _groups(below)
    wanted = [f"structure_id IN ({', '.join(f':b{place}' for place in group)})" for group in groups]
    wanted += [f"inherits AND structure_id = :a{place}" for place in range(above)]
    parts = [_PART.format(wanted=each, number=number) for number, each in enumerate(wanted)]
    return text(_PAGE.format(parts=" UNION ALL ".join(parts)))


_PART = """
SELECT * FROM (
  SELECT seq, entity, entity_id, deleted FROM feed
  WHERE network = :network AND seq > :position AND (NOT deleted OR seq > :floor) AND {wanted}
  ORDER BY seq LIMIT :fetch
) AS part{number}
"""
_PAGE = """
SELECT page.seq, page.entity, page.entity_id, page.deleted, documents.doc
FROM (SELECT * FROM ({parts}) AS parts ORDER BY seq LIMIT :fetch) AS page
LEFT JOIN documents ON documents.entity = page.entity AND documents.id = page.entity_id
ORDER BY page.seq
"""


def _groups(count: int) -> list[list[int]]:
    return [list(range(start, min(start + _IN, count))) for start in range(0, count, _IN)]


def _changes(
    connection: Connection,
    scope: ReadScope,
    entries: list[_Entry],
    earlier: list[str],
    networks: list[str],
) -> list[Change]:
    """Deletions of what is still seen by another structure are not told, nor twice what two networks announce."""
    gone = [(e.entity, e.entity_id) for e in entries if e.deleted]
    still = _seen(connection, scope, gone, networks) if gone else set()
    told = _seen(connection, scope, [(e.entity, e.entity_id) for e in entries], earlier) if earlier else set()
    found: list[Change] = []
    for _, entity, entity_id, deleted, doc in entries:
        key = (entity, entity_id)
        if deleted:
            if key not in still:
                found.append(Change(entity=entity, id=entity_id, op="delete"))
        elif key not in told and doc is not None:
            found.append(Change(entity=entity, id=entity_id, op="put", row=msgspec.Raw(doc.encode())))
    return found


def _seen(
    connection: Connection, scope: ReadScope, keys: list[tuple[str, str]], networks: list[str]
) -> set[tuple[str, str]]:
    """Those of `keys` that the reader sees now through one of these networks."""
    ids: dict[str, list[str]] = {}
    for entity, entity_id in keys:
        ids.setdefault(entity, []).append(entity_id)
    found: set[tuple[str, str]] = set()
    for entity, members in ids.items():
        for start in range(0, len(members), _IN):
            query = select(feed.c.entity_id, feed.c.network, feed.c.structure_id, feed.c.inherits).where(
                feed.c.entity == entity,
                feed.c.entity_id.in_(members[start : start + _IN]),
                feed.c.network.in_(networks),
                ~feed.c.deleted,
            )
            for row in connection.execute(query):
                inside = row.structure_id in scope.below.get(row.network, ())
                offered = row.inherits and row.structure_id in scope.above.get(row.network, ())
                if inside or offered:
                    found.add((entity, row.entity_id))
    return found


def _any_after(connection: Connection, scope: ReadScope, network: str, position: int, floor: int) -> bool:
    return bool(_rows(connection, scope, network, position, floor, 1))


def _count(connection: Connection, scope: ReadScope, places: dict[str, tuple[int, int]], networks: list[str]) -> int:
    total = 0
    for network in networks:
        position, floor = places.get(network, (0, 0))
        below = sorted(scope.below.get(network, ()))
        for start in range(0, len(below), _IN):
            query = select(func.count()).where(
                feed.c.network == network,
                feed.c.structure_id.in_(below[start : start + _IN]),
                feed.c.seq > position,
                or_(~feed.c.deleted, feed.c.seq > floor),
            )
            total += connection.execute(query).scalar_one()
    return max(total, 1)
