"""What an agent may see and touch: the subtrees of their posts; and, read only, what is offered from above."""

from collections.abc import Iterable

from sqlalchemy import Connection, text

from spplus_desk.domain.values import Value
from spplus_desk.domain.vocabulary import Role

# Trees stay inside a network: a parent code that points into another network gives sight of nothing.
_READ = text("""
WITH RECURSIVE below(id, network) AS (
  SELECT t.id, t.network FROM memberships m JOIN structures t ON t.id = m.structure_id WHERE m.agent_id = :agent
  UNION
  SELECT t.id, t.network FROM structures t JOIN below b ON t.parent_id = b.id AND t.network = b.network
), above(id, parent_id, network) AS (
  SELECT t.id, t.parent_id, t.network
  FROM memberships m JOIN structures t ON t.id = m.structure_id WHERE m.agent_id = :agent
  UNION
  SELECT t.id, t.parent_id, t.network FROM structures t JOIN above a ON t.id = a.parent_id AND t.network = a.network
)
SELECT 0, id, network FROM below UNION ALL SELECT 1, id, network FROM above
""")
_UPWARD = """
WITH RECURSIVE up(start, id, parent_id, network) AS (
  SELECT t.id, t.id, t.parent_id, t.network FROM structures t WHERE t.id IN ({marks})
  UNION
  SELECT u.start, t.id, t.parent_id, t.network FROM structures t
  JOIN up u ON t.id = u.parent_id AND t.network = u.network
)
SELECT up.start, up.id, m.role FROM up LEFT JOIN memberships m ON m.structure_id = up.id AND m.agent_id = :agent
"""


def place_of(agent_id: str) -> str:
    """Where the feed keeps what one agent alone sees: a place of their own, beside the structures. No structure can
    have that code: importers refuse it."""
    return f"@{agent_id}"


class ReadScope(Value):
    """Per network: the structures whose entries the agent sees, and those above, of which only what is offered
    downwards (structures, members, templates) is seen."""

    below: dict[str, frozenset[str]]
    above: dict[str, frozenset[str]]


def read_scope(connection: Connection, agent_id: str) -> ReadScope:
    found: tuple[dict[str, set[str]], dict[str, set[str]]] = ({}, {})
    for place, structure_id, network in connection.execute(_READ, {"agent": agent_id}):
        found[place].setdefault(network, set()).add(structure_id)
    # What is the agent's own is theirs in each network where they hold a post.
    below = {network: frozenset({*ids, place_of(agent_id)}) for network, ids in found[0].items()}
    return ReadScope(below, {network: frozenset(ids) - below[network] for network, ids in found[1].items()})


class WriteScope(Value):
    """For the structures that a batch names: the agent's roles over each (none: outside), and what is above each."""

    roles: dict[str, frozenset[Role]]
    ancestors: dict[str, frozenset[str]]

    def roles_over(self, structure_id: str) -> frozenset[Role]:
        return self.roles.get(structure_id, frozenset())

    def is_below(self, structure_id: str, ancestor: str) -> bool:
        """True when the first is a descendant of the second."""
        return ancestor in self.ancestors.get(structure_id, frozenset())


def write_scope(connection: Connection, agent_id: str, structure_ids: Iterable[str]) -> WriteScope:
    wanted = sorted(set(structure_ids))
    roles: dict[str, set[Role]] = {}
    above: dict[str, set[str]] = {}
    for place in range(0, len(wanted), 400):
        chunk = wanted[place : place + 400]
        names = {f"s{i}": structure_id for i, structure_id in enumerate(chunk)}
        statement = text(_UPWARD.format(marks=", ".join(f":{name}" for name in names)))
        for start, structure_id, role in connection.execute(statement, {"agent": agent_id, **names}):
            if structure_id != start:
                above.setdefault(start, set()).add(structure_id)
            if role is not None:
                roles.setdefault(start, set()).add(Role(role))
    return WriteScope(
        {key: frozenset(found) for key, found in roles.items()},
        {key: frozenset(found) for key, found in above.items()},
    )
