"""The days of « Pourquoi cette date ? »: a table of four columns, one line a day."""

from datetime import date
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from spplus_desk.domain.calendar import CountedDay, DayKind
from spplus_desk.domain.inbox import WhyDate
from spplus_desk.domain.values import Value
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.theme.style import RING
from spplus_desk.ui.widgets.text import elided
from spplus_desk.ui.wording import calendars, long_day

Index = QModelIndex | QPersistentModelIndex
_ROW, _MOST_ROWS, _LEAST_ROWS = 31, 12, 3
_COLUMNS = (56, 100, 0, 108)
"""Px of the pictures; 0 takes what is left."""
_MARK, _DAY, _REASON, _STATE = range(4)
_LINE = Qt.ItemDataRole.UserRole


class Line(Value):
    """One day in words. `tone` is a token for the reason; `what` is stronger than `detail`."""

    mark: str
    day: str
    spoken_day: str
    what: str
    detail: str
    state: str
    holiday: bool
    counted: bool
    last: bool

    @property
    def reason(self) -> str:
        return f"{self.what}, {self.detail}" if self.detail else self.what


def lines_of(why: WhyDate, today: date) -> list[Line]:
    calendar = why.rules.calendar
    found: list[Line] = []
    for day in why.days:
        what, detail = calendars.reason_parts(day, why.published_at, calendar, date_only=why.date_only)
        if day.day == today:
            detail = f"aujourd’hui, {detail}" if detail else "aujourd’hui"
        found.append(
            Line(
                mark=str(day.number) if day.counted else "",
                day=calendars.short_day(day.day),
                spoken_day=long_day(day.day, today),
                what=what,
                detail=detail,
                state=_state(day),
                holiday=day.kind is DayKind.HOLIDAY and not day.start,
                counted=day.counted,
                last=day.last,
            )
        )
    return found


def _state(day: CountedDay) -> str:
    if day.start and not day.counted:
        return "départ"
    return "compté" if day.counted else "non compté"


class _Model(QAbstractTableModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.lines: list[Line] = []

    def show_lines(self, lines: list[Line]) -> None:
        if lines != self.lines:
            self.beginResetModel()
            self.lines = lines
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 -- Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == _LINE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            return (line.mark or "–", line.day, line.reason, line.state)[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return (line.mark or "non compté", line.spoken_day, line.reason, line.state)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == _REASON:
            return line.reason
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return ("Numéro", "Jour", "Raison", "Compté")[section]
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, self._theme.px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, line, rect = self._theme, index.data(_LINE), option.rect
        ground = "warning-bg" if line.holiday else "selected" if line.last else "surface"
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(rect, theme.color(ground))
        if index.column() == _MARK:
            self._paint_mark(painter, rect, line)
        elif index.column() == _REASON:
            self._paint_reason(painter, rect, line)
        else:
            self._paint_text(painter, rect, line, index.column())
        painter.restore()

    def _paint_mark(self, painter: QPainter, rect: QRect, line: Line) -> None:
        theme, side = self._theme, self._theme.px(20)
        spot = QRect(rect.left() + theme.px(20), rect.center().y() - side // 2 + 1, side, side)
        if line.counted:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("primary"))
            painter.drawEllipse(spot)
            painter.setFont(theme.font(Role.META, 600, tabular=True))
            painter.setPen(theme.color("on-primary"))
            painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), line.mark)
            return
        if line.state == "départ":
            inner = side * 0.7
            ring = QRectF(spot).adjusted(
                (side - inner) / 2, (side - inner) / 2, -(side - inner) / 2, -(side - inner) / 2
            )
            painter.setPen(QPen(theme.color("text-3"), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(ring)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("text-3"))
            painter.drawEllipse(ring.center(), inner / 6, inner / 6)
            return
        painter.setPen(QPen(theme.color("text-3"), 1.4))
        middle, half = spot.center(), theme.px(5)
        painter.drawLine(middle.x() - half, middle.y(), middle.x() + half, middle.y())

    def _paint_text(self, painter: QPainter, rect: QRect, line: Line, column: int) -> None:
        theme = self._theme
        shown = line.counted or line.state == "départ"
        if column == _DAY:
            painter.setFont(theme.font(Role.UI, tabular=True))
            painter.setPen(theme.color("text" if shown else "text-2" if line.holiday or line.last else "text-3"))
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), line.day)
        else:
            painter.setFont(theme.font(Role.META))
            painter.setPen(theme.color("text-2"))
            room = rect.adjusted(0, 0, -theme.px(20), 0)
            painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), line.state)

    def _paint_reason(self, painter: QPainter, rect: QRect, line: Line) -> None:
        theme = self._theme
        shown = line.counted or line.state == "départ"
        font = theme.font(Role.UI, 500 if line.holiday or line.state == "départ" else 400)
        metrics = QFontMetrics(font)
        aligned = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        painter.setFont(font)
        painter.setPen(theme.color("warning" if line.holiday else "text" if shown else "text-3"))
        painter.drawText(rect, aligned, elided(metrics, line.what, rect.width()))
        if line.detail:
            painter.setFont(theme.font(Role.UI))
            painter.setPen(theme.color("text-2" if shown or line.holiday or line.last else "text-3"))
            left = rect.adjusted(metrics.horizontalAdvance(line.what), 0, 0, 0)
            text = elided(QFontMetrics(theme.font(Role.UI)), f", {line.detail}", left.width())
            painter.drawText(left, aligned, text)


class CountedDays(QTableView):
    """Arrows go from day to day. Ctrl+C and Escape are for the card that holds it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setObjectName("counted_days")
        self.setAccessibleName(self.tr("Jours comptés et non comptés"))
        self._days = _Model(self)
        self.setModel(self._days)
        self.setItemDelegate(_Delegate(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().hide()
        self.verticalHeader().hide()
        self.horizontalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setMinimumSectionSize(1)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setSectionResizeMode(_REASON, QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._restyle()
        theme.changed.connect(self._restyle)

    def _restyle(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._theme.px(_ROW))
        for column, width in enumerate(_COLUMNS):
            if width:
                self.setColumnWidth(column, self._theme.px(width))

    def show_days(self, why: WhyDate, today: date) -> None:
        self._days.show_lines(lines_of(why, today))
        if self._days.lines and not self.currentIndex().isValid():
            self.setCurrentIndex(self._days.index(len(self._days.lines) - 1, _REASON))
            self.scrollToBottom()
        self.updateGeometry()

    def lines(self) -> list[str]:
        """Each day as plain text."""
        return [
            f"{f'{line.mark}. ' if line.mark else ''}{line.spoken_day}\u00a0: {line.reason} ({line.state})"
            for line in self._days.lines
        ]

    def sizeHint(self) -> QSize:
        rows = min(max(len(self._days.lines), 1), _MOST_ROWS)
        return QSize(0, self._theme.px(_ROW) * rows)

    def minimumSizeHint(self) -> QSize:
        rows = min(max(len(self._days.lines), 1), _LEAST_ROWS)
        return QSize(0, self._theme.px(_ROW) * rows)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ring is round the whole line: the table is read line by line."""
        super().paintEvent(event)
        if self.hasFocus() and self.currentIndex().isValid():
            line = self.visualRect(self.currentIndex())
            with QPainter(self.viewport()) as painter:
                painter.setPen(QPen(self._theme.color("focus"), RING))
                painter.drawRect(QRectF(1, line.top() + 1, self.viewport().width() - 2, line.height() - 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy) or event.key() == Qt.Key.Key_Escape:
            event.ignore()  # the card's
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters choose nothing here."""
