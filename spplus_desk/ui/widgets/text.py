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
