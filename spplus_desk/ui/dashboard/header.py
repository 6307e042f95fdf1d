"""The head of the board: period, structures, the period before, the age of the data, exports."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStyleOptionComboBox, QVBoxLayout, QWidget

from spplus_desk.domain.statistics import periods
from spplus_desk.domain.statistics.comparison import FEWEST
from spplus_desk.domain.statistics.periods import Period
from spplus_desk.domain.statistics.questions import Node
from spplus_desk.services.dashboard import Place
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import HALO, Button
from spplus_desk.ui.widgets.field import Combo
from spplus_desk.ui.widgets.flow import FlowLayout
from spplus_desk.ui.widgets.frames import Pane
from spplus_desk.ui.widgets.labels import Label

_SHORT = Qt.ItemDataRole.UserRole + 1
_COMPARE = "compare"
"""What stands behind « Comparer des structures… », the last of them."""
_FREE = "free"
"""What stands behind « Dates au choix… », the last of the periods."""


class _ShortCombo(Combo):
    """Closed, it shows a shorter text than in its list."""

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:
        super().initStyleOption(option)
        short = self.currentData(_SHORT)
        if short:
            option.currentText = short

    def sizeHint(self) -> QSize:
        """As wide as what it shows, up to what a header can give."""
        text = self.fontMetrics().horizontalAdvance(str(self.currentData(_SHORT) or ""))
        return QSize(min(text + self._theme.px(46), self._theme.px(290)), self._theme.px(32))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def showPopup(self) -> None:
        """Its list is as wide as its longest line."""
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + self._theme.px(24))
        super().showPopup()


def _lowered(theme: Theme, inside: QWidget) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    theme.keep_margins(column, 0, HALO, 0, HALO)
    column.addWidget(inside)
    column.addStretch(1)
    return whole


class BoardHeader(Pane):
    """`changed`: another period or other structures were chosen. `export_wanted` carries the suffix of the file;
    `poster_wanted`: the figures on a wall; `compare_wanted`: several structures side by side."""

    changed = Signal()
    export_wanted = Signal(str)
    poster_wanted = Signal()
    compare_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__("surface")
        self._theme = theme
        self.period_combo = _ShortCombo(theme)
        self.period_combo.setObjectName("period_combo")
        self.period_combo.setAccessibleName(self.tr("Période"))
        self.scope_combo = _ShortCombo(theme)
        self.scope_combo.setObjectName("scope_combo")
        self.scope_combo.setAccessibleName(self.tr("Structures"))
        for combo in (self.period_combo, self.scope_combo):
            combo.currentIndexChanged.connect(lambda _index, of=combo: of.updateGeometry())
        self.scope_combo.activated.connect(lambda _index: self._on_scope())
        self.period_combo.activated.connect(lambda _index: self._on_period())
        self.places: tuple[Place, ...] = ()
        self._placed = 0
        self._today = date.min
        self._shown = 0
        """The place of the period whose figures are shown."""
        self.before = Label(theme, "", Role.META, tone="text-3")
        self.age = Label(theme, "", Role.META, tone="text-3")
        self.export_csv = self._export(".csv", self.tr("Exporter en CSV"), "CSV", "download-2-line")
        self.export_xlsx = self._export(".xlsx", self.tr("Exporter en XLSX"), "XLSX", None)
        self.export_pdf = self._export(".pdf", self.tr("Exporter en PDF"), "PDF", None)
        self.poster = Button(theme, self.tr("Affiche A4"), icon="printer-line")
        self.poster.setObjectName("poster_button")
        self.poster.setEnabled(False)
        self.poster.clicked.connect(self.poster_wanted)
        title = Label(theme, self.tr("Tableau de bord"), Role.TITLE, 600)
        theme.keep_height(title, 32)
        notes, holder = self._notes(), QWidget()
        self._flow = FlowLayout(holder, gap=theme.px(10))
        for widget in (self.period_combo, self.scope_combo, notes):
            self._flow.addWidget(widget)
        ways = QHBoxLayout()
        ways.setSpacing(theme.px(8))
        self._ways_out = (self.export_csv, self.export_xlsx, self.export_pdf, self.poster)
        for button in self._ways_out:
            ways.addWidget(button)
        # An edged button is taller by its halo: what stands beside it begins as much lower.
        self._choice = _lowered(theme, holder)
        right = QVBoxLayout()
        right.addLayout(ways)
        right.addStretch(1)
        self._head = QHBoxLayout()
        self._head.setSpacing(theme.px(10))
        self._head.addWidget(_lowered(theme, title))
        self._head.addLayout(right)
        self._head.setAlignment(right, Qt.AlignmentFlag.AlignRight)
        self._column = QVBoxLayout(self)
        theme.keep_margins(self._column, 24, 10 - HALO, 24 - HALO, 10 - HALO, spacing=0)
        self._column.addLayout(self._head)
        self._column.addWidget(self._choice)
        theme.changed.connect(self._arrange)

    def _notes(self) -> QWidget:
        notes = QWidget()
        told = QVBoxLayout(notes)
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(0)
        told.addWidget(self.before)
        told.addWidget(self.age)
        return notes

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._arrange()  # what it holds has become wider, or less wide
        return done

    def _arrange(self) -> None:
        """What is chosen stands beside the title where all of it fits, else below, over the whole width."""
        beside, gap = self._head.indexOf(self._choice) >= 0, self._theme.px(10)
        taken = self._head.sizeHint().width() + (-self._choice.sizeHint().width() if beside else gap)
        sides = self._column.contentsMargins()
        fits = taken + self._flow.one_line + sides.left() + sides.right() <= self.width()
        if fits and not beside:
            self._column.removeWidget(self._choice)
            self._head.insertWidget(1, self._choice, 1)
        elif beside and not fits:
            self._head.removeWidget(self._choice)
            self._column.addWidget(self._choice)

    def _export(self, suffix: str, name: str, text: str, icon: str | None) -> Button:
        button = Button(self._theme, text, "quiet", icon=icon)
        button.setObjectName(f"export_{suffix[1:]}")
        button.setAccessibleName(name)
        button.setEnabled(False)
        button.clicked.connect(lambda: self.export_wanted.emit(suffix))
        return button

    def offer_exports(self, *, poster: bool = True) -> None:
        """There are figures: they may leave; a poster is of one structure."""
        for button in self._ways_out:
            button.setEnabled(poster or button is not self.poster)

    def show_periods(self, choices: Sequence[tuple[str, Period]], today: date) -> None:
        """The first one is chosen. After them, days of one's own choice, up to `today`."""
        self._today = today
        self.period_combo.clear()
        for place, (name, period) in enumerate(choices):
            self._offer(place, name, period)
        self.period_combo.addItem(self.tr("Dates au choix…"), _FREE)

    def follow_day(self, choices: Sequence[tuple[str, Period]], today: date) -> None:
        """Another day has begun. The chosen one of `choices` stays chosen, days of one's own stay what they are."""
        place, own = self.period_combo.currentIndex(), self._own_days()
        self.show_periods(choices, today)
        if own is not None:
            self._offer(self.period_combo.count() - 1, self.tr("dates choisies"), own)
        self.period_combo.setCurrentIndex(place)

    def _own_days(self) -> Period | None:
        last = self.period_combo.count() - 2
        own = self.period_combo.itemText(last).lower().startswith(self.tr("dates choisies"))
        return self.period_combo.itemData(last) if own else None

    def _offer(self, place: int, name: str, period: Period) -> None:
        told = periods.words(period)
        self.period_combo.insertItem(place, f"{name[:1].upper()}{name[1:]}\u00a0: {told}", period)
        self.period_combo.setItemData(place, told, _SHORT)

    def _on_scope(self) -> None:
        if self.scope_combo.currentData() != _COMPARE:
            self._placed = self.scope_combo.currentIndex()
            self.changed.emit()
            return
        self.scope_combo.setCurrentIndex(self._placed)  # what is shown stays named until others are chosen
        self.compare_wanted.emit()

    def _on_period(self) -> None:
        if self.period_combo.currentData() != _FREE:
            self._shown = self.period_combo.currentIndex()
            self.changed.emit()
            return
        # What is shown stays named until other days are chosen.
        self.period_combo.setCurrentIndex(self._shown)
        self.ask_days()

    def ask_days(self) -> None:
        """Days of one's own choice, begun with those of the present period."""
        from spplus_desk.ui.dashboard.period_popover import PeriodPopover  # late: not for the first paint

        popover = PeriodPopover(self._theme, self, self.period or Period(self._today, self._today), self._today)
        popover.chosen.connect(self.choose_days)
        popover.open_under(self.period_combo)
        popover.first.setFocus(Qt.FocusReason.PopupFocusReason)
        popover.first.selectAll()

    def choose_days(self, period: Period) -> None:
        """One such period is offered at a time: the last that was chosen."""
        combo = self.period_combo
        last = combo.count() - 1
        if self._own_days() is not None:
            last -= 1
            combo.removeItem(last)
        self._offer(last, self.tr("dates choisies"), period)
        combo.setCurrentIndex(last)
        self._shown = last
        self.changed.emit()

    def show_places(self, places: Sequence[Place]) -> None:
        kept = self.node
        self.scope_combo.clear()
        for place in places:
            self.scope_combo.addItem("\u2003" * place.depth + place.name, place.node)
            self.scope_combo.setItemData(self.scope_combo.count() - 1, place.name, _SHORT)
        nodes = [place.node for place in places]
        self.places = tuple(places)
        if len(places) >= FEWEST:
            self.scope_combo.addItem(self.tr("Comparer des structures…"), _COMPARE)
        self._placed = nodes.index(kept) if kept in nodes else 0
        self.scope_combo.setCurrentIndex(self._placed)

    @property
    def period(self) -> Period | None:
        found = self.period_combo.currentData()
        return found if isinstance(found, Period) else None

    @property
    def node(self) -> Node | None:
        found = self.scope_combo.currentData()
        return found if isinstance(found, Node) else None

    def choose(self, node: Node) -> None:
        for place in range(self.scope_combo.count()):
            if self.scope_combo.itemData(place) == node:
                self.scope_combo.setCurrentIndex(place)
                self._placed = place
                self.changed.emit()
