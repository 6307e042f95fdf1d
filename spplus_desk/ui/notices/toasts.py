"""Messages: at the bottom, over the list, 6 s each, one at a time; kept until a window is there to show them."""

from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QRect, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QWidget

from spplus_desk.domain.values import Value
from spplus_desk.ui.announce import announce
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import Label

_STAY_MS = 6_000
_KINDS = {"success": "check-line", "info": "information-line", "error": "error-warning-line"}


class Notice(Value):
    """`kind` is success, info or error; `act` is offered under the name `action`. `about` names what it tells of."""

    text: str
    kind: str = "info"
    action: str = ""
    act: Callable[[], None] | None = None
    about: str = ""


def done(text: str, back: Callable[[], None] | None = None) -> Notice:
    """An act was done; `back` takes it back."""
    return Notice(text, "success", QCoreApplication.translate("Notices", "Annuler") if back else "", back)


class Notices(QFrame):
    """Shows notices one after the other; an error stays twice as long."""

    appeared = Signal()
    """It is about to be seen: the window gives it its place."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._queue: deque[Notice] = deque()
        self._seen: set[str] = set()
        self._shown: Notice | None = None
        self._ready = False
        self.setObjectName("notices")
        self.setAccessibleName(self.tr("Messages"))
        self._label = Label(theme, wrap=True, selectable=True)
        self._action = Button(theme, "", "link", height=28)
        self._action.setObjectName("notice_action")
        self._action.clicked.connect(self._act)
        row = QHBoxLayout(self)
        theme.keep_margins(row, 40, 10, 12, 10)
        row.addWidget(self._label, 1)
        row.addWidget(self._action)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._end)
        self.hide()

    def show_notice(self, notice: Notice) -> None:
        """Show it now, or after those before it. The same words are not said twice in a row."""
        if notice.about in self._seen:
            return
        last = self._queue[-1] if self._queue else self._shown
        if last is None or last.text != notice.text:
            self._queue.append(notice)
        if self._shown is None and self._ready:
            self._next()

    def withdraw(self, about: str) -> None:
        """The agent has come to it: it is not told any more, over the very page that shows it."""
        self._seen.add(about)
        self._queue = deque(notice for notice in self._queue if notice.about != about)
        if self._shown is not None and self._shown.about == about:
            self._timer.stop()
            self._next()

    def begin(self) -> None:
        """The window is there: what was kept is shown."""
        self._ready = True
        if self._shown is None:
            self._next()

    def pause(self) -> None:
        """Nobody may read: what comes is kept, and what was being said is said again."""
        self._ready = False
        self._timer.stop()
        if self._shown is not None:
            self._queue.appendleft(self._shown)
            self._shown = None
            self.hide()

    def place(self, area: QRect) -> None:
        """Stand at the bottom of `area`, in the parent's coordinates."""
        width = min(area.width() - self._theme.px(16), self._theme.px(360))
        layout = self.layout()
        wanted = 0 if layout is None else layout.totalHeightForWidth(width)
        height = max(wanted, self._theme.px(48))
        side = self._theme.px(8)
        self.setGeometry(area.left() + side, area.bottom() - height - side, width, height)

    def _next(self) -> None:
        self._shown = self._queue.popleft() if self._queue else None
        if self._shown is None:
            self.hide()
            return
        self._label.setText(self._shown.text)
        self._action.setText(self._shown.action)
        self._action.setAccessibleName(self._shown.action)
        self._action.setVisible(bool(self._shown.action))
        self.setAccessibleDescription(self._shown.text)
        self.show()
        self.appeared.emit()
        self.raise_()
        self._timer.start(_STAY_MS * (2 if self._shown.kind == "error" else 1))
        announce(self, self._shown.text, urgent=self._shown.kind == "error")

    def _end(self) -> None:
        """Its time is over, unless somebody is at it: what it offers must not go from under a finger."""
        focus = QApplication.focusWidget()
        if self.underMouse() or (focus is not None and self.isAncestorOf(focus)):
            self._timer.start()
        else:
            self._next()

    def _act(self) -> None:
        act = self._shown.act if self._shown is not None else None
        self._timer.stop()
        self._next()
        if act is not None:
            act()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(360), max(super().sizeHint().height(), self._theme.px(48)))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, kind = self._theme, self._shown.kind if self._shown is not None else "info"
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(theme.color("surface"))
            painter.setPen(QPen(theme.color("border-strong"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
            size = theme.px(16)
            place = QRect(theme.px(14), (self.height() - size) // 2, size, size)
            theme.paint_icon(painter, place, _KINDS[kind], kind)
