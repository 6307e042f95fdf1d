"""The panel: its heading, « Point suivant », and the points in their order; one at a time where the height is short."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from spplus_desk.domain.review import Point
from spplus_desk.ui.reply.guard import words
from spplus_desk.ui.reply.guard.row import PointRow
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.labels import ElidingLabel

_ROWS = 8
"""Rows that stand at once, around the current point; the others are counted in the heading, and F8 leads to them."""
_HEAD, _MOST = 40, 190
"""Heights in px of the pictures: the heading, and all the points together before they scroll."""


class GuardPanel(QFrame):
    """Shows points, emits answers; it decides nothing."""

    chosen = Signal(object)
    masked = Signal(object)
    kept = Signal(object, str, bool)
    silenced = Signal(object)
    rows_changed = Signal()
    walked = Signal(int)
    """« Point suivant » (1) or the one before (-1)."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._points: tuple[Point, ...] = ()
        self._shown: dict[str, str] = {}
        self._rows: dict[str, PointRow] = {}
        self._single = False
        self._current = ""
        self.setObjectName("guard_panel")
        self.setAccessibleName(self.tr("À vérifier avant l’envoi"))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.heading = ElidingLabel(theme, "", Role.UI, 600)
        self.next = Button(theme, self.tr("Point suivant"), "quiet", key="F8", height=28, compact=True)
        self.next.setObjectName("next_issue")
        self.next.clicked.connect(lambda: self.walked.emit(1))
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        theme.keep_margins(head, 13, 0, 4, 0, spacing=8)
        head.addWidget(self.heading, 1)
        head.addWidget(self.next)
        theme.keep_height(self._head, _HEAD)
        self._list = QWidget()
        self._list.setObjectName("guard_points")
        self._column = QVBoxLayout(self._list)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._area = QScrollArea()
        self._area.setObjectName("guard_area")
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._list)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(1, 1, 1, 1)
        self._whole.setSpacing(0)
        self._whole.addWidget(self._head)
        self._whole.addWidget(self._area)
        theme.changed.connect(self._fit)
        self.hide()

    # -- what is shown ------------------------------------------------------------------------------------------

    @property
    def points(self) -> tuple[Point, ...]:
        return self._points

    def row(self, key: str) -> PointRow | None:
        return self._rows.get(key)

    def show_points(self, points: tuple[Point, ...], shown: dict[str, str]) -> None:
        """`shown`: for each key, the datum as it stands. Rows that stay keep their focus and what was typed in them."""
        self._points, self._shown = points, shown
        if self._current not in {p.key for p in points}:
            self._current = points[0].key if points else ""
        self.heading.setText(words.heading(points))
        self.setAccessibleDescription(words.described(len(points)))
        self._arrange()
        self.setVisible(bool(points))

    def _window(self) -> tuple[Point, ...]:
        """The points that have a row: a few around the current one, or that one alone. A text may hold hundreds."""
        place = next((n for n, p in enumerate(self._points) if p.key == self._current), 0)
        if self._single:
            return self._points[place : place + 1]
        first = max(0, min(place - _ROWS // 2, len(self._points) - _ROWS))
        return self._points[first : first + _ROWS]

    def focus_chain(self) -> list[QWidget]:
        """Its controls in reading order."""
        return [self.next, *(button for p in self._window() for button in self._rows[p.key].buttons)]

    def set_single(self, single: bool) -> None:
        """One point at a time (windows under 720 px of height)."""
        if single != self._single:
            self._single = single
            self._arrange()

    def make_current(self, key: str) -> None:
        """Show that point, where it is not shown already."""
        if key != self._current and any(p.key == key for p in self._points):
            self._current = key
            self._arrange()
        if key in self._rows and not self._single:
            self._area.ensureWidgetVisible(self._rows[key], 0, 0)

    @property
    def current(self) -> str:
        return self._current

    def _new_row(self, point: Point, shown: str) -> PointRow:
        row = PointRow(self._theme, point, shown)
        row.chosen.connect(self.chosen)
        row.masked.connect(self.masked)
        row.kept.connect(self.kept)
        row.silenced.connect(self.silenced)
        row.grown.connect(self._fit)
        self._rows[point.key] = row
        return row

    def _arrange(self) -> None:
        """The head stands above the list; beside its one point where there is one at a time."""
        window = self._window()
        before = list(self._rows)
        for key in [k for k in self._rows if k not in {p.key for p in window}]:
            self._drop_row(key)
        for place, point in enumerate(window):
            shown = self._shown.get(point.key, "")
            row = self._rows.get(point.key) or self._new_row(point, shown)
            if self._column.indexOf(row) != place:
                self._column.insertWidget(place, row)
            counted = ""
            if self._single and len(self._points) > 1:
                number = self._points.index(point) + 1
                counted = self.tr("{n} sur {all},").format(n=number, all=len(self._points))
            row.show_point(point, shown, counted)
            row.setVisible(True)
        self.heading.setVisible(not self._single)
        if self._single:
            self._whole.setDirection(QVBoxLayout.Direction.RightToLeft)
        else:
            self._whole.setDirection(QVBoxLayout.Direction.TopToBottom)
        self._head.setMaximumWidth(self.next.sizeHint().width() + self._theme.px(20) if self._single else 16_777_215)
        self._fit()
        if before != list(self._rows):
            self.rows_changed.emit()

    def _drop_row(self, key: str) -> None:
        gone = self._rows.pop(key)
        self._column.removeWidget(gone)
        gone.hide()
        gone.setParent(None)
        gone.deleteLater()

    def _fit(self) -> None:
        """As high as its points, up to where they scroll."""
        width = max(self.width() - 2, 1)
        if self._single:
            width -= self._head.maximumWidth()
        height = 0
        for row in self._rows.values():
            if not row.isHidden():
                row.resize(width, row.height())  # so that it knows whether its answers fit beside its words
                layout = row.layout()
                assert layout is not None
                layout.invalidate()
                height += max(layout.heightForWidth(width), layout.minimumSize().height()) + 1
        most = self._theme.px(_MOST)
        self._area.setFixedHeight(min(height, most))
        inner = max(min(height, most), self._theme.px(_HEAD)) if self._single else min(height, most)
        self.setFixedHeight(inner + 2 + (0 if self._single else self._theme.px(_HEAD)))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(theme.color("warning-bg"))
            painter.setPen(QPen(theme.color("warning-bd"), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
            if not self._single:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
                painter.drawLine(1, theme.px(_HEAD), self.width() - 2, theme.px(_HEAD))
                top = self._area.geometry().top()
                for row in list(self._rows.values()):
                    if not row.isHidden() and row.geometry().top() > 0:
                        line = top + row.geometry().top() - 1 - self._area.verticalScrollBar().value()
                        if line > top:
                            painter.drawLine(1, line, self.width() - 2, line)
