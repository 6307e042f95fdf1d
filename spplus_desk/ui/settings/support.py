"""« Assistance » : one file for the help desk. What is in it is said before it is written."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from spplus_desk.domain.errors import KnownError
from spplus_desk.ui.announce import announce
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import Label

Write = Callable[[Path], Future[int]]
_NAME = "assistance-spplus-desk.zip"


class SupportRow(QWidget):
    """`write` writes the file at a path, and gives its size in bytes."""

    def __init__(self, theme: Theme, tasks: Tasks, write: Write) -> None:
        super().__init__()
        self._tasks, self._write = tasks, write
        what = self.tr(
            "Le dossier contient le journal, les versions, vos réglages et des nombres (expériences, brouillons, "
            "envois). Il ne contient ni témoignage, ni réponse, ni nom, ni mot de passe."
        )
        self._told = Label(theme, "", Role.META, tone="text-2", wrap=True)
        self._told.setObjectName("support_told")
        self.button = Button(theme, self.tr("Préparer le dossier…"), flush=True)
        self.button.setObjectName("support_bundle")
        self.button.setAccessibleDescription(what)
        self.button.clicked.connect(self._ask_where)
        column = QVBoxLayout(self)
        theme.keep_margins(column, 0, 8, 0, 8, spacing=4)
        column.addWidget(Label(theme, what, wrap=True))
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._told)

    def _ask_where(self) -> None:
        """A dialog that does not stop the window."""
        dialog = QFileDialog(self, self.tr("Préparer le dossier d’assistance"), str(Path.home()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.selectFile(_NAME)
        dialog.fileSelected.connect(lambda path: self.write_to(Path(path)))
        dialog.open()

    def write_to(self, path: Path) -> None:
        """Write the file; one line says that it is there, or why not."""
        self.button.setEnabled(False)
        self._tasks.when_done(self._write(path), lambda _size: self._done(path), self._failed, owner=self)

    def _done(self, path: Path) -> None:
        self._say(self.tr("Dossier écrit\u00a0: {name}. Envoyez-le à votre assistance.").format(name=path.name))

    def _failed(self, error: KnownError) -> None:
        self._say(error.sentence)

    def _say(self, sentence: str) -> None:
        self.button.setEnabled(True)
        self._told.setText(sentence)
        announce(self, sentence)
