"""Connecting to a name that has several addresses: the next one is begun while the first is silent (RFC 8305).

A site whose IPv6 leads nowhere is common. One address after the other would cost the whole connect timeout at each
connection; begun a quarter of a second apart, the dead one costs that quarter.
"""

import os
import selectors
import socket
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from itertools import zip_longest
from time import monotonic
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, LocationParseError, NameResolutionError, NewConnectionError
from urllib3.util.connection import allowed_gai_family

STAGGER = 0.25
"""Seconds before the next address is begun beside those that are silent: what the RFC recommends."""
Address = tuple[Any, ...]


def connect(
    host: str, port: int, timeout: float | None, options: Iterable[tuple[int, int, int | bytes]] = ()
) -> socket.socket:
    """A connected socket, blocking with `timeout` seconds, which also bounds all attempts together.

    Raises socket.gaierror, TimeoutError, or the OSError of the attempt that failed last.
    """
    found = socket.getaddrinfo(host, port, allowed_gai_family(), socket.SOCK_STREAM)
    waiting = deque(_interleaved(found))
    end = None if timeout is None else monotonic() + timeout
    next_at = monotonic()
    last: OSError = OSError("no address")
    options = tuple(options)
    with selectors.DefaultSelector() as begun:
        try:
            while waiting or begun.get_map():
                now = monotonic()
                if end is not None and now >= end:
                    raise TimeoutError("no address answered in time")
                if waiting and (now >= next_at or not begun.get_map()):
                    try:
                        begun.register(_begin(waiting.popleft(), options), selectors.EVENT_WRITE)
                        next_at = now + STAGGER
                    except OSError as error:
                        last = error
                    continue
                limits = [limit - now for limit in (end, next_at if waiting else None) if limit is not None]
                for key, _ in begun.select(max(min(limits), 0.0) if limits else None):
                    line = key.fileobj
                    assert isinstance(line, socket.socket)
                    begun.unregister(line)
                    code = line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
                    if code == 0:
                        line.settimeout(timeout)
                        return line
                    line.close()
                    last = OSError(code, os.strerror(code))
                    next_at = now  # a refusal is an answer: the next one at once
            raise last
        finally:
            for key in list(begun.get_map().values()):
                assert isinstance(key.fileobj, socket.socket)
                key.fileobj.close()


def _begin(address: Address, options: Sequence[tuple[int, int, int | bytes]]) -> socket.socket:
    family, kind, protocol, _, place = address
    line = socket.socket(family, kind, protocol)
    try:
        for option in options:
            line.setsockopt(*option)
        line.setblocking(False)
        with suppress(BlockingIOError):
            line.connect(place)
    except BaseException:
        line.close()
        raise
    return line


def _interleaved(found: Sequence[Address]) -> list[Address]:
    """The resolver's order, its first family first, then one of each: a family that is dead costs one wait."""
    first = [one for one in found if one[0] == found[0][0]]
    rest = [one for one in found if one[0] != found[0][0]]
    return [one for pair in zip_longest(first, rest) for one in pair if one is not None]


class _Connecting(HTTPConnection):
    """urllib3's connection, but for how its socket comes about."""

    def _new_conn(self) -> socket.socket:
        host = self._dns_host.strip("[]")
        try:
            host.encode("idna")
        except UnicodeError as error:
            raise LocationParseError(f"{host!r}, label empty or too long") from error
        limit = self.timeout if isinstance(self.timeout, int | float) else None
        try:
            return connect(host, self.port, limit, self.socket_options or ())
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(self, f"no answer within {limit} s") from error
        except OSError as error:
            raise NewConnectionError(self, f"no connection: {error}") from error


class _ConnectingSecurely(_Connecting, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connecting


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _ConnectingSecurely


POOLS = {"http": _Pool, "https": _SecurePool}
"""For the `pool_classes_by_scheme` of a urllib3 pool manager."""
