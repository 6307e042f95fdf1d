"""The guard before a public text: what in it may name, locate or identify a person."""

from collections.abc import Iterable

from spplus_desk.domain.privacy.findings import Certainty, Finding, Kind
from spplus_desk.domain.privacy.known import NONE_KNOWN, SiteNumbers

__all__ = ["NONE_KNOWN", "Certainty", "Finding", "Kind", "SiteNumbers", "find", "masked"]

# The checks themselves, with their libraries, are imported at the first text: much of the program names a finding or
# asks the guard some day, and the inbox is painted before it does.


def find(
    text: str, *, testimony: str = "", known: SiteNumbers = NONE_KNOWN, spared: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """See `guard.find`."""
    from spplus_desk.domain.privacy import guard

    return guard.find(text, testimony=testimony, known=known, spared=spared)


def masked(text: str) -> str:
    """See `guard.masked`."""
    from spplus_desk.domain.privacy import guard

    return guard.masked(text)
