"""The log may be sent to a help desk: it tells what happened, and quotes nothing."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from spplus_desk.services import background
from spplus_desk.services.logfile import NAME, close_log, open_log


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    before = logging.getLogger().level
    handler = open_log(tmp_path / "log", "INFO")
    yield tmp_path / "log" / NAME
    close_log(handler)
    logging.getLogger().setLevel(before)


def fails() -> None:
    try:
        raise ValueError("le texte d’un citoyen")
    except ValueError as error:
        raise RuntimeError("la réponse d’un agent") from error


def test_a_traceback_has_types_and_lines_but_no_message(log: Path, caplog: pytest.LogCaptureFixture) -> None:
    try:
        fails()
    except RuntimeError:
        logging.getLogger("essai").exception("something failed")
    written = log.read_text(encoding="utf-8")
    assert "builtins.RuntimeError" in written
    assert "builtins.ValueError" in written
    assert "in fails" in written
    assert not any("citoyen" in line or "agent" in line for line in written.splitlines() if "raise" not in line)


def test_levels_are_kept(log: Path) -> None:
    logging.getLogger("essai").debug("too much")
    logging.getLogger("essai").info("enough")
    assert "enough" in log.read_text(encoding="utf-8")
    assert "too much" not in log.read_text(encoding="utf-8")


def test_a_background_call_gives_its_result_or_its_failure() -> None:
    assert background.run(lambda: 7, "seven").result(20) == 7
    with pytest.raises(RuntimeError):
        background.run(fails, "fails").result(20)
