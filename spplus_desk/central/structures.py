"""Writing structures, and finding them again by the names that exports use."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from spplus_desk.central.incoming import Tally, label_key
from spplus_desk.central.tables import memberships, networks, shared_documents, slots, structures
from spplus_desk.central.unit import UnitOfWork
from spplus_desk.domain.documents import SiteSettings
from spplus_desk.domain.errors import BadInput
from spplus_desk.domain.experience import Slot, slot_id
from spplus_desk.domain.structure import Structure
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import Entity


def upsert_structures(unit: UnitOfWork, incoming: Iterable[Structure]) -> Tally:
    """Add or update structures, announce those that changed.

    A structure that moves (other parent, other network) changes what people see: the tree version of its network
    grows, and the desks concerned start again from zero. Names that were waiting for these structures are not
    resolved here: call `experiences.resolve_slots` after it, in the same transaction or the next.
    """
    rows = {row.id: row for row in _as_settled(unit, list(incoming))}
    _ensure_networks(unit.connection, {structure.network for structure in rows.values()})
    known = unit.load_all(Structure, list(rows))
    tally = Tally()
    fresh = [row for row in rows.values() if row.id not in known]
    if fresh:
        unit.connection.execute(insert(structures), [_columns(row) for row in fresh])
        unit.save_all(fresh, created=True)
        tally.added = len(fresh)
    moved: set[str] = set()
    for row in rows.values():
        before = known.get(row.id)
        if before is None:
            continue
        if before == row:
            tally.unchanged += 1
            continue
        unit.connection.execute(update(structures).where(structures.c.id == row.id).values(_columns(row)))
        unit.save(row)
        tally.updated += 1
        if (before.network, before.parent_id) != (row.network, row.parent_id):
            moved |= {before.network, row.network}
        if before.network != row.network:
            _announce_all_of(unit, row.id)
        if before.name != row.name:
            _rename_slots(unit, row)
    # Adoption: children that named this parent before it was known are now below it, for the posts of its ancestors.
    adopted = _waiting_children(unit.connection, [row.id for row in fresh], set(rows))
    moved |= adopted
    if moved:
        unit.connection.execute(
            update(networks).where(networks.c.id.in_(sorted(moved))).values(tree_version=networks.c.tree_version + 1)
        )
    return tally


def _as_settled(unit: UnitOfWork, incoming: list[Structure]) -> list[Structure]:
    """What a site decided in its settings outlives an import."""
    settled = unit.load_all(SiteSettings, [row.id for row in incoming])
    decided = {id: row.validation for id, row in settled.items() if row.validation is not None}
    return [replace(row, validation_required=decided.get(row.id, row.validation_required)) for row in incoming]


def follow_settings(unit: UnitOfWork, settings: Iterable[SiteSettings]) -> None:
    """The rule of validation is kept with the structure, where a reply meets it."""
    decided = {row.structure_id: row.validation for row in settings if row.validation is not None}
    for row in unit.load_all(Structure, sorted(decided)).values():
        wanted = decided[row.id]
        if row.validation_required != wanted:
            statement = update(structures).where(structures.c.id == row.id)
            unit.connection.execute(statement.values(validation_required=wanted))
            unit.save(replace(row, validation_required=wanted))


def _waiting_children(connection: Connection, parents: list[str], same_batch: set[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(parents), 400):
        query = select(structures.c.id, structures.c.network).where(
            structures.c.parent_id.in_(parents[start : start + 400])
        )
        found.update(row.network for row in connection.execute(query) if row.id not in same_batch)
    return found


def _columns(row: Structure) -> dict[str, object]:
    return {
        "id": row.id,
        "network": row.network,
        "parent_id": row.parent_id,
        "name": row.name,
        "name_key": label_key(row.name),
        "typology_key": label_key(row.typology),
        "validation_required": row.validation_required,
    }


def _ensure_networks(connection: Connection, names: set[str]) -> None:
    if not names:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(networks).on_conflict_do_nothing()
    connection.execute(statement, [{"id": name} for name in sorted(names)])


def _announce_all_of(unit: UnitOfWork, structure_id: str) -> None:
    """The structure changed network: what it gives sight of enters one feed and leaves the other."""
    concerned = select(slots.c.experience_id).where(
        slots.c.structure_id == structure_id, slots.c.transferred_to.is_(None)
    )
    for experience_id in unit.connection.execute(concerned).scalars().all():
        unit.feed.touch_whole(experience_id)
    held = select(memberships.c.agent_id).where(memberships.c.structure_id == structure_id)
    for agent_id in unit.connection.execute(held).scalars().all():
        unit.feed.touch(Entity.MEMBER, f"{agent_id}:{structure_id}", structure_id)
    shared = select(shared_documents).where(
        shared_documents.c.structure_id == structure_id, ~shared_documents.c.removed
    )
    for row in unit.connection.execute(shared).all():
        unit.feed.touch(Entity(row.entity), row.id, structure_id, private_to=row.agent_id)


def _rename_slots(unit: UnitOfWork, row: Structure) -> None:
    """Slots carry the name of their structure, for readers who do not see the structure itself."""
    concerned = select(slots.c.experience_id).where(slots.c.structure_id == row.id, slots.c.transferred_to.is_(None))
    ids = [slot_id(e, row.id) for e in unit.connection.execute(concerned).scalars()]
    known = unit.load_all(Slot, ids)
    unit.save_all([replace(slot, structure_name=row.name) for slot in known.values()])


@dataclass(slots=True)
class StructureIndex:
    """Structures by code and by name, read once and kept for a whole import; `learn` after each upsert."""

    _ids: dict[str, str] = field(default_factory=dict)
    """Code to display name."""
    _names: dict[str, dict[str, str]] = field(default_factory=dict)
    """Name key to {code: typology key}."""

    @classmethod
    def load(cls, connection: Connection) -> "StructureIndex":
        index = cls()
        for row in connection.execute(select(structures)):
            index._ids[row.id] = row.name
            index._names.setdefault(row.name_key, {})[row.id] = row.typology_key
        return index

    def resolve(self, label: str, typology: str = "") -> str | None:
        """The code of the one structure that `label` names; None when there is none, or more than one."""
        if label in self._ids:
            return label
        candidates = self._names.get(label_key(label), {})
        if len(candidates) > 1:
            wanted = label_key(typology)
            candidates = {code: key for code, key in candidates.items() if key == wanted}
        return next(iter(candidates)) if len(candidates) == 1 else None

    def name(self, structure_id: str) -> str:
        return self._ids[structure_id]


def require_structure(connection: Connection, structure_id: str) -> None:
    """Raises BadInput when the structure is not known."""
    if connection.execute(select(structures.c.id).where(structures.c.id == structure_id)).first() is None:
        raise BadInput(f"La structure «\u00a0{structure_id}\u00a0» est inconnue. Importez d’abord les structures.")
