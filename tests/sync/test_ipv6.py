"""IPv6 end to end, addresses as people write them, and names of which one address is dead."""

import random
import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from spplus_desk.domain.errors import BadInput, Unreachable
from spplus_desk.domain.experience_payloads import SubmitReply
from spplus_desk.services.session import SessionService
from spplus_desk.services.transports import transport_factory
from spplus_desk.settings import Settings
from spplus_desk.sync.addresses import check_address, is_loopback, shown_host
from spplus_desk.sync.client import Client
from spplus_desk.sync.engine import Engine
from spplus_desk.sync.scheduler import Scheduler
from spplus_desk.sync.transport import HttpTransport
from tests.helpers.certificates import Authority
from tests.helpers.front import Front
from tests.helpers.keyrings import MemoryKeyring
from tests.helpers.world import PASSWORD, WEST, DeskEnd, World


def test_sign_in_synchronisation_and_reply_over_ipv6(world: World, tmp_path: Path) -> None:
    (subject,) = world.deposit(WEST)
    with Front(world.engine, world.clock, host="::1") as front:
        assert front.url == f"http://[::1]:{front.port}"
        session = SessionService(
            tmp_path / "profiles",
            MemoryKeyring(),
            world.clock,
            transport_factory(Settings.load(arguments={"data_root": tmp_path})),
        )
        desk = session.sign_in(f" {front.url}/ ", "omar", PASSWORD, offline_unlock=True).result(30)
        desk.close()
        profile = session.last_profile()
        assert profile is not None
        assert profile.server == front.url

        client = Client(HttpTransport(front.url), world.clock)
        client.sign_in("omar", PASSWORD)
        end = DeskEnd(world, "omar", tmp_path / "omar.db")
        engine = Engine(end.store, client, world.clock)
        assert engine.run_once().pulled > 0
        command = end.enqueue(subject, SubmitReply(structure_id=WEST, body="Bonjour, c’est réparé."))
        scheduler = Scheduler(end.store, engine, world.clock, signed_in=True, dice=random.Random(1))
        scheduler.step()
        scheduler.stop()
        client.close()
    assert world.applied(command.id) == 1


def test_tls_on_an_ipv6_address(world: World, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with Front(world.engine, world.clock, host="::1", certificate=authority.issue("::1")) as front:
        transport = HttpTransport(front.url, ca_bundle=authority.file)
        assert transport.request("GET", "/v1/health").status == 200
        transport.close()
    with Front(world.engine, world.clock, host="::1", certificate=authority.issue("127.0.0.1")) as front:
        transport = HttpTransport(front.url, ca_bundle=authority.file)
        with pytest.raises(Unreachable) as caught:
            transport.request("GET", "/v1/health")
        transport.close()
    assert f"autre adresse que [::1]:{front.port}." in caught.value.sentence


@pytest.mark.parametrize(
    ("given", "kept", "shown"),
    [
        ("http://[::1]:8460/", "http://[::1]:8460", "[::1]:8460"),
        ("http://[0:0:0:0:0:0:0:1]:1", "http://[0:0:0:0:0:0:0:1]:1", "[0:0:0:0:0:0:0:1]:1"),
        ("https://[2001:db8::7]", "https://[2001:db8::7]", "[2001:db8::7]"),
        ("https://[2001:DB8::7]:8443/central", "https://[2001:DB8::7]:8443/central", "[2001:db8::7]:8443"),
        ("https://spplus.exemple.fr:8443/c", "https://spplus.exemple.fr:8443/c", "spplus.exemple.fr:8443"),
    ],
)
def test_addresses_are_kept_and_shown(given: str, kept: str, shown: str) -> None:
    assert check_address(given) == kept
    assert shown_host(kept) == shown


@pytest.mark.parametrize("given", ["https://2001:db8::1", "http://::1", "https://2001:db8::1/central"])
def test_brackets_that_are_missing_are_asked_for(given: str) -> None:
    with pytest.raises(BadInput) as caught:
        check_address(given)
    assert "entre crochets" in caught.value.sentence


@pytest.mark.parametrize("given", ["https://[::1", "https://[::g]", "http://[2001:db8::1]:8460", "https://[::1]:99999"])
def test_bad_ipv6_addresses_say_so(given: str) -> None:
    with pytest.raises(BadInput) as caught:
        check_address(given)
    assert caught.value.code == "bad_address"


@pytest.mark.parametrize(
    ("host", "here"),
    [
        ("::1", True),
        ("0:0:0:0:0:0:0:1", True),
        ("::ffff:127.0.0.1", True),
        ("127.8.8.8", True),
        ("LOCALHOST", True),
        ("127.0.0.1.exemple.fr", False),
        ("127.exemple.fr", False),
        ("::2", False),
        ("::ffff:10.0.0.1", False),
        ("localhost.exemple.fr", False),
    ],
)
def test_this_machine_is_told_from_names_that_look_like_it(host: str, here: bool) -> None:
    assert is_loopback(host) is here


@pytest.mark.parametrize("dead", ["::1", "2001:db8::1"])
def test_a_name_whose_ipv6_is_dead_falls_back(world: World, monkeypatch: pytest.MonkeyPatch, dead: str) -> None:
    """The resolver alone is replaced: it gives a dead IPv6 address first, as a badly kept zone does."""
    real = socket.getaddrinfo

    def both(host: Any, port: Any, *rest: Any, **named: Any) -> list[Any]:
        if host != "central.exemple":
            return real(host, port, *rest, **named)
        first = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (dead, port, 0, 0))
        return [first, (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with Front(world.engine, world.clock) as front:
        client = Client(HttpTransport(front.at("central.exemple"), proxy="direct", connect_timeout=0.5), world.clock)
        assert client.sign_in("omar", PASSWORD).agent.id == "omar"
        client.close()


@pytest.fixture
def silent() -> Iterator[tuple[str, int]]:
    """An address of this machine that answers nothing: its queue of connections is full, and nobody takes any."""
    server = socket.socket(socket.AF_INET6)
    server.bind(("::1", 0))
    server.listen(0)
    place = server.getsockname()[:2]
    callers = []
    for _ in range(8):
        caller = socket.socket(socket.AF_INET6)
        caller.setblocking(False)
        with suppress(BlockingIOError):
            caller.connect(place)
        callers.append(caller)
    yield place
    for one in (*callers, server):
        one.close()


def test_a_silent_first_address_is_not_waited_for(
    world: World, monkeypatch: pytest.MonkeyPatch, silent: tuple[str, int]
) -> None:
    """One after the other, this would take the ten minutes that the first address is given here."""
    real = socket.getaddrinfo

    def both(host: Any, port: Any, *rest: Any, **named: Any) -> list[Any]:
        if host != "central.exemple":
            return real(host, port, *rest, **named)
        first = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (*silent, 0, 0))
        return [first, first, (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", both)
    with Front(world.engine, world.clock) as front:
        client = Client(HttpTransport(front.at("central.exemple"), proxy="direct", connect_timeout=600), world.clock)
        assert client.sign_in("omar", PASSWORD).agent.id == "omar"
        client.close()


def test_all_addresses_silent_end_at_the_limit(monkeypatch: pytest.MonkeyPatch, silent: tuple[str, int]) -> None:
    """Bounded together, not one by one, and told as a server that does not answer."""
    line = (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (*silent, 0, 0))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_rest, **_named: [line] * 200)
    transport = HttpTransport("http://central.exemple:9", proxy="direct", connect_timeout=0.6)
    with pytest.raises(Unreachable):
        transport.request("GET", "/v1/changes")
    transport.close()
