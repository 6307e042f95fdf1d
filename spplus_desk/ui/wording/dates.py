"""Dates as an agent says them. Instants are aware; `zone` is an IANA name, None for the zone of this computer."""

from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from spplus_desk.domain import deadlines
from spplus_desk.ui.wording.numbers import NBSP

_DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def hour(moment: datetime | time, zone: str | None = None) -> str:
    """« 9 h », « 16 h 30 »."""
    clock = moment if isinstance(moment, time) else _local(moment, zone).time()
    text = f"{clock.hour}{NBSP}h"
    return text if clock.minute == 0 else f"{text}{NBSP}{clock.minute:02d}"


def day_name(day: date) -> str:
    """« jeudi »."""
    return _DAYS[day.weekday()]


def long_day(day: date, today: date | None = None) -> str:
    """« jeudi 16 décembre », with the year when it is not that of `today`."""
    return f"{_DAYS[day.weekday()]} {_short(day, today)}"


def full_date(moment: datetime, now: datetime, zone: str | None = None) -> str:
    """« jeudi 9 décembre à 15 h 40 »."""
    local = _local(moment, zone)
    return f"{long_day(local.date(), _local(now, zone).date())} à {hour(local.time())}"


def ago(moment: datetime, now: datetime, zone: str | None = None) -> str:
    """« il y a 2 min », « à 9 h 41 », « hier à 16 h 20 », « mardi à 11 h 05 », « 2 novembre »."""
    elapsed = now - moment
    if timedelta(minutes=-1) < elapsed < timedelta(minutes=1):
        return "à l’instant"
    if timedelta(0) < elapsed < timedelta(hours=1):
        return f"il y a {int(elapsed.total_seconds() // 60)}{NBSP}min"
    local, today = _local(moment, zone), _local(now, zone).date()
    days = (today - local.date()).days
    clock = hour(local.time())
    if days == 0:
        return f"à {clock}"
    if days == 1:
        return f"hier à {clock}"
    if 1 < days < 7:
        return f"{_DAYS[local.weekday()]} à {clock}"
    return _short(local.date(), today)


def since_hour(moment: datetime, now: datetime, zone: str | None = None) -> str:
    """After « depuis »: « 9 h 58 », « hier, 17 h 40 », « mardi, 11 h 05 », « le 2 novembre »."""
    local, today = _local(moment, zone), _local(now, zone).date()
    days = (today - local.date()).days
    if days <= 0:
        return hour(local.time())
    if days == 1:
        return f"hier, {hour(local.time())}"
    if days < 7:
        return f"{_DAYS[local.weekday()]}, {hour(local.time())}"
    return f"le {_short(local.date(), today)}"


def published_line(moment: datetime, now: datetime, zone: str, *, date_only: bool) -> str:
    """« publiée le jeudi 9 décembre à 15 h 40 », without hour where only the day is known."""
    if date_only:
        day = deadlines.published_on(moment)
        return f"publiée le {long_day(day, _local(now, zone).date())}"
    return f"publiée le {full_date(moment, now, zone)}"


def published_day(moment: datetime, now: datetime, zone: str, *, date_only: bool) -> str:
    """« publiée le 9 décembre », where a list has no room for more."""
    day = deadlines.published_on(moment) if date_only else _local(moment, zone).date()
    return f"publiée le {_short(day, _local(now, zone).date())}"


def due_sentence(due_at: datetime, now: datetime, zone: str) -> str:
    """The tool tip of the chip: « À publier avant le jeudi 16 décembre à 15 h 40 »."""
    local = _local(due_at, zone)
    if local.time() == time.min:
        day = deadlines.last_day(due_at, zone)
        return f"À publier au plus tard le {long_day(day, _local(now, zone).date())}"
    return f"À publier avant le {full_date(due_at, now, zone)}"


def due_line(due_at: datetime, now: datetime, zone: str) -> str:
    """The published clock: « Aujourd’hui, 15 h 40 », « Dépassé depuis mardi 14 », « Lundi 20, 9 h »."""
    last, today = deadlines.last_day(due_at, zone), _local(now, zone).date()
    local = _local(due_at, zone)
    if now >= due_at:
        first = local.date()
        if first == today:
            return f"Dépassé depuis {hour(local.time())}"
        return f"Dépassé depuis {_near(first, today)}"
    left = (last - today).days
    day = "Aujourd’hui" if left == 0 else "Demain" if left == 1 else _capital(_near(last, today))
    return day if local.time() == time.min else f"{day}, {hour(local.time())}"


def clock_line(until: datetime, zone: str) -> str:
    """« avant 15 h 40 », empty where the deadline is a whole day."""
    local = _local(until, zone).time()
    return "" if local == time.min else f"avant {hour(local)}"


def _near(day: date, today: date) -> str:
    """« mardi 14 » close by, « mardi 14 septembre » further away."""
    if abs((today - day).days) < 15:
        return f"{_DAYS[day.weekday()]} {_day_number(day)}"
    return long_day(day, today)


def _short(day: date, today: date | None) -> str:
    text = f"{_day_number(day)} {_MONTHS[day.month - 1]}"
    return text if today is None or day.year == today.year else f"{text} {day.year}"


def _day_number(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _local(moment: datetime, zone: str | None) -> datetime:
    tz: tzinfo | None = ZoneInfo(zone) if zone else None
    return moment.astimezone(tz)
