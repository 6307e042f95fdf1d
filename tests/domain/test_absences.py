"""Who is away today, who stands in, and who may take over."""

from datetime import date

import pytest

from spplus_desk.domain.absences import Away, can_stand_in, known, may_take_over, stood_in_for
from spplus_desk.domain.documents import Absence
from spplus_desk.domain.structure import Agent, Member, Membership, Structure, StructureTree
from spplus_desk.domain.vocabulary import Role

TODAY = date(2026, 12, 9)
TREE = StructureTree(
    (
        Structure(id="H", network="N", name="Siège"),
        Structure(id="S", network="N", name="Caisse", parent_id="H"),
        Structure(id="T", network="N", name="Autre caisse", parent_id="H"),
    )
)


def member(agent: str, name: str, role: Role = Role.AGENT, structure: str = "S") -> Member:
    return Member(id=f"{agent}:{structure}", agent_id=agent, name=name, structure_id=structure, role=role)


MEMBERS = (
    member("t", "Thomas Ruault"),
    member("n", "Nadia Belkacem"),
    member("a", "Ada Lind", Role.ADMIN),
    member("o", "Oscar Prieur", structure="T"),
)


def absence(agent: str, start: int, end: int, stand_in: str = "") -> Absence:
    return Absence(
        id=f"{agent}:S",
        structure_id="S",
        start=date(2026, 12, start),
        end=date(2026, 12, end),
        stand_in=stand_in,
    )


@pytest.mark.parametrize(
    ("start", "end", "listed", "away"),
    [(7, 12, True, True), (9, 9, True, True), (10, 12, True, False), (1, 8, False, False)],
)
def test_both_days_count(start: int, end: int, listed: bool, away: bool) -> None:
    found = known((absence("t", start, end, "n"),), MEMBERS, TODAY)
    assert bool(found) is listed
    assert any(one.on(TODAY) for one in found) is away
    assert stood_in_for(found, "n", TODAY) == (frozenset({"t"}) if away else frozenset())


def test_names_are_those_of_the_posts_and_an_empty_absence_is_none() -> None:
    rows = (absence("t", 7, 12, "n"), absence("x", 7, 10, "y"), Absence(id="n:S", structure_id="S"))
    found = known(rows, MEMBERS, TODAY)
    assert [(one.name, one.stand_in_name) for one in found] == [
        ("Un collègue", "Un collègue"),
        ("Thomas Ruault", "Nadia Belkacem"),
    ]


def test_one_who_is_away_stands_in_for_nobody() -> None:
    found = known((absence("t", 7, 12, "n"), absence("n", 9, 10)), MEMBERS, TODAY)
    assert stood_in_for(found, "n", TODAY) == frozenset()
    assert stood_in_for(found, "n", date(2026, 12, 11)) == frozenset({"t"})


def test_who_may_take_over() -> None:
    away: Away = known((absence("t", 7, 12, "n"),), MEMBERS, TODAY)[0]

    def agent(id: str, structure: str, role: Role) -> Agent:
        return Agent(id, id, (Membership(structure, role),))

    assert may_take_over(away, agent("n", "S", Role.AGENT), TREE)
    assert may_take_over(away, agent("m", "H", Role.MANAGER), TREE)
    assert may_take_over(away, agent("m", "S", Role.SUPER_AGENT), TREE)
    assert not may_take_over(away, agent("b", "S", Role.AGENT), TREE)
    assert not may_take_over(away, agent("m", "T", Role.MANAGER), TREE)


def test_who_can_stand_in() -> None:
    assert can_stand_in(MEMBERS, "t", "S") == {"n": "Nadia Belkacem"}
