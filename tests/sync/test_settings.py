"""Settings: which source wins, and what a wrong value says."""

from pathlib import Path

import pytest

from spplus_desk.settings import Settings, SettingsError, Theme


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def test_without_any_source_the_defaults_hold(file: Path) -> None:
    settings = Settings.load(file=file)
    assert (settings.hold_seconds, settings.theme, settings.text_scale) == (30, Theme.SYSTEM, 100)
    assert settings.profiles_root == settings.data_root / "profiles"


def test_environment_wins_over_file_and_arguments_over_both(file: Path, tmp_path: Path) -> None:
    file.write_text('hold_seconds = 10\nserver = "https://a.exemple"\nproxy = "http://p:3128"\n', encoding="utf-8")
    settings = Settings.load(
        file=file,
        environment={"SPPLUS_HOLD_SECONDS": "60", "SPPLUS_SERVER": "https://b.exemple", "HOME": "/nowhere"},
        arguments={"server": "https://c.exemple", "data_root": tmp_path, "theme": None},
    )
    assert (settings.hold_seconds, settings.server, settings.proxy) == (60, "https://c.exemple", "http://p:3128")
    assert settings.data_root == tmp_path
    assert settings.hold.total_seconds() == 60


def test_an_environment_name_that_is_no_setting_is_left_alone() -> None:
    assert Settings.load(environment={"SPPLUS_DATABASE": "sqlite://"}).server == ""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("hold_seconds", 31),
        ("hold_seconds", "bientôt"),
        ("sync_interval", 0),
        ("text_scale", 10),
        ("theme", "rose"),
        ("log_level", "bruyant"),
        ("allow_http", "peut-être"),
        ("server", 12),
        ("data_root", ""),
        ("couleur", "rose"),
    ],
)
def test_a_wrong_value_is_named_in_a_sentence(name: str, value: object) -> None:
    with pytest.raises(SettingsError, match=name) as caught:
        Settings.load(arguments={name: value})
    assert not caught.value.from_file


@pytest.mark.parametrize("content", [b"hold_seconds = ", b"\xff\xfe", b"hold_seconds = 31"])
def test_a_file_that_cannot_be_used_is_named(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    with pytest.raises(SettingsError, match=r"settings\.toml") as caught:
        Settings.load(file=file)
    assert caught.value.from_file


@pytest.mark.parametrize(("word", "flag"), [("oui", True), ("1", True), ("false", False), ("", False)])
def test_flags_are_read_from_words(word: str, flag: bool) -> None:
    assert Settings.load(environment={"SPPLUS_ALLOW_HTTP": word}).allow_http is flag
