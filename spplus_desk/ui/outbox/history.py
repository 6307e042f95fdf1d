"""The history of one send: what happened and when, on a line with dots; the red one is a refusal."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from spplus_desk.domain.outbox import SendEvent
from spplus_desk.domain.values import Value
from spplus_desk.ui.outbox.words import event_detail, event_text, event_time
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.lists import KeyListView
from spplus_desk.ui.widgets.painting import paint_row_focus

LineRole = Qt.ItemDataRole.UserRole + 1
_Index = QModelIndex | QPersistentModelIndex
_TEXT = 20
_LINE, _DETAIL, _GAP = 20, 17, 8


class Line(Value):
    text: str
    time: str
    detail: str
    refused: bool


def lines(events: Sequence[SendEvent], now: datetime) -> list[Line]:
    """One line for each event, but one alone for a run of tries that all failed the same way."""
    told: list[tuple[SendEvent, int]] = []
    for event in events:
        if event.event == "attempted":
            continue  # what came of it is the next line
        last = told[-1] if told else None
        if last is not None and event.event == "failed" and (last[0].event, last[0].detail) == ("failed", event.detail):
            told[-1] = (event, last[1] + 1)
        else:
            told.append((event, 1))
    if events and events[-1].event == "attempted" and (not told or told[-1][0].event != "failed"):
        told.append((events[-1], 1))
    return [
        Line(
            text=event_text(event) + (f", {times}\u00a0fois" if times > 1 else ""),
            time=event_time(event, now),
            detail=event_detail(event),
            refused=event.event in ("refused", "parked"),
        )
        for event, times in told
    ]


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []

    def show(self, shown: list[Line]) -> bool:
        if shown == self._lines:
            return False
        self.beginResetModel()
        self._lines = shown
        self.endResetModel()
        return True

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == LineRole:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(part for part in (line.text, line.time, line.detail) if part)
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: "HistoryList") -> None:
        super().__init__(parent)
        self._theme, self._view = theme, parent

    def _detail_rect(self, line: Line, width: int) -> QRect:
        metrics = QFontMetrics(self._theme.font(Role.META))
        flags = int(Qt.TextFlag.TextWordWrap)
        return metrics.boundingRect(QRect(0, 0, max(width - self._theme.px(_TEXT), 40), 1000), flags, line.detail)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        line: Line = index.data(LineRole)
        height = self._theme.px(_LINE + _GAP)
        if line.detail:
            height += self._detail_rect(line, self._view.viewport().width()).height() + 2
        return QSize(0, height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, px, rect = self._theme, self._theme.px, QRect(option.rect)
        line: Line = index.data(LineRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = rect.top() + px(_LINE) / 2
        axis = rect.left() + px(7) + 0.5
        last = index.row() == index.model().rowCount() - 1
        painter.setPen(QPen(theme.color("border"), 1))
        painter.drawLine(
            QRectF(axis, rect.top() if index.row() else middle, 0, 0).topLeft(),
            QRectF(axis, middle if last else rect.bottom() + 1, 0, 0).topLeft(),
        )
        radius = px(4)
        tone = "error" if line.refused else "text-3"
        painter.setPen(QPen(theme.color(tone), 2))
        painter.setBrush(theme.color("error" if line.refused else "surface"))
        painter.drawEllipse(QRectF(axis - radius, middle - radius, 2 * radius, 2 * radius))
        left = rect.left() + px(_TEXT)
        font = theme.font(Role.UI)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        vertical = int(Qt.AlignmentFlag.AlignVCenter)
        text = QFontMetrics(font).elidedText(line.text, Qt.TextElideMode.ElideRight, rect.width() - px(_TEXT))
        painter.drawText(QRect(left, rect.top(), rect.width(), px(_LINE)), vertical, text)
        at = left + QFontMetrics(font).horizontalAdvance(text) + px(4)
        painter.setFont(theme.font(Role.META, tabular=True))
        painter.setPen(theme.color("text-3"))
        painter.drawText(QRect(at, rect.top(), rect.right() - at, px(_LINE)), vertical, line.time)
        if line.detail:
            painter.setFont(theme.font(Role.META))
            room = QRect(left, rect.top() + px(_LINE), rect.width() - px(_TEXT), rect.height() - px(_LINE))
            painter.drawText(room, int(Qt.TextFlag.TextWordWrap), line.detail)
        paint_row_focus(painter, theme, option)
        painter.restore()


class HistoryList(KeyListView):
    """As tall as its lines: the pane around it scrolls."""

    def __init__(self, theme: Theme, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self.setObjectName("outbox_history")
        self.setAccessibleName(self.tr("Historique de l’envoi"))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("ground", "none")
        self._model = _Model(self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(theme, self))
        theme.changed.connect(self._fit)

    def show_events(self, events: Sequence[SendEvent]) -> None:
        if self._model.show(lines(events, self._clock())):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _fit(self) -> None:
        self.scheduleDelayedItemsLayout()
        height = sum(self.sizeHintForIndex(self._model.index(n, 0)).height() for n in range(self._model.rowCount()))
        self.setFixedHeight(max(height, 1))
