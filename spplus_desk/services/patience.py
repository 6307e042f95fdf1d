"""The wait after wrong secrets: 1 s, 2 s, 4 s… up to 5 minutes, never for ever, whatever is restarted or set back.

The count lies in the profile's folder. It grows before a secret is looked at, so that a program killed in the middle
gives no free attempt. Who can delete the file can copy the whole folder: against them only Argon2id's cost helps.
"""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path

import msgspec

from spplus_desk.domain.errors import BadCredentials, CacheLocked, StorageFault

_log = logging.getLogger(__name__)
FILE = "attempts.json"
LONGEST = timedelta(minutes=5)
_WRONG = ("wrong_passphrase", "wrong_password")


class TooSoon(CacheLocked):
    """Not yet; `wait` says how long. The secret was not looked at."""

    code = "unlock_wait"

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        seconds = max(1, ceil(wait.total_seconds()))
        told = f"{seconds}\u00a0secondes" if seconds > 1 else "1\u00a0seconde"
        if seconds >= 120:
            told = f"{ceil(seconds / 60)}\u00a0minutes"
        super().__init__(f"Plusieurs essais n’ont pas abouti. Réessayez dans {told}. Vos textes sont gardés.")


class _Attempts(msgspec.Struct):
    failures: int = 0
    last: datetime = datetime.min.replace(tzinfo=UTC)


class Patience:
    """Of one profile."""

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self._file = folder / FILE
        self._clock = clock

    def wait(self) -> timedelta:
        """How long until a secret is looked at again; zero at once. A clock that was set back starts the wait anew."""
        kept, now = self._read(), self._clock()
        if not kept.failures:
            return timedelta(0)
        if now < kept.last:
            self._write(_Attempts(kept.failures, now))
            return delay(kept.failures)
        return max(kept.last + delay(kept.failures) - now, timedelta(0))

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Around the look at a secret. Raises TooSoon, StorageFault where the count cannot be kept."""
        wait = self.wait()
        if wait > timedelta(0):
            raise TooSoon(wait)
        before = self._read()
        self._write(_Attempts(before.failures + 1, self._clock()))
        try:
            yield
        except BadCredentials:
            raise
        except CacheLocked as error:
            if error.code not in _WRONG:
                self._write(before)
            raise
        except BaseException:
            self._write(before)  # nothing was learnt about the secret
            raise
        self._file.unlink(missing_ok=True)

    def _read(self) -> _Attempts:
        try:
            return msgspec.json.decode(self._file.read_bytes(), type=_Attempts)
        except FileNotFoundError:
            return _Attempts()
        except (OSError, ValueError):
            # Not a way around the wait: what cannot be read counts as many.
            _log.warning("the count of attempts cannot be read")
            return _Attempts(20, self._clock() - LONGEST)

    def _write(self, attempts: _Attempts) -> None:
        if not attempts.failures:
            self._file.unlink(missing_ok=True)
            return
        fresh = self._file.with_name(f".{FILE}.new")
        try:
            with fresh.open("wb") as file:
                file.write(msgspec.json.encode(attempts))
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._file)
        except OSError as error:
            raise StorageFault(detail=f"{FILE}: {type(error).__name__}") from error


def delay(failures: int) -> timedelta:
    return min(timedelta(seconds=2.0 ** min(failures - 1, 20)), LONGEST)
