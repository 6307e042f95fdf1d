"""How much to ask for at once, from how fast the last page came: on a slow line a page is a few seconds, not minutes.

A page is what is kept when the line is cut, and what progress counts. So it has to be short enough to get through.
"""

from collections.abc import Callable
from time import monotonic

PAGE_SECONDS = 5.0
"""How long a page should take on its way. Half of what is bearable, since the line may halve."""
SMALLEST = 25
"""Entries. Below that, a line with some latency does little but wait."""
_ENTRY_BYTES = 1_200
"""What an entry may weigh, by prudence: structures are light and come first, experiences are not and follow."""
_TELLING_BYTES = 10_000
"""Smaller pages say nothing of the line: they are all latency."""
_UNDER_WAY = 1.0
"""Seconds after which a failure may be the page's, which was on its way; sooner, there was no line at all."""


class Speed:
    """What the line did lately. One for each desk; used by the synchronisation's thread alone."""

    def __init__(self, *, page_seconds: float = PAGE_SECONDS, timer: Callable[[], float] = monotonic) -> None:
        self._page_seconds = page_seconds
        self._timer = timer
        self._started = 0.0
        self._fits: int | None = None

    def start(self) -> None:
        """A page is asked for."""
        self._started = self._timer()

    def came(self, entries: int, weight: int) -> None:
        """It came whole, with so many entries of so many bytes together, decompressed."""
        if weight >= _TELLING_BYTES:
            by_second = weight / max(self._timer() - self._started, 1e-3)
            each = max(weight / max(entries, 1), _ENTRY_BYTES)
            self._fits = max(SMALLEST, int(by_second * self._page_seconds / each))

    def failed(self, asked: int) -> None:
        """It did not come: half of it may."""
        if self._timer() - self._started >= _UNDER_WAY:
            self._fits = max(SMALLEST, asked // 2)

    def slow(self, wanted: int) -> bool:
        """True where a page of `wanted` would take too long, as far as is known."""
        return self._fits is not None and self._fits < wanted

    def fit(self, wanted: int, first: int) -> int:
        """How many entries to ask for; `first` while nothing is known yet."""
        return min(wanted, first if self._fits is None else self._fits)
