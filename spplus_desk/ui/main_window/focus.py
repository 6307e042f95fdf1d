"""Where F6 leads: from pane to pane, each pane taking the focus at its own first control. And the focus is seen."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget


def next_stop(stops: Sequence[QWidget], by: int) -> QWidget:
    """The visible stop that is `by` places after the one that has the focus, going round."""
    seen = [stop for stop in stops if stop.isVisible()]
    focus = QApplication.focusWidget()
    here = [place for place, stop in enumerate(seen) if focus is stop or (focus and stop.isAncestorOf(focus))]
    return seen[((here[-1] if here else 0) + by) % len(seen)]


def focus_in(widget: QWidget) -> None:
    """Give the focus to `widget`, or to the first control in it that takes it by Tab."""
    if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus:
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return
    # Not by `nextInFocusChain`: PySide takes what it gives for the child of whom it was asked, and one that is deleted
    # takes all those after it along (« Internal C++ object already deleted »).
    widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
    widget.focusNextPrevChild(True)


class InSight(QObject):
    """Scrolls to what has the focus and is out of sight. Qt does so within an area, and not for a Tab that enters one:
    from the button above a long form to its first field, while the last one is shown."""

    _ABOVE = 24
    """Px around it, so that a name above a field is seen too."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus)

    def _on_focus(self, _old: QWidget | None, now: QWidget | None) -> None:
        if now is not None:
            # Not at once: Qt gives the focus to the next best control while a page comes, before the page chooses.
            QTimer.singleShot(0, self, self._look)

    def _look(self) -> None:
        now = QApplication.focusWidget()
        if now is None or not self._window.isAncestorOf(now) or not now.visibleRegion().isEmpty():
            return
        parent = now.parentWidget()
        while parent is not None:
            if isinstance(parent, QScrollArea):
                parent.ensureWidgetVisible(now, 0, self._ABOVE)
            parent = parent.parentWidget()
