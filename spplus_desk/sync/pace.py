"""When to try next: the interval with its jitter, and the wait after failures. Pure but for the dice it is given."""

import random

from spplus_desk.domain.values import Value


class Pace(Value):
    """All in seconds but `jitter`, a share of the interval: a thousand desks must not ask in the same second."""

    interval: float = 120.0
    jitter: float = 0.1
    first_retry: float = 2.0
    longest_retry: float = 300.0
    mismatch_retry: float = 3_600.0
    """An update takes longer than a restart."""
    longest_sleep: float = 30.0
    """The clock is looked at this often at least: a PC that slept, or was set to another hour, is noticed."""

    def next_poll(self, dice: random.Random) -> float:
        return self.interval * (1 + self.jitter * dice.uniform(-1, 1))

    def retry(self, failures: int, dice: random.Random) -> float:
        """Doubles with each failure in a row (`failures` from 1) up to the longest, less up to a half by chance."""
        whole = min(self.longest_retry, self.first_retry * 2.0 ** min(failures - 1, 30))
        return whole * dice.uniform(0.5, 1.0)
