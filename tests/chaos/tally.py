"""What a campaign did and found: added up over runs and processes, printed, kept as JSON."""

from collections import Counter
from dataclasses import asdict, dataclass, field


@dataclass
class Tally:
    """Counts only, so that two of them add up. `wrong` holds a sentence for each run that broke a promise."""

    runs: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    """desk, central, typist… to SIGKILLs (or, in the swift variant, desks abandoned between two transactions)."""
    faults: Counter[str] = field(default_factory=Counter)
    requests: int = 0
    replies: int = 0
    """Replies that the agent was told are saved, each looked for at the central and in the outbox."""
    other_commands: int = 0
    parked: int = 0
    """Of `replies`, those that the central refused: set aside with their text and a reason."""
    drafts: int = 0
    lost: int = 0
    doubled: int = 0
    caches: int = 0
    """Caches whose pages were all read and authenticated afterwards."""
    wrong: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        for name in ("runs", "requests", "replies", "other_commands", "parked", "drafts", "lost", "doubled", "caches"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.kills += other.kills
        self.faults += other.faults
        self.wrong += other.wrong

    @property
    def clean(self) -> bool:
        return not (self.wrong or self.lost or self.doubled)

    def as_json(self) -> dict[str, object]:
        told = asdict(self)
        return told | {"kills": dict(self.kills), "faults": dict(self.faults), "faults_total": self.faults.total()}

    def lines(self) -> list[str]:
        met = ", ".join(f"{kind} {count}" for kind, count in sorted(self.faults.items()))
        killed = ", ".join(f"{what} {count}" for what, count in sorted(self.kills.items()))
        return [
            f"runs {self.runs}, kills {self.kills.total()} ({killed or 'none'})",
            f"requests {self.requests}, faults injected {self.faults.total()} ({met or 'none'})",
            f"replies checked {self.replies} (of them set aside with a reason {self.parked}), "
            f"other commands {self.other_commands}, drafts {self.drafts}, caches read whole {self.caches}",
            f"lost {self.lost}, doubled {self.doubled}, runs that broke a promise {len(self.wrong)}",
        ]
