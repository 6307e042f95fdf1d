"""The pane of « Tableau de bord »: asks for figures, shows them, opens what stands behind, writes files."""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QStandardPaths, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from spplus_desk.domain.changes import ChangeKind, ChangeSet
from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.statistics import periods, words
from spplus_desk.domain.statistics.answers import Numbers
from spplus_desk.domain.statistics.definitions import DEFINITIONS, Clock
from spplus_desk.domain.statistics.listed import Listed
from spplus_desk.domain.statistics.questions import Behind, Node
from spplus_desk.domain.sync_status import SyncPhase, SyncStatus
from spplus_desk.services.dashboard import Opening, Place
from spplus_desk.ui import wording
from spplus_desk.ui.announce import announce
from spplus_desk.ui.dashboard.board import Board
from spplus_desk.ui.dashboard.header import BoardHeader
from spplus_desk.ui.dashboard.list_page import ListPage
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.banner import Banner
from spplus_desk.ui.widgets.empty import EmptyState
from spplus_desk.ui.widgets.frames import Pane, h_line
from spplus_desk.ui.widgets.order import ReadingOrder

if TYPE_CHECKING:
    from spplus_desk.services.desk import Desk
    from spplus_desk.ui.dashboard.compare_page import ComparePage

_CARES = frozenset(
    {ChangeKind.INBOX, ChangeKind.REPLIES, ChangeKind.STRUCTURES, ChangeKind.DOCUMENTS, ChangeKind.TEMPLATES}
)
_ZONE = "Europe/Paris"
"""By which periods are offered."""
_REST_MS = 120
"""A burst of changes is counted once."""
_MOST_LISTED = 2_000


