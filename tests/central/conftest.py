"""The contract suite runs on both back ends, over real HTTP: each test has a store and a server of its own."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from spplus_desk.central.repository import migrate, open_engine
from spplus_desk.central.server import EmbeddedCentral
from tests.helpers import postgres
from tests.helpers.central_world import Desk, World, fill, visit
from tests.helpers.clock import FakeClock


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres.server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """A migrated database with its people: copying it is ten times faster than migrating anew for each test."""
    with postgres.database(postgres_server) as url:
        engine = open_engine(url)
        migrate(engine)
        fill(engine, FakeClock())
        engine.dispose()
        yield url.rpartition("/")[2]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    fill(engine, FakeClock())
    engine.dispose()
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    path = tmp_path / "central.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    with postgres.database(postgres_server, template=postgres_template) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    name = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(name)
    return url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = open_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def world(engine: Engine, clock: FakeClock) -> World:
    return visit(engine, clock)


@pytest.fixture
def central(world: World) -> Iterator[EmbeddedCentral]:
    with EmbeddedCentral(world.engine, clock=world.clock) as running:
        yield running


@pytest.fixture
def sign_in(central: EmbeddedCentral) -> Iterator[Callable[[str], Desk]]:
    """`sign_in("alice")`: a desk with a session of its own."""
    desks: list[Desk] = []

    def open_desk(username: str) -> Desk:
        desk = Desk(central.url)
        desks.append(desk)
        desk.sign_in(username)
        return desk

    yield open_desk
    for desk in desks:
        desk.close()
