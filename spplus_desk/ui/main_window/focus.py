"""Where F6 leads: from pane to pane, each pane taking the focus at its own first control."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


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
