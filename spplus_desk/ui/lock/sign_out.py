"""« Se déconnecter » : what becomes of what was not sent, before anything happens."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from spplus_desk.domain.commands import CommandKind
from spplus_desk.domain.outbox import SendItem, SendState
from spplus_desk.ui.announce import announce
from spplus_desk.ui.first_run.card import Card
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.accessible import tell_description
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.frames import Pane
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.wording import number

if TYPE_CHECKING:
    from spplus_desk.services.outbox import OutboxService

_LIMIT = 5_000


class SignOutPage(Pane):
    """`confirmed` says that the agent leaves, `closed` that they stay."""

    confirmed = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, tasks: Tasks, outbox: "OutboxService") -> None:
        super().__init__("canvas")
        self._tasks, self._outbox = tasks, outbox
        self.setObjectName("sign_out_page")
        self.setAccessibleName(self.tr("Se déconnecter"))
        self._text = Label(theme, tone="text-2", wrap=True)
        self._text.setObjectName("sign_out_text")
        self._leave = Button(theme, self.tr("Se déconnecter"), "primary", height=36)
        self._leave.setObjectName("sign_out_confirm")
        self._leave.clicked.connect(self.confirm)
        self._stay = Button(theme, self.tr("Rester"), height=36)
        self._stay.setObjectName("sign_out_stay")
        self._stay.clicked.connect(self.closed)
        for button in (self._leave, self._stay):
            button.setAutoDefault(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self._leave)
        buttons.addWidget(self._stay)
        buttons.addStretch(1)
        card = Card(theme, 520)
        card.add(Label(theme, self.tr("Se déconnecter"), Role.TITLE, 600))
        card.add(self._text, above=8)
        card.column.addSpacing(16)
        card.column.addLayout(buttons)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(middle)
        column.addStretch(3)

    def opened(self) -> None:
        """Put on the page what has not left yet."""
        self._set_busy(False)
        self._tasks.when_done(self._outbox.items(None, _LIMIT), self._show_items, owner=self)

    def _show_items(self, items: tuple[SendItem, ...]) -> None:
        waiting = [one for one in items if one.state is SendState.WAITING and not one.parked]
        replies = sum(one.kind in (None, CommandKind.SUBMIT_REPLY) for one in waiting)
        drafts = sum(one.state is SendState.DRAFT for one in items)
        self.show_unsent(replies, drafts)
        announce(self, self.accessibleDescription())

    def confirm(self) -> None:
        """The agent leaves: nothing can be pressed twice."""
        self._set_busy(True)
        self.confirmed.emit()

    def show_unsent(self, replies: int, drafts: int) -> None:
        """`replies` that have not left, `drafts` that are kept beside them."""
        sentences = []
        if replies == 1:
            sentences.append(
                self.tr(
                    "1\u00a0réponse n’est pas encore partie. Elle reste sur ce poste, chiffrée, et partira à votre "
                    "prochaine connexion."
                )
            )
        elif replies:
            words = self.tr(
                "{n}\u00a0réponses ne sont pas encore parties. Elles restent sur ce poste, chiffrées, et partiront à "
                "votre prochaine connexion."
            )
            sentences.append(words.format(n=number(replies)))
        else:
            sentences.append(self.tr("Toutes vos réponses sont parties."))
        if drafts == 1:
            sentences.append(self.tr("1\u00a0brouillon y reste aussi."))
        elif drafts:
            sentences.append(self.tr("{n}\u00a0brouillons y restent aussi.").format(n=number(drafts)))
        sentences.append(self.tr("La personne suivante ne verra rien de vous."))
        text = " ".join(sentences)
        self._text.setText(text)
        tell_description(self, text)

    def focus(self) -> None:
        self._stay.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_busy(self, busy: bool) -> None:
        self._leave.setEnabled(not busy)
        self._stay.setEnabled(not busy)
        self._leave.setText(self.tr("Déconnexion en cours…") if busy else self.tr("Se déconnecter"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
