"""A first synchronisation and a day's work over 64 kbit/s with 800 ms there and back, in network namespaces.

    python -m benchmarks.slow_line [--experiences 600]        as root, on Linux

Desk and central are two processes in two namespaces of their own, and speak TCP/IP through a line that is a TUN device
at each end. The packets are carried by this process, late and at the rate, because `tc netem` is a kernel module that
many machines lack; a packet that finds a full queue is lost, as on a real line. Nothing leaves the namespaces.
"""

import argparse
import fcntl
import json
import os
import random
import selectors
import struct
import subprocess
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic

RATE = 64_000 / 8
DELAY = 0.4
QUEUE_BYTES = 32_000
DESK, CENTRAL = ("spplus-desk", "10.203.0.1"), ("spplus-central", "10.203.0.2")
PORT = 8460
_TUNSETIFF, _IFF_TUN, _IFF_NO_PI = 0x400454CA, 0x0001, 0x1000
USER, PASSWORD, SITE = "banc", "un mot de passe de banc", "BANC-1"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--experiences", type=int, default=600)
    parser.add_argument("--role", choices=("line", "desk", "central"), default="line", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.role == "central":
        return _central(given.folder, given.experiences)
    if given.role == "desk":
        return _desk(given.folder)
    if sys.platform != "linux" or os.geteuid() != 0 or not Path("/dev/net/tun").exists():
        print("Needs Linux, root and /dev/net/tun: nothing was measured.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder, ExitStack() as ends:
        lines = [ends.enter_context(_end(name, address)) for name, address in (DESK, CENTRAL)]
        own = [sys.executable, "-m", "benchmarks.slow_line", "--folder", folder]
        central = _spawn(CENTRAL[0], [*own, "--role", "central", "--experiences", str(given.experiences)], ends)
        assert central.stdout is not None
        central.stdout.readline()
        desk = _spawn(DESK[0], [*own, "--role", "desk"], ends)
        _carry(lines, desk)
        assert desk.stdout is not None
        print(desk.stdout.read().decode(), end="")
        return desk.returncode


def _spawn(namespace: str, command: list[str], ends: ExitStack) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(["ip", "netns", "exec", namespace, *command], stdout=subprocess.PIPE)
    ends.callback(process.wait)
    ends.callback(process.terminate)
    return process


@contextmanager
def _end(namespace: str, address: str) -> Iterator[int]:
    """A namespace with one TUN device, whose packets are read and written by this process."""
    _ip("netns", "add", namespace)
    try:
        device = f"line{address[-1]}"
        descriptor = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        try:
            fcntl.ioctl(descriptor, _TUNSETIFF, struct.pack("16sH", device.encode(), _IFF_TUN | _IFF_NO_PI))
            _ip("link", "set", device, "netns", namespace)
            _ip("-n", namespace, "address", "add", f"{address}/24", "dev", device)
            _ip("-n", namespace, "link", "set", device, "mtu", "576", "up")
            _ip("-n", namespace, "link", "set", "lo", "up")
            yield descriptor
        finally:
            os.close(descriptor)
    finally:
        _ip("netns", "delete", namespace)


def _ip(*arguments: str) -> None:
    subprocess.run(["ip", *arguments], check=True)


def _carry(lines: list[int], desk: "subprocess.Popen[bytes]") -> None:
    """Packets from each end to the other, until the desk is done."""
    free_at = dict.fromkeys(lines, 0.0)
    travelling: dict[int, deque[tuple[float, bytes]]] = {descriptor: deque() for descriptor in lines}
    other = {lines[0]: lines[1], lines[1]: lines[0]}
    with selectors.DefaultSelector() as selector:
        for descriptor in lines:
            selector.register(descriptor, selectors.EVENT_READ)
        while desk.poll() is None:
            due = min((packets[0][0] for packets in travelling.values() if packets), default=monotonic() + 0.1)
            for key, _ in selector.select(max(0.0, min(0.1, due - monotonic()))):
                packet = os.read(key.fd, 65_536)
                now = monotonic()
                if (free_at[key.fd] - now) * RATE > QUEUE_BYTES:
                    continue
                free_at[key.fd] = max(free_at[key.fd], now) + len(packet) / RATE
                travelling[key.fd].append((free_at[key.fd] + DELAY, packet))
            now = monotonic()
            for descriptor, packets in travelling.items():
                while packets and packets[0][0] <= now:
                    os.write(other[descriptor], packets.popleft()[1])


def _central(folder: Path, count: int) -> int:
    from benchmarks.generated import experiences
    from spplus_desk.central.repository import (
        StructureIndex,
        add_agent,
        migrate,
        open_engine,
        unit_of_work,
        upsert_experiences,
        upsert_structures,
        utc_now,
    )
    from spplus_desk.central.server import serve
    from spplus_desk.domain.structure import Membership, Structure
    from spplus_desk.domain.vocabulary import Role

    engine = open_engine(f"sqlite:///{folder / 'central.db'}")
    migrate(engine)
    now = utc_now()
    with unit_of_work(engine, now) as unit:
        upsert_structures(unit, [Structure(id=SITE, network="BANC", name="Guichet du banc")])
        posts = (Membership(SITE, Role.AGENT),)
        add_agent(unit, username=USER, name="Banc", password=PASSWORD, posts=posts, agent_id=USER)
    with unit_of_work(engine, now) as unit:
        index = StructureIndex.load(unit.connection)
        upsert_experiences(unit, list(experiences(count, now=now, structures=[SITE])), index)
    serve(engine, CENTRAL[1], PORT, lambda url: print(url, flush=True))
    return 0


def _desk(folder: Path) -> int:
    from uuid_utils import uuid7

    from spplus_desk.central.unit import utc_now
    from spplus_desk.domain.commands import Command
    from spplus_desk.domain.experience_payloads import AddComment
    from spplus_desk.domain.inbox import SortOrder, View
    from spplus_desk.store.store import Store
    from spplus_desk.sync.client import Client
    from spplus_desk.sync.engine import Engine
    from spplus_desk.sync.transport import HttpTransport

    client = Client(HttpTransport(f"http://{CENTRAL[1]}:{PORT}", proxy="direct"), utc_now)
    store = Store.open(folder / "desk.db", random.Random(1).randbytes(32), clock=utc_now)
    begun = monotonic()
    agent = client.sign_in(USER, PASSWORD).agent
    figures: dict[str, object] = {"sign_in_s": round(monotonic() - begun, 1)}
    store.set_identity(agent, "", USER).result()
    engine = Engine(store, client, utc_now)
    begun = last = monotonic()
    pages: list[dict[str, float]] = []

    def progress(done: int, total: int) -> None:
        nonlocal last
        rows = len(store.rows(View.ALL, SortOrder.DEADLINE, utc_now()).result())
        now = monotonic()
        pages.append({"done": done, "total": total, "rows": rows, "s": round(now - last, 1)})
        last = now

    report = engine.run_once(progress)
    figures |= {"pages": pages, "first_sync_s": round(monotonic() - begun, 1), "pulled": report.pulled}
    begun = monotonic()
    engine.run_once()
    figures["nothing_new_s"] = round(monotonic() - begun, 1)
    rows = store.rows(View.ALL, SortOrder.DEADLINE, utc_now()).result()[:20]
    for row in rows:
        payload = AddComment(structure_id=SITE, body="Dossier revu au guichet, suite donnée ce jour.")
        command = Command(id=str(uuid7()), subject=row.key.partition(":")[0], issued_at=utc_now(), payload=payload)
        store.enqueue(command).result()
    begun = monotonic()
    figures["pushed"] = engine.run_once().pushed
    figures["push_and_pull_s"] = round(monotonic() - begun, 1)
    client.close()
    store.close()
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
