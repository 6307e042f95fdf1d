"""A return in a line, the same in the reading, in the writing and in the review."""

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from spplus_desk.domain.experience import Passage, ReplyVersion
from spplus_desk.ui.wording.dates import ago

_LONGEST = 60


def _tr(text: str) -> str:
    return QCoreApplication.translate("Validation", text)


def returned_line(step: ReplyVersion | None, now: datetime, zone: str) -> str:
    """« Renvoyée par Hélène Morvan hier à 16 h 20. »; who and when are unknown without the step."""
    if step is None:
        return _tr("Renvoyée par le valideur.")
    return _tr("Renvoyée par {name} {when}.").format(name=step.by_name, when=ago(step.at, now, zone))


def passage_line(one: Passage | None) -> str:
    """« Sur le passage « … » », cut where it is long."""
    if one is None:
        return ""
    text = " ".join(one.text.split())
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
    return _tr("Sur le passage «\u00a0{text}\u00a0»").format(text=shown)


def returned_why(comment: str, passage: Passage | None) -> str:
    """« Sur le passage « … » : le commentaire »."""
    about = passage_line(passage)
    return f"{about}\u00a0: {comment}" if about and comment else comment or about
