"""A command over which the central itself falls: the others of its batch have their outcomes all the same."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from spplus_desk.log_format import TypesOnly
from tests.helpers.central_world import Desk, World, command, reply

SignIn = Callable[[str], Desk]

_SQLITE = """
CREATE TRIGGER poison BEFORE INSERT ON comments BEGIN SELECT RAISE(ABORT, 'out of order'); END
"""
_POSTGRESQL = (
    "CREATE FUNCTION fall() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'out of order'; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER poison BEFORE INSERT ON comments FOR EACH ROW EXECUTE FUNCTION fall()",
)


@contextmanager
def comments_broken(world: World) -> Iterator[None]:
    """The database takes no comment, as after a migration that went wrong."""
    sqlite = world.engine.dialect.name == "sqlite"
    with world.engine.begin() as connection:
        for statement in (_SQLITE,) if sqlite else _POSTGRESQL:
            connection.execute(text(statement))
    yield
    with world.engine.begin() as connection:
        connection.execute(text("DROP TRIGGER poison" if sqlite else "DROP TRIGGER poison ON comments"))


def test_one_that_breaks_is_told_apart_and_the_others_are_applied(
    world: World, sign_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    for experience in ("E1", "E2", "E3"):
        world.deposit(experience, "S1")
    desk = sign_in("alice")
    first, broken, last = reply("E1", "S1"), command("add_comment", "E2", "S1", body="Vu."), reply("E3", "S1")
    with comments_broken(world):
        results = desk.send(first, broken, last)
        assert [result["outcome"] for result in results] == ["applied", "later", "applied"]
        assert (results[1]["code"], results[1]["receipt"]) == ("internal_error", None)
        assert [result["outcome"] for result in desk.send(first, broken, last)] == ["duplicate", "later", "duplicate"]
        assert desk.send(broken)[0]["code"] == "internal_error"
    assert desk.send(broken)[0]["outcome"] == "applied"
    desk.pull()
    assert desk.mirror["comment", broken["id"]]["body"] == "Vu."
    assert {desk.mirror["reply", f"{experience}:S1"]["state"] for experience in ("E1", "E3")} == {"received"}


def test_nothing_of_it_stays_behind_but_a_line_of_the_log_without_its_text(
    world: World, sign_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither its outcome nor a line of the history: it never happened."""
    world.deposit("E1", "S1")
    desk = sign_in("alice")
    desk.pull()
    before = dict(desk.mirror)
    with comments_broken(world):
        broken = command("add_comment", "E1", "S1", body="Monsieur Untel est venu.")
        desk.send(broken)
        desk.pull()
        assert desk.mirror == before
    said = "\n".join(TypesOnly().format(record) for record in caplog.records)
    assert f"command {broken['id']} (add_comment) cannot be decided" in said
    assert "Untel" not in said
    assert "Untel" not in caplog.text, "not even where the error's own message is written"
