"""The clock that nobody can set and that stands still while the computer sleeps."""

import sys
import time

if sys.platform == "win32":  # pragma: no cover - the monotonic clock of Windows counts the sleep
    import ctypes

    def awake_seconds() -> float:
        ticks = ctypes.c_ulonglong()
        ctypes.windll.kernel32.QueryUnbiasedInterruptTime(ctypes.byref(ticks))
        return ticks.value / 1e7

else:

    def awake_seconds() -> float:
        """Seconds since some instant, those of suspension left out."""
        return time.monotonic()
