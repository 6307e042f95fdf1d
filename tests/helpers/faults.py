"""A network that misbehaves, between the real desk and the real central. Seeded: the same dice, the same faults."""

import random
from collections import Counter, deque
from collections.abc import Iterable, Mapping
from enum import StrEnum

from spplus_desk.domain.errors import Unreachable
from spplus_desk.sync.line import Response, Transport

PORTAL = b"<!DOCTYPE html><html><head><title>Wi-Fi de la gare</title></head><body>Connectez-vous</body></html>"


class Fault(StrEnum):
    NONE = "none"
    LOST_REQUEST = "lost_request"
    """Nothing reaches the central."""
    LOST_ANSWER = "lost_answer"
    """The central did its work and committed; the desk never knows."""
    DUPLICATE = "duplicate"
    """The request arrives twice; the desk sees the second answer."""
    ERROR_500 = "error_500"
    ERROR_502 = "error_502"
    """Said by a proxy after the central committed."""
    ERROR_503 = "error_503"
    THROTTLED = "throttled"
    TRUNCATED = "truncated"
    """The answer's body is cut in its middle."""
    PORTAL = "portal"
    """A captive portal answers 200 with its own page."""


EVERY_FAULT = tuple(fault for fault in Fault if fault is not Fault.NONE)


class FaultyTransport:
    """`script` first, one fault a request; then `rate` (0..1) of the requests meet one of `faults`, by the dice."""

    def __init__(
        self,
        inner: Transport,
        dice: random.Random | None = None,
        *,
        rate: float = 0.0,
        faults: Iterable[Fault] = EVERY_FAULT,
        script: Iterable[Fault] = (),
    ) -> None:
        self._inner = inner
        self._dice = dice or random.Random(0)
        self._faults = tuple(faults)
        self.poison: set[str] = set()
        """Ids of commands over which the central falls: a request that holds one gets 500, and does nothing."""
        self.rate = rate
        self.script = deque(script)
        self.met: Counter[Fault] = Counter()
        self.requests: list[tuple[str, str]] = []

    def request(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        fault = self._draw()
        if any(f'"id":"{id}"'.encode() in (body or b"") for id in self.poison):
            fault = Fault.ERROR_500
        self.met[fault] += 1
        self.requests.append((method, path))

        def send() -> Response:
            return self._inner.request(method, path, params=params, body=body, headers=headers)

        match fault:
            case Fault.NONE:
                return send()
            case Fault.LOST_REQUEST:
                raise Unreachable(detail="lost request")
            case Fault.LOST_ANSWER:
                send()
                raise Unreachable(detail="lost answer")
            case Fault.DUPLICATE:
                send()
                return send()
            case Fault.ERROR_500:
                return Response(500, {"content-type": "application/json"}, b'{"detail": "boom"}')
            case Fault.ERROR_502:
                send()
                return Response(502, {"content-type": "text/html"}, b"<html>Bad Gateway</html>")
            case Fault.ERROR_503:
                return Response(503, {"content-type": "text/plain"}, b"")
            case Fault.THROTTLED:
                return Response(429, {"retry-after": "1"}, b"")
            case Fault.TRUNCATED:
                whole = send()
                return Response(whole.status, whole.headers, whole.body[: len(whole.body) // 2])
            case Fault.PORTAL:
                return Response(200, {"content-type": "text/html; charset=utf-8"}, PORTAL)

    def _draw(self) -> Fault:
        if self.script:
            return self.script.popleft()
        return self._dice.choice(self._faults) if self._dice.random() < self.rate else Fault.NONE

    def close(self) -> None:
        self._inner.close()
