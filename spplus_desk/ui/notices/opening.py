"""What the store did by itself, said until the agent has read it: a rescue is never silent, and never a question."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from spplus_desk.ui.announce import announce
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.banner import Banner
from spplus_desk.ui.widgets.buttons import IconButton
from spplus_desk.ui.widgets.frames import Pane


class OpeningBanner(Pane):
    """`confirmed`: nothing is missing, what was put aside may go. `focus_freed` before it goes with the focus in it."""

    confirmed = Signal()
    focus_freed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__("surface")
        self.setObjectName("opening_notice")
        self.setAccessibleName(self.tr("Message de l’ouverture"))
        self._text = ""
        self._banner = Banner(theme, "info", "", action=self.tr("Rien ne me manque"))
        self._banner.acted.connect(self._confirm)
        self._close = IconButton(theme, "close-line", self.tr("Fermer le message"))
        self._close.setObjectName("close_opening_notice")
        self._close.clicked.connect(self._go)
        row = QHBoxLayout(self)
        theme.keep_margins(row, 12, 8, 12, 8, spacing=8)
        row.addWidget(self._banner, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_text(self, text: str) -> None:
        """Show `text` once; what was closed stays closed until there is something else to say."""
        if text and text != self._text:
            self._text = text
            strong, stop, plain = text.partition(". ")
            self._banner.show_text(strong + (stop.strip() or ""), plain)
            self.setAccessibleDescription(text)
            self.show()
            announce(self, text)

    def _confirm(self) -> None:
        self._go()
        self.confirmed.emit()

    def _go(self) -> None:
        self.focus_freed.emit()
        self.hide()
