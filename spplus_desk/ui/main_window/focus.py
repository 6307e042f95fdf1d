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
    candidate = widget.nextInFocusChain()
    while candidate is not None and candidate is not widget:
        reachable = candidate.isVisible() and candidate.isEnabled() and widget.isAncestorOf(candidate)
        if reachable and candidate.focusPolicy() & Qt.FocusPolicy.TabFocus:
            candidate.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return
        candidate = candidate.nextInFocusChain()
