"""Structures, their tree, and the people who hold posts in it."""

from collections.abc import Iterable, Mapping

from spplus_desk.domain.values import Value
from spplus_desk.domain.vocabulary import Role


class Structure(Value, kw_only=True):
    """A site or a head of network; `id` is its SP+ code, `timezone` an IANA name."""

    id: str
    network: str
    name: str
    typology: str = ""
    parent_id: str | None = None
    town: str = ""
    country: str = ""
    timezone: str = "Europe/Paris"
    holiday_territory: str = "metropole"
    validation_required: bool = False


class Member(Value, kw_only=True):
    """One post of one agent; `id` is `agent_id:structure_id`."""

    id: str
    agent_id: str
    name: str
    structure_id: str
    role: Role


class Membership(Value):
    """A post as the agent's own session tells it."""

    structure_id: str
    role: Role


class Agent(Value):
    id: str
    name: str
    memberships: tuple[Membership, ...] = ()


class StructureTree:
    """The parent-child relation of structures, one tree per network. Immutable once built."""

    def __init__(self, structures: Iterable[Structure]) -> None:
        self._by_id: Mapping[str, Structure] = {s.id: s for s in structures}
        children: dict[str, list[str]] = {}
        for structure in self._by_id.values():
            if structure.parent_id is not None:
                children.setdefault(structure.parent_id, []).append(structure.id)
        self._children = children

    def __contains__(self, structure_id: str) -> bool:
        return structure_id in self._by_id

    def get(self, structure_id: str) -> Structure | None:
        return self._by_id.get(structure_id)

    def children(self, structure_id: str) -> tuple[str, ...]:
        return tuple(self._children.get(structure_id, ()))

    def ancestors(self, structure_id: str) -> tuple[str, ...]:
        """From the parent up to the head of the network. A loop in bad data ends the walk instead of hanging it."""
        found: list[str] = []
        current = self._by_id.get(structure_id)
        while current is not None and current.parent_id is not None and current.parent_id not in found:
            if current.parent_id == structure_id:
                break
            found.append(current.parent_id)
            current = self._by_id.get(current.parent_id)
        return tuple(found)

    def subtree(self, structure_ids: Iterable[str]) -> frozenset[str]:
        """The given structures and all their descendants; unknown ones are kept as they are."""
        found: set[str] = set()
        waiting = list(structure_ids)
        while waiting:
            current = waiting.pop()
            if current not in found:
                found.add(current)
                waiting.extend(self._children.get(current, ()))
        return frozenset(found)
