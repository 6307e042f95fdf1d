"""The account was taken back: what is left to do is to take one's own texts along, then to leave."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from spplus_desk.domain.errors import AccountRevoked, KnownError
from spplus_desk.ui.announce import announce
from spplus_desk.ui.first_run.card import Card
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.accessible import tell_description
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.frames import Pane
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.wording import count_of

if TYPE_CHECKING:
    from spplus_desk.services.revocation import RevocationService


class RevokedPage(Pane):
    """`wiped` asks to erase the account from this computer. It waits for the export where there are texts."""

    wiped = Signal()

    def __init__(self, theme: Theme, tasks: Tasks, service: "RevocationService | None") -> None:
        super().__init__("canvas")
        self._tasks, self._service = tasks, service
        self._texts = 0
        self._exported = False
        self.setObjectName("revoked_page")
        self.setAccessibleName(self.tr("Compte sans accès"))
        self._text = Label(theme, AccountRevoked.sentence, tone="text-2", wrap=True)
        self._left = Label(theme, weight=600, wrap=True)
        self._left.setObjectName("revoked_texts")
        self._export = Button(theme, self.tr("Exporter mes textes"), "primary", height=36)
        self._export.setObjectName("export_unsent")
        self._export.clicked.connect(self._ask_where)
        self._wipe = Button(theme, self.tr("Effacer et quitter"), "danger", height=36)
        self._wipe.setObjectName("wipe_profile")
        self._wipe.clicked.connect(self._erase)
        for button in (self._export, self._wipe):
            button.setAutoDefault(True)
        buttons = QHBoxLayout()
        buttons.addWidget(self._export)
        buttons.addWidget(self._wipe)
        buttons.addStretch(1)
        card = Card(theme, 520)
        card.add(Label(theme, self.tr("Votre compte n’a plus accès"), Role.TITLE, 600))
        card.add(self._text, above=8)
        card.add(self._left, above=8)
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
        """Count what the central does not have."""
        if self._service is not None:
            self._tasks.when_done(self._service.unsent_counts(), lambda found: self._show(*found), owner=self)

    def focus(self) -> None:
        (self._wipe if self._export.isHidden() else self._export).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, texts: int, actions: int) -> None:
        """`texts` of the agent's, and `actions` without one (a claim, tags), which are exported with them."""
        self._texts = texts
        words = count_of(texts, self.tr("texte non envoyé"), self.tr("textes non envoyés"))
        if texts and actions:
            more = count_of(actions, self.tr("action non envoyée"), self.tr("actions non envoyées"))
            words = self.tr("{texts} et {actions}").format(texts=words, actions=more)
        self._left.setText(
            self.tr("{texts} sur ce poste.").format(texts=words) if texts else self.tr("Aucun texte à garder.")
        )
        self._export.setVisible(texts > 0)
        self._wipe.setVisible(texts == 0 or self._exported)
        tell_description(self, f"{AccountRevoked.sentence} {self._left.text()}")
        self.focus()

    def _ask_where(self) -> None:
        """A dialog that does not stop the window."""
        dialog = QFileDialog(self, self.tr("Exporter mes textes"), str(Path.home()))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.selectFile("textes-non-envoyes.txt")
        dialog.fileSelected.connect(lambda path: self.export_to(Path(path)))
        dialog.open()

    def export_to(self, path: Path) -> None:
        """Write the texts to `path`; erasing is offered once they are there."""
        if self._service is not None:
            self._tasks.when_done(self._service.export_unsent(path), self._on_exported, self._on_fault, owner=self)

    def _on_exported(self, texts: int) -> None:
        self._exported = True
        words = count_of(texts, self.tr("texte exporté"), self.tr("textes exportés"))
        self._left.setText(f"{words}.")
        self._wipe.show()
        self._wipe.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, self._left.text())

    def _on_fault(self, error: KnownError) -> None:
        self._left.setText(error.sentence)
        announce(self, error.sentence, urgent=True)

    def _erase(self) -> None:
        if self._texts == 0 or self._exported:
            self._export.setEnabled(False)
            self._wipe.setEnabled(False)
            self.wiped.emit()
