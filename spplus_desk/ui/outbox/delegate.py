"""One line of Envois, 60 px: state, title and recipient, what happens now, one action."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from spplus_desk.domain.outbox import SendItem
from spplus_desk.domain.sync_status import SyncPhase
from spplus_desk.ui.outbox.model import Group, OutboxModel, RowRole
from spplus_desk.ui.outbox.words import Action, action, happening
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.chips import paint_chip, send_look
from spplus_desk.ui.widgets.painting import paint_group_header, paint_row_focus, paint_row_ground
from spplus_desk.ui.widgets.text import elided, two_at_most
from spplus_desk.ui.wording import number

_ROW, _GROUP = 60, 28
_SIDE, _STATE, _RIGHT = 24, 162, 308
"""Left margin; width of the state column; distance of the third column from the right edge."""
_TITLE = 480
"""The third column never stands further than this from the title: the eye must find its line."""
_NARROW = 620
"""Under this width the action is not painted: Enter and the detail have it."""
_BAR = 132


class OutboxDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, clock: Callable[[], datetime], parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._clock = theme, clock

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        group = isinstance(index.data(RowRole), Group)
        return QSize(0, self._theme.px(_GROUP if group else _ROW))

    def action_rect(self, rect: QRect, item: SendItem) -> QRect:
        """Where the action of a row is painted; empty where there is none."""
        what = action(item, self._clock())
        if what is None or rect.width() < self._theme.px(_NARROW):
            return QRect()
        px, metrics = self._theme.px, QFontMetrics(self._theme.font(Role.META, 500))
        width, height = metrics.horizontalAdvance(what.value) + 2 * px(10), px(28)
        return QRect(rect.right() + 1 - px(_SIDE) - width, rect.center().y() - height // 2, width, height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row, rect = index.data(RowRole), QRect(option.rect)
        if isinstance(row, Group):
            paint_group_header(painter, self._theme, rect, row.name, number(row.count))
            return
        model = index.model()
        phase = model.phase if isinstance(model, OutboxModel) else SyncPhase.NEVER
        painter.save()
        paint_row_ground(painter, self._theme, option)
        self._paint_item(painter, rect, row, phase)
        paint_row_focus(painter, self._theme, option)
        painter.restore()

    def _paint_item(self, painter: QPainter, rect: QRect, item: SendItem, phase: SyncPhase) -> None:
        px = self._theme.px
        narrow = rect.width() < px(_NARROW)
        title = rect.left() + px(_SIDE + _STATE)
        third = min(rect.right() + 1 - px(190 if narrow else _RIGHT), title + px(_TITLE))
        paint_chip(
            painter,
            self._theme,
            rect.left() + px(_SIDE),
            rect.center().y() - px(10),
            send_look(item.state, parked=item.parked),
        )
        to = self.tr("à {name}").format(name=item.pseudonym)
        self._two(painter, QRect(title, rect.top(), third - title - px(16), rect.height()), item.title, to, 500)
        self._paint_happening(painter, QRect(third, rect.top(), px(180), rect.height()), item, phase)
        what = action(item, self._clock())
        if what is not None and not narrow:
            self._paint_action(painter, self.action_rect(rect, item), what)

    def _paint_happening(self, painter: QPainter, rect: QRect, item: SendItem, phase: SyncPhase) -> None:
        what = happening(item, self._clock(), phase)
        if what.left is None:
            self._two(painter, rect, what.first, what.second, 400)
            return
        px = self._theme.px
        self._two(painter, rect.translated(0, -px(4)), what.first, " ", 400)
        bar = QRectF(rect.left(), rect.center().y() + px(10), px(_BAR), px(4))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("border"))
        painter.drawRoundedRect(bar, 2, 2)
        painter.setBrush(self._theme.color("primary"))
        painter.drawRoundedRect(QRectF(bar.left(), bar.top(), bar.width() * what.left, bar.height()), 2, 2)

    def _two(self, painter: QPainter, rect: QRect, first: str, second: str, weight: int) -> None:
        theme, px = self._theme, self._theme.px
        font = theme.font(Role.UI, weight)
        # In large text the column is narrow; the row has room for a second line.
        whole = two_at_most(QFontMetrics(font), first, rect.width())
        lines = [(part, font, "text", px(18)) for part in whole]
        if second:
            lines.append((second, theme.font(Role.META, tabular=True), "text-3", px(16)))
        top = rect.top() + (rect.height() - 1 - sum(line[3] for line in lines)) // 2
        for text, font, tone, height in lines:
            painter.setFont(font)
            painter.setPen(theme.color(tone))
            shown = elided(QFontMetrics(font), text, rect.width())
            painter.drawText(QRect(rect.left(), top, rect.width(), height), int(Qt.AlignmentFlag.AlignVCenter), shown)
            top += height

    def _paint_action(self, painter: QPainter, rect: QRect, what: Action) -> None:
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("border-strong"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setPen(theme.color("text"))
        painter.setFont(theme.font(Role.META, 500))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), what.value)
