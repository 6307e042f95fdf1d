"""The OpenAPI document against the running central, with requests that a generator invents; bounded."""

from collections.abc import Iterator

import pytest
import requests
import schemathesis
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, Phase, settings
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from spplus_desk.central.endpoints.description import describe
from spplus_desk.central.repository import open_engine
from spplus_desk.central.server import EmbeddedCentral
from spplus_desk.central.tables import metadata
from tests.helpers.central_world import HEADERS, PASSWORD, visit
from tests.helpers.clock import FakeClock

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
"""Not those that take a cursor or a date for any text: the document cannot say which texts we have written."""

schema = schemathesis.openapi.from_dict(describe())


@pytest.fixture
def running(sqlite_url: str) -> Iterator[EmbeddedCentral]:
    engine = open_engine(sqlite_url)
    world = visit(engine, FakeClock())
    world.deposit("E1", "S1")
    with EmbeddedCentral(engine, clock=world.clock) as central:
        yield central
    engine.dispose()


@schema.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_answers_are_those_of_the_document(case: Case, running: EmbeddedCentral) -> None:
    case.headers = {**(case.headers or {}), **HEADERS, "Authorization": f"Bearer {_token(running.url)}"}
    case.call_and_validate(base_url=running.url, checks=CHECKS)


_tokens: dict[str, str] = {}


def _token(url: str) -> str:
    """One session per central; DELETE /v1/session kills it, so each use looks whether it lives."""
    token = _tokens.get(url, "")
    alive = requests.get(
        f"{url}/v1/changes", params={"limit": 1}, headers={**HEADERS, "Authorization": f"Bearer {token}"}, timeout=30
    )
    if alive.status_code != 200:
        body = {"username": "alice", "password": PASSWORD}
        token = requests.post(f"{url}/v1/session", json=body, headers=HEADERS, timeout=30).json()["access_token"]
        _tokens[url] = token
    return token


def test_the_migrations_make_the_tables(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()
