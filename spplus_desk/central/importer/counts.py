"""What an import did, in numbers that add up."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeAlias

Progress: TypeAlias = Callable[[int, int], None]
"""Called with (bytes read, bytes in all), now and then, and once at the end."""


def no_progress(_done: int, _total: int) -> None:
    """For callers that do not look."""


@dataclass(slots=True, kw_only=True)
class Counts:
    """`read` = added + updated + unchanged + merged + skipped. `reasons` tells why rows were skipped, `notes` what was
    kept with something left out or repaired; both count rows, and both are in the rejects file line by line."""

    kind: str
    vocabulary: str = ""
    read: int = 0
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    merged: int = 0
    """Second rows of an id already read in the same file that brought a structure or a reply."""
    skipped: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    replies: int = 0
    """Published replies that the file shows."""
    unresolved: int = 0
    """Places of structures that are not known here: kept, seen by nobody until the structure is imported."""
    resolved: int = 0
    """Places that found their structure thanks to this import."""
    truncated: bool = False
    """The file ends in the middle of a row: what was whole is imported."""
    shift_days: int = 0
    rejects: str = ""
    """The path of the rejects file, empty when nothing had to be told."""

    def as_json(self) -> dict[str, Any]:
        """Plain types for the last line of the command."""
        return {
            "kind": self.kind,
            "vocabulary": self.vocabulary,
            "read": self.read,
            "added": self.added,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "merged": self.merged,
            "skipped": self.skipped,
            "reasons": dict(sorted(self.reasons.items())),
            "notes": dict(sorted(self.notes.items())),
            "replies": self.replies,
            "unresolved": self.unresolved,
            "resolved": self.resolved,
            "truncated": self.truncated,
            "shift_days": self.shift_days,
            "rejects": self.rejects,
        }
