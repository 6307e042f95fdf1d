"""A sentence that begins in bold and goes on plainly, wrapped as one text: « **Un blanc à remplir** : date ».

Painted, never rich text: what a citizen or a template wrote is not read as HTML.
"""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from spplus_desk.ui.theme import Role, Theme


class RunIn(QWidget):
    """`tone` is a token name for the plain part. Assistive technology reads the whole as its accessible name."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._strong, self._plain = "", ""
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.changed.connect(self.updateGeometry)

    def show_words(self, strong: str, plain: str) -> None:
        self._strong, self._plain = strong, plain
        self.setAccessibleName(strong + plain)
        self.updateGeometry()
        self.update()

    @property
    def words(self) -> str:
        return self._strong + self._plain

    def natural_width(self) -> int:
        return self._laid_out(100_000)[1]

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._laid_out(width)[2]

    def sizeHint(self) -> QSize:
        return QSize(min(self.natural_width(), self._theme.px(360)), self._theme.line_height(Role.UI))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(120), self._theme.line_height(Role.UI))

    def paintEvent(self, event: QPaintEvent) -> None:
        layout, _, height = self._laid_out(self.width())
        with QPainter(self) as painter:
            painter.setPen(self._theme.color("text-2"))
            layout.draw(painter, QPointF(0, max(0, (self.height() - height) / 2)))

    def _laid_out(self, width: int) -> tuple[QTextLayout, int, int]:
        """The layout, its natural width and its height, in px."""
        layout = QTextLayout(self._strong + self._plain, self._theme.font(Role.UI))
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        bold = QTextCharFormat()
        bold.setFont(self._theme.font(Role.UI, 600))
        bold.setForeground(self._theme.color("text"))
        strong = QTextLayout.FormatRange()
        strong.start, strong.length, strong.format = 0, len(self._strong), bold
        layout.setFormats([strong])
        line_height = self._theme.line_height(Role.UI)
        top, widest = 0, 0.0
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width, 1))
            line.setPosition(QPointF(0, top + max(0, (line_height - line.height()) / 2)))
            widest = max(widest, line.naturalTextWidth())
            top += line_height
        layout.endLayout()
        return layout, int(widest) + 2, max(top, line_height)
