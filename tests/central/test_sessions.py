"""Signing in, being thrown out, and the patience of the central with wrong passwords."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import requests
from sqlalchemy import select

from spplus_desk.central.people import hasher
from spplus_desk.central.repository import add_agent, unit_of_work
from spplus_desk.central.server import EmbeddedCentral
from spplus_desk.central.sessions import FREE_FAILURES, SESSION_LENGTH
from spplus_desk.central.tables import agents, sessions
from spplus_desk.domain.structure import Membership
from spplus_desk.domain.vocabulary import Role
from tests.helpers.central_world import HEADERS, PASSWORD, Desk, World, command

SignIn = Callable[[str], Desk]


def try_password(central: EmbeddedCentral, username: str, password: str) -> requests.Response:
    body = {"username": username, "password": password}
    return requests.post(f"{central.url}/v1/session", json=body, headers=HEADERS, timeout=30)


def test_a_session_tells_who_and_where(world: World, sign_in: SignIn) -> None:
    desk = sign_in("alice")
    session = desk.sign_in("  Alice ")
    assert session["agent"] == {
        "id": world.agents["alice"],
        "name": "Alice",
        "memberships": [{"structure_id": "S1", "role": "agent"}],
    }
    assert session["protocol"] == 1
    assert session["expires_at"] == "2027-12-16T21:12:00Z"


def test_tokens_are_kept_hashed_and_passwords_by_argon2id(world: World, sign_in: SignIn) -> None:
    token = sign_in("alice").sign_in("alice")["access_token"]
    with world.engine.connect() as connection:
        assert token not in str(connection.execute(select(sessions)).all())
    with unit_of_work(world.engine, world.clock()) as unit:
        post = Membership("S1", Role.AGENT)
        add_agent(unit, username="zoé", name="Zoé", password="le sien", posts=(post,))
        stored = unit.connection.execute(select(agents.c.password_hash).where(agents.c.username == "zoé")).scalar_one()
    assert stored.startswith("$argon2id$")
    assert hasher.verify(stored, "le sien")


def test_a_wrong_password_and_an_unknown_name_get_one_answer(world: World, central: EmbeddedCentral) -> None:
    answers = [try_password(central, name, "faux") for name in ("alice", "personne", "", "al\u0000ice", "x" * 5_000)]
    assert {(a.status_code, a.json()["code"], a.json()["detail"]) for a in answers} == {
        (401, "bad_credentials", answers[0].json()["detail"])
    }
    assert answers[0].headers["Content-Type"] == "application/problem+json"


def test_a_session_expires(world: World, sign_in: SignIn) -> None:
    desk = sign_in("alice")
    desk.pull()
    world.clock.advance(SESSION_LENGTH - timedelta(seconds=1))
    assert desk.get(cursor=desk.cursor).status_code == 200
    world.clock.advance(timedelta(seconds=1))
    asked = desk.get(cursor=desk.cursor, headers={"If-None-Match": f'"{desk.cursor}"'})
    assert (asked.status_code, asked.json()["code"]) == (401, "session_expired")
    assert desk.post([command("claim", "E1", "S1")]).status_code == 401
    desk.sign_in("alice")
    assert desk.get(cursor=desk.cursor).status_code == 200
    with world.engine.connect() as connection:
        assert len(connection.execute(select(sessions)).all()) == 1


def test_a_token_is_dead_at_once(world: World, sign_in: SignIn) -> None:
    desk, other = sign_in("alice"), sign_in("alice")
    desk.pull()
    tag = {"If-None-Match": f'"{desk.cursor}"'}
    assert desk.get(cursor=desk.cursor, headers=tag).status_code == 304
    ended = desk.http.delete(f"{desk.url}/v1/session", timeout=30)
    assert (ended.status_code, ended.content) == (204, b"")
    assert desk.get(cursor=desk.cursor, headers=tag).status_code == 401
    assert desk.get().status_code == 401
    assert desk.post([command("claim", "E1", "S1")]).status_code == 401
    assert desk.http.delete(f"{desk.url}/v1/session", timeout=30).status_code == 401
    assert other.get().status_code == 200


def test_a_new_password_ends_the_sessions(world: World, sign_in: SignIn, central: EmbeddedCentral) -> None:
    desk = sign_in("alice")
    with unit_of_work(world.engine, world.clock()) as unit:
        add_agent(unit, username="alice", name="Alice", password="un autre", posts=(Membership("S1", Role.AGENT),))
    assert desk.get().status_code == 401
    assert try_password(central, "alice", PASSWORD).status_code == 401
    assert try_password(central, "alice", "un autre").status_code == 200


def test_repeated_failures_have_to_wait(world: World, central: EmbeddedCentral) -> None:
    for _ in range(FREE_FAILURES):
        assert try_password(central, "alice", "faux").status_code == 401
    blocked = try_password(central, "alice", PASSWORD)
    assert (blocked.status_code, blocked.json()["code"]) == (429, "throttled")
    assert 0 < int(blocked.headers["Retry-After"]) <= 30
    assert try_password(central, "anne", PASSWORD).status_code == 200
    world.clock.advance(timedelta(seconds=int(blocked.headers["Retry-After"])))
    assert try_password(central, "alice", "faux").status_code == 401
    again = try_password(central, "alice", PASSWORD)
    assert int(again.headers["Retry-After"]) > int(blocked.headers["Retry-After"])
    world.clock.advance(timedelta(seconds=int(again.headers["Retry-After"])))
    assert try_password(central, "alice", PASSWORD).status_code == 200
    assert try_password(central, "alice", "faux").status_code == 401


def test_sign_ins_of_one_agent_at_the_same_time_all_open_a_session(central: EmbeddedCentral) -> None:
    """A device on the way may deliver a sign-in twice: one forgives the failures while the other counts its own."""
    body = {"username": "alice", "password": PASSWORD}

    def ask(_number: int) -> int:
        return requests.post(f"{central.url}/v1/session", json=body, headers=HEADERS, timeout=30).status_code

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(ask, range(60))) == {200}


def test_unknown_names_are_throttled_alike(world: World, central: EmbeddedCentral) -> None:
    codes = [try_password(central, "personne", "faux").status_code for _ in range(FREE_FAILURES + 1)]
    assert codes == [401] * FREE_FAILURES + [429]


def test_bad_tokens(world: World, central: EmbeddedCentral) -> None:
    for header in ("", "Bearer", "Bearer ", "Basic YTpi", "Bearer nope", "Bearer " + "x" * 2_000, "bearer é"):
        answer = requests.get(
            f"{central.url}/v1/changes", headers={**HEADERS, "Authorization": header.encode()}, timeout=30
        )
        assert (answer.status_code, answer.json()["code"]) == (401, "session_expired"), header
        assert answer.headers["WWW-Authenticate"] == "Bearer"
