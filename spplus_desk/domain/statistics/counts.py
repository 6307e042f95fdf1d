"""What is counted, as sums that add up over days: the record between the store's roll-up and the figures."""

from spplus_desk.domain.statistics.measures import BUCKETS, IN_TIME, WORKED_BUCKETS, Share
from spplus_desk.domain.values import Value, names


class Counts(Value, kw_only=True):
    """Sums over a scope and a period. `delays` has BUCKETS numbers of experiences by the days until their first reply;
    `worked` WORKED_BUCKETS numbers of replies by the working time of their site. The two clocks never meet."""

    experiences: int = 0
    answered: int = 0
    positive: int = 0
    neutral: int = 0
    negative: int = 0
    replies: int = 0
    """One for each structure concerned: an experience of three structures may have three."""
    useful: int = 0
    not_useful: int = 0
    rated: int = 0
    """Replies with a vote at least."""
    targets: int = 0
    """Replies that had an internal deadline."""
    kept: int = 0
    delays: tuple[int, ...] = (0,) * BUCKETS
    worked: tuple[int, ...] = (0,) * WORKED_BUCKETS

    @property
    def dated(self) -> int:
        return sum(self.delays)

    @property
    def in_time(self) -> int:
        return sum(self.delays[:IN_TIME])

    @property
    def waiting(self) -> int:
        return self.experiences - self.answered

    def share_in_time(self) -> Share:
        return Share(self.in_time, self.dated)

    def share_answered(self) -> Share:
        return Share(self.answered, self.experiences)

    def share_useful(self) -> Share:
        return Share(self.useful, self.useful + self.not_useful)

    def share_kept(self) -> Share:
        return Share(self.kept, self.targets)


NAMES = tuple(name for name in names(Counts) if name not in ("delays", "worked"))
"""The plain sums, in the order in which the store keeps them; the delays follow, then the working times."""
DELAYS = len(NAMES)
WORKED = DELAYS + BUCKETS
WIDTH = WORKED + WORKED_BUCKETS


def counts(values: tuple[int, ...]) -> Counts:
    """From WIDTH numbers in the order of the store, or only those before the working times."""
    plain = dict(zip(NAMES, values, strict=False))
    return Counts(
        **plain, delays=values[DELAYS:WORKED], worked=values[WORKED:] if len(values) == WIDTH else (0,) * WORKED_BUCKETS
    )
