"""« Relire »: exactly what will be published, once more, before it leaves."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spplus_desk.domain.outbox import Draft
from spplus_desk.ui.reply.preview import PreviewCard
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import HALO, Button
from spplus_desk.ui.widgets.frames import Pane, h_line
from spplus_desk.ui.widgets.labels import Label

_WIDTH = 720


class ReadBack(Pane):
    """`confirmed`: it may leave. `back`: there is something to change."""

    confirmed = Signal()
    back = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__("surface-alt", parent)
        self._theme = theme
        self.setObjectName("read_back")
        self.setAccessibleName(self.tr("Relire avant l’envoi"))
        self._for = Label(theme, "", tone="text-2", wrap=True)
        self.card = PreviewCard(theme)
        self.card.browser.setObjectName("read_back_text")
        self.card.browser.setAccessibleName(self.tr("Ce qui sera publié"))
        key = self.tr("Ctrl ⏎")
        self.send = Button(theme, self.tr("Envoyer"), "primary", icon="send-plane-line", key=key, height=36)
        self.send.setObjectName("read_back_send")
        self.send.clicked.connect(self.confirmed)
        self.change = Button(theme, self.tr("Revenir"), key=self.tr("Échap"), height=36)
        self.change.setObjectName("read_back_back")
        self.change.clicked.connect(self.back)
        self._line = Label(theme, "", Role.META, tone="text-2", wrap=True)
        self._bar = QWidget()
        self._build()
        self._restyle()
        theme.changed.connect(self._restyle)

    def _build(self) -> None:
        heading = Label(self._theme, self.tr("Relire avant l’envoi"), Role.TITLE, 600)
        foot = QHBoxLayout(self._bar)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(8)
        foot.addWidget(self.send)
        foot.addWidget(self.change)
        foot.addWidget(self._line, 1)
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        self._theme.keep_margins(column, 0, 24, 0, 16, spacing=8)
        for label in (heading, self._for):
            label.setContentsMargins(HALO, 0, HALO, 0)
            column.addWidget(label)
        card = QVBoxLayout()
        card.setContentsMargins(HALO, 8, HALO, 8)
        card.addWidget(self.card)
        column.addLayout(card, 1)
        column.addWidget(self._bar)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._inside)
        middle.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(h_line())
        whole.addLayout(middle, 1)
        QWidget.setTabOrder(self.card.browser, self.send)
        QWidget.setTabOrder(self.send, self.change)

    def _restyle(self) -> None:
        self._inside.setFixedWidth(max(min(self._theme.px(_WIDTH), self.width() - 2 * self._theme.px(24)), 200))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._restyle()

    def foot_height(self) -> int:
        return self._bar.height()

    def show_reply(self, structure: str, pseudonym: str, draft: Draft, *, validation: bool, line: str) -> None:
        """`line` says what « Envoyer » does now."""
        told = self.tr("Ce texte sera public. Il répond à {name}.").format(name=pseudonym)
        self._for.setText(told)
        self.card.browser.setAccessibleDescription(told)
        self.card.browser.show_reply(structure, draft)
        self.send.setText(self.tr("Faire valider") if validation else self.tr("Envoyer"))
        self.send.setAccessibleName(self.send.text())
        self.show_line(line)
        self.card.browser.verticalScrollBar().setValue(0)

    def show_line(self, line: str) -> None:
        self._line.setText(line)

    def focus(self) -> None:
        """The text first: it is what there is to read; « Envoyer » is one Tab away."""
        self.card.browser.setFocus(Qt.FocusReason.OtherFocusReason)
