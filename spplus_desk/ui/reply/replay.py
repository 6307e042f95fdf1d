"""Rebuilding Qt's undo stack from texts: each becomes the least edit that makes it of the one before."""

from itertools import pairwise

from PySide6.QtGui import QTextCursor, QTextDocument

from spplus_desk.domain.blanks import units
from spplus_desk.domain.values import Value


class Edit(Value):
    """The characters from `start` to `end` of a text give way to `words`."""

    start: int
    end: int
    words: str


def least_edit(before: str, after: str) -> Edit:
    """One replacement between the longest common beginning and the longest common end."""
    shorter = min(len(before), len(after))
    start = next((i for i in range(shorter) if before[i] != after[i]), shorter)
    tail = next((i for i in range(shorter - start) if before[-1 - i] != after[-1 - i]), shorter - start)
    return Edit(start, len(before) - tail, after[start : len(after) - tail])


def replay(document: QTextDocument, texts: tuple[str, ...]) -> None:
    """`document`, which shows the first of `texts`, goes through all of them; one undo goes one back."""
    cursor = QTextCursor(document)
    for before, after in pairwise(texts):
        if before == after:
            continue
        edit = least_edit(before, after)
        cursor.beginEditBlock()
        cursor.setPosition(units(before, edit.start))
        cursor.setPosition(units(before, edit.end), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(edit.words)
        cursor.endEditBlock()
