"""Through a real forwarding proxy, by setting and by environment, with and without credentials, and when it says no."""

import logging
import socket
from pathlib import Path

import pytest

from spplus_desk.domain.errors import BadInput, Unreachable
from spplus_desk.services.transports import transport_factory
from spplus_desk.settings import Settings
from spplus_desk.sync import proxies
from spplus_desk.sync.client import Client
from spplus_desk.sync.engine import Engine
from spplus_desk.sync.transport import HttpTransport
from spplus_desk.sync.troubles import PROXY, TIMEOUT
from tests.helpers.certificates import Authority
from tests.helpers.front import Front
from tests.helpers.proxy import ForwardingProxy
from tests.helpers.world import PASSWORD, WEST, DeskEnd, World

USER, SECRET = "agent7", "motdepasse-d'été€"
IN_URL = "agent7:motdepasse-d%27%C3%A9t%C3%A9%E2%82%AC"
NAME = "central.exemple"
"""A name that no resolver knows: only the proxy can find it."""


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def front_names() -> dict[str, str]:
    return {NAME: "127.0.0.1"}


def fault(transport: HttpTransport) -> Unreachable:
    with pytest.raises(Unreachable) as caught:
        transport.request("GET", "/v1/changes")
    transport.close()
    return caught.value


def test_everything_goes_through_a_proxy_of_the_environment(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, front_names: dict[str, str]
) -> None:
    """Sign-in, synchronisation and reply over TLS in a tunnel, to a name that this machine cannot even resolve."""
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    (subject,) = world.deposit(WEST)
    with (
        Front(world.engine, world.clock, certificate=authority.issue(NAME)) as front,
        ForwardingProxy(credentials=(USER, SECRET), names=front_names) as proxy,
    ):
        monkeypatch.setenv("HTTPS_PROXY", proxy.url(IN_URL))
        client = Client(HttpTransport(front.at(NAME)), world.clock)
        client.sign_in("omar", PASSWORD)
        client.close()
        desk = DeskEnd(world, "omar", tmp_path / "omar.db")
        through = Client(HttpTransport(front.at(NAME)), world.clock)
        through.sign_in("omar", PASSWORD)
        report = Engine(desk.store, through, world.clock).run_once()
        through.close()
    assert (report.pages, desk.store.detail(f"{subject}:{WEST}").result().experience.id) == (1, subject)
    assert proxy.asked
    assert {first.rpartition(" ")[0] for first in proxy.asked} == {f"CONNECT {NAME}:{front.port}"}
    assert all(name == "" for _, _, head in front.requests for name in (head.get("proxy-authorization", ""),))


def test_clear_http_goes_by_absolute_addresses(
    world: World, monkeypatch: pytest.MonkeyPatch, front_names: dict[str, str]
) -> None:
    with (
        Front(world.engine, world.clock) as front,
        ForwardingProxy(credentials=(USER, SECRET), names=front_names) as proxy,
    ):
        monkeypatch.setenv("HTTP_PROXY", proxy.url(IN_URL))
        client = Client(HttpTransport(front.at(NAME)), world.clock)
        assert client.sign_in("omar", PASSWORD).agent.id == "omar"
        client.close()
    assert proxy.asked == [f"POST http://{NAME}:{front.port}/v1/session HTTP/1.1"]
    assert "proxy-authorization" not in front.requests[0][2]


