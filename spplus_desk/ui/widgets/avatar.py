"""Initials in a circle: decoration, always beside the name itself."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from spplus_desk.ui.theme import Role, Theme


def initials(name: str) -> str:
    """« Nadia Belkacem » gives NB; one word gives its first letter."""
    words = [word for word in name.replace("-", " ").split() if word[0].isalpha()]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def paint_avatar(painter: QPainter, theme: Theme, rect: QRectF, name: str, *, own: bool) -> None:
    """`own` is the agent himself: on `selected`; colleagues are on `hover` with an edge."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme.color("selected" if own else "hover"))
    painter.setPen(Qt.PenStyle.NoPen if own else QPen(theme.color("border"), 1))
    painter.drawEllipse(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.setPen(theme.color("link" if own else "text-2"))
    painter.setFont(theme.font(Role.BADGE, 600))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials(name))
    painter.restore()


class Avatar(QWidget):
    def __init__(self, theme: Theme, name: str, *, own: bool = False) -> None:
        super().__init__()
        self._theme, self._name, self._own = theme, name, own
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(24), self._theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            paint_avatar(painter, self._theme, QRectF(self.rect()), self._name, own=self._own)
