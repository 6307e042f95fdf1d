"""The templates offered for one experience: a small model, filtered as the agent types, and its delegate."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from spplus_desk.domain.documents import Template
from spplus_desk.domain.templates import holds, searchable, unmarked, ways
from spplus_desk.domain.text import excerpt
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.painting import paint_row_focus

TemplateRole = Qt.ItemDataRole.UserRole + 1
_ROW = 56
_SIDE = 20


class TemplateModel(QAbstractListModel):
    """Keeps the order it is given (best match first); `filter` keeps the templates that hold every word typed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[tuple[Template, str], ...] = ()
        self._shown: tuple[Template, ...] = ()
        self._wanted: tuple[tuple[str, ...], ...] = ()

    def set_templates(self, templates: tuple[Template, ...]) -> None:
        self._all = tuple((t, searchable(t)) for t in templates)
        self._apply()

    def filter(self, typed: str) -> None:
        wanted = ways(typed)
        if wanted != self._wanted:
            self._wanted = wanted
            self._apply()

    def _apply(self) -> None:
        self.beginResetModel()
        self._shown = tuple(t for t, text in self._all if holds(text, self._wanted))
        self.endResetModel()

    @property
    def total(self) -> int:
        return len(self._all)

    def template(self, row: int) -> Template | None:
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        template = self.template(index.row())
        if template is None:
            return None
        if role == TemplateRole:
            return template
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return template.title
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return excerpt(unmarked(template.body), 120)
        return None


class TemplateDelegate(QStyledItemDelegate):
    """Title on one line, the beginning of the text under it."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._theme.px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        template: Template = index.data(TemplateRole)
        theme, rect = self._theme, QRect(option.rect)
        painter.save()
        self._paint_ground(painter, option, rect)
        x, width = rect.left() + theme.px(_SIDE), rect.width() - 2 * theme.px(_SIDE)
        line = theme.px(18)
        top = rect.top() + (rect.height() - 2 * line) // 2
        for text, role, weight, tone, y in (
            (template.title, Role.UI, 500, "text", top),
            (excerpt(unmarked(template.body)), Role.META, 400, "text-3", top + line),
        ):
            font = theme.font(role, weight)
            painter.setFont(font)
            painter.setPen(theme.color(tone))
            elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
            painter.drawText(QRect(x, y, width, line), int(Qt.AlignmentFlag.AlignVCenter), elided)
        paint_row_focus(painter, theme, option)
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
        theme, state = self._theme, option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        hover = bool(state & QStyle.StateFlag.State_MouseOver)
        if selected or hover:
            painter.fillRect(rect, theme.color("selected" if selected else "hover"))
        if selected:
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme.color("primary"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.color("border"))
