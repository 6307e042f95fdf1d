"""What a reader of the feed is told, and what they are never told."""

from collections.abc import Callable

from spplus_desk.central.repository import (
    StructureIndex,
    remove_post,
    resolve_slots,
    set_post,
    unit_of_work,
    upsert_structures,
)
from spplus_desk.central.server import EmbeddedCentral
from spplus_desk.domain.structure import Membership, Structure
from spplus_desk.domain.vocabulary import Role
from tests.helpers.central_world import STRUCTURES, Desk, World, command, reply

SignIn = Callable[[str], Desk]


def test_first_sync_gives_each_row_once_in_its_latest_version(world: World, sign_in: SignIn) -> None:
    for number in range(25):
        world.deposit(f"E{number}", "S1")
    world.deposit("E3", "S1", body="Le récit corrigé.")
    desk = sign_in("alice")
    changes = desk.pull(limit=7)
    keys = [(c["entity"], c["id"]) for c in changes]
    assert len(keys) == len(set(keys))
    assert desk.ids("experience") == {f"E{n}" for n in range(25)}
    assert desk.mirror["experience", "E3"]["body"] == "Le récit corrigé."
    assert desk.ids("slot") == {f"E{n}:S1" for n in range(25)}


def test_rows_have_the_fields_of_the_contract(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1", reply="Bonjour, notre accueil ouvre à 9 h.")
    desk = sign_in("alice")
    desk.do("add_comment", "E1", "S1", body="À revoir.")
    desk.pull()
    fields = {
        (
            "structure",
            "S1",
        ): "id network typology name parent_id town country timezone holiday_territory validation_required",
        (
            "experience",
            "E1",
        ): "id title body pseudonym posted_as sentiment written_on published_at first_reply_at country "
        "region department procedures tags similar_count",
        ("slot", "E1:S1"): "id experience_id structure_id channels business_tags improvement claimed_by version",
        ("reply", "E1:S1"): "id experience_id structure_id greeting body closing signature state author submitted_at "
        "published_at useful not_useful version",
    }
    for key, names in fields.items():
        assert set(names.split()) <= desk.mirror[key].keys()
    assert desk.mirror["reply", "E1:S1"]["state"] == "published"
    assert desk.mirror["reply", "E1:S1"]["useful"] == 3
    assert desk.mirror["experience", "E1"]["published_at"] == "2027-12-16T09:12:00Z"
    (comment,) = [row for (entity, _), row in desk.mirror.items() if entity == "comment"]
    assert {"id", "experience_id", "structure_id", "author", "body", "created_at"} <= comment.keys()


def test_an_experience_comes_before_its_slot_and_reply(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1", reply="Oui.")
    world.deposit("E2", "S1", reply="Oui.")
    order = [(c["entity"], c["id"]) for c in sign_in("alice").pull() if c["entity"] in ("experience", "slot", "reply")]
    wanted = ("experience", "slot", "reply")
    assert order == [(entity, f"E{n}" if entity == "experience" else f"E{n}:S1") for n in (1, 2) for entity in wanted]


def test_nothing_new_is_a_304_with_the_same_etag(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    desk = sign_in("alice")
    first = desk.get()
    cursor, etag = first.json()["cursor"], first.headers["ETag"]
    assert etag == f'"{cursor}"'
    again = desk.get(cursor=cursor, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", etag)
    assert desk.get(cursor=cursor, limit=10, headers={"If-None-Match": f'W/{etag}, "x"'}).status_code == 304
    assert desk.get(cursor=cursor).json()["changes"] == []
    assert desk.get(cursor=cursor, headers={"If-None-Match": '"other"'}).status_code == 200
    world.deposit("E2", "S1")
    news = desk.get(cursor=cursor, headers={"If-None-Match": etag})
    assert [c["id"] for c in news.json()["changes"]] == ["E2", "E2:S1"]


def test_what_happens_elsewhere_is_nothing_new(world: World, sign_in: SignIn) -> None:
    desk = sign_in("alice")
    page = desk.get().json()
    world.deposit("E1", "S2")
    etag = f'"{page["cursor"]}"'
    assert desk.get(cursor=page["cursor"], headers={"If-None-Match": etag}).status_code == 304
    answer = desk.get(cursor=page["cursor"]).json()
    assert (answer["changes"], answer["more"], answer["remaining"]) == ([], False, 0)


def test_remaining_counts_down_to_zero(world: World, sign_in: SignIn) -> None:
    for number in range(10):
        world.deposit(f"E{number}", "S1")
    desk = sign_in("alice")
    left = []
    cursor = None
    while True:
        page = desk.get(limit=6, **({"cursor": cursor} if cursor else {})).json()
        left.append(page["remaining"])
        cursor = page["cursor"]
        if not page["more"]:
            break
    assert left == sorted(left, reverse=True)
    assert left[0] >= 14
    assert left[-1] == 0


def test_scope_is_the_subtree(world: World, sign_in: SignIn) -> None:
    for experience, structure in (("EH", "H"), ("E1", "S1"), ("EC", "C1"), ("E2", "S2"), ("EP", "P1")):
        world.deposit(experience, structure)
    seen = {}
    for name in ("alice", "chloe", "bruno", "hugo", "paul"):
        desk = sign_in(name)
        desk.pull(limit=3)
        seen[name] = desk.ids("experience")
    assert seen == {
        "alice": {"E1", "EC"},  # own site and its child: neither the head above nor the sibling
        "chloe": {"EC"},
        "bruno": {"E2"},
        "hugo": {"EH", "E1", "EC", "E2"},
        "paul": {"EP"},
    }


def test_structures_and_members_are_seen_from_below_too_but_not_those_of_siblings(
    world: World, sign_in: SignIn
) -> None:
    desk = sign_in("chloe")
    desk.pull()
    assert desk.ids("structure") == {"C1", "S1", "H"}
    seen = {row["name"] for (entity, _), row in desk.mirror.items() if entity == "member"}
    assert seen == {"Chloe", "Alice", "Anne", "Marc", "Adele", "Hugo"}


def test_two_networks_on_one_experience_are_both_told(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1", "P1")
    for name in ("alice", "paul"):
        desk = sign_in(name)
        desk.pull()
        assert desk.ids("slot") == {"E1:S1", "E1:P1"}
        assert desk.ids("experience") == {"E1"}
    assert desk.mirror["slot", "E1:S1"]["structure_name"] == "Caisse d’Orvanne"
    assert desk.ids("structure") == {"P", "P1"}


def test_posts_in_two_networks_are_followed_with_one_cursor_each_row_once(world: World, sign_in: SignIn) -> None:
    with unit_of_work(world.engine, world.clock()) as unit:
        set_post(unit, world.agents["alice"], "Alice", Membership("P1", Role.AGENT))
    world.deposit("E1", "S1", "P1")
    world.deposit("E2", "P1")
    world.deposit("E3", "S1")
    desk = sign_in("alice")
    keys = [(c["entity"], c["id"]) for c in desk.pull(limit=2)]
    assert len(keys) == len(set(keys))
    assert desk.ids("experience") == {"E1", "E2", "E3"}
    world.deposit("E1", "S1", "P1", body="Corrigé.")
    assert [(c["entity"], c["id"]) for c in desk.pull() if c["entity"] != "event"] == [("experience", "E1")]
    assert len(desk.ids("event")) == 1, "the correction is told once to both networks"
    assert desk.mirror["experience", "E1"]["body"] == "Corrigé."


def test_a_transfer_is_told_as_a_deletion_of_what_leaves(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1", "P1")
    alice, hugo, chloe, paul = (sign_in(name) for name in ("alice", "hugo", "chloe", "paul"))
    for desk in (alice, hugo, chloe, paul):
        desk.pull()
    assert chloe.ids("experience") == set()
    assert alice.do("transfer", "E1", "S1", to_structure_id="C1", reason="C’est leur guichet.")["outcome"] == "applied"
    for desk in (alice, hugo, paul):
        changes = desk.pull()
        assert {"entity": "slot", "id": "E1:S1", "op": "delete"} in changes
        assert not [c for c in changes if c["entity"] == "experience" and c["op"] == "delete"]
        assert desk.ids("slot") == {"E1:C1", "E1:P1"}
    chloe.pull()
    assert chloe.ids("experience") == {"E1"}
    assert chloe.ids("slot") == {"E1:C1", "E1:P1"}


def test_what_leaves_a_scope_wholly_is_deleted_there(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "C1")
    with unit_of_work(world.engine, world.clock()) as unit:
        upsert_structures(unit, [Structure(id="C11", network="CNX", name="Guichet", parent_id="C1")])
        world.index = StructureIndex.load(unit.connection)
        set_post(unit, world.agents["anne"], "Anne", Membership("C11", Role.AGENT))
        remove_post(unit, world.agents["anne"], "S1")
    anne, chloe = sign_in("anne"), sign_in("chloe")
    anne.pull()
    chloe.do("transfer", "E1", "C1", to_structure_id="C11", reason="")
    chloe.pull()
    anne.pull()
    assert anne.ids("experience") == chloe.ids("experience") == {"E1"}


def test_comments_of_before_come_along_with_a_transfer(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    alice, chloe = sign_in("alice"), sign_in("chloe")
    chloe.pull()
    alice.do("add_comment", "E1", "S1", body="Vu avec eux.")
    alice.do("transfer", "E1", "S1", to_structure_id="C1", reason="")
    chloe.pull()
    assert [row["body"] for (entity, _), row in chloe.mirror.items() if entity == "comment"] == ["Vu avec eux."]


def test_deletions_of_before_are_not_told_to_who_starts_from_zero(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    desk = sign_in("alice")
    desk.do("transfer", "E1", "S1", to_structure_id="C1", reason="")
    assert [c for c in desk.pull() if c["op"] == "delete"] == []


def test_a_post_given_or_taken_starts_from_zero(world: World, sign_in: SignIn) -> None:
    desk = sign_in("alice")
    desk.pull()
    with unit_of_work(world.engine, world.clock()) as unit:
        set_post(unit, world.agents["alice"], "Alice", Membership("S2", Role.AGENT))
    answer = desk.get(cursor=desk.cursor, headers={"If-None-Match": f'"{desk.cursor}"'})
    assert (answer.status_code, answer.json()["code"]) == (410, "scope_changed")
    desk.cursor = None
    desk.pull()
    with unit_of_work(world.engine, world.clock()) as unit:
        remove_post(unit, world.agents["alice"], "S2")
    assert desk.get(cursor=desk.cursor).json()["code"] == "scope_changed"


def test_a_structure_that_moves_changes_the_scopes_of_its_network_only(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "C1")
    bruno, paul = sign_in("bruno"), sign_in("paul")
    bruno.pull()
    paul.pull()
    moved = Structure(id="C1", network="CNX", name="Accueil d’Orvanne-Nord", parent_id="S2")
    with unit_of_work(world.engine, world.clock()) as unit:
        upsert_structures(unit, [moved])
    assert bruno.get(cursor=bruno.cursor).json()["code"] == "scope_changed"
    assert paul.get(cursor=paul.cursor).status_code == 200
    bruno.cursor = None
    bruno.pull()
    assert "E1" in bruno.ids("experience")
    alice = sign_in("alice")
    alice.pull()
    assert "E1" not in alice.ids("experience")


def test_a_structure_that_changes_network_takes_its_experiences_along(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "C2")
    with unit_of_work(world.engine, world.clock()) as unit:
        upsert_structures(unit, [Structure(id="C2", network="PREF", name="Accueil d’Orvanne-Sud", parent_id="P1")])
    paul, alice = sign_in("paul"), sign_in("alice")
    paul.pull()
    alice.pull()
    assert paul.ids("experience") == {"E1"}
    assert alice.ids("experience") == set()


def test_a_parent_in_another_network_gives_sight_of_nothing(world: World, sign_in: SignIn) -> None:
    with unit_of_work(world.engine, world.clock()) as unit:
        upsert_structures(unit, [Structure(id="X", network="CNX", name="Égaré", parent_id="P1")])
        world.index = StructureIndex.load(unit.connection)
    world.deposit("E1", "X")
    paul = sign_in("paul")
    paul.pull()
    assert paul.ids("experience") == set()
    assert paul.do("claim", "E1", "X")["code"] == "not_allowed"


def test_an_unknown_structure_is_kept_and_told_when_it_arrives(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "Caisse de Nullepart", reply="Oui.")
    world.deposit("E2", "S1", "caisse de  NULLEPART")
    desk = sign_in("alice")
    desk.pull()
    assert desk.ids("experience") == {"E2"}
    assert desk.ids("slot") == {"E2:S1"}
    with unit_of_work(world.engine, world.clock()) as unit:
        upsert_structures(unit, [Structure(id="C3", network="CNX", name="Caisse de Nullepart", parent_id="S1")])
        assert resolve_slots(unit, StructureIndex.load(unit.connection)) == 2
        assert resolve_slots(unit, StructureIndex.load(unit.connection)) == 0
    desk.pull()
    assert desk.ids("slot") == {"E2:S1", "E1:C3", "E2:C3"}
    assert desk.ids("reply") == {"E1:C3"}


def test_the_same_import_again_tells_nothing(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1", reply="Oui.")
    desk = sign_in("alice")
    desk.pull()
    world.deposit("E1", "S1", reply="Oui.")
    with unit_of_work(world.engine, world.clock()) as unit:
        upsert_structures(unit, STRUCTURES)
    assert desk.pull() == []


def test_a_pending_reply_is_seen_by_its_own_structure_only(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S2", "S1")
    bruno, sophie, alice = (sign_in(name) for name in ("bruno", "sophie", "alice"))
    alice.pull()
    assert bruno.send(reply("E1", "S2"))[0]["outcome"] == "applied"
    assert ("reply", "E1:S2") not in [(c["entity"], c["id"]) for c in alice.pull()]
    sophie.pull()
    assert sophie.mirror["reply", "E1:S2"]["state"] == "pending_validation"
    assert (
        sophie.do("approve_reply", "E1", "S2", base=sophie.mirror["slot", "E1:S2"]["version"])["outcome"] == "applied"
    )
    alice.pull()
    assert alice.mirror["reply", "E1:S2"]["state"] == "received"


def test_bad_cursors_are_400_and_those_of_another_store_410(
    world: World, central: EmbeddedCentral, sign_in: SignIn
) -> None:
    desk = sign_in("alice")
    cursor = desk.get().json()["cursor"]
    for place in range(0, len(cursor), 7):
        letter = "A" if cursor[place] != "A" else "B"
        answer = desk.get(cursor=cursor[:place] + letter + cursor[place + 1 :])
        assert answer.status_code in (400, 410), place
        assert answer.json()["code"] in ("bad_cursor", "cursor_expired")
    for bad in ("", "x", "é", cursor + "=", cursor[:-1], cursor * 200, "\x00", "[]"):
        assert desk.get(cursor=bad).json()["code"] == "bad_cursor", bad


def test_the_cursor_of_another_agent_is_of_no_use(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S2")
    bruno, alice = sign_in("bruno"), sign_in("alice")
    bruno.pull()
    assert alice.get(cursor=bruno.cursor).json()["code"] == "scope_changed"


def test_limits_of_a_page(world: World, sign_in: SignIn) -> None:
    desk = sign_in("hugo")
    for bad in ("0", "-1", "5001", "abc", "1.5", "", "999999999", "٣"):
        answer = desk.get(limit=bad)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request"), bad
    assert len(desk.get(limit="1").json()["changes"]) == 1
    assert desk.get(limit="5000").status_code == 200
    assert desk.get(limit="5", other="x").status_code == 422


def test_a_wide_scope_is_read_whole(world: World, sign_in: SignIn) -> None:
    sites = [Structure(id=f"W{n}", network="CNX", name=f"Site large {n}", parent_id="H") for n in range(40)]
    with unit_of_work(world.engine, world.clock()) as unit:
        upsert_structures(unit, sites)
        world.index = StructureIndex.load(unit.connection)
    for number in range(40):
        world.deposit(f"E{number}", f"W{number}", f"W{(number + 1) % 40}")
    desk = sign_in("hugo")
    keys = [(c["entity"], c["id"]) for c in desk.pull(limit=9)]
    assert len(keys) == len(set(keys))
    assert desk.ids("experience") == {f"E{n}" for n in range(40)}
    assert len(desk.ids("slot")) == 80


def test_an_agent_without_a_post_sees_nothing(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    desk = sign_in("alice")
    with unit_of_work(world.engine, world.clock()) as unit:
        remove_post(unit, world.agents["alice"], "S1")
    assert desk.pull() == []
    assert desk.send(command("claim", "E1", "S1"))[0]["code"] == "not_allowed"
