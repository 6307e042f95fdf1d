"""Searches that are kept: the name of a new one, and those that there are while nothing is typed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from spplus_desk.services.search import SavedSearch
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button, IconButton
from spplus_desk.ui.widgets.field import LineField
from spplus_desk.ui.widgets.frames import Pane
from spplus_desk.ui.widgets.labels import Label


class NameBar(Pane):
    """« Nom de la recherche », « Garder », « Annuler ». Enter keeps, Escape gives up."""

    named = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__("surface-alt")
        self.field = LineField(theme, self.tr("Nom de la recherche"))
        self.field.setObjectName("search_name")
        self.field.setAccessibleName(self.tr("Nom de la recherche"))
        self.field.setMaxLength(120)
        self.keep = Button(theme, self.tr("Garder"), "primary")
        self.keep.setObjectName("search_name_keep")
        cancel = Button(theme, self.tr("Annuler"), "quiet")
        row = QHBoxLayout(self)
        theme.keep_margins(row, 24, 6, 20, 6, 4)
        row.addWidget(self.field, 1)
        row.addWidget(self.keep)
        row.addWidget(cancel)
        self.field.returnPressed.connect(self._finish)
        self.keep.clicked.connect(self._finish)
        cancel.clicked.connect(self.closed)
        self.hide()

    def open(self, name: str) -> None:
        self.field.setText(name)
        self.show()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    def _finish(self) -> None:
        name = self.field.text().strip()
        if name:
            self.named.emit(name)
        else:
            self.field.set_invalid(True)
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)


class KeptSearches(QWidget):
    """What stands in the place of results while nothing is asked for."""

    wanted = Signal(str)
    """The text of a kept search."""
    unwanted = Signal(object)
    """A SavedSearch that the agent takes away."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._kept: tuple[SavedSearch, ...] | None = None
        self._strong = Label(theme, weight=600, wrap=True)
        self._plain = Label(theme, role=Role.UI, tone="text-2", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.px(4))
        column = QVBoxLayout(self)
        theme.keep_margins(column, 24, 20, 24, 20, 8)
        column.addWidget(self._strong)
        column.addWidget(self._plain)
        column.addLayout(self._list)
        column.addStretch()
        self.show_kept(())

    def show_kept(self, kept: Sequence[SavedSearch]) -> None:
        if self._kept == tuple(kept):
            return
        self._kept = tuple(kept)
        self._strong.setText(self.tr("Recherches gardées") if kept else self.tr("Que cherchez-vous\u00a0?"))
        self._plain.setText(
            "" if kept else self.tr("Titres, témoignages, réponses, commentaires internes et pseudonymes de ce poste.")
        )
        self._plain.setVisible(not kept)
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for one in kept:
            self._list.addWidget(self._row(one))

    def _row(self, one: SavedSearch) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        button = Button(self._theme, one.view.name, "link", icon="search-line")
        button.setObjectName("kept_search")
        button.setAccessibleDescription(one.text)
        button.setToolTip(one.text)
        button.clicked.connect(lambda: self.wanted.emit(one.text))
        name = self.tr("Ne plus garder {name}").format(name=one.view.name)
        forget = IconButton(self._theme, "close-line", name)
        forget.setObjectName("forget_search")
        forget.clicked.connect(lambda: self.unwanted.emit(one))
        row.addWidget(button)
        row.addStretch()
        row.addWidget(forget)
        return holder
