"""The foot of the sheet: the one button that sends, and the line that says what it will do."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import Label


class SendState(Label):
    """The send line with its icon; its text is what a screen reader says."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", Role.META, tone="text-2", wrap=True)
        self._theme = theme
        self._icon = ""
        self.setObjectName("send_state")
        self.setAccessibleName(self.tr("État de l’envoi"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._restyle()
        theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        self.setContentsMargins(self._theme.px(24), 0, 0, 0)

    def show_line(self, text: str, icon: str, tone: str = "text-2") -> None:
        self._icon = icon
        self.set_tone(tone)
        self.setText(text)
        self.setAccessibleDescription(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._icon:
            size = self._theme.px(16)
            tone = str(self.property("tone"))
            with QPainter(self) as painter:
                rect = QRect(0, (self.height() - size) // 2, size, size)
                self._theme.paint_icon(painter, rect, self._icon, "info" if tone == "text-2" else tone)


class SendBar(QWidget):
    """Of « Envoyer » and « Faire valider », the one that this agent may use; never greyed out."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        key = self.tr("Ctrl ⏎")
        self.send = Button(theme, self.tr("Envoyer"), "primary", icon="send-plane-line", key=key, height=36)
        self.send.setObjectName("send_button")
        self.validate = Button(theme, self.tr("Faire valider"), "primary", icon="shield-check-line", key=key, height=36)
        self.validate.setObjectName("validate_button")
        self.state = SendState(theme)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.send)
        row.addWidget(self.validate)
        row.addWidget(self.state, 1, Qt.AlignmentFlag.AlignVCenter)
        self.set_validation(validation=False)

    def set_validation(self, *, validation: bool) -> None:
        self.send.setVisible(not validation)
        self.validate.setVisible(validation)
