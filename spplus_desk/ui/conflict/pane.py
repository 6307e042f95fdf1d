"""The conflict screen: reads one conflict, walks through its differences, does what is chosen."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spplus_desk.domain.changes import ChangeKind, ChangeSet
from spplus_desk.domain.conflicts import Choice, Conflict, text_of
from spplus_desk.domain.differences import Piece, differences
from spplus_desk.domain.errors import KnownError
from spplus_desk.ui.announce import announce
from spplus_desk.ui.conflict import words
from spplus_desk.ui.conflict.linked import LinkedScrolling
from spplus_desk.ui.conflict.view import ConflictView
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.widgets.chips import ChipLook

if TYPE_CHECKING:
    from spplus_desk.services.desk import Desk

_SHOWN_HERE = frozenset({ChangeKind.OUTBOX, ChangeKind.REPLIES, ChangeKind.INBOX})


class ConflictPane(QWidget):
    """`closed`: back to Envois, decided or not. `decided` carries the sentence that says what was done."""

    closed = Signal()
    decided = Signal(str)

    def __init__(
        self,
        theme: Theme,
        desk: "Desk",
        tasks: Tasks,
        clock: Callable[[], datetime],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._clock = desk, tasks, clock
        self._id = ""
        self._conflict: Conflict | None = None
        self._differences: tuple[Piece, ...] = ()
        self._at: int | None = None
        self._deciding = False
        self.view = ConflictView(theme, self)
        theirs, mine = self.view.theirs.text, self.view.mine.text
        self._linked = LinkedScrolling(theirs.verticalScrollBar(), mine.verticalScrollBar(), self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._connect()

    def _connect(self) -> None:
        view = self.view
        view.top.back.clicked.connect(self.leave)
        view.bottom.later.clicked.connect(self.leave)
        view.bottom.confirm.clicked.connect(self.confirm)
        view.bottom.keep.clicked.connect(self.confirm)
        view.bottom.copy.clicked.connect(self.copy)
        view.legend.next.clicked.connect(lambda: self.step(1))
        view.choices.chosen.connect(view.refusal.hide)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What its commands do, by their names in the table."""
        return {
            "confirm": self.confirm,
            "later": self.leave,
            "next_difference": lambda: self.step(1),
            "previous_difference": lambda: self.step(-1),
        }

    def foot_height(self) -> int:
        """Messages cover neither the buttons nor the choices, as long as there is room for them above."""
        view, least = self.view, self.height() - self.view.top.height() - 120
        if view.choices.isHidden():
            return view.bottom.height()
        top = view.choices.mapTo(self, view.choices.rect().topLeft()).y()
        return max(view.bottom.height(), min(self.height() - top, least))

    # -- reading ------------------------------------------------------------------------------------------------

    @property
    def conflict(self) -> Conflict | None:
        """The one on screen."""
        return self._conflict

    def open(self, command_id: str) -> None:
        """Show the conflict of a refused reply. One that was decided already leads back at once."""
        self._id, self._conflict, self._deciding = command_id, None, False
        self.view.choices.reset()
        self._read()

    def changed(self, change: ChangeSet) -> None:
        """The other reply may arrive, change or leave while both are on screen."""
        if self._id and change.kinds & _SHOWN_HERE and not self._deciding:
            self._read()

    def _read(self) -> None:
        asked = self._id
        self._tasks.when_done(
            self._desk.conflicts.conflict(asked),
            lambda found: self._show(found) if asked == self._id else None,
            owner=self,
        )

    def _show(self, found: Conflict | None) -> None:
        if self._deciding or (found == self._conflict and found is not None):
            return
        if found is None:
            self._leave()
            return
        first = self._conflict is None
        self._conflict = found
        self._show_words(found)
        self._show_texts(found)
        if first:
            self._focus_first()
            announce(self, f"{self.view.title.text()}. {self.view.subtitle.text()}")

    def _show_words(self, found: Conflict) -> None:
        view, now = self.view, self._clock()
        view.top.title.setText(found.title)
        view.top.pseudonym.setText(found.pseudonym)
        view.top.when.setText(words.set_aside(found, now))
        view.title.setText(words.title(found, now))
        view.subtitle.setText(words.subtitle(found))
        view.absence.setText(words.absence(found) if found.theirs is None else "")
        view.choices.show_words(words.choices(found))
        view.legend.show_names(words.who(found))
        me = self._desk.agent.name
        unsent = ChipLook(self.tr("Brouillon, non envoyé"), "draft-line", "text-2", "surface", "border")
        view.mine.show_author(me, self.tr("Votre texte"), unsent)
        if found.theirs is not None:
            heading = words.theirs_heading(found)
            view.theirs.show_author(words.who(found), heading, words.theirs_look(found.theirs, now))
            view.theirs.text.setAccessibleName(heading)
        view.show_decidable(decidable=found.theirs is not None)

    def _show_texts(self, found: Conflict) -> None:
        mine = text_of(found.mine)
        theirs = text_of(found.theirs) if found.theirs is not None else ""
        self._differences = differences(theirs, mine) if found.theirs is not None else ()
        self._at = None
        self.view.theirs.text.show_text(theirs, [piece.left for piece in self._differences])
        self.view.mine.text.show_text(mine, [piece.right for piece in self._differences])
        if found.theirs is not None:
            self.view.legend.show_total(len(self._differences))
        self.view.fit_texts()

    def _focus_first(self) -> None:
        decidable = self._conflict is not None and self._conflict.theirs is not None
        target = self.view.theirs.text if decidable else self.view.mine.text
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> None:
        """To the next difference, or the previous one, in both texts; after the last comes the first."""
        total = len(self._differences)
        if not total or self._conflict is None:
            return
        start = -1 if by > 0 else 0
        self._at = ((self._at if self._at is not None else start) + by) % total
        self._linked.hold(held=True)
        for card in (self.view.theirs, self.view.mine):
            card.text.show_current(self._at)
        self._linked.hold(held=False)
        piece = self._differences[self._at]
        self.view.legend.place.setText(words.place(self._at + 1, total))
        mine, theirs = self.view.mine.text.whole_text, self.view.theirs.text.whole_text
        name = words.who(self._conflict)
        announce(self, words.spoken(self._at + 1, total, piece.right.of(mine), piece.left.of(theirs), name))

    # -- deciding -----------------------------------------------------------------------------------------------

    def leave(self) -> None:
        """Decide later: nothing changes, the send stays set aside."""
        self._leave()

    def _leave(self) -> None:
        if self._id:
            self._id, self._conflict = "", None
            self.closed.emit()

    def copy(self) -> None:
        if self._conflict is not None:
            QGuiApplication.clipboard().setText(text_of(self._conflict.mine))
            announce(self, self.tr("Texte copié"))

    def confirm(self) -> None:
        """Do what is chosen; where there is nothing to choose, keep the text as a draft."""
        found = self._conflict
        if found is None or self._deciding:
            return
        self._deciding = True
        service = self._desk.conflicts
        if found.theirs is None:
            kept = self.tr("Texte gardé en brouillon")
            done = self._desk.outbox.keep_as_draft(found.command_id)
            self._tasks.when_done(done, lambda _kept: self._decided(kept), failed=self._refused, owner=self)
            return
        choice = self.view.choices.choice
        act = {
            Choice.KEEP_THEIRS: service.keep_theirs,
            Choice.SHARE: service.share,
            Choice.ASK_REPLACEMENT: service.ask_replacement,
        }[choice]
        sentence = words.done(choice, found)
        self._tasks.when_done(
            act(found.command_id),
            lambda done: self._decided(sentence if done else ""),
            failed=self._refused,
            owner=self,
        )

    def _decided(self, sentence: str) -> None:
        self._deciding = False
        if sentence:
            self.decided.emit(sentence)
        self._leave()

    def _refused(self, error: KnownError) -> None:
        """Nothing was closed: the sentence stands under the choices, and the text can be copied."""
        self._deciding = False
        strong, _, plain = error.sentence.partition(". ")
        self.view.refusal.show_text(f"{strong}." if plain else strong, plain)
        self.view.refusal.show()
        self.view.bottom.copy.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, error.sentence, urgent=True)
