"""Type: Inter, in six roles, sized in points so that the system text size and our own text scale both work."""

from enum import Enum
from importlib import resources

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

FAMILIES = ["Inter", "Segoe UI", "Noto Sans", "DejaVu Sans"]
_UI_PX = 13.0


class Role(Enum):
    """(size, line height) in px at a text scale of 100 %."""

    FIGURE = (28, 34)
    TITLE = (20, 28)
    HEADING = (15, 20)
    READING = (15, 24)
    READING_WIDE = (16, 26)
    """Reading in windows of 1600 px and more."""
    READING_SIDE = (14, 22)
    """The testimony beside the editor."""
    UI = (13, 18)
    META = (12, 16)
    BADGE = (11, 14)
    """Initials and the counts of the folded rail only: always doubled by a name."""

    @property
    def px(self) -> int:
        return self.value[0]

    @property
    def line(self) -> int:
        return self.value[1]


def load_inter() -> bool:
    """Register the bundled Inter; False when it cannot be read, in which case the next family serves."""
    folder = resources.files("fontpkg_inter") / "files"
    loaded = False
    for entry in folder.iterdir():
        if entry.name.startswith("Inter[") and entry.name.endswith(".ttf"):
            loaded = QFontDatabase.addApplicationFontFromData(entry.read_bytes()) >= 0
    return loaded


def system_scale() -> float:
    """How much larger than the pictures the system wants its text: never below 1, because 12 px is our floor."""
    font = QGuiApplication.font()
    px = font.pointSizeF() * dpi() / 72 if font.pointSizeF() > 0 else float(font.pixelSize())
    return max(1.0, px / _UI_PX)


def make(role: Role, weight: int, scale: float, *, tabular: bool = False) -> QFont:
    """A font of `role` at `weight` (400 to 700); `tabular` aligns figures in columns."""
    font = QFont(FAMILIES)
    px = role.px * scale
    font.setPointSizeF(px * 72 / dpi())
    # Inter is one variable file: its weight is an axis. WORKAROUND: Qt adds a synthetic bold on top of the axis
    # from 700 on, so the weight that the families without axes look at stops at 600.
    font.setWeight(QFont.Weight(min(weight, 600)))
    font.setVariableAxis(QFont.Tag("wght"), weight)
    font.setVariableAxis(QFont.Tag("opsz"), min(max(px, 14.0), 32.0))
    if tabular:
        font.setFeature(QFont.Tag("tnum"), 1)
    return font


def dpi() -> float:
    """Of the screen that sizes in points go by."""
    return QGuiApplication.primaryScreen().logicalDotsPerInch()
