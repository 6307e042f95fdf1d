"""A field of the forms: its label above, its problem below, and what stands at its right end."""

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from spplus_desk.ui.announce import announce
from spplus_desk.ui.first_run.icon_spot import IconSpot
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.field import LineField
from spplus_desk.ui.widgets.labels import Label


class Problem(QWidget):
    """A sentence in the form, with its icon; hidden while there is none."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.label = Label(theme, "", Role.META, tone="error", wrap=True, selectable=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 0)
        row.setSpacing(theme.px(6))
        row.addWidget(IconSpot(theme, "error-warning-line", "error", 14), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        self.hide()

    def show_text(self, sentence: str) -> None:
        self.label.setText(sentence)
        self.setVisible(bool(sentence))


class TickField(LineField):
    """A line with a green tick at its end while its content is good."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._theme = theme
        self._good = False
        self.setTextMargins(0, 0, theme.px(24), 0)

    def set_good(self, good: bool) -> None:
        if good != self._good:
            self._good = good
            self.setAccessibleDescription(self.tr("Adresse bien formée") if good else "")
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._good:
            size = self._theme.px(16)
            with QPainter(self) as painter:
                rect = QRect(self.width() - size - self._theme.px(10), (self.height() - size) // 2, size, size)
                self._theme.paint_icon(painter, rect, "check-line", "success")


class SecretField(LineField):
    """Dots, and a word at the end that shows them for a while."""

    def __init__(self, theme: Theme, show_name: str) -> None:
        super().__init__(theme)
        self._theme = theme
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.toggle = QToolButton(self)
        self.toggle.setCheckable(True)
        self.toggle.setAccessibleName(show_name)
        self.toggle.setProperty("link", True)
        self.toggle.setCursor(Qt.CursorShape.PointingHandCursor)
        theme.keep_font(self.toggle, Role.META)
        self.toggle.toggled.connect(self._on_toggled)
        self._on_toggled(False)
        self.installEventFilter(self)

    def _on_toggled(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.toggle.setText(self.tr("Masquer") if shown else self.tr("Afficher"))
        self._place()

    def _place(self) -> None:
        hint = self.toggle.sizeHint()
        height = max(hint.height(), self._theme.px(24))
        self.toggle.setGeometry(self.width() - hint.width() - 5, (self.height() - height) // 2, hint.width(), height)
        self.setTextMargins(0, 0, hint.width(), 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.StyleChange, QEvent.Type.Show):
            self._place()
        return super().eventFilter(watched, event)


class FormField(QWidget):
    """`changed` is emitted as one types; what was wrong is forgotten then."""

    changed = Signal()

    def __init__(self, theme: Theme, label: str, line: LineField, name: str) -> None:
        super().__init__()
        self.line = line
        line.setObjectName(name)
        line.setAccessibleName(label)
        self._label = Label(theme, label, Role.META, tone="text-2")
        self._label.setBuddy(line)
        self.problem = Problem(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._label)
        column.addWidget(line)
        column.addWidget(self.problem)
        column.addStretch(1)
        self.setFocusProxy(line)
        line.textChanged.connect(self._on_changed)

    def text(self) -> str:
        return self.line.text()

    def _on_changed(self) -> None:
        self.clear_problem()
        self.changed.emit()

    def set_label(self, label: str) -> None:
        self._label.setText(label)

    def show_problem(self, sentence: str) -> None:
        """The sentence below the field, its red edge, and the same words for a screen reader."""
        self.line.set_invalid(bool(sentence))
        self.line.setAccessibleDescription(sentence)
        self.problem.show_text(sentence)
        if sentence:
            announce(self.line, sentence)

    def clear_problem(self) -> None:
        if self.problem.label.text():
            self.show_problem("")
