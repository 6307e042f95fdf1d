"""How what a search found is marked in a text."""

from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from spplus_desk.ui.theme import Theme


def mark_style(theme: Theme, *, present: bool = False) -> QTextCharFormat:
    """`present`: the one that was walked to, underlined: colour alone would not tell it from the others."""
    style = QTextCharFormat()
    style.setBackground(theme.color("mark-bg"))
    style.setForeground(theme.color("mark-fg"))
    if present:
        style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
        style.setUnderlineColor(theme.color("mark-fg"))
    return style


def cursor_over(text: QTextEdit, start: int, end: int) -> QTextCursor:
    cursor = QTextCursor(text.document())
    cursor.setPosition(start)
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return cursor


def selection(text: QTextEdit, start: int, end: int, style: QTextCharFormat) -> QTextEdit.ExtraSelection:
    """A mark over the document, which stays as it is."""
    found = QTextEdit.ExtraSelection()
    found.cursor, found.format = cursor_over(text, start, end), style
    return found


def utf16_places(text: str) -> list[int]:
    """Where each character of `text` begins in Qt's own counting, in which an emoji takes two places; its end too."""
    if text.isascii() or max(text) <= "\uffff":
        return list(range(len(text) + 1))
    places, at = [], 0
    for character in text:
        places.append(at)
        at += 2 if character > "\uffff" else 1
    return [*places, at]
