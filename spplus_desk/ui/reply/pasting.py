"""The words of a clipboard, whatever program filled it."""

import re

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextDocument

from spplus_desk.domain.pasting import pasted

_IMAGE = re.compile(r"<(?:img|v:imagedata)\b", re.IGNORECASE)


def words_of(source: QMimeData) -> str:
    """Plain and clean; empty where the clipboard holds an image alone. The text that the other program made comes
    first, because it knows its own bullets; HTML alone is read block by block."""
    if source.hasText() and source.text().strip():
        return pasted(source.text())
    return pasted(_words_of_html(source.html())) if source.hasHtml() else ""


def holds_image(source: QMimeData) -> bool:
    return source.hasImage() or (source.hasHtml() and _IMAGE.search(source.html()) is not None)


def _words_of_html(html: str) -> str:
    """Each block on its line, items of a list with their bullet or number. Nothing is loaded: it is never laid out."""
    document = QTextDocument()
    document.setHtml(_IMAGE.sub("<x", html))
    lines = []
    block = document.begin()
    while block.isValid():
        listed = block.textList()
        head = ""
        if listed is not None:
            number = listed.itemText(block).strip()
            head = f"{number} " if number[:1].isalnum() else "- "
        lines.append(head + block.text())
        block = block.next()
    return "\n".join(lines)
