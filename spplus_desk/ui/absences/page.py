"""« Absences et relais »: who is away and what hangs on it, and the form that says an absence."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from spplus_desk.domain.changes import ChangeKind, ChangeSet
from spplus_desk.services.absences import Overview, Person, Relay
from spplus_desk.services.futures import nothing
from spplus_desk.ui.absences.card import RelayCard
from spplus_desk.ui.absences.form import AbsenceForm
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.buttons import HALO, Button
from spplus_desk.ui.widgets.frames import Pane, h_line
from spplus_desk.ui.widgets.labels import Label
from spplus_desk.ui.wording import count_of

if TYPE_CHECKING:
    from spplus_desk.services.absences import AbsenceService

_WIDTH = 640
_HOLD = timedelta(seconds=30)
"""How long a take-over can be given back: after it has left, nobody can claim for the one who is away."""
_SHOWS = frozenset({ChangeKind.DOCUMENTS, ChangeKind.STRUCTURES, ChangeKind.INBOX})


class AbsencePage(Pane):
    """`told` carries a sentence and the way back, or None."""

    closed = Signal()
    told = Signal(str, object)

    def __init__(self, theme: Theme, tasks: Tasks, service: "AbsenceService", clock: Callable[[], datetime]) -> None:
        super().__init__("surface")
        self._theme, self._tasks, self._service, self._clock = theme, tasks, service, clock
        self._shown: Overview | None = None
        self._waits_for_focus = False
        self.setObjectName("absence_page")
        self.setAccessibleName(self.tr("Absences et relais"))
        self._close = Button(theme, self.tr("Fermer"), key=self.tr("Échap"))
        self._close.setObjectName("absence_close")
        self._close.setAccessibleName(self.tr("Fermer les absences"))
        self._close.clicked.connect(self.closed)
        self.nobody = Label(theme, self.tr("Aucune absence annoncée."), tone="text-2", wrap=True)
        self.nobody.setObjectName("absence_nobody")
        self.form = AbsenceForm(theme)
        self.form.saved.connect(self._save)
        self._build()

    def _build(self) -> None:
        theme = self._theme
        head = QHBoxLayout()
        theme.keep_margins(head, 24, 8, 24 - HALO, 8)
        head.addWidget(Label(theme, self.accessibleName(), Role.TITLE, 600), 1)
        head.addWidget(self._close)
        body = Pane("surface")
        row = QHBoxLayout(body)
        theme.keep_margins(row, 24, 16, 24, 24)
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Label(theme, self.tr("Absences en cours et à venir"), Role.HEADING, 600))
        column.addWidget(h_line())
        column.addWidget(self.nobody)
        self._cards = QVBoxLayout()
        column.addLayout(self._cards)
        self._form_head = Label(theme, self.tr("Annoncer une absence"), Role.HEADING, 600)
        column.addSpacing(theme.px(20))
        column.addWidget(self._form_head)
        column.addWidget(h_line())
        column.addWidget(self.form)
        column.addStretch(1)
        row.addWidget(self._inside)
        row.addStretch(1)
        self._scroller = QScrollArea()
        self._scroller.setWidgetResizable(True)
        self._scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroller.setWidget(body)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addWidget(h_line())
        whole.addWidget(self._scroller, 1)
        theme.changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        side = 2 * self._theme.px(24) + self._theme.px(12)
        self._inside.setFixedWidth(max(min(self._theme.px(_WIDTH), self.width() - side), 200))

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)  # type: ignore[arg-type]
        self._restyle()

    def opened(self) -> None:
        self._ask()

    def changed(self, changes: ChangeSet) -> None:
        if self.isVisible() and changes.kinds & _SHOWS:
            self._ask()

    def focus(self) -> None:
        first = self._acts()[:1] or ([self.form.who] if self._shown is not None and self._shown.people else [])
        self._waits_for_focus = self._shown is None
        (first[0] if first else self._close).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _ask(self) -> None:
        self._tasks.when_done(self._service.overview(), self._show, owner=self)

    def _show(self, found: Overview) -> None:
        self.form.show_people(found.people, [relay.away for relay in found.relays], found.today)
        self.form.setVisible(bool(found.people))
        self._form_head.setVisible(bool(found.people))
        if found == self._shown:
            return
        self._shown = found
        focused: QWidget | None = self.focusWidget()
        name = focused.objectName() if focused else ""
        for old in self._inside.findChildren(RelayCard):
            self._cards.removeWidget(old)
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self.nobody.setVisible(not found.relays)
        for relay in found.relays:
            card = RelayCard(self._theme, relay, found.today, self._clock())
            card.take_over_wanted.connect(self._take_over)
            card.pause_wanted.connect(self._pause)
            card.back_wanted.connect(self._is_back)
            self._cards.addWidget(card)
            card.show()  # now, not with the next layout: the focus goes there
            for again in card.findChildren(QWidget, name) if name else ():
                again.setFocus(Qt.FocusReason.OtherFocusReason)

        before: QWidget = self._close
        for act in (*self._acts(), self.form.who):  # as they stand on the screen, not as they were made
            QWidget.setTabOrder(before, act)
            before = act
        if self._waits_for_focus and self._close.hasFocus():
            self.focus()

    def _acts(self) -> list[QWidget]:
        return [button for card in self._inside.findChildren(RelayCard) for button in card.findChildren(Button)]

    # Acts

    def _save(self, person: Person, start: date, end: date, stand_in: str, note: str) -> None:
        def done(_nothing: None) -> None:
            self.form.clear()
            self.told.emit(self.tr("Absence de {name} enregistrée.").format(name=person.name), None)
            self._ask()

        future = self._service.save(person.agent_id, person.structure_id, start, end, stand_in, note)
        self._tasks.when_done(future, done, owner=self)

    def _is_back(self, relay: Relay) -> None:
        text = self.tr("Absence de {name} terminée.").format(name=relay.away.name)
        self._do(self._service.is_back(relay.away), text)

    def _take_over(self, relay: Relay) -> None:
        name, service = relay.away.name, self._service

        def done(ids: tuple[str, ...]) -> None:
            claims = count_of(len(ids), self.tr("prise en charge reprise"), self.tr("prises en charge reprises"))
            text = self.tr("{claims} à {name}. Annulable pendant {seconds}\u00a0secondes.")
            seconds = int(_HOLD.total_seconds())
            self.told.emit(text.format(claims=claims, name=name, seconds=seconds), lambda: give_back(ids))
            self._ask()

        def give_back(ids: tuple[str, ...]) -> None:
            self._tasks.when_done(service.give_back(ids), lambda back: given(back, len(ids)), owner=self)

        def given(back: int, of: int) -> None:
            late = self.tr("Trop tard\u00a0: la reprise est partie. Libérez ce que vous ne gardez pas.")
            self.told.emit(self.tr("Reprise annulée.") if back == of else late, None)
            self._ask()

        self._tasks.when_done(service.take_over(relay.claims, _HOLD), done, owner=self)

    def _pause(self, relay: Relay) -> None:
        rows, service = relay.claims, self._service

        def done(changed: int) -> None:
            if changed:
                what = count_of(changed, self.tr("objectif interne en pause"), self.tr("objectifs internes en pause"))
                self.told.emit(f"{what}.", resume)
            else:
                self.told.emit(self.tr("Ces objectifs internes étaient déjà en pause."), None)

        def resume() -> None:
            text = self.tr("Les objectifs internes courent de nouveau.")
            self._do(nothing(service.pause_all(rows, wanted=False)), text)

        self._tasks.when_done(service.pause_all(rows, wanted=True), done, owner=self)

    def _do(self, future: Future[None], text: str) -> None:
        def done(_nothing: None) -> None:
            self.told.emit(text, None)
            self._ask()

        self._tasks.when_done(future, done, owner=self)
