"""The review: reads one reply that waits, lays its versions beside it, carries the decision to the service."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from spplus_desk.domain.changes import ChangeKind, ChangeSet
from spplus_desk.domain.differences import Span, differences
from spplus_desk.domain.errors import KnownError
from spplus_desk.domain.experience import Passage, Reply
from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.spacing import repaired
from spplus_desk.domain.validation import TextVersion, last_return, texts
from spplus_desk.ui.announce import announce
from spplus_desk.ui.tasks import Tasks
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.validation import words
from spplus_desk.ui.validation.view import ReviewView
from spplus_desk.ui.widgets.chips import row_look
from spplus_desk.ui.wording.validation import passage_line, returned_line, returned_why

if TYPE_CHECKING:
    from concurrent.futures import Future

    from spplus_desk.domain.experience import ReplyVersion
    from spplus_desk.services.desk import Desk

_SHOWN_HERE = frozenset({ChangeKind.OUTBOX, ChangeKind.REPLIES, ChangeKind.INBOX, ChangeKind.DOCUMENTS})
_GAP = "\n\n"
LONGEST_HOLD = timedelta(seconds=10)
"""A decision waits as long as the agent's sends do, and no longer than the message that takes it back can be met."""


class ReviewPane(QWidget):
    """`closed`: back to the list. `told` carries a sentence and the way back (a callable) or None."""

    closed = Signal()
    told = Signal(str, object)

    def __init__(
        self,
        theme: Theme,
        desk: "Desk",
        tasks: Tasks,
        clock: Callable[[], datetime],
        hold: Callable[[], timedelta],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._clock, self._chosen_hold = desk, tasks, clock, hold
        self._key = ""
        self._detail: ExperienceDetail | None = None
        self._passage: Passage | None = None
        self._beside = ""
        self._deciding = False
        self._unsaid: dict[str, tuple[str, Passage | None]] = {}  # comments begun and not sent, by slot
        self.view = ReviewView(theme, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        view = self.view
        view.back.clicked.connect(self.leave)
        view.approve.clicked.connect(self.approve)
        view.send_back.clicked.connect(self.send_back)
        view.reply.act.clicked.connect(self.comment_passage)
        view.drop_passage.clicked.connect(self._drop_passage)
        view.testimony.act.clicked.connect(lambda: self._lay_beside(""))
        view.versions.wanted.connect(self._lay_beside)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What its commands do, by their names in the table."""
        return {
            "approve": self.approve,
            "return_reply": self.send_back,
            "comment_passage": self.comment_passage,
            "next_version": self._next_version,
            "leave_review": self.leave,
        }

    def foot_height(self) -> int:
        return self.view.foot.height()

    def focus(self) -> None:
        self.view.reply.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.view.bring(self.view.reply)

    def left(self) -> None:
        self._keep_comment()

    # -- reading ------------------------------------------------------------------------------------------------

    @property
    def detail(self) -> ExperienceDetail | None:
        """What is on screen."""
        return self._detail

    def open(self, key: str) -> None:
        """Read the reply of the slot `key`. One that does not wait any more can still be read."""
        self._keep_comment()
        self._key, self._detail, self._deciding, self._beside = key, None, False, ""
        comment, self._passage = self._unsaid.get(key, ("", None))
        self.view.comment.setPlainText(comment)
        self.view.state.setText("")
        self._read()

    def changed(self, change: ChangeSet) -> None:
        """A colleague may decide first, or the author's new text may come, while it is read."""
        if self._key and change.kinds & _SHOWN_HERE and not self._deciding:
            self._read()

    def _read(self) -> None:
        asked = self._key
        self._tasks.when_done(
            self._desk.validating.detail(asked),
            lambda found: self._show(found) if asked == self._key else None,
            failed=self._absent,
            owner=self,
        )

    def _absent(self, error: KnownError) -> None:
        if self._key:
            self._tasks.known_error.emit(error)
            self.leave()

    def _show(self, found: ExperienceDetail) -> None:
        if self._deciding or found == self._detail or found.reply is None:
            return
        first, before = self._detail is None, self._detail
        self._detail = found
        if before is not None and before.reply is not None and before.reply.body != found.reply.body:
            self._passage = None  # of a text that is no more
        view, now, zone = self.view, self._clock(), found.row.timezone
        view.title.setText(found.experience.title)
        view.pseudonym.setText(found.experience.pseudonym)
        view.chip.set_look(row_look(found.row, now))
        view.reply.show_heading(words.heading(found.reply))
        view.submitted.setText(words.submitted(found.reply, now, zone))
        self._show_standing(found)
        decided = [(one, words.version(one, now, zone)) for one in self._earlier(found)]
        view.versions.show_versions(decided)
        view.versions_title.setVisible(bool(decided))
        self._lay_beside(self._beside)
        self._show_checks(found.reply)
        if first:
            self.focus()
            announce(self, f"{found.experience.title}. {view.reply.heading.text()}")

    def _show_standing(self, found: ExperienceDetail) -> None:
        from spplus_desk.services.validating import may_judge, own_reply

        waits = found.row.state is SlotState.PENDING_VALIDATION
        judgeable = may_judge(found, self._desk.agent)
        self.view.show_judgeable(judgeable=judgeable)
        self.view.show_deciding(decides=found.standing.reviews)
        strong, plain = "", ""
        step = last_return(found.versions)
        if found.row.state is SlotState.RETURNED:
            strong = returned_line(step, self._clock(), found.row.timezone)
            plain = returned_why(step.comment, step.passage) if step is not None else ""
        elif not waits:
            strong = words.moved_on() if found.standing.reviews else ""
        elif found.standing.reviews and own_reply(found, self._desk.agent):
            strong, plain = words.own(), words.own_why()
        elif not judgeable:
            strong = words.in_hands()
        if strong and strong != self.view.banner.accessibleName():
            announce(self, strong)
        self.view.banner.show_text(strong, plain)
        self.view.banner.setVisible(bool(strong))

    def _show_checks(self, reply: Reply) -> None:
        from spplus_desk.domain.privacy import find  # late: its patterns take a moment to be read

        whole = _whole(reply)
        self._tasks.when_done(
            self._desk.reviewing.site_list(),
            lambda known: self.view.checks.setText(words.checks([f.reason for f in find(whole, known=known)])),
            owner=self,
        )

    @staticmethod
    def _earlier(found: ExperienceDetail) -> tuple[TextVersion, ...]:
        every = texts(found.versions)
        return tuple(one for one in every if one.decision is not None)

    # -- versions -----------------------------------------------------------------------------------------------

    def _lay_beside(self, version_id: str) -> None:
        """An earlier text beside the present one, what differs marked in both; the testimony with no id."""
        found = self._detail
        if found is None or found.reply is None:
            return
        view, now = self.view, _whole(found.reply)
        earlier = next((one for one in self._earlier(found) if one.text.id == version_id), None)
        self._beside = version_id if earlier is not None else ""
        view.testimony.act.setVisible(earlier is not None)
        view.compared.setVisible(earlier is not None)
        if earlier is None:
            view.testimony.show_heading(self.tr("Témoignage de {name}").format(name=found.experience.pseudonym))
            view.testimony.text.show_text(repaired(found.experience.body), ())
            self._show_reply(now, ())
            return
        before = _whole(earlier.text)
        pieces = differences(before, now)
        line = words.version(earlier, self._clock(), found.row.timezone)
        view.testimony.show_heading(line)
        view.testimony.text.show_text(before, [piece.left for piece in pieces])
        self._show_reply(now, [piece.right for piece in pieces])
        view.compared.setText(words.differences(len(pieces)))
        view.bring(view.testimony)
        announce(self, f"{line}. {words.differences(len(pieces))}")

    def _next_version(self) -> None:
        """The earlier texts in turn, newest first, then the testimony again."""
        if self._detail is None:
            return
        ids = [one.text.id for one in reversed(self._earlier(self._detail))]
        every = ["", *ids]
        place = every.index(self._beside) if self._beside in every else 0
        self._lay_beside(every[(place + 1) % len(every)])

    # -- the passage --------------------------------------------------------------------------------------------

    def _show_reply(self, text: str, spans: "list[Span] | tuple[()]") -> None:
        reply = self._detail.reply if self._detail is not None else None
        marked = list(spans)
        if not marked and self._passage is not None and reply is not None:
            start = _body_start(reply)
            marked = [Span(start + self._passage.start, start + self._passage.end)]
        self.view.reply.text.show_text(text, marked)
        self.view.show_passage(passage_line(self._passage))

    def comment_passage(self) -> None:
        """What is selected in the reply becomes what the comment is about."""
        reply = self._detail.reply if self._detail is not None else None
        if reply is None or not self.view.comment.isEnabled():
            return
        chosen, start = self.view.reply.text.selected_span(), _body_start(reply)
        first, last = max(chosen.start - start, 0), min(chosen.end - start, len(reply.body))
        text = reply.body[first:last] if first < last else ""
        first += len(text) - len(text.lstrip())
        text = text.strip()
        if not text:
            self._say(words.out_of_body())
            return
        self._passage = Passage(start=first, end=first + len(text), text=text)
        self._beside = ""
        self._lay_beside("")
        self.view.comment.setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, passage_line(self._passage))

    def _drop_passage(self) -> None:
        self._passage = None
        self._lay_beside(self._beside)
        self.view.comment.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep_comment(self) -> None:
        """A comment begun on one reply waits there."""
        text = self.view.comment.toPlainText()
        if self._key and (text.strip() or self._passage is not None):
            self._unsaid[self._key] = (text, self._passage)
        else:
            self._unsaid.pop(self._key, None)

    # -- deciding -----------------------------------------------------------------------------------------------

    def _hold(self) -> timedelta:
        return min(self._chosen_hold(), LONGEST_HOLD)

    def leave(self) -> None:
        """Decide later: nothing changes; a comment begun waits here."""
        if self._key:
            self._keep_comment()
            self._close()

    def _close(self) -> None:
        self._key, self._detail, self._passage = "", None, None
        self.view.comment.clear()
        self.closed.emit()

    def approve(self) -> None:
        self._decide(
            lambda: self._desk.validating.approve(self._key, self._hold()), partial(words.approved, hold=self._hold())
        )

    def send_back(self) -> None:
        comment = self.view.comment.toPlainText()
        self._decide(
            lambda: self._desk.validating.send_back(self._key, comment, self._passage, self._hold()),
            partial(words.returned, hold=self._hold()),
        )

    def _decide(self, ask: "Callable[[], Future[str]]", sentence: Callable[[str], str]) -> None:
        found = self._detail
        if found is None or found.reply is None or self._deciding or not self.view.approve.isEnabled():
            return
        self._deciding = True
        name = found.reply.author_name
        self._tasks.when_done(
            ask(),
            lambda command_id: self._decided(command_id, sentence(name)),
            failed=self._refused,
            owner=self,
        )

    def _decided(self, command_id: str, sentence: str) -> None:
        self._deciding = False
        self._unsaid.pop(self._key, None)
        back = partial(self._take_back, command_id) if self._hold() else None
        self._close()
        self.told.emit(sentence, back)

    def _take_back(self, command_id: str) -> None:
        def done(taken: bool) -> None:
            self.told.emit(words.taken_back() if taken else words.too_late(), None)

        self._tasks.when_done(self._desk.validating.take_back(command_id), done, owner=self)

    def _refused(self, error: KnownError) -> None:
        self._deciding = False
        self._say(error.sentence)
        if not self.view.comment.toPlainText().strip():
            self.view.comment.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, sentence: str) -> None:
        self.view.state.setText(sentence)
        announce(self, sentence, urgent=True)


def _whole(text: "Reply | ReplyVersion") -> str:
    return _GAP.join(part for part in (text.greeting, text.body, text.closing, text.signature) if part.strip())


def _body_start(reply: Reply) -> int:
    """Where the body begins in the whole text."""
    return len(reply.greeting) + len(_GAP) if reply.greeting.strip() else 0