class DashboardPane(Pane):
    """`read_wanted` carries a slot to open in the inbox; `exported` the words for the message that says where;
    `poster_wanted` the figures that are shown."""

    read_wanted = Signal(str)
    poster_wanted = Signal(object)
    exported = Signal(str)

    def __init__(
        self,
        theme: Theme,
        desk: "Desk",
        tasks: Tasks,
        clock: Callable[[], datetime],
        parent: QWidget,
        *,
        ahead: bool = False,
    ) -> None:
        """`ahead`: made before anybody wants it; until it is opened, what it will ask is only read into memory."""
        super().__init__("canvas", parent)
        self._theme, self._desk, self._tasks, self._clock = theme, desk, tasks, clock
        self._service = desk.dashboard
        self._today = self._service.today(_ZONE)
        choices = periods.choices(self._today)
        self._opening: Future[Opening] | None = None
        """Asked before the widgets are made; None once it was shown, or is not true any more."""
        if ahead:
            self._service.read_ahead(choices[0][1])
        else:
            self._opening = self._service.opening(choices[0][1])
        self._paper = desk.paper
        self.numbers: Numbers | None = None
        self._asked: Behind | None = None
        self._asked_name = ""
        self._opener: QWidget | None = None
        self._nodes: tuple[Node, ...] = ()
        self._compared: tuple[Numbers, ...] = ()
        """Structures side by side, in place of the board; none most of the time."""
        self._question = 0
        self._offline = False
        self._stale = True
        self.setObjectName("dashboard_page")
        self.header = BoardHeader(theme)
        self._places = QStackedWidget(self)
        self.board = Board(theme, self._places)
        self.error = Banner(theme, "error", "", action=self.tr("Réessayer"))
        self.error.setObjectName("board_error")
        self.error.hide()
        self._places.addWidget(self.board)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(h_line())
        column.addWidget(self.error)
        column.addWidget(self._places, 1)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.refresh)
        self._order = ReadingOrder(self)
        self._connect()
        self.header.show_periods(choices, self._today)

    def _connect(self) -> None:
        self.header.changed.connect(self._ask_anew)
        self.header.export_wanted.connect(self._export)
        self.header.poster_wanted.connect(self.want_poster)
        self.board.list_wanted.connect(self.open_list)
        self.board.definition_wanted.connect(self.define)
        self.header.compare_wanted.connect(self.ask_compared)
        self.error.acted.connect(self.refresh)
        self.board.settled.connect(self._order.settle)

    # What the window asks of a page

    def opened(self) -> None:
        self._follow_day()
        if self._stale:
            self.refresh()

    def changed(self, changes: ChangeSet) -> None:
        if changes.kinds & _CARES:
            self._stale, self._opening = True, None
            if self.isVisible():
                self._rest.start()

    def time_turned(self) -> None:
        """What is late is so from this minute on."""
        self._follow_day()
        self._stale, self._opening = True, None
        if self.isVisible():
            self._rest.start()

    def _follow_day(self) -> None:
        """The program may stay open for days: what is offered ends yesterday, not the day before it was opened."""
        today = self._service.today(_ZONE)
        if today != self._today:
            self._today = today
            self.header.follow_day(periods.choices(today), today)
            self._stale, self._opening = True, None

    def set_sync_status(self, status: SyncStatus) -> None:
        self._offline = status.phase in (SyncPhase.OFFLINE, SyncPhase.UNREACHABLE)
        self._show_age()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        return {
            "board_definition": self._define_focused,
            "board_table": self.board.swap_chart,
            "board_poster": self.want_poster,
        }

    def stops(self) -> Iterable[QWidget]:
        return self.header.period_combo, self.board.published_figures[0].list_link, self.board.breakdown.tabs.tabBar()

    def focus(self) -> None:
        if self._listing:
            self.list_page.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.header.period_combo.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Buttons of the day and tables are made while the page is shown, and would come last."""
        self._order.settle()
        return super().focusNextPrevChild(forward)

    # Asking

    def refresh(self) -> None:
        """Ask again for what is shown; the places first, where there are none yet."""
        self._stale = False
        self._question += 1
        question = self._question
        opening, self._opening = self._opening, None
        if opening is None and self.numbers is None and self.header.period is not None:
            opening = self._service.opening(self.header.period)
        if opening is not None:
            self._tasks.when_done(opening, lambda found: self._on_opening(found, question), self._failed, owner=self)
        else:
            self._tasks.when_done(
                self._service.places(), lambda places: self._on_places(places, question), self._failed, owner=self
            )
        self._tasks.when_done(self._desk.day.day(), self.board.today.expected.show_day, self._failed, owner=self)

    def _ask_anew(self) -> None:
        """Another question: what is shown answers the old one. The focus stays where it was asked."""
        self._asked = None
        if self._nodes and self.header.node == (self.numbers.node if self.numbers else None):
            self._places.setCurrentWidget(self._front)
            self._ask()  # another period: the comparison stays
            return
        self._end_comparison()
        self.board.show_waiting()
        self._ask()

    def _on_opening(self, found: Opening, question: int) -> None:
        if question == self._question:
            self.header.show_places(found.places)
            numbers = found.numbers
            if numbers is not None and (numbers.node, numbers.period) == (self.header.node, self.header.period):
                self._show(numbers, question)
            else:
                self._ask()  # another period was chosen meanwhile

    def _on_places(self, places: tuple[Place, ...], question: int) -> None:
        if question == self._question:
            self.header.show_places(places)
            self._ask()

    def _ask(self) -> None:
        node, period = self.header.node, self.header.period
        if node is None or period is None:
            self._places.setCurrentWidget(self.nothing)
            return
        self._question += 1
        question = self._question
        if self._nodes:
            asked = self._service.compare(self._nodes, period)
            self._tasks.when_done(asked, lambda found: self._show_compared(found, question), self._failed, owner=self)
        self._tasks.when_done(
            self._service.numbers(node, period), lambda found: self._show(found, question), self._failed, owner=self
        )

    def _show(self, numbers: Numbers, question: int) -> None:
        if question != self._question:
            return  # another was asked meanwhile
        self.numbers = numbers
        self.error.hide()
        self.header.before.setText(
            self.tr("avant\u00a0: {0}").format(periods.words(numbers.period.previous, year=False))
        )
        self.header.offer_exports(poster=not self._nodes)
        self._show_age()
        self.board.show_numbers(numbers)
        if not self._compared and not self._listing:
            some = numbers.now.counts.experiences or numbers.waiting.total
            self._places.setCurrentWidget(self.board if some else self.nothing)

    # Made when they are first wanted: most openings of the board never show them

    @cached_property
    def nothing(self) -> EmptyState:
        title = self.tr("Aucune expérience sur cette période")
        page = EmptyState(self._theme, "bar-chart-box-line", title, self.tr("Choisissez une autre période."))
        page.setObjectName("board_empty")
        self._places.addWidget(page)
        return page

    @cached_property
    def list_page(self) -> ListPage:
        page = ListPage(self._theme)
        page.closed.connect(self._back)
        page.chosen.connect(self.read_wanted)
        page.export_wanted.connect(self._export_list)
        self._places.addWidget(page)
        return page

    @property
    def _listing(self) -> bool:
        return "list_page" in self.__dict__ and self._places.currentWidget() is self.list_page

    @cached_property
    def comparison(self) -> "ComparePage":
        from spplus_desk.ui.dashboard.compare_page import ComparePage

        page = ComparePage(self._theme)
        page.other_wanted.connect(self.ask_compared)
        page.closed.connect(self._leave_comparison)
        page.list_wanted.connect(self.open_list)
        for card in page.cards.values():
            card.definition.asked.connect(lambda key, of=card.definition: self.define(key, of))
        self._places.addWidget(page)
        return page

    # Side by side

    def ask_compared(self) -> None:
        """Which structures: at first the one that is shown, with and without those below it."""
        from spplus_desk.ui.dashboard.compare_popover import ComparePopover  # late: not for the first paint

        shown = self.header.node
        ticked = self._nodes or (() if shown is None else (shown, Node(shown.structure_id, not shown.alone)))
        popover = ComparePopover(self._theme, self, self.header.places, ticked)
        popover.chosen.connect(self.compare)
        popover.open_under(self.header.scope_combo)
        popover.list.setFocus(Qt.FocusReason.PopupFocusReason)

    def compare(self, nodes: tuple[Node, ...]) -> None:
        self._nodes = nodes
        self._ask()

    def _show_compared(self, found: tuple[Numbers, ...], question: int) -> None:
        if question != self._question or not self._nodes:
            return
        opened = not self._compared
        self._compared = found
        self.comparison.show_compared(found)
        self.header.poster.setEnabled(False)
        if opened:
            self._places.setCurrentWidget(self.comparison)
            self.comparison.cards[Clock.PUBLISHED].table.setFocus(Qt.FocusReason.OtherFocusReason)
            announce(self, self.comparison.title.text())

    def _end_comparison(self) -> None:
        self._nodes, self._compared = (), ()
        self._places.setCurrentWidget(self.board)
        self.header.poster.setEnabled(self.numbers is not None)

    def _leave_comparison(self) -> None:
        self._end_comparison()
        self.header.scope_combo.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_age(self) -> None:
        numbers = self.numbers
        if numbers is None or numbers.fresh is None:
            self.header.age.setText("")
            return
        age = wording.ago(numbers.fresh, self._clock(), numbers.zone)
        told = self.tr("calculé sur ce poste, données reçues {0}") if self._offline else self.tr("données reçues {0}")
        self.header.age.setText(told.format(age))

    def _failed(self, error: KnownError) -> None:
        self.error.show_text(self.tr("Les chiffres n’ont pas pu être calculés."), error.sentence)
        self.error.show()

    # Definitions and lists

    def define(self, key: str, link: QWidget) -> None:
        from spplus_desk.ui.dashboard.definition_popover import DefinitionPopover  # late: not for the first paint

        zone = self.numbers.zone if self.numbers is not None else _ZONE
        at = self.numbers.at if self.numbers is not None else self._clock()
        popover = DefinitionPopover(self._theme, self, DEFINITIONS[key], at, zone)
        popover.open_under(link)

    def _define_focused(self) -> None:
        box = self.board.focused_box()
        if box is not None:
            box.definition.click()

    def open_list(self, asked: Behind, count: int) -> None:
        """The list behind a figure, over the board."""
        names = {place: self.header.scope_combo.itemData(place) for place in range(self.header.scope_combo.count())}
        name = next(
            (self.header.scope_combo.itemText(place).strip() for place, node in names.items() if node == asked.node),
            self.numbers.name if self.numbers is not None else "",
        )
        self._asked, self._asked_name, self._opener = asked, name, self._front.focusWidget()
        title = words.count(count, "expérience", "expériences")
        self.list_page.show_waiting(title, words.behind(asked, name))
        self._places.setCurrentWidget(self.list_page)
        self.list_page.back.setFocus(Qt.FocusReason.OtherFocusReason)

        def show(lines: tuple[Listed, ...]) -> None:
            if self._asked is asked:
                self.list_page.show_lines(lines, count)
                announce(self, f"{title}, {words.behind(asked, name)}")

        self._tasks.when_done(self._service.behind(asked, _MOST_LISTED), show, self._failed, owner=self)

    @property
    def _front(self) -> QWidget:
        """What a list was opened from, and leads back to."""
        return self.comparison if self._compared else self.board

    def _back(self) -> None:
        if self._listing:
            self._asked = None
            self._places.setCurrentWidget(self._front)
            opener = self._opener
            there = opener is not None and shiboken6.isValid(opener) and opener.isVisibleTo(self._front)
            back = opener if opener is not None and there else self.header.period_combo
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    # Files

    def _export(self, suffix: str) -> None:
        numbers = self.numbers
        if numbers is not None:
            what = "Comparaison" if self._compared else "Tableau de bord"
            name = f"{what} {numbers.period.first} {numbers.period.last}"
            self._choose_file(name, suffix, lambda path: self.export(suffix, path))

    def export(self, suffix: str, path: Path) -> None:
        if self._compared:
            way = self._paper.compared if suffix == ".pdf" else self._service.export_compared
            self._tasks.when_done(way(self._compared, path), self._told, owner=self)
        elif self.numbers is not None:
            ways = {".csv": self._service.export_csv, ".xlsx": self._service.export_xlsx, ".pdf": self._paper.report}
            self._tasks.when_done(ways[suffix](self.numbers, path), self._told, owner=self)

    def want_poster(self) -> None:
        if self.numbers is not None and not self._nodes:
            self.poster_wanted.emit(self.numbers)

    def _export_list(self, suffix: str, texts: bool) -> None:
        asked, name = self._asked, self._asked_name
        if asked is not None:
            self._choose_file(
                f"Expériences {asked.period.first} {asked.period.last}",
                suffix,
                lambda path: self.export_list(asked, name, path, texts=texts),
            )

    def export_list(self, asked: Behind, name: str, path: Path, *, texts: bool) -> None:
        done = self._service.export_list(asked, name, path, texts=texts)
        self._tasks.when_done(done, self._told, owner=self)

    def _choose_file(self, name: str, suffix: str, then: Callable[[Path], None]) -> None:
        """Not `exec`: the window goes on behind it."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        kinds = {
            ".csv": self.tr("Fichier CSV (*.csv)"),
            ".xlsx": self.tr("Classeur (*.xlsx)"),
            ".pdf": self.tr("PDF (*.pdf)"),
        }
        dialog = QFileDialog(self, self.tr("Enregistrer"), folder, kinds[suffix])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(suffix[1:])
        dialog.selectFile(f"{name}{suffix}")
        dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
        dialog.open()

    def _told(self, path: Path) -> None:
        self.exported.emit(self.tr("Fichier enregistré\u00a0: {0}").format(path))
