"""Stores of both kinds for the importer, and files written on the spot."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import Engine

from spplus_desk.central.repository import migrate, open_engine, unit_of_work, upsert_structures, utc_now
from spplus_desk.domain.structure import Structure
from tests.helpers import postgres

FILES = Path(__file__).parent / "files"

STRUCTURES = (
    Structure(id="T-0", network="TEST", name="Tête de test", typology="Tête de réseau"),
    Structure(id="T-1", network="TEST", name="Caf de l’Écluse", typology="CAF", parent_id="T-0"),
    Structure(id="T-2", network="TEST", name="Guichet du Moulin, accueil nord", typology="CAF", parent_id="T-1"),
    Structure(id="P-1", network="PREF", name="Préfecture de l’Écluse", typology="Préfecture"),
)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres.server() as url:
        yield url


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """A migrated, empty database: copying it is ten times faster than migrating anew for each test."""
    with postgres.database(postgres_server) as url:
        engine = open_engine(url)
        migrate(engine)
        engine.dispose()
        yield url.rpartition("/")[2]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def sqlite_engine(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    path = tmp_path / "central.db"
    shutil.copy(sqlite_template, path)
    engine = open_engine(f"sqlite:///{path}")
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_engine(postgres_server: str, postgres_template: str) -> Iterator[Engine]:
    with postgres.database(postgres_server, template=postgres_template) as url:
        engine = open_engine(url)
        yield engine
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    found: Engine = request.getfixturevalue("sqlite_engine" if request.param == "sqlite" else "postgres_engine")
    return found


@pytest.fixture
def known(sqlite_engine: Engine) -> Engine:
    """A SQLite store that knows the structures above."""
    add_structures(sqlite_engine)
    return sqlite_engine


def add_structures(engine: Engine) -> None:
    with unit_of_work(engine, utc_now()) as unit:
        upsert_structures(unit, STRUCTURES)


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """`written(header, rows…)`: a `;` file with those lines."""

    def write(*rows: Sequence[str] | str, name: str = "essai.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        lines = [row if isinstance(row, str) else ";".join(row) for row in rows]
        path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
        return path

    return write
