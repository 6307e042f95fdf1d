"""The log: what happened, never what was written. A file that may be sent to a help desk as it is."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

from spplus_desk.log_format import TypesOnly

NAME = "spplus-desk.log"
_FORMAT = "%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"
_QUIET = ("urllib3", "keyring", "alembic", "sqlalchemy", "asyncio")


def open_log(folder: Path, level: str) -> logging.Handler:
    """Write the program's log in `folder` (1 MB, 3 older files). Give the handler to `close_log` at the end."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = RotatingFileHandler(folder / NAME, maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
    handler.setFormatter(TypesOnly(_FORMAT))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    return handler


def close_log(handler: logging.Handler) -> None:
    logging.getLogger().removeHandler(handler)
    handler.close()
