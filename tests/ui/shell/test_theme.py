"""The colours keep their contrasts, and nothing else in the program names a colour."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette, QStyleHints
from PySide6.QtWidgets import QApplication

from spplus_desk.domain.resources import resource_path
from spplus_desk.ui.theme import Mode, Role, Theme
from spplus_desk.ui.theme.sheets import fill, whole_sheet
from spplus_desk.ui.theme.tokens import TOKENS, Shade
from tools.contrast import PAGE, PAIRS, Pair, rewritten

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("shade", Shade, ids=lambda shade: shade.name.lower())
@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.front}-on-{pair.ground}")
def test_everything_reads_on_its_ground(pair: Pair, shade: Shade) -> None:
    assert pair.ratio(shade) >= pair.needed(shade)


def test_the_documented_contrasts_are_those_of_the_tokens() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert text == rewritten(text), "run python -m tools.contrast"


def test_every_token_that_is_written_with_has_its_need() -> None:
    decoration = {"border", "success-bd", "info-bd", "warning-bd", "error-bd"}
    assert set(TOKENS) - {one for pair in PAIRS for one in (pair.front, pair.ground)} == decoration


def test_high_contrast_is_chosen_and_followed(look: Theme, monkeypatch: pytest.MonkeyPatch) -> None:
    look.set_mode(Mode.CONTRAST)
    assert look.color("canvas").name() == "#000000"
    assert QApplication.palette().color(QPalette.ColorRole.Text).name() == "#ffffff"
    look.set_mode(Mode.SYSTEM)
    assert look.shade in (Shade.LIGHT, Shade.DARK)
    asked = QStyleHints.accessibility

    class Asks:
        def contrastPreference(self) -> Qt.ContrastPreference:  # noqa: N802 - the name is Qt's
            return Qt.ContrastPreference.HighContrast

    assert asked is not None
    monkeypatch.setattr(QStyleHints, "accessibility", lambda _hints: Asks())
    assert look.shade is Shade.CONTRAST


def test_colours_are_named_in_one_place() -> None:
    hexa = re.compile(r"#[0-9A-Fa-f]{6}\b|QColor\(\s*\d")
    files = [*(ROOT / "spplus_desk" / "ui").rglob("*.py"), *resource_path("themes").glob("*.qss")]
    named = [f.name for f in files if f.name != "tokens.py" and hexa.search(f.read_text(encoding="utf-8"))]
    assert named == []


def test_sheets_are_filled_from_the_tokens_and_the_text_scale() -> None:
    assert (
        fill("a { color: @text-2; width: @10px }", shade=Shade.LIGHT, scale=1.5) == "a { color: #45454F; width: 15px }"
    )
    assert "@" not in whole_sheet(shade=Shade.DARK, scale=1.0)
    assert not re.search(r"(?<!-)\bfont[-\w]*\s*:", whole_sheet(shade=Shade.LIGHT, scale=1.0))
    with pytest.raises(KeyError):
        fill("a { color: @unknown }", shade=Shade.LIGHT, scale=1.0)


def test_switching_to_dark_reaches_the_palette_and_says_so(look: Theme, qapp: QApplication) -> None:
    said = []
    look.changed.connect(lambda: said.append(look.shade))
    look.set_mode(Mode.DARK)
    assert said == [Shade.DARK]
    assert QApplication.palette().color(QPalette.ColorRole.Window).name().upper() == TOKENS["canvas"][1]
    assert look.color("text").name().upper() == TOKENS["text"][1]


def test_text_grows_with_the_scale_and_never_goes_under_twelve_pixels(look: Theme) -> None:
    assert look.font(Role.META).pointSizeF() * 96 / 72 >= 12
    before = look.font(Role.READING).pointSizeF()
    look.set_text_scale(2.0)
    assert look.font(Role.READING).pointSizeF() == pytest.approx(2 * before)
    assert look.px(101) == 202


def test_inter_is_bundled_and_has_its_weights(look: Theme, qapp: QApplication) -> None:
    from PySide6.QtGui import QFontInfo, QFontMetrics

    assert QFontInfo(look.font(Role.UI)).family() == "Inter"
    words = "Aucune nouvelle de ma prime"
    widths = [QFontMetrics(look.font(Role.UI, weight)).horizontalAdvance(words) for weight in (400, 500, 600, 700)]
    assert widths == sorted(set(widths)), "each weight is its own drawing"
