"""An account taken back, and the counts that a desk holds its mirror against."""

from collections.abc import Callable

import pytest

from spplus_desk.central.repository import add_agent, revoke_agent, set_post, unit_of_work
from spplus_desk.central.server import EmbeddedCentral
from spplus_desk.domain.errors import BadInput
from spplus_desk.domain.structure import Membership
from spplus_desk.domain.vocabulary import Entity, Role
from tests.central.test_sessions import try_password
from tests.helpers.central_world import PASSWORD, Desk, World, command, reply

SignIn = Callable[[str], Desk]


def revoke(world: World, username: str) -> None:
    with unit_of_work(world.engine, world.clock()) as unit:
        revoke_agent(unit, username)


def test_sessions_of_a_revoked_account_die_at_once_and_say_why(
    world: World, central: EmbeddedCentral, sign_in: SignIn
) -> None:
    world.deposit("E1", "S1")
    desk, colleague = sign_in("alice"), sign_in("anne")
    desk.pull()
    revoke(world, " Alice ")
    answers = [
        desk.get(),
        desk.get(cursor=desk.cursor, headers={"If-None-Match": f'"{desk.cursor}"'}),
        desk.post([command("claim", "E1", "S1")]),
        desk.http.get(f"{desk.url}/v1/summary", timeout=30),
        try_password(central, "alice", PASSWORD),
    ]
    assert {(a.status_code, a.json()["code"]) for a in answers} == {(401, "account_revoked")}
    # Nobody else learns it: a wrong password and a token of nobody get what they always get.
    assert try_password(central, "alice", "faux").json()["code"] == "bad_credentials"
    desk.http.headers["Authorization"] = "Bearer autre"
    assert desk.get().json()["code"] == "session_expired"
    assert colleague.get().status_code == 200


def test_an_account_can_be_given_back(world: World, central: EmbeddedCentral) -> None:
    revoke(world, "alice")
    with unit_of_work(world.engine, world.clock()) as unit:
        add_agent(unit, username="alice", name="Alice", password="un autre", posts=(Membership("S1", Role.AGENT),))
    assert try_password(central, "alice", "un autre").status_code == 200
    with pytest.raises(BadInput), unit_of_work(world.engine, world.clock()) as unit:
        revoke_agent(unit, "personne")


@pytest.mark.parametrize("username", ["alice", "hugo", "chloe", "paul"])
def test_the_counts_are_those_of_a_mirror_read_from_zero(world: World, sign_in: SignIn, username: str) -> None:
    with unit_of_work(world.engine, world.clock()) as unit:
        set_post(unit, world.agents["hugo"], "Hugo", Membership("P1", Role.AGENT))
    for number, structures in enumerate((("S1",), ("S1", "S2"), ("C1",), ("P1",), ("S2", "P1"))):
        world.deposit(f"E{number}", *structures)
    alice = sign_in("alice")
    alice.send(reply("E0", "S1"), command("add_comment", "E1", "S1", body="Vu."))
    alice.send(command("transfer", "E1", "S1", to_structure_id="C2", reason="Accueil"))
    desk = sign_in(username)
    desk.pull(limit=3)
    answer = desk.http.get(f"{desk.url}/v1/summary", timeout=30)
    assert answer.status_code == 200
    assert answer.json()["counts"] == {entity.value: len(desk.ids(entity.value)) for entity in Entity}
