"""Real transports as the settings ask for them."""

from collections.abc import Callable

from spplus_desk.settings import Settings
from spplus_desk.sync.transport import HttpTransport, Transport


def transport_factory(settings: Settings) -> Callable[[str], Transport]:
    """What makes a transport for a checked base address. Raises BadInput for a missing authority file."""

    def make(address: str) -> Transport:
        return HttpTransport(address, proxy=settings.proxy, ca_bundle=settings.ca_bundle)

    return make
