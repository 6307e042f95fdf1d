"""Preferences of an agent: kept whole, never a reason not to open, nothing lost of a newer version's."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from spplus_desk.domain.errors import StorageFault
from spplus_desk.services.preferences import FILE, Look, PreferenceFile, Preferences, defaults
from spplus_desk.settings import Settings


def test_what_is_chosen_is_read_again(tmp_path: Path) -> None:
    file = PreferenceFile(tmp_path / FILE)
    heard: list[Preferences] = []
    file.subscribe(heard.append)
    seen = datetime(2027, 12, 16, 17, 40, tzinfo=UTC)
    file.change(
        hold_seconds=120, theme=Look.DARK, text_scale=150, letters=False, lock_minutes=5, locked=True, last_seen=seen
    ).result(10)
    file.change(window=(1500, 850), maximized=True, rail_folded="folded", splitters={"inbox-375-0": 420}).result(10)
    assert PreferenceFile(tmp_path / FILE).current == file.current == heard[-1]
    assert file.current.splitters == {"inbox-375-0": 420}
    assert [path.name for path in tmp_path.iterdir()] == [FILE], "no half file is left"


def test_what_a_newer_version_wrote_is_kept(tmp_path: Path) -> None:
    newer = (
        'hold_seconds = 60\ndictation = "off"\nratio = 0.5\nseen = 2027-12-16T09:00:00Z\n'
        'words = ["d’accord", "\\u007f"]\n[panes]\nleft = 3\nopen = true\n'
    )
    (tmp_path / FILE).write_text(newer, encoding="utf-8")
    file = PreferenceFile(tmp_path / FILE)
    assert file.current.hold_seconds == 60
    file.change(letters=False).result(10)
    kept = tomllib.loads((tmp_path / FILE).read_text(encoding="utf-8"))
    for name, value in tomllib.loads(newer).items():
        assert kept[name] == value
    assert kept["letters"] is False


@pytest.mark.parametrize(
    "content",
    [
        b"hold_seconds = 7\n",
        b"hold_seconds = true\n",
        b'theme = "sepia"\n',
        b"window = [1, 2, 3]\n",
        b'window = "large"\n',
        b"splitters = 3\n",
        b"last_seen = 2027-12-16T09:00:00\n",
        b"rail_folded = 2\n",
        b"letters = \xff\n",
        b"not toml",
        b"",
    ],
)
def test_the_window_opens_whatever_the_file_holds(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    assert PreferenceFile(tmp_path / FILE).current == Preferences()


def test_a_good_value_counts_beside_a_bad_one(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('theme = "sepia"\ntext_scale = 130\n', encoding="utf-8")
    assert PreferenceFile(tmp_path / FILE).current == Preferences(text_scale=130)


def test_the_settings_of_the_computer_are_the_defaults(tmp_path: Path) -> None:
    settings = Settings.load(environment={"SPPLUS_HOLD_SECONDS": "60", "SPPLUS_TEXT_SCALE": "110"})
    file = PreferenceFile(tmp_path / FILE, defaults(settings))
    assert (file.current.hold_seconds, file.current.text_scale) == (60, 110)


def test_a_disk_that_refuses_is_told_and_the_choice_counts(tmp_path: Path) -> None:
    file = PreferenceFile(tmp_path / "nowhere" / FILE)
    with pytest.raises(StorageFault) as told:
        file.change(hold_seconds=10).result(10)
    assert told.value.code == "preferences_not_written"
    assert file.current.hold_seconds == 10


def test_without_a_file_nothing_is_kept() -> None:
    file = PreferenceFile(None)
    file.change(hold_seconds=10).result(10)
    assert file.current.hold_seconds == 10
