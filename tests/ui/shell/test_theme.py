"""The colours keep their contrasts, and nothing else in the program names a colour."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from spplus_desk.domain.resources import resource_path
from spplus_desk.ui.theme import Mode, Role, Theme
from spplus_desk.ui.theme.sheets import fill, whole_sheet
from spplus_desk.ui.theme.tokens import TOKENS

ROOT = Path(__file__).parents[3]
_GROUNDS = ("surface", "canvas", "selected", "hover", "surface-alt")
_TINTED = ("info-bg", "warning-bg", "error-bg", "success-bg")
TEXT_PAIRS = [
    *((text, ground) for text in ("text", "text-2", "text-3", "link") for ground in _GROUNDS),
    *(("text", ground) for ground in (*_TINTED, "diff-a", "diff-b")),
    *(("text-2", ground) for ground in _TINTED),
    *((tone, ground) for tone in ("success", "warning", "error") for ground in ("surface", "selected", "surface-alt")),
    *((f"{kind}", f"{kind}-bg") for kind in ("success", "info", "warning", "error")),
    *(("on-primary", ground) for ground in ("primary", "primary-hover", "primary-press")),
    *(("sent-neg", ground) for ground in _GROUNDS),
    ("info", "surface"), ("info", "canvas"), ("error", "canvas"), ("mark-fg", "mark-bg"), ("blank-fg", "blank-bg"),
]  # fmt: skip
MARK_PAIRS = [
    *((mark, ground) for mark in ("primary", "focus") for ground in ("surface", "canvas", "selected")),
    *(("border-strong", ground) for ground in ("surface", "canvas", "surface-alt")),
]


def luminance(color: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(a: str, b: str, dark: bool) -> float:
    first, second = (luminance(QColor(TOKENS[token][dark])) for token in (a, b))
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_reads_on_its_ground(text: str, ground: str, dark: bool) -> None:
    assert contrast(text, ground, dark) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(("mark", "ground"), MARK_PAIRS)
def test_marks_are_seen_on_their_ground(mark: str, ground: str, dark: bool) -> None:
    assert contrast(mark, ground, dark) >= 3.0


def test_colours_are_named_in_one_place() -> None:
    hexa = re.compile(r"#[0-9A-Fa-f]{6}\b|QColor\(\s*\d")
    files = [*(ROOT / "spplus_desk" / "ui").rglob("*.py"), *resource_path("themes").glob("*.qss")]
    named = [f.name for f in files if f.name != "tokens.py" and hexa.search(f.read_text(encoding="utf-8"))]
    assert named == []


def test_sheets_are_filled_from_the_tokens_and_the_text_scale() -> None:
    assert fill("a { color: @text-2; width: @10px }", dark=False, scale=1.5) == "a { color: #45454F; width: 15px }"
    assert "@" not in whole_sheet(dark=True, scale=1.0)
    assert not re.search(r"(?<!-)\bfont[-\w]*\s*:", whole_sheet(dark=False, scale=1.0))
    with pytest.raises(KeyError):
        fill("a { color: @unknown }", dark=False, scale=1.0)


def test_switching_to_dark_reaches_the_palette_and_says_so(look: Theme, qapp: QApplication) -> None:
    said = []
    look.changed.connect(lambda: said.append(look.dark))
    look.set_mode(Mode.DARK)
    assert said == [True]
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
