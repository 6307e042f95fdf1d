"""One template of the shelf: its title with what was looked for, the beginning of its text, library and usefulness."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from spplus_desk.domain.templates import unmarked
from spplus_desk.domain.text import excerpt, folded
from spplus_desk.services.templates import Shelved
from spplus_desk.ui.templates import words
from spplus_desk.ui.templates.model import ShelfModel, ShelvedRole
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.chips import ChipLook, chip_width, paint_chip
from spplus_desk.ui.widgets.painting import paint_row_focus, paint_row_ground
from spplus_desk.ui.widgets.text import elided

_ROW, _SIDE, _LINE = 79, 16, 18
_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


def spans(text: str, wanted: tuple[tuple[str, ...], ...]) -> list[tuple[int, int]]:
    """Where `text` holds what was looked for, in characters; none where folding changes its length."""
    plain = folded(text)
    if len(plain) != len(text):
        return []
    found = [(at, at + len(w)) for group in wanted for w in group if w and (at := plain.find(w)) >= 0]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(found, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


class ShelfDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, model: ShelfModel, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._model = theme, model

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._theme.px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: Shelved = index.data(ShelvedRole)
        theme, rect = self._theme, QRect(option.rect)
        painter.save()
        paint_row_ground(painter, theme, option)
        line, side = theme.px(_LINE), theme.px(_SIDE)
        x, width = rect.left() + side, rect.width() - 2 * side
        top = rect.top() + (rect.height() - 3 * line - theme.px(4)) // 2
        self._paint_title(painter, QRect(x, top, width, line), row.template.title)
        painter.setFont(theme.font(Role.UI))
        painter.setPen(theme.color("text-2"))
        beginning = elided(painter.fontMetrics(), excerpt(unmarked(row.template.body)), width)
        painter.drawText(QRect(x, top + line, width, line), _LEFT, beginning)
        self._paint_facts(painter, QRect(x, top + 2 * line + theme.px(4), width, line), row)
        paint_row_focus(painter, theme, option)
        painter.restore()

    def _paint_title(self, painter: QPainter, rect: QRect, title: str) -> None:
        theme = self._theme
        font = theme.font(Role.UI, 500)
        metrics = QFontMetrics(font)
        shown = elided(metrics, title, rect.width())
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        painter.drawText(rect, _LEFT, shown)
        for start, end in spans(shown, self._model.wanted):
            left = rect.left() + metrics.horizontalAdvance(shown[:start])
            mark = QRect(left, rect.top(), metrics.horizontalAdvance(shown[start:end]), rect.height())
            painter.fillRect(mark, theme.color("mark-bg"))
            painter.setPen(theme.color("mark-fg"))
            painter.drawText(mark, _LEFT | int(Qt.TextFlag.TextDontClip), shown[start:end])

    def _paint_facts(self, painter: QPainter, rect: QRect, row: Shelved) -> None:
        theme = self._theme
        room = rect.width()
        if row.overdue:
            look = ChipLook(self.tr("À relire"), "calendar-todo-line", "warning", "warning-bg", "warning-bd")
            chip = chip_width(theme, look)
            paint_chip(painter, theme, rect.right() - chip, rect.top() + (rect.height() - theme.px(20)) // 2, look)
            room -= chip + theme.px(8)
        painter.setFont(theme.font(Role.META))
        painter.setPen(theme.color("text-3"))
        facts = f"{words.library_name(row.library)}    {words.usefulness(row.use)}"
        painter.drawText(rect, _LEFT, elided(painter.fontMetrics(), facts, room))