def test_the_setting_wins_over_the_environment(
    world: World, monkeypatch: pytest.MonkeyPatch, front_names: dict[str, str]
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("NO_PROXY", "*")
    with Front(world.engine, world.clock) as front, ForwardingProxy(names=front_names) as proxy:
        make = transport_factory(Settings.load(environment={"SPPLUS_PROXY": proxy.host}))
        transport = make(front.at(NAME))
        assert transport.request("GET", "/v1/health").status == 200
        transport.close()
        # Even this machine, since it was asked for.
        transport = make(front.url)
        assert transport.request("GET", "/v1/health").status == 200
        transport.close()
    assert len(proxy.asked) == 2


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_is_not_looked_for_behind_a_proxy_of_the_environment(
    world: World, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    for name in ("HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with Front(world.engine, world.clock) as front:
        transport = HttpTransport(front.at(host))
        assert transport.request("GET", "/v1/health").status == 200
        transport.close()


@pytest.mark.parametrize(
    ("url", "environment", "setting", "shown"),
    [
        ("https://a.exemple.fr", {"HTTPS_PROXY": "http://p:3128"}, "", "p:3128"),
        ("https://a.exemple.fr", {"https_proxy": "p:3128"}, "", "p:3128"),
        ("https://a.exemple.fr", {"HTTP_PROXY": "http://p:3128"}, "", None),
        ("https://a.exemple.fr", {"ALL_PROXY": "http://p:3128"}, "", "p:3128"),
        ("https://a.exemple.fr", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "exemple.fr"}, "", None),
        ("https://a.exemple.fr", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": ".exemple.fr"}, "", None),
        ("https://a.exemple.fr:8443", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "a.exemple.fr:8443"}, "", None),
        ("https://a.exemple.fr", {"HTTPS_PROXY": "http://p:1", "NO_PROXY": "b.exemple.fr"}, "", "p:1"),
        ("https://a.exemple.fr", {"HTTPS_PROXY": "http://p:1"}, "direct", None),
        ("https://a.exemple.fr", {"HTTPS_PROXY": "http://p:1"}, "http://u:s@[2001:db8::1]:8", "[2001:db8::1]:8"),
        ("https://127.0.0.1:1", {"HTTPS_PROXY": "http://p:1"}, "", None),
        ("https://[::1]:1", {"HTTPS_PROXY": "http://p:1"}, "", None),
        ("https://[::1]:1", {}, "p", "p"),
    ],
)
def test_which_proxy(
    monkeypatch: pytest.MonkeyPatch, url: str, environment: dict[str, str], setting: str, shown: str | None
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    proxy = proxies.choose(url, setting)
    assert (proxy.shown if proxy else None) == shown


@pytest.mark.parametrize("setting", ["http://", "http://h:port", "http://a b", "socks5://u:secret@h:1", "http://h:0"])
def test_a_proxy_that_cannot_be_read_says_so_without_its_password(setting: str) -> None:
    with pytest.raises(BadInput) as caught:
        HttpTransport("https://exemple.fr", proxy=setting)
    assert caught.value.code == "bad_proxy"
    assert "proxy" in caught.value.sentence
    assert "secret" not in caught.value.sentence + str(caught.value)


def test_without_credentials_a_proxy_that_wants_some_is_named(world: World) -> None:
    with ForwardingProxy(credentials=(USER, SECRET)) as proxy:
        for url in (f"https://{NAME}", f"http://{NAME}"):
            found = fault(HttpTransport(url, proxy=proxy.url()))
            assert found.code == PROXY
            assert f"Le proxy {proxy.host} demande un identifiant et un mot de passe." in found.sentence


def test_wrong_credentials_are_never_quoted(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with ForwardingProxy(credentials=(USER, SECRET)) as proxy:
        for url in (f"https://{NAME}", f"http://{NAME}"):
            found = fault(HttpTransport(url, proxy=proxy.url("agent7:faux-secret")))
            assert f"Le proxy {proxy.host} refuse l’identifiant ou le mot de passe" in found.sentence
            told = [found.sentence, found.detail, repr(found.__cause__), str(found), caplog.text]
            assert not any("faux-secret" in text or "agent7" in text for text in told)
    assert "faux-secret" not in repr(proxies.choose("https://a.fr", "http://agent7:faux-secret@h:1"))
    assert "faux-secret" not in repr(Settings.load(arguments={"proxy": "http://agent7:faux-secret@h:1"}))


@pytest.mark.parametrize(
    ("status", "words"),
    [(403, "refuse de joindre le serveur (réponse 403)"), (502, "ne parvient pas à joindre le serveur (réponse 502)")],
)
def test_a_tunnel_that_is_refused(status: int, words: str) -> None:
    with ForwardingProxy(refuse=status) as proxy:
        found = fault(HttpTransport(f"https://{NAME}", proxy=proxy.url()))
    assert (found.code, f"Le proxy {proxy.host} {words}" in found.sentence) == (PROXY, True)


def test_a_proxy_that_is_not_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        gone = f"127.0.0.1:{server.getsockname()[1]}"
    for url in (f"https://{NAME}", f"http://{NAME}"):
        found = fault(HttpTransport(url, proxy=f"http://u:secret@{gone}"))
        assert (found.code, f"Le proxy {gone} ne répond pas." in found.sentence) == (PROXY, True)
        assert "secret" not in found.sentence + repr(found.__cause__)


def test_a_proxy_that_says_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        host = f"127.0.0.1:{server.getsockname()[1]}"
        found = fault(HttpTransport(f"https://{NAME}", proxy=host, connect_timeout=0.1, read_timeout=0.1))
    assert (found.code, f"met trop de temps à répondre à travers le proxy {host}." in found.sentence) == (TIMEOUT, True)


def test_a_stranger_behind_a_tunnel_is_still_a_stranger(
    world: World, tmp_path: Path, front_names: dict[str, str]
) -> None:
    """The certificate that counts is the one at the end of the tunnel, and its authority is unknown here."""
    with (
        Front(world.engine, world.clock, certificate=Authority(tmp_path).issue(NAME)) as front,
        ForwardingProxy(names=front_names) as proxy,
    ):
        found = fault(HttpTransport(front.at(NAME), proxy=proxy.url()))
    assert (found.code, front.requests) == ("tls", [])
