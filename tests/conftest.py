"""What holds for every test: no screen, no real keyring, silence, and a clock that is moved by hand."""

import gc
import logging
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.helpers.clock import FakeClock
from tests.helpers.silence import ErrorLog, leaked_threads, shown_windows

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
for _name in [name for name in os.environ if name.startswith("SPPLUS_") and not name.startswith("SPPLUS_TEST_")]:
    del os.environ[_name]

settings.register_profile("untimed", deadline=None)  # no test has a time in it: the machine may be busy
settings.load_profile("untimed")

_FULL_ROUND = 20
"""Tests between two full rounds of the collector."""
SHARED = Path(__file__).resolve().parents[2] / "shared"
"""Real texts to try the importer on; they are no part of the project."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if SHARED.is_dir():
        return
    left_out = [item for item in items if item.get_closest_marker("shared")]
    if left_out:
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not SHARED.is_dir():
        terminalreporter.write_line("Left out: the checks on ../shared, which is not beside the project.")


@pytest.fixture
def shared_folder() -> Path:
    """For tests marked `shared` only."""
    return SHARED


@pytest.fixture(autouse=True, scope="session")
def collected_on_one_thread() -> Iterator[None]:
    """As in the program (`ui.interpreter.Collector`): no thread that reads destroys a widget in a cycle."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def collected() -> Iterator[None]:
    yield
    gc.collect(2 if gc.get_count()[2] >= _FULL_ROUND else 1)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(autouse=True)
def silence(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that leaves a thread or a window behind, or that logged an error without looking at it (caplog).

    Warnings fail by `filterwarnings`, Qt's own messages by `qt_log_level_fail`, both in pyproject.toml.
    """
    before = threading.enumerate()
    errors = ErrorLog()
    logging.getLogger().addHandler(errors)
    yield
    logging.getLogger().removeHandler(errors)
    threads, windows = leaked_threads(before), shown_windows()
    assert not threads, f"threads left behind: {threads}"
    assert not windows, f"windows left behind: {windows}"
    if "caplog" not in request.fixturenames:
        assert not errors.lines, f"errors logged: {errors.lines}"
