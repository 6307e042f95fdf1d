"""A file that is only there to be printed, opened by the system's viewer of PDF files."""

import tempfile
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices


class Printing(QObject):
    """The files live in a folder of their own, and go with the window."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._number = 0

    def place(self, name: str) -> Path:
        """Where the next file is to be written. Raises OSError where the computer has no folder for it."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="spplus-desk-", ignore_cleanup_errors=True)
            self.destroyed.connect(self._folder.cleanup)
        self._number += 1  # a viewer may still hold the last one
        return Path(self._folder.name) / f"{name}-{self._number}.pdf"

    def open(self, path: Path) -> bool:
        """False where the system has no viewer for it."""
        return QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
