"""« Transférer » (T): to a structure below, with a reason; elsewhere, a mail to the DITP that is drafted here."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from spplus_desk.domain import elsewhere
from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.structure import Agent, Structure, StructureTree
from spplus_desk.domain.text import folded
from spplus_desk.ui.announce import announce
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.field import LineField
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.lists import KeyListView
from spplus_desk.ui.widgets.popover import Popover
from spplus_desk.ui.widgets.row_delegate import RowDelegate

_ROW = 28


class TransferPopover(Popover):
    """A reason begun on one experience waits there when the card closes."""

    chosen = Signal(str, str, str, str)
    """Slot, structure, its name, reason."""

    def __init__(self, theme: Theme, parent: QWidget, agent: Agent) -> None:
        super().__init__(theme, parent, width=420)
        self.setObjectName("transfer_popover")
        self.setAccessibleName(self.tr("Transférer"))
        self._agent = agent
        self._detail: ExperienceDetail | None = None
        self._tree = StructureTree(())
        self._children: list[Structure] = []
        self._listed: list[Structure] = []
        self._reasons: dict[str, str] = {}
        self._pages = QStackedWidget()
        self._pages.addWidget(self._build_choice())
        self._pages.addWidget(self._build_mail())
        self.fill(self._pages)
        self.closed.connect(self._keep_reason)

    def _build_choice(self) -> QWidget:
        theme = self._theme
        page = QWidget()
        self.field = LineField(theme, self.tr("Chercher une structure rattachée"))
        self.field.setObjectName("transfer_search")
        self.field.setAccessibleName(self.tr("Chercher une structure rattachée"))
        self.field.textEdited.connect(self._filter)
        self._model = QStringListModel(self)
        self.list = KeyListView()
        self.list.setObjectName("transfer_list")
        self.list.setAccessibleName(self.tr("Structures rattachées"))
        self.list.setItemDelegate(RowDelegate(theme, self.list, _ROW))
        self.list.setModel(self._model)
        self.list.setFixedHeight(theme.px(4 * _ROW))
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.reason = QPlainTextEdit()
        self.list.entered_by_key.connect(lambda _index: self.reason.setFocus(Qt.FocusReason.OtherFocusReason))
        self.reason.setObjectName("transfer_reason")
        self.reason.setProperty("field", True)
        self.reason.setAccessibleName(self.tr("Motif du transfert"))
        self.reason.setAccessibleDescription(self.tr("lu par la DITP et les structures concernées"))
        self.reason.setPlaceholderText(self.tr("Motif, lu par la DITP et les structures concernées"))
        self.reason.setTabChangesFocus(True)
        theme.keep_height(self.reason, 64)
        self.line = Label(theme, role=Role.META, tone="text-2", wrap=True)
        self.line.setMinimumHeight(theme.px(32))
        self._go = Button(theme, self.tr("Transférer"), "primary")
        self._go.setObjectName("transfer_confirm")
        self._go.clicked.connect(self._confirm)
        other = Button(theme, self.tr("Autre structure…"), "quiet")
        other.setObjectName("transfer_elsewhere")
        other.clicked.connect(self._show_mail)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addWidget(other)
        buttons.addStretch()
        buttons.addWidget(self._go)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        for widget in (self.field, self.list, self.reason, self.line):
            column.addWidget(widget)
        column.addLayout(buttons)
        return page

    def _build_mail(self) -> QWidget:
        theme = self._theme
        page = QWidget()
        self._why = Label(theme, wrap=True)
        self.mail = QPlainTextEdit()
        self.mail.setObjectName("transfer_mail")
        self.mail.setProperty("field", True)
        self.mail.setReadOnly(True)
        self.mail.setTabChangesFocus(True)
        self.mail.setAccessibleName(self.tr("Demande à la DITP"))
        theme.keep_height(self.mail, 208)
        write = Button(theme, self.tr("Ouvrir la messagerie"), "primary")
        write.setObjectName("transfer_write_mail")
        write.clicked.connect(self._open_mail)
        copy = Button(theme, self.tr("Copier la demande"))
        copy.setObjectName("transfer_copy_mail")
        copy.clicked.connect(self._copy_mail)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addStretch()
        buttons.addWidget(copy)
        buttons.addWidget(write)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(8))
        column.addWidget(self._why)
        column.addWidget(self.mail)
        column.addLayout(buttons)
        return page

    def open_for(self, detail: ExperienceDetail, structures: Sequence[Structure], anchor: QWidget) -> None:
        self._detail = detail
        self._tree = StructureTree(structures)
        here = detail.row.structure_id
        below = self._tree.subtree([here]) - {here}
        self._children = sorted(
            (one for id in below if (one := self._tree.get(id)) is not None), key=lambda one: folded(one.name)
        )
        self.field.clear()
        self.reason.setPlainText(self._reasons.get(detail.row.key, ""))
        self.line.setText("")
        self.line.set_tone("text-2")
        self._filter()
        self._fill_mail(detail)
        self._pages.setCurrentIndex(0 if self._children else 1)
        self.open_under(anchor)
        (self.field if self._children else self.mail).setFocus(Qt.FocusReason.PopupFocusReason)

    def _filter(self) -> None:
        words = folded(self.field.text()).split()
        self._listed = [
            one for one in self._children if all(word in folded(f"{one.name} {one.town}") for word in words)
        ]
        self._model.setStringList([one.name for one in self._listed])
        if len(self._listed) == 1:
            self.list.setCurrentIndex(self._model.index(0, 0))

    def _on_current(self, index: QModelIndex) -> None:
        chosen = self._chosen(index)
        if chosen is None:
            return
        posts = [membership.structure_id for membership in self._agent.memberships]
        seen = chosen.id in self._tree.subtree(posts)
        stays = self.tr("{name} dépend de votre structure\u00a0: vous verrez toujours l’expérience.")
        leaves = self.tr("L’expérience quittera vos listes\u00a0: {name} n’est pas dans vos structures.")
        self.line.set_tone("text-2")
        self.line.setText((stays if seen else leaves).format(name=chosen.name))

    def _chosen(self, index: QModelIndex | None = None) -> Structure | None:
        row = (self.list.currentIndex() if index is None else index).row()
        return self._listed[row] if 0 <= row < len(self._listed) else None

    def _confirm(self) -> None:
        chosen, reason = self._chosen(), self.reason.toPlainText().strip()
        if chosen is None:
            self._say(self.tr("Choisissez la structure qui recevra l’expérience."), self.field)
        elif not reason:
            self._say(self.tr("Écrivez le motif\u00a0: la structure qui reçoit l’expérience le lira."), self.reason)
        elif self._detail is not None:
            key = self._detail.row.key
            self.reason.clear()
            self.close()
            self.chosen.emit(key, chosen.id, chosen.name, reason)

    def _say(self, sentence: str, where: QWidget) -> None:
        self.line.set_tone("warning")
        self.line.setText(sentence)
        announce(self, sentence, urgent=True)
        where.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_reason(self) -> None:
        if self._detail is not None:
            self._reasons[self._detail.row.key] = self.reason.toPlainText()

    # Elsewhere

    def _show_mail(self) -> None:
        self._pages.setCurrentIndex(1)
        self.mail.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fill_mail(self, detail: ExperienceDetail) -> None:
        number, name = detail.experience.id, detail.row.structure_name
        alone = self.tr("Aucune structure n’est rattachée à la vôtre. ") if not self._children else ""
        self._why.setText(
            alone + self.tr("Hors de vos structures rattachées, le transfert se demande à la DITP, par mail.")
        )
        lines = (
            self.tr("À\u00a0: {address}").format(address=elsewhere.DITP_ADDRESS),
            self.tr("Objet\u00a0: {subject}").format(subject=elsewhere.transfer_subject(number)),
        )
        self.mail.setPlainText("\n".join(lines) + "\n\n" + elsewhere.transfer_body(number, name))

    def _open_mail(self) -> None:
        if self._detail is not None:
            address = elsewhere.transfer_mail(self._detail.experience.id, self._detail.row.structure_name)
            QDesktopServices.openUrl(QUrl(address))
            self.close()

    def _copy_mail(self) -> None:
        QGuiApplication.clipboard().setText(self.mail.toPlainText())
        announce(self, self.tr("Demande copiée"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (control or not self.reason.hasFocus()):
            if self._pages.currentIndex() == 0:
                self._confirm()
            return
        super().keyPressEvent(event)
