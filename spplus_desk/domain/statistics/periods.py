"""A run of whole days, the one before it, and how both are cut into weeks or months."""

from datetime import date, timedelta

from spplus_desk.domain.values import Value

MOST_WEEKS = 27
"""A longer period is told by month: more points than that cannot be read."""
_EPOCH = date(1970, 1, 1)
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_SHORT = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")


def number_of(day: date) -> int:
    """Days since 1970: how the store keeps a day."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    return _EPOCH + timedelta(days=number)


class Period(Value):
    """Both ends included. Raises ValueError for an end before its beginning."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(f"a period ends before it begins: {self.first} to {self.last}")

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def previous(self) -> "Period":
        """As many days, just before."""
        return Period(self.first - timedelta(days=self.days), self.first - timedelta(days=1))

    @property
    def by_month(self) -> bool:
        return self.days > MOST_WEEKS * 7

    def parts(self) -> "tuple[Period, ...]":
        """Runs of seven days from the first day on, or calendar months for a long period; the last may be short."""
        found = []
        first = self.first
        while first <= self.last:
            after = _next_month(first) if self.by_month else first + timedelta(days=7)
            found.append(Period(first, min(after - timedelta(days=1), self.last)))
            first = after
        return tuple(found)

    def months(self) -> "tuple[Period | None, tuple[date, date] | None, Period | None]":
        """(days before the first whole month, first and last whole month by their first days, days after the last)."""
        start = self.first if self.first.day == 1 else _next_month(self.first)
        end = _next_month(self.last) if _next_month(self.last) == self.last + timedelta(days=1) else _month(self.last)
        if start >= end:
            return self, None, None
        before = Period(self.first, start - timedelta(days=1)) if self.first < start else None
        after = Period(end, self.last) if end <= self.last else None
        return before, (start, _month(end - timedelta(days=1))), after


def choices(today: date) -> tuple[tuple[str, Period], ...]:
    """What is offered, each with its name; all end yesterday at the latest: a day under way says nothing yet."""
    yesterday = today - timedelta(days=1)
    month = _month(today)
    last_month = _month(month - timedelta(days=1))
    quarter = date(yesterday.year, (yesterday.month - 1) // 3 * 3 + 1, 1)
    before_quarter = quarter - timedelta(days=1)
    last_quarter = date(before_quarter.year, (before_quarter.month - 1) // 3 * 3 + 1, 1)
    return (
        ("trimestre en cours", Period(quarter, yesterday)),
        ("30 derniers jours", Period(today - timedelta(days=30), yesterday)),
        ("mois dernier", Period(last_month, month - timedelta(days=1))),
        ("trimestre dernier", Period(last_quarter, before_quarter)),
        ("12 derniers mois", Period(date(month.year - 1, month.month, 1), month - timedelta(days=1))),
    )


def day_words(day: date, *, short: bool = False, year: bool = False) -> str:
    """« 1er oct. » or « 1er octobre 2027 »."""
    number = "1er" if day.day == 1 else str(day.day)
    name = (_SHORT if short else _MONTHS)[day.month - 1]
    return f"{number}\u00a0{name}" + (f"\u00a0{day.year}" if year else "")


def words(period: Period, *, year: bool = True) -> str:
    """« 1er oct. – 15 déc. 2027 », with both years where they differ."""
    both = period.first.year != period.last.year
    first = day_words(period.first, short=True, year=year and both)
    return f"{first} – {day_words(period.last, short=True, year=year)}"


def month_words(day: date) -> str:
    return f"{_SHORT[day.month - 1]} {day.year}"


def _month(day: date) -> date:
    return day.replace(day=1)


def _next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
