"""The active filters, under the header: each a chip that removes itself, by mouse or by keyboard."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spplus_desk.domain.inbox_filter import Filter
from spplus_desk.ui import wording
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.flow import FlowLayout
from spplus_desk.ui.widgets.frames import Pane, h_line


class FilterBar(Pane):
    removed = Signal(str, object)
    """(field, value)."""
    cleared = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__("surface-alt")
        self._theme = theme
        self.setObjectName("list_filters")
        self.setAccessibleName(self.tr("Filtres de la liste"))
        self._holder = QWidget()
        self._flow = FlowLayout(self._holder, gap=4)
        column = QVBoxLayout(self)
        column.setSpacing(0)
        column.setContentsMargins(0, 0, 0, 0)
        inside = QVBoxLayout()
        theme.keep_margins(inside, 12, 6, 12, 6)
        inside.addWidget(self._holder)
        column.addLayout(inside)
        column.addWidget(h_line())
        self.hide()

    def show_filter(self, asked: Filter, names: Mapping[str, str]) -> None:
        """One chip for each thing asked for; the focus stays on the bar when one of several goes."""
        had_focus = self.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        chips = [self._chip(field, value, wording.filter_part(field, value, names)) for field, value in asked.parts()]
        if len(chips) > 1:
            clear = Button(self._theme, self.tr("Tout retirer"), "link", height=24)
            clear.setObjectName("clear_list_filters")
            clear.clicked.connect(self.cleared)
            chips.append(clear)
        for chip in chips:
            self._flow.addWidget(chip)
            chip.show()
        self.setVisible(bool(chips))
        if had_focus and chips:
            chips[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _chip(self, field: str, value: Any, text: str) -> Button:
        chip = Button(self._theme, text, "quiet", icon="close-line", height=24, compact=True)
        chip.setCheckable(True)
        chip.setChecked(True)  # it looks chosen: it is
        chip.setObjectName("remove_list_filter")
        chip.setAccessibleName(self.tr("Retirer le filtre {filter}").format(filter=text))
        chip.setToolTip(chip.accessibleName())
        chip.clicked.connect(lambda: self.removed.emit(field, value))
        return chip
