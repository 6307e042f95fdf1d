"""The wait after wrong secrets."""

from datetime import timedelta
from pathlib import Path

import pytest

from spplus_desk.domain.errors import CacheLocked, StorageFault
from spplus_desk.services.patience import FILE, LONGEST, Patience, TooSoon
from tests.helpers.clock import FakeClock


def wrong(patience: Patience) -> None:
    with pytest.raises(CacheLocked), patience.attempt():
        raise CacheLocked(code="wrong_passphrase")


def test_the_wait_doubles_and_survives_a_restart(tmp_path: Path, clock: FakeClock) -> None:
    waits = []
    for _ in range(12):
        wrong(Patience(tmp_path, clock))
        waits.append(Patience(tmp_path, clock).wait().total_seconds())
        with pytest.raises(TooSoon) as early, Patience(tmp_path, clock).attempt():
            raise AssertionError("the secret was looked at too soon")
        assert early.value.wait.total_seconds() == waits[-1]
        clock.advance(Patience(tmp_path, clock).wait())
    assert waits == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]
    with Patience(tmp_path, clock).attempt():
        pass
    assert Patience(tmp_path, clock).wait() == timedelta(0)
    assert not (tmp_path / FILE).exists()


def test_a_clock_set_back_does_not_shorten_it(tmp_path: Path, clock: FakeClock) -> None:
    for _ in range(6):
        wrong(Patience(tmp_path, clock))
        clock.advance(timedelta(seconds=40))
    wrong(Patience(tmp_path, clock))
    clock.advance(timedelta(seconds=60))
    assert Patience(tmp_path, clock).wait() == timedelta(seconds=4)
    clock.advance(timedelta(days=-1))
    assert Patience(tmp_path, clock).wait() == timedelta(seconds=64)
    clock.advance(timedelta(seconds=63))
    assert Patience(tmp_path, clock).wait() == timedelta(seconds=1)
    clock.advance(timedelta(seconds=1))
    assert Patience(tmp_path, clock).wait() == timedelta(0)


def test_only_a_wrong_secret_counts(tmp_path: Path, clock: FakeClock) -> None:
    with pytest.raises(StorageFault), Patience(tmp_path, clock).attempt():
        raise StorageFault
    assert Patience(tmp_path, clock).wait() == timedelta(0)


def test_the_attempt_counts_before_the_answer(tmp_path: Path, clock: FakeClock) -> None:
    with Patience(tmp_path, clock).attempt():
        assert Patience(tmp_path, clock).wait() == timedelta(seconds=1)
    (tmp_path / FILE).write_bytes(b"{")
    assert Patience(tmp_path, clock).wait() <= LONGEST


def test_the_sentence_tells_how_long() -> None:
    assert "dans 1\u00a0seconde." in TooSoon(timedelta(seconds=0.4)).sentence
    assert "dans 64\u00a0secondes." in TooSoon(timedelta(seconds=64)).sentence
    assert "dans 5\u00a0minutes." in TooSoon(timedelta(seconds=300)).sentence
