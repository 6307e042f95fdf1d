"""Small read-only tables of words and numbers, as a view and a model that never asks anyone anything."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from spplus_desk.ui.theme import Role, Theme

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class RowsModel(QAbstractTableModel):
    """Rows of texts under a head; columns from `numeric` on are numbers, set to the right."""

    def __init__(self, parent: QWidget, *, numeric: int = 1) -> None:
        super().__init__(parent)
        self._head: Sequence[str] = ()
        self._rows: Sequence[Sequence[str]] = ()
        self._numeric = numeric

    def show_rows(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        self.beginResetModel()
        self._head, self._rows = head, rows
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._head)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole:
            return self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._aligned(index.column())
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal:
            if role == Qt.ItemDataRole.DisplayRole:
                return self._head[section]
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return self._aligned(section)
        return None

    def _aligned(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if column >= self._numeric else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class Table(QTableView):
    """A quiet table: no grid, one column takes what the others leave and is never cut, Tab leaves it."""

    def __init__(self, theme: Theme, name: str, accessible: str, *, row: int = 30) -> None:
        super().__init__()
        self._theme, self._row = theme, row
        self._stretched = -1
        self.setObjectName(name)
        self.setAccessibleName(accessible)
        self.setProperty("quiet", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(False)
        header.sectionResized.connect(self._on_section)
        theme.keep_font(self, Role.UI, tabular=True)
        theme.keep_font(header, Role.META, 500)
        theme.changed.connect(self._give_height)
        self._give_height()

    def stretch(self, column: int) -> None:
        """After the model is set. Where the table is too narrow for its words, it scrolls."""
        self._stretched = column
        self.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def _on_section(self, column: int) -> None:
        if column != self._stretched:
            self._fill()

    def _fill(self) -> None:
        header, column = self.horizontalHeader(), self._stretched
        if not 0 <= column < header.count():
            return
        least = max(self.sizeHintForColumn(column), header.sectionSizeHint(column))
        rest = self.viewport().width() - (header.length() - header.sectionSize(column))
        header.resizeSection(column, max(least, rest))

    def _give_height(self) -> None:
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self._theme.px(self._row))
