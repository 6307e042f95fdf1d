"""The real HTTP transport against a server on loopback that says anything, honest or not."""

import socket
from pathlib import Path

import pytest
import requests
import zstandard
from urllib3.exceptions import MaxRetryError, NameResolutionError, NewConnectionError

from spplus_desk.domain.errors import BadInput, ServerFault, Unreachable
from spplus_desk.sync.addresses import check_address
from spplus_desk.sync.line import Response
from spplus_desk.sync.transport import HttpTransport, SwitchableTransport, explain
from spplus_desk.sync.troubles import OFFLINE, TLS
from tests.helpers.raw_server import RawServer, answer


def closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://spplus.exemple.fr/", "https://spplus.exemple.fr"),
        ("  https://spplus.exemple.fr:8443/central/ ", "https://spplus.exemple.fr:8443/central"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://localhost:8000/", "http://localhost:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_a_good_address_is_kept(given: str, kept: str) -> None:
    assert check_address(given) == kept


@pytest.mark.parametrize(
    "given",
    [
        "",
        "spplus.exemple.fr",
        "ftp://spplus.exemple.fr",
        "https://",
        "https://a b.fr",
        "https://u:p@exemple.fr",
        "https://exemple.fr:port",
        "https://exemple.fr?x=1",
        "http://exemple.fr",
    ],
)
def test_a_bad_address_says_so(given: str) -> None:
    with pytest.raises(BadInput) as caught:
        check_address(given)
    assert caught.value.code == "bad_address"


def test_clear_http_can_be_allowed() -> None:
    assert check_address("http://central.interne", allow_http=True) == "http://central.interne"


def test_a_request_brings_the_answer_whatever_its_status() -> None:
    with RawServer(answer(418, b'{"a": 1}', ETag='"x"')) as server:
        transport = HttpTransport(server.url + "/base")
        response = transport.request(
            "POST", "/v1/commands", params={"limit": "3"}, body=b"corps", headers={"Authorization": "Bearer jeton"}
        )
        transport.close()
    assert (response.status, response.body, response.headers["etag"]) == (418, b'{"a": 1}', '"x"')
    head = server.heads[0]
    assert head.startswith("POST /base/v1/commands?limit=3 HTTP/1.1")
    assert "Authorization: Bearer jeton" in head


def test_nobody_listening_is_unreachable() -> None:
    transport = HttpTransport(closed_port())
    with pytest.raises(Unreachable) as caught:
        transport.request("GET", "/v1/changes")
    assert caught.value.code == "unreachable"
    transport.close()


def test_silence_is_a_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        transport = HttpTransport(f"http://127.0.0.1:{server.getsockname()[1]}", read_timeout=0.05)
        with pytest.raises(Unreachable) as caught:
            transport.request("GET", "/v1/changes")
        transport.close()
    assert caught.value.code == "timeout"


def test_hanging_up_is_unreachable() -> None:
    with RawServer(b"") as server:
        transport = HttpTransport(server.url)
        with pytest.raises(Unreachable):
            transport.request("GET", "/v1/changes")
        transport.close()


def test_a_kept_line_that_was_closed_meanwhile_is_no_outage() -> None:
    """The first answer promises to keep the line, then the server hangs up; the next request finds it out."""
    polite = answer(200, b"{}").replace(b"Connection: close", b"Connection: keep-alive")
    with RawServer(polite) as server:
        transport = HttpTransport(server.url)
        assert transport.request("GET", "/1").status == 200
        assert transport.request("POST", "/2", body=b"{}").status == 200
        transport.close()
    assert [head.split(" ")[1] for head in server.heads] == ["/1", "/2"]


def test_a_body_cut_short_is_a_fault_of_the_server() -> None:
    with RawServer(answer(200, b'{"changes": []}').replace(b"Length: 15", b"Length: 500")) as server:
        transport = HttpTransport(server.url)
        with pytest.raises(ServerFault):
            transport.request("GET", "/v1/changes")
        transport.close()


def test_a_redirection_is_not_followed() -> None:
    with RawServer(answer(302, b"", media="", Location="http://127.0.0.1:9/login")) as server:
        transport = HttpTransport(server.url)
        assert transport.request("GET", "/v1/changes").status == 302
        transport.close()
    assert len(server.heads) == 1


def test_zstd_is_undone() -> None:
    body = b'{"texte": "' + b"abc" * 10_000 + b'"}'
    packed = zstandard.ZstdCompressor().compress(body)
    with RawServer(answer(200, packed, Content_Encoding="zstd")) as server:
        transport = HttpTransport(server.url)
        assert transport.request("GET", "/").body == body
        transport.close()


def test_broken_zstd_is_a_fault_of_the_server() -> None:
    with RawServer(answer(200, b"not zstd", Content_Encoding="zstd")) as server:
        transport = HttpTransport(server.url)
        with pytest.raises(ServerFault):
            transport.request("GET", "/")
        transport.close()


def test_a_netrc_file_does_not_replace_the_token(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login x password y\n", encoding="ascii")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with RawServer(answer(200, b"{}")) as server:
        transport = HttpTransport(server.url)
        transport.request("GET", "/", headers={"Authorization": "Bearer jeton"})
        transport.close()
    assert "Authorization: Bearer jeton" in server.heads[0]


def test_clear_http_where_tls_was_expected_is_told_in_plain_words() -> None:
    with RawServer(answer(200, b"{}")) as server:
        transport = HttpTransport(server.url.replace("http://", "https://"))
        with pytest.raises(Unreachable) as caught:
            transport.request("GET", "/")
        transport.close()
    assert caught.value.code == TLS
    assert "identité du serveur" in caught.value.sentence


def test_a_missing_authority_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        HttpTransport("https://exemple.fr", ca_bundle=tmp_path / "absent.pem")
    assert caught.value.code == "bad_ca_bundle"


def resolution_failure() -> requests.ConnectionError:
    reason = NameResolutionError("exemple.fr", None, socket.gaierror(-3, "Temporary failure"))
    reason.__cause__ = socket.gaierror(-3, "Temporary failure")
    return requests.ConnectionError(MaxRetryError(None, "/", reason))


def no_route() -> requests.ConnectionError:
    reason = NewConnectionError(None, "no route")
    reason.__cause__ = OSError(101, "Network is unreachable")
    return requests.ConnectionError(MaxRetryError(None, "/", reason))


@pytest.mark.parametrize("failure", [resolution_failure, no_route])
def test_no_name_or_no_route_is_offline(failure: object) -> None:
    assert callable(failure)
    assert explain(failure()).code == OFFLINE


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("certificate has expired", "périmé"),
        ("Hostname mismatch, certificate is not valid for 'a.fr'", "autre adresse"),
        ("self-signed certificate in certificate chain", "autorité"),
        ("handshake failure", "chiffrée"),
    ],
)
def test_tls_faults_are_told_apart(text: str, word: str) -> None:
    assert word in explain(requests.exceptions.SSLError(text)).sentence


class Counting:
    def __init__(self) -> None:
        self.calls = 0
        self.switch: SwitchableTransport | None = None

    def request(self, method: str, path: str, **_: object) -> Response:
        self.calls += 1
        if self.switch is not None:
            self.switch.switch(False)
        return Response(200)

    def close(self) -> None:
        self.calls = -1


def test_the_switch_cuts_requests_and_answers() -> None:
    inner = Counting()
    switch = SwitchableTransport(inner)
    assert switch.request("GET", "/").status == 200
    switch.switch(False)
    with pytest.raises(Unreachable) as caught:
        switch.request("GET", "/")
    assert (caught.value.code, inner.calls, switch.on) == (OFFLINE, 1, False)
    switch.switch(True)
    inner.switch = switch
    with pytest.raises(Unreachable):
        switch.request("GET", "/")
    assert inner.calls == 2
    switch.close()
    assert inner.calls == -1
