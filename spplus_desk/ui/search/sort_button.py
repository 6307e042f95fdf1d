"""« les plus récents d’abord ⌄ » : the order of the results, chosen from a menu."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton

from spplus_desk.domain.search import SearchOrder
from spplus_desk.ui.search.words import order_text
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.theme.style import paint_ring

_ARROW, _GAP, _PAD = 16, 6, 6


class SortButton(QToolButton):
    chosen = Signal(object)
    """A SearchOrder."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._order = SearchOrder.NEWEST
        self.setObjectName("result_sort")
        self.setAccessibleName(self.tr("Trier les résultats"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        theme.keep_font(self, Role.META)
        theme.changed.connect(self.updateGeometry)
        menu = QMenu(self)
        group = QActionGroup(menu)
        self._actions: dict[SearchOrder, QAction] = {}
        for order in SearchOrder:
            action = menu.addAction(order_text(order))
            action.setCheckable(True)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, order=order: self._choose(order))
            self._actions[order] = action
        self.setMenu(menu)
        self.show_order(self._order)

    @property
    def order(self) -> SearchOrder:
        return self._order

    def show_order(self, order: SearchOrder) -> None:
        self._order = order
        self._actions[order].setChecked(True)
        self.setAccessibleDescription(order_text(order))
        self.updateGeometry()
        self.update()

    def _choose(self, order: SearchOrder) -> None:
        if order is not self._order:
            self.show_order(order)
            self.chosen.emit(order)

    def sizeHint(self) -> QSize:
        px = self._theme.px
        words = self.fontMetrics().horizontalAdvance(order_text(self._order))
        return QSize(words + px(2 * _PAD + _GAP + _ARROW), px(26))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        with QPainter(self) as painter:
            painter.setPen(theme.color("text-3"))
            painter.setFont(self.font())
            place = self.rect().adjusted(px(_PAD), 0, 0, 0)
            aligned = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
            painter.drawText(place, aligned, order_text(self._order))
            size = px(_ARROW)
            corner = QRect(self.width() - px(_PAD) - size, (self.height() - size) // 2, size, size)
            theme.paint_icon(painter, corner, "arrow-down-s-line", "text-3")
            if self.hasFocus():
                paint_ring(painter, theme, QRectF(self.rect()), 5)
