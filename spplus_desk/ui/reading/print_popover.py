"""« Imprimer » (Ctrl+P): what goes on paper, before it is made."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.popover import Popover


class PrintPopover(Popover):
    wanted = Signal(bool)
    """Whether the internal comments are to be on it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, width=340)
        self.setObjectName("print_popover")
        self.setAccessibleName(self.tr("Imprimer"))
        self._comments = QCheckBox(self.tr("Avec les commentaires internes"))
        self._comments.setObjectName("print_comments")
        self._comments.setAccessibleName(self.tr("Avec les commentaires internes"))
        self._go = Button(theme, self.tr("Ouvrir le PDF"), "primary")
        self._go.setObjectName("print_confirm")
        self._go.clicked.connect(self._confirm)
        text = self.tr("Le témoignage et les réponses, en PDF\u00a0: imprimez-le depuis votre lecteur.")
        body = QWidget()
        column = QVBoxLayout(body)
        theme.keep_margins(column, 0, 0, 4, 0, spacing=8)
        column.addWidget(Label(theme, text, Role.META, tone="text-3", wrap=True))
        column.addWidget(self._comments)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(self._go)
        self.fill(body, foot)

    def ask(self, anchor: QWidget, *, comments: bool) -> None:
        """`comments`: there are any. They are never ticked beforehand."""
        self._comments.setChecked(False)
        self._comments.setEnabled(comments)
        self.open_under(anchor)
        self._go.setFocus()

    def _confirm(self) -> None:
        self.close()
        self.wanted.emit(self._comments.isChecked())
