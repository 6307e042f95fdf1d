"""« Pourquoi cette date ? » in words: each day counted or skipped, the hours of a site, its zone and its holidays."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from spplus_desk.domain.calendar import (
    Closure,
    CountedDay,
    DayKind,
    Pause,
    Period,
    SiteCalendar,
    Target,
    Week,
    WorkingDays,
    territory,
)
from spplus_desk.domain.document_contents import PauseReason
from spplus_desk.ui.wording.dates import day_name, due_line, hour, long_day
from spplus_desk.ui.wording.numbers import NBSP, count_of

PARIS = "Europe/Paris"
_SHORT_MONTHS = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juill.", "août", "sept.", "oct.", "nov.", "déc.")


def minute(value: int) -> str:
    """« 8 h 30 »; the last minute of a day is « minuit »."""
    if value >= 24 * 60:
        return "minuit"
    hours, minutes = divmod(value, 60)
    return f"{hours}{NBSP}h" + (f"{NBSP}{minutes:02d}" if minutes else "")


def short_day(day: date) -> str:
    """« jeu. 16 déc. », for a column."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{day_name(day)[:3]}. {number} {_SHORT_MONTHS[day.month - 1]}"


PAUSE_WORDS = {
    PauseReason.CITIZEN: "une réponse de l’usager",
    PauseReason.SERVICE: "un autre service",
    PauseReason.DOCUMENT: "une pièce ou un dossier",
    PauseReason.DECISION: "une décision",
}
"""For whom or what a site waits."""


def pause_line(pause: Pause, zone: str) -> str:
    """« En pause depuis mar. 7 déc. à 9 h. Le site attend un autre service. »; of one that is over, its two ends."""
    begun = _moment(pause.start, zone)
    line = f"En pause depuis {begun}." if pause.end is None else f"En pause de {begun} à {_moment(pause.end, zone)}."
    # A newer program may know other reasons: they are left unsaid.
    awaited = PAUSE_WORDS.get(PauseReason(pause.reason)) if pause.reason in set(PauseReason) else None
    if awaited is None:
        return line
    return f"{line} Le site {'attend' if pause.end is None else 'attendait'} {awaited}."


def _moment(at: datetime, zone: str) -> str:
    local = at.astimezone(ZoneInfo(zone))
    return f"{short_day(local.date())} à {hour(local)}"


def day_reason(line: CountedDay, published_at: datetime, zone: str, *, date_only: bool = False) -> tuple[str, str]:
    """Why a day counts or not: (what, precision), to be joined by a comma."""
    if line.start:
        what, detail = _publication(published_at, zone, date_only=date_only)
        counted = _open_detail(line, zone) if line.counted else ""
        return what, ", ".join(part for part in (detail, counted) if part)
    match line.kind:
        case DayKind.CLOSED:
            return "Fermé", f"jour de fermeture du site{f' ({line.season})' if line.season else ''}"
        case DayKind.CLOSURE:
            return "Fermé", f"fermeture exceptionnelle{_labels(line.closures)}"
        case DayKind.PAUSED:
            return "En pause", "le site attend quelqu’un"
        case DayKind.TOO_LATE:
            return "Ouvert", "rien ne reste des heures de ce jour"
        case _:
            return "Ouvert", _open_detail(line, zone)


def holiday_reason(line: CountedDay, code: str) -> tuple[str, str]:
    """« Férié à La Réunion », « abolition de l’esclavage »."""
    if line.holiday is None:
        return "Férié", ""
    return f"Férié {territory(code).at}", lower_first(line.holiday.name)


def lower_first(text: str) -> str:
    """Inside a sentence: « abolition de l’esclavage », but « Noël », « Mi-Carême » keep their capital."""
    return text[:1].lower() + text[1:] if text.split(" ", 1)[0] in _COMMON else text


_COMMON = {"Abolition", "Fête", "Lundi", "Vendredi", "Jour", "Arrivée", "Armistice"}


