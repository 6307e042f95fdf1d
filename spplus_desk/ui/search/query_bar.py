"""The field with its chips inside one frame, and what refines a search below it."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from spplus_desk.domain.query import NAMES, Field
from spplus_desk.ui.search.filter_chips import ActiveFilters
from spplus_desk.ui.search.words import operator
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.theme.style import paint_ring
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.chips import Mark
from spplus_desk.ui.widgets.flow import FlowLayout
from spplus_desk.ui.widgets.labels import Label

_FIELD_LEAST = 240
_OFFERED = (Field.SENTIMENT, Field.PROCEDURE, Field.STATE, Field.STRUCTURE, Field.PSEUDONYM, Field.SINCE, Field.WHERE,
            Field.CHANNEL)  # fmt: skip


class QueryField(QLineEdit):
    """Keys that belong to the search and not to the text."""

    backspace_at_start = Signal()
    down = Signal()
    confirmed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("query_field")
        self.setAccessibleName(self.tr("Recherche"))
        self.setPlaceholderText(self.tr("Mots, «\u00a0phrase\u00a0», -exclu, canal\u00a0: accueil"))
        theme.keep_font(self, Role.READING)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Backspace and not self.text():
            self.backspace_at_start.emit()
            return
        if key in (Qt.Key.Key_Down, Qt.Key.Key_PageDown) and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.down.emit()
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
            return
        super().keyPressEvent(event)


class QueryFrame(QFrame):
    """Icon, chips, field, « Effacer ». Chips that leave the field no room stand on a line of their own below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.field = QueryField(theme)
        self.filters = ActiveFilters(theme)
        self.clear = Button(theme, self.tr("Effacer"), "quiet", key=self.tr("Échap"), height=28)
        self.clear.setObjectName("clear_query")
        icon = Mark(theme, "search-line", "", "text-2")
        icon.setFixedWidth(theme.px(20))
        self._row = QHBoxLayout()
        self._row.setSpacing(theme.px(8))
        self._row.addWidget(icon)
        self._row.addWidget(self.field, 1)
        self._row.addWidget(self.clear)
        self._column = QVBoxLayout(self)
        theme.keep_margins(self._column, 12, 6, 8, 6, 6)
        self._column.addLayout(self._row)
        self._beside = False
        self._column.addWidget(self.filters)
        self.setFocusProxy(self.field)
        self.field.installEventFilter(self)
        theme.changed.connect(self.place_chips)

    def place_chips(self) -> None:
        room = self.width() - self.clear.sizeHint().width() - self._theme.px(12 + 20 + 8 * 5 + _FIELD_LEAST)
        beside = self.filters.whole_width() <= room
        if beside is not self._beside:
            self._beside = beside
            self._column.removeWidget(self.filters)
            self._row.removeWidget(self.filters)
            if beside:
                self._row.insertWidget(1, self.filters)
            else:
                self._column.addWidget(self.filters)
        self.filters.setMinimumWidth(self.filters.whole_width() if beside else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.place_chips()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            rect = QRectF(self.rect())
            painter.setBrush(self._theme.color("surface"))
            painter.setPen(QPen(self._theme.color("border-strong"), 1))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
            if self.field.hasFocus():
                paint_ring(painter, self._theme, rect, 8)


class Refine(QWidget):
    """« Affiner » : a click writes the operator into the field. At the right, a hint."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(12))
        self._buttons = QWidget()
        flow = FlowLayout(self._buttons, gap=theme.px(6))
        label = Label(theme, self.tr("Affiner"), Role.META, tone="text-3")
        theme.keep_height(label, 24)
        flow.addWidget(label)
        for field in _OFFERED:
            text = operator(field)
            button = _OperatorButton(theme, text)
            button.setObjectName(f"refine_{field.value}")
            button.setAccessibleName(self.tr("Affiner par {name}, {label}").format(name=NAMES[field], label=text))
            button.clicked.connect(partial(self.chosen.emit, f"{text} "))
            flow.addWidget(button)
        self.hint = Label(theme, role=Role.META, tone="text-3", wrap=True)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._buttons, 3)
        row.addWidget(self.hint, 2)


class _OperatorButton(Button):
    """A small edged button; the halo of its kind is left out, its ring stands inside."""

    def __init__(self, theme: Theme, text: str) -> None:
        super().__init__(theme, text, "quiet", height=24, compact=True)
        self._edge_theme = theme

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.hasFocus():
            with QPainter(self) as painter:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(self._edge_theme.color("border-strong"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
