"""Labels coloured by a token."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.text import elided


class Label(QLabel):
    """Plain text, never rich: a citizen's text must not be read as HTML. `tone` is a token name."""

    def __init__(
        self,
        theme: Theme,
        text: str = "",
        role: Role = Role.UI,
        weight: int = 400,
        tone: str = "text",
        *,
        wrap: bool = False,
        selectable: bool = False,
        tabular: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("tone", tone)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        theme.keep_font(self, role, weight, tabular=tabular)

    def set_tone(self, tone: str) -> None:
        if tone != self.property("tone"):
            self.setProperty("tone", tone)
            self.style().unpolish(self)
            self.style().polish(self)


class ElidingLabel(Label):
    """One line, cut with … where the room ends; the whole text is in the tool tip and the accessible text."""

    def __init__(
        self, theme: Theme, text: str = "", role: Role = Role.UI, weight: int = 400, tone: str = "text"
    ) -> None:
        super().__init__(theme, text, role, weight, tone)
        self.shorter = ""
        """Other words for the same, shown where the text does not fit; the tool tip has the text."""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance("…"), super().minimumSizeHint().height())

    @property
    def shown(self) -> str:
        """What there is room for."""
        metrics, width = self.fontMetrics(), self.contentsRect().width()
        whole = elided(metrics, self.text(), width)
        return elided(metrics, self.shorter, width) if self.shorter and whole != self.text() else whole

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.shown
        self.setToolTip(self.text() if shown != self.text() else "")
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawText(self.contentsRect(), int(self.alignment() | Qt.AlignmentFlag.AlignVCenter), shown)
