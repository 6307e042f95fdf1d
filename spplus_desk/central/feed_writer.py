"""Announcing changes: what was touched is collected, then numbered by the last statements of the transaction.

Numbers come from the locked counter row of each network, networks in sorted order: a reader that sees a number
sees all smaller ones, networks never wait for each other, and two writers of two networks cannot deadlock.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Connection, insert, select, tuple_, update

from spplus_desk.central.scope import place_of
from spplus_desk.central.tables import comments, events, feed, networks, reply_versions, slots, structures
from spplus_desk.central.upsert import upsert
from spplus_desk.domain.documents import RULES
from spplus_desk.domain.experience import slot_id
from spplus_desk.domain.values import Value
from spplus_desk.domain.vocabulary import Entity, ReplyState

_HIDDEN_REPLIES = (ReplyState.PENDING_VALIDATION.value, ReplyState.RETURNED.value)
_CHUNK = 400
"""Keys in one IN list: well under every back end's limit of parameters."""

Key = tuple[Entity, str]
_T = TypeVar("_T")


class View(Value):
    """One structure that gives sight of an entity. `inherits`: its descendants see the entity too."""

    network: str
    structure_id: str
    inherits: bool = False


@dataclass(slots=True)
class FeedWriter:
    """Collects what a transaction touched. `flush` is its last act; nothing may be written after it."""

    connection: Connection
    _touched: dict[Key, str] = field(default_factory=dict)
    _whole: dict[str, None] = field(default_factory=dict)
    _created: set[Key] = field(default_factory=set)
    _removed: set[Key] = field(default_factory=set)
    _private: dict[Key, str] = field(default_factory=dict)

    def touch(
        self, entity: Entity, entity_id: str, owner: str, *, created: bool = False, private_to: str | None = None
    ) -> None:
        """`owner` is the experience of an experience, slot, reply or comment; the structure of all else.
        `created`: the caller knows that this entity was never announced, which saves a look-up. `private_to`: the one
        agent who sees it, in the feed of the owner's network."""
        key = (entity, entity_id)
        self._touched[key] = owner
        if private_to is not None:
            self._private[key] = private_to
        self._removed.discard(key)
        if created:
            self._created.add(key)

    def remove(self, entity: Entity, entity_id: str, owner: str) -> None:
        """The entity is no more: all who saw it are told."""
        self._touched[entity, entity_id] = owner
        self._removed.add((entity, entity_id))

    def touch_whole(self, experience_id: str) -> None:
        """The set of structures concerned has changed: all that hangs on the experience is announced again."""
        self._whole[experience_id] = None

    def flush(self) -> None:
        self._gather_whole()
        if not self._touched:
            return
        self._touched = _in_reading_order(self._touched)
        views = _Views(self.connection, self._touched)
        wanted = {
            key: [] if key in self._removed else views.of(key, owner, self._private.get(key))
            for key, owner in self._touched.items()
        }
        known = self._known([key for key in self._touched if key not in self._created])
        entries: dict[str, list[tuple[Key, View, bool]]] = {}
        for key, seen_from in wanted.items():
            for view in seen_from:
                entries.setdefault(view.network, []).append((key, view, False))
            kept = {(view.network, view.structure_id) for view in seen_from}
            for view in known.get(key, ()):
                if (view.network, view.structure_id) not in kept:
                    entries.setdefault(view.network, []).append((key, view, True))
        # Sorted: two transactions on the same networks lock their counters in the same order.
        rows = [row for network in sorted(entries) for row in self._number(network, entries[network])]
        fresh = [row for row in rows if (row["entity"], row["entity_id"]) in self._created]
        again = [row for row in rows if (row["entity"], row["entity_id"]) not in self._created]
        if fresh:
            self.connection.execute(insert(feed), fresh)
        if again:
            self.connection.execute(upsert(feed, self.connection.dialect.name), again)
        self._touched.clear()
        self._created.clear()
        self._removed.clear()
        self._private.clear()

    def _gather_whole(self) -> None:
        """All that hangs on the experiences of `touch_whole`; the experience itself comes first."""
        for ids in _chunks(list(self._whole)):
            for experience_id in ids:
                self._touched.setdefault((Entity.EXPERIENCE, experience_id), experience_id)
            for row in self.connection.execute(
                select(slots.c.experience_id, slots.c.structure_id, slots.c.reply_state).where(
                    slots.c.experience_id.in_(ids)
                )
            ):
                key = slot_id(row.experience_id, row.structure_id)
                self._touched.setdefault((Entity.SLOT, key), row.experience_id)
                if row.reply_state is not None:
                    self._touched.setdefault((Entity.REPLY, key), row.experience_id)
            for row in self.connection.execute(select(comments).where(comments.c.experience_id.in_(ids))):
                self._touched.setdefault((Entity.COMMENT, row.id), row.experience_id)
            for row in self.connection.execute(select(events).where(events.c.experience_id.in_(ids))):
                self._touched.setdefault((Entity.EVENT, row.id), row.experience_id)
            for row in self.connection.execute(select(reply_versions).where(reply_versions.c.experience_id.in_(ids))):
                self._touched.setdefault((Entity.REPLY_VERSION, row.id), row.experience_id)
        self._whole.clear()

    def _known(self, keys: Sequence[Key]) -> dict[Key, list[View]]:
        found: dict[Key, list[View]] = {}
        for chunk in _chunks(keys):
            query = select(feed.c.entity, feed.c.entity_id, feed.c.network, feed.c.structure_id, feed.c.inherits).where(
                tuple_(feed.c.entity, feed.c.entity_id).in_([(e.value, i) for e, i in chunk]), ~feed.c.deleted
            )
            for row in self.connection.execute(query):
                view = View(row.network, row.structure_id, row.inherits)
                found.setdefault((Entity(row.entity), row.entity_id), []).append(view)
        return found

    def _number(self, network: str, entries: list[tuple[Key, View, bool]]) -> Iterable[dict[str, object]]:
        """Entries of one entity share one number, so that a reader of several structures meets it once."""
        keys = list(dict.fromkeys(key for key, _, _ in entries))
        last = self.connection.execute(
            update(networks)
            .where(networks.c.id == network)
            .values(feed_seq=networks.c.feed_seq + len(keys))
            .returning(networks.c.feed_seq)
        ).scalar_one()
        number = {key: last - len(keys) + place for place, key in enumerate(keys, start=1)}
        for key, view, deleted in entries:
            yield {
                "entity": key[0].value,
                "entity_id": key[1],
                "network": network,
                "structure_id": view.structure_id,
                "seq": number[key],
                "deleted": deleted,
                "inherits": view.inherits,
            }


