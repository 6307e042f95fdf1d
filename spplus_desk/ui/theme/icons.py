"""Icons: Remix Icon through qtawesome, coloured at the moment they are asked for."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from qtawesome.iconic_font import IconicFont

_RI = ("ri", "remixicon-2.5.0.ttf", "remixicon-charmap-2.5.0.json")
_FULL_SIZE = 8 / 7  # qtawesome draws a glyph at 7/8 of its box; the pictures fill the box


class Icons:
    """Icons of one set of colours; thrown away, with its cache, when the theme changes."""

    def __init__(self, font: IconicFont) -> None:
        self._font = font
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}

    @staticmethod
    def load_font() -> IconicFont:
        """The icon font alone: qtawesome's own entry point would load its nine others too."""
        return IconicFont(_RI)

    def icon(self, name: str, color: QColor) -> QIcon:
        """`name` without prefix, such as `alarm-line`. An unknown name raises: it is a bug."""
        key = (name, color.name())
        if key not in self._icons:
            self._icons[key] = self._font.icon(f"ri.{name}", color=color, scale_factor=_FULL_SIZE)
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
                self.icon(name, color).paint(inner, QRect(0, 0, rect.width(), rect.height()))
            self._pixmaps[key] = pixmap
        painter.drawPixmap(rect.topLeft(), pixmap)
