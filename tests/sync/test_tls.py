"""Real TLS servers on loopback, good and bad: each fault is told in plain words, and nobody can go on all the same."""

import logging
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from spplus_desk.domain.errors import BadInput, Unreachable
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.services.transports import transport_factory
from spplus_desk.settings import Settings, SettingsError
from spplus_desk.sync.client import Client
from spplus_desk.sync.engine import Engine
from spplus_desk.sync.line import Response
from spplus_desk.sync.scheduler import Scheduler
from spplus_desk.sync.transport import HttpTransport
from spplus_desk.sync.troubles import TLS
from tests.helpers.certificates import DAY, Authority
from tests.helpers.clock import FakeClock
from tests.helpers.front import Front
from tests.helpers.world import PASSWORD, DeskEnd, World

GOOD = ("127.0.0.1", "localhost", "::1")
NOW = datetime(2026, 11, 22, 13, 18, tzinfo=UTC)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def system(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """The authority, installed on the system: OpenSSL reads its store where this variable says."""
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    return authority


@contextmanager
def greeter(certificate: tuple[Path, Path], newest: ssl.TLSVersion | None = None) -> Iterator[str]:
    """A TLS server that greets and says nothing more: the desk must not get as far as asking."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    if newest is not None:
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        # The one place where an old version is allowed: it plays the server that nobody updated.
        context.options &= ~(ssl.OP_NO_TLSv1 | ssl.OP_NO_TLSv1_1)
        context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
        context.maximum_version = newest
    listener = socket.create_server(("127.0.0.1", 0))
    heard: list[bytes] = []

    def serve() -> None:
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            with line:
                try:
                    with context.wrap_socket(line, server_side=True) as spoken:
                        heard.append(spoken.recv(65536))
                except OSError:
                    continue

    thread = threading.Thread(target=serve, name="greeter")
    thread.start()
    try:
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
        listener.close()
    assert not any(heard), "the desk spoke to a server that it does not believe"


class Turning:
    """A line that leads to the central first, and to a stranger ever after."""

    def __init__(self, first: HttpTransport, then: HttpTransport) -> None:
        self._lines = [first, then]
        self._calls = 0

    def request(self, method: str, path: str, **named: Any) -> Response:
        self._calls += 1
        return self._lines[min(self._calls - 1, 1)].request(method, path, **named)

    def close(self) -> None:
        for line in self._lines:
            line.close()


def refusal(url: str, ca_bundle: Path | None = None) -> Unreachable:
    transport = HttpTransport(url, ca_bundle=ca_bundle, clock=lambda: NOW)
    try:
        with pytest.raises(Unreachable) as caught:
            transport.request("POST", "/v1/session", body=b'{"password": "secret"}')
    finally:
        transport.close()
    assert caught.value.code == TLS
    assert caught.value.sentence.startswith("L’identité du serveur n’est pas sûre\u00a0: ")
    assert "Rien n’a été envoyé." in caught.value.sentence
    assert "prévenez votre assistance" in caught.value.sentence.lower()
    return caught.value


def test_an_authority_of_the_system_is_believed_and_one_can_sign_in(
    world: World, system: Authority, clock: FakeClock
) -> None:
    with Front(world.engine, clock, certificate=system.issue(*GOOD)) as front:
        for host in ("127.0.0.1", "localhost"):
            client = Client(HttpTransport(front.at(host)), clock)
            assert client.sign_in("omar", PASSWORD).agent.id == "omar"
            client.close()


def test_an_authority_of_the_settings_is_believed(world: World, authority: Authority, clock: FakeClock) -> None:
    settings = Settings.load(arguments={"ca_bundle": str(authority.file)})
    with Front(world.engine, clock, certificate=authority.issue(*GOOD)) as front:
        client = Client(transport_factory(settings)(front.url), clock)
        assert client.sign_in("omar", PASSWORD).agent.id == "omar"
        client.close()


def test_an_authority_of_the_settings_stands_alone(system: Authority, tmp_path: Path) -> None:
    """With a file of its own, the network is held to that authority: those of the system do not count."""
    other = Authority(tmp_path, "Une autre")
    with greeter(system.issue(*GOOD)) as url:
        assert "ne connaît pas" in refusal(url, other.file).sentence


def test_an_unknown_authority(authority: Authority) -> None:
    with greeter(authority.issue(*GOOD)) as url:
        fault = refusal(url)
    assert "autorité que ce poste ne connaît pas" in fault.sentence
    assert fault.detail.startswith("tls: unknown authority")


def test_self_signed(system: Authority) -> None:
    with greeter(system.issue(*GOOD, self_signed=True)) as url:
        assert "garanti que par lui-même" in refusal(url).sentence


def test_expired(system: Authority) -> None:
    with greeter(system.issue(*GOOD, since=-9 * DAY, until=-DAY)) as url:
        fault = refusal(url)
    assert "périmé. L’horloge de ce poste indique le " in fault.sentence
    assert "si elle avance, mettez-la à l’heure" in fault.sentence


def test_not_yet_valid_asks_for_the_clock(system: Authority) -> None:
    with greeter(system.issue(*GOOD, since=DAY, until=9 * DAY)) as url:
        fault = refusal(url)
    shown = NOW.astimezone().strftime("%d/%m/%Y à %H\u00a0h\u00a0%M")
    assert f"pas encore valable. L’horloge de ce poste indique le {shown}\u00a0: si elle retarde" in fault.sentence


def test_another_name(system: Authority) -> None:
    with greeter(system.issue("spplus.exemple.fr")) as url:
        fault = refusal(url)
    assert f"d’une autre adresse que {url.removeprefix('https://')}. Vérifiez l’adresse" in fault.sentence


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the old version that the server has to speak
def test_tls_too_old(system: Authority, version: ssl.TLSVersion) -> None:
    with greeter(system.issue(*GOOD), newest=version) as url:
        assert "avant TLS 1.2" in refusal(url).sentence


def test_no_tls_at_all(system: Authority) -> None:
    def garble(listener: socket.socket) -> None:
        line, _ = listener.accept()
        with line:
            line.recv(1024)
            line.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=garble, args=(listener,))
        thread.start()
        assert "ne chiffre pas" in refusal(f"https://127.0.0.1:{listener.getsockname()[1]}").sentence
        thread.join()


def test_a_line_cut_during_the_greeting_casts_no_doubt_on_anybody(system: Authority) -> None:
    def hang_up(listener: socket.socket) -> None:
        line, _ = listener.accept()
        with line:
            line.recv(1024)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=hang_up, args=(listener,))
        thread.start()
        transport = HttpTransport(f"https://127.0.0.1:{listener.getsockname()[1]}")
        with pytest.raises(Unreachable) as caught:
            transport.request("GET", "/v1/changes")
        transport.close()
        thread.join()
    assert caught.value.code == "unreachable"


@pytest.mark.parametrize("content", [b"", b"ceci n'est pas un certificat"])
def test_an_authority_file_without_a_certificate_says_so(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "autorite.pem"
    file.write_bytes(content)
    with pytest.raises(BadInput) as caught:
        HttpTransport("https://exemple.fr", ca_bundle=file)
    assert caught.value.code == "bad_ca_bundle"
    assert "PEM" in caught.value.sentence


_VARIABLES = {
    "PYTHONHTTPSVERIFY": "0",
    "CURL_CA_BUNDLE": "",
    "REQUESTS_CA_BUNDLE": "",
    "SPPLUS_VERIFY": "0",
    "SPPLUS_ALLOW_HTTP": "1",
    "NODE_TLS_REJECT_UNAUTHORIZED": "0",
}


def test_no_setting_and_no_variable_makes_the_desk_believe_a_stranger(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in _VARIABLES.items():
        monkeypatch.setenv(name, value)
    # Believed by the client's own variable, if it were read: the desk knows the system's store and its setting only.
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.file))
    loosest = {"allow_http": True, "proxy": "direct", "log_level": "DEBUG"}
    settings = Settings.load(environment=_VARIABLES, arguments={**loosest, "data_root": tmp_path})
    make = transport_factory(settings)
    with greeter(authority.issue(*GOOD)) as url:
        transport = make(url)
        with pytest.raises(Unreachable) as caught:
            transport.request("GET", "/v1/changes")
        transport.close()
    assert caught.value.code == TLS
    for name in ("verify", "insecure", "tls_verify", "ssl_verify", "check_hostname"):
        with pytest.raises(SettingsError):
            Settings.load(arguments={name: False})
    assert {field.name for field in fields(Settings) if isinstance(field.default, bool)} == {"allow_http"}


@pytest.mark.parametrize("word", ["CERT_NONE", "verify=False", "check_hostname = False", "_create_unverified"])
def test_the_program_has_no_word_for_going_on_all_the_same(word: str) -> None:
    root = Path(__file__).parents[2] / "spplus_desk"
    sources = [path.read_text(encoding="utf-8") for path in root.rglob("*.py")]
    assert len(sources) > 100
    assert not any(word in source for source in sources)


def test_the_keys_of_a_session_are_written_nowhere(
    world: World, system: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    keys = tmp_path / "cles.log"
    monkeypatch.setenv("SSLKEYLOGFILE", str(keys))
    caplog.set_level(logging.DEBUG)
    with Front(world.engine, world.clock, certificate=system.issue(*GOOD)) as front:
        for bundle in (None, system.file):
            client = Client(HttpTransport(front.url, ca_bundle=bundle), world.clock)
            client.sign_in("omar", PASSWORD)
            client.close()
    assert not keys.exists()
    assert PASSWORD not in caplog.text


def test_the_state_says_that_waiting_will_not_do(world: World, authority: Authority, tmp_path: Path) -> None:
    """What the window shows is the sentence itself, not « as soon as it answers »."""
    end = DeskEnd(world, "omar", tmp_path / "omar.db")
    honest = HttpTransport(world.url)
    with greeter(authority.issue(*GOOD)) as url:
        turning = Turning(honest, HttpTransport(url))
        client = Client(turning, world.clock)
        client.sign_in("omar", PASSWORD)
        scheduler = Scheduler(end.store, Engine(end.store, client, world.clock), world.clock, signed_in=True)
        scheduler.step()
        status = scheduler.status
        scheduler.stop()
        client.close()
    assert (status.phase, status.needs_help) == (SyncPhase.UNREACHABLE, True)
    assert "autorité que ce poste ne connaît pas" in status.sentence
