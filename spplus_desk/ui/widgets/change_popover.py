"""« Changement prévu ou fait »: what the service changes because of the testimony, declared with the reply."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from spplus_desk.domain.experience import ServiceChange
from spplus_desk.domain.text import MAX_BODY, clean
from spplus_desk.domain.vocabulary import ChangeState
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.field import Combo, LineField
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.popover import Popover
from spplus_desk.ui.wording.typed import BadDay, read_day, typed_day

_STATES = (ChangeState.PLANNED, ChangeState.DONE)


class ChangePopover(Popover):
    """`chosen` carries the ServiceChange, or None: it is taken back. Escape and a click beside it change nothing."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, width=400)
        self.setObjectName("change_popover")
        self.setAccessibleName(self.tr("Changement prévu ou fait"))
        self.text = QPlainTextEdit()
        self.text.setObjectName("change_text")
        self.text.setProperty("field", True)
        self.text.setAccessibleName(self.tr("Ce qui change dans le service"))
        self.text.setPlaceholderText(self.tr("Ce qui change dans le service"))
        self.text.setTabChangesFocus(True)
        theme.keep_height(self.text, 72)
        theme.keep_font(self.text, Role.UI)
        self.state = Combo(theme)
        self.state.setObjectName("change_state")
        self.state.setAccessibleName(self.tr("État du changement"))
        self.state.addItems([self.tr("Prévu"), self.tr("Fait")])
        self.day = LineField(theme, self.tr("jj/mm/aaaa"))
        self.day.setObjectName("change_day")
        self.day.setAccessibleName(self.tr("Date du changement"))
        self.day.returnPressed.connect(self._save)
        for field in (self.state, self.day):
            theme.keep_font(field, Role.UI)
        self._problem = Label(theme, "", Role.META, tone="error", wrap=True)
        self._problem.hide()
        self.save = Button(theme, self.tr("Enregistrer"), "primary")
        self.save.setObjectName("change_save")
        self.save.clicked.connect(self._save)
        self.remove = Button(theme, self.tr("Retirer"), "quiet")
        self.remove.setObjectName("change_remove")
        self.remove.setAccessibleName(self.tr("Retirer le changement"))
        self.remove.clicked.connect(lambda: self._choose(None))
        self._build()

    def _build(self) -> None:
        head = self.tr("Suivi jusqu’à sa date, dans «\u00a0Changements annoncés\u00a0» des envois.")
        when = QHBoxLayout()
        when.setSpacing(8)
        when.addWidget(self.state)
        when.addWidget(self.day, 1)
        body = QWidget()
        column = QVBoxLayout(body)
        self._theme.keep_margins(column, 0, 0, 4, 0, spacing=8)
        column.addWidget(Label(self._theme, self.tr("Changement prévu ou fait"), Role.HEADING, 600))
        column.addWidget(Label(self._theme, head, Role.META, tone="text-3", wrap=True))
        column.addWidget(self.text)
        column.addLayout(when)
        column.addWidget(self._problem)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        buttons.addWidget(self.save)
        self.fill(body, buttons)

    def ask(self, change: ServiceChange | None, anchor: QWidget) -> None:
        self.text.setPlainText("" if change is None else change.text)
        self.state.setCurrentIndex(0 if change is None else _STATES.index(change.state))
        self.day.setText(typed_day(None if change is None else change.on))
        self.remove.setVisible(change is not None)
        self._tell("")
        self.open_under(anchor, right=True)
        self.text.setFocus(Qt.FocusReason.PopupFocusReason)

    def _tell(self, problem: str) -> None:
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.day.set_invalid(bool(problem))

    def _save(self) -> None:
        text = " ".join(clean(self.text.toPlainText()).split())
        try:
            on = read_day(self.day.text())
        except BadDay:
            self._tell(self.tr("Cette date n’existe pas. Écrivez-la comme 31/03/2028."))
            self.day.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if not text:
            self._tell(self.tr("Dites ce qui change."))
            self.text.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if len(text) > MAX_BODY:
            self._tell(self.tr("10\u00a0000 caractères au plus. Raccourcissez ce texte."))
            return
        self._choose(ServiceChange(text=text, state=_STATES[self.state.currentIndex()], on=on))

    def _choose(self, change: ServiceChange | None) -> None:
        self.chosen.emit(change)
        self.close()
