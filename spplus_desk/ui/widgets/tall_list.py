"""A list of any number of rows, of two heights: rows, and the few headers between them.

Qt's own list asks each row for its size: a million questions, seconds without an answer to the agent. Here the place of
a row is a sum: the scroll bar is true from the first paint, and only the rows in sight are ever looked at.
"""

from bisect import bisect_left
from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QAccessible, QAccessibleEvent, QMouseEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem

from spplus_desk.ui.widgets.lists import KeyListView

Index = QModelIndex | QPersistentModelIndex
_MANY = 200
"""From so many rows on, a change of the selection paints all that is in sight, and tells nothing row by row."""


class TallList(KeyListView):
    """`set_shape` says what the rows measure; the model stays the only one to know what they are."""

    # Of the class: Qt asks for them before the constructor is through.
    _heads: Sequence[int] = ()
    _row_height = _head_height = 1

    def set_shape(self, heads: Sequence[int], row_height: int, head_height: int) -> None:
        """`heads` are the row numbers of the headers, ascending; heights in device-independent pixels."""
        self._heads, self._row_height, self._head_height = heads, row_height, head_height
        self.doItemsLayout()

    @property
    def row_height(self) -> int:
        return self._row_height

    # Geometry

    def top_of(self, row: int) -> int:
        """Pixels above the row `row`."""
        return row * self._row_height - bisect_left(self._heads, row) * (self._row_height - self._head_height)

    def height_of(self, row: int) -> int:
        place = bisect_left(self._heads, row)
        is_head = place < len(self._heads) and self._heads[place] == row
        return self._head_height if is_head else self._row_height

    def row_at(self, y: int) -> int:
        """The row that holds the pixel `y` of the whole list; it may be before the first or after the last."""
        passed, top = 0, 0
        for head in self._heads:
            head_top = self.top_of(head)
            if y < head_top:
                break
            if y < head_top + self._head_height:
                return head
            passed, top = head + 1, head_top + self._head_height
        return passed + (y - top) // self._row_height

    def rows_in_sight(self) -> range:
        """The rows of which something can be seen."""
        count = self._count()
        top = self.verticalOffset()
        first = max(0, self.row_at(top))
        last = min(count - 1, self.row_at(top + max(self.viewport().height() - 1, 0)))
        return range(first, last + 1)

    def put_at(self, index: Index, y: int) -> None:
        """Scroll so that the row at `index` begins `y` pixels under the top of what is in sight."""
        if index.isValid():
            self.verticalScrollBar().setValue(self.top_of(index.row()) - y)

    def _whole_height(self) -> int:
        return self.top_of(self._count())

    def _count(self) -> int:
        model = cast("QAbstractItemModel | None", self.model())  # None before one is set, whatever the stubs say
        return 0 if model is None else model.rowCount()

    def setCurrentIndex(self, index: Index) -> None:
        """The row, and it alone. Qt would look at the keys that are held: Ctrl+Entrée sends, and adds nothing."""
        super().setCurrentIndex(index)
        self.selectionModel().select(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # What Qt asks of an item view

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def horizontalOffset(self) -> int:
        return 0

    def visualRect(self, index: Index) -> QRect:
        if not index.isValid():
            return QRect()
        row = index.row()
        return QRect(0, self.top_of(row) - self.verticalOffset(), self.viewport().width(), self.height_of(row))

    def indexAt(self, point: QPoint) -> QModelIndex:
        model = self.model()
        row = self.row_at(point.y() + self.verticalOffset())
        if not 0 <= row < self._count() or not 0 <= point.x() < self.viewport().width():
            return QModelIndex()
        return model.index(row, 0)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if not index.isValid():
            return
        bar, room = self.verticalScrollBar(), self.viewport().height()
        top, height = self.top_of(index.row()), self.height_of(index.row())
        match hint:
            case QAbstractItemView.ScrollHint.PositionAtTop:
                bar.setValue(top)
            case QAbstractItemView.ScrollHint.PositionAtBottom:
                bar.setValue(top + height - room)
            case QAbstractItemView.ScrollHint.PositionAtCenter:
                bar.setValue(top + height // 2 - room // 2)
            case _ if top < bar.value():
                bar.setValue(top)
            case _ if top + height > bar.value() + room:
                bar.setValue(top + height - room)

    def doItemsLayout(self) -> None:
        QAbstractItemView.doItemsLayout(self)  # not the list's own, which measures each row

    def updateGeometries(self) -> None:
        bar, room = self.verticalScrollBar(), self.viewport().height()
        bar.setPageStep(max(room, 1))
        bar.setSingleStep(max(self._row_height // 2, 1))
        bar.setRange(0, max(0, self._whole_height() - room))
        QAbstractItemView.updateGeometries(self)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        self.viewport().scroll(dx, dy)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        return QRegion(self.viewport().rect())

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        model = self.model()
        count = model.rowCount()
        offset = self.verticalOffset()
        first, last = max(0, self.row_at(rect.top() + offset)), min(count - 1, self.row_at(rect.bottom() + offset))
        chosen = QItemSelection()
        if first <= last:
            chosen = QItemSelection(model.index(first, 0), model.index(last, 0))
        self.selectionModel().select(chosen, command)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        model, current = self.model(), self.currentIndex()
        last = model.rowCount() - 1
        page = max(1, self.viewport().height() // self._row_height - 1)
        at = current.row()
        actions = QAbstractItemView.CursorAction
        match action:
            case actions.MoveHome:
                goal, by = 0, 1
            case actions.MoveEnd:
                goal, by = last, -1
            case actions.MoveUp | actions.MovePrevious | actions.MoveLeft:
                goal, by = at - 1, -1
            case actions.MovePageUp:
                goal, by = max(0, at - page), -1
            case actions.MovePageDown:
                goal, by = min(last, at + page), 1
            case _:
                goal, by = at + 1, 1
        found = self.nearest_row(goal, by)
        if found is None:
            found = self.nearest_row(goal, -by)  # a page from the top ends on the first header
        return current if found is None else model.index(found, 0)

    def nearest_row(self, row: int, by: int) -> int | None:
        """The first row from `row` on, in steps of `by`, that can be chosen."""
        model = self.model()
        while 0 <= row < model.rowCount():
            if model.flags(model.index(row, 0)) & Qt.ItemFlag.ItemIsSelectable:
                return row
            row += by
        return None

    def paintEvent(self, event: QPaintEvent) -> None:
        model, delegate = self.model(), self.itemDelegate()
        current, hovered = self.currentIndex().row(), self._hovered_row()
        chosen, focused = self.selectionModel(), self.hasFocus()
        with QPainter(self.viewport()) as painter:
            for row in self.rows_in_sight():
                index = model.index(row, 0)
                rect = self.visualRect(index)
                if not event.rect().intersects(rect):
                    continue
                option = QStyleOptionViewItem()
                self.initViewItemOption(option)
                option.rect = rect
                state = option.state & ~QStyle.StateFlag.State_HasFocus & ~QStyle.StateFlag.State_MouseOver
                if chosen.isSelected(index):
                    state |= QStyle.StateFlag.State_Selected
                if row == hovered:
                    state |= QStyle.StateFlag.State_MouseOver
                if focused and row == current:
                    state |= QStyle.StateFlag.State_HasFocus
                option.state = state
                delegate.paint(painter, option, index)
            self.paint_no_current(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Beside the rows and on a header nothing is chosen, and nothing is given up."""
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.model().flags(index) & Qt.ItemFlag.ItemIsSelectable:
            super().mousePressEvent(event)

    def _hovered_row(self) -> int:
        place = self.viewport().mapFromGlobal(self.cursor().pos())
        if not self.viewport().underMouse() or not self.viewport().rect().contains(place):
            return -1
        return self.indexAt(place).row()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        if sum(part.height() for part in (*selected.toList(), *deselected.toList())) > _MANY:
            self.viewport().update()  # Qt's own would look at each of them
        else:
            QAbstractItemView.selectionChanged(self, selected, deselected)

    def currentChanged(self, current: Index, previous: Index) -> None:
        QAbstractItemView.currentChanged(self, current, previous)
        if current.isValid() and self.hasFocus() and QAccessible.isActive():
            event = QAccessibleEvent(self, QAccessible.Event.Focus)
            event.setChild(current.row())
            QAccessible.updateAccessibility(event)
