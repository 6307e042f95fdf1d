"""Four cards, once, above the pages: they hide nothing, wait for nothing, and never take the focus."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from spplus_desk.domain.values import Value
from spplus_desk.ui.announce import announce
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button, IconButton
from spplus_desk.ui.widgets.frames import Pane, h_line
from spplus_desk.ui.widgets.labels import Label


class WelcomeCard(Value):
    title: str
    text: str


CARDS = (
    WelcomeCard(
        "Ce qui presse vient en premier",
        "«\u00a0À répondre\u00a0» met en tête les retards et les échéances du jour. Flèches pour parcourir, Entrée "
        "pour lire.",
    ),
    WelcomeCard(
        "Répondre",
        "R ouvre la rédaction, M part d’un modèle. Votre texte est gardé à chaque pause, même sans réseau.",
    ),
    WelcomeCard(
        "Envoyer, et se raviser",
        "Un envoi peut être repris par Alt+Z pendant le délai affiché. Sans réseau, il attend dans Envois et part au "
        "retour, une seule fois.",
    ),
    WelcomeCard(
        "Trouver de l’aide",
        "F1 liste les raccourcis, Maj+F1 ouvre le guide à la page de l’écran où vous êtes.",
    ),
)


class WelcomePanel(Pane):
    """`closed` once the agent has done with it. `focus_freed` before it goes with the focus in it."""

    closed = Signal()
    focus_freed = Signal()

    def __init__(self, theme: Theme, cards: Sequence[WelcomeCard] = CARDS) -> None:
        super().__init__("surface-alt")
        self._cards = tuple(cards)
        self._place = 0
        self.setObjectName("welcome_panel")
        self.setAccessibleName(self.tr("Présentation"))
        self._step = Label(theme, "", Role.META, tone="text-3")
        self._title = Label(theme, "", Role.HEADING, 600)
        self._title.setObjectName("welcome_title")
        self._text = Label(theme, "", tone="text-2", wrap=True)
        self._text.setObjectName("welcome_text")
        self._previous = Button(theme, self.tr("Précédent"), "quiet")
        self._previous.setObjectName("welcome_previous")
        self._previous.clicked.connect(lambda: self._go(-1))
        self._next = Button(theme, self.tr("Suivant"))
        self._next.setObjectName("welcome_next")
        self._next.clicked.connect(lambda: self._go(1))
        self._end = IconButton(theme, "close-line", self.tr("Fermer la présentation"))
        self._end.setObjectName("welcome_close")
        self._end.clicked.connect(self.close_panel)
        words = QVBoxLayout()
        words.setSpacing(theme.px(2))
        first = QHBoxLayout()
        first.setSpacing(theme.px(8))
        first.addWidget(self._title)
        first.addWidget(self._step)
        first.addStretch(1)
        words.addLayout(first)
        words.addWidget(self._text)
        row = QHBoxLayout()
        theme.keep_margins(row, 16, 8, 12, 8, spacing=8)
        row.addLayout(words, 1)
        row.addWidget(self._previous, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._next, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._end, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(h_line())
        self.hide()

    def begin(self, *, take_focus: bool = False) -> None:
        """From the first card. The focus comes here only when the agent asked for it."""
        self._place = 0
        self._show()
        self.show()
        if take_focus:
            self.focus()

    def focus(self) -> None:
        self._next.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go(self, by: int) -> None:
        if self._place + by == len(self._cards):
            self.close_panel()
            return
        self._place = max(self._place + by, 0)
        self._show()

    def _show(self) -> None:
        card, last = self._cards[self._place], self._place == len(self._cards) - 1
        self._title.setText(card.title)
        self._step.setText(self.tr("{place} sur {number}").format(place=self._place + 1, number=len(self._cards)))
        self._text.setText(card.text)
        if self._previous.hasFocus() and self._place == 0:
            self._next.setFocus(Qt.FocusReason.OtherFocusReason)
        self._previous.setEnabled(self._place > 0)
        self._next.setText(self.tr("Terminer") if last else self.tr("Suivant"))
        self._next.setAccessibleName(self._next.text())
        self._next.updateGeometry()
        self.setAccessibleDescription(f"{card.title}. {card.text}")
        announce(self, f"{self.accessibleName()}. {card.title}. {card.text}")

    def close_panel(self) -> None:
        """Away, for good: it can be asked for again in the help."""
        if not self.isHidden():
            self.focus_freed.emit()
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_panel()
        else:
            super().keyPressEvent(event)
