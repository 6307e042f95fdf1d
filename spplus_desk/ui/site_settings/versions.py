"""The versions of the settings of a site: who saved them and when; one can be put back."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QVBoxLayout, QWidget

from spplus_desk.domain.documents import SiteSettings
from spplus_desk.ui import wording
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import Label


class Versions(QWidget):
    """`chosen` carries the version to put back. Enter in the list does what the button does."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._theme, self._clock = theme, clock
        self._rows: Sequence[SiteSettings] = ()
        self.list = QListWidget()
        self.list.setObjectName("site_settings_history")
        self.list.setAccessibleName(self.tr("Versions des réglages"))
        self.list.itemActivated.connect(lambda _item: self._take())
        theme.keep_font(self.list, Role.UI)
        self.back = Button(theme, self.tr("Reprendre cette version"), flush=True)
        self.back.setObjectName("restore_site_settings")
        self.back.clicked.connect(self._take)
        buttons = QHBoxLayout()
        buttons.addStretch()
        buttons.addWidget(self.back)
        column = QVBoxLayout(self)
        theme.keep_margins(column, 0, 0, 0, 16, spacing=4)
        column.addWidget(Label(theme, self.tr("Versions"), Role.HEADING, 600))
        column.addWidget(self.list)
        column.addLayout(buttons)

    def show_versions(self, rows: Sequence[SiteSettings]) -> None:
        self._rows = rows
        self.list.clear()
        now = self._clock()
        for row in rows:
            when = "" if row.changed_at is None else f", {wording.full_date(row.changed_at, now)}"
            self.list.addItem(f"Version\u00a0{row.version}, {row.author_name}{when}")
        self.list.setCurrentRow(0)
        self.list.setFixedHeight(self._theme.px(26) * min(max(len(rows), 2), 6) + 8)

    def _take(self) -> None:
        place = self.list.currentRow()
        if 0 <= place < len(self._rows):
            self.chosen.emit(self._rows[place])
