"""The list's model: frozen rows and group headers, updated by id so that the selection stays where it is."""

from collections.abc import Callable, Sequence
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from spplus_desk.domain.inbox import InboxRow
from spplus_desk.ui import wording
from spplus_desk.ui.inbox.items import Header, Item, with_headers

ITEM = int(Qt.ItemDataRole.UserRole) + 1
"""The InboxRow or the Header itself, for the delegate."""
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class InboxModel(QAbstractListModel):
    """`data` never queries and never raises: it looks at the tuple it holds."""

    def __init__(self, clock: Callable[[], datetime], me: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock, self._me = clock, me
        self._rows: tuple[InboxRow, ...] = ()
        self._items: list[Item] = []
        self._grouped = True

    # Reading

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or not 0 <= index.row() < len(self._items):
            return None
        item = self._items[index.row()]
        if role == ITEM:
            return item
        if isinstance(item, Header):
            text = wording.group_name(item.group)
            match role:
                case Qt.ItemDataRole.DisplayRole:
                    return text
                case Qt.ItemDataRole.AccessibleTextRole:
                    return f"{text}, {wording.number(item.count)}"
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return item.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return wording.row_text(item, self._clock(), self._me)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return item.excerpt
            case Qt.ItemDataRole.ToolTipRole if item.replied_at is None:
                return wording.due_sentence(item.due_at, self._clock(), item.timezone)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or isinstance(self.item(index), Header):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    @property
    def rows(self) -> tuple[InboxRow, ...]:
        """The rows in their order on screen, without headers."""
        return tuple(item for item in self._items if not isinstance(item, Header))

    def item(self, index: Index) -> Item | None:
        return self._items[index.row()] if index.isValid() and index.row() < len(self._items) else None

    def row(self, index: Index) -> InboxRow | None:
        item = self.item(index)
        return None if isinstance(item, Header) else item

    def index_of(self, key: str) -> QModelIndex:
        """The index of the row `key`, invalid when it is not there."""
        for place, item in enumerate(self._items):
            if item.key == key:
                return self.index(place)
        return QModelIndex()

    # Writing

    def set_rows(self, rows: Sequence[InboxRow], *, grouped: bool) -> None:
        """Show `rows`: what stays is not touched, so that views keep selection and place."""
        self._grouped = grouped
        self._rows = tuple(rows)
        self._replace(with_headers(self._rows, self._clock()) if grouped else list(self._rows))

    def update_row(self, row: InboxRow) -> None:
        """Show that row's new content at the place where it stands; nothing when it is not there."""
        if row not in self._rows:
            rows = tuple(row if known.key == row.key else known for known in self._rows)
            self.set_rows(rows, grouped=self._grouped)

    def refresh_words(self) -> None:
        """Time has passed: chips and groups say something else."""
        self.set_rows(self._rows, grouped=self._grouped)
        if self._items:
            self.dataChanged.emit(self.index(0), self.index(len(self._items) - 1))

    def _replace(self, fresh: list[Item]) -> None:
        old, new = [item.key for item in self._items], [item.key for item in fresh]
        if not set(old) & set(new):
            self.beginResetModel()
            self._items = fresh
            self.endResetModel()
            return
        if old != new:
            # From the end, so that the places of what is still to be done do not move.
            for tag, i1, i2, j1, j2 in reversed(SequenceMatcher(None, old, new, autojunk=False).get_opcodes()):
                if tag in ("delete", "replace"):
                    self.beginRemoveRows(QModelIndex(), i1, i2 - 1)
                    del self._items[i1:i2]
                    self.endRemoveRows()
                if tag in ("insert", "replace"):
                    self.beginInsertRows(QModelIndex(), i1, i1 + (j2 - j1) - 1)
                    self._items[i1:i1] = fresh[j1:j2]
                    self.endInsertRows()
        for place, item in enumerate(fresh):
            if self._items[place] != item:
                self._items[place] = item
                self.dataChanged.emit(self.index(place), self.index(place))
