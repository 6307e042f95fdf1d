"""« À propos » : which version this is, what it is made of, where its log is."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from spplus_desk import __version__
from spplus_desk.ui.announce import announce
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.paths import PathLabel

_LICENCES = (
    ("Qt, PySide6", "LGPL-3.0"),
    ("SQLCipher", "BSD-3-Clause"),
    ("SQLAlchemy", "MIT"),
    ("cryptography", "Apache-2.0, BSD-3-Clause"),
    ("argon2-cffi", "MIT"),
    ("msgspec", "BSD-3-Clause"),
    ("requests", "Apache-2.0"),
    ("Inter", "OFL-1.1"),
    ("Remix Icon", "Apache-2.0"),
)
"""What an agent sees of the parts; the whole list is in requirements.lock."""


class About(QWidget):
    def __init__(self, theme: Theme, log_file: Path | None) -> None:
        super().__init__()
        self._log = "" if log_file is None else str(log_file)
        grid = QGridLayout(self)
        theme.keep_margins(grid, 0, 4, 0, 0)
        grid.setHorizontalSpacing(theme.px(24))
        grid.setVerticalSpacing(theme.px(8))
        self.version = Label(theme, f"SP+ Desk {__version__}", selectable=True)
        self.version.setObjectName("about_version")
        self._add(theme, grid, self.tr("Version"), self.version)
        if self._log:
            place = QWidget()
            column = QVBoxLayout(place)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(2)
            path = PathLabel(theme, log_file)
            path.setObjectName("about_log")
            column.addWidget(path)
            note = self.tr("Le journal dit ce qui s’est passé, jamais ce qui a été écrit.")
            column.addWidget(Label(theme, note, Role.META, tone="text-3", wrap=True))
            self.copy = Button(theme, self.tr("Copier l’emplacement"), "link", height=24)
            self.copy.setObjectName("copy_log_path")
            self.copy.clicked.connect(self._copy)
            column.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)
            self._add(theme, grid, self.tr("Journal"), place)
        licences = QWidget()
        lines = QGridLayout(licences)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setHorizontalSpacing(theme.px(16))
        lines.setVerticalSpacing(theme.px(2))
        for row, (part, licence) in enumerate(_LICENCES):
            lines.addWidget(Label(theme, part), row, 0)
            lines.addWidget(Label(theme, licence, tone="text-2"), row, 1)
        lines.setColumnStretch(1, 1)
        self._add(theme, grid, self.tr("Licences"), licences)
        grid.setColumnStretch(1, 1)

    def _add(self, theme: Theme, grid: QGridLayout, name: str, value: QWidget) -> None:
        row = grid.rowCount()
        grid.addWidget(Label(theme, name, weight=500), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, row, 1)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._log)
        announce(self, self.tr("Emplacement copié"))
