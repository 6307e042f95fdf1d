"""The rail's model: entries and their counts."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from spplus_desk.domain.inbox import ViewCounts
from spplus_desk.ui import wording
from spplus_desk.ui.rail.entries import OWN, RailEntry

ENTRY = int(Qt.ItemDataRole.UserRole) + 1
"""The RailEntry."""
COUNT = ENTRY + 1
STARTS_SECTION = ENTRY + 2
"""True where a line stands above the entry: it is no item of its own, a screen reader would stop at it."""
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class RailModel(QAbstractListModel):
    def __init__(self, entries: Sequence[RailEntry], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items = tuple(entries)
        self._counts = ViewCounts()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._items):
            return None
        entry = self._items[index.row()]
        count = entry.count(self._counts) if entry.count is not None else 0
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return entry.name
            case Qt.ItemDataRole.AccessibleDescriptionRole | Qt.ItemDataRole.ToolTipRole:
                if entry.count is None:
                    return entry.name if role == Qt.ItemDataRole.ToolTipRole else None
                text = wording.count_of(count, *entry.counted)
                return f"{entry.name}, {text}" if role == Qt.ItemDataRole.ToolTipRole else text
            case _ if role == ENTRY:
                return entry
            case _ if role == COUNT:
                return count
            case _ if role == STARTS_SECTION:
                return index.row() > 0 and self._items[index.row() - 1].section != entry.section
        return None

    def set_counts(self, counts: ViewCounts) -> None:
        if counts != self._counts:
            self._counts = counts
            self.dataChanged.emit(self.index(0), self.index(len(self._items) - 1))

    def set_own(self, entries: Sequence[RailEntry]) -> None:
        """The agent's own views, under those of everybody. The cursor stays on its entry, wherever that goes."""
        wanted = {entry.key for entry in entries}
        for row in reversed(range(len(self._items))):
            key = self._items[row].key
            if key.startswith(OWN) and key not in wanted:
                self.beginRemoveRows(QModelIndex(), row, row)
                self._items = self._items[:row] + self._items[row + 1 :]
                self.endRemoveRows()
        there = {entry.key for entry in self._items}
        end = sum(1 for entry in self._items if entry.key.startswith(OWN) or entry.section == 0)
        for entry in entries:
            if entry.key not in there:
                self.beginInsertRows(QModelIndex(), end, end)
                self._items = (*self._items[:end], entry, *self._items[end:])
                self.endInsertRows()
                end += 1
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        keys = [self._items[index.row()].key for index in before]
        others = [entry for entry in self._items if not entry.key.startswith(OWN)]
        first = end - len(entries)
        self._items = (*others[:first], *entries, *others[first:])
        self.changePersistentIndexList(before, [self.index_of(key) for key in keys])
        self.layoutChanged.emit()

    def index_of(self, key: str) -> QModelIndex:
        for row, entry in enumerate(self._items):
            if entry.key == key:
                return self.index(row)
        return QModelIndex()