def reason_parts(
    line: CountedDay, published_at: datetime, calendar: SiteCalendar, *, date_only: bool = False
) -> tuple[str, str]:
    """Why a day counts or not: what, and the precision that may follow a comma."""
    if line.kind is DayKind.HOLIDAY and not line.start:
        return holiday_reason(line, calendar.territory)
    return day_reason(line, published_at, calendar.zone, date_only=date_only)


def reason(line: CountedDay, published_at: datetime, calendar: SiteCalendar, *, date_only: bool = False) -> str:
    """One line in full, as the command line and the copied text give it."""
    what, detail = reason_parts(line, published_at, calendar, date_only=date_only)
    return f"{what}, {detail}" if detail else what


def _publication(at: datetime, zone: str, *, date_only: bool) -> tuple[str, str]:
    if date_only:
        return "Publication", "heure inconnue"
    local, paris = at.astimezone(ZoneInfo(zone)), at.astimezone(ZoneInfo(PARIS))
    if local.utcoffset() == paris.utcoffset():
        return f"Publication à {hour(at, zone)}", ""
    return f"Publication à {hour(at, zone)}", f"{day_name(paris.date())} {hour(at, PARIS)} à Paris"


def _open_detail(line: CountedDay, zone: str) -> str:
    parts: list[str] = []
    if line.season:
        parts.append(f"horaires de la saison {line.season}")
    for closure in line.closures:
        parts.append(f"fermé {_stretch(closure)}{_labels((closure,))}")
    if line.minutes:
        parts.append(
            f"{duration(line.minutes)} comptées" if line.minutes >= 120 else f"{duration(line.minutes)} comptée"
        )
    if line.last:
        if line.minutes:
            parts.append("échéance ce jour")
        elif line.closes_at is not None:
            parts.append(f"échéance à la fermeture, {_closing(line.closes_at, line.day, zone)}")
    return ", ".join(parts)


def _closing(at: datetime, day: date, zone: str) -> str:
    return "minuit" if at.astimezone(ZoneInfo(zone)).date() > day else hour(at, zone)


def _labels(closures: Iterable[Closure]) -> str:
    found = [c.label for c in closures if c.label]
    return f" ({', '.join(found)})" if found else ""


def _stretch(closure: Closure) -> str:
    if closure.start <= 0:
        return f"jusqu’à {minute(closure.end)}"
    if closure.end >= 24 * 60:
        return f"à partir de {minute(closure.start)}"
    return f"de {minute(closure.start)} à {minute(closure.end)}"


def duration(minutes: float) -> str:
    """« 2 h 30 », « 45 min »."""
    whole = round(minutes)
    hours, rest = divmod(whole, 60)
    if not hours:
        return f"{rest}{NBSP}min"
    return f"{hours}{NBSP}h" + (f"{NBSP}{rest:02d}" if rest else "")


def periods_words(periods: Iterable[Period]) -> str:
    """« de 8 h à 12 h et de 13 h à 16 h »."""
    return _and(f"de {minute(p.start)} à {minute(p.end)}" for p in periods)


def week_words(week: Week) -> str:
    """« Le site ouvre du lundi au vendredi, de 8 h à 12 h et de 13 h à 16 h. » Days of equal hours go together."""
    groups: list[tuple[list[int], tuple[Period, ...]]] = []
    for weekday, periods in enumerate(week):
        if not periods:
            continue
        for days, same in groups:
            if same == periods:
                days.append(weekday)
                break
        else:
            groups.append(([weekday], periods))
    if not groups:
        return "Le site n’a pas d’heures d’ouverture."
    parts = (f"{_days_words(days)}, {periods_words(periods)}" for days, periods in groups)
    return f"Le site ouvre {f'{NBSP}; '.join(parts)}."


def _days_words(days: list[int]) -> str:
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"du {_weekday(days[0])} au {_weekday(days[-1])}"
    return "le " + _and(_weekday(day) for day in days)


def _weekday(weekday: int) -> str:
    return day_name(date(2024, 1, 1) + timedelta(days=weekday))  # a Monday


def _and(words: Iterable[str]) -> str:
    found = list(words)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} et {found[-1]}"


