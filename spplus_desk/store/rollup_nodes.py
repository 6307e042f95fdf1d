"""The places for which the board keeps sums: each structure of the scope with all below it, and alone where it has any.

A node is a number made from the tree alone; when the tree or a zone changes, all sums are made anew (`Nodes.print`).
"""

import hashlib
from collections.abc import Mapping

from spplus_desk.domain.structure import StructureTree

SUBTREE, ALONE = 0, 1
_METHOD = "2"
"""Changes when the same rows give other facts than before: all is then counted again."""


class Nodes:
    """`chain[structure]`: the nodes to which what happens there belongs."""

    def __init__(self, tree: StructureTree, ids: frozenset[str], zones: Mapping[str, str]) -> None:
        self._numbers = {id: 2 * place for place, id in enumerate(sorted(ids))}
        self._tree = tree
        told = [_METHOD]
        self.chain: dict[str, tuple[int, ...]] = {}
        for id, number in self._numbers.items():
            above = [self._numbers[one] for one in tree.ancestors(id) if one in self._numbers]
            alone = [number + ALONE] if tree.children(id) else []
            self.chain[id] = (number, *above, *alone)
            told.append(f"{id}\0{number}\0{above}\0{alone}\0{zones[id]}")
        self.print = hashlib.blake2b("\n".join(told).encode(), digest_size=8).hexdigest()

    def node(self, structure_id: str, *, alone: bool = False) -> int | None:
        """None for a structure outside the scope. A structure without children is the same alone or not."""
        number = self._numbers.get(structure_id)
        if number is None:
            return None
        return number + ALONE if alone and self._tree.children(structure_id) else number

    def structures(self, structure_id: str, *, alone: bool = False) -> frozenset[str]:
        """The structures of the scope that a node speaks of."""
        if structure_id not in self._numbers:
            return frozenset()
        if alone:
            return frozenset((structure_id,))
        return self._tree.subtree((structure_id,)) & self._numbers.keys()
