"""The wire itself: versions, bodies, compression, problems, and the document that describes it all."""

import gzip
from collections.abc import Callable
from typing import Any

import msgspec
import requests
import zstandard

from spplus_desk.central.server import EmbeddedCentral
from spplus_desk.protocol import MAX_BODY_BYTES, Problem
from tests.helpers.central_world import HEADERS, Desk, World, command, reply

SignIn = Callable[[str], Desk]


def problem(answer: requests.Response) -> tuple[int, str]:
    """Status and code of a problem that is one: media type, fields, French detail."""
    assert answer.headers["Content-Type"] == "application/problem+json", answer.text
    told = msgspec.json.decode(answer.content, type=Problem)
    assert told.status == answer.status_code
    assert told.title
    assert told.detail.endswith((".", "…"))
    return answer.status_code, told.code


def send(desk: Desk, body: bytes, **headers: str) -> requests.Response:
    found = {"Content-Type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return desk.http.post(f"{desk.url}/v1/commands", data=body, headers=found, timeout=60)


def test_another_protocol_or_none_is_told_apart(world: World, central: EmbeddedCentral) -> None:
    for headers in ({}, {"SPPlus-Protocol": "2"}, {"SPPlus-Protocol": ""}, {"SPPlus-Protocol": "1.0"}):
        for method, path in (("POST", "session"), ("GET", "changes"), ("POST", "commands"), ("DELETE", "session")):
            answer = requests.request(method, f"{central.url}/v1/{path}", headers=headers, timeout=30)
            assert problem(answer) == (426, "protocol_mismatch")
            assert answer.headers["SPPlus-Protocol"] == "1"
    assert requests.get(f"{central.url}/v1/health", timeout=30).json() == {"status": "ok"}


def test_addresses_and_methods_that_are_not(world: World, central: EmbeddedCentral) -> None:
    for path in ("/", "/v1", "/v1/nothing", "/v1/changes/1", "/schema", "/schema/swagger"):
        assert problem(requests.get(central.url + path, headers=HEADERS, timeout=30)) == (404, "not_found"), path
    for method, path in (("PUT", "session"), ("POST", "changes"), ("GET", "commands"), ("DELETE", "health")):
        answer = requests.request(method, f"{central.url}/v1/{path}", headers=HEADERS, timeout=30)
        assert problem(answer) == (405, "method_not_allowed"), path
        assert answer.headers["Allow"]


def test_bodies_that_cannot_be_read(world: World, sign_in: SignIn) -> None:
    desk = sign_in("alice")
    good = msgspec.json.encode({"commands": [command("add_comment", "E1", "S1", body="CORPS")]})
    for body in (
        b"",
        b"{",
        b"\xff\xfe",
        b"\x00",
        b'{"commands": [}',
        good[:-3],
        good + b"}",
        good.replace(b"CORPS", b"\xed\xa0\x80"),
        good.replace(b"CORPS", b"\\ud800"),
        good.replace(b"CORPS", b"\x00"),
        good.replace(b'"CORPS"', b"[" * 100_000 + b"]" * 100_000),
    ):
        assert problem(send(desk, body)) == (400, "malformed_body"), body[:80]
    assert problem(send(desk, b"{}", Content_Type="text/plain")) == (415, "unsupported_media_type")
    assert problem(send(desk, b"{}", Content_Encoding="br")) == (415, "unsupported_media_type")


def test_bodies_of_another_shape(world: World, sign_in: SignIn) -> None:
    desk = sign_in("alice")
    good = command("claim", "E1", "S1")
    shapes: list[Any] = [
        None,
        [],
        {},
        {"commands": []},
        {"commands": [good] * 201},
        {"commands": [good], "more": 1},
        {"commands": [{**good, "colour": "bleu"}]},
        {"commands": [{k: v for k, v in good.items() if k != "kind"}]},
        {"commands": [{**good, "base": "1"}]},
        {"commands": [{**good, "issued_at": "hier"}]},
        {"commands": [{**good, "issued_at": "2027-12-16T09:00:00"}]},
        {"commands": [{**good, "payload": []}]},
        {"commands": good},
    ]
    for shape in shapes:
        assert problem(send(desk, msgspec.json.encode(shape))) == (422, "invalid_request"), shape
    for session in (
        {"username": "alice"},
        {"username": "a", "password": "b", "x": 1},
        {"username": 1, "password": "b"},
    ):
        answer = requests.post(f"{desk.url}/v1/session", json=session, headers=HEADERS, timeout=30)
        assert problem(answer) == (422, "invalid_request")
    assert len(desk.send(*[command("claim", "E1", "S1") for _ in range(200)])) == 200


def test_compressed_bodies(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    desk = sign_in("alice")
    sent = msgspec.json.encode({"commands": [reply("E1", "S1")]})
    zipped, packed = gzip.compress(sent), zstandard.compress(sent)
    outcomes = [
        send(desk, body, Content_Encoding=name).json()["results"][0]["outcome"]
        for body, name in ((zipped, "gzip"), (packed, "zstd"), (zipped, "GZIP"))
    ]
    assert outcomes == ["applied", "duplicate", "duplicate"]
    for body, name in (
        (sent, "gzip"),
        (zipped[:-9], "gzip"),
        (b"", "gzip"),
        (sent, "zstd"),
        (packed[:9], "zstd"),
        (b"", "zstd"),
    ):
        assert problem(send(desk, body, Content_Encoding=name)) == (400, "malformed_body"), name


def test_bodies_beyond_the_limit(world: World, sign_in: SignIn) -> None:
    desk = sign_in("alice")
    huge = b" " * (MAX_BODY_BYTES + 1)
    assert problem(send(desk, gzip.compress(huge, 1), Content_Encoding="gzip")) == (413, "body_too_large")
    assert problem(send(desk, zstandard.compress(huge * 4), Content_Encoding="zstd")) == (413, "body_too_large")

    def pieces() -> Any:
        for _ in range(MAX_BODY_BYTES // 1_000_000 + 2):
            yield b" " * 1_000_000

    # Without a Content-Length: the limit is found while reading. The central may close before all is sent.
    try:
        answer = desk.http.post(
            f"{desk.url}/v1/commands", data=pieces(), headers={"Content-Type": "application/json"}, timeout=60
        )
    except requests.ConnectionError:
        pass
    else:
        assert problem(answer) == (413, "body_too_large")
    assert desk.get().status_code == 200


def test_answers_are_as_small_as_the_reader_accepts(world: World, sign_in: SignIn) -> None:
    for number in range(20):
        world.deposit(f"E{number}", "S1", body="Bonjour. " * 50)
    desk = sign_in("alice")
    plain = desk.get(headers={"Accept-Encoding": "identity"})
    zipped = desk.get(headers={"Accept-Encoding": "gzip, zstd;q=0"})
    packed = desk.get(headers={"Accept-Encoding": "zstd, gzip"})
    assert [a.headers.get("Content-Encoding") for a in (plain, zipped, packed)] == [None, "gzip", "zstd"]
    assert int(zipped.headers["Content-Length"]) < int(plain.headers["Content-Length"]) / 3
    assert plain.json() == zipped.json()
    assert {a.headers["Vary"] for a in (plain, zipped, packed)} == {"Accept-Encoding"}


def test_the_document_describes_what_is_there(world: World, central: EmbeddedCentral) -> None:
    document = requests.get(f"{central.url}/schema/openapi.json", timeout=30).json()
    found = {(path, method) for path, operations in document["paths"].items() for method in operations}
    assert found == {
        ("/v1/session", "post"),
        ("/v1/session", "delete"),
        ("/v1/changes", "get"),
        ("/v1/commands", "post"),
        ("/v1/summary", "get"),
        ("/v1/documents/{entity}/{document_id}/versions", "get"),
        ("/v1/cases", "get"),
        ("/v1/health", "get"),
    }
    names = {
        "Structure",
        "Member",
        "Experience",
        "Slot",
        "Reply",
        "Comment",
        "Template",
        "SubmitReply",
        "Transfer",
        "Problem",
    }
    assert names <= document["components"]["schemas"].keys()
    assert document["components"]["schemas"]["CommandBatch"]["additionalProperties"] is False
