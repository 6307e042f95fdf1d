"""The line to the process that holds the dictionary: begun when it is first needed, ended with the desk."""

import json
import logging
import subprocess
import sys
from contextlib import suppress
from threading import Lock

_log = logging.getLogger(__name__)
COMMAND = "spell"
"""Of `spplus-desk`; see `cli`."""
_TRIES = 2
"""A process that was ended by the system is begun once more; then spelling rests until the next opening."""


class Child:
    """Blocks the thread that asks: never the window's."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._asking, self._owning = Lock(), Lock()
        self._failures = 0
        self._closed = False

    def ask(self, question: dict[str, object]) -> list[str] | None:
        """The answer; None where there is none to be had: no dictionary, or the desk closes."""
        with self._asking:
            while not self._closed and self._failures < _TRIES:
                try:
                    process = self._running()
                    if process is None:
                        return None
                    assert process.stdin is not None
                    assert process.stdout is not None
                    process.stdin.write(json.dumps(question).encode() + b"\n")
                    process.stdin.flush()
                    line = process.stdout.readline()
                except (OSError, ValueError):
                    line = b""
                if line:
                    self._failures = 0
                    found: list[str] = json.loads(line)
                    return found
                self._failures += 1
                self._end()
            if self._failures == _TRIES and not self._closed:
                self._failures += 1  # said once
                _log.warning("the spelling process does not answer: spelling rests")
            return None

    def _running(self) -> "subprocess.Popen[bytes] | None":
        with self._owning:
            if self._process is None and not self._closed:
                program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "spplus_desk"]
                self._process = subprocess.Popen(
                    [*program, COMMAND],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
            return self._process

    def _end(self) -> None:
        with self._owning:
            process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):  # what was still to be written has nobody left to read it
                    pipe.close()

    def close(self) -> None:
        """End it now. Whoever waits for an answer gets none."""
        self._closed = True
        with self._owning:
            process = self._process
        if process is not None:
            process.kill()
        with self._asking:
            self._end()
