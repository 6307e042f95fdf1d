"""What an import brings, before structures are known: frozen, typed, free of SQL."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from spplus_desk.domain.experience import Experience, ServiceChange
from spplus_desk.domain.values import Value

_BLANKS = re.compile(r"\s+")


def label_key(label: str) -> str:
    """The form under which a structure's name is looked up: case, accents, apostrophes and spacing do not count."""
    plain = unicodedata.normalize("NFKD", label.replace("’", "'"))
    bare = "".join(c for c in plain if not unicodedata.combining(c))
    return _BLANKS.sub(" ", bare).strip().casefold()[:400]


class IncomingReply(Value, kw_only=True):
    """A reply as the platform shows it: published."""

    body: str
    greeting: str = ""
    closing: str = ""
    signature: str = ""
    published_at: datetime | None = None
    useful: int | None = None
    not_useful: int | None = None
    evaluation: str = ""
    change: ServiceChange | None = None


class IncomingSlot(Value, kw_only=True):
    """A structure concerned, by its name or its code (`label`), and what the export tells of its work.

    None for channels, business tags or improvement means: this export does not tell, keep what is there.
    """

    label: str
    typology: str = ""
    channels: tuple[str, ...] | None = None
    business_tags: tuple[str, ...] | None = None
    improvement: bool | None = None
    reply: IncomingReply | None = None


class IncomingExperience(Value, kw_only=True):
    experience: Experience
    slots: tuple[IncomingSlot, ...] = ()


@dataclass(slots=True)
class Tally:
    """What an upsert did; tallies add up."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    unresolved_slots: int = 0
    """Slots kept aside because their structure is not known."""

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.added + other.added,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.unresolved_slots + other.unresolved_slots,
        )
