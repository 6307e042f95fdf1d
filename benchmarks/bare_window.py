"""The least that a PySide6 program does: one label in a window. Prints a word at its first paint, and ends."""

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow


class _Label(QLabel):
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        print("painted", flush=True)
        QTimer.singleShot(0, QApplication.quit)


def main() -> int:
    application = QApplication(sys.argv)
    window = QMainWindow()
    window.resize(1366, 768)
    window.setCentralWidget(_Label("Bonjour " * 40))
    window.show()
    return application.exec()


if __name__ == "__main__":
    raise SystemExit(main())
