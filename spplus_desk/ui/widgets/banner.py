"""A banner inside a pane: what happened, what it means, one action."""

from typing import Literal

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout

from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import Label

BannerKind = Literal["info", "warning", "error", "success"]
_ICONS: dict[BannerKind, str] = {
    "info": "information-line",
    "warning": "alert-line",
    "error": "error-warning-line",
    "success": "check-double-line",
}


class Banner(QFrame):
    """`acted` is emitted by its one button."""

    acted = Signal()

    def __init__(
        self, theme: Theme, kind: BannerKind, strong: str, plain: str = "", *, icon: str = "", action: str = ""
    ) -> None:
        super().__init__()
        self._theme, self._kind, self._icon_name = theme, kind, icon or _ICONS[kind]
        self._strong = Label(theme, weight=600, wrap=True, selectable=True)
        self._plain = Label(theme, wrap=True, selectable=True)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._strong)
        column.addWidget(self._plain)
        row = QHBoxLayout(self)
        theme.keep_margins(row, 40, 11, 14, 11, spacing=12)
        row.addLayout(column, 1)
        if action:
            button = Button(theme, action, "link", height=24)
            button.clicked.connect(self.acted)
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.show_text(strong, plain)

    def show_text(self, strong: str, plain: str = "") -> None:
        self._strong.setText(strong)
        self._plain.setText(plain)
        self._plain.setVisible(bool(plain))
        self.setAccessibleName(strong)
        self.setAccessibleDescription(plain)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(theme.color(f"{self._kind}-bg"))
            painter.setPen(QPen(theme.color(f"{self._kind}-bd"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            size = theme.px(16)
            theme.paint_icon(painter, QRect(theme.px(13), theme.px(12), size, size), self._icon_name, self._kind)
