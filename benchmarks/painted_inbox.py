"""The program as it is, on a profile that is already there. Prints a word when a list with rows is painted, and ends.

python -m benchmarks.painted_inbox --profile DIR
"""

import base64
import sys
from collections.abc import Callable, Sequence

import keyring
from keyring.backend import KeyringBackend


class _AnswersAtOnce(KeyringBackend):
    """The key with which the caches of the benchmarks are written."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's has no types

    def get_password(self, _service: str, username: str) -> str | None:
        if username.endswith(":next"):
            return None  # no change of key is under way
        return base64.b64encode(bytes(32)).decode()

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError

    def delete_password(self, service: str, username: str) -> None:
        raise NotImplementedError


def _say_when_painted(word: Callable[[], str]) -> None:
    """Watches the program's own event loop from its first turn on; nothing of the program is replaced."""
    from spplus_desk.ui.first_import import import_qt

    import_qt()  # as the program does: it would come too late there
    from PySide6.QtCore import QEvent, QObject, QTimer
    from PySide6.QtWidgets import QAbstractItemView, QApplication

    class Watcher(QObject):
        said = False

        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if not self.said and event.type() == QEvent.Type.Paint:
                view = watched.parent()
                inbox = view if isinstance(view, QAbstractItemView) else None
                if inbox and inbox.objectName() == "experience_list" and inbox.model().rowCount() > 0:
                    self.said = True
                    # After this event: what it paints is on the screen.
                    QTimer.singleShot(0, self._say)
            return False

        def _say(self) -> None:
            print(word(), flush=True)
            QApplication.closeAllWindows()
            QTimer.singleShot(0, QApplication.quit)

    run = QApplication.exec

    def run_watched() -> int:
        application = QApplication.instance()
        assert application is not None
        watcher = Watcher(application)
        application.installEventFilter(watcher)
        return run()

    setattr(QApplication, "exec", staticmethod(run_watched))  # noqa: B010 assigning is refused by the types


def run(arguments: Sequence[str], word: Callable[[], str] = lambda: "painted") -> int:
    """Runs the program with `arguments`; what `word` gives at the paint is printed."""
    keyring.set_keyring(_AnswersAtOnce())
    from spplus_desk.cli import main

    _say_when_painted(word)
    return main(arguments)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
