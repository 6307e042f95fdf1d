"""Who has to have a reply read over before it is published."""

from spplus_desk.domain.structure import Agent, Structure, StructureTree
from spplus_desk.domain.vocabulary import Role


def needs_validation(structures: tuple[Structure, ...], structure_id: str, agent: Agent) -> bool:
    """True where the structure has replies read over first, unless `agent` is one who reads them."""
    tree = StructureTree(structures)
    structure = tree.get(structure_id)
    if structure is None or not structure.validation_required:
        return False
    above = {structure_id, *tree.ancestors(structure_id)}
    return not any(m.role is Role.SUPER_AGENT and m.structure_id in above for m in agent.memberships)
