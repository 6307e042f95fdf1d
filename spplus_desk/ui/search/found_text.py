"""An experience as it is read from the search: head, testimony, replies, comments, with what was found marked."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtGui import QTextBlockFormat, QTextCharFormat, QTextCursor, QTextOption
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from spplus_desk.domain.inbox import ExperienceDetail
from spplus_desk.domain.needles import NO_NEEDLES, Needles
from spplus_desk.domain.values import Value
from spplus_desk.ui import wording
from spplus_desk.ui.theme import Role, Theme
from spplus_desk.ui.widgets.chips import Chip, Mark, row_look, sentiment_mark
from spplus_desk.ui.widgets.labels import ElidingLabel, Label
from spplus_desk.ui.widgets.marks import cursor_over, mark_style, selection, utf16_places

_WIDEST = 656
"""Of the text: 75 characters."""


class Section(Value):
    """`heading` is empty for the testimony."""

    heading: str
    text: str


class FoundText(QWidget):
    """`show_detail` writes it; `step` walks over what was found in the text below the title."""

    def __init__(self, theme: Theme, agent_id: str, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._theme, self._agent_id, self._clock = theme, agent_id, clock
        self._detail: ExperienceDetail | None = None
        self._needles = NO_NEEDLES
        self._spans: list[tuple[int, int]] = []
        self._place = 0
        self.title = Label(theme, role=Role.TITLE, weight=600, wrap=True, selectable=True)
        self.chip = Chip(theme)
        self.sentiment = Mark(theme)
        self.pseudonym = Label(theme, role=Role.META, weight=500, selectable=True)
        self.published = ElidingLabel(theme, role=Role.META, tone="text-3")
        self.text = QTextBrowser()
        self.text.setObjectName("found_text")
        self.text.setAccessibleName(self.tr("Témoignage"))
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.setOpenLinks(False)
        self.text.setTabChangesFocus(True)
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.text.document().setDocumentMargin(0)
        self.text.setMaximumWidth(theme.px(_WIDEST))
        meta = QHBoxLayout()
        meta.setSpacing(0)
        for widget, gap in ((self.chip, 12), (self.sentiment, 12), (self.pseudonym, 0)):
            meta.addWidget(widget)
            meta.addSpacing(theme.px(gap))
        meta.addWidget(self.published, 1)
        column = QVBoxLayout(self)
        theme.keep_margins(column, 32, 20, 24, 8, 10)
        column.addWidget(self.title)
        column.addLayout(meta)
        column.addSpacing(theme.px(6))
        column.addWidget(self.text, 1)
        theme.changed.connect(self._write)

    @property
    def passages(self) -> int:
        return len(self._spans)

    @property
    def place(self) -> int:
        """Of the present passage, from 1; 0 when there is none."""
        return self._place + 1 if self._spans else 0

    def show_detail(self, detail: ExperienceDetail, needles: Needles) -> None:
        same = self._detail is not None and self._detail.row.key == detail.row.key and needles == self._needles
        self._detail, self._needles = detail, needles
        if not same:
            self._place = 0
        self._write()

    def step(self, by: int) -> None:
        """To the next passage (1) or the one before (-1), round and round."""
        if self._spans:
            self._place = (self._place + by) % len(self._spans)
            self._show_place()

    def present(self) -> str:
        """The words of the present passage."""
        if not self._spans:
            return ""
        start, end = self._spans[self._place]
        return cursor_over(self.text, start, end).selectedText()

    def _write(self) -> None:
        detail = self._detail
        if detail is None:
            return
        row, now = detail.row, self._clock()
        self.text.setMaximumWidth(self._theme.px(_WIDEST))
        self.title.setText(detail.experience.title)
        tip = "" if row.replied_at is not None else wording.due_sentence(row.due_at, now, row.timezone)
        self.chip.set_look(row_look(row, now), tip)
        self.sentiment.set_mark(*sentiment_mark(detail.experience.sentiment))
        self.pseudonym.setText(detail.experience.pseudonym)
        published = wording.published_line(row.published_at, now, row.timezone, date_only=row.date_only)
        self.published.setText(f", {published}" if detail.experience.pseudonym else published)
        self.text.setAccessibleDescription(detail.experience.title)
        self._spans = []
        self.text.clear()
        cursor = QTextCursor(self.text.document())
        for place, section in enumerate(self._sections(detail)):
            if section.heading:
                self._heading(cursor, section.heading)
            self._paragraphs(cursor, section.text, first=place == 0)
        self._place = min(self._place, max(len(self._spans) - 1, 0))
        self._show_place()

    def _sections(self, detail: ExperienceDetail) -> list[Section]:
        found = [Section("", detail.experience.body)]
        if detail.reply is not None and detail.reply.body:
            own = detail.reply.author == self._agent_id
            found.append(
                Section(self.tr("Votre réponse") if own else self.tr("Réponse de votre structure"), detail.reply.body)
            )
        names = {slot.structure_id: slot.structure_name for slot in detail.slots}
        for reply in detail.other_replies:
            name = names.get(reply.structure_id) or self.tr("Une autre structure")
            found.append(Section(self.tr("{name} a répondu").format(name=name), reply.body))
        for comment in detail.comments:
            heading = self.tr("{name}, commentaire interne lu par la DITP et les structures concernées").format(
                name=comment.author_name or self.tr("Un agent")
            )
            found.append(Section(heading, comment.body))
        return found

    def _heading(self, cursor: QTextCursor, text: str) -> None:
        block = QTextBlockFormat()
        block.setTopMargin(self._theme.px(14))
        block.setBottomMargin(self._theme.px(4))
        cursor.insertBlock(block)
        cursor.insertText(text, self._style(Role.META, 600, "text-2"))

    def _paragraphs(self, cursor: QTextCursor, text: str, *, first: bool) -> None:
        block = QTextBlockFormat()
        block.setLineHeight(self._theme.line_height(Role.READING), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        if first:
            cursor.setBlockFormat(block)
        else:
            cursor.insertBlock(block)
        # Line for line as it was written: places in the text are places in the document.
        start = cursor.position()
        cursor.insertText(text.replace("\r", " "), self._style(Role.READING, 400, "text"))
        self._close_up(start)
        shift = utf16_places(text)
        for a, b in self._needles.spans(text):
            self._mark(start + shift[a], start + shift[b])

    def _close_up(self, start: int) -> None:
        """An empty line between two paragraphs is half as high as one of text."""
        block = self.text.document().findBlock(start)
        while block.isValid():
            if not block.text().strip():
                style = block.blockFormat()
                style.setLineHeight(self._theme.px(12), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
                QTextCursor(block).setBlockFormat(style)
            block = block.next()

    def _mark(self, start: int, end: int) -> None:
        cursor_over(self.text, start, end).mergeCharFormat(mark_style(self._theme))
        self._spans.append((start, end))

    def _style(self, role: Role, weight: int, tone: str) -> QTextCharFormat:
        style = QTextCharFormat()
        style.setFont(self._theme.font(role, weight))
        style.setForeground(self._theme.color(tone))
        return style

    def _show_place(self) -> None:
        """The present passage is underlined, and in sight."""
        if not self._spans:
            self.text.setExtraSelections([])
            self.text.moveCursor(QTextCursor.MoveOperation.Start)
            return
        start, end = self._spans[self._place]
        self.text.setExtraSelections([selection(self.text, start, end, mark_style(self._theme, present=True))])
        at_start = QTextCursor(self.text.document())
        at_start.setPosition(start)
        self.text.setTextCursor(at_start)
        self.text.ensureCursorVisible()
