"""A card over the window, under the control that opened it: one for all of them, told as a dialog to screen readers.

It stands in the window itself: Qt leaves a `Qt.Popup` out of the tree that screen readers walk, and the system places a
window of its own.
"""

from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QWindow
from PySide6.QtWidgets import QApplication, QFrame, QWidget
from shiboken6 import isValid

from spplus_desk.ui.theme import Theme

_OWN_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
"""With whatever modifiers, these close, confirm or step: never the page under the card."""


class QDialog(QFrame):
    """Qt takes the role that it tells screen readers from the name of the class; nothing else can set it from here."""


class Overlay(QDialog):
    """Kept inside its window, also when that one changes its size; Tab goes round in it.

    Escape closes it, and so does a click beside it, which does nothing else; the focus goes back to where it was. It
    closes too when the focus goes elsewhere, and then leaves it there. `closed` says that it went, however that was;
    `abandoned` comes before it when Escape was pressed.

    Open, it is a child of the window; closed, of the `parent` that made it, with which it is locked away and deleted.
    """

    abandoned = Signal()
    closed = Signal()
    _over = False

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._theme, self._host = theme, parent
        self._anchor: QWidget = parent
        self._within: QWidget | None = None
        self._right = self._swallows = False
        self._opener: QWidget | None = None
        self._handle: QWindow | None = None
        parent.destroyed.connect(self.deleteLater)
        theme.changed.connect(self._on_theme)

    # Opening and closing

    def open_under(self, anchor: QWidget, *, right: bool = False, within: QWidget | None = None) -> None:
        """Show it under `anchor`, left edges (or right ones) aligned, and not to the left of `within`."""
        window = self._host.window()
        other = card_over(window)
        if other is not None and other is not self:
            other.close()
        fresh = not self._over
        if fresh:
            focused = cast("QWidget | None", window.focusWidget())
            self._opener = anchor if focused is None else focused
        self._anchor, self._right, self._within = anchor, right, within
        if self.parentWidget() is not window:
            # A sub-window is a round of Tab of its own.
            self.setParent(window, Qt.WindowType.SubWindow)
        self.place()
        self._over = True
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        self.focusNextPrevChild(True)
        if fresh:
            self._watch(True)

    def setVisible(self, on: bool) -> None:
        """Also what `close` and `hide` come to."""
        closes = self._over and not on
        if closes:
            self._over = False
            self._watch(False)
            self._give_back()  # before Qt looks for another place for the focus
        super().setVisible(on)
        if closes:
            self.setParent(self._host)
            self.closed.emit()

    def _give_back(self) -> None:
        opener, self._opener = self._opener, None
        focused = cast("QWidget | None", self.window().focusWidget())
        if focused is not None and not self._holds(focused):
            return  # the agent went elsewhere: the focus stays there
        for one in (opener, self._anchor):
            if one is not None and isValid(one) and one.isVisible() and one.isEnabled():
                one.setFocus(Qt.FocusReason.PopupFocusReason)
                return

    # Size and place

    def fit(self) -> None:
        """Take the size that is wanted within the window."""
        self.adjustSize()

    def place(self) -> None:
        """Under its anchor, or as near as the window allows."""
        window, side = self._host.window(), self._theme.px(8)
        self.fit()
        anchor = self._anchor if isValid(self._anchor) else self._host
        spot = anchor.mapTo(window, QPoint(anchor.width() - self.width() if self._right else 0, anchor.height()))
        x = spot.x() if self._within is None else max(spot.x(), self._within.mapTo(window, QPoint(side, 0)).x())
        x = max(side, min(x, window.width() - self.width() - side))
        self.move(x, max(side, min(spot.y(), window.height() - self.height() - side)))

    def _on_theme(self) -> None:
        if self._over:
            self.place()

    # Whose focus, keys and clicks

    def _holds(self, widget: QWidget | None) -> bool:
        """Also the list of a combo or a menu, which are windows of their own."""
        while widget is not None and widget is not self:
            widget = widget.parentWidget()
        return widget is self

    def _watch(self, on: bool) -> None:
        application = cast("QApplication", QApplication.instance())
        if on:
            self._handle = self.window().windowHandle()
            application.focusChanged.connect(self._on_focus)
            application.installEventFilter(self)
        else:
            application.focusChanged.disconnect(self._on_focus)
            if not self._swallows:
                application.removeEventFilter(self)

    def _on_focus(self, _old: QWidget | None, new: QWidget | None) -> None:
        if new is not None and new.window() is self.window() and not self._holds(new):
            self.close()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Every event of the program passes here: its class costs a tenth of what its type does.
        if isinstance(event, QResizeEvent):
            if self._over and watched is self.window():
                self.place()
            return False
        # Of the window: by the time that a click comes to a widget, it has taken the focus.
        if not isinstance(event, QMouseEvent) or watched is not self._handle:
            return False
        kind = event.type()
        if kind is QEvent.Type.MouseButtonPress and self._over and QApplication.activePopupWidget() is None:
            self._swallows = not self.geometry().contains(event.position().toPoint())
            if self._swallows:
                self.close()
            return self._swallows
        if kind is QEvent.Type.MouseButtonRelease and self._swallows:
            # The other half of the click that closed it.
            self._swallows = False
            if not self._over:
                cast("QApplication", QApplication.instance()).removeEventFilter(self)
            return True
        return False

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and cast("QKeyEvent", event).key() in _OWN_KEYS:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No key goes through to the page under it, also that which has just closed it."""
        if event.key() == Qt.Key.Key_Escape and self._over:
            self.abandoned.emit()
            self.close()

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(self._theme.color("surface"))
            painter.setPen(QPen(self._theme.color("border-strong"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)


def card_over(window: QWidget) -> Overlay | None:
    """The card that stands over `window`, if there is one."""
    return next((card for card in window.findChildren(Overlay) if card._over), None)
