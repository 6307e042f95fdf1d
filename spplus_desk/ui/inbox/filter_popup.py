"""« Filtrer la liste » : what the rows of the view can be filtered by, with how many each value would leave."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from spplus_desk.domain.inbox import View
from spplus_desk.domain.inbox_filter import BY_ME, BY_NOBODY, Choice, Filter
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.values import replace
from spplus_desk.domain.vocabulary import Sentiment
from spplus_desk.ui import wording
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.frames import Pane
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.widgets.overlay import Overlay

_WIDTH, _HEIGHT = 344, 560
_SHOWN = 8
"""Values of a field that are offered at first; the others come when asked for."""
_STATES = {
    View.ALL: tuple(SlotState),
    View.ANSWERED: (SlotState.QUEUED, SlotState.RECEIVED, SlotState.PUBLISHED),
    View.TO_ANSWER: (SlotState.TO_ANSWER, SlotState.RETURNED),
}
_FIELDS = ("sentiments", "channels", "claimed", "procedures", "tags", "business_tags", "structures")


class FilterPopup(Overlay):
    """Each tick counts at once. `asked` carries the Filter."""

    asked = Signal(object)

    def __init__(
        self, theme: Theme, view: View, current: Filter, choices: Sequence[Choice], me: str, parent: QWidget
    ) -> None:
        super().__init__(theme, parent)
        self._filter, self._me = current, me
        self.setObjectName("filter_popup")
        self.setAccessibleName(self.tr("Filtrer la liste"))
        self._names = {choice.value: choice.name for choice in choices}
        inside = Pane("surface")
        self._column = QVBoxLayout(inside)
        self._column.setSpacing(theme.px(2))
        self._column.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(12))
        self._add_states(view)
        for field in _FIELDS:
            self._add_field(field, self._offered(field, choices))
        improvement = sum(choice.count for choice in choices if choice.field == "improvement")
        if improvement or current.improvement:
            self._heading(self.tr("Autres"))
            box = self._box(self.tr("Amélioration à considérer"), improvement, current.improvement)
            box.toggled.connect(lambda on: self._ask(replace(self._filter, improvement=on)))
        self._add_period()
        self._column.addStretch()
        area = QScrollArea()
        area.viewport().setAutoFillBackground(False)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self._area = area
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 4, 2, 4)
        column.addWidget(area)

    def fit(self) -> None:
        """As high as the room under its button, but never so low that it shows nothing."""
        window, anchor, px = self._host.window(), self._anchor, self._theme.px
        below = window.height() - anchor.mapTo(window, QPoint(0, anchor.height())).y() - px(8)
        self.resize(min(px(_WIDTH), window.width() - px(16)), min(px(_HEIGHT), max(below, px(200))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
            focused = self.focusWidget()
            if focused is not None:
                self._area.ensureWidgetVisible(focused)
            return
        super().keyPressEvent(event)

    # Building

    def _add_states(self, view: View) -> None:
        states = _STATES.get(view, ())
        if states:
            self._heading(self.tr("État"))
            for state in states:
                self._value("states", state, wording.filter_value("states", state, {}), None)

    def _offered(self, field: str, choices: Iterable[Choice]) -> list[Choice]:
        """Those there are, and those asked for that have no row here."""
        found = [choice for choice in choices if choice.field == field]
        if field == "claimed":
            mine = sum(choice.count for choice in found if choice.value == self._me)
            fixed = [Choice(field, BY_ME, "", mine), Choice(field, BY_NOBODY, "", -1)]
            found = [*fixed, *(choice for choice in found if choice.value != self._me)]
        if field == "sentiments":
            found.sort(key=lambda choice: list(Sentiment).index(Sentiment(choice.value)))
        there = {choice.value for choice in found}
        missing = [Choice(field, str(value), "", 0) for value in getattr(self._filter, field) if value not in there]
        if field == "structures" and len(found) < 2 and not missing:
            return []
        return found + missing

    def _add_field(self, field: str, offered: Sequence[Choice]) -> None:
        if not offered:
            return
        name = wording.FIELD_NAMES[field]
        self._heading(name[:1].upper() + name[1:])
        hidden: list[QCheckBox] = []
        for n, choice in enumerate(offered):
            value = Sentiment(choice.value) if field == "sentiments" else choice.value
            text = wording.filter_value(field, value, self._names)
            box = self._value(field, value, text, None if choice.count < 0 else choice.count)
            if n >= _SHOWN and not box.isChecked():
                box.hide()
                hidden.append(box)
        if hidden:
            more = Button(
                self._theme,
                self.tr("Afficher {count} de plus").format(count=wording.number(len(hidden))),
                "link",
                height=24,
            )
            self._column.addWidget(more)

            def show_all() -> None:
                for box in hidden:
                    box.show()
                hidden[0].setFocus(Qt.FocusReason.OtherFocusReason)
                more.hide()

            more.clicked.connect(show_all)

    def _value(self, field: str, value: str, text: str, count: int | None) -> QCheckBox:
        box = self._box(text, count, value in getattr(self._filter, field))
        box.toggled.connect(lambda _on: self._ask(self._filter.toggled(field, value)))
        return box

    def _box(self, text: str, count: int | None, checked: bool) -> QCheckBox:
        box = QCheckBox(text if count is None else f"{text} ({wording.number(count)})")
        box.setAccessibleName(text)
        if count is not None:
            box.setAccessibleDescription(wording.count_of(count, "expérience", "expériences"))
        box.setChecked(checked)
        self._theme.keep_font(box, Role.UI)
        self._column.addWidget(box)
        return box

    def _heading(self, text: str) -> None:
        if self._column.count():
            self._column.addSpacing(self._theme.px(10))
        self._column.addWidget(Label(self._theme, text, Role.META, 600, "text-3"))

    def _add_period(self) -> None:
        self._heading(self.tr("Période de publication"))
        boxes: list[QCheckBox] = []
        for days in wording.PERIODS:
            box = self._box(wording.filter_value("days", days, {}), None, self._filter.days == days)
            boxes.append(box)

            def chosen(on: bool, days: int = days, own: QCheckBox = box) -> None:
                for other in boxes:
                    if on and other is not own and other.isChecked():
                        other.blockSignals(True)
                        other.setChecked(False)
                        other.blockSignals(False)
                self._ask(replace(self._filter, days=days if on else 0))

            box.toggled.connect(chosen)
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(8))
        for field, label in (("since", self.tr("Du")), ("until", self.tr("au"))):
            row.addWidget(Label(self._theme, label))
            row.addWidget(self._day_field(field), 1)
        self._column.addSpacing(self._theme.px(4))
        self._column.addLayout(row)
        self._wrong = Label(self._theme, "", Role.META, 400, "error", wrap=True)
        self._wrong.hide()
        self._column.addWidget(self._wrong)

    def _day_field(self, field: str) -> QLineEdit:
        shown: date | None = getattr(self._filter, field)
        line = QLineEdit("" if shown is None else f"{shown:%d/%m/%Y}")
        line.setObjectName(f"filter_{field}")
        line.setAccessibleName(self.tr("Publiées du") if field == "since" else self.tr("Publiées jusqu’au"))
        line.setPlaceholderText(self.tr("jj/mm/aaaa"))
        line.setMinimumWidth(self._theme.px(90))
        self._theme.keep_font(line, Role.UI)
        line.editingFinished.connect(lambda: self._on_day(field, line.text().strip()))
        return line

    def _on_day(self, field: str, text: str) -> None:
        day: date | None = None
        if text:
            try:
                day = datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 a day has no zone
            except ValueError:
                self._wrong.setText(
                    self.tr("Cette date n’est pas lisible. Écrivez par exemple «\u00a007/12/2027\u00a0».")
                )
                self._wrong.show()
                return
        self._wrong.hide()
        if day != getattr(self._filter, field):
            self._ask(self._filter.having(field, day))

    def _ask(self, wanted: Filter) -> None:
        self._filter = wanted
        self.asked.emit(wanted)
