"""What was put aside for a lost key stays a year, then goes."""

from datetime import timedelta
from pathlib import Path

from spplus_desk.domain.values import replace
from spplus_desk.services import profiles
from tests.helpers.clock import FakeClock

KEPT = profiles.ASIDE_KEPT_FOR


def _profile(folder: Path) -> None:
    profiles.write(folder, profiles.new("https://central.example", "claire", "7"))
    (folder / profiles.CACHE).write_bytes(b"noise")


def test_a_folder_that_was_put_aside_goes_after_its_time(tmp_path: Path, clock: FakeClock) -> None:
    _profile(tmp_path)
    first = profiles.put_aside(tmp_path, clock())
    (tmp_path / profiles.CACHE).write_bytes(b"more noise")
    clock.advance(timedelta(days=30))
    second = profiles.put_aside(tmp_path, clock())
    clock.advance(KEPT - timedelta(days=30))
    assert profiles.forget_old_asides(tmp_path, clock()) == 0
    assert (first / profiles.CACHE).read_bytes() == b"noise"
    clock.advance(timedelta(seconds=1))
    assert profiles.forget_old_asides(tmp_path, clock()) == 1
    assert not first.exists()
    assert (second / profiles.CACHE).read_bytes() == b"more noise"


def test_one_that_tells_no_time_stays(tmp_path: Path, clock: FakeClock) -> None:
    """An older program put it aside."""
    _profile(tmp_path)
    aside = profiles.put_aside(tmp_path, clock())
    known = profiles.read(aside)
    assert known is not None
    profiles.write(aside, replace(known, put_aside_at=None))
    clock.advance(2 * KEPT)
    assert profiles.forget_old_asides(tmp_path, clock()) == 0
    assert aside.is_dir()
