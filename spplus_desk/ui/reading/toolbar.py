"""The bar over the reading: claim, comment, other actions, previous and next."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout

from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button, IconButton
from spplus_desk.ui.widgets.frames import Pane, bar_of, h_line
from spplus_desk.ui.widgets.labels import ElidingLabel, Label


class ReadingToolbar(Pane):
    """56 px. `back` is only there where the list and the reading do not fit side by side."""

    unread_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__("surface")
        self.back = Button(theme, self.tr("Retour à la liste"), "quiet", icon="arrow-left-line")
        self.back.setObjectName("list_button")
        self.back.hide()
        self.claim = Button(theme, self.tr("Je m’en occupe"), "quiet", icon="user-received-line")
        self.claim.setObjectName("claim_button")
        self.claim.setCheckable(True)
        self.comment = Button(theme, self.tr("Commenter"), "quiet", icon="chat-private-line")
        self.comment.setObjectName("comment_button")
        self.more = IconButton(theme, "more-line", self.tr("Autres actions"))
        self.more.setObjectName("more_button")
        self._menu = QMenu(self)
        self._unread = self._menu.addAction(self.tr("Marquer comme non lue") + "\tU")
        self._unread.triggered.connect(self.unread_wanted)
        self.more.clicked.connect(self._open_menu)
        self._by_other = ""
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
        row = QHBoxLayout()
        row.setContentsMargins(theme.px(24), 0, theme.px(14), 0)
        row.setSpacing(theme.px(4))
        for button in (self.back, self.claim, self.comment, self.more):
            row.addWidget(button)
        row.addSpacing(theme.px(8))
        row.addWidget(self._claimer, 1)
        row.addStretch()
        row.addWidget(self._place)
        row.addSpacing(theme.px(2))
        row.addWidget(self.previous)
        row.setSpacing(theme.px(2))
        row.addWidget(self.next)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar_of(row), 1)
        column.addWidget(h_line())
        theme.keep_height(self, 56)

    def _open_menu(self) -> None:
        self._menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def show_letters(self, on: bool) -> None:
        """Name the single letters while they act."""
        self._unread.setText(self.tr("Marquer comme non lue") + ("\tU" if on else ""))
        self._tell_claim()

    def show_place(self, place: int, number: int, text: str) -> None:
        self._place.setText(text)
        self.previous.setEnabled(place > 1)
        self.next.setEnabled(0 < place < number)

    def show_claim(self, *, mine: bool, colleague: str) -> None:
        text = self.tr("Prise en charge par vous") if mine else self.tr("Je m’en occupe")
        self.claim.setChecked(mine)
        self.claim.setText(text)
        self.claim.setAccessibleName(text)
        by_other = self.tr("Prise en charge par {name}").format(name=colleague) if colleague else ""
        self.claim.setAccessibleDescription(by_other)
        self._claimer.setText(by_other)
        self._by_other = by_other
        self._tell_claim()
        self.claim.updateGeometry()

    def _tell_claim(self) -> None:
        act = self.tr("Prendre en charge ou libérer")
        self.claim.setToolTip(self._by_other or (f"{act} (P)" if "\t" in self._unread.text() else act))
