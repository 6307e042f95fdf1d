"""The log: what happened, never what was written. A file that may be sent to a help desk as it is."""

import logging
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path

NAME = "spplus-desk.log"
_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
_QUIET = ("urllib3", "keyring", "alembic", "sqlalchemy", "asyncio")


class _TypesOnly(logging.Formatter):
    """Tracebacks without the exceptions' messages: a message may quote a citizen's text or a SQL parameter."""

    def format(self, record: logging.LogRecord) -> str:
        # A record keeps the traceback that the first handler made of it: another handler's would have the messages.
        made_by_others, record.exc_text = record.exc_text, None
        try:
            return super().format(record)
        finally:
            record.exc_text = made_by_others

    def formatException(self, ei: object) -> str:  # noqa: N802 - the name is logging's
        lines: list[str] = []
        error = ei[1] if isinstance(ei, tuple) else None
        seen: set[int] = set()
        while isinstance(error, BaseException) and id(error) not in seen:
            seen.add(id(error))
            lines += [
                f"{type(error).__module__}.{type(error).__qualname__}\n",
                *traceback.format_tb(error.__traceback__),
            ]
            error = error.__cause__ or error.__context__
        return "".join(lines).rstrip()


def open_log(folder: Path, level: str) -> logging.Handler:
    """Write the program's log in `folder` (1 MB, 3 older files). Give the handler to `close_log` at the end."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = RotatingFileHandler(folder / NAME, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(_TypesOnly(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    return handler


def close_log(handler: logging.Handler) -> None:
    logging.getLogger().removeHandler(handler)
    handler.close()
