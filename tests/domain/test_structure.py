"""The tree of structures."""

from spplus_desk.domain.structure import Structure, StructureTree


def structure(id_: str, parent: str | None = None) -> Structure:
    return Structure(id=id_, network="N", name=id_, parent_id=parent)


TREE = StructureTree(
    [structure("N"), structure("A", "N"), structure("A1", "A"), structure("A2", "A"), structure("B", "N")]
)


def test_subtree_goes_down_only() -> None:
    assert TREE.subtree(["A"]) == {"A", "A1", "A2"}
    assert TREE.subtree(["A1", "B"]) == {"A1", "B"}
    assert TREE.subtree(["N"]) == {"N", "A", "A1", "A2", "B"}


def test_an_unknown_post_gives_sight_of_itself_alone() -> None:
    assert TREE.subtree(["Z"]) == {"Z"}


def test_ancestors_go_up_to_the_head() -> None:
    assert TREE.ancestors("A1") == ("A", "N")
    assert TREE.ancestors("N") == ()
    assert TREE.ancestors("Z") == ()
    assert TREE.children("A") == ("A1", "A2")


def test_a_loop_in_bad_data_ends() -> None:
    loop = StructureTree([structure("X", "Y"), structure("Y", "X"), structure("S", "S")])
    assert loop.subtree(["X"]) == {"X", "Y"}
    assert loop.ancestors("X") == ("Y",)
    assert loop.ancestors("S") == ()
