"""The board itself: three rows of cards, one column where there is little room."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from spplus_desk.domain.statistics import figures, words
from spplus_desk.domain.statistics.answers import AGES, Numbers
from spplus_desk.domain.statistics.definitions import DEFINITIONS
from spplus_desk.domain.statistics.measures import IN_TIME
from spplus_desk.domain.statistics.periods import day_words, month_words
from spplus_desk.domain.statistics.questions import Behind, Which
from spplus_desk.ui.after_paint import AfterPaint
from spplus_desk.ui.dashboard.breakdown import Breakdown
from spplus_desk.ui.dashboard.cards import Card, DefinitionLink, Head, Link
from spplus_desk.ui.dashboard.chart_card import ChartCard
from spplus_desk.ui.dashboard.figure_box import FigureBox
from spplus_desk.ui.dashboard.today import Today
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.accessible import tell_name
from spplus_desk.ui.widgets.buttons import Button
from spplus_desk.ui.widgets.charts.bars import Bar, LyingBars, StackedShares, StandingBars
from spplus_desk.ui.widgets.charts.line import Line, LinePoint
from spplus_desk.ui.widgets.frames import v_line
from spplus_desk.ui.widgets.labels import Label

_NARROW = 900
"""Px of the pictures under which the cards stand one under the other."""
_TONES = {"positive": "success", "neutral": "text-3", "negative": "sent-neg"}
_LAST_BAR = 14


class Board(QScrollArea):
    """`list_wanted` carries a `Behind` and how many it counts; `definition_wanted` a key and the link that asked;
    `settled`: figures are painted, all that shows them is there."""

    settled = Signal()
    list_wanted = Signal(object, int)
    definition_wanted = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._numbers: Numbers | None = None
        self.setObjectName("board_scroll")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it scrolls to what has the focus, and has no name to tell
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._grid_host = QWidget()
        self._grid_host.setObjectName("board_body")
        self._grid = QGridLayout(self._grid_host)
        theme.keep_margins(self._grid, 24, 12, 24, 12, spacing=10)
        self.setWidget(self._grid_host)
        self.today = Today(theme, self._grid_host)
        self.published = self._published()
        self.internal = self._internal()
        self._bars, self._ages = StandingBars(theme, "delay_chart"), LyingBars(theme, "backlog_chart")
        nothing = self.tr("Trop peu de réponses par semaine pour un pourcentage (il en faut 10)")
        self._line = Line(theme, "weekly_chart", nothing)
        self.delays = ChartCard(
            theme, DEFINITIONS["delays"].name, self.tr("Délai de première réponse"),
            self._bars, "delays", self._grid_host,
        )  # fmt: skip
        self.weekly = ChartCard(
            theme, DEFINITIONS["trend"].name, self.tr("Réponses par semaine"), self._line, "trend", self._grid_host
        )
        self.backlog = ChartCard(
            theme,
            DEFINITIONS["waiting"].name,
            self.tr("En attente par âge"),
            self._ages,
            "waiting",
            self._grid_host,
            fill=False,
        )
        self._late = Button(theme, "", "danger", icon="error-warning-line", height=28)
        self._late.setObjectName("backlog_late")
        self._late.clicked.connect(lambda: self._ask(Which.LATE, self._now().waiting.late))
        self.backlog.column.insertWidget(2, self._late)
        self.backlog.column.insertStretch(3, 1)
        self.content = self._content()
        self.breakdown = Breakdown(theme, self._grid_host)
        self._narrow: bool | None = None
        self._place()
        self._connect()

    def _published(self) -> Card:
        card = Card(self._theme, "published_group", self.tr("Indicateur publié"), self._grid_host)
        note = self.tr("de la publication à la première réponse, en jours calendaires")
        card.column.addWidget(Head(self._theme, self.tr("Indicateur publié"), note))
        keys = ("in_time", "response_rate", "median", "p90")
        self.published_figures = [FigureBox(self._theme, key, DEFINITIONS[key].name) for key in keys]
        self._lines = [v_line() for _ in keys[1:]]
        self._figures = QGridLayout()
        self._figures.setHorizontalSpacing(self._theme.px(12))
        card.column.addLayout(self._figures, 1)
        return card

    def _internal(self) -> Card:
        card = Card(self._theme, "internal_group", self.tr("Objectif interne"), self._grid_host)
        card.column.addWidget(Head(self._theme, self.tr("Objectif interne"), self.tr("calendrier du site")))
        keys = ("target_kept", "worked_median", "worked_p90")
        self.internal_figures = [FigureBox(self._theme, key, DEFINITIONS[key].name) for key in keys[:2]]
        self.internal_figures.append(
            FigureBox(self._theme, keys[2], DEFINITIONS[keys[2]].name, flat=self.tr("9 sur 10 en"))
        )
        self._internal_line = v_line()
        self._no_target = Label(
            self._theme,
            self.tr("Aucune réponse de la période n’avait d’objectif interne. Il se règle dans les horaires du site."),
            tone="text-3",
            wrap=True,
        )
        kept, median, p90 = self.internal_figures
        row = QHBoxLayout()
        row.setSpacing(self._theme.px(12))
        row.addWidget(kept, 1)
        row.addWidget(self._internal_line)
        row.addWidget(median, 1)
        card.column.addLayout(row)
        card.column.addWidget(p90)
        card.column.addWidget(self._no_target)
        card.column.addStretch(1)
        return card

    def _content(self) -> Card:
        theme = self._theme
        card = Card(theme, "content_group", self.tr("Ressenti et utilité"), self._grid_host)
        self._sentiment_head = Head(theme, DEFINITIONS["sentiment"].name)
        self._sentiment_definition = DefinitionLink(theme, "sentiment", DEFINITIONS["sentiment"].name)
        self._sentiment_head.add_link(self._sentiment_definition)
        self.shares = StackedShares(theme)
        card.column.addWidget(self._sentiment_head)
        card.column.addWidget(self.shares)
        row = QHBoxLayout()
        row.setSpacing(theme.px(20))
        self.moods: dict[str, Link] = {}
        self._mood_shares: dict[str, Label] = {}
        for key, name in words.SENTIMENTS.items():
            column = QVBoxLayout()
            column.setSpacing(0)
            link = Link(theme, name)
            link.setObjectName("sentiment_list")
            told = Label(theme, "", weight=600, tabular=True)
            self.moods[key], self._mood_shares[key] = link, told
            column.addWidget(link)
            column.addWidget(told)
            row.addLayout(column)
        row.addStretch(1)
        card.column.addLayout(row)
        card.column.addSpacing(theme.px(8))
        card.column.addWidget(Head(theme, DEFINITIONS["useful"].name))
        self.useful_figure = FigureBox(theme, "useful", DEFINITIONS["useful"].name, named=False)
        card.column.addWidget(self.useful_figure)
        card.column.addStretch(1)
        return card

    def _connect(self) -> None:
        for box in self.boxes():
            box.list_wanted.connect(lambda figure: self.list_wanted.emit(figure.behind, figure.count))
            box.list_link.installEventFilter(self)
            box.definition.installEventFilter(self)
        for card in (self.today, self.published, self.internal, *self.charts(), self.content, self.breakdown):
            for link in card.findChildren(DefinitionLink):
                link.asked.connect(lambda key, of=link: self.definition_wanted.emit(key, of))
        self.today.list_wanted.connect(self.list_wanted)
        self.breakdown.list_wanted.connect(self.list_wanted)
        for key, button in self.moods.items():
            button.clicked.connect(lambda _on=False, of=key: self._ask_mood(of))

    def boxes(self) -> list[FigureBox]:
        return [*self.published_figures, *self.internal_figures, self.useful_figure]

    def charts(self) -> list[ChartCard]:
        return [self.delays, self.weekly, self.backlog]

    # Showing

    def show_waiting(self) -> None:
        for box in self.boxes():
            box.show_waiting()

    def show_numbers(self, numbers: Numbers) -> None:
        self._numbers = numbers
        for box, figure in zip(self.published_figures, figures.published(numbers), strict=True):
            box.show_figure(figure)
        internal = figures.internal(numbers)
        self._no_target.setVisible(not internal)
        for place, box in enumerate(self.internal_figures):
            box.setVisible(place < len(internal))
            if place < len(internal):
                box.show_figure(internal[place])
        self._internal_line.setVisible(len(internal) > 1)
        self.useful_figure.show_figure(figures.useful(numbers))
        self.today.show_numbers(numbers)
        self._show_delays(numbers)
        self._show_trend(numbers)
        self._show_backlog(numbers)
        self._show_moods(numbers)
        self.breakdown.show_numbers(numbers)
        # Now: a paint that was wanted before would come first, and show the new words in the old room.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        AfterPaint(self.published_figures[0].value, self._settle)

    def _settle(self) -> None:
        self.breakdown.fill()
        self.settled.emit()

    def _show_delays(self, numbers: Numbers) -> None:
        delays = numbers.now.counts.delays
        bars = [Bar(str(day), delays[day], late=day >= IN_TIME) for day in range(_LAST_BAR)]
        bars.append(Bar(f"{_LAST_BAR}+", sum(delays[_LAST_BAR:]), late=True))
        self._bars.show_bars(bars)
        counts = numbers.now.counts
        self.delays.head.note.setText(f"{words.count(counts.dated, 'réponse', 'réponses')}, par jour")
        fast, slow = words.number(counts.in_time), words.number(counts.dated - counts.in_time)
        self.delays.foot.setText(
            self.tr("moins de 7\u00a0jours\u00a0: {0}    7\u00a0jours et plus, hachuré\u00a0: {1}").format(fast, slow)
        )
        rows = [[bar.label, words.number(bar.value)] for bar in bars]
        self.delays.show_table((self.tr("Jours écoulés"), self.tr("Premières réponses")), rows)

    def _show_trend(self, numbers: Numbers) -> None:
        by_month = numbers.period.by_month
        before = [point.share.percent for point in numbers.trend_before]
        points, rows = [], []
        for place, point in enumerate(numbers.trend):
            label = month_words(point.period.first) if by_month else day_words(point.period.first, short=True)
            earlier = before[place] if place < len(before) else None
            points.append(LinePoint(label, point.share.percent, earlier))
            few = self.tr("trop peu")
            told = [words.percent(point.share) or few, "—" if earlier is None else f"{earlier:.0f}\u00a0%"]
            rows.append([label, words.number(point.dated), *told])
        self._line.show_points(points)
        self.weekly.head.title.setText(self.tr("Par mois") if by_month else self.tr("Par semaine"))
        self.weekly.head.note.setText(self.tr("% en moins de 7\u00a0jours"))
        least, most = (f(point.dated for point in numbers.trend) for f in (min, max))
        part = self.tr("mois") if by_month else self.tr("semaine")
        self.weekly.foot.setText(
            self.tr("Trait plein\u00a0: cette période, {0} à {1} réponses par {2}").format(
                words.number(least), words.number(most), part
            )
        )
        head = (self.tr("À partir du"), self.tr("Réponses"), self.tr("Moins de 7\u00a0j"), self.tr("Avant"))
        self.weekly.show_table(head, rows)

    def _show_backlog(self, numbers: Numbers) -> None:
        waiting = numbers.waiting
        bars = []
        for (least, most), held in zip(AGES, waiting.ages, strict=True):
            label = (
                self.tr("{0} et plus").format(least) if most is None else self.tr("{0} à {1} jours").format(least, most)
            )
            bars.append(Bar(label.replace(" jours", "\u00a0jours"), held, late=least >= IN_TIME))
        self._ages.show_bars(bars)
        self.backlog.head.note.setText(f"{words.number(waiting.total)}, par âge")
        rows = [[bar.label, words.number(bar.value)] for bar in bars]
        self.backlog.show_table((self.tr("Depuis"), self.tr("Attendues")), rows)
        self._late.setVisible(waiting.late > 0)
        late = words.count(waiting.late, "en retard", "en retard")
        self._late.setText(late)
        # Another button of this page, that of today, says the same number.
        self._late.setAccessibleName(self.tr("{0}, voir la liste, {1}").format(late, self.backlog.head.title.text()))
        self._late.updateGeometry()

    def _show_moods(self, numbers: Numbers) -> None:
        moods = figures.sentiments(numbers)
        told = []
        for key, name, share, _ in moods:
            text = words.percent(share) or words.number(share.part)
            self._mood_shares[key].setText(text)
            listed = words.count(share.part, "expérience", "expériences")
            tell_name(self.moods[key], self.tr("{0}, voir la liste, {1}").format(listed, name))
            self.moods[key].setEnabled(share.part > 0)
            told.append(f"{name}\u00a0: {text}")
        whole = moods[0][2].whole
        self._sentiment_head.note.setText(words.count(whole, "expérience", "expériences"))
        self.shares.show_shares([(_TONES[key], share.part) for key, _, share, _ in moods], ", ".join(told))

    # Asking

    def _now(self) -> Numbers:
        if self._numbers is None:
            raise RuntimeError("a link is disabled until there are numbers")
        return self._numbers

    def _ask(self, which: Which, count: int) -> None:
        numbers = self._now()
        self.list_wanted.emit(Behind(numbers.node, numbers.period, which), count)

    def _ask_mood(self, key: str) -> None:
        for found, _, share, behind in figures.sentiments(self._now()):
            if found == key:
                self.list_wanted.emit(behind, share.part)

    # Keyboard

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows go from figure to figure; Enter opens the list."""
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}
            if event.key() in steps:
                self._step(watched, steps[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(watched, Button):
                watched.click()
                return True
        return super().eventFilter(watched, event)

    def focused_box(self) -> FigureBox | None:
        return next((box for box in self.boxes() if box.list_link.hasFocus() or box.definition.hasFocus()), None)

    def _step(self, watched: QObject, by: int) -> None:
        boxes = [box for box in self.boxes() if box.isVisible()]
        here = next((n for n, box in enumerate(boxes) if watched in (box.list_link, box.definition)), 0)
        box = boxes[(here + by) % len(boxes)]
        target = box.list_link if box.list_link.isEnabled() else box.definition
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureWidgetVisible(box)

    def swap_chart(self) -> None:
        """T: the chart that has the focus, or else all of them."""
        focused: QWidget | None = self.window().focusWidget()
        here = [card for card in self.charts() if focused is not None and card.isAncestorOf(focused)]
        for card in here or self.charts():
            card.toggle()

    # Places

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        narrow = self.viewport().width() / self._theme.scale < _NARROW
        if narrow == self._narrow:
            return
        self._narrow = narrow
        cards = (self.today, self.published, self.internal, *self.charts(), self.content, self.breakdown)
        for place, box in enumerate(self.published_figures):
            row, column = divmod(place, 2) if narrow else (0, place)
            self._figures.addWidget(box, row, 2 * column)
            self._figures.setColumnStretch(2 * column, 1)
        for column, line in enumerate(self._lines):
            self._figures.addWidget(line, 0, 2 * column + 1)
            line.setVisible(not narrow)
        for column in (4, 6):
            self._figures.setColumnStretch(column, 0 if narrow else 1)
        self.breakdown.set_roomy(narrow)
        if narrow:
            for row, card in enumerate(cards):
                self._grid.addWidget(card, row, 0, 1, 24)
            return
        spans = ((0, 0, 24), (1, 0, 16), (1, 16, 8), (2, 0, 10), (2, 10, 8), (2, 18, 6), (3, 0, 7), (3, 7, 17))
        for card, (row, left, span) in zip(cards, spans, strict=True):
            self._grid.addWidget(card, row, left, 1, span)
        for column in range(24):
            self._grid.setColumnStretch(column, 1)
        for row in (2, 3):
            self._grid.setRowStretch(row, 1)
