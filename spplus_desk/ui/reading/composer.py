"""The bar at the foot of the reading: what looks like a field opens the writing mode."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout

from spplus_desk.ui.theme import Theme
from spplus_desk.ui.theme.style import paint_ring
from spplus_desk.ui.widgets.buttons import HALO, Button
from spplus_desk.ui.widgets.frames import Pane, bar_of, h_line
from spplus_desk.ui.widgets.keycap import key_cap_width, paint_key_cap
from spplus_desk.ui.widgets.text import elided


class ReplyButton(QPushButton):
    """A button with the look of a field: « Répondre à Cigale », and its key."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._hover = False
        self._key = "R"
        self.setObjectName("reply_button")
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.updateGeometry)

    def show_recipient(self, text: str) -> None:
        self.setText(text)
        self.setAccessibleName(text)

    def set_key(self, key: str) -> None:
        self._key = key
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(36) + 2 * HALO)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = False
        super().leaveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        body = self.rect().adjusted(HALO, HALO, -HALO, -HALO)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("border-strong"), 1))
            painter.setBrush(theme.color("hover" if self._hover else "surface"))
            painter.drawRoundedRect(QRectF(body).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            cap = key_cap_width(theme, self._key) if self._key else 0
            if self._key:
                paint_key_cap(painter, theme, body.right() - px(9) - cap, body.top() + body.height() / 2, self._key)
            text = QRect(body.left() + px(11), body.top(), body.width() - cap - px(32), body.height())
            painter.setPen(theme.color("text-3"))
            painter.setFont(self.font())
            shown = elided(self.fontMetrics(), self.text(), text.width())
            painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter), shown)
            if self.hasFocus():
                paint_ring(painter, theme, QRectF(self.rect()), 8)


class Composer(Pane):
    """60 px: reply, or start from a template."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("surface-alt")
        self.reply = ReplyButton(theme)
        self.template = Button(theme, self.tr("Partir d’un modèle"), icon="article-line", key="M", height=36)
        self.template.setObjectName("template_button")
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(32) - HALO, 0, theme.px(24) - HALO, 0)
        row.setSpacing(0)
        row.addWidget(self.reply, 1)
        row.addWidget(self.template)
        self.row = row
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(h_line())
        column.addWidget(bar_of(row), 1)
        theme.keep_height(self, 61)

    def show_letters(self, on: bool) -> None:
        """Name the single letters beside the buttons while they act."""
        self.reply.set_key("R" if on else "")
        self.template.set_key("M" if on else "")

    def set_side_margins(self, left: int, right: int) -> None:
        self.row.setContentsMargins(left - HALO, 0, right - HALO, 0)
