"""Real transports as the settings ask for them."""

from collections.abc import Callable

from spplus_desk.settings import Settings
from spplus_desk.sync.line import LateTransport, Transport


def transport_factory(settings: Settings) -> Callable[[str], Transport]:
    """What makes a transport for a checked base address. Its first request raises BadInput for a missing authority
    file."""

    def make(address: str) -> Transport:
        def real() -> Transport:
            from spplus_desk.sync.transport import HttpTransport  # late: see LateTransport

            return HttpTransport(address, proxy=settings.proxy, ca_bundle=settings.ca_bundle)

        return LateTransport(real)

    return make
