"""Qt's own messages go to the log, without what they quote: a quotation may be a text of somebody's."""

import logging
import re
from collections.abc import Callable

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

_log = logging.getLogger("qt")
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|“[^”]*”|«[^»]*»|\"[^\"]*$")
_LONGEST = 200


def watch() -> Callable[[], None]:
    """From now on; the answer gives Qt its former way back."""
    before = qInstallMessageHandler(_keep)
    return lambda: qInstallMessageHandler(before) and None


def without_quotations(message: str) -> str:
    """What Qt says, its quotations replaced by …, at most 200 characters of one line."""
    return _QUOTED.sub("…", message.replace("\n", " "))[:_LONGEST]


def _keep(kind: QtMsgType, context: QMessageLogContext, message: str | None) -> None:
    _log.log(_LEVELS.get(kind, logging.WARNING), "%s: %s", context.category, without_quotations(message or ""))
