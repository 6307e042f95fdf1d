"""The results: frozen hits in the order of their answer."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from spplus_desk.domain.search import Hit
from spplus_desk.ui import wording
from spplus_desk.ui.search.words import row_text

HIT = int(Qt.ItemDataRole.UserRole) + 1
"""The Hit itself, for the delegate."""
_Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class ResultModel(QAbstractListModel):
    """`data` never asks anybody: it looks at the tuple it holds."""

    def __init__(self, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._hits: tuple[Hit, ...] = ()

    @property
    def hits(self) -> tuple[Hit, ...]:
        return self._hits

    def show(self, hits: Sequence[Hit]) -> None:
        """Other results. Those that begin as the present ones do keep the selection and the place of the list."""
        fresh = tuple(hits)
        known = len(self._hits)
        if known and fresh[:known] == self._hits:
            if len(fresh) > known:
                self.beginInsertRows(QModelIndex(), known, len(fresh) - 1)
                self._hits = fresh
                self.endInsertRows()
            return
        self.beginResetModel()
        self._hits = fresh
        self.endResetModel()

    def place_of(self, key: str) -> int:
        """The place of the row `key`, or -1."""
        return next((place for place, hit in enumerate(self._hits) if hit.row.key == key), -1)

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._hits)

    def hit(self, index: _Index) -> Hit | None:
        return self._hits[index.row()] if index.isValid() and 0 <= index.row() < len(self._hits) else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        hit = self.hit(index)
        if hit is None:
            return None
        row, now = hit.row, self._clock()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.title
            case Qt.ItemDataRole.AccessibleTextRole:
                status = wording.deadline_text(wording.row_status(row, now))
                published = wording.published_line(row.published_at, now, row.timezone, date_only=row.date_only)
                return row_text(hit, status, published)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return hit.passage.text
            case Qt.ItemDataRole.ToolTipRole if row.replied_at is None:
                return wording.due_sentence(row.due_at, now, row.timezone)
        return hit if role == HIT else None
