"""The figures of the board, made of the sums: value, what stood there before, definition, and the list behind.

Board, exports, command line and poster all take them from here: what one says, the others say.
"""

from spplus_desk.domain.statistics import words
from spplus_desk.domain.statistics.answers import Dimension, Line, Numbers
from spplus_desk.domain.statistics.definitions import DEFINITIONS, Definition
from spplus_desk.domain.statistics.measures import Share, days, hours
from spplus_desk.domain.statistics.questions import Behind, Node, Which
from spplus_desk.domain.values import Value

_NBSP = words.NBSP


class Figure(Value, kw_only=True):
    """`value` and `unit` are shown large; `amount` is the same for a machine (percent, days or hours), None where
    there is too little. `note` says what it is made of, `change` the difference with the period before in words,
    `better` whether that is good (None: neither). `listed` names the list `behind`, as long as `count`."""

    definition: Definition
    value: str
    unit: str
    amount: float | None
    note: str
    before: str
    amount_before: float | None
    change: str = ""
    better: bool | None = None
    count: int
    listed: str
    behind: Behind

    @property
    def name(self) -> str:
        return self.definition.name

    @property
    def told(self) -> str:
        """« 71 % », or the sentence that refuses it."""
        return f"{self.value}{_NBSP}{self.unit}" if self.unit else self.value


def published(numbers: Numbers) -> tuple[Figure, ...]:
    """The figures of the published clock."""
    now, before = numbers.now, numbers.before
    counts = now.counts
    return (
        _share(
            numbers, "in_time", counts.share_in_time(), before.counts.share_in_time(), Which.IN_TIME,
            counts.in_time, words.count(counts.in_time, "réponse", "réponses"),
        ),
        _share(
            numbers, "response_rate", counts.share_answered(), before.counts.share_answered(), Which.UNANSWERED,
            counts.waiting, words.count(counts.waiting, "sans réponse", "sans réponse"),
            note=f"{words.count(counts.answered, 'réponse', 'réponses')} sur {words.number(counts.experiences)}",
        ),
        _delay(
            numbers, "median", now.median, before.median, Which.ANSWERED, counts.answered,
            words.count(counts.answered, "réponse", "réponses"),
        ),
        _delay(
            numbers, "p90", now.p90, before.p90, Which.SLOWEST, now.slower,
            words.count(now.slower, "plus longue", "plus longues"),
        ),
    )  # fmt: skip


def internal(numbers: Numbers) -> tuple[Figure, ...]:
    """The figures of the site's own target; none where no reply of the period had one."""
    now, before = numbers.now.counts, numbers.before.counts
    if not now.targets:
        return ()
    missed = now.targets - now.kept
    return (
        _share(
            numbers, "target_kept", now.share_kept(), before.share_kept(), Which.TARGET_MISSED,
            missed, words.count(missed, "hors objectif", "hors objectif"),
            note=f"{words.count(now.kept, 'réponse', 'réponses')} sur {words.number(now.targets)}",
        ),
        *_worked(numbers),
    )  # fmt: skip


def useful(numbers: Numbers) -> Figure:
    now, before = numbers.now.counts, numbers.before.counts
    votes = now.useful + now.not_useful
    rated = words.count(now.rated, "réponse notée", "réponses notées")
    return _share(
        numbers, "useful", now.share_useful(), before.share_useful(), Which.RATED, now.rated, rated,
        note=f"{words.count(now.useful, 'vote', 'votes')} sur {words.number(votes)}, pour {rated}",
    )  # fmt: skip


def every(numbers: Numbers) -> tuple[Figure, ...]:
    return (*published(numbers), *internal(numbers), useful(numbers))


def sentiments(numbers: Numbers) -> tuple[tuple[str, str, Share, Behind], ...]:
    """(key, name, share, list) of each sentiment."""
    counts = numbers.now.counts
    whole = counts.positive + counts.neutral + counts.negative
    return tuple(
        (key, name, Share(getattr(counts, key), whole), Behind(numbers.node, numbers.period, sentiment=key))
        for key, name in words.SENTIMENTS.items()
    )


