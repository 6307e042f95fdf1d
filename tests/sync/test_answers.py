"""What each status and body means, without a network."""

from datetime import UTC, datetime

import pytest

from spplus_desk.domain.errors import (
    BadCredentials,
    CentralStumbled,
    KnownError,
    NotCentral,
    ProtocolMismatch,
    Refused,
    ResyncNeeded,
    ServerFault,
    SessionExpired,
    Throttled,
)
from spplus_desk.protocol import PROBLEM_JSON, ChangesAnswer, SessionAnswer
from spplus_desk.sync.answers import MAX_RETRY_AFTER, check, read
from spplus_desk.sync.line import Response

NOW = datetime(2027, 12, 16, 9, 12, tzinfo=UTC)
JSON = {"content-type": "application/json"}


def problem(status: int, code: str, **headers: str) -> Response:
    body = f'{{"code":"{code}","detail":"Une phrase du serveur.","status":{status}}}'
    return Response(status, {"content-type": PROBLEM_JSON, **headers}, body.encode())


@pytest.mark.parametrize(
    ("response", "signing_in", "expected"),
    [
        (problem(401, "bad_credentials"), True, BadCredentials),
        (problem(401, "session_expired"), False, SessionExpired),
        (problem(403, "account_closed"), True, BadCredentials),
        (problem(410, "scope_changed"), False, ResyncNeeded),
        (problem(426, "protocol_mismatch"), False, ProtocolMismatch),
        (problem(400, "invalid_request"), False, Refused),
        (problem(413, "too_large"), False, Refused),
        (problem(409, "odd"), False, ServerFault),
        (problem(500, "internal_error"), False, CentralStumbled),
        (Response(502, {"content-type": "text/html"}, b"<html>"), False, ServerFault),
        (Response(503), False, ServerFault),
        (Response(511, {"content-type": "text/html"}, b"<html>"), False, NotCentral),
        (Response(302, {"location": "http://portail/"}), False, NotCentral),
        (Response(404, {"content-type": "text/html"}, b"<html>"), False, NotCentral),
        (Response(401, {"content-type": "text/html"}, b"<html>"), False, NotCentral),
        (Response(400, JSON, b"[]"), False, NotCentral),
    ],
)
def test_each_status_has_its_error(response: Response, signing_in: bool, expected: type[KnownError]) -> None:
    with pytest.raises(KnownError) as caught:
        check(response, now=NOW, signing_in=signing_in)
    assert type(caught.value) is expected
    assert f"status {response.status}" in caught.value.detail


def test_a_refusal_at_sign_in_speaks_with_the_servers_words() -> None:
    with pytest.raises(BadCredentials) as caught:
        check(problem(401, "bad_credentials"), now=NOW, signing_in=True)
    assert caught.value.sentence == "Une phrase du serveur."


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("Thu, 16 Dec 2027 09:12:40 GMT", 40.0),
        ("Thu, 16 Dec 2027 09:00:00 GMT", 0.0),
        ("-5", 0.0),
        ("nan", 0.0),
        ("99999999", MAX_RETRY_AFTER),
        ("bientôt", 30.0),
        ("", 30.0),
    ],
)
def test_retry_after_is_read_in_both_forms(header: str, seconds: float) -> None:
    with pytest.raises(Throttled) as caught:
        check(Response(429, {"retry-after": header}), now=NOW)
    assert caught.value.retry_after == seconds


def test_a_busy_server_that_says_when_is_obeyed() -> None:
    with pytest.raises(Throttled) as caught:
        check(Response(503, {"retry-after": "12"}), now=NOW)
    assert (caught.value.retry_after, caught.value.sentence) == (12.0, ServerFault.sentence)


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        ({"content-type": "text/html"}, b"<html>", NotCentral),
        ({}, b'{"changes": [], "cursor": "c", "more": false}', NotCentral),
        (JSON, b"", ServerFault),
        (JSON, b'{"changes": [], "cursor": "c", "mo', ServerFault),
        (JSON, b'{"changes": {}, "cursor": "c", "more": false}', ServerFault),
        (JSON, b'{"cursor": "c", "more": false}', ServerFault),
        (JSON, b'{"changes": [], "cursor": "\xff", "more": false}', ServerFault),
    ],
)
def test_a_body_that_is_not_the_contracts(headers: dict[str, str], body: bytes, expected: type[KnownError]) -> None:
    with pytest.raises(KnownError) as caught:
        read(Response(200, headers, body), ChangesAnswer, now=NOW)
    assert type(caught.value) is expected


def test_json_of_another_service_at_sign_in_is_not_a_central() -> None:
    with pytest.raises(NotCentral):
        read(Response(200, JSON, b'{"ok": true}'), SessionAnswer, now=NOW, signing_in=True)


def test_fields_of_a_newer_central_are_ignored() -> None:
    body = b'{"changes": [], "cursor": "c", "more": false, "weather": "fine"}'
    assert read(Response(200, JSON, body), ChangesAnswer, now=NOW).cursor == "c"
