"""The filters that hold, each a chip that goes at a click."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolButton, QWidget

from spplus_desk.domain.query import Filter
from spplus_desk.ui.search.words import filter_text
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.theme.style import paint_ring
from spplus_desk.ui.widgets.flow import FlowLayout
from spplus_desk.ui.widgets.text import elided

_HEIGHT, _PAD, _CROSS, _GAP, _WIDEST = 26, 9, 14, 4, 320


class FilterChip(QToolButton):
    """« canal : accueil ✕ »: a click, Enter or Space takes the filter away."""

    def __init__(self, theme: Theme, wanted: Filter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._label, self._hover = theme, filter_text(wanted), False
        self.filter = wanted
        self.setObjectName("remove_filter")
        name = self.tr("Retirer le filtre {filter}").format(filter=self._label)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.keep_font(self, Role.UI)
        theme.changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        px = self._theme.px
        words = min(self.fontMetrics().horizontalAdvance(self._label), px(_WIDEST))
        return QSize(words + px(2 * _PAD + _CROSS + _GAP), px(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hover = True
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = False
        super().leaveEvent(event)

    def keyPressEvent(self, event: object) -> None:
        key = event.key()  # type: ignore[attr-defined]
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.click()
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, px = self._theme, self._theme.px
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selected"))
            painter.drawRoundedRect(QRectF(self.rect()), 4, 4)
            painter.setPen(theme.color("link"))
            painter.setFont(self.font())
            room = self.width() - px(2 * _PAD + _CROSS + _GAP)
            text = elided(self.fontMetrics(), self._label, room + px(2))
            place = QRect(px(_PAD), 0, room + px(4), self.height())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), text)
            cross = px(_CROSS)
            corner = QRect(self.width() - px(_PAD) - cross + 2, (self.height() - cross) // 2, cross, cross)
            theme.paint_icon(painter, corner, "close-line", "text" if self._hover else "link")
            if self.hasFocus():
                paint_ring(painter, theme, QRectF(self.rect()), 5)


class ActiveFilters(QWidget):
    """`removed` carries the filter whose chip was chosen."""

    removed = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._chips: list[FilterChip] = []
        self.setObjectName("active_filters")
        self.setAccessibleName(self.tr("Filtres actifs"))
        self._flow = FlowLayout(self, gap=theme.px(8))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def chips(self) -> tuple[FilterChip, ...]:
        return tuple(self._chips)

    def show_filters(self, filters: Sequence[Filter]) -> None:
        if [chip.filter for chip in self._chips] == list(filters):
            return
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = [FilterChip(self._theme, wanted, self) for wanted in filters]
        for chip in self._chips:
            self._flow.addWidget(chip)
            chip.clicked.connect(lambda _checked=False, chip=chip: self.removed.emit(chip.filter))
            chip.show()
        self.setVisible(bool(self._chips))
        self.updateGeometry()

    def whole_width(self) -> int:
        """Of all chips on one line."""
        return sum(chip.sizeHint().width() for chip in self._chips) + self._theme.px(8) * max(len(self._chips) - 1, 0)
