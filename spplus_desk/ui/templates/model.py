"""The templates of the shelf, filtered as the agent types."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from spplus_desk.domain.templates import holds, searchable, unmarked, ways
from spplus_desk.domain.text import excerpt, folded
from spplus_desk.services.templates import Shelved
from spplus_desk.ui.templates import words

DUE = "à relire"
"""What is typed for the templates past their review date that the agent may change."""
ShelvedRole = Qt.ItemDataRole.UserRole + 1


class ShelfModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[tuple[Shelved, str], ...] = ()
        self._shown: tuple[Shelved, ...] = ()
        self._wanted: tuple[tuple[str, ...], ...] = ()
        self._due = False

    @property
    def wanted(self) -> tuple[tuple[str, ...], ...]:
        """The spellings looked for, word by word (`domain.templates.ways`)."""
        return self._wanted

    @property
    def total(self) -> int:
        return len(self._all)

    def show(self, rows: tuple[Shelved, ...]) -> None:
        self._all = tuple((row, searchable(row.template)) for row in rows)
        self._apply()

    def search(self, typed: str) -> None:
        """« à relire » alone is no word of a text: it asks for those whose review date is past."""
        due = folded(typed).strip() == folded(DUE)
        wanted = () if due else ways(typed)
        if (wanted, due) != (self._wanted, self._due):
            self._wanted, self._due = wanted, due
            self._apply()

    def _apply(self) -> None:
        self.beginResetModel()
        found = [row for row, text in self._all if holds(text, self._wanted) and (row.due or not self._due)]
        found.sort(key=lambda row: not holds(folded(row.template.title), self._wanted))
        self._shown = tuple(found)
        self.endResetModel()

    def row(self, number: int) -> Shelved | None:
        return self._shown[number] if 0 <= number < len(self._shown) else None

    def place(self, template_id: str) -> int:
        """The row of a template, -1 where it is not shown."""
        return next((n for n, row in enumerate(self._shown) if row.template.id == template_id), -1)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index.row())
        if row is None:
            return None
        if role == ShelvedRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return words.row_text(row)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return excerpt(unmarked(row.template.body), 120)
        return None
