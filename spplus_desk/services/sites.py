"""The sites that an agent may look at one by one: those of their posts, with what is below each."""

from collections.abc import Iterable

from spplus_desk.domain.structure import Agent, Structure, StructureTree
from spplus_desk.domain.values import Value


class Site(Value):
    """`value` names the choice for ever: the code of a structure, followed by `/` where its children count too. `ids`
    are the structures looked at; `depth` is how far it stands under the agent's own posts."""

    value: str
    name: str
    depth: int
    ids: tuple[str, ...]

    @property
    def with_children(self) -> bool:
        return self.value.endswith("/")


def sites_of(agent: Agent, structures: Iterable[Structure]) -> tuple[Site, ...]:
    """In the order of the tree, by name; empty for an agent of one site, who has nothing to choose."""
    tree = StructureTree(structures)
    posts = dict.fromkeys(post.structure_id for post in agent.memberships)
    inner = {id for post in posts for id in tree.subtree([post]) if id != post}
    found: list[Site] = []

    def add(id: str, depth: int, above: frozenset[str]) -> None:
        known = tree.get(id)
        if known is None or id in above:  # a loop in bad data
            return
        below = tree.subtree([id])
        if len(below) > 1:
            found.append(Site(f"{id}/", known.name, depth, tuple(sorted(below))))
        found.append(Site(id, known.name, depth + (len(below) > 1), (id,)))
        for child in sorted(tree.children(id), key=lambda one: (_name(tree, one), one)):
            add(child, depth + 1, above | {id})

    for post in sorted((post for post in posts if post not in inner), key=lambda one: (_name(tree, one), one)):
        add(post, 0, frozenset())
    return tuple(found) if len(found) > 1 else ()


def _name(tree: StructureTree, id: str) -> str:
    known = tree.get(id)
    return id if known is None else known.name
