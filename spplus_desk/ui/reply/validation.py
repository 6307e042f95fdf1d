"""A reply that was sent back: who said what about which passage, above the text and in it."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCharFormat

from spplus_desk.domain.experience import Passage, ReplyVersion
from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.projection import SlotState
from spplus_desk.domain.validation import last_return, place_of
from spplus_desk.ui.reply.view import ReplyView
from spplus_desk.ui.theme import Theme
from spplus_desk.ui.wording.validation import returned_line, returned_why


class ReturnedNote(QObject):
    """The banner and the mark of the passage, for the reply that `view` shows."""

    def __init__(self, theme: Theme, view: ReplyView, clock: Callable[[], datetime]) -> None:
        super().__init__(view)
        self._theme, self._view, self._clock = theme, view, clock
        self._step: ReplyVersion | None = None
        theme.changed.connect(self._mark)

    def show(self, detail: ExperienceDetail) -> str:
        """What was said, in a sentence for who does not see it; empty where nothing was sent back."""
        banners = self._view.banners
        if detail.row.state is not SlotState.RETURNED or detail.reply is None:
            self._step = None
            banners.drop("returned")
            self._view.sheet.editor.mark_passage(None)
            return ""
        step = self._step = last_return(detail.versions)
        strong = returned_line(step, self._clock(), detail.row.timezone)
        comment = step.comment if step is not None else detail.reply.return_comment
        plain = returned_why(comment, step.passage if step is not None else None)
        banners.put("returned", "warning", strong, plain, icon="arrow-go-back-line")
        self._mark()
        return f"{strong} {plain}"

    def place(self) -> Passage | None:
        """Where the passage stands in the present text."""
        passage = None if self._step is None else self._step.passage
        return None if passage is None else place_of(passage, self._view.sheet.editor.body())

    def _mark(self) -> None:
        style = QTextCharFormat()
        style.setBackground(self._theme.color("diff-a"))
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        style.setUnderlineColor(self._theme.color("link"))
        self._view.sheet.editor.mark_passage(self.place(), style)
