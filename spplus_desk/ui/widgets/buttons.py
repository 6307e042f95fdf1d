"""Buttons, painted: exact edges, icons, key caps, and a focus ring with its gap, which style sheets cannot do."""

from typing import Literal

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from spplus_desk.domain.values import Value
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.theme.style import paint_ring
from spplus_desk.ui.widgets.checks import Toggled
from spplus_desk.ui.widgets.keycap import key_cap_width, paint_key_cap
from spplus_desk.ui.widgets.text import elided

Kind = Literal["primary", "secondary", "quiet", "link", "danger"]
HALO = 4
"""Px kept around edged buttons for the gap and the ring: lay them out with that much less spacing."""
_ICON, _GAP = 16, 6
_UNCLIPPED = int(Qt.TextFlag.TextDontClip)


class _Look(Value):
    text: str
    fill: str | None
    edge: str | None


def _look(kind: Kind, *, enabled: bool, hover: bool, down: bool, checked: bool) -> _Look:
    if not enabled:
        return _Look("text-3", None, "border" if kind != "link" else None)
    match kind:
        case "primary":
            return _Look("on-primary", "primary-press" if down else "primary-hover" if hover else "primary", None)
        case "secondary":
            return _Look("text", "selected" if down else "hover" if hover else "surface", "border-strong")
        case "danger":
            return _Look("error", "error-bg" if hover or down else "surface", "error")
        case "quiet":
            if checked:
                return _Look("link", "selected", None)
            return _Look("text", "selected" if down else "hover" if hover else None, None)
        case "link":
            return _Look("link", "hover" if hover or down else None, None)


class Button(Toggled, QPushButton):
    """`height` is that of the pictures (28, 32, 36, 40); the widget is taller by the halo of edged kinds.

    `flush`: its edge, or the words of a link, stands under the words above it, without a halo; the edge gives way to
    the ring of focus.
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        kind: Kind = "secondary",
        *,
        icon: str | None = None,
        key: str = "",
        height: int = 32,
        compact: bool = False,
        flush: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._theme, self._kind, self._icon_name, self._key = theme, kind, icon, key
        self._height = height
        self._flush = flush
        # One unit is left to a flush link, for the ring of focus.
        self._pad = (1 if flush else 4) if kind == "link" else 10 if compact or kind == "quiet" else 13
        self._hover = False
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.keep_font(self, Role.META if height < 32 and kind != "link" else Role.UI, 500)
        theme.changed.connect(self.updateGeometry)

    @property
    def kind(self) -> Kind:
        return self._kind

    def set_icon_name(self, icon: str | None) -> None:
        self._icon_name = icon
        self.updateGeometry()
        self.update()

    def set_key(self, key: str) -> None:
        """Name another shortcut beside the words, or none."""
        if key != self._key:
            self._key = key
            self.updateGeometry()
            self.update()

    @property
    def halo(self) -> int:
        return 0 if self._flush or self._kind in ("quiet", "link") else HALO

    def sizeHint(self) -> QSize:
        px = self._theme.px
        width = self.fontMetrics().horizontalAdvance(self.text()) + 2 * px(self._pad)
        if self._icon_name is not None:
            width += px(_ICON) + (px(_GAP) if self.text() else 0)
        if self._key:
            width += px(_GAP) + key_cap_width(self._theme, self._key)
        return QSize(width + 2 * self.halo, px(self._height) + 2 * self.halo)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = False
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, halo = self._theme, self.halo
        edged = self._kind not in ("quiet", "link")
        gap = HALO if edged and self.hasFocus() else halo
        look = _look(
            self._kind, enabled=self.isEnabled(), hover=self._hover, down=self.isDown(), checked=self.isChecked()
        )
        body = self.rect().adjusted(halo, halo, -halo, -halo)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _paint_body(painter, theme, self.rect().adjusted(gap, gap, -gap, -gap), look)
            self._paint_content(painter, body, look)
            if self.hasFocus():
                paint_ring(painter, theme, QRectF(self.rect()), 8 if gap else 6)

    def _paint_content(self, painter: QPainter, body: QRect, look: _Look) -> None:
        theme, px = self._theme, self._theme.px
        x = body.left() + px(self._pad)
        right = body.right() + 1 - px(self._pad)
        if self._icon_name is not None:
            size = px(_ICON)
            rect = QRect(x, body.center().y() + 1 - size // 2, size, size)
            theme.paint_icon(painter, rect, self._icon_name, look.text)
            x += size + px(_GAP)
        if self._key:
            width = key_cap_width(theme, self._key)
            tone = "on-primary" if look.text == "on-primary" else "text-2"
            paint_key_cap(painter, theme, right - width, body.top() + body.height() / 2, self._key, tone)
            right -= width + px(_GAP)
        painter.setPen(theme.color(look.text))
        painter.setFont(self.font())
        rect = QRect(x, body.top(), right - x, body.height())
        # Advances are rounded: a pixel or two too few is no reason to cut a label.
        room = rect.width() + theme.px(3)
        text = elided(self.fontMetrics(), self.text(), room)
        aligned = Qt.AlignmentFlag.AlignLeft if self._icon_name or self._key else Qt.AlignmentFlag.AlignHCenter
        painter.drawText(rect, int(aligned | Qt.AlignmentFlag.AlignVCenter) | _UNCLIPPED, text)


class IconButton(Toggled, QToolButton):
    """32 x 32, an icon with its accessible name and tool tip."""

    def __init__(self, theme: Theme, icon: str, name: str, tip: str = "", *, size: int = 32) -> None:
        super().__init__()
        self._theme, self._icon_name, self._size = theme, icon, size
        self._hover = False
        self.setAccessibleName(name)
        self.setToolTip(tip or name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def set_icon_name(self, icon: str) -> None:
        self._icon_name = icon
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(self._size), self._theme.px(self._size))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = False
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = _look("quiet", enabled=True, hover=self._hover, down=self.isDown(), checked=self.isChecked())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _paint_body(painter, self._theme, self.rect(), look)
            size = self._theme.px(18)
            rect = QRect((self.width() - size) // 2, (self.height() - size) // 2, size, size)
            self._theme.paint_icon(painter, rect, self._icon_name, look.text if self.isEnabled() else "text-3")
            if self.hasFocus():
                paint_ring(painter, self._theme, QRectF(self.rect()), 6)


def _paint_body(painter: QPainter, theme: Theme, body: QRect, look: _Look) -> None:
    painter.setBrush(theme.color(look.fill) if look.fill else Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color(look.edge), 1) if look.edge else Qt.PenStyle.NoPen)
    inset = 0.5 if look.edge else 0
    painter.drawRoundedRect(QRectF(body).adjusted(inset, inset, -inset, -inset), 6, 6)