class _Views:
    """From where each touched entity is seen, read once for the whole transaction."""

    def __init__(self, connection: Connection, touched: dict[Key, str]) -> None:
        bound = {owner for (entity, _), owner in touched.items() if entity in _BOUND}
        homes = {owner for (entity, _), owner in touched.items() if entity not in _BOUND}
        self._concerned: dict[str, list[tuple[View, str | None]]] = {}
        for ids in _chunks(sorted(bound)):
            query = (
                select(slots.c.experience_id, slots.c.structure_id, slots.c.reply_state, structures.c.network)
                .join(structures, structures.c.id == slots.c.structure_id)
                .where(slots.c.experience_id.in_(ids), slots.c.transferred_to.is_(None))
            )
            for row in connection.execute(query):
                view = View(row.network, row.structure_id)
                self._concerned.setdefault(row.experience_id, []).append((view, row.reply_state))
        self._private: dict[Key, str] = {}
        for ids in _chunks([key for entity, key in touched if entity is Entity.EVENT]):
            query3 = select(events.c.id, events.c.structure_id).where(events.c.id.in_(ids), events.c.own_only)
            for event in connection.execute(query3):
                self._private[Entity.EVENT, event.id] = event.structure_id
        for ids in _chunks([key for entity, key in touched if entity is Entity.REPLY_VERSION]):
            query4 = select(reply_versions.c.id, reply_versions.c.structure_id).where(reply_versions.c.id.in_(ids))
            for step in connection.execute(query4):
                self._private[Entity.REPLY_VERSION, step.id] = step.structure_id
        self._homes: dict[str, View] = {}
        for ids in _chunks(sorted(homes)):
            query2 = select(structures.c.id, structures.c.network).where(structures.c.id.in_(ids))
            for home in connection.execute(query2):
                self._homes[home.id] = View(home.network, home.id, inherits=True)

    def of(self, key: Key, owner: str, private_to: str | None) -> list[View]:
        entity, entity_id = key
        if entity not in _BOUND:
            home = self._homes.get(owner)
            if home is not None and private_to is not None:
                return [View(home.network, place_of(private_to))]
            if home is not None and entity in _UPWARD:
                return [View(home.network, home.structure_id)]
            return [home] if home else []
        concerned = self._concerned.get(owner, [])
        if entity in (Entity.SLOT, Entity.REPLY):
            own = [(view, state) for view, state in concerned if slot_id(owner, view.structure_id) == entity_id]
            if not own:
                return []  # transferred away
            if entity is Entity.REPLY:
                state = own[0][1]
                if state is None:
                    return []
                if state in _HIDDEN_REPLIES:
                    return [own[0][0]]  # not public yet: the neighbours do not see it
        if key in self._private:
            return [view for view, _ in concerned if view.structure_id == self._private[key]]
        return [view for view, _ in concerned]


_RANK = {entity: rank for rank, entity in enumerate(Entity)}


def _in_reading_order(touched: dict[Key, str]) -> dict[Key, str]:
    """Owners as they came, and within each the experience before its slot, reply and comments: the first page of a
    first sync then shows whole experiences."""
    place: dict[str, int] = {}
    for owner in touched.values():
        place.setdefault(owner, len(place))
    return dict(sorted(touched.items(), key=lambda item: (place[item[1]], _RANK[item[0][0]])))


_UPWARD = frozenset(rule.entity for rule in RULES if rule.upward)
_BOUND = frozenset({Entity.EXPERIENCE, Entity.SLOT, Entity.REPLY, Entity.COMMENT, Entity.EVENT, Entity.REPLY_VERSION})


def _chunks(items: Sequence[_T]) -> Iterable[Sequence[_T]]:
    for start in range(0, len(items), _CHUNK):
        yield items[start : start + _CHUNK]
