"""The undo bar: while a reply is held, on every screen, how long is left and what can be done."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QProgressBar, QVBoxLayout

from spplus_desk.domain.outbox import SendItem
from spplus_desk.ui import wording
from spplus_desk.ui.announce import announce
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.accessible import tell_description
from spplus_desk.ui.widgets.buttons import HALO, Button
from spplus_desk.ui.widgets.frames import Pane, bar_of, h_line
from spplus_desk.ui.widgets.labels import Label

_TICK_MS = 250


class UndoBar(Pane):
    """64 px. It never takes the focus: it is announced. Signals carry the id of the held command."""

    undo_wanted = Signal(str)
    send_now_wanted = Signal(str)
    over = Signal()
    """The hold has just ended."""
    focus_freed = Signal()
    """It has gone while the focus was in it: the window says where the focus goes."""

    def __init__(self, theme: Theme, clock: Callable[[], datetime]) -> None:
        super().__init__("surface-alt")
        self._theme, self._clock = theme, clock
        self._item: SendItem | None = None
        self._whole = 1.0
        self.setObjectName("undo_bar")
        self.setAccessibleName(self.tr("Envoi en attente"))
        self._figure = Label(theme, role=Role.FIGURE, weight=600, tabular=True)
        self._sentence = Label(theme, weight=500, wrap=True)
        self._progress = QProgressBar()
        self._progress.setObjectName("undo_progress")
        self._progress.setAccessibleName(self.tr("Temps restant avant l’envoi"))
        self._progress.setTextVisible(False)
        self._progress.setRange(0, 1000)
        now = Button(theme, self.tr("Envoyer maintenant"), "quiet", height=32)
        now.setObjectName("send_now")
        now.clicked.connect(self.send_now)
        undo = Button(theme, self.tr("Annuler l’envoi"), icon="arrow-go-back-line", key="Alt Z")
        undo.setObjectName("undo_send")
        undo.clicked.connect(self.undo)
        words = QVBoxLayout()
        words.setSpacing(theme.px(4))
        words.addStretch()
        words.addWidget(self._sentence)
        line = QHBoxLayout()
        line.addWidget(self._progress, 1)
        line.addStretch(0)
        words.addLayout(line)
        words.addStretch()
        row = QHBoxLayout()
        theme.keep_margins(row, 24, 0, 24 - HALO, 0, spacing=12)
        row.addWidget(self._figure)
        row.addLayout(words, 1)
        row.addWidget(now)
        row.addWidget(undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(h_line())
        column.addWidget(bar_of(row), 1)
        theme.keep_height(self, 64)
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._size_progress()
        theme.changed.connect(self._size_progress)
        self.hide()

    def _size_progress(self) -> None:
        self._progress.setMinimumWidth(self._theme.px(40))
        self._progress.setMaximumWidth(self._theme.px(320))

    @property
    def held(self) -> SendItem | None:
        return self._item

    def show_held(self, item: SendItem | None) -> None:
        """Count down for `item`; hide with None."""
        new = item is not None and (self._item is None or item.command_id != self._item.command_id)
        self._item = item
        over = item is not None and item.hold_until is not None and item.hold_until <= self._clock()
        if item is None or item.hold_until is None or over:
            # One whose time is over waits for the synchronisation to take it: it cannot be undone any more.
            self._item = None
            self._timer.stop()
            focus = QApplication.focusWidget()
            freed = focus is not None and self.isAncestorOf(focus)
            if freed:
                self.focus_freed.emit()  # before it is hidden: Qt would give the focus to whatever comes next
            self.hide()
            return
        left = (item.hold_until - self._clock()).total_seconds()
        if new:
            self._whole = max(left, 1.0)
        self._whole = max(self._whole, left)
        self._timer.start()
        self.show()
        self._tick()
        if new:
            announce(self, self.tr("{sentence}. Alt Z pour annuler.").format(sentence=self._sentence.text()))

    def undo(self) -> None:
        if self._item is not None and self._item.command_id is not None:
            self.undo_wanted.emit(self._item.command_id)

    def send_now(self) -> None:
        if self._item is not None and self._item.command_id is not None:
            self.send_now_wanted.emit(self._item.command_id)

    def _tick(self) -> None:
        item = self._item
        if item is None or item.hold_until is None:
            return
        left = (item.hold_until - self._clock()).total_seconds()
        if left <= 0:
            self.show_held(None)
            self.over.emit()
            return
        seconds = int(left) + 1 if left > int(left) else int(left)
        self._figure.setText(str(seconds))
        unit = wording.plural(seconds, self.tr("seconde"), self.tr("secondes"))
        sentence = self.tr("Votre réponse à {pseudonym} part dans {seconds}").format(
            pseudonym=item.pseudonym, seconds=f"{seconds} {unit}"
        )
        self._sentence.setText(sentence)
        tell_description(self, sentence)
        self._progress.setValue(round(1000 * left / self._whole))
