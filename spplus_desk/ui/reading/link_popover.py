"""A link of a citizen's text, before it is opened: its whole address, and a question."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.popover import Popover


class LinkPopover(Popover):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, width=420)
        self.setObjectName("link_popover")
        self.setAccessibleName(self.tr("Ouvrir ce lien"))
        self._address = ""
        self._whole = Label(theme, weight=500, wrap=True, selectable=True)
        self._whole.setObjectName("link_address")
        warning = self.tr("Ce lien vient de l’usager. Vérifiez l’adresse avant de l’ouvrir.")
        copy = Button(theme, self.tr("Copier l’adresse"))
        copy.clicked.connect(self._copy)
        self._open = Button(theme, self.tr("Ouvrir"), "primary")
        self._open.setObjectName("link_open")
        self._open.clicked.connect(self._go)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addStretch()
        buttons.addWidget(copy)
        buttons.addWidget(self._open)
        body = QWidget()
        column = QVBoxLayout(body)
        theme.keep_margins(column, 0, 0, 4, 0, spacing=8)
        column.addWidget(Label(theme, warning, Role.META, tone="text-3", wrap=True))
        column.addWidget(self._whole)
        self.fill(body, buttons)

    @property
    def address(self) -> str:
        return self._address

    def ask(self, link: str, anchor: QWidget) -> None:
        self._address = link if "://" in link else f"https://{link}"
        # Long addresses may break anywhere: none of it is hidden.
        self._whole.setText("\u200b".join(self._address))
        self._whole.setAccessibleName(self._address)
        self.open_under(anchor)
        self._open.setFocus()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._address)
        self.close()

    def _go(self) -> None:
        QDesktopServices.openUrl(QUrl(self._address))
        self.close()
