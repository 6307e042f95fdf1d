"""The published clock: a first reply in less than seven days after publication.

Source of the rule: the published indicator of Services Publics + (« réponse en moins de 7 jours »). Where both
instants are known it counts 7 x 24 h; where only days are known it counts whole calendar days. Nothing stops it
at week-ends. The internal target, in working time, is another clock and never meets this one.
"""

from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from spplus_desk.domain.values import Value

PUBLISHED_DELAY = timedelta(days=7)
_INSTANT = timedelta(microseconds=1)


class Urgency(StrEnum):
    LATE = "late"
    TODAY = "today"
    TOMORROW = "tomorrow"
    SOON = "soon"
    """Due in two days."""
    FAR = "far"
    ANSWERED = "answered"


class UrgencyGroup(StrEnum):
    """The groups of the inbox, in their order on screen."""

    LATE = "late"
    TODAY = "today"
    NEXT_DAYS = "next_days"
    LATER = "later"


GROUP_OF = {
    Urgency.LATE: UrgencyGroup.LATE,
    Urgency.TODAY: UrgencyGroup.TODAY,
    Urgency.TOMORROW: UrgencyGroup.NEXT_DAYS,
    Urgency.SOON: UrgencyGroup.NEXT_DAYS,
    Urgency.FAR: UrgencyGroup.LATER,
}


class DeadlineStatus(Value):
    """What the chip says. `days` are days late, days left or days taken; `hours` only counts when late under a day."""

    urgency: Urgency
    days: int = 0
    hours: int = 0


def published_due(published_at: datetime, *, date_only: bool, timezone: str) -> datetime:
    """The first instant (UTC) at which the published indicator is missed.

    With a known instant: publication + 7 x 24 h. With a known day only: the midnight, in the site's `timezone`,
    that ends the sixth day after it, because a reply on the seventh day took seven whole days.
    """
    if not date_only:
        return published_at.astimezone(UTC) + PUBLISHED_DELAY
    return published_due_of_day(published_on(published_at), timezone)


def published_due_of_day(day: date, timezone: str) -> datetime:
    """The same for a day of publication: seven whole calendar days of the site's `timezone`."""
    return datetime.combine(day + PUBLISHED_DELAY, time.min, ZoneInfo(timezone)).astimezone(UTC)


def published_on(published_at: datetime) -> date:
    """The day that an export gave: such instants are that day's midnight in Paris, where the platform lives."""
    return published_at.astimezone(ZoneInfo("Europe/Paris")).date()


def last_day(due_at: datetime, timezone: str) -> date:
    """The last day, in the site's zone, on which a reply is still in time; a midnight ends the day before it."""
    return (due_at - _INSTANT).astimezone(ZoneInfo(timezone)).date()


def status(due_at: datetime, now: datetime, timezone: str) -> DeadlineStatus:
    """Where an unanswered experience stands at `now`, by the calendar of the site's `timezone`."""
    if now >= due_at:
        late = now - due_at
        return DeadlineStatus(Urgency.LATE, days=late.days, hours=int(late.total_seconds() // 3600))
    left = (last_day(due_at, timezone) - now.astimezone(ZoneInfo(timezone)).date()).days
    if left <= 0:
        return DeadlineStatus(Urgency.TODAY)
    if left == 1:
        return DeadlineStatus(Urgency.TOMORROW, days=1)
    return DeadlineStatus(Urgency.SOON if left == 2 else Urgency.FAR, days=left)


def answered_status(
    published_at: datetime, replied_at: datetime, *, date_only: bool = False, timezone: str = "Europe/Paris"
) -> DeadlineStatus:
    """The delay of a reply in whole days: elapsed 24 h periods, or calendar days where only days are known."""
    if date_only:
        days = (replied_at.astimezone(ZoneInfo(timezone)).date() - published_on(published_at)).days
    else:
        days = (replied_at - published_at).days
    return DeadlineStatus(Urgency.ANSWERED, days=max(days, 0))


def next_turn(now: datetime, timezone: str) -> datetime:
    """The next instant at which calendar words (« Aujourd’hui ») change: midnight in the site's zone."""
    zone = ZoneInfo(timezone)
    tomorrow = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time.min, zone).astimezone(UTC)
