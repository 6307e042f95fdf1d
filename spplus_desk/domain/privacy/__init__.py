"""The guard before a public text: what in it may name, locate or identify a person."""

from spplus_desk.domain.privacy.findings import Certainty, Finding, Kind
from spplus_desk.domain.privacy.guard import find, masked
from spplus_desk.domain.privacy.known import NONE_KNOWN, SiteNumbers

__all__ = ["NONE_KNOWN", "Certainty", "Finding", "Kind", "SiteNumbers", "find", "masked"]
