"""The list's model: the frozen order of a `Listing`, of which pages of rows are read when somebody looks at them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from spplus_desk.domain.inbox import InboxRow
from spplus_desk.domain.listing import Listing
from spplus_desk.ui import wording
from spplus_desk.ui.inbox.items import AWAITED, Awaited, Header, Item, Shape

ITEM = int(Qt.ItemDataRole.UserRole) + 1
"""The InboxRow, the Header or Awaited itself, for the delegate."""
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_KEPT = 4_000
"""Rows kept in memory, about 6 MB of texts; those looked at longest ago go first."""


class InboxModel(QAbstractListModel):
    """`data` never waits and never raises: a row that is not there yet is asked for, and shows grey until it comes."""

    row_wanted = Signal(int)
    """Somebody looked at this place, and its row is not there."""

    def __init__(self, clock: Callable[[], datetime], me: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock, self._me = clock, me
        self._listing = Listing(number=0, count=0)
        self._shape = Shape(0, ())
        self._rows: dict[int, InboxRow] = {}  # by place; in the order in which they were read
        self._gone: set[int] = set()  # places of rows that left the inbox: the next list is without them

    # Reading

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else self._shape.items

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item = self.item(index)
        if item is None:
            return None
        if role == ITEM:
            return item
        if isinstance(item, Header):
            text = wording.group_name(item.group)
            match role:
                case Qt.ItemDataRole.DisplayRole:
                    return text
                case Qt.ItemDataRole.AccessibleTextRole:
                    return text if item.count is None else f"{text}, {wording.number(item.count)}"
            return None
        if isinstance(item, Awaited):
            return self.tr("Lecture en cours") if role == Qt.ItemDataRole.AccessibleTextRole else None
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
        if not index.isValid() or self._shape.header_at(index.row()) is not None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def item(self, index: Index) -> Item | None:
        at = index.row()
        if not index.isValid() or not 0 <= at < self._shape.items:
            return None
        header = self._shape.header_at(at)
        return header if header is not None else self._row_at(self._shape.place_of(at))

    def row(self, index: Index) -> InboxRow | None:
        """The row at `index`; None for a header, and for a row that has not come yet."""
        item = self.item(index)
        return item if isinstance(item, InboxRow) else None

    @property
    def listing(self) -> Listing:
        return self._listing

    @property
    def heads(self) -> Sequence[int]:
        """The rows of the model that are headers."""
        return self._shape.heads

    @property
    def rows(self) -> tuple[InboxRow, ...]:
        """Those that are in memory, in their order on screen."""
        return tuple(row for _, row in sorted(self._rows.items()))

    def place_of(self, index: Index) -> int | None:
        """The place of a row among the rows of the list, from 0."""
        if not index.isValid() or self._shape.header_at(index.row()) is not None:
            return None
        return self._shape.place_of(index.row())

    def place_at(self, item: int) -> int:
        """The place of the row at `item`; of a header, that of the row after it."""
        return self._shape.place_of(item)

    def lacks(self, place: int) -> bool:
        """True for a row that can be read and was not."""
        there = place in self._rows or place in self._gone
        return self._listing.number > 0 and 0 <= place < self._shape.rows and not there

    def places_of(self, ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """(first place, how many) of the rows within ranges of items, both ends included; headers do not count."""
        found: list[tuple[int, int]] = []
        for top, bottom in sorted(ranges):
            first = self._shape.place_of(top)
            count = self._shape.place_of(bottom) - first + (self._shape.header_at(bottom) is None)
            if count > 0:
                found.append((first, count))
        return found

    def index_at(self, place: int) -> QModelIndex:
        """The index of the row at `place`; invalid beyond the end."""
        return self.index(self._shape.item_of(place)) if 0 <= place < self._shape.rows else QModelIndex()

    def index_of(self, key: str) -> QModelIndex:
        """The index of the row `key`, invalid when it is not in memory."""
        place = next((place for place, row in self._rows.items() if row.key == key), None)
        return QModelIndex() if place is None else self.index_at(place)

    def _row_at(self, place: int) -> Item:
        row = self._rows.get(place)
        if row is not None:
            return row
        if self.lacks(place):
            self.row_wanted.emit(place)
        return AWAITED

    # Writing

    def clear(self) -> None:
        self.beginResetModel()
        self._take(Listing(number=0, count=0))
        self.endResetModel()

    def set_listing(self, listing: Listing, cursor: str = "") -> None:
        """Show `listing`. Views keep their place; the row `cursor` keeps the cursor, wherever it stands now."""
        old, new = self._shape.items, Shape(listing.count, listing.groups).items
        if new > old:
            self.beginInsertRows(QModelIndex(), old, new - 1)
            self._shape.items = new
            self.endInsertRows()
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = self.index_of(cursor) if cursor else QModelIndex()
        held_at = held.row() if held.isValid() else -1
        self._take(listing)
        self._shape.items = max(old, new)
        place = listing.places.get(cursor)
        now_at = QModelIndex() if place is None else self.index_at(place)
        self.changePersistentIndexList(
            before, [now_at if index.row() == held_at else QModelIndex() for index in before]
        )
        self.layoutChanged.emit()
        if new < old:
            self.beginRemoveRows(QModelIndex(), new, old - 1)
            self._shape.items = new
            self.endRemoveRows()

    def set_page(self, number: int, start: int, rows: Sequence[InboxRow | None]) -> None:
        """Rows that were asked for, unless the list has changed since."""
        if number != self._listing.number:
            return
        self._keep(start, rows)
        for old in list(self._rows)[: max(0, len(self._rows) - _KEPT)]:
            del self._rows[old]
        self._changed(start, min(start + len(rows), self._shape.rows) - 1)

    def update_row(self, row: InboxRow) -> None:
        """Show that row's new content at the place where it stands; nothing when it is not there."""
        for place, known in self._rows.items():
            if known.key == row.key and known != row:
                self._rows[place] = row
                self._changed(place, place)
                return

    def refresh_words(self) -> None:
        """Time has passed: chips say something else."""
        if self._shape.items:
            self.dataChanged.emit(self.index(0), self.index(self._shape.items - 1))

    def _take(self, listing: Listing) -> None:
        self._listing = listing
        self._shape = Shape(listing.count, listing.groups, whole=listing.whole)
        self._rows.clear()
        self._gone.clear()
        self._keep(listing.start, listing.rows)

    def _keep(self, start: int, rows: Sequence[InboxRow | None]) -> None:
        for place, row in enumerate(rows, start):
            self._rows.pop(place, None)
            if row is None:
                self._gone.add(place)
            else:
                self._rows[place] = row

    def _changed(self, first: int, last: int) -> None:
        if first <= last:
            self.dataChanged.emit(self.index_at(first), self.index_at(last))
