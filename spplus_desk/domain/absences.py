"""Who is away, until when, and who stands in. Days are those of the structure's calendar; both ends count.

An absence warns and offers; it gives no right and takes none: claims are taken over by hand, in one step.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from spplus_desk.domain.documents import EVERY_WRITER, Absence, agent_of_post
from spplus_desk.domain.structure import Agent, Member, StructureTree
from spplus_desk.domain.values import Value
from spplus_desk.domain.vocabulary import Role

_UNNAMED = "Un collègue"


class Away(Value, kw_only=True):
    """One agent away from one structure. `stand_in` and its name are empty where nobody was named."""

    agent_id: str
    name: str
    structure_id: str
    start: date
    end: date
    stand_in: str = ""
    stand_in_name: str = ""
    note: str = ""

    def on(self, day: date) -> bool:
        return self.start <= day <= self.end


def known(absences: Iterable[Absence], members: Iterable[Member], today: date) -> tuple[Away, ...]:
    """Those under way and to come, the next to end first. Names are those of the posts: nobody writes another's."""
    names: dict[str, str] = {member.agent_id: member.name for member in members}
    found = [
        Away(
            agent_id=agent_of_post(row.id),
            name=names.get(agent_of_post(row.id), _UNNAMED),
            structure_id=row.structure_id,
            start=row.start,
            end=row.end,
            stand_in=row.stand_in,
            stand_in_name=names.get(row.stand_in, _UNNAMED) if row.stand_in else "",
            note=row.note,
        )
        for row in absences
        if row.start is not None and row.end is not None and row.end >= today
    ]
    return tuple(sorted(found, key=lambda one: (one.end, one.name.casefold(), one.structure_id)))


def stood_in_for(absences: Iterable[Away], agent_id: str, today: date) -> frozenset[str]:
    """The agents for whom `agent_id` stands in today. One who is away themselves stands in for nobody."""
    rows = tuple(absences)
    if any(one.agent_id == agent_id and one.on(today) for one in rows):
        return frozenset()
    return frozenset(one.agent_id for one in rows if one.stand_in == agent_id and one.on(today))


def may_take_over(away: Away, agent: Agent, tree: StructureTree) -> bool:
    """The stand-in, and whoever leads the structure; anybody else claims one experience at a time."""
    return away.stand_in == agent.id or leads(agent, away.structure_id, tree)


def leads(agent: Agent, structure_id: str, tree: StructureTree) -> bool:
    """Whether the agent is super agent or manager at the structure or above it."""
    above = {structure_id, *tree.ancestors(structure_id)}
    heads = (Role.SUPER_AGENT, Role.MANAGER)
    return any(post.structure_id in above and post.role in heads for post in agent.memberships)


def can_stand_in(members: Iterable[Member], agent_id: str, structure_id: str) -> Mapping[str, str]:
    """Id and name of those at the structure who may write replies there, but the agent, by name."""
    found = {
        one.agent_id: one.name
        for one in members
        if one.structure_id == structure_id and one.agent_id != agent_id and one.role in EVERY_WRITER
    }
    return dict(sorted(found.items(), key=lambda pair: pair[1].casefold()))
