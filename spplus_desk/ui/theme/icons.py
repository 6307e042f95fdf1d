"""Icons: the Remix Icon font that qtawesome ships, coloured at the moment they are asked for.

Only qtawesome's files are used, its font and the table of its names: importing it loads qtpy, which makes every
enumeration of Qt, 0.2 s of the time to the first inbox (row e of docs/performance.md).
"""

import json
import sys
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap, QRawFont

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


class Icons:
    """Pixmaps of one set of colours; thrown away, with its cache, when the theme changes."""

    def __init__(self, font: IconFont) -> None:
        self._font = font
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    def pixmap(self, name: str, color: QColor, side: int, ratio: float = 1.0) -> QPixmap:
        """A square of `side` device-independent px. `name` is without prefix; raises KeyError when unknown: a bug."""
        key = (name, color.name(), side, ratio)
        found = self._pixmaps.get(key)
        if found is None:
            found = QPixmap(round(side * ratio), round(side * ratio))
            found.setDevicePixelRatio(ratio)
            found.fill(Qt.GlobalColor.transparent)
            with QPainter(found) as painter:
                self._font.paint(painter, QRectF(0, 0, side, side), name, color)
            self._pixmaps[key] = found
        return found

    def paint(self, painter: QPainter, rect: QRect, name: str, color: QColor) -> None:
        """Draw an icon in a delegate: from the cache, because a list of 50 rows shows 150 of them."""
        pixmap = self.pixmap(name, color, rect.width(), painter.device().devicePixelRatioF())
        painter.drawPixmap(rect.topLeft(), pixmap)
