"""A combo box that reads as a word of the letter: no frame, its arrow right after its text."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QWidget

from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.theme.style import paint_ring
from spplus_desk.ui.widgets.accessible import tell_label

_ARROW = 16
_GAP = 8
_MARGIN = 4


class WordCombo(QComboBox):
    """As wide as its present text; the current text may be any words that the choices do not hold."""

    def __init__(
        self, theme: Theme, role: Role, name: str, accessible: str, *, editable: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setProperty("word", True)
        self.setEditable(editable)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        line = self.lineEdit()
        if line is not None:
            line.setAccessibleName(accessible)
            line.setFrame(False)
            self.setCompleter(None)  # type: ignore[arg-type]
        self._role = role
        self._whole = 0
        self._give_font()
        theme.changed.connect(self._give_font)
        self.currentTextChanged.connect(self._on_text)
        theme.changed.connect(self.updateGeometry)

    def _give_font(self) -> None:
        font, line = self._theme.font(self._role), self.lineEdit()
        self.setFont(font)
        if line is not None:
            line.setFont(font)
        self.updateGeometry()

    def showEvent(self, event: QShowEvent) -> None:
        """WORKAROUND: when a style sheet is first applied to an editable QComboBox, Qt 6.12 gives its line the font of
        the application again, and the combo box follows its line."""
        super().showEvent(event)
        self._give_font()
        tell_label(self)

    def set_choices(self, choices: tuple[str, ...], current: str) -> None:
        """Offer `choices`, and show `current` even when it is not one of them (a draft of last week)."""
        self.blockSignals(True)
        self.clear()
        offered = choices if current in choices or not current or self.isEditable() else (current, *choices)
        self.addItems(list(offered))
        if self.isEditable():
            self.setEditText(current)
        else:
            self.setCurrentIndex(self.findText(current))
        self.blockSignals(False)
        self._on_text()

    def sizeHint(self) -> QSize:
        advance = QFontMetrics(self.font()).horizontalAdvance(self.currentText() or "\u2007" * 12)
        return QSize(advance + self._theme.px(_GAP + _ARROW + 2 * _MARGIN) + 6, self._theme.px(32))

    def keep_whole(self, width: int) -> None:
        """Up to `width` px of the pictures, the text is never cut for the sake of what stands beside it."""
        self._whole = width
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        whole = min(self.sizeHint().width(), self._theme.px(self._whole))
        return QSize(max(self._theme.px(72), whole), self._theme.px(28))

    def _on_text(self) -> None:
        self.setToolTip(self.currentText())
        self.updateGeometry()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, margin = self._theme, self._theme.px(_MARGIN)
        arrow = theme.px(_ARROW)
        room = self.width() - 2 * margin - arrow - theme.px(_GAP)
        metrics = QFontMetrics(self.font())
        text = metrics.elidedText(self.currentText(), Qt.TextElideMode.ElideRight, room)
        with QPainter(self) as painter:
            painter.setFont(self.font())
            painter.setPen(theme.color("text"))
            if not self.isEditable():
                painter.drawText(QRect(margin, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, text)
            left = min(margin + metrics.horizontalAdvance(text) + theme.px(_GAP), self.width() - arrow - margin)
            if self.isEditable():
                left = self.width() - arrow - margin
            theme.paint_icon(
                painter, QRect(left, (self.height() - arrow) // 2, arrow, arrow), "arrow-down-s-line", "text-2"
            )
            line = self.lineEdit()
            if self.hasFocus() or (line is not None and line.hasFocus()):
                paint_ring(painter, theme, QRectF(self.rect()), 6)
