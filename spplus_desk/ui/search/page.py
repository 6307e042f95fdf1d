"""The search decides: what the typed text means, which answer counts, what is marked and what can be done."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spplus_desk.domain.changes import ChangeKind, ChangeSet
from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.needles import NO_NEEDLES
from spplus_desk.domain.query import Filter, Query
from spplus_desk.domain.query_reading import Reading
from spplus_desk.domain.search import Hit, Question, SearchHits
from spplus_desk.domain.sync_status import SyncStatus
from spplus_desk.services.search import SavedSearch
from spplus_desk.ui import wording
from spplus_desk.ui.announce import announce
from spplus_desk.ui.rail.entries import SEARCHES
from spplus_desk.ui.search import words
from spplus_desk.ui.search.delegate import ResultDelegate
from spplus_desk.ui.search.found_text import FoundText
from spplus_desk.ui.search.model import ResultModel
from spplus_desk.ui.search.view import SearchView
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme

if TYPE_CHECKING:
    from spplus_desk.services.desk import Desk

FIRST, NEXT, MORE = 12, 38, 100
"""Rows of the first answer (those in sight: what is read and marked of the others keeps a typist waiting), of the one
that follows it at once, and of each that scrolling asks for."""
_SPEAK_MS = 700
"""The number of results is said once the agent stops typing."""
_CARES = frozenset({ChangeKind.INBOX, ChangeKind.REPLIES, ChangeKind.COMMENTS})


class SearchPage(QWidget):
    """`read_wanted` carries the slot to be opened in the inbox, and the Needles that found it; `closed` ends the look
    aside."""

    read_wanted = Signal(str, object)
    closed = Signal()
    told = Signal(str)
    """A sentence for the messages of the window."""

    def __init__(self, theme: Theme, desk: "Desk", tasks: Tasks, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self.model = ResultModel(clock, self)
        self.text = FoundText(theme, desk.agent.id, clock)
        self.view = SearchView(theme, self.model, ResultDelegate(theme, clock, self), self.text)
        self.setObjectName("search_page")
        self.setAccessibleName(self.tr("Recherche"))
        self._filters: tuple[Filter, ...] = ()
        self._reading = Reading(Query())
        self._number = 0  # of the question whose answer is waited for
        self.answered = 0
        """The number of the question whose answer is shown."""
        self._asked: Question | None = None
        self._total = 0
        self._needles = NO_NEEDLES
        self._chosen = ""
        self._loading_more = False
        self._filling = False
        self._status: SyncStatus | None = None
        self._speak = QTimer(self, singleShot=True, interval=_SPEAK_MS)
        self._speak.timeout.connect(self._say_count)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.setFocusProxy(self.view.query.field)
        self._connect()
        self._show_question()

    def _connect(self) -> None:
        view, query = self.view, self.view.query
        query.field.textEdited.connect(lambda _text: self._typed())
        query.field.backspace_at_start.connect(self._drop_last)
        query.field.down.connect(self._to_list)
        query.field.confirmed.connect(self._confirm)
        query.filters.removed.connect(self._drop)
        query.clear.clicked.connect(self.clear)
        view.refine.chosen.connect(self._begin_operator)
        view.sort.chosen.connect(lambda _order: self._ask())
        view.list.selectionModel().currentChanged.connect(lambda index, _before: self._on_chosen(index))
        view.list.entered_by_key.connect(lambda _index: self.open_chosen())
        view.list.doubleClicked.connect(lambda _index: self.open_chosen())
        view.list.up_from_first.connect(self.focus)
        view.near_end.connect(self._load_more)
        view.open.clicked.connect(self.open_chosen)
        view.save.clicked.connect(self._name_search)
        view.naming.named.connect(self._keep)
        view.naming.closed.connect(self._stop_naming)
        view.kept.wanted.connect(self.search)
        view.kept.unwanted.connect(self._forget)
        view.next.clicked.connect(lambda: self.step(1))
        view.previous.clicked.connect(lambda: self.step(-1))

    # What the window asks of a page

    def opened(self) -> None:
        self.view.query.field.selectAll()
        self._tasks.when_done(self._desk.search.saved(), self.view.kept.show_kept, owner=self)
        if self._asked is not None:
            self._ask(quietly=True)

    def show_entry(self, key: str) -> None:
        """A kept search was chosen in the rail."""

        def found(kept: tuple[SavedSearch, ...]) -> None:
            wanted = key.removeprefix(SEARCHES)
            text = next((one.text for one in kept if one.view.id == wanted), None)
            if text is not None:
                self.search(text)

        self._tasks.when_done(self._desk.search.saved(), found, owner=self)

    def focus(self) -> None:
        self.view.query.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def handlers(self) -> dict[str, Callable[[], object]]:
        return {"next_match": lambda: self.step(1), "previous_match": lambda: self.step(-1)}

    def stops(self) -> Iterable[QWidget]:
        return self.view.query.field, self.view.list, self.text.text, self.view.open

    def changed(self, changes: ChangeSet) -> None:
        if self.isVisible() and self._asked is not None and changes.kinds & _CARES:
            self._ask(quietly=True)

    def set_sync_status(self, status: SyncStatus) -> None:
        self._status = status
        if self._filling:
            self._show_count()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            if self._query().empty and not self.view.query.field.text():
                self.closed.emit()
            else:
                self.clear()
            return
        super().keyPressEvent(event)

    # What others may ask

    def search(self, text: str) -> None:
        """Look for `text`, as if it had been typed and confirmed."""
        self._filters = ()
        self.view.query.field.setText(text)
        self._typed()
        self._settle(all_of_them=True)
        self.focus()

    def clear(self) -> None:
        """An empty field without chips."""
        self._filters = ()
        self.view.query.field.clear()
        self._typed()
        self.focus()

    def step(self, by: int) -> None:
        """To another passage of the text that is shown."""
        self.text.step(by)
        self._show_passage()
        if self.text.place:
            announce(self.view, f"{self.view.passage.text()}, {self.text.present()}")

    def open_chosen(self) -> None:
        if self._chosen:
            self.read_wanted.emit(self._chosen, self._needles)

    # The field

    def _query(self) -> Query:
        return Query(filters=self._filters).joined(self._reading.query)

    def _typed(self) -> None:
        self._reading = self._desk.search.read(self.view.query.field.text())
        if any(piece.settled for piece in self._reading.pieces):
            self._settle()
        else:
            self._show_question()
            self._ask()

    def _settle(self, *, all_of_them: bool = False) -> None:
        """Filters that are written to their end leave the text and become chips."""
        field = self.view.query.field
        text, cursor = field.text(), field.cursorPosition()
        for piece in reversed(self._reading.pieces):
            if not (piece.settled or all_of_them):
                continue
            end = piece.end + (text[piece.end : piece.end + 1].isspace())
            text = text[: piece.start] + text[end:]
            if cursor >= end:
                cursor -= end - piece.start
            elif cursor > piece.start:
                cursor = piece.start
            self._filters = tuple(dict.fromkeys((*self._filters, piece.filter)))
        field.setText(text)
        field.setCursorPosition(max(cursor, 0))
        self._reading = self._desk.search.read(text)
        self._show_question()
        self._ask()

    def _confirm(self) -> None:
        """Enter: what is half a filter is a whole one; with nothing to finish, the chosen result opens."""
        if self._reading.pieces:
            self._settle(all_of_them=True)
        else:
            self.open_chosen()

    def _drop_last(self) -> None:
        if self._filters:
            self._drop(self._filters[-1])

    def _drop(self, unwanted: Filter) -> None:
        self._filters = tuple(known for known in self._filters if known != unwanted)
        self._show_question()
        self._ask()
        self.focus()
        announce(self.view, self.tr("Filtre retiré, {filter}").format(filter=words.filter_text(unwanted)))

    def _begin_operator(self, text: str) -> None:
        field = self.view.query.field
        typed = field.text()
        field.setText(f"{typed.rstrip()} {text}" if typed.strip() else text)
        self.focus()
        field.end(False)
        self._typed()

    def _show_question(self) -> None:
        self.view.query.filters.show_filters(self._filters)
        self.view.query.place_chips()
        hints = " ".join(words.hint_text(hint) for hint in self._reading.hints)
        self.view.refine.hint.setText(hints or self.tr("Accents, majuscules et traits d’union sont sans effet."))
        self.view.query.field.setAccessibleDescription(hints)

    # Asking

    def _ask(self, *, quietly: bool = False) -> None:
        """`quietly`: the same question once more, because something was written."""
        query = self._query()
        self._number += 1
        self._loading_more = False
        if query.empty:
            self._asked = None
            self._show_nothing()
            return
        limit = max(FIRST, len(self.model.hits)) if quietly else FIRST
        self._asked = Question(
            query=query, unfinished=self._reading.unfinished, order=self.view.sort.order, limit=limit
        )
        number = self._number
        self._tasks.when_done(
            self._desk.search.ask(self._asked),
            lambda hits: self._answer(number, hits, quietly),
            lambda error: self._fault(number, error),
            owner=self,
        )

    def _answer(self, number: int, hits: SearchHits, quietly: bool) -> None:
        if number != self._number:
            return
        self.answered = number
        self.view.fault.hide()
        self._total, self._needles, self._filling = hits.total, hits.needles, hits.filling
        self._show_hits(hits.hits)
        if len(hits.hits) < FIRST + NEXT:
            self._load_more(NEXT)
        if not quietly:
            self._speak.start()

    def _fault(self, number: int, error: KnownError) -> None:
        if number == self._number:
            self._loading_more = False
            self.view.fault.show_text(error.sentence)
            self.view.fault.show()

    def _load_more(self, limit: int = MORE) -> None:
        shown = len(self.model.hits)
        if self._asked is None or self._loading_more or not shown or shown >= self._total:
            return
        self._loading_more = True
        number, asked = self._number, self._asked
        more = Question(query=asked.query, unfinished=asked.unfinished, order=asked.order, limit=limit, offset=shown)

        def answer(hits: SearchHits) -> None:
            if number == self._number:
                self._loading_more = False
                known = {hit.row.key for hit in self.model.hits}
                self.model.show([*self.model.hits, *(hit for hit in hits.hits if hit.row.key not in known)])

        self._tasks.when_done(self._desk.search.ask(more), answer, lambda error: self._fault(number, error), owner=self)

    # Showing

    def _show_nothing(self) -> None:
        self._total, self._needles = 0, NO_NEEDLES
        self._speak.stop()
        self.model.show(())
        self._choose("")
        self.view.fault.hide()
        self.view.show_count("", "", "")
        self.view.show_kept()

    def _show_hits(self, hits: tuple[Hit, ...]) -> None:
        before = self._chosen
        self.model.show(hits)
        self._show_count()
        if not hits:
            self._choose("")
            self.view.show_empty(self.tr("Aucun résultat"), self._advice())
            return
        self.view.show_results()
        place = max(self.model.place_of(before), 0)
        index = self.model.index(place)
        if self.view.list.currentIndex() != index:
            self.view.list.setCurrentIndex(index)
        else:
            self._on_chosen(index)
        if place == 0:
            self.view.list.scrollToTop()

    def _advice(self) -> str:
        filters = self._query().filters
        if self._filling:
            return self.tr("Ce qui n’est pas encore indexé n’est pas trouvé.")
        if filters:
            return self.tr("Retirez «\u00a0{filter}\u00a0» pour chercher partout.").format(
                filter=words.filter_text(filters[-1])
            )
        return self.tr("Essayez moins de mots, ou le début d’un mot.")

    def _show_count(self) -> None:
        if self._asked is None:
            return
        count = words.count_text(self._total)
        where = self.tr("sur ce poste")
        if self._filling:
            where = self._filling_text()
        self.view.show_count(count, where, count)

    def _filling_text(self) -> str:
        status = self._status
        if status is None or not status.total:
            return self.tr("La recherche se reconstruit.")
        percent = min(99, status.done * 100 // status.total)
        return self.tr("La recherche se reconstruit, {percent}\u00a0%.").format(percent=percent)

    def _say_count(self) -> None:
        if self._asked is not None:
            announce(self.view, words.count_text(self._total))

    def _to_list(self) -> None:
        if self.model.hits:
            self.view.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_chosen(self, index: QModelIndex) -> None:
        hit = self.model.hit(index)
        self._choose("" if hit is None else hit.row.key)

    def _choose(self, key: str) -> None:
        self._chosen = key
        if not key:
            self.view.show_text(False)
            self.view.show_passages("", False)
            return
        needles = self._needles

        def answer(detail: ExperienceDetail) -> None:
            if key == self._chosen:
                self.text.show_detail(detail, needles)
                self.view.show_text(True)
                self._show_passage()

        def failed(_error: KnownError) -> None:
            if key == self._chosen:  # it has left this desk since: the next answer lacks it
                self.view.show_text(False)

        self._tasks.when_done(self._desk.inbox.detail(key), answer, failed, owner=self)

    def _show_passage(self) -> None:
        number = self.text.passages
        text = ""
        if number:
            text = self.tr("Passage {place} sur {number}").format(
                place=wording.number(self.text.place), number=wording.number(number)
            )
        self.view.show_passages(text, number > 1)

    # Keeping

    def _name_search(self) -> None:
        self._settle(all_of_them=True)
        self.view.naming.open(self._spoken_query())

    def _spoken_query(self) -> str:
        query = self._query()
        parts = [term.written() for term in query.terms] + [words.filter_text(one) for one in query.filters]
        return ", ".join(parts)[:120]

    def _keep(self, name: str) -> None:
        def done(_command: str) -> None:
            self._stop_naming()
            self.told.emit(self.tr("Recherche gardée sous «\u00a0{name}\u00a0».").format(name=name))
            self._tasks.when_done(self._desk.search.saved(), self.view.kept.show_kept, owner=self)

        self._tasks.when_done(self._desk.search.save(name, self._query().written()), done, owner=self)

    def _stop_naming(self) -> None:
        self.view.naming.hide()
        self.focus()

    def _forget(self, kept: SavedSearch) -> None:
        def done(_command: str) -> None:
            self._tasks.when_done(self._desk.search.saved(), self.view.kept.show_kept, owner=self)
            self.focus()

        self._tasks.when_done(self._desk.search.forget(kept), done, owner=self)
