"""The cards of the board, and the heads that they share."""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGroupBox, QHBoxLayout, QVBoxLayout, QWidget

from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import ElidingLabel, Label


class Card(QGroupBox):
    """A ground with an edge; its name is that of what it holds. The group box draws nothing itself.

    With its `parent` from the start: Qt gives the style anew to all that a widget holds when it changes its parent."""

    def __init__(self, theme: Theme, name: str, accessible: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.column = QVBoxLayout(self)
        theme.keep_margins(self.column, 16, 10, 16, 10, spacing=4)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(self._theme.color("surface"))
            painter.setPen(QPen(self._theme.color("border"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)


class Head(QWidget):
    """Title, a quiet word beside it, and links at the right end."""

    def __init__(self, theme: Theme, title: str, note: str = "") -> None:
        super().__init__()
        self.title = Label(theme, title, Role.HEADING, 600)
        self.note = ElidingLabel(theme, note, Role.META, tone="text-3")
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(theme.px(8))
        self.row.addWidget(self.title)
        self.row.addWidget(self.note, 1)

    def add_link(self, link: Button) -> None:
        self.row.addWidget(link)


class Link(Button):
    """A small link flush with the text above it."""

    def __init__(self, theme: Theme, text: str = "") -> None:
        super().__init__(theme, text, "link", height=22, flush=True)
        theme.keep_font(self, Role.META, 500)


class DefinitionLink(Link):
    """« définition » : `asked` carries the key of the definition."""

    asked = Signal(str)

    def __init__(self, theme: Theme, key: str, name: str) -> None:
        super().__init__(theme, "définition")
        self.key = key
        self.setObjectName("figure_definition")
        self.setAccessibleName(f"Définition, {name}")
        self.clicked.connect(lambda: self.asked.emit(self.key))