def target_words(target: Target) -> str:
    """« 3 jours ouvrés après le jour de la publication », « 16 heures ouvrées après la publication »."""
    if isinstance(target, WorkingDays):
        return f"{count_of(target.days, 'jour ouvré', 'jours ouvrés')} après le jour de la publication"
    hours = f"{target.hours:g}".replace(".", ",")
    return f"{hours}{NBSP}{'heure ouvrée' if target.hours < 2 else 'heures ouvrées'} après la publication"


def target_short(target: Target) -> str:
    """« 3 j ouvrés », « 16 h ouvrées », for the label of a column."""
    if isinstance(target, WorkingDays):
        return f"{target.days}{NBSP}j {'ouvré' if target.days == 1 else 'ouvrés'}"
    hours = f"{target.hours:g}".replace(".", ",")
    return f"{hours}{NBSP}h {'ouvrée' if target.hours < 2 else 'ouvrées'}"


def zone_words(zone: str, at: datetime) -> str:
    """« Heure de La Réunion (UTC+4) », with the offset at that instant."""
    return f"Heure de {zone_place(zone)} ({offset_words(zone, at)})"


def zone_place(zone: str) -> str:
    """« La Réunion », « Paris »."""
    return _PLACES.get(zone) or zone.rsplit("/", 1)[-1].replace("_", " ")


def offset_words(zone: str, at: datetime) -> str:
    """« UTC+4 », « UTC−9:30 » is written « UTC−9 h 30 »."""
    minutes = int((at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta(0)).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{'+' if minutes > 0 else '−'}{hours}" + (f"{NBSP}h{NBSP}{rest:02d}" if rest else "")


_PLACES = {
    "Indian/Reunion": "La Réunion", "Indian/Mayotte": "Mayotte", "Pacific/Noumea": "Nouméa",
    "Pacific/Tahiti": "Tahiti", "Pacific/Marquesas": "Îles Marquises", "Pacific/Gambier": "Îles Gambier",
    "Pacific/Wallis": "Wallis-et-Futuna", "America/Cayenne": "Guyane", "America/Martinique": "Martinique",
    "America/Guadeloupe": "Guadeloupe", "America/St_Barthelemy": "Saint-Barthélemy",
    "America/Marigot": "Saint-Martin", "America/Miquelon": "Saint-Pierre-et-Miquelon", "UTC": "Greenwich",
}  # fmt: skip


def calendar_words(calendar: SiteCalendar, years: Iterable[int]) -> str:
    """« Jours fériés de La Réunion, liste officielle 2027. »"""
    named = _and(str(y) for y in sorted(set(years)))
    place = territory(calendar.territory)
    if place.code == "local":
        return f"Jours fériés de la liste du site, {named}."
    extra = " et jours d’usage cochés par le site" if calendar.customary else ""
    local = " et liste du site" if calendar.local_days else ""
    return f"Jours fériés ({place.name}), liste légale {named}{extra}{local}."


def due_words(due_at: datetime, zone: str, today: date | None = None, *, by_day: bool = False) -> str:
    """« mercredi 22 décembre, 16 h »; a midnight ends the day before it, named alone where the deadline is a day."""
    local = due_at.astimezone(ZoneInfo(zone))
    if local.hour == local.minute == local.second == 0:
        day = long_day((local - timedelta(microseconds=1)).date(), today)
        return day if by_day else f"{day}, minuit"
    return f"{long_day(local.date(), today)}, {hour(due_at, zone)}"


def internal_line(
    due_at: datetime | None, replied_at: datetime | None, now: datetime, zone: str, *, paused: bool = False
) -> str:
    """The internal target of the properties: « Aujourd’hui, 16 h », « Dépassé depuis mardi 14 », « Tenu »."""
    if due_at is None:
        return "En pause" if paused else "Aucune date"
    if replied_at is not None:
        return "Tenu" if replied_at < due_at else f"Dépassé, c’était {due_words(due_at, zone, now.date())}"
    return due_line(due_at, now, zone)
