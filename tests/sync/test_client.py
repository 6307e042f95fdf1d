"""The client's own checks, against a server that is not quite a central."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from spplus_desk.domain.commands import Command
from spplus_desk.domain.errors import (
    KnownError,
    NotCentral,
    ProtocolMismatch,
    ResyncNeeded,
    ServerFault,
    SessionExpired,
)
from spplus_desk.domain.experience_payloads import Claim
from spplus_desk.protocol import VERSION
from spplus_desk.sync.client import Client
from spplus_desk.sync.transport import HttpTransport
from tests.helpers.raw_server import RawServer, answer, problem

NOW = datetime(2027, 12, 16, 9, 12, tzinfo=UTC)
SESSION = {
    "access_token": "jeton",
    "expires_at": "2027-12-16T21:12:00Z",
    "agent": {"id": "a", "name": "A", "memberships": [{"structure_id": "S", "role": "agent"}]},
    "protocol": VERSION,
}
CLAIM = Command(id="01890000-0000-7000-8000-000000000001", subject="7", issued_at=NOW, payload=Claim(structure_id="S"))


def served(then: bytes, session: dict[str, object] | None = None) -> Callable[[str, bytes], bytes]:
    first = answer(200, json.dumps(session or SESSION).encode())
    return lambda head, _body: first if head.startswith("POST /v1/session") else then


def signed_in(server: RawServer) -> Client:
    client = Client(HttpTransport(server.url), lambda: NOW)
    client.sign_in("a", "secret")
    return client


def test_every_request_says_its_protocol_and_the_token_once_it_has_one() -> None:
    with RawServer(served(answer(200, b'{"changes": [], "cursor": "c2", "more": false}'))) as server:
        client = signed_in(server)
        page = client.changes("c1", 7)
        client.close()
    assert page is not None
    assert page.cursor == "c2"
    assert all(f"SPPlus-Protocol: {VERSION}" in head for head in server.heads)
    assert "Authorization" not in server.heads[0]
    assert "Authorization: Bearer jeton" in server.heads[1]
    assert 'If-None-Match: "c1"' in server.heads[1]
    assert "/v1/changes?cursor=c1&limit=7 " in server.heads[1]


def test_nothing_is_asked_without_a_session() -> None:
    with RawServer(b"") as server:
        client = Client(HttpTransport(server.url), lambda: NOW)
        with pytest.raises(SessionExpired):
            client.changes(None, 5)
        assert not client.signed_in
        client.close()
    assert server.heads == []


def test_a_central_of_another_version_is_refused() -> None:
    with RawServer(served(b"", {**SESSION, "protocol": VERSION + 1})) as server, pytest.raises(ProtocolMismatch):
        signed_in(server)


@pytest.mark.parametrize("token", ["", "a\r\nX: y", "é"])
def test_a_token_that_cannot_be_one_is_refused(token: str) -> None:
    with RawServer(served(b"", {**SESSION, "access_token": token})) as server, pytest.raises(NotCentral):
        signed_in(server)


def test_nothing_new_is_none() -> None:
    with RawServer(served(answer(304, b"", media=""))) as server:
        client = signed_in(server)
        assert client.changes("c1", 5) is None
        client.close()


@pytest.mark.parametrize(
    ("then", "cursor", "expected"),
    [
        (answer(200, b'{"changes": [], "cursor": "c1", "more": true}'), "c1", ServerFault),
        (answer(304, b"", media=""), None, NotCentral),
        (problem(410, "scope_changed"), "c1", ResyncNeeded),
        (problem(400, "bad_cursor"), "c1", ResyncNeeded),
        (problem(400, "bad_request"), None, ServerFault),
        (answer(200, b"<html>", media="text/html"), "c1", NotCentral),
    ],
)
def test_a_page_that_leads_nowhere(then: bytes, cursor: str | None, expected: type[KnownError]) -> None:
    with RawServer(served(then)) as server:
        client = signed_in(server)
        with pytest.raises(KnownError) as caught:
            client.changes(cursor, 5)
        client.close()
    assert type(caught.value) is expected


@pytest.mark.parametrize("ids", [[], ["another"], [CLAIM.id, CLAIM.id]])
def test_outcomes_that_do_not_match_the_batch_are_not_guessed(ids: list[str]) -> None:
    results = [{"id": one, "outcome": "applied"} for one in ids]
    with RawServer(served(answer(200, json.dumps({"results": results}).encode()))) as server:
        client = signed_in(server)
        with pytest.raises(ServerFault):
            client.push([CLAIM])
        client.close()


def test_signing_out_forgets_the_token_even_when_the_central_is_away() -> None:
    with RawServer(served(b"")) as server:
        client = signed_in(server)
        with pytest.raises(KnownError):
            client.sign_out()
        assert not client.signed_in
        asked = len(server.heads)
        client.sign_out()
        client.close()
        # Nothing more was asked: there is no token left to forget.
        assert len(server.heads) == asked
