"""One of the two texts, its own passages marked by a colour and by an underline: solid or dotted."""

from bisect import bisect_left
from collections.abc import Sequence

from PySide6.QtGui import (
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit

from spplus_desk.domain.differences import Span
from spplus_desk.ui.theme import Role, Theme

_LINE = "\u2028"
_SIDE = 16
_SLACK = 8


class ComparedText(QTextBrowser):
    """Read-only, selectable, copiable. Spans count characters of the text that was given to `show_text`.

    A character beyond U+FFFF is one there and two for Qt, and an empty line is a gap between paragraphs here: places
    are translated by a table.
    """

    def __init__(self, theme: Theme, *, mine: bool) -> None:
        super().__init__()
        self._theme, self._mine = theme, mine
        self._text = ""
        self._spans: tuple[Span, ...] = ()
        self._current: int | None = None
        self._places: list[int] = [0]
        self._role = Role.READING
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self.setViewportMargins(_SIDE, 12, _SIDE - 4, 8)
        theme.changed.connect(self._write)

    @property
    def whole_text(self) -> str:
        return self._text

    def set_role(self, role: Role) -> None:
        if role is not self._role:
            self._role = role
            self._write()

    def show_text(self, text: str, spans: Sequence[Span]) -> None:
        """`spans`: one for each difference, empty where this text has nothing of it."""
        self._text, self._spans, self._current = text, tuple(spans), None
        self._write()

    def show_current(self, number: int | None) -> None:
        """Mark one difference among the others, and bring it into sight."""
        self._current = number
        self._mark_current()
        if number is not None:
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._places[self._spans[number].start])
            self.setTextCursor(cursor)
            self.ensureCursorVisible()

    def selected_span(self) -> Span:
        """What is selected, in characters of the text; empty where nothing is."""
        cursor = self.textCursor()
        first = bisect_left(self._places, cursor.selectionStart())
        last = bisect_left(self._places, cursor.selectionEnd())
        return Span(first, max(first, min(last, len(self._text))))

    def select_span(self, span: Span) -> None:
        cursor = self.textCursor()
        cursor.setPosition(self._places[span.start])
        cursor.setPosition(self._places[span.end], QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)

    def wanted_height(self) -> int:
        """Of the whole text at the present width."""
        around = self.viewportMargins()
        return round(self.document().size().height()) + around.top() + around.bottom() + self._theme.px(_SLACK)

    def _write(self) -> None:
        theme = self._theme
        scrolled = self.verticalScrollBar().value()
        self.clear()
        self.setFont(theme.font(self._role))
        plain = QTextCharFormat()
        plain.setFont(theme.font(self._role))
        plain.setForeground(theme.color("text"))
        cursor = QTextCursor(self.document())
        cursor.setBlockFormat(self._block())
        places: list[int] = []
        pending = ""
        for place, character in enumerate(self._text):
            if character != "\n":
                places.append(cursor.position() + _units(pending))
                pending += character
                continue
            cursor.insertText(pending, plain)
            pending = ""
            places.append(cursor.position())
            if self._text[place + 1 : place + 2] == "\n":
                continue  # an empty line is the gap between two paragraphs
            if self._text[place - 1 : place] == "\n":
                cursor.insertBlock(self._block())
            elif place:
                cursor.insertText(_LINE, plain)
        cursor.insertText(pending, plain)
        places.append(cursor.position())
        self._places = places
        marked = self._mark()
        for span in self._spans:
            if span:
                cursor.setPosition(places[span.start])
                cursor.setPosition(places[span.end], QTextCursor.MoveMode.KeepAnchor)
                cursor.mergeCharFormat(marked)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(scrolled)
        self._mark_current()

    def _block(self) -> QTextBlockFormat:
        block = QTextBlockFormat()
        block.setLineHeight(self._theme.line_height(self._role), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        block.setBottomMargin(self._theme.px(8))
        return block

    def _mark(self) -> QTextCharFormat:
        style = QTextCharFormat()
        style.setBackground(self._theme.color("diff-a" if self._mine else "diff-b"))
        line = QTextCharFormat.UnderlineStyle
        style.setUnderlineStyle(line.SingleUnderline if self._mine else line.DotLine)
        style.setUnderlineColor(self._theme.color("link" if self._mine else "warning"))
        return style

    def _mark_current(self) -> None:
        selections: list[QTextEdit.ExtraSelection] = []
        if self._current is not None and self._spans[self._current]:
            span, shown = self._spans[self._current], QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(self._places[span.start])
            cursor.setPosition(self._places[span.end], QTextCursor.MoveMode.KeepAnchor)
            shown.cursor = cursor
            style = QTextCharFormat()
            style.setBackground(self._theme.color("primary"))
            style.setForeground(self._theme.color("on-primary"))
            shown.format = style
            selections.append(shown)
        self.setExtraSelections(selections)


def _units(text: str) -> int:
    """Length for Qt, which counts UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)
