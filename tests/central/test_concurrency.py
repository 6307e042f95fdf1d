"""Many writers at once: no gap for a reader, nothing applied twice, networks that do not wait for each other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

from sqlalchemy import Engine, func, select, text

from spplus_desk.central.feed_writer import FeedWriter
from spplus_desk.central.repository import UnitOfWork, unit_of_work, upsert_experiences
from spplus_desk.central.server import EmbeddedCentral
from spplus_desk.central.tables import commands, feed, networks
from tests.helpers.central_world import Desk, World, command, incoming, reply

SignIn = Callable[[str], Desk]


def deposit(world: World, unit: UnitOfWork, experience_id: str, structure: str) -> None:
    upsert_experiences(unit, [incoming(experience_id, world.clock(), [structure])], world.index)


def test_a_slow_writer_that_commits_late_is_not_skipped(world: World, sign_in: SignIn) -> None:
    """The slow one begins and writes first, the fast one commits first, a reader polls between the two."""
    desk = sign_in("alice")
    desk.pull()
    begun, may_end = Event(), Event()
    single = world.engine.dialect.name == "sqlite"  # one writer at a time there: the fast one cannot overtake

    def slow() -> None:
        with unit_of_work(world.engine, world.clock()) as unit:
            deposit(world, unit, "SLOW", "S1")
            begun.set()
            assert may_end.wait(30)

    with ThreadPoolExecutor() as pool:
        writing = pool.submit(slow)
        assert begun.wait(30)
        if not single:
            world.deposit("FAST", "S1")
        desk.pull()
        assert desk.ids("experience") == (set() if single else {"FAST"})
        may_end.set()
        writing.result(30)
    desk.pull()
    assert desk.ids("experience") == ({"SLOW"} if single else {"SLOW", "FAST"})


def test_a_writer_that_is_numbered_but_not_committed_holds_back_the_next(world: World, sign_in: SignIn) -> None:
    """The hardest moment: the slow one has its numbers and has not committed. Nobody may be numbered above it."""
    desk = sign_in("alice")
    desk.pull()
    numbered, may_end = Event(), Event()

    def slow() -> None:
        with world.engine.begin() as connection:
            unit = UnitOfWork(connection, world.clock(), FeedWriter(connection))
            deposit(world, unit, "SLOW", "S1")
            unit.finish()
            numbered.set()
            assert may_end.wait(30)

    with ThreadPoolExecutor() as pool:
        writing = pool.submit(slow)
        assert numbered.wait(30)
        second = pool.submit(world.deposit, "FAST", "S1")
        other_network = pool.submit(world.deposit, "ELSEWHERE", "P1")
        if world.engine.dialect.name == "postgresql":
            other_network.result(30)  # networks do not wait for each other
        desk.pull()
        assert desk.ids("experience") == set()
        assert not second.done()
        may_end.set()
        for future in (writing, second, other_network):
            future.result(30)
    desk.pull()
    assert desk.ids("experience") == {"SLOW", "FAST"}


def test_a_reader_under_many_writers_misses_nothing(world: World, sign_in: SignIn) -> None:
    desk = sign_in("hugo")
    sites = ("S1", "S2", "C1", "C2", "H")
    done = Event()

    def write(site: str) -> None:
        for number in range(12):
            world.deposit(f"{site}-{number}", site)

    def read() -> None:
        while not done.is_set():
            desk.pull(limit=3)

    with ThreadPoolExecutor(max_workers=8) as pool:
        reading = pool.submit(read)
        for future in [pool.submit(write, site) for site in sites]:
            future.result(90)
        done.set()
        reading.result(60)
    desk.pull(limit=3)
    assert desk.ids("experience") == {f"{site}-{number}" for site in sites for number in range(12)}


def test_numbers_have_no_gap_that_a_reader_could_wait_for(world: World) -> None:
    with ThreadPoolExecutor(max_workers=6) as pool:
        list(pool.map(lambda n: world.deposit(f"E{n}", "S1"), range(24)))
    with world.engine.connect() as connection:
        top = connection.execute(select(func.max(feed.c.seq)).where(feed.c.network == "CNX")).scalar_one()
        counter = connection.execute(select(networks.c.feed_seq).where(networks.c.id == "CNX")).scalar_one()
        count = connection.execute(
            select(func.count(feed.c.seq.distinct())).where(feed.c.network == "CNX", feed.c.entity == "experience")
        ).scalar_one()
    assert (top, count) == (counter, 24)


def test_the_same_command_delivered_twice_at_once_is_applied_once(world: World, sign_in: SignIn) -> None:
    world.deposit("E1", "S1")
    desks = [sign_in("alice") for _ in range(6)]
    sent = reply("E1", "S1")
    lost = command("claim", "E404", "S1")  # nothing to lock: the unique key alone decides
    comment = command("add_comment", "E1", "S1", body="Une seule fois.")
    start = Barrier(len(desks))

    def deliver(desk: Desk) -> list[str]:
        start.wait(30)
        return [r["outcome"] for r in desk.send(sent, lost, comment)]

    with ThreadPoolExecutor(max_workers=len(desks)) as pool:
        outcomes = list(pool.map(deliver, desks))
    assert sorted(o[0] for o in outcomes) == ["applied", *["duplicate"] * 5]
    assert {o[1] for o in outcomes} == {"refused"}
    assert sorted(o[2] for o in outcomes) == ["applied", *["duplicate"] * 5]
    with world.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(commands)).scalar_one() == 3
        receipts = connection.execute(text("SELECT count(*) FROM audit WHERE action LIKE 'command.%'")).scalar_one()
    assert receipts == 3
    desks[0].pull()
    assert len(desks[0].ids("comment")) == 1


def test_two_agents_answer_at_once_and_one_wins(world: World, sign_in: SignIn) -> None:
    for number in range(5):
        world.deposit(f"E{number}", "S1")
    alice, anne = sign_in("alice"), sign_in("anne")
    start = Barrier(2)

    def answer(desk: Desk, order: list[int]) -> dict[str, str]:
        start.wait(30)
        results = desk.send(*[reply(f"E{n}", "S1") for n in order])
        return {f"E{n}": r["code"] or r["outcome"] for n, r in zip(order, results, strict=True)}

    with ThreadPoolExecutor(max_workers=2) as pool:
        first = pool.submit(answer, alice, [0, 1, 2, 3, 4])
        second = pool.submit(answer, anne, [4, 3, 2, 1, 0])  # the other way round: locks must not form a circle
        one, two = first.result(60), second.result(60)
    for number in range(5):
        assert {one[f"E{number}"], two[f"E{number}"]} == {"applied", "already_answered"}


def test_the_central_can_be_stopped_and_started_again_on_its_port(world: World, engine: Engine) -> None:
    central = EmbeddedCentral(engine, clock=world.clock)
    with central:
        url = central.url
        desk = Desk(url)
        desk.sign_in("alice")
        desk.pull()
        assert desk.get(cursor=desk.cursor, headers={"If-None-Match": f'"{desk.cursor}"'}).status_code == 304
    with central:
        assert central.url == url
        assert desk.get(cursor=desk.cursor, headers={"If-None-Match": f'"{desk.cursor}"'}).status_code == 304
    desk.close()
