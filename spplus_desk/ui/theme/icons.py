"""Icons: the Remix Icon font that qtawesome ships, coloured at the moment they are asked for.

Only qtawesome's files are used, its font and the table of its names: importing it loads qtpy, which makes every
enumeration of Qt, 0.2 s of the time to the first inbox (row e of docs/performance.md).
"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap, QRawFont

_FONT = "remixicon-2.5.0.ttf"
_NAMES = "remixicon-charmap-2.5.0.json"
_EM = 64.0
"""The size at which outlines are taken; they are scaled to what is asked for."""


def _folder() -> Path:
    """qtawesome's fonts, found without importing it. Raises FileNotFoundError where it is not installed."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "qtawesome" / "fonts"
    spec = find_spec("qtawesome")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("qtawesome is not installed")
    return Path(spec.submodule_search_locations[0]) / "fonts"


class IconFont:
    """The outlines, by name without prefix, such as `alarm-line`."""

    def __init__(self) -> None:
        folder = _folder()
        self._codes: dict[str, str] = json.loads((folder / _NAMES).read_text(encoding="utf-8"))
        self._font = QRawFont(str(folder / _FONT), _EM)

    def paint(self, painter: QPainter, rect: QRectF, name: str, color: QColor) -> None:
        """Draw the glyph's whole em square into `rect`, so that icons of all shapes share one optical size.

        Raises KeyError for an unknown name: it is a bug."""
        glyph = self._font.glyphIndexesForString(chr(int(self._codes[name], 16)))[0]
        side = min(rect.width(), rect.height())
        corner = rect.center() - QPointF(side / 2, side / 2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(corner.x(), corner.y() + self._font.ascent() * side / _EM)
        painter.scale(side / _EM, side / _EM)
        painter.fillPath(self._font.pathForGlyph(glyph), color)
        painter.restore()

    def check(self, name: str) -> None:
        """Raises KeyError for an unknown name, where it is asked for rather than where it is painted."""
        self._codes[name]


class _Engine(QIconEngine):
    """Paints one glyph in one colour at any size; paler when the control is disabled."""

    def __init__(self, font: IconFont, name: str, color: QColor) -> None:
        super().__init__()
        self._glyph = (font, name, color)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        font, name, color = self._glyph
        if mode is QIcon.Mode.Disabled:
            color = QColor(color)
            color.setAlphaF(0.45)
        font.paint(painter, QRectF(rect), name, color)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        with QPainter(pixmap) as painter:
            self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        return pixmap

    def clone(self) -> QIconEngine:
        return _Engine(*self._glyph)


class Icons:
    """Icons of one set of colours; thrown away, with its cache, when the theme changes."""

    def __init__(self, font: IconFont) -> None:
        self._font = font
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._engines: list[_Engine] = []  # a QIcon holds its engine in C++ only
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def icon(self, name: str, color: QColor) -> QIcon:
        """`name` without prefix, such as `alarm-line`. Raises KeyError for an unknown name: it is a bug."""
        key = (name, color.name())
        if key not in self._icons:
            self._font.check(name)
            self._engines.append(_Engine(self._font, name, color))
            self._icons[key] = QIcon(self._engines[-1])
        return self._icons[key]

    def paint(self, painter: QPainter, rect: QRect, name: str, color: QColor) -> None:
        """Draw an icon in a delegate: from a cache, because a list of 50 rows shows 150 of them."""
        ratio = painter.device().devicePixelRatioF()
        key = (name, color.name(), rect.width(), ratio)
        pixmap = self._pixmaps.get(key)
        if pixmap is None:
            pixmap = QPixmap(round(rect.width() * ratio), round(rect.height() * ratio))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            with QPainter(pixmap) as inner:
                self._font.paint(inner, QRectF(0, 0, rect.width(), rect.height()), name, color)
            self._pixmaps[key] = pixmap
        painter.drawPixmap(rect.topLeft(), pixmap)
