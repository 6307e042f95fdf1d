"""« Cas proches jugés utiles »: what others of the network answered to testimonies like the one that is read."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QVBoxLayout, QWidget

from spplus_desk.domain.cases import CloseCase
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.lists import KeyListView
from spplus_desk.ui.widgets.painting import paint_row_focus
from spplus_desk.ui.widgets.popover import Popover
from spplus_desk.ui.widgets.text import elided
from spplus_desk.ui.wording.cases import source_line, useful_line

MOST = 3
_ROW = 30
_CASE = int(Qt.ItemDataRole.UserRole) + 1
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
_RIGHT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class SimilarModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[CloseCase, ...] = ()

    def show(self, rows: tuple[CloseCase, ...]) -> None:
        if rows != self._rows:
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()

    def row(self, index: Index) -> CloseCase | None:
        return self._rows[index.row()] if 0 <= index.row() < len(self._rows) else None

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.row(index)
        if row is None:
            return None
        if role == _CASE:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return f"{row.case.title}, {row.case.structure_name}, {useful_line(row.case)}"
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return row.passage
        return None


class SimilarDelegate(QStyledItemDelegate):
    """Title as a link, structure, votes."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        found: CloseCase = index.data(_CASE)
        theme, rect = self._theme, QRect(option.rect)
        painter.save()
        painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), theme.color("border"))
        painter.setFont(theme.font(Role.META))
        metrics = painter.fontMetrics()
        votes = useful_line(found.case)
        painter.setPen(theme.color("success" if found.case.useful * 2 > found.case.votes else "text-3"))
        painter.drawText(rect, _RIGHT, votes)
        room = rect.width() - metrics.horizontalAdvance(votes) - theme.px(12)
        place = elided(metrics, found.case.structure_name, room // 3)
        painter.setPen(theme.color("text-3"))
        painter.drawText(QRect(rect.left(), rect.top(), room, rect.height()), _RIGHT, place)
        room -= metrics.horizontalAdvance(place) + theme.px(12)
        painter.setFont(theme.font(Role.UI))
        painter.setPen(theme.color("link"))
        title = elided(painter.fontMetrics(), found.case.title, room)
        painter.drawText(QRect(rect.left(), rect.top(), room, rect.height()), _LEFT, title)
        paint_row_focus(painter, theme, option)
        painter.restore()


class CasePopover(Popover):
    """One case, whole: the testimony and the published answer."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, parent, width=520)
        self.setAccessibleName(self.tr("Cas proche"))
        self._heading = Label(theme, "", Role.HEADING, 600, wrap=True)
        self._from = Label(theme, "", Role.META, tone="text-3", wrap=True)
        self._testimony = Label(theme, "", tone="text-2", wrap=True, selectable=True)
        self._reply = Label(theme, "", wrap=True, selectable=True)
        column = QVBoxLayout(self)
        theme.keep_margins(column, 20, 16, 20, 16, spacing=8)
        for label in (self._heading, self._from, self._testimony, self._reply):
            column.addWidget(label)
        self._reply.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def open_case(self, found: CloseCase, anchor: QWidget) -> None:
        self._heading.setText(found.case.title)
        self._from.setText(source_line(found.case))
        self._testimony.setText(_shortened(found.case.body, 500))
        self._reply.setText(_shortened(found.case.reply, 1_200))
        self.setAccessibleDescription(found.case.reply)
        self.open_under(anchor)
        self._reply.setFocus(Qt.FocusReason.PopupFocusReason)


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


class SimilarList(KeyListView):
    """As tall as its rows. `wanted` carries the CloseCase that the agent wants to read."""

    wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._model = SimilarModel(self)
        self.setObjectName("similar_list")
        self.setAccessibleName(self.tr("Cas proches jugés utiles"))
        self.setModel(self._model)
        self.setItemDelegate(SimilarDelegate(theme, self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.clicked.connect(self._open)
        self.entered_by_key.connect(self._open)
        theme.changed.connect(self._fit)

    def show_cases(self, found: tuple[CloseCase, ...]) -> None:
        self._model.show(found[:MOST])
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.viewport().update()

    def _fit(self) -> None:
        self.setFixedHeight(self._model.rowCount() * self._theme.px(_ROW) + 1)

    def _open(self, index: QModelIndex) -> None:
        found = self._model.row(index)
        if found is not None:
            self.wanted.emit(found)


class SimilarSection(QWidget):
    """The header and the list; hidden while nothing is near."""

    def __init__(self, theme: Theme, header: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self.list = SimilarList(theme)
        self._popover: CasePopover | None = None
        self.list.wanted.connect(self._open)
        column = QVBoxLayout(self)
        theme.keep_margins(column, 0, 12, 0, 0, spacing=6)
        column.addWidget(header)
        column.addWidget(self.list)
        self.hide()

    def show_cases(self, found: tuple[CloseCase, ...]) -> None:
        self.list.show_cases(found)
        self.setVisible(bool(found))

    def _open(self, found: CloseCase) -> None:
        if self._popover is None:
            self._popover = CasePopover(self._theme, self)
        self._popover.open_case(found, self.list)
