"""The editor of the reply's body: plain text, guided blanks that Tab walks through, undo that never leaves it."""

from collections.abc import Callable

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from spplus_desk.domain.blanks import Mark, characters, marks, units
from spplus_desk.domain.experience import Passage
from spplus_desk.domain.text import clean
from spplus_desk.domain.typography import Fix, fixes, typed
from spplus_desk.ui.reply.pasting import holds_image, words_of
from spplus_desk.ui.reply.replay import replay

_PARAGRAPH, _LINE = "\u2029", "\u2028"


class ReplyEditor(QTextEdit):
    """`body()` is exactly what will be sent: no-break spaces are kept, which QTextEdit.toPlainText() would lose."""

    focus_changed = Signal(bool)
    image_refused = Signal()
    """An image was pasted or dropped; its words, where it came with some, are in."""
    menu_wanted = Signal(object, int)
    """(the QMenu that is about to be shown, the place in the body that it is about, in characters)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._line_height = 24.0
        self._inserted: tuple[QTextCursor, QTextCursor] | None = None
        self.helps_typography = True
        """Apostrophes, guillemets and no-break spaces are set as one types."""
        self.setObjectName("reply_editor")
        self.setAccessibleName(self.tr("Votre réponse"))
        self.setAcceptRichText(False)
        self.setFrameShape(QTextEdit.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self.setLineHeight(self._line_height)

    # -- text ---------------------------------------------------------------------------------------------------

    def body(self) -> str:
        return self.document().toRawText().replace(_PARAGRAPH, "\n").replace(_LINE, "\n")

    def cursor_characters(self) -> int:
        return characters(self.body(), self.textCursor().position())

    def set_body(self, body: str, cursor: int = 0, earlier: tuple[str, ...] = ()) -> None:
        """Show another text. Undo goes back to `earlier`, its own texts (newest last), and never to another reply."""
        document = self.document()
        texts = tuple(_shown(text) for text in (*earlier, body))
        self._begin_with(texts[0])
        replay(document, texts)
        if (
            self.body() != texts[-1]
        ):  # a text that Qt shows otherwise than it was given: the words matter, not the history
            self._begin_with(body)
        document.setModified(False)
        self._inserted = None
        place = self.textCursor()
        place.setPosition(min(units(body, cursor), document.characterCount() - 1))
        self.setTextCursor(place)
        self.ensureCursorVisible()

    def _begin_with(self, body: str) -> None:
        document = self.document()
        document.setUndoRedoEnabled(False)
        self.setPlainText(body)
        self._apply_line_height()
        document.setUndoRedoEnabled(True)

    def setLineHeight(self, height: float) -> None:
        """Height of one line in pixels."""
        self._line_height = height
        document = self.document()
        enabled = document.isUndoRedoEnabled() and not document.isUndoAvailable()
        if enabled:
            document.setUndoRedoEnabled(False)
        self._apply_line_height()
        if enabled:
            document.setUndoRedoEnabled(True)

    def _apply_line_height(self) -> None:
        every = QTextCursor(self.document())
        every.select(QTextCursor.SelectionType.Document)
        block = QTextBlockFormat()
        block.setLineHeight(self._line_height, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        every.mergeBlockFormat(block)

    # -- templates ----------------------------------------------------------------------------------------------

    def insert_template(self, text: str) -> None:
        """Put `text` in place of an empty body, else at the cursor; one undo takes it away again."""
        cursor = self.textCursor()
        if not self.body().strip():
            cursor.select(QTextCursor.SelectionType.Document)
        start = cursor.selectionStart()
        cursor.insertText(text)
        first, last = QTextCursor(self.document()), QTextCursor(self.document())
        first.setPosition(start)
        last.setPosition(cursor.position())
        for anchor in (first, last):
            anchor.setKeepPositionOnInsert(True)
        self._inserted = (first, last)
        cursor.setPosition(start)
        self.setTextCursor(cursor)
        if not self.go_to_next_mark():
            cursor.setPosition(last.position())
            self.setTextCursor(cursor)

    def insert_paragraph(self, text: str) -> None:
        """Put `text` at the cursor, apart from what stands around it; one undo takes it away again."""
        cursor = self.textCursor()
        before = self.toPlainText()[: cursor.selectionStart()]
        after = self.toPlainText()[cursor.selectionEnd() :]
        lead = "" if not before.strip() or before.endswith("\n\n") else "\n" if before.endswith("\n") else "\n\n"
        tail = "" if not after.strip() or after.startswith("\n\n") else "\n\n"
        cursor.insertText(f"{lead}{text}{tail}")
        self.setTextCursor(cursor)

    @property
    def holds_template(self) -> bool:
        return self._inserted is not None and self._inserted[0].position() < self._inserted[1].position()

    def remove_template(self) -> None:
        """Take the inserted template away, with what was typed inside it; Ctrl+Z brings it back."""
        if self._inserted is None:
            return
        first, last = self._inserted
        cursor = self.textCursor()
        cursor.setPosition(first.position())
        cursor.setPosition(last.position(), QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        self.setTextCursor(cursor)
        self._inserted = None

    # -- blanks -------------------------------------------------------------------------------------------------

    def marks(self) -> tuple[Mark, ...]:
        return marks(self.body())

    def go_to_next_mark(self) -> bool:
        """Select the next blank or variable, from the cursor on and then from the top; False when none is left."""
        text = self.body()
        found = marks(text)
        if not found:
            return False
        cursor = self.textCursor()
        here = characters(text, cursor.selectionEnd() if cursor.hasSelection() else cursor.position())
        self._select(text, next((m for m in found if m.start >= here), found[0]))
        return True

    def mark_passage(self, passage: Passage | None, style: QTextCharFormat | None = None) -> None:
        """Mark what a comment is about; the mark follows its words while the text changes around them."""
        selections = []
        if passage is not None and style is not None:
            text, shown = self.body(), QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.document())
            cursor.setPosition(units(text, passage.start))
            cursor.setPosition(units(text, passage.end), QTextCursor.MoveMode.KeepAnchor)
            shown.cursor, shown.format = cursor, style
            selections.append(shown)
        self.setExtraSelections(selections)

    def select_span(self, start: int, end: int) -> None:
        """Select characters `start` to `end` of the body, and show them."""
        self._select(self.body(), Mark(start, end, ""))

    def replace_span(self, start: int, end: int, words: str) -> None:
        """Put `words` in place of these characters: one step for Ctrl+Z."""
        self.select_span(start, end)
        cursor = self.textCursor()
        cursor.insertText(words)
        self.setTextCursor(cursor)

    def _select(self, text: str, mark: Mark) -> None:
        cursor = self.textCursor()
        cursor.setPosition(units(text, mark.start))
        cursor.setPosition(units(text, mark.end), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _select_mark_around(self) -> None:
        cursor = self.textCursor()
        if cursor.hasSelection():
            return
        text = self.body()
        here = characters(text, cursor.position())
        inside = next((m for m in marks(text) if m.start < here < m.end), None)
        if inside is not None:
            self._select(text, inside)

    # -- typography ---------------------------------------------------------------------------------------------

    def correct_typography(self) -> int:
        """All `fixes` of the text, which one Ctrl+Z takes back; how many there were."""
        text = self.body()
        found = fixes(text)
        cursor = QTextCursor(self.textCursor())
        cursor.beginEditBlock()
        for fix in reversed(found):
            self._put(cursor, text, fix)
        cursor.endEditBlock()
        return len(found)

    def _help_typography(self) -> None:
        """Set what the key just typed calls for, as a step of its own: Ctrl+Z takes it back and leaves the key."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            return
        block = cursor.block()
        paragraph = block.text()
        fix = typed(paragraph, characters(paragraph, cursor.positionInBlock()))
        if fix is not None:
            step = QTextCursor(cursor)  # a copy: where it stands is where Ctrl+Z puts the agent
            step.beginEditBlock()
            self._put(step, paragraph, fix, block.position())
            step.endEditBlock()

    @staticmethod
    def _put(cursor: QTextCursor, text: str, fix: Fix, shift: int = 0) -> None:
        cursor.setPosition(shift + units(text, fix.start))
        cursor.setPosition(shift + units(text, fix.end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(fix.words)

    # -- Qt -----------------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._open_menu(self.cursorRect().bottomLeft(), self.textCursor())
        elif key == Qt.Key.Key_Backtab:
            self._leave(self.focusPreviousChild)
        elif key == Qt.Key.Key_Tab:
            if control or not self.go_to_next_mark():
                self._leave(self.focusNextChild)
        else:
            writes = event.text().isprintable() and event.text() and not control
            if writes:
                self._select_mark_around()
            super().keyPressEvent(event)
            if writes and self.helps_typography:
                self._help_typography()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Dead keys and input methods bring « ê » without a key of its own."""
        super().inputMethodEvent(event)
        if event.commitString() and self.helps_typography:
            self._help_typography()

    def _leave(self, move: Callable[[], bool]) -> None:
        """Qt lets nobody leave a text that Tab could be typed into; allowed for good, Tab would skip the blanks."""
        self.setTabChangesFocus(True)
        move()
        self.setTabChangesFocus(False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._select_mark_around()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() is not QContextMenuEvent.Reason.Mouse
        at = self.cursorRect().bottomLeft() if by_key else event.pos()
        self._open_menu(at, self.textCursor() if by_key else self.cursorForPosition(event.pos()))

    def _open_menu(self, at: QPoint, about: QTextCursor) -> None:
        """Beside `at`, in px of the viewport. Not executed: the menu shows while its suggestions are looked for."""
        menu = self.createStandardContextMenu(at)
        menu.setObjectName("editor_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_wanted.emit(menu, characters(self.body(), about.position()))
        menu.popup(self.viewport().mapToGlobal(at))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        return source.hasText() or source.hasHtml() or source.hasImage()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste words only: no font, colour, link, control or hidden character. An image is refused aloud."""
        words = words_of(source)
        if words:
            self.textCursor().insertText(words)
            self.ensureCursorVisible()
        if holds_image(source):
            self.image_refused.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focus_changed.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focus_changed.emit(False)


def _shown(text: str) -> str:
    """`text` as `body` gives it back: one character for each line end, which the replay counts on."""
    return clean(text).replace(_PARAGRAPH, "\n").replace(_LINE, "\n")
