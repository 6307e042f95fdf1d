"""The bar over the reading: claim, tag, comment, transfer, other actions, previous and next.

What does not fit (a narrow window, a large text) goes into the menu of the other actions, the last one first.
"""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button, IconButton
from spplus_desk.ui.widgets.frames import Pane, bar_of, h_line
from spplus_desk.ui.widgets.labels import ElidingLabel, Label


class ReadingToolbar(Pane):
    """56 px. `back` is only there where the list and the reading do not fit side by side."""

    unread_wanted = Signal()
    history_wanted = Signal()
    original_wanted = Signal()
    print_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__("surface")
        self._theme = theme
        self._letters = True
        self._by_other = ""
        self.back = self._button(self.tr("Retour à la liste"), "arrow-left-line", "list_button")
        self.back.hide()
        self.claim = self._button(self.tr("Je m’en occupe"), "user-received-line", "claim_button")
        self.claim.setCheckable(True)
        self.tag = self._button(self.tr("Étiqueter"), "price-tag-3-line", "tag_button")
        self.comment = self._button(self.tr("Commenter"), "chat-private-line", "comment_button")
        self.transfer = self._button(self.tr("Transférer"), "user-shared-line", "transfer_button")
        self.more = IconButton(theme, "more-line", self.tr("Autres actions"))
        self.more.setObjectName("more_button")
        self.more.clicked.connect(self._open_menu)
        self._build_menu()
        self._claimer = ElidingLabel(theme, role=Role.META, tone="text-3")
        self._place = Label(theme, role=Role.META, tone="text-3", tabular=True)
        self.previous = IconButton(
            theme, "arrow-up-s-line", self.tr("Expérience précédente"), self.tr("Expérience précédente (Alt+PgPréc)")
        )
        self.previous.setObjectName("previous_experience")
        self.next = IconButton(
            theme, "arrow-down-s-line", self.tr("Expérience suivante"), self.tr("Expérience suivante (Alt+PgSuiv)")
        )
        self.next.setObjectName("next_experience")
        self._build()
        self.show_letters(True)
        theme.changed.connect(self.fit)

    def _button(self, text: str, icon: str, name: str) -> Button:
        button = Button(self._theme, text, "quiet", icon=icon)
        button.setObjectName(name)
        return button

    def _build_menu(self) -> None:
        self._menu = QMenu(self)
        self._overflow: dict[Button, QAction] = {}
        for button in (self.tag, self.comment, self.transfer):
            action = self._menu.addAction(button.text())
            action.triggered.connect(button.click)
            action.setVisible(False)
            self._overflow[button] = action
        self._separator = self._menu.addSeparator()
        self._separator.setVisible(False)
        self._unread = self._menu.addAction(self.tr("Marquer comme non lue"))
        self._unread.triggered.connect(self.unread_wanted)
        history = self._menu.addAction(self.tr("Historique") + "\tCtrl+H")
        history.triggered.connect(self.history_wanted)
        self.original = self._menu.addAction(self.tr("Voir le texte d’origine"))
        self.original.triggered.connect(self.original_wanted)
        printing = self._menu.addAction(self.tr("Imprimer") + "\tCtrl+P")
        printing.triggered.connect(self.print_wanted)

    def _build(self) -> None:
        px = self._theme.px
        row = QHBoxLayout()
        row.setContentsMargins(px(24), 0, px(14), 0)
        row.setSpacing(px(2))
        for button in (self.back, self.claim, self.tag, self.comment, self.transfer, self.more):
            row.addWidget(button)
        row.addSpacing(px(8))
        row.addWidget(self._claimer, 1)
        row.addStretch()
        row.addWidget(self._place)
        row.addSpacing(px(2))
        row.addWidget(self.previous)
        row.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar_of(row), 1)
        column.addWidget(h_line())
        self._theme.keep_height(self, 56)

    def anchor(self, button: Button) -> QWidget:
        """Where what `button` opens stands: under it, or under the menu that took its place."""
        return button if button.isVisible() else self.more

    def fit(self) -> None:
        """Show the actions that the present width holds."""
        px = self._theme.px
        room = self.width() - px(24 + 14 + 8 + 2) - 8 * px(2)
        room -= sum(widget.sizeHint().width() for widget in (self.more, self._place, self.previous, self.next))
        for fixed in (self.back, self.claim):
            if not fixed.isHidden():
                room -= fixed.sizeHint().width()
        full = False
        for button, action in self._overflow.items():
            room -= button.sizeHint().width() + px(2)
            full = full or room < 0
            button.setVisible(not full)
            action.setVisible(full)
        self._separator.setVisible(full)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def _open_menu(self) -> None:
        self._menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))
        first = next((action for action in self._menu.actions() if action.isVisible()), None)
        if self.more.hasFocus() and first is not None:
            self._menu.setActiveAction(first)

    def show_letters(self, on: bool) -> None:
        """Name the single letters while they act."""
        self._letters = on
        self._unread.setText(self.tr("Marquer comme non lue") + ("\tU" if on else ""))
        for button, letter in ((self.tag, "E"), (self.comment, "C"), (self.transfer, "T")):
            button.setToolTip(f"{button.text()} ({letter})" if on else "")
            self._overflow[button].setText(button.text() + (f"\t{letter}" if on else ""))
        self._tell_claim()

    def show_place(self, place: int, number: int, text: str) -> None:
        self._place.setText(text)
        self.previous.setEnabled(place > 1)
        self.next.setEnabled(0 < place < number)
        self.fit()

    def show_claim(self, *, mine: bool, colleague: str) -> None:
        text = self.tr("Prise en charge par vous") if mine else self.tr("Je m’en occupe")
        self.claim.setChecked(mine)
        self.claim.setText(text)
        self.claim.setAccessibleName(text)
        by_other = self.tr("Prise en charge par {name}").format(name=colleague) if colleague else ""
        self.claim.setAccessibleDescription(by_other)
        self._claimer.setText(by_other)
        self._claimer.shorter = colleague  # « Prise… » would say nothing
        self._by_other = by_other
        self._tell_claim()
        self.claim.updateGeometry()
        self.fit()

    def _tell_claim(self) -> None:
        act = self.tr("Prendre en charge ou libérer")
        self.claim.setToolTip(self._by_other or (f"{act} (P)" if self._letters else act))

    def set_open(self, open_: bool) -> None:
        """Only an experience that waits for its reply can be handed over."""
        self.transfer.setEnabled(open_)
        self._overflow[self.transfer].setEnabled(open_)

    def show_back(self, shown: bool) -> None:
        self.back.setVisible(shown)
        self.fit()
