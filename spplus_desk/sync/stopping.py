"""Stopping a run between two requests: nothing is cut in its middle, and the next run goes on from there."""

from collections.abc import Callable


class Stopped(Exception):  # not a fault: the run was asked to end, by a pause or by the end of the program
    """The run ended before its end, because it was asked to."""


class Stopping:
    """Asked between requests; `check` raises Stopped once `asked` says so."""

    def __init__(self, asked: Callable[[], bool] = lambda: False) -> None:
        self._asked = asked

    def check(self) -> None:
        if self._asked():
            raise Stopped
