"""The send that is chosen: plain explanation, actions, text, history."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from spplus_desk.domain.outbox import SendEvent, SendItem, SendState
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.ui.outbox.actions import Actions
from spplus_desk.ui.outbox.history import HistoryList
from spplus_desk.ui.outbox.refusals import is_reply
from spplus_desk.ui.outbox.words import Explanation, explanation
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.banner import Banner
from spplus_desk.ui.widgets.buttons import HALO
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.order import tell_in_order
from spplus_desk.ui.wording.replies import after_publication

_SIDE = 24


class OutboxDetail(QScrollArea):
    """Shows one item; its buttons are in `buttons`."""

    changed = Signal()

    def __init__(self, theme: Theme, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._clock = theme, clock
        self._item: SendItem | None = None
        self._explained: Explanation | None = None
        self._banner: Banner | None = None
        self.setObjectName("outbox_detail")
        self.setAccessibleName(self.tr("Détail de l’envoi"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.title = Label(theme, "", Role.HEADING, 600, wrap=True, selectable=True)
        self.to = Label(theme, "", Role.META, tone="text-3", wrap=True)
        self.buttons = Actions(theme)
        self._text_head = Label(theme, self.tr("Votre texte"), Role.UI, 600)
        self._text = Label(theme, "", tone="text-2", wrap=True, selectable=True)
        self.after = Label(theme, "", Role.META, tone="text-2", wrap=True, selectable=True)
        self.after.setObjectName("outbox_after")
        self.after.setAccessibleName(self.tr("Après publication"))
        self._quote = QFrame()
        self._quote.setProperty("quote", True)
        self._history_head = Label(theme, self.tr("Historique"), Role.UI, 600)
        self.history = HistoryList(theme, clock)
        self._body = QWidget()
        self._build()
        self.clear()

    def _build(self) -> None:
        quote = QVBoxLayout(self._quote)
        quote.setContentsMargins(12, 0, 0, 0)
        quote.addWidget(self._text)
        self._place_of_banner = QVBoxLayout()
        inside = QWidget()
        inside.setObjectName("outbox_detail_inside")
        above, below = _indented(), _indented()
        above.addWidget(self.title)
        above.addWidget(self.to)
        above.addSpacing(12)
        above.addLayout(self._place_of_banner)
        below.addWidget(self._text_head)
        below.addSpacing(6)
        below.addWidget(self._quote)
        below.addSpacing(8)
        below.addWidget(self.after)
        below.addSpacing(18)
        below.addWidget(self._history_head)
        below.addSpacing(8)
        below.addWidget(self.history)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(_SIDE - HALO, 20, _SIDE - HALO, 16)
        column.setSpacing(0)
        column.addLayout(above)
        column.addSpacing(8)
        column.addWidget(self.buttons)
        column.addSpacing(14)
        column.addLayout(below)
        column.addStretch(1)
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._body)
        self.setWidget(inside)

    @property
    def item(self) -> SendItem | None:
        return self._item

    def clear(self) -> None:
        self._item = None
        self._body.hide()
        self.setAccessibleDescription("")

    def show_item(self, item: SendItem, phase: SyncPhase) -> None:
        now = self._clock()
        if self._item is None or self._item.key != item.key:
            self.history.show_events(())
            self.verticalScrollBar().setValue(0)
        self._item = item
        self.title.setText(item.title)
        if item.state is SendState.DRAFT:
            words = self.tr("Brouillon pour {name}")
        else:
            words = self.tr("À {name}, écrit par vous") if is_reply(item) else self.tr("Expérience de {name}")
        self.to.setText(words.format(name=item.pseudonym))
        self.setAccessibleDescription(item.title)
        after = after_publication(item, now.date())
        self.after.setText("\n".join(after))
        self.after.setVisible(bool(after))
        self._explain(explanation(item, now, phase))
        self.buttons.show_for(item, now)
        self._text.setText(whole_text(item))
        for widget in (self._text_head, self._quote):
            widget.setVisible(bool(item.body))
        self._body.show()

    def _explain(self, wanted: Explanation | None) -> None:
        if wanted == self._explained:
            return
        self._explained = wanted
        if self._banner is not None:
            self._place_of_banner.removeWidget(self._banner)
            self._banner.hide()
            self._banner.setObjectName("")  # gone for who looks by name, before Qt deletes it
            self._banner.deleteLater()
            self._banner = None
        if wanted is not None:
            self._banner = Banner(self._theme, wanted.kind, wanted.strong, wanted.plain)
            self._banner.setObjectName("outbox_explanation")
            self._place_of_banner.addWidget(self._banner)
            tell_in_order(self._body)

    def show_history(self, key: str, events: Sequence[SendEvent]) -> None:
        """An answer that comes after another item was chosen is dropped."""
        if self._item is not None and self._item.key == key:
            self.history.show_events(events)


def whole_text(item: SendItem) -> str:
    """What was, or will be, published."""
    closing = "\n".join(part for part in (item.closing, item.signature) if part)
    return "\n\n".join(part for part in (item.greeting, item.body, closing) if part)


def _indented() -> QVBoxLayout:
    """A column whose left edge is that of the painted buttons, which keep a halo around themselves."""
    column = QVBoxLayout()
    column.setContentsMargins(HALO, 0, HALO, 0)
    column.setSpacing(0)
    return column
