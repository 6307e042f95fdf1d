"""The rows of Envois: sends under the headers of their groups."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from spplus_desk.domain.outbox import SendCounts, SendItem, SendState
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.domain.values import Value
from spplus_desk.ui.outbox.words import held, row_text
from spplus_desk.ui.wording import number

RowRole = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex


class Group(Value):
    """A header: not selectable, skipped by the arrows, read as « En cours, 6 »."""

    name: str
    count: int


Row = Group | SendItem


def in_order(items: tuple[SendItem, ...], now: datetime) -> list[SendItem]:
    """What leaves next comes first, then what waits, what needs a decision, drafts, and what has arrived."""

    def rank(item: SendItem) -> int:
        if item.state is SendState.WAITING:
            return 0 if held(item, now) else 2 if item.parked else 1
        order = (SendState.PENDING_VALIDATION, SendState.DRAFT, SendState.RECEIVED, SendState.PUBLISHED)
        return 3 + order.index(item.state)

    return sorted(items, key=lambda item: (rank(item), -item.at.timestamp()))


class OutboxModel(QAbstractListModel):
    """`show` keeps rows that did not change; `tick` only repaints those that count down."""

    def __init__(self, clock: Callable[[], datetime], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._rows: list[Row] = []
        self.phase = SyncPhase.NEVER

    def show(self, items: tuple[SendItem, ...], counts: SendCounts, state: SendState | None) -> None:
        """`counts` may be larger than the items shown: the list is cut, the numbers never are."""
        ordered = in_order(items, self._clock())
        ongoing = [i for i in ordered if i.state is not SendState.PUBLISHED]
        published = [i for i in ordered if i.state is SendState.PUBLISHED]
        total = counts.draft + counts.pending_validation + counts.waiting + counts.received
        rows: list[Row] = []
        if ongoing:
            rows += [Group(_tr("En cours"), total if state is None else counts.of(state)), *ongoing]
        if published:
            rows += [Group(_tr("Publiées"), counts.published), *published]
        self._replace(rows)

    def _replace(self, rows: list[Row]) -> None:
        if [_key(row) for row in rows] == [_key(row) for row in self._rows]:
            changed = [n for n, (old, new) in enumerate(zip(self._rows, rows, strict=True)) if old != new]
            self._rows = rows
            for n in changed:
                self._touch(n)
            return
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def tick(self) -> bool:
        """Repaint what counts down; False when nothing does."""
        now = self._clock()
        counting = [n for n, row in enumerate(self._rows) if isinstance(row, SendItem) and row.hold_until is not None]
        alive = False
        for n in counting:
            row = self._rows[n]
            if isinstance(row, SendItem) and row.state is SendState.WAITING and not row.parked:
                self._touch(n)
                alive = alive or held(row, now)
        return alive

    def repaint(self) -> None:
        if self._rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, 0))

    def _touch(self, n: int) -> None:
        self.dataChanged.emit(self.index(n, 0), self.index(n, 0))

    def item(self, row: int) -> SendItem | None:
        found = self._rows[row] if 0 <= row < len(self._rows) else None
        return found if isinstance(found, SendItem) else None

    def row_of(self, key: str) -> int:
        """-1 where it is not shown."""
        return next((n for n, row in enumerate(self._rows) if _key(row) == key), -1)

    def first_item(self) -> int:
        return next((n for n, row in enumerate(self._rows) if isinstance(row, SendItem)), -1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if self.item(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        if role == RowRole:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            if isinstance(row, Group):
                return f"{row.name}, {number(row.count)}"
            return row_text(row, self._clock(), self.phase)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole and isinstance(row, SendItem):
            return row.body[:240]
        return None


def _key(row: Row) -> str:
    return f"group:{row.name}" if isinstance(row, Group) else row.key


def _tr(text: str) -> str:
    return QCoreApplication.translate("Outbox", text)
