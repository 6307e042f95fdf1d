"""« Changements annoncés »: what replies said would change, late ones first, each followed to its date."""

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spplus_desk.domain.service_changes import AnnouncedChange, is_late
from spplus_desk.domain.vocabulary import ChangeState
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.frames import h_line
from spplus_desk.ui.widgets.labels import ElidingLabel, Label
from spplus_desk.ui.widgets.popover import Popover
from spplus_desk.ui.wording.replies import change_head


class AnnouncedPopover(Popover):
    """`done` and `edit` carry an AnnouncedChange, `read` the id of a slot."""

    done = Signal(object)
    edit = Signal(object)
    read = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, width=560)
        self.setObjectName("announced_changes")
        self.setAccessibleName(self.tr("Changements annoncés"))
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        theme.keep_margins(self._column, 0, 0, 4, 0, spacing=8)
        self._list = QWidget()
        self.close_button = Button(theme, self.tr("Fermer"))
        self.close_button.setObjectName("announced_close")
        self.close_button.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        self._column.addWidget(Label(theme, self.tr("Changements annoncés"), Role.HEADING, 600))
        self._column.addWidget(self._list)
        self._column.addStretch(1)
        self.fill(self._body, foot)

    def show_changes(self, changes: tuple[AnnouncedChange, ...], today: date, anchor: QWidget) -> None:
        """Open under `anchor`, or where it is open already, show what changed."""
        fresh = QWidget()
        lines = QVBoxLayout(fresh)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(self._theme.px(6))
        if not changes:
            nothing = self.tr("Aucun changement annoncé. Il s’annonce dans une réponse, par son menu «\u00a0…\u00a0».")
            lines.addWidget(Label(self._theme, nothing, tone="text-2", wrap=True))
        for one in changes:
            lines.addWidget(h_line())
            self._add(lines, one, today)
        self._column.replaceWidget(self._list, fresh)
        self._list.hide()
        self._list.deleteLater()
        self._list = fresh
        fresh.show()
        if not self.isVisible():
            self._column.activate()  # its height is that of what it holds now
            self.open_under(anchor, right=True)
        self.close_button.setFocus(Qt.FocusReason.PopupFocusReason)

    def _add(self, lines: QVBoxLayout, one: AnnouncedChange, today: date) -> None:
        late = is_late(one.change, today)
        head = change_head(one.change, today)
        lines.addWidget(Label(self._theme, head, Role.META, 600, tone="error" if late else "text-2", wrap=True))
        lines.addWidget(Label(self._theme, one.change.text, wrap=True, selectable=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(ElidingLabel(self._theme, f"{one.pseudonym}, {one.title}", Role.META, tone="text-3"), 1)
        read = Button(self._theme, self.tr("Lire"), "link", height=28)
        read.setAccessibleName(self.tr("Lire l’expérience de {name}").format(name=one.pseudonym))
        read.clicked.connect(lambda: self._leave_for(one.slot_id))
        row.addWidget(read)
        edit = Button(self._theme, self.tr("Modifier"), "link", height=28)
        edit.setObjectName("announced_edit")
        edit.setAccessibleName(self.tr("Modifier\u00a0: {text}").format(text=one.change.text))
        edit.clicked.connect(lambda: self._leave_to_edit(one))
        row.addWidget(edit)
        if one.change.state is ChangeState.PLANNED:
            done = Button(self._theme, self.tr("C’est fait"), "link", height=28)
            done.setObjectName("announced_done")
            done.setAccessibleName(self.tr("C’est fait\u00a0: {text}").format(text=one.change.text))
            done.clicked.connect(lambda: self.done.emit(one))
            row.addWidget(done)
        lines.addLayout(row)

    def _leave_to_edit(self, one: AnnouncedChange) -> None:
        self.close()
        self.edit.emit(one)

    def _leave_for(self, slot_id: str) -> None:
        self.close()
        self.read.emit(slot_id)
