"""Cutting a line of text where the room ends."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics


def elided(metrics: QFontMetrics, text: str, room: int) -> str:
    """`text`, cut with … beyond `room` px.

    WORKAROUND: with a variable font, Qt's elidedText measures a little wider than horizontalAdvance does, and cuts
    texts that fit; so it is only asked about those that do not.
    """
    if metrics.horizontalAdvance(text) <= room:
        return text
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)


def two_at_most(metrics: QFontMetrics, text: str, room: int) -> list[str]:
    """`text` in one line where it fits, else in two, broken between words; the second is cut with …"""
    words = text.split(" ")
    if metrics.horizontalAdvance(text) <= room or metrics.horizontalAdvance(words[0]) > room:
        return [elided(metrics, text, room)]
    fits = max(n for n in range(1, len(words)) if metrics.horizontalAdvance(" ".join(words[:n])) <= room)
    return [" ".join(words[:fits]), elided(metrics, " ".join(words[fits:]), room)]
