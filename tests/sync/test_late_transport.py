"""A transport that is made when something is asked of it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from spplus_desk.domain.errors import BadInput
from spplus_desk.services.transports import transport_factory
from spplus_desk.settings import Settings
from spplus_desk.sync.line import LateTransport, Response


class Line:
    """Answers all, and counts."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.closed = 0

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        self.asked.append(f"{method} {path}")
        return Response(200)

    def close(self) -> None:
        self.closed += 1


def test_it_is_made_once_and_closed_with_it() -> None:
    made: list[Line] = []

    def make() -> Line:
        made.append(Line())
        return made[-1]

    late = LateTransport(make)
    assert made == []
    late.request("GET", "/v1/changes")
    late.request("POST", "/v1/commands")
    late.close()
    assert [(line.asked, line.closed) for line in made] == [(["GET /v1/changes", "POST /v1/commands"], 1)]


def test_one_that_was_never_asked_closes_too() -> None:
    made: list[Line] = []
    LateTransport(lambda: made.append(Line()) or made[0]).close()
    assert made == []


def test_a_wrong_setting_is_told_when_the_network_is_wanted_not_before(tmp_path: Path) -> None:
    settings = Settings(data_root=tmp_path, ca_bundle=tmp_path / "absent.pem")
    line = transport_factory(settings)("https://central.example")
    for _ in range(2):
        with pytest.raises(BadInput) as told:
            line.request("GET", "/v1/changes")
        assert told.value.code == "bad_ca_bundle"
    line.close()