def behind_line(numbers: Numbers, line: Line) -> Behind:
    """The list behind a line of a breakdown."""
    match line.dimension:
        case Dimension.STRUCTURE:
            alone = line.key == numbers.node.structure_id
            return Behind(Node(line.key, alone), numbers.period)
        case Dimension.CHANNEL:
            return Behind(numbers.node, numbers.period, channel=line.key)
        case Dimension.PROCEDURE:
            return Behind(numbers.node, numbers.period, procedure=line.key)
        case Dimension.TAG:
            return Behind(numbers.node, numbers.period, tag=line.key)
        case Dimension.BUSINESS_TAG:
            return Behind(numbers.node, numbers.period, business_tag=line.key)


def several_structures(numbers: Numbers) -> str:
    """Why the lines of the structures add up to more than the total; empty where they do not."""
    lines = [line for line in numbers.lines if line.dimension is Dimension.STRUCTURE]
    total = sum(line.experiences for line in lines)
    if total <= numbers.now.counts.experiences:
        return ""
    return (
        f"Une expérience peut concerner plusieurs structures\u00a0: {words.number(total)} ici pour "
        f"{words.number(numbers.now.counts.experiences)} au total."
    )


def _share(
    numbers: Numbers,
    key: str,
    share: Share,
    before: Share,
    which: Which,
    count: int,
    listed: str,
    note: str = "",
) -> Figure:
    change, better = "", None
    if share.percent is not None and before.percent is not None:
        points = round(share.percent) - round(before.percent)
        change = f"{'+' if points > 0 else '−' if points < 0 else ''}{_NBSP if points else ''}" + words.count(
            abs(points), "point", "points"
        )
        better = None if points == 0 else points > 0
    return Figure(
        definition=DEFINITIONS[key],
        value=words.TOO_FEW if share.percent is None else words.number(share.percent),
        unit="" if share.percent is None else "%",
        amount=share.percent,
        note=note or f"{words.number(share.part)} sur {words.number(share.whole)}",
        before=f"{words.percent(before)} avant" if before.percent is not None else "",
        amount_before=before.percent,
        change=change,
        better=better,
        count=count,
        listed=listed,
        behind=Behind(numbers.node, numbers.period, which),
    )


def _worked(numbers: Numbers) -> tuple[Figure, ...]:
    """The working times; none where no reply has one."""
    now, before = numbers.now, numbers.before
    known = sum(now.counts.worked)
    if not known:
        return ()
    listed, slower = words.count(known, "réponse", "réponses"), now.worked_slower
    longest = words.count(slower, "plus longue", "plus longues")
    return (
        _hours(numbers, "worked_median", now.worked_median, before.worked_median, Which.WORKED, known, listed),
        _hours(numbers, "worked_p90", now.worked_p90, before.worked_p90, Which.WORKED_SLOWEST, slower, longest),
    )


def _hours(
    numbers: Numbers, key: str, value: int | None, before: int | None, which: Which, count: int, listed: str
) -> Figure:
    told = words.worked(value)
    return Figure(
        definition=DEFINITIONS[key],
        value=told.split(_NBSP)[0],
        unit="" if value is None else told.split(_NBSP)[1],
        amount=None if value is None else hours(value),
        note="",
        before="" if before is None else f"{words.number(hours(before), 1)} avant",
        amount_before=None if before is None else hours(before),
        count=count,
        listed=listed,
        behind=Behind(numbers.node, numbers.period, which),
    )


def _delay(
    numbers: Numbers, key: str, value: int | None, before: int | None, which: Which, count: int, listed: str
) -> Figure:
    told = words.delay(value)
    return Figure(
        definition=DEFINITIONS[key],
        value=told.split(_NBSP)[0],
        unit="" if value is None else told.split(_NBSP)[1],
        amount=None if value is None else days(value),
        note="",
        before="" if before is None else f"{words.number(days(before), 1)} avant",
        amount_before=None if before is None else days(before),
        count=count,
        listed=listed,
        behind=Behind(numbers.node, numbers.period, which),
    )
