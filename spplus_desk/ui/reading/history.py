"""« Historique »: who did what, when; closed until it is asked for (Ctrl+H)."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from spplus_desk.ui import wording
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.wording.history import HistoryLine

_MOST = 200


class HistorySection(QWidget):
    """A button that opens and closes it, then one line for each act, the newest first."""

    toggled = Signal(bool)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shown: tuple[tuple[HistoryLine, ...], datetime | None, str] = ((), None, "")
        self.setObjectName("experience_history")
        self.setAccessibleName(self.tr("Historique de l’expérience"))
        self.button = Button(theme, self.tr("Historique"), "quiet", icon="arrow-right-s-line", compact=True)
        self.button.setObjectName("history_button")
        self.button.clicked.connect(lambda: self.set_open(not self.open))
        self._body = QWidget()
        self._body.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, theme.px(8), 0, 0)
        self._column.setSpacing(theme.px(4))
        self._column.addWidget(self.button)
        self._column.addWidget(self._body)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    @property
    def open(self) -> bool:
        return not self._body.isHidden()

    def set_open(self, wanted: bool) -> None:
        if wanted == self.open:
            return
        self._body.setVisible(wanted)
        self.button.set_icon_name("arrow-down-s-line" if wanted else "arrow-right-s-line")
        self.button.setAccessibleDescription(self.tr("ouvert") if wanted else "")
        if wanted:
            self._build()
        self.toggled.emit(wanted)

    def show_lines(self, lines: Sequence[HistoryLine], now: datetime, zone: str) -> None:
        if (tuple(lines), zone) != (self._shown[0], self._shown[2]):
            self._shown = (tuple(lines), now, zone)
            if self.open:
                self._build()

    def _build(self) -> None:
        """Labels, made only while they are seen."""
        lines, now, zone = self._shown
        if now is None:
            return
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(self._theme.px(10), 0, 0, 0)
        column.setSpacing(self._theme.px(6))
        for line in lines[:_MOST]:
            when = wording.full_date(line.at, now, zone)
            label = Label(self._theme, f"{line.text}", wrap=True, selectable=True)
            column.addWidget(label)
            more = f"{when}\n{line.more}" if line.more else when
            column.addWidget(Label(self._theme, more, Role.META, tone="text-3", wrap=True, selectable=True))
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._column.replaceWidget(self._body, body)
        body.show()
        self._body.hide()
        self._body.deleteLater()
        self._body = body
