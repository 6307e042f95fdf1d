"""The working time of a site: hours, seasons, holidays, closures, and the internal target that counts them."""

from spplus_desk.domain.calendar.faults import BadCalendar, NeverOpen
from spplus_desk.domain.calendar.hours import (
    CLOSED_WEEK,
    WEEKDAYS,
    Closure,
    DayOfYear,
    LocalDay,
    Period,
    Season,
    SiteCalendar,
    Week,
    zone_named,
)
from spplus_desk.domain.calendar.target import (
    CountedDay,
    DayKind,
    Explanation,
    Pause,
    Promise,
    Target,
    WorkingDays,
    WorkingHours,
    explain,
    internal_due,
)
from spplus_desk.domain.calendar.territories import TERRITORIES, Holiday, Territory, customary, holidays_of, territory

__all__ = [
    "CLOSED_WEEK",
    "TERRITORIES",
    "WEEKDAYS",
    "BadCalendar",
    "Closure",
    "CountedDay",
    "DayKind",
    "DayOfYear",
    "Explanation",
    "Holiday",
    "LocalDay",
    "NeverOpen",
    "Pause",
    "Period",
    "Promise",
    "Season",
    "SiteCalendar",
    "Target",
    "Territory",
    "Week",
    "WorkingDays",
    "WorkingHours",
    "customary",
    "explain",
    "holidays_of",
    "internal_due",
    "territory",
    "zone_named",
]
