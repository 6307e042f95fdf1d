"""How both programs write a line of their logs: what happened, never what was written."""

import logging
import traceback


class TypesOnly(logging.Formatter):
    """Tracebacks without the exceptions' messages: a message may quote a citizen's text or a row of the database."""

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
